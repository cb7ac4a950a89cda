"""What holds for each shipped workbook in each language: the same figures, and every word in the language."""

import re
import warnings
import zipfile
from functools import cache
from html import unescape

import openpyxl
import pytest
from every_template import EDITIONS, IDS
from openpyxl.utils import range_boundaries

from socroi.templates import names, shipped
from socroi.templates.texts import languages, load_texts

EACH = pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
IN_EACH = pytest.mark.parametrize("language", languages())
IN_ANOTHER = pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}  # the scripts that Unicode writes so
OF_EACH = pytest.mark.parametrize("name", names())


@cache
def opened(name, language, *, example=False, values=False):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(shipped(name, language, example=example), data_only=values)


def figures(name, language, *, example):
    """Numbers, dates and errors by the place of their sheet and their address."""
    return {
        (place, cell.coordinate): cell.value
        for place, sheet in enumerate(opened(name, language, example=example, values=True))
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell.value, str | None) or str(cell.value).startswith("#")
    }


@EACH
@IN_EACH
def test_figures_are_those_of_the_english_workbook_and_none_is_an_error(name, example, language):
    found = figures(name, language, example=example)
    assert [value for value in found.values() if isinstance(value, str)] == []
    assert found == figures(name, "en", example=example)
    assert found


def formula_cells(book):
    return {
        (place, cell.coordinate): cell
        for place, sheet in enumerate(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@OF_EACH
@IN_ANOTHER
def test_formulas_stand_in_the_same_cells_as_in_english(name, language):
    assert formula_cells(opened(name, language)).keys() == formula_cells(opened(name, "en")).keys()


@OF_EACH
@IN_EACH
def test_formulas_are_locked_and_what_is_to_be_filled_in_is_not(name, language):
    book = opened(name, language)
    assert [place for place, cell in formula_cells(book).items() if not cell.protection.locked] == []
    inputs = [
        (sheet.title, cell.coordinate, cell.protection.locked)
        for sheet in book
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for (cell, *_) in sheet.iter_rows(min_row=area.min_row, max_row=area.min_row, min_col=area.min_col)
        if cell.fill.fgColor.rgb == "FFFFF7DC"
    ]
    assert inputs
    assert [each for each in inputs if each[2]] == []


def spoken(name, language):
    """What notes, refusals and charts say, each as a set."""
    rules = [rule for sheet in opened(name, language) for rule in sheet.data_validations.dataValidation]
    with zipfile.ZipFile(shipped(name, language)) as package:
        parts = [
            part for part in package.namelist() if re.fullmatch(r"xl/(drawings/drawing|charts/chart)\d+\.xml", part)
        ]
        drawn = "".join(package.read(part).decode() for part in parts)
    return {
        "notes": {rule.prompt for rule in rules},
        "refusals": {rule.error for rule in rules if rule.type not in {None, "none"}},
        "titles of refusals": {rule.errorTitle for rule in rules if rule.type not in {None, "none"}},
        "charts in words": {unescape(text) for text in re.findall(r'descr="([^"]*)"', drawn)},
        "titles of charts": {unescape(text) for text in re.findall(r"<a:t>([^<]*)</a:t>", drawn)},
    }


@OF_EACH
@IN_ANOTHER
def test_notes_refusals_and_charts_speak_the_language(name, language):
    english = spoken(name, "en")
    own = load_texts(language)
    shown_in_english = {own[key] for key in own.untranslated}
    for what, texts in spoken(name, language).items():
        assert len(texts - {None}) > 0, what
        assert None not in texts, what
        left = {text for text in texts & english[what] if not any(part in text for part in shown_in_english)}
        assert left == set(), what


@OF_EACH
@IN_EACH
def test_empty_workbook_says_that_there_is_nothing_to_show_yet_and_an_example_does_not(name, language):
    empty = load_texts(language)["word.empty"]
    for example in (False, True):
        book = opened(name, language, example=example, values=True)
        said = [sheet["B4"].value == empty for sheet in book if sheet.protection.sheet]
        # The first sheet and at least one with results.
        assert sum(said) >= (0 if example else 2)
        assert any(said) == (not example)


@OF_EACH
@IN_EACH
def test_document_is_entitled_in_the_language(name, language):
    texts = load_texts(language).scoped(name)
    properties = opened(name, language).properties
    assert (properties.title, properties.subject) == (texts["start.title"], texts["start.subtitle"])


@OF_EACH
@IN_EACH
def test_every_link_leads_to_a_sheet_that_is_there(name, language):
    book = opened(name, language)
    links = [cell.hyperlink.location for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    targets = {re.fullmatch(r"'(.*)'!A1", link)[1].replace("''", "'") for link in links}
    assert targets <= set(book.sheetnames)
    assert len(targets) >= len(book.sheetnames) - 1


@OF_EACH
@IN_EACH
def test_headings_stay_in_view_and_on_paper(name, language):
    book = opened(name, language)
    for place, sheet in enumerate(book):
        assert sheet.sheet_view.rightToLeft == (True if language in RIGHT_TO_LEFT else None)
        if place:
            assert sheet.freeze_panes, sheet.title
            assert int(re.sub(r"\D", "", sheet.freeze_panes)) > 3
        for table in sheet.tables.values():
            _, top, _, bottom = range_boundaries(table.ref)
            # Nobody prints what is typed in with the workbook; the headings are for whoever prints it all the same.
            if bottom - top > 40 and sheet.print_area.endswith("$A$3"):
                assert sheet.print_title_rows == f"${top}:${top}", sheet.title
            elif bottom - top > 40:
                assert int(sheet.print_area.rsplit("$", 1)[1]) < top, sheet.title
