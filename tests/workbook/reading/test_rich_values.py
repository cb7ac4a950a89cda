# ruff: noqa: E501 - the XML of a cell reads best in one line
"""Data types (stocks, countries) in a file: `B7.Price`, which a file writes as `_FV(B7,"Price")`, read as it was stored.

The parts are written by hand after MS-XLSX 2.3.6 and 2.6.157 to 2.6.188; no workbook with a stock in it that Excel had
saved was at hand. Errors and pictures in cells stand in workbooks of Excel's among the conformance collections.
"""

import pytest
from workbook_packages import CONFORMANCE, MAIN, book_parts, part, sheet_xml, values

import socroi
from socroi.errors import CellError
from socroi.workbook.reading.book import load

RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
RICH2 = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata2"

STRUCTURES = (
    '<s t="_error"><k n="errorType" t="i"/><k n="subType" t="i"/></s>'
    '<s t="_formattednumber"><k n="_Format" t="spb"/></s>'
    '<s t="_linkedentitycore"><k n="_DisplayString" t="s"/><k n="Population"/></s>'
    '<s t="_linkedentity2"><k n="%EntityId" t="s"/><k n="%IsRefreshable" t="b"/><k n="_CanonicalPropertyNames" t="spb"/><k n="_DisplayString" t="s"/>'
    '<k n="Kurs"/><k n="Employees" t="i"/><k n="Active" t="b"/><k n="Name" t="s"/><k n="Beta" t="r"/><k n="Yield" t="r"/><k n="Home" t="r"/><k n="Peers" t="a"/></s>'
    '<s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/></s>'
)
VALUES = (
    '<rv s="0"><v>12</v><v>0</v></rv>'  # 0: #FIELD!
    '<rv s="1"><fb>0.025</fb><v>0</v></rv>'  # 1: a number with a format
    '<rv s="2"><v>Redmond</v><v>73256</v></rv>'  # 2: a place
    '<rv s="3"><v>a1</v><v>1</v><v>0</v><v>CONTOSO (XNAS:CTS)</v><v>310.5</v><v>221000</v><v>1</v><v>Contoso</v><v>0</v><v>1</v><v>2</v><v>0</v></rv>'
    '<rv s="3"><fb t="s">Fabrikam</fb><v>a2</v><v>1</v><v>0</v><v>FABRIKAM</v><v>7.25</v><v>12</v><v>0</v><v>Fabrikam</v><v>0</v><v>1</v><v>2</v><v>0</v></rv>'
    '<rv s="4"><v>0</v><v>5</v></rv>'  # 5: a picture
    # 6-9: #CONNECT!, #BLOCKED!, #UNKNOWN!, and one of which no number is published, such as #BUSY!
    + "".join(f'<rv s="0"><v>{code}</v><v>0</v></rv>' for code in (9, 10, 11, 40))
)
MARKS = (3, 4, 5, 6, 7, 8, 9)
"""The rich values that the `vm` attributes 1 to 7 stand for."""
EXTRA = {
    "xl/metadata.xml": (
        f'<metadata xmlns="{MAIN}" xmlns:xlrd="{RICH}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"/></metadataTypes>'
        f'<futureMetadata name="XLRICHVALUE">{"".join(f"""<bk><extLst><ext uri="x"><xlrd:rvb i="{at}"/></ext></extLst></bk>""" for at in MARKS)}</futureMetadata>'
        f'<valueMetadata>{"".join(f"""<bk><rc t="1" v="{at}"/></bk>""" for at in range(len(MARKS)))}</valueMetadata></metadata>'
    ),
    "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{RICH}">{VALUES}</rvData>',
    "xl/richData/rdrichvaluestructure.xml": f'<rvStructures xmlns="{RICH}">{STRUCTURES}</rvStructures>',
    "xl/richData/rdsupportingpropertybag.xml": f'<supportingPropertyBags xmlns="{RICH2}"><spbData count="1"><spb s="0"><v>Price</v></spb></spbData></supportingPropertyBags>',
    "xl/richData/rdsupportingpropertybagstructure.xml": f'<spbStructures xmlns="{RICH2}"><s><k n="Kurs" t="s"/></s></spbStructures>',
}
POINTERS = [
    ("rIdV", "rdRichValue", "richData/rdrichvalue.xml"),
    ("rIdT", "rdRichValueStructure", "richData/rdrichvaluestructure.xml"),
    ("rIdB", "rdSupportingPropertyBag", "richData/rdsupportingpropertybag.xml"),
    ("rIdC", "rdSupportingPropertyBagStructure", "richData/rdsupportingpropertybagstructure.xml"),
]
STOCKS = (
    '<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', '<c r="A2" t="str" vm="2"><v>Fabrikam</v></c>',
    '<c r="A3"><v>5</v></c>', '<c r="A4" vm="3" t="e"><v>#VALUE!</v></c>',
)  # fmt: skip


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
