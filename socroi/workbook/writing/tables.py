"""Rows put into a table of a workbook: cells and the table's own range, everything else in the file as it was.

A table grows downwards, into free cells. With it grow its filter, the drop-downs, rules and conditional formats that
end where it ended, and defined names (a print area, a named column) that do; each new row gets the formats and the
formulas of the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import BLANK, TEXT
from socroi.engine.model.regions import shift
from socroi.errors import UsageError, WorkbookError
from socroi.excel.addresses import address
from socroi.excel.limits import MAX_ROWS
from socroi.records import record
from socroi.workbook.package.xml import child, children, decode_xstring, encode_xstring
from socroi.workbook.reading.cells import BadValueError, parse_area
from socroi.workbook.reading.number_formats import GENERAL, style_codes
from socroi.workbook.writing.careful import TOKEN, attributes, row_cells, sheet_rows, with_attribute
from socroi.workbook.writing.growing import NAME, REF, grown_name, grown_ref, grown_sheet
from socroi.workbook.writing.rewriting import Rewriting
from socroi.workbook.writing.styles import with_number_format, with_quote_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from socroi.engine.model.book import Region, Table
    from socroi.workbook.reading.formulas import SheetPosition
    from socroi.workbook.reading.loaded import Loaded

Value = float | str | bool | None

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What begins with one of these is a formula, if it is typed into a cell as it stands."""


@record(frozen=True, slots=True)
class CellStyle:
    """The style of new cells: one of the workbook, by its index, with a built-in number format where one is given."""

    index: int
    number_format: int | None = None


@record(frozen=True, slots=True)
class Form:
    """A table as it can be filled.

    Attributes:
        table: its place and its headings.
        sheet: the name of its sheet.
        part: the part of the package that holds the table's own range.
        computed: 0-based places, from its left, of the columns that formulas fill.
        used: how many of its rows hold something typed, up to the last one that does.
    """

    table: Table
    sheet: str
    part: str
    computed: frozenset[int]
    used: int

    @property
    def first(self) -> int:
        """The 0-based row of its first data row."""
        return self.table.top + self.table.header_rows

    @property
    def last(self) -> int:
        """The 0-based row of its last data row."""
        return self.table.bottom - self.table.totals_rows

    @property
    def rows(self) -> int:
        """How many data rows it has, blank ones too."""
        return self.last - self.first + 1


def forms(loaded: Loaded) -> list[Form]:
    """Return the tables of a workbook, in the order of its sheets."""
    parts = {}
    for sheet_part in loaded.parts:
        if sheet_part is None:
            continue
        for pointer in loaded.package.relationships(sheet_part.part).values():
            if pointer.kind == "table" and not pointer.external:
                root = loaded.package.tree(pointer.part, "A table")
                name = decode_xstring(root.get("displayName") or root.get("name") or "").casefold()
                outer = child(root, "tableColumns")
                columns = [] if outer is None else list(children(outer, "tableColumn"))
                declared = {
                    place
                    for place, column in enumerate(columns)
                    if child(column, "calculatedColumnFormula") is not None
                }
                parts[name] = (pointer.part, declared)
    found = []
    for name, table in loaded.book.tables.items():
        part, declared = parts[name]
        first, last = table.top + table.header_rows, table.bottom - table.totals_rows
        sheet = loaded.book.sheets[table.sheet]
        with_formulas = {
            region.column - table.left
            for region in sheet.regions
            if table.left <= region.column <= table.right and region.row <= last < region.row + region.count
        }
        computed = frozenset(declared | with_formulas)
        used = 0
        for place in range(table.right - table.left + 1):
            column = sheet.columns.get(table.left + place)
            if place in computed or column is None:
                continue
            kinds = column.kind[first : last + 1]
            filled = (kinds != BLANK).nonzero()[0]
            if len(filled):
                used = max(used, int(filled[-1]) + 1)
        found.append(Form(table, sheet.name, part, computed, used))
    return sorted(found, key=lambda form: (form.table.sheet, form.table.top, form.table.left))


