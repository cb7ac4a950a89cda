"""Books of one kind computed together: every cell of a formula, in each of the books, is a lane of one evaluation.

The books of a folder are often filled in from one template: the same formulas in the same cells, over other numbers. A
small one is computed in the time that it takes to begin; many of them together take it once. Only numbers are computed
so, by functions that see nothing but the values of their arguments. Whatever else turns up (a text, an error, a
reference that a function makes) leaves the books to be computed one by one, which gives the same.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final, NoReturn

import numpy as np

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.evaluation.context import Context
from socroi.engine.evaluation.evaluator import Evaluator
from socroi.engine.evaluation.readings import Readings
from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Ref
from socroi.engine.formula.skeletons import VALUE_OPERATORS, name_of
from socroi.engine.formula.tree import Area, Binary, Boolean, Call, Cell, Missing, Name, Number, Postfix, Unary
from socroi.engine.model.block import BLANK, BOOLEAN, NUMBER, Block, for_cells
from socroi.engine.model.book import Book, Column, Evaluation, Sheet
from socroi.engine.model.budget import budgeted
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.schedule.function_lookup import function_beside
from socroi.engine.schedule.limits import nested_deeply
from socroi.engine.schedule.storing import StoredValues
from socroi.engine.schedule.task_computing import Computing
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from socroi.engine.formula.tree import Coordinate, Node
    from socroi.engine.model.book import Region

    Places = NDArray[np.int64]

_MOST_REGIONS: Final = 64
_MOST_CELLS: Final = 16_000
"""Cells that all lanes of a formula see in one book. What has more takes its time by itself."""
_MOST_KINDS: Final = 256
_FIT: Final = (Trait.LIFTED, Trait.CONDENSING, Trait.PLAIN)
_MOST_MISSES: Final = 3
"""How often more it may fail than succeed with books of a kind: to try takes time."""


class _UnfitError(Exception):
    """These formulas, or these values, are to be computed book by book."""


@record(slots=True)
class _Hole:
    """What an address refers to: for each cell of the formula the first and the last row, and all rows as far as the
    tallest reaches, with those that are beyond its own.
    """

    sheet: int
    left: int
    right: int
    top: Places
    bottom: Places
    rows: Places
    beyond: NDArray[np.bool_] | None


@record(slots=True)
class _Step:
    """A formula: where its cells are, its tree with names in the place of addresses, and what those refer to."""

    sheet: int
    column: int
    rows: Places
    tree: Node
    holes: list[_Hole]


@record(slots=True)
class _Kind:
    """How books of a kind are computed together; no steps: they are not. `misses`: how often more that failed."""

    steps: list[_Step]
    misses: int = 0


_kinds: dict[tuple[tuple[int, ...], tuple[str, ...]], _Kind] = {}


def computed_together(books: Sequence[Book]) -> bool:
    """Compute all formulas of books and return True; or False where that cannot be done together.

    What is in their formula cells then is no result, and each is to be computed by itself.

    Args:
        books: of one kind, two or more, none of them computed yet.
    """
    first = books[0]
    names = tuple(sheet.name for sheet in first.sheets)
    if first.kin is None or any(
        book.kin != first.kin
        or book.calculation != first.calculation
        or tuple(sheet.name for sheet in book.sheets) != names
        for book in books
    ):
        return False
    kind = _kinds.get((first.kin, names))
    if kind is None:
        if len(_kinds) >= _MOST_KINDS:
            _kinds.clear()
        kind = _kinds[first.kin, names] = _Kind(_plan(first))
    if not kind.steps or kind.misses > _MOST_MISSES:
        return False
    kind.misses += 1
    try:
        _Together(books).compute(kind.steps)
    except (_UnfitError, Uncomputable, LaneSplit, RecursionError):
        return False
    kind.misses -= 2
    return True


# What is done


def _plan(book: Book) -> list[_Step]:
    """Return the formulas of a book in an order in which each comes after what it reads; none where one is unfit."""
    regions = [region for sheet in book.sheets for region in sheet.made]
    settings = book.calculation
    if len(regions) > _MOST_REGIONS or any(sheet.loose is not None or sheet.oversized for sheet in book.sheets):
        return []
    if settings.iterate or settings.precision_as_displayed:
        return []
    try:
        left = [_step(book, region) for region in regions]
    except _UnfitError:
        return []
    steps: list[_Step] = []
    while left:
        ready = [not any(_reads(step, other) for other in left) for step in left]
        if not any(ready):
            return []
        steps += compress(left, ready)
        left = [step for step, done in zip(left, ready, strict=True) if not done]
    return steps


def _reads(step: _Step, other: _Step) -> bool:
    first, last = int(other.rows[0]), int(other.rows[-1])
    return any(
        hole.sheet == other.sheet
        and hole.left <= other.column <= hole.right
        and int(hole.top.min()) <= last
        and int(hole.bottom.max()) >= first
        for hole in step.holes
    )


def _step(book: Book, region: Region) -> _Step:
    tree = region.parsed()
    if tree is None or region.evaluation is not Evaluation.LEGACY:
        raise _UnfitError
    rows = np.arange(region.row, region.row + region.count)
    making = _Making(book, region, rows)
    made = making.node(tree, padded=False)
    return _Step(region.sheet, region.column, rows, made, making.holes)


class _Making:
    """Puts names in the place of the addresses of a formula."""

    def __init__(self, book: Book, region: Region, rows: Places) -> None:
        self.sheets = {sheet.name.casefold(): at for at, sheet in enumerate(book.sheets) if sheet.is_worksheet}
        self.region = region
        self.rows = rows
        self.holes: list[_Hole] = []

    def node(self, node: Node, *, padded: bool) -> Node:
        """Return a node with names; `padded`: blank cells below what it refers to make no difference."""
        match node:
            case Number() | Boolean() | Missing():
                return node
            case Cell() | Area():
                return self.hole(node, padded=padded)
            case Unary("+" | "-" as sign, operand):
                return Unary(sign, self.node(operand, padded=False))
            case Postfix("%", operand):
                return Postfix("%", self.node(operand, padded=False))
            case Binary(operator, left, right) if operator in VALUE_OPERATORS:
                return Binary(operator, self.node(left, padded=False), self.node(right, padded=False))
            case Call(name, arguments) if any(has(name, trait) for trait in _FIT) and not has(name, Trait.VOLATILE):
                within = has(name, Trait.PADDED)
                return Call(name, tuple(self.node(argument, padded=within) for argument in arguments))
        raise _UnfitError

    def hole(self, node: Cell | Area, *, padded: bool) -> Name:
        """Return the name of what an address refers to."""
        prefix = node.prefix
        if prefix.book is not None or prefix.last_sheet is not None:
            raise _UnfitError
        sheet = self.region.sheet if prefix.sheet is None else self.sheets.get(prefix.sheet.casefold(), -1)
        down = (node.row, node.row) if isinstance(node, Cell) else (node.top, node.bottom)
        across = (node.column, node.column) if isinstance(node, Cell) else (node.left, node.right)
        left, right = sorted(axis.at(self.region.column) for axis in across)
        one, two = (self._along(axis) for axis in down)
        top = np.minimum(one, two)
        bottom = top if isinstance(node, Cell) else np.maximum(one, two)
        height = bottom - top + 1
        tallest = int(height.max())
        if (
            sheet < 0
            or left < 0
            or right >= MAX_COLUMNS
            or int(top.min()) < 0
            or int(bottom.max()) >= MAX_ROWS
            or len(top) * tallest * (right - left + 1) > _MOST_CELLS
        ):
            raise _UnfitError
        rows = top[:, None] + np.arange(tallest)
        beyond = None
        if int(height.min()) < tallest:
            # Windows that shrink are added up from below (`declaration/windows.py`).
            if not padded or int(top.min()) < int(top.max()):
                raise _UnfitError
            beyond = np.arange(tallest) >= height[:, None]
            rows = np.where(beyond, 0, rows)
        self.holes.append(_Hole(sheet, left, right, top, bottom, rows, beyond))
        return Name(name_of(len(self.holes) - 1))

    def _along(self, axis: Coordinate) -> Places:
        return np.full(len(self.rows), axis.index) if axis.absolute else self.rows + axis.index


# How it is done


class _Together:
    """The columns of several books, one book below the other."""

    def __init__(self, books: Sequence[Book]) -> None:
        self.books = books
        # Nothing is read of this book: what a formula refers to is handed to it, and whatever asks for more is refused.
        sheets = [Sheet(sheet.name, _Refused(), is_worksheet=sheet.is_worksheet) for sheet in books[0].sheets]
        hollow = Book(sheets, calculation=books[0].calculation, language=self._language)
        context = Context(hollow, _Nowhere(), _refuse, function_beside(books[0].names), _refuse)
        self._readings = Readings(hollow)
        self._context = context
        self._computing = Computing(Evaluator(context), StoredValues(Book([])))
        self._kind: dict[tuple[int, int], NDArray[np.uint8]] = {}
        self._data: dict[tuple[int, int], NDArray[np.float64]] = {}

    def _language(self) -> str:
        """Return the language of an Excel that saved one of the books, one other than English first."""
        said = {"" if book.language is None else book.language() for book in self.books}
        return next(iter(said - {"", "en"}), "")

    def compute(self, steps: Sequence[_Step]) -> None:
        """Compute formulas, and put the results into the books once all are there.

        Raises:
            _UnfitError, Uncomputable, LaneSplit, RecursionError: one of them is to be computed book by book.
        """
        self._lay_out(steps)
        with nested_deeply(), self._readings.apply(), budgeted() as budget, self._context.within(budget):
            for step in steps:
                self._compute(step)
        for step in steps:
            place, end = (step.sheet, step.column), int(step.rows[-1]) + 1
            kind, data = self._kind[place][:, step.rows], self._data[place][:, step.rows]
            for book, of, values in zip(self.books, kind, data, strict=True):
                column = book.sheets[step.sheet].columns.setdefault(step.column, Column())
                column.reserve(end)
                column.put(step.rows, of, values)

    def _lay_out(self, steps: Sequence[_Step]) -> None:
        """Put the columns that are read or written side by side."""
        heights: dict[tuple[int, int], int] = {}
        for step in steps:
            place = step.sheet, step.column
            heights[place] = max(heights.get(place, 0), int(step.rows[-1]) + 1)
            for hole in step.holes:
                for column in range(hole.left, hole.right + 1):
                    place = hole.sheet, column
                    heights[place] = max(heights.get(place, 0), int(hole.bottom.max()) + 1)
        for (sheet, column), height in heights.items():
            kind, data = np.zeros((len(self.books), height), np.uint8), np.zeros((len(self.books), height))
            for at, book in enumerate(self.books):
                held = book.sheets[sheet].columns.get(column)
                if held is not None:
                    rows = min(height, len(held))
                    kind[at, :rows], data[at, :rows] = held.kind[:rows], held.data[:rows]
            self._kind[sheet, column], self._data[sheet, column] = kind, data

    def _compute(self, step: _Step) -> None:
        many, cells = len(self.books), len(step.rows)
        names = {name_of(at): self._seen(hole) for at, hole in enumerate(step.holes)}
        scope = Scope(step.sheet, np.tile(step.rows, many), step.column, names=names)
        self._context.doubt = ""
        block = self._computing.result(step.tree, scope)
        if not block.is_single:
            raise _UnfitError
        block = for_cells(block, self._context.strings)
        kind = np.broadcast_to(block.kind.reshape(-1), (many * cells,)).reshape(many, cells)
        data = np.broadcast_to(block.data.reshape(-1), (many * cells,)).reshape(many, cells)
        if self._context.doubt or not _are_numbers(kind) or not np.isfinite(data).all():
            raise _UnfitError
        place = step.sheet, step.column
        # A formula that ends in a blank shows 0.
        self._kind[place][:, step.rows] = np.where(kind == BLANK, np.uint8(NUMBER), kind)
        self._data[place][:, step.rows] = data

    def _seen(self, hole: _Hole) -> Ref:
        """Return a reference that holds what each lane sees."""
        many, (cells, height) = len(self.books), hole.rows.shape
        wide = hole.right - hole.left + 1
        kind = np.empty((many, cells, height, wide), np.uint8)
        data = np.empty((many, cells, height, wide))
        for at in range(wide):
            place = hole.sheet, hole.left + at
            kind[..., at], data[..., at] = self._kind[place][:, hole.rows], self._data[place][:, hole.rows]
        if hole.beyond is not None:
            kind[:, hole.beyond], data[:, hole.beyond] = BLANK, 0.0
        if not _are_numbers(kind):
            raise _UnfitError
        pure = bool((kind == NUMBER).all())
        lanes = many * cells
        top = np.tile(hole.top, many)
        bottom = top if hole.bottom is hole.top else np.tile(hole.bottom, many)
        left = np.array((hole.left,))
        right = left if hole.right == hole.left else np.array((hole.right,))
        found = Ref(hole.sheet, top, left, bottom, right)
        shape = lanes, height, wide
        found.held = Block(kind.reshape(shape), data.reshape(shape), NUMBER if pure else None)
        return found


def _are_numbers(kind: NDArray[np.uint8]) -> bool:
    """Whether all cells are numbers, blank or TRUE and FALSE."""
    return bool(((kind == NUMBER) | (kind == BLANK) | (kind == BOOLEAN)).all())


class _Nowhere:
    """How far the sheets of no book are used."""

    used_rows = 1
    spills: Mapping[tuple[int, int, int], tuple[int, int]] = {}


class _Refused(dict[int, Column]):
    """The columns of a sheet that nobody may look into."""

    def get(self, *_: object) -> NoReturn:
        raise _UnfitError

    def __getitem__(self, _: int) -> NoReturn:
        raise _UnfitError

    def __iter__(self) -> Iterator[int]:
        raise _UnfitError

    def values(self) -> NoReturn:
        raise _UnfitError

    def items(self) -> NoReturn:
        raise _UnfitError


def _refuse(*_: object) -> NoReturn:
    raise _UnfitError
