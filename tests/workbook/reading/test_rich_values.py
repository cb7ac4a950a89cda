# ruff: noqa: E501 - the XML of a cell reads best in one line
"""Data types (stocks, countries) in a file: `B7.Price`, which a file writes as `_FV(B7,"Price")`, read as it was stored.

The parts are written by hand after MS-XLSX 2.3.6 and 2.6.157 to 2.6.188; no workbook with a stock in it that Excel had
saved was at hand. Errors and pictures in cells stand in workbooks of Excel's among the conformance collections.
"""

import pytest
from rich_packages import EXTRA, POINTERS, STOCKS
from workbook_packages import CONFORMANCE, MAIN, book_parts, part, sheet_xml, values

import socroi
from socroi.errors import CellError
from socroi.workbook.reading.book import load


@pytest.fixture
def book(pack):
    """Write a book with Contoso in A1, Fabrikam in A2, a 5 in A3, a picture in A4, and formulas in column C."""

    def make(*formulas, more=""):
        rows = ""
        for row in range(1, max(len(STOCKS), len(formulas)) + 1):
            cells = STOCKS[row - 1] if row <= len(STOCKS) else ""
            cells += f'<c r="C{row}"><f>{formulas[row - 1]}</f><v>-1</v></c>' if row <= len(formulas) else ""
            rows += f'<row r="{row}">{cells}</row>'
        parts = book_parts({"Data": sheet_xml(rows + more)}, extra=EXTRA, pointers=POINTERS)
        return pack(parts)

    return make


def computed(path, cell="C1"):
    return socroi.open(path)[f"Data!{cell}"]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('_xlfn._FV(A1,"Price")', 310.5),
        ('_FV(A1,"price")', 310.5),
        ('_FV(A1,"Kurs")', 310.5),
        ('_xlfn.FIELDVALUE(A1,"Employees")', 221000),
        ('FIELDVALUE(A1,"Active")', True),
        ('_FV(A1,"Name")&amp;"!"', "Contoso!"),
        ('_FV(A1,"Yield")*100', 2.5),
        ('_FV(A2,"Price")', 7.25),
        ('_FV(_FV(A1,"Home"),"Population")', 73256),
        ('_FV(INDEX(A1:A2,2),"Price")', 7.25),
        ('_FV(_xlfn.SINGLE(A1:A2),"Price")', 310.5),
        ('_FV(A1,"Beta")', CellError("#FIELD!")),
        ('_FV(A1,"Nothing")', CellError("#FIELD!")),
        ('_FV(A1,"_DisplayString")', CellError("#FIELD!")),
        ('IFERROR(_FV(A1,"Nothing"),0)', 0),
        ('_FV(A1,"Home")', CellError("#VALUE!")),
        ("A2", "Fabrikam"),
    ],
)
def test_a_field_is_what_the_workbook_has_stored(book, formula, value):
    assert computed(book(formula)) == value


def test_fields_are_filled_down_summed_up_and_spill(pack):
    # hand: the two prices are 317.75 together
    rows = (
        f'<row r="1">{STOCKS[0]}<c r="C1"><f>_FV(A1,"Price")</f><v>0</v></c><c r="E1"><f t="array" ref="E1:E2">_FV(A1:A2,"Price")</f><v>0</v></c></row>'
        f'<row r="2">{STOCKS[1]}<c r="C2"><f>_FV(A2,"Price")</f><v>0</v></c><c r="E2"><v>0</v></c></row>'
        '<row r="3"><c r="C3"><f t="array" ref="C3">SUM(_FV(A1:A2,"Price"))</f><v>0</v></c><c r="E3"><f>SUM(C1:C2)</f><v>0</v></c></row>'
    )
    path = pack(book_parts({"Data": sheet_xml(rows)}, extra=EXTRA, pointers=POINTERS))
    assert socroi.recalculate(path).uncomputed == []
    found = values(load(path))
    assert [found[cell] for cell in ("C1", "C2", "E1", "E2", "C3", "E3")] == [310.5, 7.25, 310.5, 7.25, 317.75, 317.75]


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ('_FV(A3,"Price")', "no data type is stored"),
        ('_FV(B9,"Price")', "no data type is stored"),
        ('_FV(A4,"Price")', "no data type is stored"),
        ('_FV(A1,"Peers")', "the field Peers holds a list"),
        ("_FV(A1,1)", "not named by a text"),
        ('_FV(A1,NOSUCH("Price"))', "NOSUCH"),
    ],
)
def test_what_is_not_stored_is_left(book, formula, why):
    path = book(formula)
    report = socroi.recalculate(path)
    assert [why in cell.why for cell in report.uncomputed] == [True]
    assert values(load(path))["C1"] == -1


