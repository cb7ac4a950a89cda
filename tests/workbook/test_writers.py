# ruff: noqa: E501 - the XML of a cell reads best in one line
"""Books that other programs saved, and books spelled as those do that cannot be run here: `writers/ORIGIN.md`."""

import html
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from workbook_packages import book_parts, raw_parts, sheet_xml, values

from socroi import recalculate
from socroi.errors import CellError
from socroi.hosts.frozen import freeze
from socroi.review.checking import check
from socroi.workbook.reading.book import load

BOOKS = sorted((Path(__file__).parent / "writers" / "books").glob("*.xlsx"))
ROI = (2.5, 0.2, 0.0, -0.5)
# Sums, a look-up and a product of four rows of whole numbers, reckoned by hand.
DATA = {f"E{row}": pytest.approx(roi, abs=1e-15) for row, roi in enumerate(ROI, 2)}
DATA |= {f"F{row}": "good" if row == 2 else "poor" for row in range(2, 6)}
DATA |= {"G2": True, "G3": True, "G4": False, "G5": False}
SUMMARY = {"A1": 470, "A2": 350, "A3": 20, "A4": "2025-01-31", "A5": 117_200, "A7": 470, "A8": True}
SUMMARY |= {"A9": "2025-01-31 & <Größe <x>"}
VALUE = re.compile(
    rb"""<(?:\w+:)?v\b[^>]*(?:/>|>[^<]*</(?:\w+:)?v>)|\s(?:t|vm)=(?:"[^"]*"|'[^']*')|<(?:\w+:)?is>.*?</(?:\w+:)?is>"""
)


def shown(path):
    """Every value of the two sheets, by address; an error by its code."""
    loaded = load(path)
    names = [sheet.name for sheet in loaded.book.sheets]
    found = [values(loaded, names.index(name)) for name in ("Data", "Summary")]
    return [{at: v.code if isinstance(v, CellError) else v for at, v in sheet.items()} for sheet in found]


def held(path, tmp_path):
    """Recalculate, and hold the book to the values, to its own other bytes, and to itself."""
    done = tmp_path / f"done{path.suffix}"
    report = recalculate(path, done)
    assert report.uncomputed == []
    data, summary = shown(done)
    assert {at: data.get(at) for at in DATA} == DATA
    assert {at: summary.get(at) for at in SUMMARY} == SUMMARY
    assert summary["A6"] == "#DIV/0!"
    assert data["B2"] == (date(2025, 1, 31) - date(1899, 12, 30)).days
    before, after = raw_parts(path), raw_parts(done)
    assert list(before) == list(after)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(done) as new:
        for name in old.namelist():
            if before[name] != after[name]:
                assert "sheet" in name.lower()
                assert VALUE.sub(b"", old.read(name)) == VALUE.sub(b"", new.read(name)), name
    again = tmp_path / f"again{path.suffix}"
    assert recalculate(done, again).changed == 0
    assert again.read_bytes() == done.read_bytes()
    return done


@pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
def test_a_book_of_another_writer_is_computed_and_only_its_values_change(path, tmp_path):
    held(path, tmp_path)


@pytest.mark.parametrize("name", ["exceljs", "sheetjs"])
def test_a_book_without_values_is_checked_and_frozen(name, tmp_path):
    """IronCalc, a witness of `check`, prints a line for every formula that has no value: no part of its answer."""
    pytest.importorskip("ironcalc", reason="ironcalc is not installed")
    path = BOOKS[0].with_stem(name)
    found = check(path, "ironcalc")
    assert (found.formulas, found.uncomputed) == (21, 0)
    assert found.testimony.compared > 15
    frozen = tmp_path / "frozen.xlsx"
    assert freeze(path, frozen).formulas == 21
    assert {at: shown(frozen)[1].get(at) for at in SUMMARY} == SUMMARY


# Spellings ---------------------------------------------------------------------------------------------------------

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PLAIN = Path(__file__).parent / "writers" / "books" / "xlsxwriter.xlsx"
SHEETS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")


def plain_parts():
    """The parts of one small book, with inline texts kept as shared ones, in the order of the file."""
    with zipfile.ZipFile(PLAIN) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def on_sheets(change):
    """Return a spelling that changes the text of the sheet parts alone."""
    return lambda parts: {name: change(text) if name in SHEETS else text for name, text in parts.items()}