def room_below(loaded: Loaded, form: Form) -> int:
    """Return how many rows the table can grow by before it meets something; a table with totals cannot."""
    table = form.table
    if table.totals_rows:
        return 0
    sheet = loaded.book.sheets[table.sheet]
    nearest = MAX_ROWS
    for index in range(table.left, table.right + 1):
        column = sheet.columns.get(index)
        if column is not None:
            below = (column.kind[table.bottom + 1 :] != BLANK).nonzero()[0]
            if len(below):
                nearest = min(nearest, table.bottom + 1 + int(below[0]))
    for region in sheet.regions:
        if table.left <= region.column <= table.right and region.row + region.count - 1 > table.bottom:
            nearest = min(nearest, max(region.row, table.bottom + 1))
    for other in loaded.book.tables.values():
        beside = other.right < table.left or other.left > table.right
        if other.sheet == table.sheet and other.top > table.bottom and not beside:
            nearest = min(nearest, other.top)
    for top, left, _, right in _merged(loaded, table):
        if top > table.bottom and not (right < table.left or left > table.right):
            nearest = min(nearest, top)
    return nearest - table.bottom - 1


def _merged(loaded: Loaded, table: Table) -> Iterator[tuple[int, int, int, int]]:
    part = loaded.parts[table.sheet]
    assert part is not None  # noqa: S101 - a table lies on a worksheet
    outer = child(loaded.package.tree(part.part, "The sheet"), "mergeCells")
    for element in () if outer is None else children(outer, "mergeCell"):
        try:
            yield parse_area(element.get("ref", ""))
        except BadValueError:
            continue


def put_rows(
    loaded: Loaded,
    form: Form,
    rows: Sequence[Mapping[int, Value]],
    *,
    over: bool = False,
    styles: Mapping[int, CellStyle] | None = None,
) -> Rewriting:
    """Return the workbook with rows put into a table, still to be saved.

    Args:
        loaded: the workbook.
        form: the table.
        rows: values by the 0-based place of their column; a column that is left out, or None, stays blank.
        over: put them in place of what was typed in the table, and not below it.
        styles: for the columns, by place, whose cells have no number format that shows what is put into them.

    Raises:
        UsageError: there is no room below the table, or it was made with rows for totals.
    """
    start = form.first if over else form.first + form.used
    given: dict[int, Mapping[int, Value]] = {}
    if over:
        given = {row: {} for row in range(form.first, form.last + 1)}
    given |= dict(enumerate(rows, start))
    rewriting = Rewriting(loaded.package)
    put_at(loaded, form, given, rewriting, styles=styles)
    return rewriting


def put_at(
    loaded: Loaded,
    form: Form,
    rows: Mapping[int, Mapping[int, Value]],
    rewriting: Rewriting,
    *,
    styles: Mapping[int, CellStyle] | None = None,
) -> None:
    """Put rows into a table at their places, below its end too, and let it grow as far as they reach.

    Args:
        loaded: the workbook.
        form: the table.
        rows: by their 0-based row on the sheet, values by the 0-based place of their column; one that is left out, or
            None, becomes blank.
        rewriting: what else is changed in the workbook; the rows are added to it.
        styles: for the columns, by place, whose cells have no number format that shows what is put into them.

    Raises:
        UsageError: there is no room below the table, or it was made with rows for totals.
    """
    table = form.table
    bottom = max([table.bottom, *rows])
    grown = bottom - table.bottom
    room = room_below(loaded, form) if grown else 0
    if grown > room:
        why = (
            "it has a row of totals, so it cannot grow here"
            if table.totals_rows
            else f"below it there is room for {room} more"
        )
        raise UsageError(
            f"the table {table.name} needs {grown} more rows, and {why}.",
            where=f"{loaded.package.where}!{form.sheet}",
            hint="Insert rows into the table in a spreadsheet program first, or give fewer rows.",
        )
    part = loaded.parts[table.sheet]
    assert part is not None  # noqa: S101 - a table lies on a worksheet
    inputs = [place for place in range(len(table.columns)) if place not in form.computed]
    values: dict[SheetPosition, Value] = {
        (row, table.left + place): given.get(place) for row, given in rows.items() for place in inputs
    }
    new_rows = range(table.bottom + 1, bottom + 1)
    sheet = rewriting.text(part.part).encode()
    chosen = {table.left + place: _added(rewriting, style) for place, style in (styles or {}).items()}
    writer = _Sheet(sheet, loaded, form, rewriting, chosen)
    sheet = writer.written(values, new_rows)
    if grown:
        sheet = grown_sheet(sheet, table, bottom)
        rewriting.edit(form.part, lambda text: REF.sub(lambda found: grown_ref(found, table, bottom), text))
        rewriting.edit(
            loaded.package.workbook,
            lambda text: NAME.sub(
                lambda found: found[1] + grown_name(found[2], form.sheet, table, bottom) + found[3], text
            ),
        )
    rewriting.put(part.part, sheet)


