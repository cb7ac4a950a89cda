from typing import get_args

import pytest

from socroi.definition import units
from socroi.definition.units import Kind


def kind(annotation):
    return next(note for note in get_args(annotation) if isinstance(note, Kind))


@pytest.mark.parametrize(
    ("annotation", "allowed", "refused"),
    [
        (units.Money, [-1e9, 0, 1e9], []),
        (units.Cost, [0, 1e9], [-0.01]),
        (units.Rate, [0, 0.25, 1], [-0.01, 1.01, 25]),
        (units.Margin, [0, 1], [-0.1, 40]),
        (units.Markup, [0, 0.3, 3], [-0.1, 30]),
        (units.Confidence, [0.5, 0.95], [0, 1, 95]),
        (units.Count, [0, 2.5], [-1]),
        (units.Positive, [0.001], [0, -1]),
        (units.Hours, [0, 0.25], [-1]),
    ],
)
def test_each_kind_has_its_own_limits(annotation, allowed, refused):
    assert all(kind(annotation).allows(number) for number in allowed)
    assert not any(kind(annotation).allows(number) for number in refused)


def test_limits_are_said_in_words():
    assert kind(units.Money).limits() == "any number"
    assert kind(units.Cost).limits() == "not below 0"
    assert kind(units.Rate).limits() == "from 0 to 1"
    assert kind(units.Confidence).limits() == "between 0 and 1"
    assert kind(units.Positive).limits() == "above 0"


def test_only_a_number_that_may_be_a_percentage_is_told_so():
    assert kind(units.Rate).refusal("rate", 25, "").hint == "Type 0.25 or 25%."
    assert kind(units.Confidence).refusal("confidence", 95, "").hint == "Type 0.95 or 95%."
    assert "%" not in kind(units.Rate).refusal("rate", 250, "").hint
    assert "%" not in kind(units.Rate).refusal("rate", -1, "").hint