def everywhere(change):
    """Return a spelling that changes the text of every part."""
    return lambda parts: {name: change(text) for name, text in parts.items()}


def prefixed(text):
    """ClosedXML and the Open XML SDK write `x:` before every element of the main namespace."""
    if MAIN not in text.split(">", 2)[0] + text.split(">", 2)[1]:
        return text
    text = re.sub(r"<(/?)(?![?!/])(?=[A-Za-z]+[\s/>])", r"<\1x:", text)
    return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def strict(text):
    """ISO/IEC 29500 Strict, as Excel and Numbers' converters save it."""
    return (
        text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    )  # fmt: skip


def dates_as_text(text):
    """The days of a strict workbook: `t="d"`."""
    for serial, day in (
        (45688, "2025-01-31"),
        (45716, "2025-02-28T00:00:00Z"),
        (45747, "2025-03-31T00:00:00.000"),
        (45777, "2025-04-30"),
    ):
        text = text.replace(f"><v>{serial}</v>", f' t="d"><v>{day}</v>')
    assert text.count('t="d"') in (0, 4)
    return text


def bare(text):
    """No addresses of cells, no numbers of rows, no spans: position alone tells where a cell lies."""
    return re.sub(r'(<(?:c|row)\b[^>]*?) r="[^"]*"', r"\1", re.sub(r' spans="[^"]*"', "", text))


def shuffled(text):
    """Rows from the last to the first, and the cells of a row likewise."""
    rows = re.findall(r"<row .*?</row>", text, re.DOTALL)
    turned = []
    for row in reversed(rows):
        cells = re.findall(r"<c [^>]*?/>|<c .*?</c>", row, re.DOTALL)
        turned.append(row[: row.index(">") + 1] + "".join(reversed(cells)) + "</row>")
    return text.replace("".join(rows), "".join(turned))


def single_quoted(text):
    """Attributes in single quotes, blanks around the equals sign, and line ends between them."""
    return re.sub(r"(<(?!\?)[^<>]*>)", lambda tag: re.sub(r'\s([\w:]+)="([^"\']*)"', r"\n  \1 = '\2'", tag[0]), text)


def remarked(text):
    """Remarks and CDATA where a parser allows them."""
    text = re.sub(r"<f>(.*?)</f>", lambda f: f"<f><![CDATA[{html.unescape(f[1])}]]></f>", text)
    return re.sub(r"(<c |</row>)", r"<!-- <c r='A1'> -->\1", text)


def open_and_shut(text):
    """`<v></v>` for `<v/>`, and an end tag for every empty cell."""
    text = re.sub(r"<v ?/>", "<v></v>", text)
    return re.sub(r"<c ([^>]*?) ?/>", r"<c \1></c>", text)


def with_spaces(text):
    """Blanks and line ends between all elements, as pretty printers leave them, and `xml:space`."""
    text = re.sub(r">(<(?:row|c|f|v|/row|/c|/sheetData)\b)", r">\n    \1", text)
    return text.replace("<f>", '<f xml:space="preserve">').replace("<v>", '<v xml:space="preserve">')


def absolute(parts):
    """Targets from the root of the package, as the Open XML SDK and openpyxl write them."""
    inner = parts["xl/_rels/workbook.xml.rels"].replace('Target="', 'Target="/xl/')
    return parts | {
        "xl/_rels/workbook.xml.rels": inner,
        "_rels/.rels": parts["_rels/.rels"].replace('Target="', 'Target="/'),
    }


def relative(parts):
    """Targets by way of the folder above."""
    return parts | {
        "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace('Target="', 'Target="../xl/./')
    }


def fewest(parts):
    """The least that a workbook may consist of: no properties, theme, styles or list of texts."""
    gone = ("docProps", "xl/theme", "xl/styles", "xl/sharedStrings")
    texts = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts["xl/sharedStrings.xml"], re.DOTALL)
    kept = {name: text for name, text in parts.items() if not name.startswith(gone)}
    for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        kept[name] = re.sub(
            r"<(?:Relationship|Override)\b[^>]*(?:docProps|theme|styles|sharedStrings)[^>]*>", "", kept[name]
        )
    for name in SHEETS:
        kept[name] = re.sub(
            r't="s"><v>(\d+)</v>', lambda c: f't="inlineStr"><is><t>{texts[int(c[1])]}</t></is>', kept[name]
        )
    return kept


