"""Which cells of an open workbook a text names: an address, a range, a table, a defined name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.definition.suggestion import closest
from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Function, Ref
from socroi.engine.formula.parser import parse
from socroi.engine.formula.tree import HERE, Cell, Name
from socroi.engine.model.block import ERROR, UNCOMPUTED, to_rows, unpack
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.schedule.precedents import Rectangle
from socroi.errors import FormulaError, UsageError
from socroi.excel.addresses import address
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.engine.incremental.open_calculation import OpenCalculation
    from socroi.engine.model.block import Scalar
    from socroi.workbook.reading.loaded import Loaded

MOST_CELLS: Final = 1 << 22
"""A request for more cells than this is a mistake, such as a whole sheet."""


class Places:
    """The places of one open workbook."""

    def __init__(self, loaded: Loaded, calculation: OpenCalculation, unsupported: dict[tuple[str, str], str]) -> None:
        self._loaded, self._book = loaded, loaded.book
        self._calculation, self._unsupported = calculation, unsupported
        self._single: dict[str, Rectangle] = {}

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets, in order."""
        return [sheet.name for sheet in self._book.sheets if sheet.is_worksheet]

    @property
    def names(self) -> list[str]:
        """The defined names of the workbook."""
        return [name.name for name in self._book.names if name.sheet is None]

    def find(self, where: str) -> Rectangle | list[list[Scalar]]:
        """Return the cells that a text names, or the rows of a name that stands for a value.

        Raises:
            UsageError: it names nothing.
        """
        if where in self._single:
            return self._single[where]
        text = where.strip().removeprefix("=")
        try:
            tree = parse(text)
        except FormulaError as problem:
            raise self._nowhere(where, problem.what) from problem
        table = self._book.tables.get(text.casefold())
        if table is not None and isinstance(tree, Name):
            return Rectangle(table.sheet, table.top, table.left, table.bottom, table.right)
        scope = Scope(self._first_sheet(), np.zeros(1, np.int64), 0, array=True)
        try:
            value = self._calculation.evaluate(tree, scope)
        except (Uncomputable, LaneSplit) as problem:
            raise UsageError(f"{where} cannot be computed: {problem}.", where=self._where) from problem
        if isinstance(value, Ref) and value.external is None and not value.is_3d:
            rectangle = self._rectangle(value, where)
            if self._is_cell(tree, scope.sheet):
                self._single[where] = rectangle
            return rectangle
        block = None if isinstance(value, Ref | Function) else self._calculation.cells(value)
        if not isinstance(tree, Name) or block is None:
            raise self._nowhere(where)
        if block.has(ERROR) and block.is_single and float(block.data[0, 0, 0]) != UNCOMPUTED:
            raise self._nowhere(where, str(unpack(ERROR, float(block.data[0, 0, 0]), self._book.strings)))
        return to_rows(block, self._book.strings)

    def _is_cell(self, tree: Node, sheet: int) -> bool:
        """Whether a place is one cell whatever the workbook holds: written as such, or by a name for it."""
        if isinstance(tree, Name) and tree.prefix == HERE:
            return isinstance(self._calculation.context.names.tree(tree.name, sheet), Cell)
        return isinstance(tree, Cell)

    def _rectangle(self, ref: Ref, where: str) -> Rectangle:
        sheet = self._book.sheets[ref.sheet]
        if not sheet.is_worksheet:
            raise UsageError(f"{sheet.name} is a chart and has no cells.", where=self._where)
        top, left, bottom, right = (int(side[0]) for side in (ref.top, ref.left, ref.bottom, ref.right))
        # A whole column or row is read as far as the sheet is used.
        if bottom == MAX_ROWS - 1:
            bottom = max(top, min(bottom, sheet.row_count - 1))
        if right == MAX_COLUMNS - 1:
            right = max(left, min(right, sheet.column_count - 1))
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise UsageError(f"{where} covers more than {MOST_CELLS:,} cells.", where=self._where, hint="Name fewer.")
        return Rectangle(ref.sheet, top, left, bottom, right)

    def area(self, where: str) -> Rectangle:
        """Return the cells that a text names.

        Raises:
            UsageError: it names none, or a value.
        """
        found = self.find(where)
        if not isinstance(found, Rectangle):
            raise UsageError(f"{where} is a name for a value, not for cells.", where=self._where)
        return found

    def input_cell(self, where: str) -> tuple[int, int, int]:
        """Return sheet, row and column of the one cell that a text names, which holds no formula.

        Raises:
            UsageError: it is not one cell, or it holds a formula.
        """
        area = self.area(where)
        if (area.top, area.left) != (area.bottom, area.right):
            raise UsageError(
                f"{where} is a range of {(area.bottom - area.top + 1) * (area.right - area.left + 1)} cells.",
                where=self._where,
                hint="Set one cell at a time.",
            )
        region = self._calculation.formula_at(area.sheet, area.top, area.left)
        place = address(area.top, area.left, self._book.sheets[area.sheet].name)
        if region is not None:
            raise UsageError(
                f"{place} holds a formula (={region.text[:80]}), not an input.",
                where=self._where,
                hint="Set the cells that it reads.",
            )
        if (self._book.sheets[area.sheet].name.casefold(), address(area.top, area.left)) in self._unsupported:
            raise UsageError(f"{place} holds a formula, not an input.", where=self._where)
        return area.sheet, area.top, area.left

    def _first_sheet(self) -> int:
        return next((i for i, sheet in enumerate(self._book.sheets) if sheet.is_worksheet), 0)

    @property
    def _where(self) -> str:
        return self._loaded.package.where

    def _nowhere(self, where: str, why: str = "") -> UsageError:
        sheet = where.rpartition("!")[0].strip("'").replace("''", "'")
        if sheet and sheet.casefold() not in (name.casefold() for name in self.sheets):
            return UsageError(
                f"there is no sheet {sheet!r}.", where=self._where, hint=f"Its sheets are {_listed(self.sheets)}."
            )
        known = [*self.names, *(table.name for table in self._book.tables.values())]
        hint = "Write a cell as Sheet!B4, or a range, or a name of the workbook"
        hint += f": {_listed(known)}." if known else "."
        meant = closest(where.strip(), known)
        if meant:
            hint = f"Did you mean {meant}?"
        return UsageError(
            f"{where!r} is no cell and no name{f' ({why})' if why else ''}.", where=self._where, hint=hint
        )


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:8])
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown
