"""A workbook as the engine sees it: typed columns, formulas, tables and names. `socroi.workbook` fills it from a
file.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from dataclasses import field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.formula.parser import parse
from socroi.engine.model.block import BLANK, Strings
from socroi.errors import FormulaError
from socroi.excel.limits import MAX_ROWS
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Block
    from socroi.engine.model.looks import Look
    from socroi.engine.model.loose import Loose
    from socroi.engine.model.rich import RichValue
    from socroi.engine.pivot.tables import PivotTable


MOST_CELLS: Final = 64
"""A region of more cells is an evaluation worth its while by itself."""


class Column:
    """The cells of one sheet column from row 0 down: kinds and data side by side, grown when written beyond the end.

    Attributes:
        long: blocks of long stretches of it by (first row, height), with what has been found out about them; dropped
            when a cell is written.
        version: how often cells were written since the file was read.
    """

    __slots__ = ("data", "kind", "long", "version")

    def __init__(self, rows: int = 0) -> None:
        self.kind: NDArray[np.uint8] = np.zeros(rows, np.uint8)
        self.data: NDArray[np.float64] = np.zeros(rows, np.float64)
        self.long: dict[tuple[int, int], Block] = {}
        self.version = 0

    def __len__(self) -> int:
        return len(self.kind)

    def reserve(self, rows: int) -> None:
        """Make sure that row `rows - 1` exists."""
        short = rows - len(self.kind)
        if short > 0:
            self.kind = np.concatenate((self.kind, np.full(short, BLANK, np.uint8)))
            self.data = np.concatenate((self.data, np.zeros(short)))

    def put(
        self,
        rows: int | slice | NDArray[np.int64],
        kind: int | NDArray[np.uint8],
        data: float | np.float64 | NDArray[np.float64],
    ) -> None:
        """Write one cell, or several down the column, into rows that exist."""
        self.kind[rows], self.data[rows] = kind, data
        self.version += 1
        if self.long:
            self.long = {}


class Evaluation(Enum):
    """How a formula cell treats arrays, as its file says."""

    LEGACY = "legacy"
    """A plain cell: where one value is wanted, a range gives the cell in the same row or column."""
    ARRAY = "array"
    """Entered with Ctrl+Shift+Enter: the result fills a fixed extent."""
    DYNAMIC = "dynamic"
    """Its `cm` flag says dynamic array: the result spills as far as it needs."""


@lru_cache(maxsize=2048)
def _parsed(text: str, row: int, column: int) -> Node:
    """Parse a formula: sheets of one layout, and the books of a folder, have the same ones in the same cells."""
    return parse(text, row, column)


@record(slots=True)
class Region:
    """A run of cells down one column that hold one and the same formula (in R1C1 terms).

    Attributes:
        row: 0-based row of the first cell; `column`: 0-based; `count`: how many cells.
        text: the formula of the first cell, without the equals sign.
        extent: (rows, columns) that the file gives an array formula; (1, 1) otherwise.
        tree: what `text` parses to, seen from any cell of the run; None until `parsed`.
    """

    sheet: int
    row: int
    column: int
    count: int
    text: str
    evaluation: Evaluation = Evaluation.LEGACY
    extent: tuple[int, int] = (1, 1)
    tree: Node | None = None

    def parsed(self) -> Node | None:
        """Return its tree, made when it is first asked for; None where its text is no formula."""
        if self.tree is None:
            with suppress(FormulaError):
                self.tree = _parsed(self.text, self.row, self.column)
        return self.tree

    @property
    def is_data_table(self) -> bool:
        """Whether it is a what-if data table, which Excel shows as `{=TABLE(row input,column input)}`."""
        return self.evaluation is Evaluation.ARRAY and self.text.startswith("TABLE(")


@record(slots=True)
class Table:
    """A structured table. Rows and columns are 0-based and inclusive; headers and totals lie inside them."""

    name: str
    sheet: int
    top: int
    left: int
    bottom: int
    right: int
    columns: list[str]
    header_rows: int = 1
    totals_rows: int = 0
    _places: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def place(self, column: str) -> int | None:
        """Return how far right of the table's first column the one of that heading stands, case ignored."""
        if len(self._places) != len(self.columns):
            for at, name in enumerate(self.columns):
                self._places.setdefault(name.casefold(), at)
        return self._places.get(column.casefold())


@record(slots=True)
class DefinedName:
    """A name for a formula. `sheet` is the index of the sheet that it is local to, None for the whole workbook."""

    name: str
    text: str
    sheet: int | None = None


