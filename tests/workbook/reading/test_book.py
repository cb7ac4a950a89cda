# ruff: noqa: E501 - the XML of a cell reads best in one line
import pytest
from workbook_packages import MAIN, OFFICE, STRICT, STRICT_OFFICE, book_parts, relationships, runs, sheet_xml, values

from socroi.engine.model.book import Evaluation
from socroi.errors import CellError, WorkbookError
from socroi.workbook.reading.book import load


def test_each_type_of_cell_is_read_as_the_format_defines_it(book_of):
    # ISO/IEC 29500-1 18.18.11: b, d, e, inlineStr, n, s, str; 45000 is 15 March 2023 in the 1900 system
    loaded = book_of(
        '<row r="1"><c r="A1"><v>0.1</v></c><c r="B1" t="n"><v>-1.5E-3</v></c><c r="C1" t="s"><v>1</v></c>'
        '<c r="D1" t="str"><f>"x"</f><v>x</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#DIV/0!</v></c>'
        '<c r="G1" t="inlineStr"><is><t>inside</t></is></c><c r="H1" t="d"><v>2023-03-15T12:00:00</v></c></row>',
        strings=["<t>zero</t>", "<t>one</t>"],
    )
    assert values(loaded) == {
        "A1": 0.1, "B1": -0.0015, "C1": "one", "D1": "x", "E1": True, "F1": CellError("#DIV/0!"), "G1": "inside", "H1": 45000.5,
    }  # fmt: skip


def test_numbers_are_the_nearest_doubles_of_their_digits(book_of):
    digits = ["0.30000000000000004", "5.0000000000000001E-3", "1.7976931348623157E+308", "9007199254740993", "4.9E-324"]
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{d}</v></c></row>' for i, d in enumerate(digits, 1))
    assert list(values(book_of(rows)).values()) == [float(d) for d in digits]


def test_empty_values_are_blank_cells_but_an_empty_text_is_a_text(book_of):
    loaded = book_of(
        '<row r="1"><c r="A1"><v></v></c><c r="B1"><v/></c><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v/></c><c r="E1" s="0"/><c r="F1" t="s"/></row>'
    )
    assert values(loaded) == {"C1": "", "D1": ""}


def test_styled_blank_cells_take_no_room(book_of):
    loaded = book_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="A900000" s="1"/></row>')
    assert loaded.book.sheets[0].row_count == 1


def test_rich_text_is_joined_and_its_phonetic_guide_left_out(book_of):
    loaded = book_of(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>',
        strings=[
            '<r><rPr><b/></rPr><t>東</t></r><r><t xml:space="preserve"> 京</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh>',
            "<t>plain</t>",
        ],
    )
    assert values(loaded) == {"A1": "東 京", "B1": "plain"}


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
def test_escapes_of_control_characters_are_resolved(book_of, form):
    # ISO/IEC 29500-1 22.9.2.19: _xHHHH_ is a character, _x005F_ an underscore that is meant
    loaded = book_of(
        form.format('<row r="1"><c r="A1" t="str"><f>1</f><v>a_x000D_\nb</v></c><c r="B1" t="str"><f>1</f><v>_x005F_x000D_</v></c>'
                    '<c r="C1" t="str"><f>1</f><v>&lt;&amp;&#233;&#x1F600;_xD83D__xDE00_</v></c></row>')
    )  # fmt: skip
    assert values(loaded) == {"A1": "a\r\nb", "B1": "_x000D_", "C1": "<&é😀😀"}


def test_dates_count_from_1904_where_the_workbook_says_so(book_of):
    # Excel: 1 January 1904 is 0 there and 1462 in the 1900 system
    rows = '<row r="1"><c r="A1" t="d"><v>1904-01-02</v></c></row>'
    assert values(book_of(rows, before='<workbookPr date1904="1"/>')) == {"A1": 1.0}
    assert values(book_of(rows)) == {"A1": 1463.0}


