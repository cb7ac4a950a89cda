"""What holds for each of the templates, empty and as its example."""

import re
import zipfile
from io import BytesIO

import pytest
from every_template import EDITIONS, IDS, bytes_of, computed, opened
from fit import cut_texts
from four_step_case import formulas, read

from socroi.errors import UsageError
from socroi.intake import ledger, sums, truth
from socroi.sources import link_table
from socroi.sources.platforms import UNDIVIDED
from socroi.templates import FIRST_MONTH, Contents, build, find, names, shipped
from socroi.templates.texts import languages, load_texts

EACH = pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
SYMBOLS = {
    "",
    "#headline",
    "–",
    "=",
    ">-1E+99",
    ">=",
    "<",
    "<=",
    "<>",
    ">1",
    "<0",
    "!",
    ">",
    " ",
    "?*",
    ": ",
    "-",
    ">5",
    ">0",
    "<30",
    "~",
    "*",
    "?",
    "~~",
    "~*",
    "~?",
}


@EACH
def test_the_same_template_gives_the_same_bytes(name, example):
    assert bytes_of(name, example=example) == bytes_of(name, example=example)


@EACH
def test_no_cell_shows_an_error(name, example):
    shown = {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in opened(name, example=example)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("#")
    }
    assert shown == {}


@pytest.mark.parametrize("name", names())
def test_empty_template_shows_no_figure_at_the_top(name):
    start = opened(name, example=False)["Start"]
    assert [start[f"{column}6"].value for column in "BCDE"] == ["–"] * 4


@pytest.mark.parametrize("name", names())
def test_example_has_a_figure_in_each_card_at_the_top_and_nothing_to_put_right(name):
    start = opened(name, example=True)["Start"]
    assert all(isinstance(start[f"{column}6"].value, int | float) for column in "BCDE")
    assert "✗ put right" not in [cell.value for row in start.iter_rows() for cell in row]


@pytest.mark.parametrize("name", names())
def test_example_says_on_every_sheet_that_it_is_invented(name):
    for sheet in opened(name, example=True):
        assert "invented" in sheet["B2"].value
    for sheet in opened(name, example=False):
        assert "invented" not in (sheet["B2"].value or "")


@EACH
def test_formulas_hold_no_words_of_a_language(name, example):
    quoted = {
        word for text in formulas(computed(name, example=example)).values() for word in re.findall(r'"([^"]*)"', text)
    }
    assert quoted <= SYMBOLS


IMPORTS = [
    *("word.import", "data.sheet", f"platform.{UNDIVIDED.casefold()}", f"kpi.{sums.REVENUE}"),
    *(f"imports.{name}" for name in ("sheet", *ledger.COLUMNS)),
    *(f"claims.{name}" for name in ("sheet", *truth.CLAIM_COLUMNS)),
    *(f"links.{name}" for name in ("sheet", *link_table.COLUMNS)),
    *(f"kpi.{name}" for name in sums.KPIS.values()),
]
"""The texts of the sheets that an import, and `utm --book`, add to a workbook."""


def test_every_text_of_the_catalogue_is_used_and_none_is_missing():
    texts = load_texts("en")
    assert all(texts[key] for key in IMPORTS)
    for template in map(find, names()):
        for data in (Contents(), template.example(texts.scoped(template.name), FIRST_MONTH)):
            template.write(BytesIO(), texts, data, currency="EUR", first_month=FIRST_MONTH, names={})
    # The words of reviews, of the plain edition, of reports and of the calculator, which have tests of their own.
    elsewhere = ("calculator/", "check/", "explain/", "plain/", "report/")
    assert {key for key in texts.unused if not key.startswith(elsewhere)} == set()


@EACH
def test_no_text_is_cut_off(name, example):
    assert cut(opened(name, example=example)) == {}


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
@pytest.mark.parametrize("name", names())
def test_no_text_is_cut_off_in_another_language(name, language, tmp_path):
    build(name, language, tmp_path / "book.xlsx", example=True)
    assert cut(read(tmp_path / "book.xlsx")) == {}


def cut(book):
    return {(sheet, text): f"{address}: {why}" for sheet, address, text, why in cut_texts(book)}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", names())
def test_headings_of_tables_need_no_quoting_in_formulas_and_differ_within_a_table(name, language):
    texts = load_texts(language).scoped(name)
    for table, keys in find(name).column_keys.items():
        headings = [texts[f"{table.lower()}.{key}"] for key in keys]
        assert not set("".join(headings)) & set("[]#'@,:;.(){}\"")
        assert len({heading.casefold() for heading in headings}) == len(headings)


@EACH
def test_every_chart_says_in_words_what_it_shows(name, example):
    with zipfile.ZipFile(computed(name, example=example)) as package:
        parts = package.namelist()
        charts = [part for part in parts if re.fullmatch(r"xl/charts/chart\d+\.xml", part)]
        drawings = "".join(package.read(part).decode() for part in parts if part.startswith("xl/drawings/drawing"))
    assert len(charts) >= 2
    assert len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]{40,}"', drawings)) == len(charts)


@EACH
def test_result_sheets_are_protected_without_a_password_and_sheets_with_tables_are_open(name, example):
    for sheet in opened(name, example=example):
        inputs = bool(sheet.tables)
        if sheet.protection.sheet:
            assert not inputs
            assert sheet.protection.password is None
        else:
            assert inputs or sheet.title in {"Lists", "Goals", "Plan", "Worth", "Savings", "Outcomes"}


@EACH
def test_every_input_cell_of_a_protected_sheet_can_be_typed_in(name, example):
    start = opened(name, example=example)["Start"]
    assert start.protection.sheet
    yellow = [cell for row in start.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFF7DC"]
    # The legend shows one such cell that is no input.
    assert [cell.value for cell in yellow if cell.protection.locked] == ["Yours to fill in"]


@pytest.mark.parametrize("name", names())
def test_sheets_for_letter_paper_are_set_up_for_it(name, tmp_path):
    build(name, "en", tmp_path / "letter.xlsx", paper="letter")
    assert {sheet.page_setup.paperSize for sheet in read(tmp_path / "letter.xlsx")} == {1}


@pytest.mark.parametrize("name", names())
def test_every_sheet_leads_back_to_the_first(name):
    for sheet in opened(name, example=False, values=False):
        links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
        assert sheet.title == "Start" or "'Start'!A1" in links


@pytest.mark.parametrize("name", names())
def test_document_says_what_it_is(name):
    properties = opened(name, example=False).properties
    assert properties.title
    assert properties.creator == "SOCROI"


@EACH
def test_built_file_that_is_shipped_is_there(name, example):
    assert shipped(name, "en", example=example).is_file()


def test_rows_under_a_name_that_the_template_does_not_have_are_refused(tmp_path):
    with pytest.raises(UsageError, match=r"no table 'Result'.*Platforms"):
        build("kpi_scorecard", "en", tmp_path / "a.xlsx", data=Contents({"Result": []}))
    with pytest.raises(UsageError, match="no column 'amount' in the table Results"):
        build("kpi_scorecard", "en", tmp_path / "a.xlsx", data=Contents({"Results": [{"amount": 1}]}))
