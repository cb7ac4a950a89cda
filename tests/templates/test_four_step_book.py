"""What the workbook is made of, as openpyxl and the package itself show it."""

import re
import warnings
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from four_step_case import CASE, NAMES, UNCALLED, formulas, read

from socroi import recalculate
from socroi.templates import FIRST_MONTH, TemplateData, build, find
from socroi.templates.texts import Texts, load_texts

FOUR_STEP = find("four_step")
PERSIAN = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"


def foreign():
    """The English texts written in another script, each still unlike every other."""
    letters = str.maketrans("abcdefghijklmnopqrstuvwxyz", PERSIAN[:26])
    source = load_texts("en")
    return Texts("fa", {key: source[key].translate(letters) for key in source._entries}, right_to_left=True)


def written(texts, data=None):
    target = BytesIO()
    contents = (data or TemplateData()).contents(texts)
    FOUR_STEP.write(target, texts, contents, currency="EUR", first_month=FIRST_MONTH, names=NAMES)
    return target


def with_keys(path, texts):
    """The formulas of a workbook with its sheets' and columns' words taken back to their keys."""
    sheets = {texts[f"{page}.sheet"]: page for page in FOUR_STEP.pages}
    headings = {
        (table, texts[f"{table.lower()}.{key}"]): key for table, keys in FOUR_STEP.column_keys.items() for key in keys
    }

    def columns(found):
        table = found[1]
        return re.sub(r"\[([^][#]+)\]", lambda column: f"[{headings[table, column[1]]}]", found[0])

    def keyed(text):
        for name, page in sheets.items():
            text = text.replace(f"'{name}'!", f"{page}!")
        return re.sub(r"\b([A-Z]\w+)\[(?:[^][]|\[[^]]*\])*\]", columns, text)

    return {(sheets[sheet], address): keyed(text) for (sheet, address), text in formulas(path).items()}


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        build("four_step", "en", tmp_path / name, data=CASE, names=NAMES)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_date_in_the_document_is_fixed_so_that_a_later_build_is_the_same(blank):
    assert read(blank).properties.created == datetime(2026, 1, 1)  # noqa: DTZ001 - as openpyxl reads it


def test_formulas_are_the_same_in_a_language_with_another_script(tmp_path):
    ours, theirs = tmp_path / "en.xlsx", tmp_path / "fa.xlsx"
    english, persian = load_texts("en"), foreign()
    ours.write_bytes(written(english, CASE).getvalue())
    theirs.write_bytes(written(persian, CASE).getvalue())
    assert with_keys(theirs, persian) == with_keys(ours, english)


def test_formulas_hold_no_words_of_a_language(filled):
    quoted = {word for text in formulas(filled).values() for word in re.findall(r'"([^"]*)"', text)}
    assert quoted <= {
        "",
        "–",
        "#headline",
        ": ",
        "=",
        ">-1E+99",
        ">=",
        "<",
        "<=",
        "<>",
        ">",
        ">0",
        ">1",
        "<0",
        "?*",
        "~",
        "*",
        "?",
        "~~",
        "~*",
        "~?",
    }


def test_sheets_of_a_language_read_from_right_to_left_are_laid_out_so(tmp_path):
    path = tmp_path / "fa.xlsx"
    path.write_bytes(written(foreign()).getvalue())
    assert all(sheet.sheet_view.rightToLeft for sheet in read(path))


def test_sheets_stand_in_the_order_of_the_four_steps(blank):
    assert read(blank).sheetnames == [
        "Start",
        "Goals",
        "Values",
        "Results",
        "Costs",
        "Sources",
        "ROI",
        "Campaigns",
        "Plan",
        "Lists",
    ]


def test_what_is_typed_row_by_row_stands_in_real_tables(blank):
    tables = {table.name: table for sheet in read(blank) for table in sheet.tables.values()}
    assert tables.keys() == FOUR_STEP.column_keys.keys()
    for name in ("value", "counted"):
        place = FOUR_STEP.column_keys["Results"].index(name)
        assert "Results[[#This Row]," in tables["Results"].tableColumns[place].calculatedColumnFormula.attr_text


def test_tables_have_a_row_for_eight_platforms_in_twelve_months_and_lengthen_with_the_data(tmp_path, blank):
    assert read(blank)["Results"].tables["Results"].ref == "B6:N102"
    path = tmp_path / "long.xlsx"
    build("four_step", "en", path, data=TemplateData(results=CASE.results * 100))
    assert read(path)["Results"].tables["Results"].ref == "B6:N706"