def test_dates_before_march_1900_follow_the_leap_day_that_excel_invents(book_of):
    # Excel: 1 is 1 January 1900, 59 is 28 February, 61 is 1 March
    rows = '<row r="1"><c r="A1" t="d"><v>1900-01-01</v></c><c r="B1" t="d"><v>1900-02-28</v></c><c r="C1" t="d"><v>1900-03-01</v></c></row>'
    assert values(book_of(rows)) == {"A1": 1.0, "B1": 59.0, "C1": 61.0}


def test_a_number_too_large_for_a_double_is_a_num_error(book_of):
    assert values(book_of('<row r="1"><c r="A1"><v>1E+999</v></c></row>')) == {"A1": CellError("#NUM!")}


def test_a_filled_column_is_one_region(book_of):
    loaded = book_of("".join(f'<row r="{r}"><c r="B{r}"><f>A{r}*2</f><v>0</v></c></row>' for r in range(2, 30)))
    assert runs(loaded) == [("B2", 28, "A2*2")]


def test_a_shared_formula_is_one_region_for_each_column(book_of):
    # C2:D4 share one formula; relative references follow, absolute ones stay
    loaded = book_of(
        '<row r="2"><c r="C2"><f t="shared" ref="C2:D4" si="0">A2*$B$1</f><v>0</v></c><c r="D2"><f t="shared" si="0"/><v>0</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>0</v></c><c r="D3"><f t="shared" si="0"></f><v>0</v></c></row>'
        '<row r="4"><c r="C4"><f t="shared" si="0"/><v>0</v></c></row>'
    )
    assert runs(loaded) == [("C2", 3, "A2*$B$1"), ("D2", 2, "B2*$B$1")]


def test_cells_inside_a_shared_area_that_do_not_share_are_left_alone(book_of):
    loaded = book_of(
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B4" si="3">A1+1</f><v>0</v></c></row>'
        '<row r="2"><c r="B2"><v>7</v></c></row><row r="3"><c r="B3"><f>PI()</f><v>0</v></c></row>'
        '<row r="4"><c r="B4"><f t="shared" si="3"/><v>0</v></c></row>'
    )
    assert runs(loaded) == [("B1", 1, "A1+1"), ("B3", 1, "PI()"), ("B4", 1, "A4+1")]


def test_a_shared_formula_whose_first_cell_is_gone_is_named(book_of):
    loaded = book_of('<row r="1"><c r="B1"><f t="shared" si="3"/><v>5</v></c></row>')
    assert loaded.unsupported == [("Data", "B1", "it shares a formula that the file does not contain")]
    assert values(loaded) == {"B1": 5.0}


METADATA = f"""<metadata xmlns="{MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">
<metadataTypes count="1"><metadataType name="XLDAPR"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>
<ext uri="x"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>
<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"""


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
def test_the_metadata_of_a_cell_tells_a_spill_from_an_entered_array(book_of, form):
    loaded = book_of(
        form.format('<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A2">SEQUENCE(2)</f><v>1</v></c>'
                    '<c r="C1"><f t="array" ref="C1:D1">A1:A2</f><v>1</v></c><c r="D1"><v>1</v></c></row>'
                    '<row r="2"><c r="A2"><v>2</v></c></row>'),
        extra={"xl/metadata.xml": METADATA},
    )  # fmt: skip
    spill, entered = loaded.book.sheets[0].regions
    assert (spill.evaluation, spill.extent) == (Evaluation.DYNAMIC, (2, 1))
    assert (entered.evaluation, entered.extent) == (Evaluation.ARRAY, (1, 2))
    assert values(loaded)["A2"] == 2.0


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
@pytest.mark.parametrize(
    ("marks", "text"),
    [
        ('dt2D="0" dtr="0" r1="A1"', "TABLE(,A1)"),
        ('dtr="1" r1="A1"', "TABLE(A1,)"),
        ('dt2D="1" dtr="1" r1="A1" r2="A2"', "TABLE(A1,A2)"),
    ],
)
def test_a_data_table_is_read_as_the_formula_that_excel_shows(book_of, form, marks, text):
    rows = f'<row r="2"><c r="B2"><f t="dataTable" ref="B2:B3" {marks}/><v>5</v></c></row><row r="3"><c r="B3"><v>6</v></c></row>'
    loaded = book_of(form.format(rows))
    (table,) = loaded.book.sheets[0].regions
    assert (table.text, table.extent, table.is_data_table) == (text, (2, 1), True)


