"""The lowest place of a function of few numbers, by the simplex of Nelder and Mead (1965), without derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROUNDS: Final = 2000
_RESTARTS: Final = 12


def lowest(height: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """Return where a function is lowest near a start; begun anew there until nothing is gained any more."""
    best, value = list(start), height(start)
    size = 0.5
    for _ in range(_RESTARTS):
        found = _descend(height, best, size)
        lower = height(found)
        gained = value - lower
        best, value = found, lower
        if gained <= 1e-13 * abs(value):
            break
        size = max(size / 4, 1e-3)
    return best


def _descend(height: Callable[[Sequence[float]], float], start: Sequence[float], size: float) -> list[float]:
    many = len(start)
    places = [list(start), *([x + size * (i == j) for i, x in enumerate(start)] for j in range(many))]
    simplex = sorted(((height(place), place) for place in places), key=_height)
    for _ in range(_ROUNDS):
        if simplex[-1][0] - simplex[0][0] <= 1e-15 * abs(simplex[0][0]):
            break
        centre = [sum(place[i] for _, place in simplex[:-1]) / many for i in range(many)]
        worst = simplex[-1][1]

        def away(times: float, centre: list[float] = centre, worst: list[float] = worst) -> tuple[float, list[float]]:
            place = [c + times * (c - w) for c, w in zip(centre, worst, strict=True)]
            return height(place), place

        reflected = away(1.0)
        if reflected[0] < simplex[0][0]:
            simplex[-1] = min(reflected, away(2.0), key=_height)
        elif reflected[0] < simplex[-2][0]:
            simplex[-1] = reflected
        else:
            inside = away(0.5 if reflected[0] < simplex[-1][0] else -0.5)
            if inside[0] < min(reflected[0], simplex[-1][0]):
                simplex[-1] = inside
            else:
                lead = simplex[0][1]
                drawn = [[(a + b) / 2 for a, b in zip(place, lead, strict=True)] for _, place in simplex[1:]]
                simplex[1:] = [(height(place), place) for place in drawn]
        simplex.sort(key=_height)
    return simplex[0][1]


def _height(corner: tuple[float, list[float]]) -> float:
    return corner[0]
