"""A bridge adds up, also in the figures that are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi.review.bridge import Bridge, Part

AMOUNTS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8)


@given(st.floats(-1e6, 1e6), AMOUNTS)
def test_the_figures_that_are_shown_add_up_as_a_reader_adds_them(start, amounts):
    bridge = Bridge("ROI", start, start + sum(amounts), "%", tuple(Part("a", amount) for amount in amounts))
    shown = bridge.shown()
    in_cents = [round(part.amount * 100) for part in shown.parts]
    assert round(shown.start * 100) + sum(in_cents) == round(shown.end * 100)
    assert all(abs(part.amount - amount) <= 0.01 + 1e-6 for part, amount in zip(shown.parts, amounts, strict=True))


def test_parts_that_do_not_add_up_are_a_mistake_of_ours_and_never_shown():
    with pytest.raises(ValueError, match="do not add up"):
        Bridge("ROI", 10.0, 20.0, "%", (Part("cost", 9.0),))


def test_the_table_of_a_bridge_has_the_start_each_part_and_the_end():
    table = Bridge("Profit", 10.0, 20.0, "EUR", (Part("cost", -5.0), Part("value", 15.0))).table
    assert list(table["label"]) == ["Profit", "cost", "value", "Profit"]
    assert list(table["amount"]) == [10.0, -5.0, 15.0, 20.0]