def test_a_data_table_whose_area_makes_no_sense_keeps_its_values_and_is_named(book_of):
    loaded = book_of('<row r="1"><c r="B1"><f t="dataTable" ref="C3:C4" r1="A1"/><v>5</v></c></row>')
    assert loaded.unsupported == [("Data", "B1", "it belongs to a data table that does not begin there")]
    assert values(loaded) == {"B1": 5.0}


def test_a_data_table_whose_input_is_gone_keeps_its_values_and_is_named(book_of):
    loaded = book_of('<row r="1"><c r="B1"><f t="dataTable" ref="B1:B2" dtr="0" del1="1" r1="A1"/><v>5</v></c></row>')
    assert loaded.unsupported == [("Data", "B1", "it belongs to a data table whose input cell is gone")]
    assert values(loaded) == {"B1": 5.0}
    assert not loaded.book.sheets[0].regions


FILTER = '<autoFilter ref="A1:A5"><filterColumn colId="0"><filters/></filterColumn></autoFilter>'
ROWS_3_AND_9_HIDDEN = "".join(
    f'<row r="{r}"{mark}><c r="A{r}"><v>1</v></c></row>'
    for r, mark in enumerate(["", "", ' hidden="1"', "", "", "", "", "", ' hidden="1"'], 1)
)


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
@pytest.mark.parametrize(
    ("head", "tail", "filtered", "by_hand"),
    [
        ("", "", set(), {2, 8}),
        ("", '<autoFilter ref="A1:A5"/>', set(), {2, 8}),
        ("", FILTER, {2, 8}, set()),
        ('<sheetPr filterMode="1"/>', "", {2, 8}, set()),
        ('<sheetPr filterMode="0"/>', '<autoFilter ref="A1:A5"/>', set(), {2, 8}),
    ],
)
def test_all_hidden_rows_of_a_sheet_whose_filter_is_set_count_as_filtered(book_of, form, head, tail, filtered, by_hand):
    # R. Mensa and K. Szabo, Facts about Subtotal Formula (2013): once a filter is on, Excel tells them no longer apart
    sheet = book_of(form.format(ROWS_3_AND_9_HIDDEN), head=head, tail=tail).book.sheets[0]
    assert (sheet.filtered, sheet.hidden, sheet.perhaps_filtered) == (filtered, by_hand, set())


def test_the_filter_of_a_table_hides_its_own_rows_and_who_hid_the_others_is_doubtful(pack):
    table = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:A5">{FILTER}'
        '<tableColumns><tableColumn id="1" name="x"/></tableColumns></table>'
    )
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("rId1", "table", "/xl/tables/table1.xml")),
        "xl/tables/table1.xml": table,
    }
    sheet = load(pack(book_parts({"Data": sheet_xml(ROWS_3_AND_9_HIDDEN)}, extra=extra))).book.sheets[0]
    assert (sheet.filtered, sheet.hidden, sheet.perhaps_filtered) == ({2}, {8}, {8})


def test_an_empty_hidden_row_counts_as_hidden(book_of):
    loaded = book_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="true"/><row r="3" hidden="1"></row><row r="4" hidden="0"/>'
    )
    assert loaded.parts[0].plain
    assert loaded.book.sheets[0].hidden == {1, 2}


