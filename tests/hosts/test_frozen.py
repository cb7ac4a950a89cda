"""A copy with values instead of formulas: what somebody without any add-in opens."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

import socroi
from socroi.definition.registry import formulas
from socroi.errors import UsageError, WorkbookError
from socroi.hosts.frozen import freeze
from socroi.hosts.lambdas import definition
from socroi.hosts.macro_edition import macro_edition

TEMPLATES = sorted((Path(__file__).parents[2] / "workbook_templates").glob("*/*.xlsx"))
EMPTY = [path for path in TEMPLATES if not path.stem.endswith("_example")]
openpyxl = pytest.importorskip("openpyxl")
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def values(path):
    """The values of a workbook; of numbers the digits that every machine gives alike."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: [[alike(cell.value) for cell in row] for row in sheet.iter_rows()] for sheet in book}


def alike(value):
    return float(f"{value:.12g}") if isinstance(value, float) else value


def formulas_in(path):
    book = openpyxl.load_workbook(path)
    return [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.fixture
def book(tmp_path):
    """Values of every kind behind formulas, as Excel would have stored them; a chart, a table, a picture of looks."""
    path = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("ROI")
    bold = book.add_format({"bold": True, "num_format": "0.0%"})
    sheet.write_row(0, 0, [1500, 500])
    sheet.write_formula("A2", "=A1/B1-1", bold, 2)
    sheet.write_formula("A3", '="a "&"<b>"', None, "a <b>")
    sheet.write_formula("A4", "=A1>B1", None, True)
    sheet.write_formula("A5", "=1/0", None, "#DIV/0!")
    sheet.write_dynamic_array_formula("C1:C2", "=SOCVALUE(A1:B1,2)", None, 4000)
    sheet.write_array_formula("E1:E2", "{=A1:A2*2}", None, 3000)
    sheet.write_number("E2", 4)
    sheet.add_table("G1:H3", {"columns": [{"header": "n"}, {"header": "twice", "formula": "=[@n]*2"}],
                              "data": [[1], [2]]})  # fmt: skip
    sheet.write_formula("H2", "=Table1[[#This Row],[n]]*2", None, 2)
    sheet.write_formula("H3", "=Table1[[#This Row],[n]]*2", None, 4)
    sheet.conditional_format("A1:A5", {"type": "formula", "criteria": "=A1>1000", "format": bold})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=ROI!$A$1:$B$1"})
    sheet.insert_chart("K2", chart)
    book.define_name("SOCVALUE", f"={definition(formulas()['SOCVALUE'])}")
    book.define_name("budget", "=ROI!$B$1")
    book.close()
    return path


def test_every_formula_becomes_the_value_that_the_file_held_where_excel_has_just_computed_it(book, tmp_path):
    copy = tmp_path / "copy.xlsx"
    assert freeze(book, copy, compute=False).formulas == 8
    assert values(copy) == values(book)
    assert formulas_in(copy) == []


def test_charts_formats_and_rules_stay_byte_for_byte(book, tmp_path):
    copy = tmp_path / "copy.xlsx"
    freeze(book, copy)
    before, after = parts(book), parts(copy)
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"}
    assert openpyxl.load_workbook(copy)["ROI"]["A2"].number_format == "0.0%"
    assert b"conditionalFormatting" in after["xl/worksheets/sheet1.xml"]


def test_no_function_is_left_that_a_new_row_or_a_name_would_call(book, tmp_path):
    freeze(book, tmp_path / "copy.xlsx")
    text = b"".join(data for name, data in parts(tmp_path / "copy.xlsx").items() if name.endswith(".xml"))
    assert b"calculatedColumnFormula" not in text
    assert b"_xlfn.LAMBDA" not in text
    assert b'name="budget"' in text
    # cm marks a cell as a dynamic array, and there is none without a formula.
    assert b' cm="' not in text


def test_the_workbook_itself_is_as_it_was(book, tmp_path):
    before = book.read_bytes()
    freeze(book, tmp_path / "copy.xlsx")
    assert book.read_bytes() == before
    with pytest.raises(UsageError, match="would replace the workbook"):
        freeze(book, book)


def test_values_out_of_date_are_computed_first_and_the_book_is_left_alone(tmp_path):
    path = tmp_path / "old.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write("A1", 4)
        sheet.write_formula("A2", "=A1*2", None, 6)
        sheet.write_formula("A3", "=NOSUCH(A2)", None, 5)
        sheet.write_formula("A4", "=A3+1", None, 7)
    before = path.read_bytes()
    frozen = freeze(path, tmp_path / "copy.xlsx")
    assert values(frozen.path) == {"Sheet1": [[4], [8], [5], [7]]}  # 4*2; the others keep what stood there
    assert [cell.where for cell in frozen.uncomputed] == ["Sheet1!A3", "Sheet1!A4"]
    assert path.read_bytes() == before
    assert socroi.freeze is freeze


def test_a_formula_that_nobody_computed_yet_is_computed(tmp_path):
    book = openpyxl.Workbook()  # openpyxl writes formulas without values
    book.active["B7"] = "=1+1"
    book.save(tmp_path / "blank.xlsx")
    freeze(tmp_path / "blank.xlsx", tmp_path / "copy.xlsx")
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").active["B7"].value == 2


def test_a_formula_without_a_value_is_refused_and_named(tmp_path):
    path = tmp_path / "blank.xlsx"
    book = openpyxl.Workbook()  # openpyxl writes formulas without values
    book.active["B7"] = "=NOSUCH(1)"
    book.save(path)
    with pytest.raises(WorkbookError, match=r"B7.*no value yet.*socroi calc") as refused:
        freeze(path, tmp_path / "copy.xlsx")
    assert "!Sheet" in str(refused.value)
    assert not (tmp_path / "copy.xlsx").exists()


TYPE = b"""<Override PartName="/xl/calcChain.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>"""
POINTER = b"""<Relationship Id="rId99" Target="calcChain.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/>"""


def test_the_chain_of_calculation_goes_with_the_formulas(book, tmp_path):
    # Excel repairs a file whose calcChain names cells without formulas.
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(tmp_path / "chained.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", TYPE + b"</Types>")
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"</Relationships>", POINTER + b"</Relationships>")
            new.writestr(name, data)
        new.writestr("xl/calcChain.xml", '<calcChain xmlns="x"><c r="A2" i="1"/></calcChain>')
    freeze(tmp_path / "chained.xlsx", tmp_path / "copy.xlsx")
    after = parts(tmp_path / "copy.xlsx")
    assert "xl/calcChain.xml" not in after
    assert not any(b"calcChain" in data for data in after.values())


