"""What grows with a table when rows are put below it: filters, drop-downs, rules, formats, names that ended with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.excel.addresses import address
from socroi.patterns import pattern
from socroi.workbook.reading.cells import BadValueError, parse_area
from socroi.workbook.writing.careful import sheet_rows

if TYPE_CHECKING:
    import re

    from socroi.engine.model.book import Table

_SQREF: Final = pattern(rb'(\bsqref\s*=\s*)("[^"]*"|\'[^\']*\')')
_XM_SQREF: Final = pattern(rb"(<(?:[\w.-]+:)?sqref>)([^<]*)(</(?:[\w.-]+:)?sqref>)")
_DIMENSION: Final = pattern(rb'(<(?:[\w.-]+:)?dimension\s+ref=")([^"]*)(")')
REF: Final = pattern(r'(\bref\s*=\s*)("[^"]*"|\'[^\']*\')')
NAME: Final = pattern(r"(<(?:[\w.-]+:)?definedName\b[^>]*>)([^<]*)(</)")
_AREA: Final = pattern(r"((?:'(?:[^']|'')*'|[\w.]+)!)\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")


def _grown(area: tuple[int, int, int, int], table: Table, bottom: int) -> tuple[int, int, int, int]:
    """Return an area that ended with the table as it ends now; another one as it is."""
    top, left, last, right = area
    beside = right < table.left or left > table.right
    if last != table.bottom or top > table.bottom or beside:
        return area
    return top, left, bottom, right


def _written(area: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = area
    first, last = address(top, left), address(bottom, right)
    return first if first == last else f"{first}:{last}"


def _grown_areas(text: str, table: Table, bottom: int) -> str:
    """Return a list of areas, each that ended with the table grown with it."""
    made = []
    for piece in text.split():
        try:
            area = parse_area(piece)
        except BadValueError:
            made.append(piece)
            continue
        grown = _grown(area, table, bottom)
        made.append(piece if grown == area else _written(grown))
    return " ".join(made)


def grown_sheet(sheet: bytes, table: Table, bottom: int) -> bytes:
    """Return a sheet's part with what stands around its rows grown: its size, drop-downs, rules, formats."""

    def inside_quotes(found: re.Match[bytes]) -> bytes:
        quote = found[2][:1]
        return found[1] + quote + _grown_areas(found[2][1:-1].decode(), table, bottom).encode() + quote

    def inside_tags(found: re.Match[bytes]) -> bytes:
        return found[1] + _grown_areas(found[2].decode(), table, bottom).encode() + found[3]

    def whole(found: re.Match[bytes]) -> bytes:
        try:
            top, left, last, right = parse_area(found[2].decode())
        except BadValueError:
            return found[0]
        return found[1] + _written((top, left, max(last, bottom), max(right, table.right))).encode() + found[3]

    span, _, _ = sheet_rows(sheet)
    start, end = span or (0, 0)
    head = _DIMENSION.sub(whole, sheet[:start], count=1)
    tail = _XM_SQREF.sub(inside_tags, _SQREF.sub(inside_quotes, sheet[end:]))
    return head + sheet[start:end] + tail


def grown_ref(found: re.Match[str], table: Table, bottom: int) -> str:
    """Return a `ref` of a table's own part, of the table or of its filter, grown."""
    quote = found[2][0]
    return found[1] + quote + _grown_areas(found[2][1:-1], table, bottom) + quote


def grown_name(text: str, sheet: str, table: Table, bottom: int) -> str:
    """Return a name's text with each area of the sheet that ended with the table grown with it."""

    def change(found: re.Match[str]) -> str:
        written = found[1][:-1]
        plain = written[1:-1].replace("''", "'") if written.startswith("'") else written
        if _unescaped(plain).casefold() != sheet.casefold():
            return found[0]
        try:
            area = parse_area(f"{found[2]}{found[3]}:{found[4]}{found[5]}")
        except BadValueError:
            return found[0]
        grown = _grown(area, table, bottom)
        if grown == area:
            return found[0]
        end = found[0].rfind(found[5])
        return found[0][:end] + str(grown[2] + 1)

    return _AREA.sub(change, text)


def _unescaped(text: str) -> str:
    for entity, sign in (("&apos;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
