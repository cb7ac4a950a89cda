"""One row or one whole sheet rewritten token by token: any form of XML, cells put in and taken out, all else kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import BLANK, ERROR
from socroi.excel.addresses import address
from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.reading.cells import parse_address, parse_area
from socroi.workbook.writing.spelling import TYPE, error_mark, value_element

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from socroi.engine.model.block import Strings

Span = tuple[int, int]
TOKEN: Final = pattern(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(/?)([^\s/<>!?=\"']+)((?:\s+[^\s=<>\"'/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>",
    re.DOTALL,
)
"""Groups: the slash of an end tag, the name, the attributes, the slash of an empty element."""
_ATTRIBUTE: Final = pattern(rb"\s+([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

_BEFORE_ROWS: Final = frozenset((b"sheetPr", b"dimension", b"sheetViews", b"sheetFormatPr", b"cols"))
"""What stands before the rows of a sheet, by ISO/IEC 29500-1, 18.3.1.99."""


def attributes(blob: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag as they are spelled."""
    return {m.group(1): m.group(2) if m.group(2) is not None else m.group(3) for m in _ATTRIBUTE.finditer(blob)}


def with_attribute(tag: bytes, name: bytes, value: bytes | None) -> bytes:
    """Return a start tag with one attribute set in its place, added at the end, or taken out (None)."""
    for match in _ATTRIBUTE.finditer(tag):
        if match.group(1) == name:
            if value is None:
                return tag[: match.start()] + tag[match.end() :]
            at = match.start(2) if match.group(2) is not None else match.start(3)
            end = match.end(2) if match.group(2) is not None else match.end(3)
            return tag[:at] + value + tag[end:]
    if value is None:
        return tag
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    while tag[end - 1 : end].isspace():
        end -= 1
    return tag[:end] + b" " + name + b'="' + value + b'"' + tag[end:]


def closed(tag: bytes) -> bytes:
    """Return a start tag as an empty element."""
    return tag if tag.endswith(b"/>") else tag[:-1] + b"/>"


