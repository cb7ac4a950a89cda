"""A sheet that is one table, added to any workbook or written anew, every other part as it was."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from socroi.excel.addresses import address, column_letters
from socroi.excel.serials import DAYS_1904, to_serial
from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.package.xml import encode_xstring
from socroi.workbook.writing.careful import row_cells, sheet_rows, with_rows
from socroi.workbook.writing.rewriting import CONTENT_TYPES
from socroi.workbook.writing.styles import DAY, MOMENT, with_number_format, with_quote_prefix
from socroi.workbook.writing.tables import FORMULA_SIGNS, forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.rewriting import Rewriting
    from socroi.workbook.writing.tables import Form

Cell = float | str | bool | date | None

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_POINTERS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY_ROOT: Final = re.compile(r"<([\w.:-]+)(\s[^<>]*?)?/>\s*\Z")
_SHEET: Final = pattern(r"<(?P<p>(?:[\w.-]+:)?)sheet\s[^<>]*?/?>")
_SHEETS_END: Final = pattern(r"</(?:[\w.-]+:)?sheets\s*>")
_DIMENSION: Final = pattern(rb'(<(?:[\w.-]+:)?dimension\s+ref=")[^"]*(")')
_LEFTWARDS: Final = pattern(rb'rightToLeft\s*=\s*"(?:1|true)"')
_LONGEST_NAME: Final = 31


@record(frozen=True, slots=True)
class TableSheet:
    """A sheet that is one table from its cell A1 on.

    Attributes:
        name: of the sheet.
        table: of the table, by which the sheet is found again.
        headings: of the columns, no two alike.
        rows: a cell for each column; a `datetime` shows its time of day, another `date` does not.
        widths: of the columns, in characters; the last one is that of all that follow.
        formats: built-in number formats of columns, by their 0-based place.
        like: the name of a table of the workbook, whose looks the sheet has.
    """

    name: str
    table: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] = (14,)
    formats: Mapping[int, int] = field(default_factory=dict)
    like: str = ""

    @property
    def area(self) -> str:
        """The cells of the table; one without rows has a blank one."""
        return f"A1:{address(max(1, len(self.rows)), len(self.headings) - 1)}"


def put_sheet(loaded: Loaded, sheet: TableSheet, rewriting: Rewriting) -> None:
    """Add a sheet behind the others, or write the cells of the one anew that has a table of this name.

    Args:
        loaded: the workbook.
        sheet: what it is to hold.
        rewriting: what else is changed in the workbook; the sheet is added to it.
    """
    cells = _Cells(loaded, sheet, rewriting).written()
    there = sheet_of(loaded, sheet.table)
    if there is None:
        _add(loaded, sheet, cells, rewriting)
    else:
        _replace(loaded, there, sheet, cells, rewriting)


class _Cells:
    """The rows of a sheet as XML, in the styles of one workbook."""

    def __init__(self, loaded: Loaded, sheet: TableSheet, rewriting: Rewriting) -> None:
        self.sheet = sheet
        self._written: dict[str, bytes] = {}
        self.shift = DAYS_1904 if loaded.book.calculation.date_1904 else 0
        base, heading = _looks(loaded, sheet.like)
        self.plain, self.heading = _attribute(base), _attribute(heading)
        self.day = _attribute(with_number_format(rewriting, base, DAY))
        self.moment = _attribute(with_number_format(rewriting, base, MOMENT))
        self.quoted = _attribute(with_quote_prefix(rewriting, base))
        formats = {place: with_number_format(rewriting, base, number) for place, number in sheet.formats.items()}
        self.numbers = [_attribute(formats.get(place, base)) for place in range(len(sheet.headings))]

    def written(self) -> bytes:
        """Return all rows, the headings first."""
        letters = [column_letters(place).encode() for place in range(len(self.sheet.headings))]
        named = zip(letters, self.sheet.headings, strict=True)
        first = b"".join(self._text(b"%b1" % letter, name, self.heading) for letter, name in named)
        lines = [b'<row r="1">%b</row>' % first]
        lines += [self._row(number, letters, row) for number, row in enumerate(self.sheet.rows, 2)]
        return b"".join(lines)

    def _row(self, number: int, letters: Sequence[bytes], cells: Iterable[Cell]) -> bytes:
        body = b"".join(
            self._cell(b"%b%d" % (letter, number), cell, style)
            for letter, cell, style in zip(letters, cells, self.numbers, strict=True)
            if cell is not None and cell != ""
        )
        return b'<row r="%d">%b</row>' % (number, body)

    def _text(self, at: bytes, text: str, style: bytes) -> bytes:
        # The same names stand in row after row.
        written = self._written.get(text)
        if written is None:
            written = self._written[text] = encode_xstring(text)
        return b'<c r="%b"%b t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (at, style, written)

    def _cell(self, at: bytes, cell: Cell, number: bytes) -> bytes:
        if isinstance(cell, bool):
            return b'<c r="%b"%b t="b"><v>%d</v></c>' % (at, self.plain, cell)
        if isinstance(cell, str):
            return self._text(at, cell, self.quoted if cell.startswith(FORMULA_SIGNS) else self.plain)
        if isinstance(cell, date):
            style = self.moment if isinstance(cell, datetime) else self.day
            serial = to_serial(cell) - self.shift
            return b'<c r="%b"%b><v>%b</v></c>' % (at, style, _number(serial))
        return b'<c r="%b"%b><v>%b</v></c>' % (at, number, _number(float(cell or 0)))


def _attribute(style: int | None) -> bytes:
    return b' s="%d"' % style if style else b""


def _looks(loaded: Loaded, like: str) -> tuple[int, int]:
    """Return the styles of the sheet and of the headings of a table of the workbook."""
    form = sheet_of(loaded, like)
    part = None if form is None else loaded.parts[form.table.sheet]
    if form is None or part is None:
        return 0, 0
    data = loaded.package.read(part.part, "The sheet")
    base = re.search(rb'<(?:[\w.-]+:)?col\s[^<>]*?\bstyle\s*=\s*"(\d+)"', data)
    row = next(((start, end) for at, start, end in sheet_rows(data)[2] if at == form.table.top), None)
    cell = None if row is None else row_cells(data[slice(*row)])[1].get(form.table.left)
    heading = None if cell is None else re.match(rb'<[^<>]*?\bs\s*=\s*"(\d+)"', cell)
    return int(base[1]) if base else 0, int(heading[1]) if heading else 0


def _number(value: float) -> bytes:
    return repr(int(value) if value == int(value) and abs(value) < 1e15 else float(value)).encode()


def _replace(loaded: Loaded, form: Form, sheet: TableSheet, cells: bytes, rewriting: Rewriting) -> None:
    """Write the cells of a sheet that is there, and the range of its table."""
    part = loaded.parts[form.table.sheet]
    assert part is not None  # noqa: S101 - a table lies on a worksheet
    data = rewriting.text(part.part).encode()
    if sheet_rows(data)[0] is None:
        data = with_rows(data)
    span, prefix, _ = sheet_rows(data)
    start, end = span or (0, 0)
    if prefix:
        cells = re.sub(rb"<(/?)(row|c|v|is|t)\b", rb"<\1%b\2" % prefix, cells)
    head = _DIMENSION.sub(rb"\g<1>%b\g<2>" % sheet.area.encode(), data[:start], count=1)
    rewriting.put(part.part, head + cells + data[end:])
    rewriting.put(form.part, _table(sheet, _ident(rewriting.text(form.part)) or 1))


def _add(loaded: Loaded, sheet: TableSheet, cells: bytes, rewriting: Rewriting) -> None:
    """Add the parts of a new sheet, and name them where the package does."""
    folder, _, workbook = loaded.package.workbook.rpartition("/")
    base = f"{folder}/" if folder else ""
    number = next(n for n in range(1, 1 << 16) if not rewriting.has(f"{base}worksheets/sheet{n}.xml"))
    table = next(n for n in range(1, 1 << 16) if not rewriting.has(f"{base}tables/table{n}.xml"))
    sheet_part, table_part = f"{base}worksheets/sheet{number}.xml", f"{base}tables/table{table}.xml"
    rewriting.put(sheet_part, _worksheet(sheet, cells, leftwards=_leftwards(loaded, rewriting)))
    pointer = f'<Relationship Id="rId1" Type="{_POINTERS}/table" Target="../tables/table{table}.xml"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    rewriting.put(
        f"{base}worksheets/_rels/sheet{number}.xml.rels",
        f'{_DECLARATION}<Relationships xmlns="{namespace}">{pointer}</Relationships>',
    )
    rewriting.put(table_part, _table(sheet, _free_ident(loaded, rewriting)))
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPES}{kind}+xml"/>'
        for part, kind in ((sheet_part, "worksheet"), (table_part, "table"))
    )
    rewriting.edit(CONTENT_TYPES, lambda text: _before_end(text, types))
    pointers = f"{base}_rels/{workbook}.rels"
    known = set(_values(rewriting.text(pointers), "Id"))
    ident = next(name for n in range(1, 1 << 16) if (name := f"rId{n}") not in known)
    target = f'<Relationship Id="{ident}" Type="{_POINTERS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    rewriting.edit(pointers, lambda text: _before_end(text, target))
    rewriting.edit(loaded.package.workbook, lambda text: _with_sheet(text, _free_name(text, sheet.name), ident))


def _before_end(text: str, added: str) -> str:
    """Put elements before the end of a part's root, under the root's own prefix."""
    # A root that holds nothing may end where it begins.
    text = _EMPTY_ROOT.sub(r"<\1\2></\1>", text)
    at = text.rindex("</")
    prefix = re.match(r"</((?:[\w.-]+:)?)", text[at:])
    named = prefix[1] if prefix else ""
    return text[:at] + added.replace("<", f"<{named}") + text[at:]


def _with_sheet(workbook: str, name: str, ident: str) -> str:
    """Name a new sheet in the workbook part, behind the others."""
    sheets = list(_SHEET.finditer(workbook))
    numbers = [int(value) for each in sheets for value in _values(each[0], "sheetId")]
    pointer = next((found[1] for each in sheets if (found := re.search(r"\s([\w.-]+):id\s*=", each[0]))), "r")
    prefix = sheets[-1]["p"] if sheets else ""
    # openpyxl declares the prefix at each sheet, not at the root; a declaration that stands twice is none too many.
    namespace = next((value for each in sheets for value in _values(each[0], f"xmlns:{pointer}")), None)
    shown = encode_xstring(name).decode().replace('"', "&quot;")
    declared = f' xmlns:{pointer}="{namespace}"' if namespace else ""
    number = max(numbers, default=0) + 1
    made = f'<{prefix}sheet{declared} name="{shown}" sheetId="{number}" {pointer}:id="{ident}"/>'
    end = _SHEETS_END.search(workbook)
    at = end.start() if end is not None else len(workbook)
    return workbook[:at] + made + workbook[at:]


def _free_name(workbook: str, wanted: str) -> str:
    """Return a name that no sheet has yet."""
    taken = {name.casefold() for each in _SHEET.finditer(workbook) for name in _values(each[0], "name")}
    names = [wanted, *(f"{wanted[: _LONGEST_NAME - 4]} {n}" for n in range(2, 100))]
    return next(name for name in names if name.casefold() not in taken)


def _free_ident(loaded: Loaded, rewriting: Rewriting) -> int:
    """Return a number that no table of the package has; those added just now count."""
    parts = [member.name for member in loaded.package.archive.members if "/tables/" in member.name]
    parts += [name for name in rewriting.added if "/tables/" in name]
    return max((_ident(rewriting.text(part)) for part in parts if rewriting.has(part)), default=0) + 1


def _ident(table: str) -> int:
    """Return the number of a table; 0 where it has none."""
    return int(next(iter(_values(table, "id")), "0"))


def _values(text: str, name: str) -> list[str]:
    """Return what an attribute holds wherever it stands in some XML, within quotes of either kind."""
    found = re.findall(rf"""(?<![\w:.-]){name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", text)
    return [double or single for double, single in found]


def _leftwards(loaded: Loaded, rewriting: Rewriting) -> bool:
    """Whether the first sheet of the workbook runs from right to left."""
    first = next((part for part in loaded.parts if part is not None), None)
    return first is not None and _LEFTWARDS.search(rewriting.text(first.part).encode()[:4096]) is not None


def _worksheet(sheet: TableSheet, cells: bytes, *, leftwards: bool) -> bytes:
    widths = [*sheet.widths, *[sheet.widths[-1]] * (len(sheet.headings) - len(sheet.widths))]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1)
    )
    turned = ' rightToLeft="1"' if leftwards else ""
    head = (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}" xmlns:r="{_POINTERS}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{sheet.area}"/><sheetViews><sheetView workbookViewId="0"{turned}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )
    tail = (
        '</sheetData><pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup orientation="landscape" fitToHeight="0"/>'
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    )
    return head.encode() + cells + tail.encode()


def _table(sheet: TableSheet, ident: int) -> str:
    columns = "".join(
        f'<tableColumn id="{n}" name="{encode_xstring(heading).decode().replace(chr(34), "&quot;")}"/>'
        for n, heading in enumerate(sheet.headings, 1)
    )
    return (
        f'{_DECLARATION}<table xmlns="{_MAIN}" id="{ident}" name="{sheet.table}" displayName="{sheet.table}" '
        f'ref="{sheet.area}" totalsRowShown="0"><autoFilter ref="{sheet.area}"/>'
        f'<tableColumns count="{len(sheet.headings)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1" '
        'showColumnStripes="0"/></table>'
    )


def sheet_of(loaded: Loaded, table: str) -> Form | None:
    """Return the table of such a sheet, where the workbook has it."""
    return next((form for form in forms(loaded) if form.table.name.casefold() == table.casefold()), None)


__all__ = ["Cell", "TableSheet", "put_sheet", "sheet_of"]
