"""The order of groups of cells: what goes round between groups lies on one level, below all that waits for it.

The cells of a group are computed together if they are taken when all of them have what they read. A month that is made
of the month before releases one cell of each group after the other; only when all months are there, the sums by month
are one evaluation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]


def levels(count: int, source: Places, target: Places) -> Places:
    """Return the level of each of `count` groups: above those that it waits for, but for those that wait for it, too.

    Args:
        count: how many groups there are.
        source: of pairs of groups the one that is waited for.
        target: of the same pairs the one that waits.
    """
    pairs = distinct_values(source * count + target)
    ahead: list[list[int]] = [[] for _ in range(count)]
    for one, other in zip((pairs // count).tolist(), (pairs % count).tolist(), strict=True):
        if one != other:
            ahead[other].append(one)
    found = [0] * count
    # A circle of groups is complete once all that it waits for are, so that their levels are known by then.
    for circle in _circles(ahead):
        level = 1 + max((found[one] for each in circle for one in ahead[each]), default=-1)
        for each in circle:
            found[each] = level
    return np.array(found, np.int64)


def _circles(ahead: list[list[int]]) -> list[list[int]]:
    """Return the groups that wait for each other, together, each after all that it waits for (Tarjan)."""
    circles: list[list[int]] = []
    order, lowest, open_groups = [-1] * len(ahead), [0] * len(ahead), list[int]()
    is_open, seen = [False] * len(ahead), 0
    for first in range(len(ahead)):
        if order[first] >= 0:
            continue
        path = [(first, iter(ahead[first]))]
        order[first] = lowest[first] = seen
        seen += 1
        open_groups.append(first)
        is_open[first] = True
        while path:
            node, rest = path[-1]
            other = next(rest, None)
            if other is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    circle = [open_groups.pop()]
                    while circle[-1] != node:
                        circle.append(open_groups.pop())
                    for each in circle:
                        is_open[each] = False
                    circles.append(circle)
            elif order[other] < 0:
                order[other] = lowest[other] = seen
                seen += 1
                open_groups.append(other)
                is_open[other] = True
                path.append((other, iter(ahead[other])))
            elif is_open[other]:
                lowest[node] = min(lowest[node], order[other])
    return circles
