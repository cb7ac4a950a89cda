"""A column of a file: its distinct cells, and which of them stands in each row. Each distinct cell is read once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.sources.figures import Figures, are_plain, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from socroi.sources.numerals import Cell

_SAMPLE: Final = 100


class Column:
    """One column.

    Args:
        places: for each row, the place of its cell in `distinct`.
        distinct: the cells that there are, each once, in the order in which they come first.
    """

    def __init__(self, places: NDArray[np.intp], distinct: Sequence[Cell]) -> None:
        self._places, self._cells = places, distinct

    @property
    def places(self) -> NDArray[np.intp]:
        """For each row, the place of its cell in `distinct`."""
        return self._places

    @property
    def distinct(self) -> Sequence[Cell]:
        """The cells that there are, each once, in the order in which they come first."""
        return self._cells

    @cached_property
    def figures(self) -> Figures | None:
        """The figure of each row, where all cells are plain figures or blank."""
        sample = [cell for cell in self.distinct[:_SAMPLE] if isinstance(cell, str)]
        found = plain(self.distinct) if are_plain(sample) else None
        return found and Figures(found.numbers[self.places], found.sign, found.proven)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Column:
        """The column of a list of cells."""
        seen: dict[Cell, int] = {}
        places = [seen.setdefault(cell, len(seen)) for cell in cells]
        return cls(np.array(places, dtype=np.intp), list(seen))

    @classmethod
    def same(cls, cell: Cell, rows: int) -> Column:
        """A column with one cell in all rows."""
        return cls(np.zeros(rows, dtype=np.intp), [cell] if rows else [])

    def __len__(self) -> int:
        return len(self.places)

    def cells(self) -> list[Cell]:
        """The cell of each row."""
        found: list[Cell] = self.each(lambda cell: cell).tolist()
        return found

    def cell(self, row: int) -> Cell:
        """The cell of one row."""
        return self.distinct[int(self.places[row])]

    def each(self, reading: Callable[[Cell], Any]) -> NDArray[np.object_]:
        """What each row's cell is read as."""
        values = np.empty(len(self.distinct), dtype=object)
        for place, cell in enumerate(self.distinct):
            values[place] = reading(cell)
        return values[self.places]

    def where(self, test: Callable[[Cell], object]) -> NDArray[np.bool_]:
        """Tell for each row whether its cell passes a test."""
        values = np.fromiter((bool(test(cell)) for cell in self.distinct), dtype=bool, count=len(self.distinct))
        if values.all() or not values.any():
            return np.full(len(self.places), bool(values.size and values[0]))
        return values[self.places]

    def first(self, place: int) -> int:
        """The first row that has one of the distinct cells."""
        return int(np.argmax(self.places == place))

    def kept(self, rows: NDArray[Any]) -> Column:
        """The column of some of the rows, chosen by a mask or by their order; cells of no row are gone."""
        return _coded(self.places[rows], self.distinct)

    def joined(self, cells: Sequence[Cell], order: NDArray[np.intp]) -> Column:
        """The column with further cells behind it, its rows then put in an order."""
        seen = {cell: place for place, cell in enumerate(self.distinct)}
        more = [seen.setdefault(cell, len(seen)) for cell in cells]
        places = np.concatenate([self.places, np.array(more, dtype=np.intp)])
        return _coded(places[order], list(seen))

    def normal(self, reading: Callable[[Cell], Cell]) -> Column:
        """The column with each cell replaced; cells that become alike are one."""
        seen: dict[Cell, int] = {}
        new = [seen.setdefault(reading(cell), len(seen)) for cell in self.distinct]
        if len(seen) == len(new):
            return Column(self.places, list(seen))
        return Column(np.array(new, dtype=np.intp)[self.places], list(seen))


def _coded(places: NDArray[np.intp], distinct: Sequence[Cell]) -> Column:
    """A column of places among cells, some of which may be of no row."""
    import pandas as pd

    new, old = pd.factorize(places)
    return Column(new, [distinct[place] for place in old.tolist()])