@pytest.mark.parametrize("template", TEMPLATES, ids=[f"{path.parent.name}/{path.name}" for path in TEMPLATES])
def test_every_template_can_be_frozen_and_keeps_its_values_and_pictures(template, tmp_path):
    copy = tmp_path / "copy.xlsx"
    frozen = freeze(template, copy)
    assert frozen.formulas > 0
    assert not frozen.macros
    assert formulas_in(copy) == []
    assert values(copy) == values(template)
    before, after = parts(template), parts(copy)
    kept = [name for name in before if re.match(r"xl/(charts|drawings|media|theme|styles)", name)]
    assert [name for name in kept if after[name] != before[name]] == []


@pytest.mark.parametrize("template", EMPTY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_edition_with_macros_is_frozen_without_them(template, package, tmp_path):
    package("pyopenvba")
    book, copy = tmp_path / "book.xlsm", tmp_path / "copy.xlsx"
    macro_edition(template, book)
    frozen = freeze(book, copy)
    assert frozen.macros
    assert formulas_in(copy) == []
    assert values(copy) == values(template)
    after = parts(copy)
    assert "xl/vbaProject.bin" not in after
    assert b"macroEnabled" not in after["[Content_Types].xml"]


@pytest.mark.libreoffice
def test_libreoffice_opens_a_frozen_template_and_shows_no_error(program, tmp_path):
    soffice = program("soffice", "apt-get install libreoffice-calc")
    template = next(path for path in TEMPLATES if path.name == "four_step.xlsx")
    freeze(template, tmp_path / "copy.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "copy.xlsx"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=300)
    text = subprocess.run([program("pdftotext", "apt-get install poppler-utils"), str(tmp_path / "copy.pdf"), "-"],
                          capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert "#NAME?" not in text
    assert len(text) > 500
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)


def test_workbook_written_with_single_quotes_freezes_to_the_same(tmp_path):
    """XML allows either quote. A text that is empty, and the mark of an array, were looked for within double ones."""
    made = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("ROI")
        sheet.write_formula("A1", '=IF(TRUE,"",1)', None, "empty")
        sheet.write_dynamic_array_formula("C1:C2", "=SEQUENCE(2)", None, 1)
        sheet.write_number("C2", 2)
    frozen = []
    for quotes in (rb'="\1"', rb"='\1'"):
        path = tmp_path / "book.xlsx"
        with zipfile.ZipFile(path, "w") as package:
            for name, content in parts(made).items():
                if "sheet1" in name:
                    content = re.sub(rb'="([^"\']*)"', quotes, content.replace(b">empty<", b"><"))  # noqa: PLW2901
                package.writestr(name, content)
        freeze(path, tmp_path / "frozen.xlsx", compute=False)
        frozen.append(parts(tmp_path / "frozen.xlsx")["xl/worksheets/sheet1.xml"])
    assert frozen[0] == re.sub(rb"='([^\"']*)'", rb'="\1"', frozen[1])
    assert b"cm=" not in frozen[1]
