"""The chain ladder: what groups that are still young will have brought when they are as old as the oldest.

Each group's sum so far grows from one age to the next as those of the older groups did. Mack (1993) gives the standard
error of what is still to come without any distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import fsum, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Developed:
    """What groups will have brought at the oldest age.

    Attributes:
        ultimate: of each group, what it will have brought.
        errors: of each group, the standard error of what is still to come.
        total_error: that of all groups together, which share the same growth.
    """

    ultimate: list[float]
    errors: list[float]
    total_error: float


def develop(triangle: Sequence[Sequence[float]]) -> Developed | None:
    """Return what groups will have brought, by Mack's chain ladder.

    Args:
        triangle: for each group its cumulative sums from age 0 to the last that is known; the oldest group has three or
            more ages. Sums that grow from nothing tell no growth.

    Returns:
        None where the sums of all groups at some age are not above 0, so that there is nothing to grow from.
    """
    oldest = max(map(len, triangle))
    factors: list[float] = []
    spreads: list[float] = []
    bases: list[float] = []
    for age in range(oldest - 1):
        steps = [(row[age], row[age + 1]) for row in triangle if len(row) > age + 1]
        base = fsum(before for before, _ in steps)
        if base <= 0:
            return None
        factor = fsum(after for _, after in steps) / base
        growing = [(before, after) for before, after in steps if before > 0]
        squares = fsum(before * (after / before - factor) ** 2 for before, after in growing)
        if factor <= 0:
            return None
        factors.append(factor)
        bases.append(base)
        spreads.append(squares / (len(growing) - 1) if len(growing) > 1 else _beyond(spreads))
    ultimate, errors, shared = [], [], []
    for row in triangle:
        sums = [row[-1]]
        for factor in factors[len(row) - 1 :]:
            sums.append(sums[-1] * factor)
        ahead = range(len(row) - 1, oldest - 1)
        parts = [spreads[age] / factors[age] ** 2 for age in ahead]
        own = fsum(part / reached for part, reached in zip(parts, sums, strict=False) if reached > 0)
        common = fsum(part / bases[age] for part, age in zip(parts, ahead, strict=True))
        ultimate.append(sums[-1])
        errors.append(abs(sums[-1]) * sqrt(own + common))
        shared.append(common)
    # Of two groups, the growth that both have in common is what the younger one shares with the older.
    both = [
        (ultimate[one] * ultimate[other], min(shared[one], shared[other]))
        for one in range(len(triangle))
        for other in range(one)
    ]
    total = fsum(error * error for error in errors) + 2 * fsum(product * common for product, common in both)
    return Developed(ultimate, errors, sqrt(max(0.0, total)))


def _beyond(spreads: Sequence[float]) -> float:
    """Return Mack's guess of the spread of an age that one group alone has reached."""
    if len(spreads) < 2:
        return spreads[-1] if spreads else 0.0
    before, last = next(reversed(list(pairwise(spreads))))
    return min(last * last / before, before, last) if before > 0 else 0.0