def texts_beside_formulas(parts):
    """Texts of constants as `t="str"`, as EPPlus and some exporters of web services write them."""
    texts = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts["xl/sharedStrings.xml"], re.DOTALL)
    return on_sheets(lambda text: re.sub(r't="s"><v>(\d+)</v>', lambda c: f't="str"><v>{texts[int(c[1])]}</v>', text))(
        parts
    )


def rich(parts):
    """Texts in runs with a phonetic guide, as Google and Japanese editions keep them."""
    turned = re.sub(
        r"<si><t[^>]*>(.)(.*?)</t></si>",
        r'<si><r><rPr><b/></rPr><t>\1</t></r><r><t xml:space="preserve">\2</t></r><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/></si>',
        parts["xl/sharedStrings.xml"],
    )
    assert "rPh" in turned
    return parts | {"xl/sharedStrings.xml": turned}


def shared_formulas(text):
    """One formula for each column, told once, and `si` that begin anywhere."""
    for si, letter in ((7, "E"), (0, "F"), (3, "G")):
        for row in range(2, 6):
            head = f't="shared" ref="{letter}2:{letter}5" si="{si}"' if row == 2 else f't="shared" si="{si}"'
            pattern = rf'(<c r="{letter}{row}"[^>]*>)<f>(.*?)</f>'
            text = re.sub(pattern, rf"\1<f {head}>\2</f>" if row == 2 else rf"\1<f {head}/>", text)
    return text


def array_formulas(text):
    """Every formula entered with Ctrl+Shift+Enter into its cell; `aca` as LibreOffice writes it."""
    return re.sub(r'<c r="(\w+)"([^>]*)><f>', r'<c r="\1"\2><f t="array" aca="false" ref="\1">', text)


def of_the_open_document(text):
    """`aca` on plain formulas and floats with a point, as LibreOffice and Apache POI write them."""
    return re.sub(r"(?<!t=\"s\")><v>(\d+)</v>", r"><v>\1.0</v>", text).replace("<f>", '<f aca="false">')


def extended(text):
    """What WPS Office and newer Excels add: `xr:uid`, `mc:Ignorable`, alternate content and extension lists."""
    text = text.replace(
        "<worksheet ", '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" mc:Ignorable="etc x14ac xr" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}" ', 1
    )  # fmt: skip
    text = re.sub(r"<row ", '<row x14ac:dyDescent="0.25" ht="15" etc:customData="1" ', text)
    tail = '<extLst><ext uri="{x}" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><etc:c r="A1"><etc:v>9</etc:v></etc:c></ext></extLst></worksheet>'
    return text.replace("</worksheet>", tail)


def laid_out(text):
    """Every value and every formula on a line of its own, as a printer of XML lays them out."""
    return re.sub(r"<(f|v)>([^<]*)</", r"<\1>\n      \2\n    </", text)


def through_a_folder(parts):
    """Entries for folders, as programs that zip a folder write them, and a workbook part of another name."""
    renamed = {
        name.replace("workbook.xml", "book.xml"): text.replace("xl/workbook.xml", "xl/book.xml")
        for name, text in parts.items()
    }
    return {"_rels/": "", "xl/": "", "xl/worksheets/": "", **renamed}


SPELLINGS = {
    "prefixed as ClosedXML does": everywhere(prefixed),
    "strict": everywhere(strict),
    "strict with dates as text": lambda parts: everywhere(strict)(on_sheets(dates_as_text)(parts)),
    "no addresses": on_sheets(bare),
    "out of order": on_sheets(shuffled),
    "single quotes": everywhere(single_quoted),
    "remarks and CDATA": on_sheets(remarked),
    "open and shut": on_sheets(open_and_shut),
    "blanks between": on_sheets(with_spaces),
    "values on lines of their own": on_sheets(laid_out),
    "entries for folders": through_a_folder,
    "absolute targets": absolute,
    "targets by way of the folder above": relative,
    "the fewest parts": fewest,
    "texts as str": texts_beside_formulas,
    "runs with a phonetic guide": rich,
    "shared formulas": on_sheets(shared_formulas),
    "array formulas": on_sheets(array_formulas),
    "floats with a point": on_sheets(of_the_open_document),
    "extensions": on_sheets(extended),
    "prefixed without addresses": lambda parts: everywhere(prefixed)(on_sheets(bare)(parts)),
    "upper case": lambda parts: {
        name.replace("worksheets/sheet", "Worksheets/SHEET").replace("sharedStrings", "SharedStrings"): text
        for name, text in parts.items()
    },
    "backslashes": lambda parts: {name.replace("/", chr(92)): text for name, text in parts.items()},
    "the sheets before the list of contents": lambda parts: dict(sorted(parts.items(), reverse=True)),
}