@record(slots=True)
class Sheet:
    """One worksheet.

    Attributes:
        made: its regions; those of `loose` are not among them.
        loose: short runs of formulas that are no regions yet.
        hidden, filtered: the 0-based rows that count as hidden by hand, and as hidden by a filter.
        perhaps_filtered: those of `hidden` that Excel may count as hidden by a filter.
        oversized: (top, left, bottom, right) of arrays that are too large to be computed.
    """

    name: str
    columns: dict[int, Column] = field(default_factory=dict)
    made: list[Region] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    filtered: frozenset[int] = frozenset()
    perhaps_filtered: frozenset[int] = frozenset()
    is_worksheet: bool = True
    loose: Loose | None = field(default=None, compare=False)
    oversized: list[tuple[int, int, int, int]] = field(default_factory=list)
    _starts: dict[int, list[tuple[int, int]]] = field(default_factory=dict, repr=False, compare=False)
    _indexed: int = field(default=0, repr=False, compare=False)

    @property
    def regions(self) -> list[Region]:
        """All its regions. To ask for them makes those that are loose."""
        if self.loose is not None:
            self.made += self.loose.regions()
            self.made.sort(key=lambda region: (region.column, region.row))
            self.loose = None
        return self.made

    @regions.setter
    def regions(self, regions: list[Region]) -> None:
        self.made, self.loose = regions, None

    @property
    def formula_cells(self) -> int:
        """How many cells hold a formula of their own."""
        return sum(region.count for region in self.made) + (0 if self.loose is None else int(self.loose.count.sum()))

    def has_formula(self, row: int, column: int) -> bool:
        """Whether a cell holds a formula of its own."""
        starts = self._formulas_of(column)
        place = bisect_right(starts, (row, MAX_ROWS)) - 1
        return place >= 0 and row < sum(starts[place])

    def has_formula_besides(self, row: int, column: int, rows: int, columns: int) -> bool:
        """Whether a rectangle holds a formula beside that of its first cell."""
        for at in range(column, column + columns):
            starts = self._formulas_of(at)
            place = bisect_right(starts, (row + rows - 1, MAX_ROWS)) - 1
            if place >= 0 and row < sum(starts[place]) and (at, starts[place][0]) != (column, row):
                return True
        return False

    def _formulas_of(self, column: int) -> list[tuple[int, int]]:
        """Return the regions of a column, first row and count, in order."""
        if self._indexed != len(self.regions):
            self._indexed, self._starts = len(self.regions), {}
            for region in self.regions:
                self._starts.setdefault(region.column, []).append((region.row, region.count))
            for starts in self._starts.values():
                starts.sort()
        return self._starts.get(column, [])

    @property
    def row_count(self) -> int:
        """One more than the last row that holds anything."""
        return max(map(len, self.columns.values()), default=0)

    @property
    def column_count(self) -> int:
        """One more than the last column that holds anything."""
        return max(self.columns, default=-1) + 1


@record(slots=True)
class CalculationSettings:
    """The workbook's own calculation settings, and the country that somebody said it is of; None where nobody did."""

    date_1904: bool = False
    iterate: bool = False
    iterations: int = 100
    change: float = 0.001
    precision_as_displayed: bool = False
    data_tables: bool = True
    locale: str | None = None


@record(slots=True)
class Linked:
    """Another workbook as this one remembers it, or as its file is.

    Attributes:
        sheets: by name, with their values.
        names: what its names refer to, by (folded name, folded name of the sheet that it belongs to, "" for the
            workbook's own).
        tables: by folded name, each with its sheet; they are not remembered.
        whole: whether it was read from its file, so that what is not in it does not exist.
        target: its file, as this workbook names it.
        asked: whether a formula asked for something of it.
    """

    sheets: dict[str, Sheet] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    tables: dict[str, tuple[Table, Sheet]] = field(default_factory=dict)
    whole: bool = False
    target: str = ""
    asked: bool = False


@record(slots=True)
class Book:
    """A workbook.

    Attributes:
        external: the workbooks that it links to, by the link's number.
        pivot_tables: reads the pivot tables; None where they are not known.
        looks: gives the format of a cell by its sheet, row and column.
        rich_values: reads which cells of a sheet (row, column) hold a data type; None where there are none.
        language: says in which language the Excel was that saved it, "" where nobody knows; None: nobody does.
        edited: whether an input was set since it was read.
        kin: the same for books of the same formulas in the same cells; None where nobody knows of any.
    """

    sheets: list[Sheet]
    tables: dict[str, Table] = field(default_factory=dict)
    names: list[DefinedName] = field(default_factory=list)
    calculation: CalculationSettings = field(default_factory=CalculationSettings)
    strings: Strings = field(default_factory=Strings)
    external: dict[int, Linked] = field(default_factory=dict)
    path: str = ""
    pivot_tables: Callable[[], list[PivotTable]] | None = None
    looks: Callable[[int, int, int], Look] | None = None
    rich_values: Callable[[int], Mapping[tuple[int, int], RichValue]] | None = None
    language: Callable[[], str] | None = None
    edited: bool = False
    kin: tuple[int, ...] | None = None

    @property
    def regions(self) -> Iterator[Region]:
        """The regions of all sheets, in order."""
        return (region for sheet in self.sheets for region in sheet.regions)
