"""How far a difference has to lie from nothing where a test is looked at more than once before its end.

Two rules. With a number of looks that was fixed before, equally far apart in people, O'Brien and Fleming's (1979): the
standardized difference Z must pass c sqrt(looks / look). In the time of a Brownian motion that is one constant line, so
that c solves a recursion of one integral (Armitage, McPherson and Rowe 1969). Looked at whenever one likes, Robbins's
(1970): the normal mixture, whose line holds for all times together.
"""

from __future__ import annotations

from functools import cache
from math import cos, exp, log, pi, sqrt
from typing import Final

from socroi.methods.distributions import normal_quantile, normal_tail

MOST_LOOKS: Final = 20
"""More looks than that are "always" for all that matters, and the integral would want more nodes."""
SURE: Final = (0.5, 0.9999)
"""Confidences for which the constant of several looks is exact to 1e-12."""
EXPECTED: Final = 0.2
"""The relative lift for which the line of `always_z` is the best; it holds whatever the lift is."""
_NODES: Final = 96
_ROUNDS: Final = 14
"""Each brings the constant closer by a factor of ten or more."""


@cache
def look_z(looks: int, look: int, confidence: float) -> float:
    """Return the z of one look of several, as O'Brien and Fleming divide the chance of a false finding among them.

    Args:
        looks: how often the test will be looked at, from 1 to `MOST_LOOKS`.
        look: which of them this is, from 1.
        confidence: that of all looks together, between 0 and 1; within `SURE` where there is more than one.
    """
    z = normal_quantile((1 + confidence) / 2)
    if looks > 1:
        for _ in range(_ROUNDS):
            # A step of Newton's on the logarithm of the chance to cross, whose slope is that of a single look.
            crossed = 1 - _stays_inside(looks, z * sqrt(looks))
            z += log(crossed / (1 - confidence)) * normal_tail(z) / _density(z)
    return z * sqrt(looks / look)


def always_z(rate: float, people: tuple[float, float], confidence: float) -> float:
    """Return the z at a point of a test that is looked at whenever one likes.

    Args:
        rate: the share of all people who converted, between 0 and 1.
        people: the sizes of the two groups, more than none.
        confidence: that of all looks together, between 0 and 1.
    """
    known = EXPECTED**2 * rate / (1 - rate) / (1 / people[0] + 1 / people[1])
    return sqrt((1 + 1 / known) * (log(1 + known) - 2 * log(1 - confidence)))


def _stays_inside(looks: int, line: float) -> float:
    """Return the chance that a sum of standard normal steps lies between -line and line after each of them."""
    nodes, weights = _fejer()
    # Even in the sum, so that one half of the nodes is enough.
    places, parts = [line * x for x in nodes], [line * weight for weight in weights]
    kernel = [
        [part * (_density(to - at) + _density(to + at)) for at, part in zip(places, parts, strict=True)]
        for to in places
    ]
    density = [_density(place) for place in places]
    for _ in range(looks - 1):
        density = [sum(map(float.__mul__, row, density)) for row in kernel]
    return 2 * sum(map(float.__mul__, density, parts))


@cache
def _fejer() -> tuple[list[float], list[float]]:
    """Return the nodes above 0 of Fejer's rule over -1 to 1, and their weights."""
    angles = [(2 * node - 1) * pi / (2 * _NODES) for node in range(1, _NODES // 2 + 1)]
    series = range(1, _NODES // 2 + 1)
    weights = [2 / _NODES * (1 - 2 * sum(cos(2 * m * angle) / (4 * m * m - 1) for m in series)) for angle in angles]
    return [cos(angle) for angle in angles], weights


def _density(z: float) -> float:
    return exp(-z * z / 2) / sqrt(2 * pi)
