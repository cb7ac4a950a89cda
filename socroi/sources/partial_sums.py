"""Rows that are the sum of the rows right above or below them, as pivot tables and people write subtotals.

Such a row says so by a word of a total beside a name (“Bikes Total”, “Subtotal: Bikes”, “Bikes összesen”), or by having
no day where the others have one. Word and arithmetic together make it a subtotal: a campaign may be called “Total
Comfort”. One that says nothing and is the sum of several rows above it is asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.headings import fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Additive = Mapping[str, NDArray[np.float64]]

LARGEST: Final = 20_000
"""Rows of a file in which somebody may have written subtotals; longer ones come from a program that writes none."""
_SURE: Final = 2
"""Figures other than zero that have to be the sum, where a name alone hints at it."""
_SEVERAL: Final = 3
"""The same where nothing hints at it."""


class Runs:
    """The sums of runs of rows.

    Args:
        additive: the columns that add up.
        rows: how many rows there are.
    """

    def __init__(self, additive: Additive, rows: int) -> None:
        self.additive = additive
        self.rows = rows
        self._until = {name: np.concatenate([[0.0], np.nancumsum(values)]) for name, values in additive.items()}
        self._slack = {name: 0.0151 if fields()[name]["unit"] == "money" else 1e-6 for name in additive}

    def is_sum(self, row: int, first: int, last: int, without: Sequence[int] = (), *, least: int = 1) -> bool:
        """Tell whether a row is the sum of the rows from `first` up to `last`, `without` some of them.

        Args:
            row: the place of the row.
            first: of the run.
            last: the place after its last row.
            without: rows of the run that are not counted.
            least: so many of the figures have to be other than zero.
        """
        if last <= first:
            return False
        same = 0
        for name, values in self.additive.items():
            stated = values[row]
            if np.isnan(stated):
                continue
            added = self._until[name][last] - self._until[name][first]
            added -= sum(float(np.nan_to_num(values[other])) for other in without if first <= other < last)
            if abs(stated - added) > self._slack[name] + 1e-9 * abs(added) * (last - first):
                return False
            same += stated != 0
        return same >= least

    def marked(self, candidates: Mapping[int, int]) -> dict[int, str]:
        """Find the candidates that are sums: of the rows since the one before, up to the next, or of all.

        Args:
            candidates: rows that may be subtotals, and how many figures have to say so.

        Returns:
            those that are, and what of.
        """
        order = sorted(candidates)
        found: dict[int, str] = {}
        for place, row in enumerate(order):
            before = order[place - 1] + 1 if place else 0
            after = order[place + 1] if place + 1 < len(order) else self.rows
            least = candidates[row]
            # The sum of one row alone is a copy of it as well.
            if self.is_sum(row, before, row, least=least if row - before > 1 else max(least, _SURE)):
                found[row] = "the sum of the rows above it"
            elif self.is_sum(row, row + 1, after, least=least if after - row > 2 else max(least, _SURE)):
                found[row] = "the sum of the rows below it"
            elif self.is_sum(row, 0, self.rows, order, least=least):
                found[row] = "the sum of the others"
            elif self.is_sum(row, 0, row, order, least=least):
                found[row] = "the sum of all rows above it"
        return found

    def unmarked(self, among: NDArray[np.bool_]) -> int | None:
        """Return the first row that is the sum of two or more rows above it, and says nothing; None where none is.

        Args:
            among: the rows that are looked at; the others are none of the sums.
        """
        if self.rows > LARGEST:
            return None
        gone = np.flatnonzero(~among).tolist()
        start = 0
        for row in np.flatnonzero(among).tolist():
            while gone and gone[0] < row:
                start = gone.pop(0) + 1
            if row - start >= 2 and self.is_sum(row, start, row, least=_SEVERAL):
                return row
        return None
