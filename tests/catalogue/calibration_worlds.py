"""How often the range of a factor of SOCCALIBRATE holds the truth, in worlds that are drawn here.

`python tests/catalogue/calibration_worlds.py 4000 20`: so many draws of each world, from this seed; with "told" behind
them, a line about each world. docs/evidence.md quotes what it prints. The truth is the middle of all campaigns of a
platform, of which each 1 that it claims is worth 0.4; a campaign's own factor lies apart from it, and a test finds that
with an error.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from socroi.definition.registry import formulas
from socroi.gate import gate

TRUTH = 0.4
CLAIMED = 1000.0
Z = 1.9599639845400545
"""A normal distribution has 95 of 100 within so many standard deviations."""


class World(NamedTuple):
    """Tests of one platform.

    Attributes:
        errors: the standard error of each test, as a part of the truth.
        apart: the standard deviation of the logarithms of the campaigns' factors.
        years: tests are up to so old, and factors drift by 0.2 a year.
    """

    errors: tuple[float, ...]
    apart: float
    years: float = 0.0


def surer(tests, sure, few, others):
    """Return the errors of tests of which a few are as sure as told, and the others less."""
    return (few,) * sure + (others,) * (tests - sure)


MANY = (3, 5, 8, 12)
ERRORS = (
    *((error,) * tests for tests in MANY for error in (0.1, 0.2, 0.3, 0.4)),
    *((0.1, 0.2, 0.3, 0.4, 0.1, 0.2, 0.3, 0.4, 0.1, 0.2, 0.3, 0.4)[:tests] for tests in MANY),
)
WORLDS = {
    "3 to 12 tests found to 10 to 40%, 0.3 or 0.6 apart": [
        World(errors, apart) for errors in ERRORS for apart in (0.3, 0.6)
    ],
    "factors that do not differ": [World(errors, 0.0) for errors in ERRORS],
    "one or two found to 5%, the others to 30%, 0.1 to 0.6 apart": [
        World(surer(tests, sure, 0.05, 0.3), apart) for tests in MANY for sure in (1, 2) for apart in (0.1, 0.3, 0.6)
    ],
    "one found to 2%, the others to 40%, 0.1 to 0.6 apart": [
        World(surer(tests, 1, 0.02, 0.4), apart) for tests in MANY for apart in (0.1, 0.3, 0.6)
    ],
    "one found to 80%, the others to 5%, 0.1 to 0.6 apart": [
        World(surer(tests, tests - 1, 0.05, 0.8), apart) for tests in MANY for apart in (0.1, 0.3, 0.6)
    ],
    "3 and 5 tests of up to 3 years, 0.3 apart, drift 0.2": [
        World((error,) * tests, 0.3, 3.0) for tests in (3, 5) for error in (0.1, 0.3)
    ],
    "two tests, 0.3 apart": [World(errors, 0.3) for errors in ((0.1, 0.1), (0.3, 0.3), (0.05, 0.3))],
    "two tests, 0.6 apart": [World(errors, 0.6) for errors in ((0.1, 0.1), (0.3, 0.3), (0.05, 0.3))],
    "one test, 0.3 apart": [World((error,), 0.3) for error in (0.1, 0.2, 0.3)],
}


def told(chance, world):
    """Return both ends of the range of the factor in one draw of a world."""
    tests = len(world.errors)
    ages = chance.uniform(0, world.years, tests)
    found = CLAIMED * TRUTH * np.exp(chance.normal(0, np.sqrt(world.apart**2 + 0.2**2 * ages)))
    errors = CLAIMED * TRUTH * np.array(world.errors)
    found = found + chance.normal(0, errors)
    ends = (found - Z * errors).tolist(), (found + Z * errors).tolist()
    columns = (["a"] * tests, [CLAIMED] * tests, found.tolist(), *ends, (12 * ages).tolist())
    row = gate.call(formulas()["SOCCALIBRATE"], *columns, None, None, 0.2).body[0]
    return row[3], row[4]


def held(world, draws, seed):
    """Return how many of 100 ranges held the truth, and how wide they were in the middle."""
    chance = np.random.default_rng(seed)
    ends = np.array([told(chance, world) for _ in range(draws)])
    return 100 * np.mean((ends[:, 0] <= TRUTH) & (ends[:, 1] >= TRUTH)), np.median(ends[:, 1] - ends[:, 0])


def lines(draws, seed, each):
    """Yield a line about each group of worlds, and about each world where that is asked."""
    for name, worlds in WORLDS.items():
        shares = []
        for world in worlds:
            share, width = held(world, draws, seed)
            shares.append(share)
            if each:
                yield f"  {world}: {share:.1f}, {width:.2f} wide"
        yield f"{name}: {min(shares):.1f} to {max(shares):.1f}"


if __name__ == "__main__":
    for line in lines(*(int(each) for each in (*sys.argv[1:3], "1000", "20")[:2]), "told" in sys.argv):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
