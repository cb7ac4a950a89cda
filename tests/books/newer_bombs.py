# ruff: noqa: E501 - what is thrown in reads best in one line
"""Files made to take all time or memory, for what was built last: data types, links, names that call themselves, ZIP64.

Each is made of a size: 1.0 is what is tried by hand, and CI takes a hundredth of it.
"""

import struct
import zipfile

from bombs import write_rows
from fuzz_books import packed
from rich_packages import EXTRA, POINTERS, RICH, STOCKS
from workbook_packages import MAIN, OFFICE, PACKAGE, book_parts, relationships, sheet_xml

ONE = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>{}</f><v>0</v></c></row>'


def _many(size, count):
    return max(2, int(size * count))


def _book(path, rows, **more):
    path.write_bytes(packed(book_parts({"Data": sheet_xml(rows)}, **more), zipfile.ZIP_DEFLATED))


def _names(path, names, formula):
    listed = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in names)
    _book(path, ONE.format(formula), workbook=f"<definedNames>{listed}</definedNames>")


def rich_values(path, size):
    count = _many(size, 1_000_000)
    values = '<rv s="0"><v>12</v><v>0</v></rv>' * count
    marks = '<bk><extLst><ext uri="x"><xlrd:rvb i="0"/></ext></extLst></bk>' * count
    one = '<bk><rc t="1" v="0"/></bk>' * count
    metadata = f'<metadata xmlns="{MAIN}" xmlns:xlrd="{RICH}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"/></metadataTypes><futureMetadata name="XLRICHVALUE">{marks}</futureMetadata><valueMetadata>{one}</valueMetadata></metadata>'
    extra = EXTRA | {
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{RICH}">{values}</rvData>',
        "xl/metadata.xml": metadata,
    }
    rows = (
        f'<row r="1"><c r="A1" t="e" vm="{count}"><v>#VALUE!</v></c><c r="C1"><f>_FV(A1,"Price")</f><v>0</v></c></row>'
    )
    _book(path, rows, extra=extra, pointers=POINTERS)


def rich_values_in_a_ring(path, size):
    count = _many(size, 100_000)
    structures = f'<rvStructures xmlns="{RICH}"><s t="_linkedentity2"><k n="Home" t="r"/><k n="_DisplayString" t="s"/></s></rvStructures>'
    values = "".join(f'<rv s="0"><v>{(at + 1) % count}</v><v>x</v></rv>' for at in range(count))
    marks = "".join(f'<bk><extLst><ext uri="x"><xlrd:rvb i="{at}"/></ext></extLst></bk>' for at in range(6))
    metadata = (
        EXTRA["xl/metadata.xml"].split("<futureMetadata")[0]
        + f'<futureMetadata name="XLRICHVALUE">{marks}</futureMetadata><valueMetadata><bk><rc t="1" v="0"/></bk><bk><rc t="1" v="4294967295"/></bk><bk><rc t="9" v="-1"/></bk></valueMetadata></metadata>'
    )
    extra = EXTRA | {
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{RICH}">{values}</rvData>',
        "xl/richData/rdrichvaluestructure.xml": structures,
        "xl/metadata.xml": metadata,
    }
    asked = "A1"
    for _ in range(60):
        asked = f'_FV({asked},"Home")'
    _book(
        path,
        f'<row r="1">{STOCKS[0]}<c r="C1"><f>{asked}</f><v>0</v></c></row><row r="2">{STOCKS[1]}</row>',
        extra=extra,
        pointers=POINTERS,
    )


def links_without_number(path, size):
    count = _many(size, 20_000)
    link = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames><sheetName val="Data"/></sheetNames></externalBook></externalLink>'
    rels = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="absent.xlsx" TargetMode="External"/></Relationships>'
    extra = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": rels}
    listed = '<externalReference r:id="rIdX"/>' * count
    workbook = f'<externalReferences xmlns:r="{OFFICE}">{listed}</externalReferences>'
    parts = book_parts({"Data": sheet_xml(ONE.format(f"[{count}]Data!A1+[1]Data!A1"))}, workbook=workbook, extra=extra)
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rIdX", "externalLink", "externalLinks/externalLink1.xml")
    )
    path.write_bytes(packed(parts))


