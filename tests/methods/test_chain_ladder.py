"""Witnesses: Mack (1993) on the triangle of the Reinsurance Association of America, and a sum by hand."""

import pytest

from socroi.methods.chain_ladder import develop

# Mack (1993), table 1: cumulative incurred losses, automatic facultative business, 1981 to 1990.
RAA = [
    [5012, 8269, 10907, 11805, 13539, 16181, 18009, 18608, 18662, 18834],
    [106, 4285, 5396, 10666, 13782, 15599, 15496, 16169, 16704],
    [3410, 8992, 13873, 16141, 18735, 22214, 22863, 23466],
    [5655, 11555, 15766, 21266, 23425, 26083, 27067],
    [1092, 9565, 15836, 22169, 25955, 26180],
    [1513, 6445, 11702, 12935, 15852],
    [557, 4020, 10946, 12314],
    [1351, 6947, 13112],
    [3133, 5395],
    [2063],
]


def test_what_is_still_to_come_and_its_errors_are_those_that_mack_prints():
    found = develop(RAA)
    to_come = [whole - row[-1] for whole, row in zip(found.ultimate, RAA, strict=True)]
    assert [round(amount) for amount in to_come] == [0, 154, 617, 1636, 2747, 3649, 5435, 10907, 10650, 16339]
    assert [round(error) for error in found.errors] == [0, 206, 623, 747, 1469, 2002, 2209, 5358, 6333, 24566]
    assert sum(to_come) == pytest.approx(52135, abs=0.5)
    assert found.total_error == pytest.approx(26909, abs=0.5)


def test_groups_that_grow_alike_have_nothing_uncertain_to_come():
    # Doubled, then half as much again.
    found = develop([[10, 20, 30], [30, 60], [50]])
    assert found.ultimate == pytest.approx([30, 90, 150])
    assert found.errors == pytest.approx([0, 0, 0])


def test_from_nothing_nothing_can_be_foretold():
    assert develop([[0, 5, 6], [0, 3], [0]]) is None