def opened(tag: bytes) -> bytes:
    """Return an empty element as a start tag."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


@record(slots=True)
class RowEdits:
    """The edits of one row: values by column, whether the cell holds a formula, and new areas of dynamic arrays."""

    values: dict[int, tuple[int, float]]
    refs: dict[int, str]


@record(slots=True)
class _Cell:
    column: int
    name: bytes
    start: int
    tag_end: int
    end: int = 0
    formula: Span | None = None
    formula_tag: Span | None = None
    value: Span | None = None
    inline: Span | None = None
    others: bool = False


@record(slots=True)
class RowPatcher:
    """Rewrites rows of one sheet and counts the cells that it gave a new value.

    Attributes:
        marks: the `vm` values that stand for newer errors, by error code.
        ascii_only: whether texts must be spelled in ASCII, because the part is not written in UTF-8.
    """

    strings: Strings
    marks: Mapping[float, int]
    ascii_only: bool = False
    applied: int = 0

    def patch(self, row: bytes, index: int, edits: RowEdits) -> bytes:
        """Return the bytes of a row (0-based `index`) with its edits made."""
        first = TOKEN.search(row)
        if first is None:
            return row
        prefix = _prefix(first.group(2))
        if first.group(4):
            return self._grow(first.group(), prefix, index, edits)
        out: list[bytes] = []
        done = first.end()
        todo = dict(edits.values)
        inserts = []
        for cell in _cells(row, first.end()):
            for column in sorted(c for c in todo if c < cell.column):
                out += (row[done : cell.start], new := self._new(prefix, index, column, todo.pop(column)))
                done = cell.start
                if new:
                    inserts.append(column)
            if cell.column in todo or cell.column in edits.refs:
                out.append(row[done : cell.start])
                out.append(self._patch_cell(row, cell, todo.pop(cell.column, None), edits.refs.get(cell.column)))
                done = cell.end
        end = row.rindex(b"</")
        out.append(row[done:end])
        for column in sorted(todo):
            new = self._new(prefix, index, column, todo[column])
            out.append(new)
            if new:
                inserts.append(column)
        out.append(row[end:])
        start = row[: first.end()]
        return (_spanning(start, inserts) if inserts else start) + b"".join(out)

    def new_row(self, prefix: bytes, index: int, edits: RowEdits) -> bytes:
        """Return a row that the sheet does not have yet; nothing where no cell of it holds a value."""
        return self._fill(b'<%brow r="%d">' % (prefix, index + 1), prefix, index, edits)

    def _grow(self, tag: bytes, prefix: bytes, index: int, edits: RowEdits) -> bytes:
        columns = [column for column, value in edits.values.items() if value[0] != BLANK]
        return self._fill(_spanning(opened(tag), columns), prefix, index, edits) or tag

    def _fill(self, tag: bytes, prefix: bytes, index: int, edits: RowEdits) -> bytes:
        cells = b"".join(self._new(prefix, index, column, edits.values[column]) for column in sorted(edits.values))
        return tag + cells + b"</%brow>" % prefix if cells else b""

    def _new(self, prefix: bytes, row: int, column: int, value: tuple[int, float]) -> bytes:
        self.applied += 1
        if value[0] == BLANK:
            return b""
        kind = TYPE[value[0]]
        mark = error_mark(value[1], self.marks) if value[0] == ERROR else b""
        return b'<%bc r="%b"%b%b>%b</%bc>' % (
            prefix,
            address(row, column).encode(),
            b' t="' + kind + b'"' if kind else b"",
            b' vm="' + mark + b'"' if mark else b"",
            value_element(*value, self.strings, prefix, ascii_only=self.ascii_only),
            prefix,
        )

    def _patch_cell(self, row: bytes, cell: _Cell, value: tuple[int, float] | None, ref: str | None) -> bytes:
        tag = row[cell.start : cell.tag_end]
        prefix = _prefix(cell.name)
        kept: list[tuple[Span, bytes]] = []
        if ref is not None and cell.formula_tag is not None:
            kept.append((cell.formula_tag, with_attribute(row[slice(*cell.formula_tag)], b"ref", ref.encode())))
        if value is not None:
            self.applied += 1
            kind = TYPE[value[0]]
            mark = error_mark(value[1], self.marks) if value[0] == ERROR else b""
            tag = with_attribute(with_attribute(tag, b"vm", mark or None), b"t", kind or None)
            element = value_element(*value, self.strings, prefix, ascii_only=self.ascii_only)
            if cell.value is not None:
                kept.append((cell.value, element))
                if cell.inline is not None:
                    kept.append((cell.inline, b""))
            elif cell.inline is not None:
                kept.append((cell.inline, element))
            else:
                at = cell.formula[1] if cell.formula is not None else cell.tag_end
                kept.append(((at, at), element))
            if value[0] == BLANK and cell.formula is None and not cell.others:
                alone = not (attributes(tag).keys() - {b"r"})
                return b"" if alone and b"r" in attributes(tag) else closed(tag)
        if tag.endswith(b"/>"):
            inside = b"".join(text for _, text in kept)
            return opened(tag) + inside + b"</" + cell.name + b">" if inside else tag
        out, done = [tag], cell.tag_end
        for (start, end), text in sorted(kept):
            out += (row[done:start], text)
            done = end
        out.append(row[done : cell.end])
        return b"".join(out)


def _prefix(name: bytes) -> bytes:
    head, colon, _ = name.rpartition(b":")
    return head + colon


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2]


def _spanning(tag: bytes, columns: list[int]) -> bytes:
    """Return a row's start tag whose `spans` covers the columns of new cells."""
    spans = attributes(tag).get(b"spans", b"")
    match = re.fullmatch(rb"(\d+):(\d+)", spans)
    if not match or not columns:
        return tag
    low, high = min(int(match.group(1)), min(columns) + 1), max(int(match.group(2)), max(columns) + 1)
    return with_attribute(tag, b"spans", b"%d:%d" % (low, high))


def _cells(row: bytes, at: int) -> Iterator[_Cell]:
    """Yield the cells of a row; a cell without an address follows the one before."""
    depth, column = 0, -1
    cell: _Cell | None = None
    for token in TOKEN.finditer(row, at):
        name = token.group(2)
        if name is None:
            continue
        if token.group(1):
            depth -= 1
            if depth == 0 and cell is not None:
                cell.end = token.end()
                yield cell
                cell = None
            elif depth == 1 and cell is not None:
                _close_child(cell, _local(name), token.end())
            continue
        if depth == 0 and _local(name) == b"c":
            written = attributes(token.group(3)).get(b"r")
            column = column + 1 if written is None else parse_address(written.decode())[1]
            cell = _Cell(column, name, token.start(), token.end(), token.end())
            if token.group(4):
                yield cell
                cell = None
        elif depth == 1 and cell is not None:
            _open_child(cell, _local(name), token.span())
            if token.group(4):
                _close_child(cell, _local(name), token.end())
        if not token.group(4):
            depth += 1


