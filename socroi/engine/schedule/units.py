"""What there is to compute: the regions of a book, and the short runs of formulas that need not become regions.

Both have a number, the regions first. Only for a run that cannot be computed together with others a region is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from socroi.engine.model.book import Book, Region
    from socroi.engine.model.loose import Loose


class Units:
    """The regions and loose runs of a book.

    Attributes:
        made: the regions.
        loose: the runs of each sheet that has some, with the number of the first.
    """

    def __init__(self, book: Book) -> None:
        self.made = [region for sheet in book.sheets for region in sheet.made]
        self.loose: list[tuple[int, Loose]] = []
        self._count = len(self.made)
        self._regions: dict[int, Region] = {}
        for sheet in book.sheets:
            if sheet.loose is not None:
                self.loose.append((self._count, sheet.loose))
                self._count += len(sheet.loose)

    def __len__(self) -> int:
        return self._count

    def counts(self) -> NDArray[np.int64]:
        """Return how many cells each has."""
        made = np.array([region.count for region in self.made], np.int64)
        return np.concatenate([made, *(loose.count for _, loose in self.loose)])

    def region(self, number: int) -> Region:
        """Return the region of a number, always the same."""
        if number < len(self.made):
            return self.made[number]
        if number not in self._regions:
            first, loose = next(pair for pair in reversed(self.loose) if pair[0] <= number)
            self._regions[number] = loose.region(number - first)
        return self._regions[number]

    def regions(self, numbers: Iterable[int]) -> list[tuple[int, Region]]:
        """Return some with their regions; those of a sheet by column and row, where some of them were loose."""
        found = [(number, self.region(number)) for number in numbers]
        if self.loose:
            found.sort(key=lambda pair: (pair[1].sheet, pair[1].column, pair[1].row))
        return found