def test_every_name_that_a_formula_uses_is_defined(filled):
    book = read(filled)
    known = set(book.defined_names) | FOUR_STEP.column_keys.keys()
    for text in formulas(filled).values():
        bare = re.sub(r'"[^"]*"|\[[^]]*\]|\'[^\']*\'!', "", text)
        used = set(re.findall(r"(?<![\w$.])([a-z][a-z_]{2,})(?![\w(])", bare))
        assert used <= known, text


def test_functions_of_ours_that_are_called_become_names_and_others_do_not(filled):
    ours = {name for name in read(filled).defined_names if name.startswith(("SOC", "KPI"))}
    assert ours == NAMES.keys() - {UNCALLED}


def test_input_cells_have_a_note_and_rows_below_a_table_have_the_drop_downs_too(blank):
    for sheet, column, name in (("Results", "C", "list_platforms"), ("Costs", "D", "list_categories")):
        rules = [rule for rule in read(blank)[sheet].data_validations.dataValidation if f"{column}1500" in rule.sqref]
        assert [rule.formula1 for rule in rules] == [name]
        assert rules[0].promptTitle
        assert rules[0].prompt


def test_rate_typed_as_25_is_refused_with_a_sentence(blank):
    rules = read(blank)["Values"].data_validations.dataValidation
    share = next(rule for rule in rules if rule.promptTitle == "Brand share")
    assert (share.formula1, share.formula2, share.errorStyle or "stop") == ("0", "1", "stop")
    assert "25%" in share.error


def test_charts_are_native_and_say_what_they_show(blank):
    with zipfile.ZipFile(blank) as package:
        charts = [name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        drawings = [package.read(f"xl/drawings/drawing{number}.xml").decode() for number in (1, 2)]
    # Two on the first sheet, the same two where their figures stand, one of the campaigns and one of the plan.
    assert len(charts) == 6
    for drawing in drawings:
        assert len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]{40,}"', drawing)) == 2


def test_every_sheet_prints_on_a4_as_wide_as_the_page(blank):
    for sheet in read(blank):
        assert sheet.page_setup.paperSize == 9
        fits = sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        # A sheet with breaks has a fixed scale: Excel ignores the breaks of one that it fits.
        assert bool(fits) != bool(sheet.row_breaks.brk)
        assert sheet.page_setup.scale or sheet.page_setup.fitToWidth in (None, 1)


def test_no_value_is_filled_in_and_what_was_published_stands_beside_it_in_its_currency(blank):
    values = list(read(blank)["Values"]["B8:I23"])
    assert {cell.value for row in values for cell in (row[1], row[4], row[5], row[7])} == {None}
    assert [(row[0].value, row[6].value) for row in values if row[6].value] == [
        ("New followers", "0.25 US dollars, fictional"),
        ("Leads", "5 US dollars, fictional"),
        ("Link clicks", "1 US dollar, fictional"),
    ]


@pytest.mark.parametrize("first", [date(2026, 4, 1), date(2026, 4, 30)])
def test_year_begins_with_the_month_that_is_given(tmp_path, first):
    path = tmp_path / "april.xlsx"
    build("four_step", "en", path, start=first, currency="EGP")
    book = read(path)
    place = book.defined_names["first_month"].attr_text.rpartition("!")[2]
    assert book["Start"][place.replace("$", "")].value.date() == date(2026, 4, 1)
    offered = [cell.value for (cell,) in book["Lists"][book.defined_names["list_currencies"].attr_text.split("!")[1]]]
    assert "EGP" in offered


def test_our_own_engine_computes_the_workbook_as_ironcalc_does(tmp_path, computed):
    path = tmp_path / "ours.xlsx"
    build("four_step", "en", path, data=CASE)
    report = recalculate(path)
    assert report.uncomputed == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(path, data_only=True)
    for (sheet, address), text in formulas(path).items():
        ours, theirs = book[sheet][address].value, computed.sheets[sheet][address]
        if isinstance(ours, datetime):
            ours = (ours - datetime(1899, 12, 30)).days  # noqa: DTZ001 - cells have no time zone
        assert (ours or "") == (pytest.approx(theirs) if isinstance(theirs, float) and theirs else theirs or ""), text