def _added(rewriting: Rewriting, style: CellStyle) -> int | None:
    """Return the index of a style, which is added to the workbook where it is not there yet."""
    if style.number_format is None:
        return style.index
    return with_number_format(rewriting, style.index, style.number_format)


class _Sheet:
    """One sheet part, row by row."""

    def __init__(
        self, data: bytes, loaded: Loaded, form: Form, rewriting: Rewriting, styles: Mapping[int, int | None]
    ) -> None:
        self.data = data
        self.loaded = loaded
        self.table = form.table
        self.form = form
        self.rewriting = rewriting
        self.styles = styles
        codes = style_codes(loaded.package) if styles else []
        self.general = {index for index, code in enumerate(codes) if code == GENERAL}
        span, self.prefix, self.rows = sheet_rows(data)
        if span is None:
            raise WorkbookError(
                "The sheet of a table has no rows.",
                where=f"{loaded.package.where}!{form.sheet}",
                hint="Save the file in Excel again.",
            )
        self.span = span
        self.pattern = self._cells(form.last)
        self.formulas = dict(self._formulas(loaded.book.sheets[self.table.sheet].regions))

    def written(self, values: Mapping[SheetPosition, Value], new_rows: range) -> bytes:
        """Return the part with values put in, and new rows made after the pattern of the table's last row."""
        by_row: dict[int, dict[int, Value]] = {}
        for (row, column), value in values.items():
            by_row.setdefault(row, {})[column] = value
        for row in new_rows:
            by_row.setdefault(row, {})
        places = {row: (start, end) for row, start, end in self.rows}
        out, done = [self.data[: self.span[0]]], self.span[0]
        for row in sorted(by_row):
            start, end = places.get(row, (None, None))
            fresh = row in new_rows
            if start is None or end is None:
                at = next((begin for other, begin, _ in self.rows if other > row), self.span[1])
                out += (self.data[done:at], self._row(row, self._new_tag(row), {}, by_row[row], fresh=fresh))
                done = at
                continue
            tag, cells = row_cells(self.data[start:end])
            out += (self.data[done:start], self._row(row, tag, cells, by_row[row], fresh=fresh))
            done = end
        out.append(self.data[done:])
        return b"".join(out)

    def _row(self, row: int, tag: bytes, cells: dict[int, bytes], values: Mapping[int, Value], *, fresh: bool) -> bytes:
        for column in range(self.table.left, self.table.right + 1):
            if column in values:
                cells[column] = self._cell(row, column, cells.get(column), values[column])
            elif fresh and column - self.table.left in self.form.computed:
                cells[column] = self._formula(row, column)
            elif fresh and column not in cells:
                cells[column] = self._cell(row, column, None, None)
        spans = with_attribute(tag, b"spans", None)
        body = b"".join(cells[column] for column in sorted(cells))
        return spans + body + b"</%brow>" % self.prefix

    def _new_tag(self, row: int) -> bytes:
        """Return the start tag of a new row, as high as the table's last one."""
        place = next(((start, end) for at, start, end in self.rows if at == self.form.last), None)
        tag = b"<%brow>" % self.prefix
        if place is not None:
            found = TOKEN.search(self.data, *place)
            if found is not None:
                tag = found[0].replace(b"/>", b">") if found[4] else found[0]
        for name in (b"spans", b"collapsed", b"hidden", b"outlineLevel"):
            tag = with_attribute(tag, name, None)
        return with_attribute(tag, b"r", b"%d" % (row + 1))

    def _style(self, column: int, own: bytes | None) -> bytes:
        """Return the `s` attribute of a cell: its own, else that of the table's last row, else the one chosen.

        The one that was chosen for its column stands before those that are of no number format.
        """
        chosen = self.styles.get(column)
        for raw in (own, self.pattern.get(column)):
            if raw is not None:
                found = TOKEN.match(raw)
                style = attributes(found[3]).get(b"s") if found is not None else None
                if style is not None and (chosen is None or int(style) not in self.general):
                    return b' s="%b"' % style
        return b"" if chosen is None else b' s="%d"' % chosen

    def _quoted(self, style: bytes) -> bytes:
        """Return the `s` attribute of a cell whose text would be a formula if it were typed."""
        index = with_quote_prefix(self.rewriting, int(style[4:-1]) if style else 0)
        return style if index is None else b' s="%d"' % index

    def _cell(self, row: int, column: int, own: bytes | None, value: Value) -> bytes:
        style = self._style(column, own)
        if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
            style = self._quoted(style)
        head = b'<%bc r="%b"%b' % (self.prefix, address(row, column).encode(), style)
        end = b"</%bc>" % self.prefix
        if value is None or value == "":
            return head + b"/>"
        if isinstance(value, bool):
            return head + b' t="b"><%bv>%d</%bv>' % (self.prefix, value, self.prefix) + end
        if isinstance(value, str):
            text = encode_xstring(value)
            return (
                head
                + b' t="inlineStr"><%bis><%bt xml:space="preserve">%b</%bt></%bis>'
                % (self.prefix, self.prefix, text, self.prefix, self.prefix)
                + end
            )
        written = repr(int(value) if value == int(value) and abs(value) < 1e15 else float(value)).encode()
        return head + b"><%bv>%b</%bv>" % (self.prefix, written, self.prefix) + end

    def _formula(self, row: int, column: int) -> bytes:
        """Return a new row's cell of a computed column, without a value."""
        head = b'<%bc r="%b"%b' % (self.prefix, address(row, column).encode(), self._style(column, None))
        text = self.formulas.get(column)
        if text is None:
            return head + b"/>"
        raw = self.pattern.get(column, b"")
        tokens = list(TOKEN.finditer(raw))
        kept = b""
        if tokens and tokens[0][2] is not None:
            marks = attributes(tokens[0][3])
            kept = b' cm="%b"' % marks[b"cm"] if b"cm" in marks else b""
        given = next((attributes(token[3]) for token in tokens if token[2] and token[2].endswith(b"f")), {})
        array = b""
        if given.get(b"t") == b"array":
            array = b' t="array" ref="%b"' % address(row, column).encode()
        moved = encode_xstring(shift(text, row - self.form.last, 0))
        return head + kept + b"><%bf%b>%b</%bf></%bc>" % (self.prefix, array, moved, self.prefix, self.prefix)

    def _formulas(self, regions: Sequence[Region]) -> Iterator[tuple[int, str]]:
        """Yield the formulas of the table's last row by column."""
        row = self.form.last
        for region in regions:
            inside = self.table.left <= region.column <= self.table.right
            if inside and region.row <= row < region.row + region.count:
                yield region.column, shift(region.text, row - region.row, 0)

    def _cells(self, row: int) -> dict[int, bytes]:
        place = next(((start, end) for at, start, end in self.rows if at == row), None)
        return {} if place is None else row_cells(self.data[place[0] : place[1]])[1]


def values(loaded: Loaded, form: Form) -> list[list[Value]]:
    """Return the data rows of a table down to the last one in which something was typed; an error is its text."""
    from socroi.engine.model.block import BOOLEAN, NUMBER
    from socroi.errors import CELL_ERRORS

    sheet = loaded.book.sheets[form.table.sheet]
    found: list[list[Value]] = [[None] * len(form.table.columns) for _ in range(form.used)]
    for place in range(len(form.table.columns)):
        column = sheet.columns.get(form.table.left + place)
        if column is None:
            continue
        for row in range(form.used):
            at = form.first + row
            if at >= len(column):
                break
            kind, data = int(column.kind[at]), float(column.data[at])
            if kind == NUMBER:
                found[row][place] = data
            elif kind == TEXT:
                found[row][place] = loaded.book.strings[data] or None
            elif kind == BOOLEAN:
                found[row][place] = bool(data)
            elif kind != BLANK:
                found[row][place] = CELL_ERRORS[int(data)]
    return found


__all__ = ["FORMULA_SIGNS", "CellStyle", "Form", "Value", "forms", "put_at", "put_rows", "room_below", "values"]
