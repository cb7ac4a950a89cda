"""Sales of regions, side by side in a sheet: read from two blocks of cells, added up, or compared region by region."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, compress
from math import comb, fsum, isfinite
from random import Random
from typing import TYPE_CHECKING, Final

from socroi.errors import CellError
from socroi.methods.permutation import Permuted, permuted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from socroi.definition.units import Cell

MOST_PLACEMENTS: Final = 10_000
"""Where a lot could have chosen the regions in more ways, so many of them are drawn."""

Block = list[list["Cell"]]


@dataclass(frozen=True, slots=True)
class Regions:
    """The sales of the regions of a test and of others, for the periods in which all of them are known.

    Attributes:
        test, control: a column for each region.
        known: for each row of the sheet whether it is among the periods.
    """

    test: list[list[float]]
    control: list[list[float]]
    known: list[bool]

    def totals(self) -> tuple[list[float], list[float]]:
        """Return the sales of the regions of the test, and of the others, period by period."""
        return [fsum(row) for row in zip(*self.test, strict=True)], [
            fsum(row) for row in zip(*self.control, strict=True)
        ]


def read(test: Block, control: Block) -> Regions:
    """Return the sales that two blocks of cells hold; a row in which a region is blank is not known yet.

    Raises:
        CellError: an error among the cells, a text where sales belong, or blocks of different height (#VALUE!).
    """
    if len(test) != len(control):
        why = f"test has {len(test)} rows, control has {len(control)}."
        raise CellError("#VALUE!", why, "Give the same periods of both.")
    for name, block in (("test", test), ("control", control)):
        for number, row in enumerate(block, 1):
            for cell in row:
                if isinstance(cell, CellError):
                    raise cell
                if cell not in {None, ""} and not isinstance(cell, float):
                    why = f"{name} holds {cell} in row {number}, where sales belong."
                    raise CellError("#VALUE!", why, "Give the figures alone, without headings and dates.")
    rows = [[*ours, *theirs] for ours, theirs in zip(test, control, strict=True)]
    known = [all(isinstance(cell, float) for cell in row) for row in rows]
    columns = [list(column) for column in zip(*compress(rows, known), strict=True)] or [[] for _ in rows[0]]
    width = len(test[0])
    return Regions(columns[:width], columns[width:], known)


def grown(regions: Regions, pre: int, confidence: float) -> tuple[float, Permuted] | None:
    """Return how much more the regions of the test grew than the others, with the interval of their placements.

    Growth is the mean of a region in the test over its mean before. Each way in which a lot could have chosen as many
    regions is a placement; under no effect all of them are alike.

    Args:
        regions: their sales.
        pre: how many of the periods come before the test.
        confidence: how sure the interval is to hold the true effect.

    Returns:
        None where there are too few placements for an interval, or a region sold nothing before.
    """
    columns = [*regions.test, *regions.control]
    tested, count = len(regions.test), len(columns)
    before = [fsum(column[:pre]) / pre for column in columns]
    if comb(count, tested) * (1 - confidence) < 1 - 1e-9 or min(before) <= 0:
        return None
    during = len(columns[0]) - pre
    growth = [fsum(column[pre:]) / during / mean - 1 for column, mean in zip(columns, before, strict=True)]
    if not all(map(isfinite, growth)):
        return None
    whole, others = fsum(growth), count - tested

    def difference(chosen: Sequence[int]) -> tuple[float, float]:
        mine = fsum(growth[region] for region in chosen)
        own = sum(region < tested for region in chosen)
        return mine / tested - (whole - mine) / others, own / tested - (tested - own) / others

    first = tuple(range(tested))
    found = difference(first)
    return found[0], permuted(found, map(difference, _placements(count, tested)), confidence)


def _placements(count: int, tested: int) -> Iterator[tuple[int, ...]]:
    """Yield every other choice of so many regions, or many of them by lot, the same on each machine."""
    if comb(count, tested) <= MOST_PLACEMENTS:
        choices = combinations(range(count), tested)
        next(choices)
        yield from choices
        return
    number = Random(1).random  # noqa: S311 - chance, not secrecy
    for _ in range(MOST_PLACEMENTS - 1):
        order = sorted(range(count), key=lambda _: number())
        yield tuple(order[:tested])