def test_tables_names_and_settings_are_read(pack):
    sheet = sheet_xml('<row r="1"><c r="A1" t="str"><f>1</f><v>x</v></c></row>')
    parts = book_parts(
        {"Übersicht": sheet, "Two": sheet_xml("")},
        workbook="<definedNames><definedName name='Rate'>0.2</definedName>"
        '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">Two!$A$1:$B$5</definedName></definedNames>'
        '<calcPr calcId="191029" iterate="1" iterateCount="7" iterateDelta="0.5" fullPrecision="0"/>',
        extra={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(("rId1", "table", "/xl/tables/table1.xml")),
            "xl/tables/table1.xml": f'<table xmlns="{MAIN}" id="1" name="T1" displayName="Spend" ref="A1:B4" totalsRowCount="1">'
            '<tableColumns><tableColumn id="1" name="Cost_x000a_net"/><tableColumn id="2" name="a&amp;b"/></tableColumns></table>',
        },
    )
    book = load(pack(parts)).book
    assert [sheet.name for sheet in book.sheets] == ["Übersicht", "Two"]
    table = book.tables["spend"]
    assert (table.name, table.sheet, table.top, table.left, table.bottom, table.right) == ("Spend", 0, 0, 0, 3, 1)
    assert (table.columns, table.header_rows, table.totals_rows) == (["Cost\nnet", "a&b"], 1, 1)
    assert [(name.name, name.text, name.sheet) for name in book.names] == [
        ("Rate", "0.2", None), ("_xlnm._FilterDatabase", "Two!$A$1:$B$5", 1),
    ]  # fmt: skip
    settings = book.calculation
    assert (settings.iterate, settings.iterations, settings.change, settings.precision_as_displayed) == (
        True,
        7,
        0.5,
        True,
    )


def test_strict_open_xml_is_read_like_the_usual_kind(pack):
    # ISO/IEC 29500-1 (Strict) has other namespaces; Excel's "Strict Open XML Spreadsheet" uses them
    parts = book_parts(
        {"Data": sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>', main=STRICT)},
        strings=["<t>strict</t>"], main=STRICT, office=STRICT_OFFICE,
    )  # fmt: skip
    loaded = load(pack(parts))
    assert values(loaded) == {"A1": "strict", "B1": 2.0}
    assert runs(loaded) == [("B1", 1, "1+1")]


def test_sheets_of_other_kinds_keep_their_place_but_are_no_worksheets(pack):
    parts = book_parts({"Data": sheet_xml(""), "Chart": "<chartsheet/>"})
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "chartsheets/sheet1.xml")
    )
    loaded = load(pack(parts))
    assert [sheet.is_worksheet for sheet in loaded.book.sheets] == [True, False]


def test_part_names_in_other_scripts_and_absolute_targets_are_found(pack):
    parts = book_parts({"Data": ""})
    del parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/лист 1.xml"] = sheet_xml('<row r="1"><c r="A1"><v>4</v></c></row>')
    parts["xl/_rels/workbook.xml.rels"] = relationships(("rId1", "worksheet", "/xl/worksheets/лист%201.xml"))
    assert values(load(pack(parts))) == {"A1": 4.0}


def test_cached_cells_of_linked_workbooks_are_read(pack):
    link = (
        f'<externalLink xmlns="{MAIN}"><externalBook><sheetNames><sheetName val="Prices"/><sheetName val="Empty"/></sheetNames>'
        """<definedNames><definedName name="Net" refersTo="='Prices'!$B$2"/><definedName name="Unit" refersTo="='Prices'!$C$2" sheetId="0"/></definedNames>"""
        '<sheetDataSet><sheetData sheetId="0"><row r="2"><cell r="B2"><v>9.5</v></cell><cell r="C2" t="str"><v>EUR</v></cell>'
        "</row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    parts = book_parts(
        {"Data": sheet_xml("")},
        workbook=f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="rIdX"/></externalReferences>',
        extra={"xl/externalLinks/externalLink1.xml": link},
    )
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rIdX", "externalLink", "externalLinks/externalLink1.xml")
    )
    book = load(pack(parts)).book
    prices = book.external[1].sheets["Prices"]
    assert prices.columns[1].data[1] == 9.5
    assert book.strings[prices.columns[2].data[1]] == "EUR"
    assert list(book.external[1].sheets) == ["Prices"], "nothing is known of a sheet that left no cached values"
    assert book.external[1].names == {("net", ""): "'Prices'!$B$2", ("unit", "prices"): "'Prices'!$C$2"}