def _open_child(cell: _Cell, name: bytes, tag: Span) -> None:
    if name == b"f":
        cell.formula = cell.formula_tag = tag
    elif name == b"v":
        cell.value = tag
    elif name == b"is":
        cell.inline = tag
    else:
        cell.others = True


def _close_child(cell: _Cell, name: bytes, end: int) -> None:
    if name == b"f" and cell.formula is not None:
        cell.formula = (cell.formula[0], end)
    elif name == b"v" and cell.value is not None:
        cell.value = (cell.value[0], end)
    elif name == b"is" and cell.inline is not None:
        cell.inline = (cell.inline[0], end)


def sheet_rows(sheet: bytes) -> tuple[Span | None, bytes, list[tuple[int, int, int]]]:
    """Find the rows of a whole sheet part.

    Returns:
        the span between the tags of `sheetData` (None where it is an empty element or missing), its namespace prefix,
        and (0-based row, start, end) of each row.
    """
    depth, row, begin, start = 0, -1, -1, -1
    prefix = b""
    rows: list[tuple[int, int, int]] = []
    for token in TOKEN.finditer(sheet):
        name = token.group(2)
        if name is None:
            continue
        if token.group(1):
            depth -= 1
            if begin >= 0 and depth == 1:
                return (begin, token.start()), prefix, rows
            if begin >= 0 and depth == 2 and start >= 0:
                rows.append((row, start, token.end()))
                start = -1
            continue
        if depth == 1 and _local(name) == b"sheetData":
            if token.group(4):
                return None, _prefix(name), []
            begin, prefix = token.end(), _prefix(name)
        elif begin >= 0 and depth == 2 and _local(name) == b"row":
            written = attributes(token.group(3)).get(b"r")
            row = row + 1 if written is None else int(written) - 1
            if token.group(4):
                rows.append((row, token.start(), token.end()))
            else:
                start = token.start()
        depth += not token.group(4)
    return None, prefix, rows


def with_rows(sheet: bytes) -> bytes:
    """Return a sheet part whose `sheetData` is empty or missing with one that has a start and an end tag."""
    depth, place, prefix = 0, 0, b""
    for token in TOKEN.finditer(sheet):
        name = token.group(2)
        if name is None:
            continue
        if token.group(1):
            depth -= 1
            if depth == 1 and _local(name) in _BEFORE_ROWS:
                place = token.end()
            continue
        if depth == 0 and token.group(4):
            prefix = _prefix(name)
            inside = b"<%bsheetData></%bsheetData></%b>" % (prefix, prefix, name)
            return sheet[: token.start()] + opened(token.group()) + inside + sheet[token.end() :]
        if depth == 0:
            place, prefix = token.end(), _prefix(name)
        elif depth == 1 and _local(name) == b"sheetData":
            return sheet[: token.start()] + opened(token.group()) + b"</" + name + b">" + sheet[token.end() :]
        elif depth == 1 and token.group(4) and _local(name) in _BEFORE_ROWS:
            place = token.end()
        depth += not token.group(4)
    return sheet[:place] + b"<%bsheetData></%bsheetData>" % (prefix, prefix) + sheet[place:]


def row_cells(data: bytes) -> tuple[bytes, dict[int, bytes]]:
    """Return the start tag of a row, and its cells by column."""
    first = TOKEN.search(data)
    assert first is not None  # noqa: S101 - a row begins with its start tag
    if first[4]:
        return first[0][:-2].rstrip() + b">", {}
    cells: dict[int, bytes] = {}
    depth, column, start = 0, -1, -1
    for token in TOKEN.finditer(data, first.end()):
        if token[2] is None:
            continue
        if token[1]:
            depth -= 1
            if depth == 0:
                cells[column] = data[start : token.end()]
            continue
        if depth == 0:
            written = attributes(token[3]).get(b"r")
            column = column + 1 if written is None else parse_area(written.decode())[1]
            start = token.start()
            if token[4]:
                cells[column] = token[0]
        depth += not token[4]
    return first[0], cells
