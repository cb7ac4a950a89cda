"""Our functions as names inside somebody's own workbook."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from ruler import faults

from socroi import recalculate
from socroi.definition.registry import formulas
from socroi.definition.twin import is_guarded
from socroi.errors import UsageError
from socroi.hosts.lambda_names import add_names, is_ours, remove_names, take_names_out
from socroi.hosts.lambdas import definition
from socroi.hosts.macro_edition import macro_edition
from socroi.hosts.plain.edition import write_plain_edition

IRONCALC = Path(__file__).parents[1] / "catalogue" / "ironcalc_worker.py"
TEMPLATE = Path(__file__).parents[2] / "workbook_templates" / "en" / "four_step.xlsx"


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def raw_members(path):
    """Each member's compressed bytes."""
    with zipfile.ZipFile(path) as package:
        data = path.read_bytes()
        return {i.filename: data[i.header_offset : i.header_offset + i.compress_size] for i in package.infolist()}


def names(path):
    openpyxl = pytest.importorskip("openpyxl")
    return {name: each.attr_text for name, each in openpyxl.load_workbook(path).defined_names.items()}


@pytest.fixture
def own_book(tmp_path):
    """A workbook of a user's own: a name, a chart, and formulas that call us. 300 earned for 150 is ROI 100, ROAS 2."""
    path = tmp_path / "own.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data & more")
    for row, (revenue, cost) in enumerate([(100, 50), (200, 100)]):
        sheet.write_row(row, 0, [revenue, cost])
    sheet.write_dynamic_array_formula("D1", "=SOCROAS(A1:A2,B1:B2)", None, "#NAME?")
    sheet.write_dynamic_array_formula("D2", "=SOCCPC(B1:B2,A1)", None, "#NAME?")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Data & more'!$A$1:$A$2"})
    sheet.insert_chart("F2", chart)
    book.define_name("budget", "='Data & more'!$B$1")
    book.close()
    return path


def test_every_function_that_plain_excel_can_say_is_added(own_book):
    done = add_names(own_book)
    twins = {name for name, formula in formulas().items() if formula.twin}
    assert set(done.added) == twins
    assert set(done.lacking) == formulas().keys() - twins
    assert names(own_book) == {"budget": "'Data & more'!$B$1"} | {name: definition(formulas()[name]) for name in twins}


def test_nothing_but_the_list_of_names_changes(own_book, tmp_path):
    before, raw = parts(own_book), raw_members(own_book)
    add_names(own_book, tmp_path / "with.xlsx")
    after = parts(tmp_path / "with.xlsx")
    assert [name for name in before if after[name] != before[name]] == ["xl/workbook.xml"]
    assert list(after) == list(before)
    assert all(raw_members(tmp_path / "with.xlsx")[name] == raw[name] for name in raw if name != "xl/workbook.xml")
    assert parts(own_book) == before


def test_a_workbook_without_names_gets_its_first_ones(tmp_path):
    path = tmp_path / "bare.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet()
    book.close()
    add_names(path)
    assert "SOCROI" in names(path)
    text = parts(path)["xl/workbook.xml"].decode()
    # ISO/IEC 29500-1, CT_Workbook: the names stand after the sheets and before the settings of calculation.
    assert text.index("</sheets>") < text.index("<definedNames>") < text.index("<calcPr")


def test_ironcalc_computes_the_workbook_with_its_new_names(own_book, package):
    package("ironcalc")
    add_names(own_book)
    request = json.dumps([str(own_book), [[1, 4, 2, 1]]]) + "\n"
    done = subprocess.run([sys.executable, str(IRONCALC)], input=request, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)[0] == [[[2.0], [1.5]]][0]


def test_added_again_they_are_as_they_were(own_book):
    add_names(own_book)
    before = own_book.read_bytes()
    again = add_names(own_book)
    assert (again.added, again.renewed) == ((), ())
    assert len(again.kept) == len(names(own_book)) - 1
    assert parts(own_book)["xl/workbook.xml"] == _workbook(before)


def _workbook(data):
    import io

    return zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml")


OLDER = (
    "_xlfn.LAMBDA(_xlpm.revenue,_xlpm.spend,IF(0*(SUMPRODUCT(LEN(_xlpm.revenue))+SUMPRODUCT(LEN(_xlpm.spend))),0,"
    "SUM(_xlpm.revenue)/SUM(_xlpm.spend)))"
)
OWN = "_xlfn.LAMBDA(_xlpm.revenue,_xlpm.cost,_xlpm.revenue/_xlpm.cost)"