def links_in_a_ring(path, size):
    """A ring of books of which each asks the next, and the last the first."""
    from linking_books import write_linking

    count = _many(size, 300)
    for at in range(count):
        name = path if at == 0 else path.with_name(f"{path.stem}{at}.xlsx")
        following = path.name if at + 1 == count else f"{path.stem}{at + 1}.xlsx"
        write_linking(name, "[1]Data!A1+1", "SUM([1]Data!A:A)", target=following)


def strings_that_are_counted_wrongly(path, size):
    parts = book_parts(
        {
            "Data": sheet_xml(
                '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1&amp;1</f><v>0</v></c><c r="C1" t="s"><v>4294967294</v></c></row>'
            )
        },
        strings=["<t>x</t>"],
    )
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        "<sst ", '<sst count="18446744073709551615" uniqueCount="4294967295" '
    )
    path.write_bytes(packed(parts))


def a_table_of_a_million_columns(path, size):
    count = _many(size, 1_000_000)
    columns = "".join(f'<tableColumn id="{at}" name="c{at}"/>' for at in range(1, count + 1))
    table = f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:XFD1048576"><autoFilter ref="A1:XFD1048576"/><tableColumns count="{count}">{columns}</tableColumns></table>'
    extra = {
        "xl/tables/table1.xml": table,
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("rId1", "table", "../tables/table1.xml")),
    }
    _book(path, ONE.format("SUM(T[c1])+COUNTA(T[#All])+ROWS(T[[c1]:[c999999]])"), extra=extra)


def data_tables_in_data_tables(path, size):
    """Each table computes the one before anew for each of its own cells: without an end it is 40 to the 30th."""
    rows, levels = "", 30
    for row in range(1, 42):
        cells = f'<c r="A{row}"><v>{row}</v></c>'
        for level in range(levels):
            column = _letters(2 + 2 * level)
            after = _letters(3 + 2 * level)
            if row == 1:
                asked = "A1*2" if level == 0 else f"SUM({_letters(1 + 2 * level)}2:{_letters(1 + 2 * level)}41)"
                cells += f'<c r="{column}1"><v>1</v></c><c r="{after}1"><f>{asked}+{column}1</f><v>0</v></c>'
            else:
                cells += f'<c r="{column}{row}"><v>{row}</v></c>'
                cells += (
                    f'<c r="{after}{row}">'
                    + (f'<f t="dataTable" ref="{after}2:{after}41" dt2D="0" dtr="0" r1="A1"/>' if row == 2 else "")
                    + "<v>0</v></c>"
                )
        rows += f'<row r="{row}">{cells}</row>'
    write_rows(path, rows)


def _letters(number):
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def names_in_a_chain(path, size):
    count = _many(size, 100_000)
    _names(path, [(f"n_{at}", f"n_{at + 1}+1") for at in range(count)] + [(f"n_{count}", "1")], "n_0")


def names_that_double(path, size):
    _names(path, [(f"n_{at}", f"n_{at + 1}+n_{at + 1}") for at in range(60)] + [("n_60", "1")], "n_0")


def names_in_a_ring(path, size):
    count = _many(size, 10_000)
    _names(path, [(f"n_{at}", f"n_{(at + 1) % count}+1") for at in range(count)], "n_0")


def a_name_that_calls_itself(path, size):
    _names(path, [("f", "_xlfn.LAMBDA(_xlpm.n,f(_xlpm.n+1))")], "f(1)")


def names_that_call_each_other_twice(path, size):
    _names(
        path,
        [
            ("f", "_xlfn.LAMBDA(_xlpm.n,IF(_xlpm.n&lt;1,1,g(_xlpm.n-1)+g(_xlpm.n-1)))"),
            ("g", "_xlfn.LAMBDA(_xlpm.n,IF(_xlpm.n&lt;1,1,f(_xlpm.n-1)+f(_xlpm.n-1)))"),
        ],
        "f(80)",
    )


def a_name_that_grows_a_text(path, size):
    _names(path, [("f", "_xlfn.LAMBDA(_xlpm.t,f(_xlpm.t&amp;_xlpm.t))")], 'f("x")')


def overlapping_entries(path, size):
    """Many sheets whose entries all point to one compressed part of 90 MB, as in David Fifield's bomb."""
    count = _many(size, 1000)
    parts = book_parts({f"S{at}": "" for at in range(count)})
    kept = {name: content for name, content in parts.items() if "worksheets/" not in name}
    large = sheet_xml(ONE.format("A1+1") + " " * _many(size, 90 << 20))
    data = packed({**kept, "xl/worksheets/large.xml": large})
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[at:end]
    one = directory[directory.rindex(b"PK\x01\x02") :]
    others = directory[: len(directory) - len(one)]
    for number in range(1, count + 1):
        name = f"xl/worksheets/sheet{number}.xml".encode()
        others += one[:28] + struct.pack("<H", len(name)) + one[30:46] + name
    total = len(kept) + count
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, total, total, len(others), at, 0)
    path.write_bytes(data[:at] + others + tail)


def zip64_that_lies(path, size):
    """Sizes and places of 2^63, in the extra field and at the end."""
    data = packed(book_parts({"Data": sheet_xml(ONE.format("A1+1"))}))
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = bytearray(data[at:end])
    entry[20:28] = b"\xff" * 8
    length = struct.unpack("<H", entry[28:30])[0]
    extra = struct.pack("<HHQQ", 1, 16, (1 << 63) - 1, (1 << 63) - 1)
    entry[30:32] = struct.pack("<H", len(extra))
    entry[46 + length : 46 + length] = extra
    directory = bytes(entry)
    big = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, (1 << 63) - 1, 1 << 62)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(data[:at]) + len(directory), 1)
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(data[:at] + directory + big + where + tail)


def a_chain_of_texts_that_double(path, size):
    rows = '<row r="1"><c r="A1" t="str"><v>abc</v></c><c r="B1"><f>A1&amp;A1</f><v>0</v></c></row>'
    rows += "".join(
        f'<row r="{row}"><c r="B{row}"><f>_xlfn.TEXTJOIN(",",TRUE,B$1:B{row - 1},B{row - 1})</f><v>0</v></c></row>'
        for row in range(2, 200)
    )
    write_rows(path, rows)


def repetitions_down_a_column(path, size):
    rows = "".join(
        f'<row r="{row}"><c r="B{row}"><f>REPT("x",32767)&amp;{row}</f><v>0</v></c><c r="C{row}"><f>LEN(_xlfn.TEXTJOIN("",TRUE,B$1:B{row}))</f><v>0</v></c></row>'
        for row in range(1, _many(size, 50_000))
    )
    write_rows(path, rows)


def arrays_that_grow_down_a_column(path, size):
    rows = '<row r="1"><c r="B1"><f t="array" ref="B1">_xlfn.SEQUENCE(2,2)</f><v>0</v></c></row>'
    rows += "".join(
        f'<row r="{row}"><c r="B{row}"><f t="array" ref="B{row}">SUM(_xlfn.REDUCE(_xlfn.SEQUENCE({row}),_xlfn.SEQUENCE(30),_xlfn.LAMBDA(_xlpm.a,_xlpm.i,_xlfn.VSTACK(_xlpm.a,_xlpm.a))))</f><v>0</v></c></row>'
        for row in range(2, 12)
    )
    write_rows(path, rows)


def a_format_of_many_sections(path, size):
    code = ";".join(["[&gt;5]0.0_-"] * _many(size, 10_000))
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>'
    rows = f'<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><f>TEXT(A1,"{code}")</f><v>0</v></c><c r="C1"><f>CELL("format",A1)&amp;TEXT(A1,REPT("0;",9999))</f><v>0</v></c></row>'
    parts = book_parts(
        {"Data": sheet_xml(rows)}, extra={"xl/styles.xml": styles}, pointers=[("rIdY", "styles", "styles.xml")]
    )
    path.write_bytes(packed(parts))


def rules_without_number(path, size):
    count = _many(size, 100_000)
    rules = "".join(
        f'<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="{at}"><formula>SUM(A1:XFD1048576)&gt;{at}</formula></cfRule></conditionalFormatting>'
        for at in range(1, count)
    )
    checks = (
        f'<dataValidations count="{count}">'
        + "".join(
            '<dataValidation type="custom" sqref="A1:XFD1048576"><formula1>COUNTIF(A:XFD,A1)=1</formula1></dataValidation>'
            for _ in range(count)
        )
        + "</dataValidations>"
    )
    path.write_bytes(packed(book_parts({"Data": sheet_xml(ONE.format("A1+1"), tail=rules + checks)})))