def test_a_sheet_of_code_of_which_only_the_name_is_left_is_no_worksheet(pack):
    # tdf111974.xlsm of LibreOffice, saved by Excel, lists Module1 with r:id=""
    parts = book_parts({"Data": sheet_xml('<row r="1"><c r="A1"><v>4</v></c></row>')})
    code = f'<sheet xmlns:r="{OFFICE}" name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", code)
    loaded = load(pack(parts))
    assert [(sheet.name, sheet.is_worksheet) for sheet in loaded.book.sheets] == [("Data", True), ("Module1", False)]
    assert values(loaded) == {"A1": 4.0}


def test_the_escapes_of_xml_in_a_formula_are_read(book_of):
    # reveng1.xlsx of xlrd, saved by Excel: <f> and <v> spell the text alike
    loaded = book_of(
        '<row r="1"><c r="A1" t="str"><f>"_x005F_x000F_"&amp;_xlfn.CONCAT("a")</f><v>_x005F_x000F_a</v></c></row>'
    )
    assert runs(loaded) == [("A1", 1, '"_x000F_"&_xlfn.CONCAT("a")')]


def test_a_newer_error_is_found_behind_the_value_error_that_excel_writes(book_of):
    # MS-XLSX: Excel writes #VALUE! with a vm attribute; the rich value of type _error holds ERROR.TYPE - 1 (13: #CALC!)
    rich = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
    metadata = (
        f'<metadata xmlns="{MAIN}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"/></metadataTypes>'
        f'<futureMetadata name="XLRICHVALUE"><bk><extLst><ext uri="x"><xlrd:rvb xmlns:xlrd="{rich}" i="0"/></ext></extLst></bk>'
        '</futureMetadata><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
    )
    loaded = book_of(
        '<row r="1"><c r="A1" t="e" vm="1"><f>FILTER(B1:B2,B1:B2)</f><v>#VALUE!</v></c><c r="B1" t="e"><v>#VALUE!</v></c></row>',
        extra={"xl/metadata.xml": metadata,
               "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{rich}"><rv s="0"><v>1</v><v>13</v></rv></rvData>',
               "xl/richData/rdrichvaluestructure.xml":
                   f'<rvStructures xmlns="{rich}"><s t="_error"><k n="colOffset" t="i"/><k n="errorType" t="i"/></s></rvStructures>'},
        pointers=[("rIdV", "rdRichValue", "richData/rdrichvalue.xml"),
                  ("rIdT", "rdRichValueStructure", "richData/rdrichvaluestructure.xml")],
    )  # fmt: skip
    assert values(loaded) == {"A1": CellError("#CALC!"), "B1": CellError("#VALUE!")}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ('<c r="A1"><v>12a</v></c>', "'12a', which is no number"),
        ('<c r="A1"><v>1_000</v></c>', "'1_000', which is no number"),
        ('<c r="A1" t="s"><v>5</v></c>', "the shared string '5', which does not exist"),
        ('<c r="A1" t="b"><v>maybe</v></c>', "no TRUE or FALSE"),
        ('<c r="A1" t="d"><v>yesterday</v></c>', "no date"),
        ('<c r="A1" t="zz"><v>1</v></c>', "the type 'zz'"),
        ('<c r="XFE1"><v>1</v></c>', "XFE lies outside the grid"),
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', "stands twice"),
        ('<c r="A2"><v>1</v></c>', "stands in row 1"),
        ('<c r="A1"><f t="array" ref="Q">1</f><v>1</v></c>', "'Q' is no cell address"),
    ],
)  # fmt: skip
def test_a_cell_that_makes_no_sense_is_refused_by_name(book_of, cell, says):
    with pytest.raises(WorkbookError) as refusal:
        book_of(f'<row r="1">{cell}</row>')
    assert says in str(refusal.value)
    assert "book.xlsx!Data" in refusal.value.where


def test_a_row_beyond_the_grid_is_refused(book_of):
    with pytest.raises(WorkbookError, match="1048577 lies outside the grid"):
        book_of('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')
