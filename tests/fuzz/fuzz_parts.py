"""Workbooks with what newer files hold, damaged: data types, links to other books, data tables of data tables, pivots."""

from fuzz_books import must_hold, packed
from fuzz_formulas import _REFERENCES, formula
from fuzz_packages import _damage
from pivot_packages import definition, field, pivot_book, records
from rich_packages import EXTRA, POINTERS, STOCKS
from workbook_packages import MAIN, OFFICE, PACKAGE, book_parts, relationships, sheet_xml

from socroi.errors import SocroiError
from socroi.workbook.reading.links import followed

_FIELDS = ["Price", "Kurs", "Employees", "Active", "Name", "Yield", "Home", "Beta", "Peers", "Nothing", "_DisplayString", ""]  # fmt: skip
_PLACES = ["A1", "A2", "A3", "A4", "A1:A2", "A1:A4", "A:A", "INDEX(A1:A2,2)", "E1#", '_FV(A1,"Home")', "C1"]
_SPOTS = ["A1", "B1", "B2", "C3", "E2", "F3", "D1", "XFD1048576", "$A$1", "A0", "", "A1:B2"]
_AREAS = ["E2:F3", "E2:E9", "B2:C3", "A1:F9", "D1:D1", "G2:H40", "E2:XFD4", "XFD1048575:XFD1048576", "A1", ""]


def _cell(place, text):
    from xml.sax.saxutils import escape

    return f'<c r="{place}"><f>{escape(text)}</f><v>0</v></c>'


def _rich(random):
    rows = ""
    for row in range(1, 9):
        text = f'_FV({random.choice(_PLACES)},"{random.choice(_FIELDS)}")'
        drawn = [
            text,
            f"_xlfn._FV({random.choice(_PLACES)},B{row})",
            f"IFERROR({text},{formula(random, 1)})",
            f"SUM({text})&{text}",
            formula(random, 2),
        ]
        rows += f'<row r="{row}">{STOCKS[row - 1] if row <= len(STOCKS) else ""}{_cell(f"C{row}", random.choice(drawn))}</row>'
    return book_parts({"Data": sheet_xml(rows)}, extra=EXTRA, pointers=POINTERS)


def _data_tables(random):
    """Tables of tables: their inputs and their cells lie anywhere, also in each other."""
    rows = ""
    for row in range(1, 8):
        cells = {"A": f'<c r="A{row}"><v>{random.choice([row, -row, 0, 1e300])}</v></c>'}
        asked = [f"A{row}*2", "SUM(E2:F3)", "B1+B2", f"D{row + 1}", formula(random, 1)]
        cells["D"] = _cell(f"D{row}", random.choice(asked))
        for column in random.sample("BEG", random.randint(1, 3)):
            if random.random() < 0.4:
                ref = random.choice([*_AREAS, *[f"{column}{row}:{column}{row + 2}"] * 8])
                second = random.choice(["", f' r2="{random.choice(_SPOTS)}"'])
                more = random.choice(["", "", ' del1="1"', ' del2="1"', ' ca="1"'])
                cells[column] = (
                    f'<c r="{column}{row}"><f t="dataTable" ref="{ref}" dt2D="{random.randint(0, 1)}" dtr="{random.randint(0, 1)}"'
                    f' r1="{random.choice(_SPOTS)}"{second}{more}/><v>1</v></c>'
                )
        cells = "".join(cells[column] for column in sorted(cells))
        rows += f'<row r="{row}">{cells}</row>'
    return book_parts({"Data": sheet_xml(rows)})


