"""Dynamic arrays of an open workbook, which may fill other cells than they filled before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.incremental.one_cell import is_one_cell
from socroi.engine.incremental.rectangles import output
from socroi.engine.model.block import ERROR, SPILL
from socroi.engine.model.book import Evaluation

if TYPE_CHECKING:
    from collections.abc import Container

    from socroi.engine.evaluation.context import Context
    from socroi.engine.incremental.openings import Openings
    from socroi.engine.model.book import Book, Region
    from socroi.engine.schedule.precedents import Rectangle
    from socroi.engine.schedule.tasks import Task


class Spills:
    """The dynamic arrays of one workbook."""

    def __init__(self, book: Book, context: Context) -> None:
        self._book = book
        self._context = context
        self._dynamic = [region for region in book.regions if region.evaluation is Evaluation.DYNAMIC]
        self._growing: dict[int, bool] = {}
        self._touched: dict[int, tuple[int, int]] = {}
        self._grown: dict[int, tuple[Region, tuple[int, int]]] = {}

    def touch(self, rectangle: Rectangle) -> None:
        """Remember how far down and to the right the cells of a sheet are read."""
        row, column = self._touched.get(rectangle.sheet, (-1, -1))
        self._touched[rectangle.sheet] = max(row, rectangle.bottom), max(column, rectangle.right)

    def reaching(self, openings: Openings) -> list[Task]:
        """Return the open arrays that may spill into cells that were read, though they did not in the file."""
        found = []
        for region in self._dynamic:
            row, column = self._touched.get(region.sheet, (-1, -1))
            if region.row <= row and region.column <= column:
                tasks = openings.of(region)
                if tasks and self._may_grow(region):
                    found += tasks
        return found

    def _may_grow(self, region: Region) -> bool:
        """Whether an array may fill other cells than it does by now: a template has hundreds of arrays of one cell."""
        if region.extent != (1, 1):
            return True
        may = self._growing.get(id(region))
        if may is None:
            tree = region.parsed()
            may = self._growing[id(region)] = tree is None or not is_one_cell(tree, region.sheet, self._context)
        return may

    def filled(self, region: Region, extent: tuple[int, int] | None) -> None:
        """Remember that an array has come to another extent."""
        if region.evaluation is Evaluation.DYNAMIC and extent is not None and extent != region.extent:
            self._grown[id(region)] = region, extent

    def settle(self, openings: Openings) -> bool:
        """Give arrays their new extents, and open what reads the cells that are filled now; return whether anything
        was opened.
        """
        changed, self._grown = list(self._grown.values()), {}
        larger = []
        for region, extent in changed:
            if extent[0] > region.extent[0] or extent[1] > region.extent[1]:
                larger.append(region)
            region.extent = extent
        for region in larger:
            openings.spread([output(region, 0, 0)])
        smaller = {region.sheet for region, _ in changed} if len(larger) < len(changed) else set()
        blocked = self.blocked(smaller)
        openings.reopen_whole(blocked)
        return bool(larger or blocked)

    def blocked(self, sheets: Container[int]) -> list[Region]:
        """Return the arrays of some sheets that something stands in the way of."""
        return [region for region in self._dynamic if region.sheet in sheets and self._is_blocked(region)]

    def _is_blocked(self, region: Region) -> bool:
        cells = self._book.sheets[region.sheet].columns.get(region.column)
        return (
            cells is not None
            and len(cells) > region.row
            and int(cells.kind[region.row]) == ERROR
            and float(cells.data[region.row]) == SPILL
        )
