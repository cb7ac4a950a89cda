"""Cells that share a skeleton, as lanes of one evaluation: what fills the holes of each, and what each reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.declaration.traits import Trait, has
from socroi.engine.evaluation.reading import read
from socroi.engine.evaluation.values import Ref
from socroi.engine.formula.holes import AREA, CELL, MARKS, NUMBER, TEXT, skeletons
from socroi.engine.formula.skeletons import hole_of, is_hole, name_of, template
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call, Cell, Name
from socroi.engine.model.block import BLANK, Block, mixed, uniform
from socroi.engine.model.block import NUMBER as NUMBERS
from socroi.engine.model.block import TEXT as TEXTS
from socroi.engine.model.book import MOST_CELLS, Evaluation
from socroi.engine.schedule.fixed_parts import fixed_reads, reads_its_arguments
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.holes import Skeletons
    from socroi.engine.formula.skeletons import Template
    from socroi.engine.formula.tree import Area, Node, SheetPrefix
    from socroi.engine.model.book import Book, Region, Sheet
    from socroi.engine.model.loose import Loose
    from socroi.engine.schedule.units import Units

    Places = NDArray[np.int64]

Of = TypeVar("Of", bound=np.generic)

_FEWEST: Final = 4
"""A skeleton of fewer cells is left to be computed cell by cell."""

_FEWEST_RUNS: Final = 3
"""Formulas with names or parts of tables that stand in fewer runs of cells are as soon computed alone."""

_ALL_AT_ONCE: Final = 8
"""From so many cells down on, windows that grow are added up in another way (`declaration/windows.py`)."""


@record(slots=True)
class Rectangles:
    """What a hole refers to in each lane: 0-based and inclusive."""

    sheet: int
    top: Places
    left: Places
    bottom: Places
    right: Places


@record(slots=True)
class Group:
    """Cells of one sheet that share a skeleton.

    Attributes:
        regions: the number of the region or run that each belongs to, among all of the book.
        refs: by hole, what it refers to in each lane.
        values: by hole, the kind of a literal and its data in each lane.
        whole: what all of them refer to alike.
        dynamic: whether they are dynamic arrays, of one cell as far as is known.
        form: lanes of one number here can be computed together.
        padded: the holes of areas behind which blank cells make no difference.
    """

    sheet: int
    dynamic: bool
    template: Template
    regions: Places
    rows: Places
    columns: Places
    refs: dict[int, Rectangles] = field(default_factory=dict)
    values: dict[int, tuple[int, NDArray[np.float64]]] = field(default_factory=dict)
    whole: list[Rectangles] = field(default_factory=list)
    form: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    padded: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.rows)

    def names(self, lanes: Places, book: Book) -> dict[str, Value]:
        """Return what stands for each hole in some lanes of one form."""
        found: dict[str, Value] = {}
        for hole, ref in self.refs.items():
            top, left = _once(ref.top[lanes]), _once(ref.left[lanes])
            if ref.bottom is ref.top:
                made = Ref(ref.sheet, top, left, top, left)
            else:
                made = Ref(ref.sheet, top, left, _once(ref.bottom[lanes]), _once(ref.right[lanes]))
                if hole in self.padded and len(made.bottom) > 1 and (made.height != made.height[0]).any():
                    made.held = _padded(made, book)
            if made.held is None and len(top) > 1:
                made.held = _gathered(made, book.sheets[ref.sheet])
            found[name_of(hole)] = made
        for hole, (kind, data) in self.values.items():
            found[name_of(hole)] = uniform(kind, _once(data[lanes]).reshape(-1, 1, 1))
        return found

    def cells(self) -> int:
        """Return how many cells a lane may see for itself: those of the largest area that is not the same in all."""
        areas = [
            (ref.bottom - ref.top + 1) * (ref.right - ref.left + 1)
            for ref in self.refs.values()
            if ref.bottom is not ref.top and (len(_once(ref.top)) > 1 or len(_once(ref.left)) > 1)
        ]
        return max((int(area.max()) for area in areas), default=1)


def _gathered(ref: Ref, sheet: Sheet) -> Block | None:
    """Return the cells of areas of one size in one column; None for others, which are read as any reference is."""
    column = sheet.columns.get(int(ref.left[0]))
    if len(ref.left) > 1 or column is None or sheet.oversized:
        return None
    rows = ref.top[:, None]
    if ref.bottom is not ref.top:
        if len(ref.bottom) != len(rows) or len(ref.right) > 1 or int(ref.right[0]) != int(ref.left[0]):
            return None
        height = ref.height
        if (height != height[0]).any():
            return None
        rows = rows + np.arange(int(height[0]))
    if int(rows[:, -1].max()) >= len(column):
        return None
    kind = column.kind[rows]
    pure = bool((kind == NUMBERS).all())
    return Block(kind[:, :, None], column.data[rows][:, :, None], NUMBERS if pure else None)


def _padded(ref: Ref, book: Book) -> Block:
    """Return the cells of areas of several heights, blank below each as far as the tallest reaches."""
    height = np.broadcast_to(ref.height, (ref.lanes,))
    tallest = replace(ref, top=np.broadcast_to(ref.top, (ref.lanes,)), bottom=ref.top + height.max() - 1)
    block = read(tallest, book.sheets[ref.sheet], MAX_ROWS)
    inside = (np.arange(block.rows) < height[:, None])[:, :, None]
    return mixed(np.where(inside, block.kind, np.uint8(BLANK)), np.where(inside, block.data, 0.0))


def _once(side: NDArray[Of]) -> NDArray[Of]:
    """Return what is the same in all lanes as one value."""
    return side[:1] if len(side) > 1 and bool((side == side[0]).all()) else side


def groups(units: Units, evaluator: Evaluator) -> list[Group]:
    """Return the cells of a book that can be computed in groups."""
    small = [(at, region) for at, region in enumerate(units.made) if _is_small(region)]
    found = skeletons([region.text for _, region in small])
    sources = [] if found is None else [_of_regions(small, found)]
    sources += [_of_loose(first, loose) for first, loose in units.loose]
    return [group for source in sources for group in _Gathering(evaluator, source).groups()]


def _is_small(region: Region) -> bool:
    if region.evaluation is Evaluation.DYNAMIC:
        return region.extent == (1, 1)
    return region.evaluation is Evaluation.LEGACY and region.count <= MOST_CELLS


@record(slots=True)
class _Source:
    """Runs of formulas that are taken apart: the number, the place and the text of each."""

    number: Places
    sheet: Places
    row: Places
    column: Places
    count: Places
    dynamic: NDArray[np.bool_]
    found: Skeletons
    text: Callable[[int], str]


def _of_regions(regions: Sequence[tuple[int, Region]], found: Skeletons) -> _Source:
    of = [(at, r.sheet, r.row, r.column, r.count, r.evaluation is Evaluation.DYNAMIC) for at, r in regions]
    number, sheet, row, column, count, dynamic = np.array(of, np.int64).T
    return _Source(number, sheet, row, column, count, dynamic.astype(bool), found, lambda at: regions[at][1].text)


def _of_loose(first: int, loose: Loose) -> _Source:
    none = np.zeros(len(loose), np.bool_)
    number, sheet = np.arange(first, first + len(loose)), np.full(len(loose), loose.sheet, np.int64)
    return _Source(number, sheet, loose.row, loose.column, loose.count, none, loose.skeletons, loose.text)


class _Gathering:
    def __init__(self, evaluator: Evaluator, source: _Source) -> None:
        self.evaluator = evaluator
        self.source = source
        self.found = source.found
        self.texts = evaluator.strings.codes(self.found.holes.texts) if self.found.holes.texts else np.zeros(0)

    def groups(self) -> Iterator[Group]:
        """Yield the groups of all skeletons."""
        for key, members in zip(self.found.keys, self.found.members(), strict=True):
            yield from self._of_key(key, members)

    def _of_key(self, key: str, members: Places) -> Iterator[Group]:
        """Yield the groups of a skeleton, one for each sheet."""
        source = self.source
        if int(source.count[members].sum()) < _FEWEST or ("[" in key and len(members) < _FEWEST_RUNS):
            return
        kinds = [ord(mark) for mark in MARKS.findall(key)]
        model = int(members[0])
        made = template(key, source.text(model), int(source.row[model]), int(source.column[model]), kinds)
        if made is None or not all(reads_its_arguments(node) for node in walk(made.tree) if isinstance(node, Call)):
            return
        kind = source.sheet[members] * 2 + source.dynamic[members]
        for each in distinct_values(kind).tolist():
            own = members[kind == each]
            if int(source.count[own].sum()) >= _FEWEST and (len(own) >= _FEWEST_RUNS or not made.named):
                group = self._group(int(each), made, kinds, own)
                if group is not None and len(group) >= _FEWEST:
                    yield group

    def _group(self, kind: int, made: Template, kinds: list[int], members: Places) -> Group | None:
        sheet, dynamic = divmod(kind, 2)
        source, holes = self.source, self.found.holes
        places = self.found.first[members][:, None] + np.arange(len(kinds))
        inside = np.ones(len(members), np.bool_)
        if holes.rows.max(initial=0) >= MAX_ROWS or holes.columns.max(initial=0) >= MAX_COLUMNS:
            inside = ((holes.rows[places] < MAX_ROWS) & (holes.columns[places] < MAX_COLUMNS)).all(axis=(1, 2))
        many = source.count[members]
        if (many >= _ALL_AT_ONCE).any():
            mixed = holes.relative[places][:, :, 0] != holes.relative[places][:, :, 1]
            inside &= ~(mixed.any(axis=1) & (many >= _ALL_AT_ONCE))
        if not inside.all():
            members, places, many = members[inside], places[inside], many[inside]
        down = np.zeros(len(members), np.int64)
        if (many != 1).any():
            lanes = np.repeat(np.arange(len(members)), many)
            down = np.arange(len(lanes)) - np.repeat(np.cumsum(many) - many, many)
            members, places = members[lanes], places[lanes]
        group = Group(
            sheet, bool(dynamic), made, source.number[members], source.row[members] + down, source.column[members]
        )
        moved = bool(down.any())
        for hole, of in enumerate(kinds):
            at = places[:, hole]
            if of in (CELL, AREA):
                index = self._sheet(made.prefixes[hole], sheet)
                if index is None:
                    return None
                rows = holes.rows[at]
                if moved:
                    rows = rows + down[:, None] * holes.relative[at]
                group.refs[hole] = _rectangles(index, rows, holes.columns[at], single=of == CELL)
            elif of == NUMBER:
                group.values[hole] = NUMBERS, holes.numbers[at]
            elif of == TEXT:
                group.values[hole] = TEXTS, self.texts[holes.numbers[at].astype(np.int64)]
        for fixed in made.whole:
            index = self._sheet(fixed.prefix, sheet)
            if index is None:
                return None
            group.whole.append(_fixed(index, fixed, len(group)))
        for part in made.named:
            read = fixed_reads(part, sheet, self.evaluator)
            if read is None:
                return None
            group.whole += [_everywhere(*cells, len(group)) for cells in read]
        return _fit_lanes(group)

    def _sheet(self, prefix: SheetPrefix, own: int) -> int | None:
        return own if prefix.sheet is None else self.evaluator.addressing.sheet_index(prefix.sheet)


def _rectangles(sheet: int, rows: Places, columns: Places, *, single: bool) -> Rectangles:
    if single:
        top, left = rows[:, 0], columns[:, 0]
        return Rectangles(sheet, top, left, top, left)
    (top, bottom), (left, right) = rows.T, columns.T
    return Rectangles(
        sheet, np.minimum(top, bottom), np.minimum(left, right), np.maximum(top, bottom), np.maximum(left, right)
    )


def _fixed(sheet: int, node: Cell | Area, lanes: int) -> Rectangles:
    sides = (
        (node.row, node.column, node.row, node.column)
        if isinstance(node, Cell)
        else (node.top, node.left, node.bottom, node.right)
    )
    top, left, bottom, right = (side.index for side in sides)
    return _everywhere(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right), lanes)


def _everywhere(sheet: int, top: int, left: int, bottom: int, right: int, lanes: int) -> Rectangles:
    """Return one rectangle as that of all lanes."""
    return Rectangles(sheet, *(np.full(lanes, side, np.int64) for side in (top, left, bottom, right)))


def _fit_lanes(group: Group) -> Group | None:
    """Leave out the lanes that may read more than they show, and sort the others by what can be computed together."""
    fit = np.ones(len(group), np.bool_)
    for node in walk(group.template.tree):
        if isinstance(node, Call) and has(node.name, Trait.STRETCHING) and len(node.arguments) > 2:
            first, third = (_hole(group, node.arguments[at]) for at in (0, 2))
            if first is None or third is None:
                return None
            fit &= (first.bottom - first.top == third.bottom - third.top) & (
                first.right - first.left == third.right - third.left
            )
    if not fit.all():
        group = _some(group, np.flatnonzero(fit))
    traits = [np.zeros(len(group), np.int64)]
    group.padded = _padded_holes(group.template.tree)
    for hole, ref in group.refs.items():
        if ref.bottom is ref.top:
            continue
        height, width = ref.bottom - ref.top, ref.right - ref.left
        if hole in group.padded:
            height = _rounded(height)
        traits += [height, width]
        # A row of cells where one is wanted is the one in the lane's own column.
        if ((height == 0) & (width > 0)).any():
            traits.append(group.columns)
    if any(((r.bottom == r.top) & (r.right > r.left)).any() for r in group.whole):
        traits.append(group.columns)
    form = traits[0]
    for trait in traits[1:]:
        form = _numbered(form * (int(trait.max(initial=0)) + 1) + trait)
    group.form = form
    return group


def _padded_holes(tree: Node) -> frozenset[int]:
    """Return the holes that are nothing but arguments of functions to which more blank cells make no difference."""
    inside, all_of = Counter[str](), Counter[str]()
    for node in walk(tree):
        if isinstance(node, Name):
            all_of[node.name] += 1
        elif isinstance(node, Call) and has(node.name, Trait.PADDED):
            inside.update(each.name for each in node.arguments if isinstance(each, Name) and is_hole(each.name))
    return frozenset(hole_of(name) for name, count in inside.items() if all_of[name] == count)


def _rounded(height: Places) -> Places:
    """Return heights with those that are alike to an eighth as one; short ones as they are."""
    step = np.maximum(np.exp2(np.floor(np.log2(np.maximum(height, 1))) - 3), 1).astype(np.int64)
    return -(-height // step) * step


def _numbered(values: Places) -> Places:
    """Return the place of each value among the distinct ones."""
    return np.searchsorted(distinct_values(values), values).astype(np.int64)


def _hole(group: Group, node: object) -> Rectangles | None:
    if isinstance(node, Name):
        return next((ref for hole, ref in group.refs.items() if name_of(hole) == node.name), None)
    return None


def _some(group: Group, lanes: Places) -> Group:
    def taken(ref: Rectangles) -> Rectangles:
        top, left = ref.top[lanes], ref.left[lanes]
        if ref.bottom is ref.top:
            return Rectangles(ref.sheet, top, left, top, left)
        return Rectangles(ref.sheet, top, left, ref.bottom[lanes], ref.right[lanes])

    return Group(
        group.sheet,
        group.dynamic,
        group.template,
        group.regions[lanes],
        group.rows[lanes],
        group.columns[lanes],
        {hole: taken(ref) for hole, ref in group.refs.items()},
        {hole: (kind, data[lanes]) for hole, (kind, data) in group.values.items()},
        [taken(ref) for ref in group.whole],
    )