def _linked(random, folder):
    """Three books in a row, or in a ring, each of which asks the others."""
    names = ["book.xlsx", "second.xlsx", "below/third.xlsx"]
    (folder / "below").mkdir(exist_ok=True)
    packages = {}
    for name in names:
        target = random.choice([*names, "second.xlsx", "absent.xlsx", "../out.xlsx", "/etc/passwd", "http://a/b.xlsx", "", "book.xlsx#S", "file:///second.xlsx", "second.xls"])  # fmt: skip
        reference = random.choice(["[1]Data!A1", "'[1]Data'!A1:A9", "[1]Data!$A:$A", "[1]!Net", "[1]Nowhere!A1", "[2]Data!A1", "[1]Data!A1:XFD9", "[1]!Items[b]", "'[second.xlsx]Data'!A1"])  # fmt: skip
        rows = "".join(
            f'<row r="{row}">{_cell(f"A{row}", random.choice([reference, f"SUM({reference})", f"IFERROR({reference},{formula(random, 1)})", f"INDEX({reference},1)", f"{random.choice(_REFERENCES)}&{reference}"]))}</row>'
            for row in range(1, 6)
        )
        remembered = '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>1</v></cell></row></sheetData></sheetDataSet>'
        link = (
            f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames><sheetName val="Data"/></sheetNames>'
            f'<definedNames><definedName name="Net" refersTo="=Data!$A$1"/></definedNames>{remembered}</externalBook></externalLink>'
        )
        pointer = f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="{target}" TargetMode="External"/>'
        parts = book_parts(
            {"Data": sheet_xml(rows)},
            workbook=f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="rIdX"/></externalReferences>',
            extra={
                "xl/externalLinks/externalLink1.xml": link,
                "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{PACKAGE}">{pointer}</Relationships>',
            },
        )
        parts["xl/_rels/workbook.xml.rels"] = relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rIdX", "externalLink", "externalLinks/externalLink1.xml")
        )
        packages[name] = parts
    for name in names[1:]:
        if random.random() < 0.3:
            _damaged(packages[name], random)
        (folder / name).write_bytes(packed(packages[name]))
    return packages["book.xlsx"]


_SHOWN = [("Sum of Spend", "Month", None, None), ("Channel", "Jan", "Feb", "Grand Total"), ("Email", 10, 20, 30), ("Search", 30, None, 30), ("Social", None, 40, 40), ("Grand Total", 40, 60, 100)]  # fmt: skip
_ITEMS = ['"Email"', '"Jan"', '"Search"', '"x"', "1", "A1", '""', "{1,2}", "#N/A"]


def _pivoted(random):
    table = definition(
        "A3:D8",
        [field(3, axis="Row"), field(2, axis="Col"), field(), field()],
        [0],
        [1],
        first=(2, 1),
        row_lines=random.choice([("0", "1", "2", "grand:0"), ("0", "~0", "grand:0"), ("9",), ()]),
        column_lines=("0", "1", "grand:0"),
    )
    asked = []
    for _ in range(6):
        pairs = "".join(
            f",{random.choice(['Channel', 'Month', 'Spend', 'None'])!r},{random.choice(_ITEMS)}".replace("'", '"')
            for _ in range(random.randint(0, 3))
        )
        data = random.choice(['"Spend"', '"Sum of Spend"', '""', "A1"])
        asked.append(f"=GETPIVOTDATA({data},Report!{random.choice(['A3', 'B5', '$A$8', 'A1', 'A3:D8'])}{pairs})")
    return pivot_book(_SHOWN, table, formulas=asked, kept=random.choice(["", records()]))


def _damaged(parts, random):
    for name, content in parts.items():
        parts[name] = content.encode() if isinstance(content, str) else content
    for _ in range(random.choice([1, 1, 2, 4])):
        # What is rare elsewhere is what is damaged here.
        few = [
            each for each in parts if any(word in each for word in ("rich", "meta", "external", "pivot", "sheet1.xml"))
        ]
        one = {name: parts.pop(name) for name in [random.choice(few)]} if few else {}
        _damage(one or parts, random)
        parts.update(one)


def case(random, folder):
    """Draw such a book, mostly damage it, and compute it."""
    draw = random.random()
    linked = 0.6 <= draw < 0.8
    if draw < 0.3:
        parts = _rich(random)
    elif draw < 0.6:
        parts = _data_tables(random)
    elif linked:
        parts = _linked(random, folder)
    else:
        parts = _pivoted(random)
    if random.random() < 0.6:
        _damaged(parts, random)
    path = folder / "book.xlsx"
    path.write_bytes(packed(parts))
    if linked:
        try:
            with followed([folder / "below"]):
                must_hold(path, folder, named=True)
        except SocroiError as refused:
            assert str(refused).strip()
    else:
        must_hold(path, folder)
