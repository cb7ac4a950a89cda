"""From addresses, tables and names of other workbooks to the cells that they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.formula.parser import parse
from socroi.engine.formula.sheet_prefix import read_prefix
from socroi.engine.formula.tree import Area, Boolean, Cell, Number, Structured, Text
from socroi.engine.model.block import REF, VALUE, constant, error
from socroi.engine.model.book import Linked, Sheet
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.errors import FormulaError
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.records import replace

if TYPE_CHECKING:
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Indices
    from socroi.engine.formula.tree import Coordinate, Name, SheetPrefix
    from socroi.engine.model.book import Book, Table


class Addressing:
    """What addresses mean in one workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._table_parts: dict[Structured, Ref] = {}
        self._sheet_places: dict[str, int] = {}

    def reference(self, node: Cell | Area, scope: Scope) -> Value:
        """Return the cells of an address as each lane sees them; #REF! where its sheet is gone."""
        found = self.place(node.prefix, scope)
        if found is None:
            return error(REF)
        sheet, last, external = found
        if isinstance(node, Cell):
            top = _along(node.row, scope.rows, MAX_ROWS)
            left = _along(node.column, np.array((scope.column,)), MAX_COLUMNS)
            return Ref(sheet, top, left, top, left, last, external)
        top, bottom = (_along(axis, scope.rows, MAX_ROWS) for axis in (node.top, node.bottom))
        here = np.array((scope.column,))
        left, right = (_along(axis, here, MAX_COLUMNS) for axis in (node.left, node.right))
        if len(top) == len(bottom) == 1 and top[0] <= bottom[0] and left[0] <= right[0]:
            return Ref(sheet, top, left, bottom, right, last, external)
        return Ref(
            sheet,
            np.minimum(top, bottom),
            np.minimum(left, right),
            np.maximum(top, bottom),
            np.maximum(left, right),
            last,
            external,
        )

    def place(self, prefix: SheetPrefix, scope: Scope) -> tuple[int, int, Sheet | None] | None:
        """Return (sheet index, last sheet index or -1, external sheet) that a prefix names, None where there is no such
        sheet.
        """
        if prefix.book is not None:
            sheet = self._external(prefix)
            return (-1, -1, sheet) if sheet.is_worksheet else None
        if prefix.sheet is None:
            return scope.sheet, -1, None
        first = self.sheet_index(prefix.sheet)
        if first is None:
            return None
        if prefix.last_sheet is None:
            return first, -1, None
        last = self.sheet_index(prefix.last_sheet)
        return None if last is None else (min(first, last), max(first, last), None)

    def sheet_index(self, name: str) -> int | None:
        """Return the index of a sheet by its name, case ignored."""
        wanted = name.casefold()
        if len(self._sheet_places) < len(self.book.sheets):
            self._sheet_places = {sheet.name.casefold(): at for at, sheet in enumerate(self.book.sheets)}
        return self._sheet_places.get(wanted)

    def _external(self, prefix: SheetPrefix) -> Sheet:
        wanted, linked = (prefix.sheet or "").casefold(), self._linked(prefix)
        for name, sheet in linked.sheets.items():
            if name.casefold() == wanted:
                return sheet
        if linked.whole and prefix.sheet is not None:
            return Sheet(prefix.sheet, is_worksheet=False)
        raise Uncomputable(
            f"the linked workbook [{prefix.book}] left no cached values for {prefix.sheet or 'this name'}"
        )

    def _linked(self, prefix: SheetPrefix) -> Linked:
        number = int(prefix.book) if prefix.book and prefix.book.isdigit() else -1
        linked = self.book.external.get(number) or Linked()
        linked.asked = True
        return linked

    def linked_name(self, node: Name, scope: Scope) -> Value:
        """Return what a name of a linked workbook refers to: cells, a part of a table, or a plain value."""
        text = self._linked(node.prefix).names.get((node.name.casefold(), (node.prefix.sheet or "").casefold()))
        try:
            tree = parse(text) if text else None
        except FormulaError:
            tree = None
        if isinstance(tree, Number | Text | Boolean):
            return constant(tree.value, self.book.strings)
        if isinstance(tree, Structured) and tree.table and "!" not in tree.table:
            return self.structured(replace(tree, table=f"[{node.prefix.book}]!{tree.table}"), scope)
        if not isinstance(tree, Cell | Area) or tree.prefix.book is not None or tree.prefix.sheet is None:
            raise Uncomputable(f"{node.name} is a name of a linked workbook")
        return self.reference(replace(tree, prefix=replace(tree.prefix, book=node.prefix.book)), scope)

    def structured(self, node: Structured, scope: Scope) -> Value:
        """Return the cells of a part of a table; #REF! where there is no such part."""
        known = self._table_parts.get(node)
        if known is not None:
            return known
        external = None
        if node.table and "!" in node.table:
            table, external = self._linked_table(node.table)
        else:
            table = self.book.tables.get(node.table.casefold()) if node.table else self._own_table(scope)
        if table is None:
            return error(REF if node.table else VALUE)
        left, right = table.left, table.right
        if node.first is not None:
            a, b = table.place(node.first), table.place(node.last or node.first)
            if a is None or b is None:
                return error(REF)
            left, right = table.left + min(a, b), table.left + max(a, b)
        data_top, data_bottom = table.top + table.header_rows, table.bottom - table.totals_rows
        first = np.array((left,))
        last = first if right == left else np.array((right,))
        if external is not None and "#THIS ROW" in node.items:
            raise Uncomputable("it asks for its own row of a table in a linked workbook")
        if "#THIS ROW" in node.items:
            # From another sheet it is the same row all the same.
            inside = (scope.rows >= data_top) & (scope.rows <= data_bottom)
            if not inside.all():
                if scope.lanes > 1:
                    raise LaneSplit
                return error(VALUE)
            return Ref(table.sheet, scope.rows, first, scope.rows, last)
        spans = []
        if "#ALL" in node.items:
            spans = [(table.top, table.bottom)]
        else:
            if "#HEADERS" in node.items and table.header_rows:
                spans.append((table.top, data_top - 1))
            if "#DATA" in node.items or not node.items:
                spans.append((data_top, data_bottom))
            if "#TOTALS" in node.items and table.totals_rows:
                spans.append((data_bottom + 1, table.bottom))
        if not spans or spans[-1][1] < spans[0][0]:
            return error(REF)
        sheet = -1 if external is not None else table.sheet
        part = Ref(sheet, np.array((spans[0][0],)), first, np.array((spans[-1][1],)), last, -1, external)
        if node.table:
            self._table_parts[node] = part
        return part

    def _linked_table(self, written: str) -> tuple[Table | None, Sheet | None]:
        """Return a table of a linked workbook, and its sheet there."""
        prefix, _, name = written.rpartition("!")
        linked = self._linked(read_prefix(prefix + "!"))
        if not linked.whole:
            raise Uncomputable(f"{name} is a table of a linked workbook")
        return linked.tables.get(name.casefold(), (None, None))

    def _own_table(self, scope: Scope) -> Table | None:
        row = int(scope.rows[0])
        for table in self.book.tables.values():
            if (
                table.sheet == scope.sheet
                and table.top <= row <= table.bottom
                and table.left <= scope.column <= table.right
            ):
                return table
        return None


def _along(axis: Coordinate, origin: Indices, limit: int) -> Indices:
    if axis.absolute:
        return np.array((axis.index,))
    if len(origin) == 1:
        only = int(origin[0]) + axis.index
        return np.array((only + limit if only < 0 else only - limit if only >= limit else only,))
    place = origin + axis.index
    if int(place.min()) >= 0 and int(place.max()) < limit:
        return place
    # Relative names wrap round the edge of the sheet; in a cell's own formula no offset leads there.
    return np.where(place < 0, place + limit, np.where(place >= limit, place - limit, place))
