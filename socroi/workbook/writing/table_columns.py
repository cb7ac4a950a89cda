"""What the columns of a table hold already: the rule of each, its number format, and the values above."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import BOOLEAN, NUMBER, TEXT
from socroi.excel.limits import MAX_COLUMNS
from socroi.records import record
from socroi.workbook.reading.number_formats import GENERAL, style_codes
from socroi.workbook.reading.validations import Rule, column_rules
from socroi.workbook.writing.careful import TOKEN, attributes, row_cells, sheet_rows

if TYPE_CHECKING:
    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.tables import Form

LOOKED_AT: Final = 1000
"""Values above that are looked at, the last ones."""
_FREE: Final = Rule("any")


@record(frozen=True, slots=True)
class TableColumn:
    """A column of a table, as it is before rows are put into it.

    Attributes:
        heading: its name.
        rule: what may be typed into it.
        code: the number format of the cells that come next, or of those above where these have none.
        style: the index of the cell style with that format, where it is not that of the cells themselves; else None.
        base: the index of the cell style that they have.
        numbers: the last numbers above.
        texts: the last texts above.
        flags: how many of the last values above are TRUE or FALSE.
    """

    heading: str
    rule: Rule = _FREE
    code: str = GENERAL
    style: int | None = None
    base: int = 0
    numbers: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    flags: int = 0


def table_columns(loaded: Loaded, form: Form, *, over: bool = False) -> list[TableColumn]:
    """Return the columns of a table, from its left.

    Args:
        loaded: the workbook.
        form: the table.
        over: new rows take the place of those above, whose values say nothing then.
    """
    codes = style_codes(loaded.package)
    rules = column_rules(loaded, form)
    target = form.first + (0 if over else form.used)
    above = form.first + max(form.used - 1, 0)
    sheet = _Styles(loaded, form, {target, form.last, above, form.first})
    found = []
    for place, heading in enumerate(form.table.columns):
        index = form.table.left + place
        given = sheet.of(target, index) if target <= form.last else None
        given = sheet.of(form.last, index) if given is None else given
        base = sheet.defaults.get(index, 0) if given is None else given
        like = [base, *(style for row in (above, form.first) if (style := sheet.of(row, index)) is not None)]
        style = next((style for style in like if _code(codes, style) != GENERAL), base)
        values = ([], [], 0) if over else _values(loaded, form, index)
        kept = None if style == base and (given is not None or not base) else style
        found.append(TableColumn(heading, rules.get(place, _FREE), _code(codes, style), kept, base, *values))
    return found


def _code(codes: list[str], style: int) -> str:
    return codes[style] if style < len(codes) else GENERAL


class _Styles:
    """The cell styles in some rows of a sheet, and those of its columns."""

    def __init__(self, loaded: Loaded, form: Form, rows: set[int]) -> None:
        part = loaded.parts[form.table.sheet]
        assert part is not None  # noqa: S101 - a table lies on a worksheet
        data = loaded.package.read(part.part, "The sheet")
        span, _, places = sheet_rows(data)
        self.cells = {row: row_cells(data[start:end])[1] for row, start, end in places if row in rows}
        self.defaults: dict[int, int] = {}
        for token in TOKEN.finditer(data, 0, span[0] if span is not None else 0):
            name = token[2] or b""
            written = attributes(token[3]) if name.rpartition(b":")[2] == b"col" else {}
            if b"style" in written:
                columns = range(int(written[b"min"]) - 1, int(written[b"max"]))
                self.defaults |= dict.fromkeys(columns[:MAX_COLUMNS], int(written[b"style"]))

    def of(self, row: int, column: int) -> int | None:
        """Return the style of a cell; None where it has none of its own."""
        found = TOKEN.match(self.cells.get(row, {}).get(column, b""))
        written = attributes(found[3]).get(b"s") if found is not None else None
        return int(written) if written is not None else None


def _values(loaded: Loaded, form: Form, index: int) -> tuple[list[float], list[str], int]:
    """Return the last numbers and texts above, and how many flags."""
    column = loaded.book.sheets[form.table.sheet].columns.get(index)
    if column is None:
        return [], [], 0
    rows = slice(max(form.first, form.first + form.used - LOOKED_AT), form.first + form.used)
    kinds, data = column.kind[rows].tolist(), column.data[rows].tolist()
    pairs = list(zip(kinds, data, strict=True))
    texts = [loaded.book.strings[int(value)] for kind, value in pairs if kind == TEXT]
    return [value for kind, value in pairs if kind == NUMBER], [text for text in texts if text], kinds.count(BOOLEAN)