def packed(path, parts, encode=str.encode, method=zipfile.ZIP_DEFLATED):
    """Write a package by the standard library."""
    with zipfile.ZipFile(path, "w", method) as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name)
            info.filename, info.compress_type = name, method
            package.writestr(info, encode(text))
    return path


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_spelling_that_excel_loads_is_computed_and_only_its_values_change(name, tmp_path):
    held(packed(tmp_path / "book.xlsx", SPELLINGS[name](plain_parts())), tmp_path)


def of_utf16(text):
    """A part in UTF-16, which its declaration says."""
    text = text if text.startswith("<?xml") else '<?xml version="1.0" encoding="UTF-8"?>' + text
    return re.sub(r'encoding=(["\'])[^"\']*\1', 'encoding="UTF-16"', text, count=1).encode("utf-16")


ENCODINGS = {
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": of_utf16,
    "Latin-1": lambda text: ('<?xml version="1.0" encoding="ISO-8859-1"?>' + re.sub(r"<\?xml.*?\?>", "", text)).encode(
        "latin-1", "xmlcharrefreplace"
    ),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_part_in_another_encoding_is_read(name, tmp_path):
    path = packed(tmp_path / "book.xlsx", plain_parts(), ENCODINGS[name])
    done = tmp_path / "done.xlsx"
    assert recalculate(path, done).uncomputed == []
    assert {at: shown(done)[1].get(at) for at in SUMMARY} == SUMMARY
    assert recalculate(done, tmp_path / "again.xlsx").changed == 0


def test_values_that_google_sheets_put_beside_its_own_functions_are_shown_as_excel_shows_them(pack, tmp_path):
    """Google writes IFERROR around a name that no Excel knows, and behind it what it had computed."""
    own = "IFERROR(__xludf.DUMMYFUNCTION(&quot;QUERY(A1:A3,&quot;&quot;select A&quot;&quot;)&quot;),&quot;Reels&quot;)"
    rows = (
        f'<row r="1"><c r="A1"><v>5.0</v></c><c r="B1" t="str"><f>{own}</f><v>Reels</v></c>'
        '<c r="C1"><f>IFERROR(__xludf.dummyfunction(&quot;&quot;&quot;COMPUTED_VALUE&quot;&quot;&quot;),7.5)</f><v>7.5</v></c>'
        '<c r="D1"><f>SUM(C1,A1)</f><v>0</v></c><c r="E1" t="e"><f>__xludf.DUMMYFUNCTION(A1)</f><v>#NAME?</v></c></row>'
    )
    done = tmp_path / "done.xlsx"
    report = recalculate(pack(book_parts({"Data": sheet_xml(rows)})), done)
    assert report.uncomputed == []
    assert values(load(done)) == {"A1": 5, "B1": "Reels", "C1": 7.5, "D1": 12.5, "E1": CellError("#NAME?")}


class Stream:
    """What can be written to but not gone back in: the writer puts sizes behind each part, in data descriptors."""

    def __init__(self, file):
        self.file = file

    def write(self, data):
        return self.file.write(data)

    def flush(self):
        self.file.flush()


def test_parts_that_are_stored_described_behind_or_wide_are_read(tmp_path):
    stored = packed(tmp_path / "stored.xlsx", plain_parts(), method=zipfile.ZIP_STORED)
    streamed = tmp_path / "streamed.xlsx"
    with streamed.open("wb") as file, zipfile.ZipFile(Stream(file), "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in plain_parts().items():
            package.writestr(name, text)
    wide = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(wide, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in plain_parts().items():
            with package.open(name, "w", force_zip64=True) as part:
                part.write(text.encode())
    for number, path in enumerate((stored, streamed, wide)):
        folder = tmp_path / str(number)
        folder.mkdir()
        held(path, folder)
