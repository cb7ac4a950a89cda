"""A workbook as a review looks at it: its formulas and what they read, its values, formats, headings and tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from socroi.books.named_cells import NamedCells
from socroi.books.open_workbook import Workbook
from socroi.books.recalculation import uncomputed_cells
from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Ref
from socroi.engine.formula.parser import parse
from socroi.engine.formula.traversal import children
from socroi.engine.formula.tree import BINDERS, Area, Call, Cell, Name, Structured
from socroi.engine.incremental.volatile import is_volatile
from socroi.engine.model.block import BLANK, BOOLEAN, NUMBER, TEXT, unpack
from socroi.engine.model.book import Evaluation
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.schedule.precedents import Rectangle
from socroi.errors import FormulaError
from socroi.excel.addresses import address
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.review.template_words import TemplateWords, template_words, texts_of
from socroi.templates.texts import SOURCE
from socroi.workbook.reading.cell_formats import cell_formats
from socroi.workbook.reading.number_formats import GENERAL

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from socroi.books.recalculation import Uncomputed
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar
    from socroi.engine.model.book import Book, Column, Region, Table

SCOPE: Final = "check"
"""What the keys of the texts of findings begin with in a catalogue."""
_FAR: Final = 400
"""How far a heading is looked for above a cell."""


class Place(NamedTuple):
    """A cell: sheet, row and column, 0-based."""

    sheet: int
    row: int
    column: int


class Subject:
    """A workbook that was read and computed.

    Attributes:
        file: its path as it was given.
        loaded: what was read; book: the engine's model of it, whose columns hold the computed values.
        calculation: what computed it; inputs may be put into it.

    Args:
        path: the workbook, or one that is open: then its inputs are what they are now.
        language: the code of the language to speak; None for the workbook's own, and English where it is not known.

    Raises:
        SocroiError: the file cannot be read, or there are no texts in the language.
    """

    def __init__(self, path: str | os.PathLike[str] | Workbook, language: str | None = None) -> None:
        self._language = language
        if language is not None:
            texts_of(language)  # an unknown one is refused before the work begins
        workbook = path if isinstance(path, Workbook) else Workbook(path)
        self.loaded, self.calculation = workbook.opened
        self.file = self.loaded.package.where if path is workbook else str(path)
        self.book: Book = self.loaded.book
        self.calculation.finish_all()
        self.named = NamedCells(self.book)
        self._trees: dict[tuple[int, int, int], Node | None] = {}
        self._typed_texts: dict[tuple[int, int], tuple[list[int], list[str]]] = {}
        self._formats: dict[int, Mapping[tuple[int, int], str]] = {}
        self._places: dict[int, dict[int, tuple[list[int], list[Region]]]] = {}

    @property
    def uncomputed(self) -> list[Uncomputed]:
        """The formula cells that could not be computed, with the reasons."""
        return list(uncomputed_cells(self.loaded, self.calculation.results.failures))

    # Values

    def value(self, place: Place) -> Scalar:
        """Return what a cell holds now."""
        return _at(self.book.sheets[place.sheet].columns.get(place.column), place.row, self.book)

    def stored(self, place: Place) -> Scalar:
        """Return the value of a formula cell as it stood in the file."""
        part = self.loaded.parts[place.sheet]
        return None if part is None else _at(part.cached.get(place.column), place.row, self.book)

    def kind(self, place: Place) -> int:
        """Return whether a cell is BLANK, NUMBER, TEXT, BOOLEAN or ERROR."""
        column = self.book.sheets[place.sheet].columns.get(place.column)
        return BLANK if column is None or not 0 <= place.row < len(column) else int(column.kind[place.row])

    def is_typed_number(self, place: Place) -> bool:
        """Whether a cell holds a number that somebody typed."""
        return self.kind(place) == NUMBER and self.region(place) is None

    def typed_cells(self, sheet: int) -> Iterator[tuple[Place, int]]:
        """Yield each cell of a sheet that holds no formula and is not blank, with its kind."""
        for index, column in sorted(self.book.sheets[sheet].columns.items()):
            for row in np.flatnonzero(column.kind != BLANK).tolist():
                place = Place(sheet, row, index)
                if self.region(place) is None:
                    yield place, int(column.kind[row])

    # Formulas

    def regions(self) -> Iterator[Region]:
        """Yield every run of cells that hold the same formula."""
        for sheet in self.book.sheets:
            if sheet.is_worksheet:
                yield from sheet.regions

    def region(self, place: Place) -> Region | None:
        """Return the run of formulas that a cell belongs to, also one that spills into it."""
        starts, regions = self._columns(place.sheet).get(place.column, ([], []))
        at = bisect_right(starts, place.row) - 1
        if at < 0:
            return None
        region = regions[at]
        height = region.count if region.evaluation is Evaluation.LEGACY else region.extent[0]
        return region if place.row < region.row + height else None

    def _columns(self, sheet: int) -> dict[int, tuple[list[int], list[Region]]]:
        if sheet not in self._places:
            found: dict[int, list[Region]] = {}
            for region in self.book.sheets[sheet].regions:
                width = 1 if region.evaluation is Evaluation.LEGACY else region.extent[1]
                for column in range(region.column, region.column + width):
                    found.setdefault(column, []).append(region)
            self._places[sheet] = {}
            for column, regions in found.items():
                regions.sort(key=lambda region: region.row)
                self._places[sheet][column] = [region.row for region in regions], regions
        return self._places[sheet]

    def tree(self, region: Region) -> Node | None:
        """Return the tree of a run's formula; None where it cannot be read."""
        key = region.sheet, region.row, region.column
        if key not in self._trees:
            tree = region.tree
            if tree is None:
                try:
                    tree = parse(region.text, region.row, region.column)
                except FormulaError:
                    tree = None
            self._trees[key] = tree
        return self._trees[key]

    def rectangle(self, node: Node, place: Place) -> Rectangle | None:
        """Return the cells that a reference of a formula names, seen from its cell; None where it names none."""
        if not isinstance(node, Cell | Area | Name | Structured):
            return None
        return self.evaluated(node, place)

    def evaluated(self, node: Node, place: Place) -> Rectangle | None:
        """Return the cells that a part of a formula refers to once it is computed, as INDEX does; None for no cells."""
        scope = Scope(place.sheet, np.array([place.row], np.int64), place.column, array=True)
        try:
            value = self.calculation.evaluate(node, scope)
        except (LaneSplit, Uncomputable):
            return None
        return self.rectangle_of(value) if isinstance(value, Ref) else None

    def rectangle_of(self, value: Ref) -> Rectangle | None:
        """Return the cells of a reference, whole columns as far as their sheet is used; None in another workbook."""
        if value.external is not None or value.is_3d:
            return None
        sheet = self.book.sheets[value.sheet]
        top, left, bottom, right = (int(side[0]) for side in (value.top, value.left, value.bottom, value.right))
        if bottom == MAX_ROWS - 1:
            bottom = max(top, sheet.row_count - 1)
        if right == MAX_COLUMNS - 1:
            right = max(left, sheet.column_count - 1)
        return Rectangle(value.sheet, top, left, bottom, right)

    def reads(self, region: Region, offset: int = 0) -> list[Rectangle]:
        """Return the cells that a formula reads by its text, each reference once, from left to right."""
        tree = self.tree(region)
        place = Place(region.sheet, region.row + offset, region.column)
        found = [] if tree is None else [self.rectangle(node, place) for node in references(tree)]
        return list(dict.fromkeys(rectangle for rectangle in found if rectangle is not None))

    @cached_property
    def _volatile(self) -> set[tuple[int, int, int]]:
        names = self.calculation.context.names
        return {
            (region.sheet, region.row, region.column)
            for region in self.regions()
            if is_volatile(self.tree(region), names, region.sheet)
        }

    def is_volatile(self, region: Region) -> bool:
        """Whether a formula gives another value each day or each time, itself or by what it reads."""
        if not self._volatile:
            return False
        waiting, seen = [region], {id(region)}
        while waiting:
            one = waiting.pop()
            if (one.sheet, one.row, one.column) in self._volatile:
                return True
            for rectangle in {*self.reads(one), *self.reads(one, one.count - 1)}:
                for other in self.regions_in(rectangle):
                    if id(other) not in seen:
                        seen.add(id(other))
                        waiting.append(other)
        return False

    def regions_in(self, rectangle: Rectangle) -> Iterator[Region]:
        """Yield the runs of formulas that lie, if only in part, in a rectangle."""
        for column, (_, regions) in self._columns(rectangle.sheet).items():
            if rectangle.left <= column <= rectangle.right:
                for region in regions:
                    if region.row <= rectangle.bottom and region.row + region.count > rectangle.top:
                        yield region

    # What cells are called

    def format(self, place: Place) -> str:
        """Return the format code of a cell."""
        if place.sheet not in self._formats:
            self._formats[place.sheet] = cell_formats(self.loaded, place.sheet)
        return self._formats[place.sheet].get((place.row, place.column), GENERAL)

    def table_at(self, place: Place) -> Table | None:
        """Return the table in whose rows a cell lies."""
        for table in self.book.tables.values():
            inside = table.top + table.header_rows <= place.row <= table.bottom - table.totals_rows
            if table.sheet == place.sheet and inside and table.left <= place.column <= table.right:
                return table
        return None

    def heading(self, place: Place) -> str:
        """Return what stands over a cell: the heading of its table's column, or the nearest text above."""
        table = self.table_at(place)
        if table is not None:
            return table.columns[place.column - table.left]
        rows, texts = self._texts(place.sheet, place.column)
        at = bisect_left(rows, place.row) - 1
        return texts[at] if at >= 0 and place.row - rows[at] <= _FAR else ""

    def _texts(self, sheet: int, column: int) -> tuple[list[int], list[str]]:
        """The rows of a column in which a text was typed, and these texts."""
        if (sheet, column) not in self._typed_texts:
            cells = self.book.sheets[sheet].columns.get(column)
            rows = [] if cells is None else np.flatnonzero(cells.kind == TEXT).tolist()
            places = [Place(sheet, row, column) for row in rows]
            found = [(place.row, str(self.value(place)).strip()) for place in places if self.region(place) is None]
            found = [(row, text) for row, text in found if text]
            self._typed_texts[sheet, column] = [row for row, _ in found], [text for _, text in found]
        return self._typed_texts[sheet, column]

    def line(self, place: Place) -> str:
        """Return what stands left of a cell, nearest to the edge: the name of its row."""
        table = self.table_at(place)
        first = 0 if table is None else table.left
        for column in range(first, place.column):
            text = self.value(Place(place.sheet, place.row, column))
            if isinstance(text, str) and text.strip():
                return text.strip()
        return ""

    def where(self, place: Place) -> str:
        """Return the address of a cell with its sheet."""
        return address(place.row, place.column, self.book.sheets[place.sheet].name)

    @cached_property
    def words(self) -> TemplateWords | None:
        """The words of the template that the workbook was made from; None where it was made from none."""
        return template_words(self.book)

    @property
    def language(self) -> str:
        """The code of the language in which is told what was found."""
        if self._language is not None:
            return self._language
        return SOURCE if self.words is None else self.words.texts.language

    def say(self, key: str, **parts: object) -> str:
        """Return a text about a finding with its parts filled in."""
        return texts_of(self.language)[f"{SCOPE}/{key}"].format(**parts)

    def name_of(self, place: Place) -> str:
        """Return the defined name of a cell; "" where it has none."""
        return self._names.get(place, "")

    @cached_property
    def _names(self) -> dict[Place, str]:
        found: dict[Place, str] = {}
        for name in self.book.names:
            area = None if name.sheet is not None else self.named.area(name.name)
            if area is not None and (area.top, area.left) == (area.bottom, area.right):
                found.setdefault(Place(area.sheet, area.top, area.left), name.name)
        return found


def references(tree: Node) -> Iterator[Node]:
    """Yield the references of a formula from left to right; the parameters of LET and LAMBDA are none."""
    waiting: list[tuple[Node, frozenset[str]]] = [(tree, frozenset())]
    while waiting:
        node, bound = waiting.pop()
        if isinstance(node, Cell | Area | Structured):
            yield node
        elif isinstance(node, Name):
            if node.name.casefold() not in bound:
                yield node
        else:
            inner = bound
            if isinstance(node, Call) and node.name in BINDERS:
                declared = node.arguments[: -1 : BINDERS[node.name]]
                inner = bound | {name.name.casefold() for name in declared if isinstance(name, Name)}
            waiting.extend((child, inner) for child in reversed(children(node)))


def _at(column: Column | None, row: int, book: Book) -> Scalar:
    if column is None or not 0 <= row < len(column):
        return None
    value = unpack(int(column.kind[row]), float(column.data[row]), book.strings)
    return bool(value) if int(column.kind[row]) == BOOLEAN else value
