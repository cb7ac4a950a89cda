# ruff: noqa: E501 - the XML of a cell reads best in one line
"""Workbook packages written by hand, part by part, and ways to look into them."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from socroi.engine.model.block import unpack
from socroi.excel.addresses import address

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONFORMANCE = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "excel"


def relationships(*entries, office=OFFICE):
    lines = "".join(f'<Relationship Id="{i}" Type="{office}/{kind}" Target="{target}"/>' for i, kind, target in entries)
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">{lines}</Relationships>'


def sheet_xml(rows, *, main=MAIN, head="", tail=""):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{main}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'


def book_parts(sheets, *, strings=(), extra=None, workbook="", main=MAIN, office=OFFICE, before="", pointers=()):
    """Return the parts of a workbook; `sheets` maps sheet names to whole sheet parts."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" xmlns:r="{office}" r:id="rId{i}"/>'
        for i, name in enumerate(sheets, 1)
    )
    pointers = [*pointers, *((f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1))]
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml"), office=office),
        "xl/workbook.xml": f'<workbook xmlns="{main}">{before}<sheets>{listed}</sheets>{workbook}</workbook>',
    }
    for i, part in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = part
    if strings:
        pointers.append(("rIdS", "sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = (
            f'<sst xmlns="{main}">' + "".join(f"<si>{text}</si>" for text in strings) + "</sst>"
        )
    if extra and "xl/metadata.xml" in extra:
        pointers.append(("rIdM", "sheetMetadata", "metadata.xml"))
    parts["xl/_rels/workbook.xml.rels"] = relationships(*pointers, office=office)
    return parts | (extra or {})


def values(loaded, sheet=0):
    """Return every cell that is not blank, by address, as Python values."""
    found = {}
    for index, column in loaded.book.sheets[sheet].columns.items():
        for row, (kind, data) in enumerate(zip(column.kind.tolist(), column.data.tolist(), strict=True)):
            if kind:
                found[address(row, index)] = unpack(kind, data, loaded.book.strings)
    return found


def runs(loaded, sheet=0):
    """Return the regions as (address, count, text)."""
    return [(address(r.row, r.column), r.count, r.text) for r in loaded.book.sheets[sheet].regions]


def raw_parts(path):
    """Return the local header, compressed bytes and all, of each member by name, in file order."""
    with zipfile.ZipFile(path) as package:
        members = sorted(package.infolist(), key=lambda info: info.header_offset)
        ends = [info.header_offset for info in members[1:]] + [package.start_dir]
    content = Path(path).read_bytes()
    return {info.filename: content[info.header_offset : end] for info, end in zip(members, ends, strict=True)}


def part(path, name):
    with zipfile.ZipFile(path) as package:
        return package.read(name)