def sheets_without_number(path, size):
    count = _many(size, 100_000)
    path.write_bytes(
        packed(
            book_parts(
                {f"S{at}": sheet_xml(ONE.format("A1+1")) for at in range(count)},
            )
        )
    )


def runs_without_number(path, size):
    runs = "<r><t>x</t></r>" * _many(size, 2_000_000)
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c><c r="B1"><f>LEN(A1)</f><v>0</v></c></row>'
    write_rows(path, rows)


def columns_that_are_described_without_number(path, size):
    head = "<cols>" + '<col min="1" max="16384" width="9" customWidth="1"/>' * _many(size, 1_000_000) + "</cols>"
    path.write_bytes(packed(book_parts({"Data": sheet_xml(ONE.format('CELL("width",A1)+A1'), head=head)})))


def wildcards_without_end(path, size):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>{"a" * 300}</v></c><c r="B{row}"><f>COUNTIF(A:A,"*{"a*" * 100}b")+MATCH("{"?*" * 100}b",A:A,0)</f><v>0</v></c></row>'
        for row in range(1, _many(size, 5000))
    )
    write_rows(path, rows)


def hidden_rings_of_arrays(path, size):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>SUM(INDIRECT("A"&amp;{row + 1}&amp;":A1048576"))</f><v>0</v></c></row>'
        for row in range(1, _many(size, 20_000))
    )
    write_rows(path, rows)


def offsets_of_everything(path, size):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f>SUM(OFFSET($A$1,0,0,{row},16384))+COUNTIFS(A:XFD,"&gt;"&amp;A{row})</f><v>0</v></c></row>'
        for row in range(1, _many(size, 20_000))
    )
    write_rows(path, rows)


BOOKS = {make.__name__.replace("_", " "): make for make in (
    rich_values, rich_values_in_a_ring, links_without_number, links_in_a_ring, strings_that_are_counted_wrongly, a_table_of_a_million_columns,
    data_tables_in_data_tables, names_in_a_chain, names_that_double, names_in_a_ring, a_name_that_calls_itself, names_that_call_each_other_twice,
    a_name_that_grows_a_text, overlapping_entries, zip64_that_lies, a_chain_of_texts_that_double, repetitions_down_a_column,
    arrays_that_grow_down_a_column, a_format_of_many_sections, rules_without_number, sheets_without_number, runs_without_number,
    columns_that_are_described_without_number, wildcards_without_end, hidden_rings_of_arrays, offsets_of_everything,
)}  # fmt: skip
"""Workbooks, by what is in them."""


def columns_without_number(path, size):
    count = _many(size, 1_000_000)
    path.write_text(",".join(f"c{at}" for at in range(count)) + "\n" + ",".join(["1"] * count) + "\n", encoding="utf-8")


def one_long_field(path, size):
    with path.open("w", encoding="utf-8") as file:
        file.write("Campaign name,Day,Amount spent (EUR)\n")
        for _ in range(_many(size, 500)):
            file.write("x" * 1_000_000)
        file.write(",2026-01-05,10\n")


def a_quote_that_is_never_closed(path, size):
    path.write_text('Campaign name,Day,Amount spent (EUR)\n"' + "a,b\n" * _many(size, 20_000_000), encoding="utf-8")


def blank_lines(path, size):
    path.write_text("Campaign name,Day,Amount spent (EUR)\n" + "\n" * _many(size, 50_000_000), encoding="utf-8")


def commas(path, size):
    path.write_text("Campaign name,Day,Amount spent (EUR)\n" + "," * _many(size, 50_000_000), encoding="utf-8")


def brackets_in_a_map(path, size):
    path.write_text("title = " + "[" * _many(size, 500_000), encoding="utf-8")


def a_number_of_many_digits(path, size):
    path.write_text("title = " + "9" * _many(size, 500_000), encoding="utf-8")


TABLES = {make.__name__.replace("_", " "): make for make in (columns_without_number, one_long_field, a_quote_that_is_never_closed, blank_lines, commas)}  # fmt: skip
"""Exports and other tables."""
TEXTS = {make.__name__.replace("_", " "): make for make in (brackets_in_a_map, a_number_of_many_digits)}
"""Maps, settings and brands."""
EVERY = BOOKS | TABLES | TEXTS