def test_a_data_type_that_a_formula_gives_is_known_until_an_input_is_set(book):
    more = '<row r="9"><c r="C9" t="e" vm="1"><f>A1</f><v>#VALUE!</v></c><c r="D9"><f>_FV(C9,"Price")</f><v>0</v></c></row>'
    path = book(more=more)
    assert computed(path, "D9") == 310.5
    kept = socroi.open(path)
    kept["Data!A3"] = 6
    with pytest.warns(UserWarning, match="only of the file as it was stored"):
        assert kept["Data!D9"] == CellError("#UNKNOWN!")


def test_a_cell_that_was_overwritten_holds_no_data_type_any_more(book):
    kept = socroi.open(book('IFERROR(_FV(A1,"Price"),1)'))
    kept["Data!A1"] = 5
    with pytest.warns(UserWarning, match="no data type is stored"):
        assert kept["Data!C1"] == CellError("#UNKNOWN!")


@pytest.mark.parametrize(("mark", "code"), [(4, "#CONNECT!"), (5, "#BLOCKED!"), (6, "#UNKNOWN!")])
def test_errors_of_services_are_read_behind_the_value_error(pack, mark, code):
    rows = (
        f'<row r="1"><c r="A1" t="e" vm="{mark}"><v>#VALUE!</v></c><c r="C1"><f>_FV(A1,"Price")</f><v>0</v></c></row>'
    )
    path = pack(book_parts({"Data": sheet_xml(rows)}, extra=EXTRA, pointers=POINTERS))
    assert values(load(path))["A1"] == CellError(code)
    socroi.recalculate(path)
    assert '<c r="C1" t="e"' in part(path, "xl/worksheets/sheet1.xml").decode()


def test_what_reads_an_error_that_is_not_known_is_left_and_the_file_keeps_it(pack):
    rows = (
        '<row r="1"><c r="A1" t="e" vm="7"><v>#VALUE!</v></c><c r="C1"><f>IFERROR(A1,7)</f><v>3</v></c>'
        '<c r="D1"><f>1+1</f><v>0</v></c></row>'
    )
    path = pack(book_parts({"Data": sheet_xml(rows)}, extra=EXTRA, pointers=POINTERS))
    before = {name: part(path, name) for name in EXTRA}
    assert [cell.where for cell in socroi.recalculate(path).uncomputed] == ["Data!C1"]
    assert values(load(path))["D1"] == 2
    assert (
        '<c r="A1" t="e" vm="7"><v>#VALUE!</v></c><c r="C1"><f>IFERROR(A1,7)</f><v>3</v></c>'
        in part(path, "xl/worksheets/sheet1.xml").decode()
    )
    assert {name: part(path, name) for name in EXTRA} == before


def test_a_list_of_prices_from_a_service_keeps_what_it_spilled(pack):
    metadata = (
        f'<metadata xmlns="{MAIN}" xmlns:x="urn:x"><metadataTypes count="1"><metadataType name="XLDAPR"/></metadataTypes><futureMetadata name="XLDAPR">'
        '<bk><extLst><ext uri="x"><x:dynamicArrayProperties fDynamic="1"/></ext></extLst></bk></futureMetadata><cellMetadata><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
    )
    rows = (
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:B2">_xlfn.STOCKHISTORY("CTS",45000)</f><v>45000</v></c><c r="B1"><v>310</v></c></row>'
        '<row r="2"><c r="A2"><v>45001</v></c><c r="B2"><v>311</v></c><c r="C2"><f>B2*2</f><v>622</v></c></row>'
    )
    path = pack(book_parts({"Data": sheet_xml(rows)}, extra={"xl/metadata.xml": metadata}))
    report = socroi.recalculate(path)
    assert {cell.where for cell in report.uncomputed} == {"Data!A1", "Data!C2"}
    assert values(load(path)) == {"A1": 45000, "B1": 310, "A2": 45001, "B2": 311, "C2": 622}


def test_pictures_in_cells_of_a_workbook_of_excels_are_no_data_types(folder):
    path = folder(CONFORMANCE) / "calamine" / "tests" / "picture_richdata.xlsx"
    loaded = load(path)
    assert loaded.book.rich_values is not None
    assert [loaded.book.rich_values(at) for at in range(len(loaded.book.sheets))] == [{}] * len(loaded.book.sheets)