@pytest.fixture
def mixed_book(tmp_path):
    """An older SOCROAS of ours; a user's own SOCROI, which is revenue over cost; a cell named SOCCPC."""
    path = tmp_path / "mixed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", [300, 100])
        sheet.write_dynamic_array_formula("D1", "=SOCROI(A1,B1)", None, 3)
        sheet.write_dynamic_array_formula("D2", "=SOCROAS(A1,B1)", None, 3)
        book.define_name("SOCROAS", f"={OLDER}")
        book.define_name("SocRoi", f"={OWN}")
        book.define_name("SOCCPC", "=S!$A$1")
    return path


def test_an_older_wording_of_ours_is_brought_up_to_date_and_names_of_theirs_are_left_alone(mixed_book):
    done = add_names(mixed_book)
    assert done.renewed == ("SOCROAS",)
    assert done.theirs == {"SOCROI": "=LAMBDA(revenue,cost,revenue/cost)", "SOCCPC": "=S!$A$1"}
    assert names(mixed_book)["SOCCPC"] == "S!$A$1"
    assert names(mixed_book)["SocRoi"] == OWN
    assert names(mixed_book)["SOCROAS"] == definition(formulas()["SOCROAS"])


def test_names_of_theirs_make_way_where_that_is_asked_for(mixed_book):
    done = add_names(mixed_book, replace=True)
    assert (done.replaced, done.theirs) == (("SOCROI", "SOCCPC"), {})
    assert names(mixed_book)["SOCROI"] == definition(formulas()["SOCROI"])
    assert "SocRoi" not in names(mixed_book)


def test_a_formula_of_theirs_is_not_taken_out_with_ours(mixed_book):
    add_names(mixed_book)
    assert "SOCROI" not in take_names_out(mixed_book)
    assert names(mixed_book) == {"SocRoi": OWN, "SOCCPC": "S!$A$1"}


def test_a_formula_of_theirs_under_a_name_of_ours_is_what_its_cells_compute(mixed_book, tmp_path):
    """300 of revenue on 100 of cost: 3 by the user's own formula, as in Excel; the net return is 200 percent."""
    add_names(mixed_book)
    assert recalculate(mixed_book).uncomputed == []
    assert read(mixed_book, "D1", "D2") == [3, 3]
    kept = write_plain_edition(mixed_book, tmp_path / "plain.xlsx").kept
    assert [(each.place, each.function) for each in kept] == [("S!D1", "SOCROI")]
    assert read(tmp_path / "plain.xlsx", "D1", "D2") == [3, 3]


def read(path, *cells):
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    return [sheet[cell].value for cell in cells]


@pytest.mark.parametrize("name", [name for name, formula in formulas().items() if formula.twin])
def test_each_definition_is_known_as_ours_also_as_it_is_typed(name):
    text = definition(formulas()[name])
    assert is_ours(name, text)
    assert is_guarded(re.sub(r"_xl(fn|pm|op)\.", "", text).replace(",", ",\n  "))


def test_removed_again_nothing_of_them_is_left(own_book):
    before = parts(own_book)["xl/workbook.xml"].decode()
    add_names(own_book)
    assert remove_names(parts(own_book)["xl/workbook.xml"].decode()) == before


def test_taken_out_again_the_file_has_every_part_as_it_was(own_book):
    before = parts(own_book)
    added = add_names(own_book).added
    assert take_names_out(own_book) == added
    assert parts(own_book) == before
    assert take_names_out(own_book) == ()


def test_the_name_of_a_table_is_not_given_twice(tmp_path):
    """Excel keeps tables and names in one list, and repairs a workbook that has one of them twice."""
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("S").add_table("A1:B3", {"name": "SocRoi"})
    assert add_names(path, replace=True).theirs == {"SOCROI": "a table"}
    assert "SOCROI" not in names(path)
    assert faults(path) == []


def test_a_workbook_with_lite_functions_is_refused(own_book):
    with zipfile.ZipFile(own_book, "a") as package:
        package.writestr("xl/webextensions/webextension1.xml", "<we><id>_xldudf_SOCROI</id></we>")
    before = own_book.read_bytes()
    with pytest.raises(UsageError, match="xlwings Lite"):
        add_names(own_book)
    assert own_book.read_bytes() == before


def test_the_edition_with_macros_is_refused(tmp_path, package):
    package("pyopenvba")
    macro_edition(TEMPLATE, tmp_path / "plan.xlsm")
    with pytest.raises(UsageError, match="its own macros"):
        add_names(tmp_path / "plan.xlsm")


def test_excel_shows_what_each_name_is_for(own_book):
    add_names(own_book)
    text = parts(own_book)["xl/workbook.xml"].decode()
    assert text.count(' comment="') == len(names(own_book)) - 1
