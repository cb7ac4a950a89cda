"""Every template in every language, empty and as its example, as LibreOffice prints it with our extension."""

import warnings
from contextlib import closing

import openpyxl
import pytest
import xlsxwriter
from every_template import EDITIONS, IDS
from four_step_case import read
from office import Office
from printed import missing, on_top_of_each_other, printed_texts, words

from socroi.hosts.libreoffice.extension import generated_files
from socroi.templates import names, shipped
from socroi.templates.texts import languages, load_texts

pytestmark = pytest.mark.libreoffice

MOST_PAGES = {"kpi_scorecard": 5, "attribution_and_tests": 10}
"""Where four do not do: a sheet of platforms beside the scorecard; tests, ranges,
outcomes, a pause and what claims are worth beside the models."""
TRENDS = {"four_step", "kpi_scorecard", "hidden_returns", "programme"}
"""Those whose first sheet ends with small charts of the twelve months."""

PERSIAN = """<item oor:path="/org.openoffice.Office.Linguistic/General">
<prop oor:name="DefaultLocale_CTL" oor:op="fuse"><value>fa-IR</value></prop></item>
"""
"""Else LibreOffice takes letters that Arial does not have for Hindi."""


@pytest.fixture(scope="module")
def pages(program, tmp_path_factory):
    """The words of each page of each template, by name, edition and language."""
    found, pdftotext = {}, program("pdftotext", "apt install poppler-utils")
    for language in languages():
        with closing(Office(program, PERSIAN if language == "fa" else "")) as office:
            extension = office.folder / "socroi.oxt"
            extension.write_bytes(generated_files()["socroi.oxt"])
            office.unopkg("add", extension)
            books = [office.take(shipped(name, language, example=example)) for name, example in EDITIONS]
            for (name, example), pdf in zip(EDITIONS, office.convert(*books, kind="pdf"), strict=True):
                found[name, example, language] = list(words(pdftotext, pdf))
    return found


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_every_text_is_on_paper_whole_and_on_top_of_no_other(pages, name, example, language):
    printed = pages[name, example, language]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(shipped(name, language, example=example), data_only=True)
    assert missing(printed_texts(book), printed) == {}
    assert [pair for page in printed for pair in on_top_of_each_other(page)] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_no_figure_is_too_wide_for_its_cell_and_none_is_an_error(pages, name, example, language):
    shown = {word[4] for page in pages[name, example, language] for word in page}
    assert [text for text in shown if text.startswith(("#", "Err:"))] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", names())
def test_answer_is_one_page_and_the_results_follow_and_nothing_that_is_typed_in_is_printed(pages, name, language):
    printed = pages[name, True, language]
    book = read(shipped(name, language, example=True))
    texts = load_texts(language).scoped(name)
    assert len(printed) <= MOST_PAGES.get(name, 4)
    assert missing([texts["start.title"], texts["start.trend"] if name in TRENDS else ""], printed[:1]) == {}
    # Devanagari is compared letter by letter, and each of these letters stands somewhere else on the page.
    by_words = language != "hi"
    assert not by_words or missing([texts["start.settings"], texts["start.checks"]], printed[:1]) != {}
    inside = [sheet.title for sheet in book if not sheet.print_area.endswith("$A$3")]
    assert texts["start.sheet"] in inside
    assert texts["lists.sheet"] not in inside
    assert not by_words or missing([texts["lists.note"]], printed) != {}


SEPTEMBER = {
    "en": "Sep 2026", "ca": "set. 2026", "fa": "2026/09", "hi": "सितंबर 2026", "hu": "2026. IX.", "sw": "Sep 2026",
}  # fmt: skip
"""The last month of the example. LibreOffice shortens Hungarian months to Roman numerals, as Hungarian dates are
written; Persian months are Gregorian and in figures."""


@pytest.mark.parametrize(("language", "month"), SEPTEMBER.items())
def test_months_are_named_in_the_language(pages, language, month):
    first = pages["four_step", True, language][0]
    assert missing([month], [first]) == {}


def test_a_text_that_is_cut_is_found(program, tmp_path):
    path = tmp_path / "cut.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "A sentence that runs over its neighbour")
        sheet.write(0, 1, "here")
        low = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_row(2, 16)
        sheet.write(2, 0, "many words that need more lines than the row has", low)
        for row in range(3, 9):
            sheet.write(row, 0, "something below")
    with closing(Office(program)) as office:
        (pdf,) = office.convert(office.take(path), kind="pdf")
        printed = list(words(program("pdftotext", "apt install poppler-utils"), pdf))
    lost = missing(printed_texts(read(path)), printed)
    assert {"".join(sorted(word)) for word in ("runs", "over", "neighbour", "lines", "row")} <= lost.keys()


def test_words_that_lie_on_each_other_are_found():
    page = [(50, 100, 80, 110, "one"), (75, 101, 100, 111, "two"), (82, 108, 100, 118, "three")]
    assert on_top_of_each_other(page) == [("one", "two")]
