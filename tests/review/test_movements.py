"""What moved a figure adds up to the cent, between any two states; the examples are divided by hand."""

import random
from math import fsum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socroi.errors import UsageError
from socroi.review.movements import FIGURES, Counts, between, bridge
from socroi.review.subject import Subject

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "en" / "four_step_example.xlsx"
SUBJECT = Subject(EXAMPLE)

AMOUNT = st.floats(0, 1e5).map(lambda amount: round(amount, 2))
COUNTS = st.builds(
    Counts,
    st.just("a month"),
    st.dictionaries(st.tuples(st.sampled_from("FIL"), st.sampled_from("ks")), st.tuples(AMOUNT, AMOUNT), max_size=5),
    st.dictionaries(st.sampled_from("FILS"), AMOUNT, max_size=4),
)


def summed(counts):
    counts.return_total = fsum(value for _, value in counts.returned.values())
    counts.cost_total = fsum(counts.spent.values())
    return counts


@settings(max_examples=300, deadline=None)
@given(COUNTS, COUNTS, st.sampled_from(sorted(FIGURES)))
def test_the_parts_between_any_two_states_add_up_to_the_cent(before, after, name):
    before, after = summed(before), summed(after)
    if name == "roi_total" and min(before.cost_total, after.cost_total) < 1:
        return
    found = between(SUBJECT, name, before, after)
    shown = found.shown()
    cents = sum(round(part.amount * 100) for part in shown.parts)
    assert round(shown.start * 100) + cents == round(shown.end * 100)
    assert found.start == before.figure(FIGURES[name])


def test_a_part_is_how_many_at_the_mean_value_of_one_and_what_one_is_worth_at_the_mean_count():
    before = summed(Counts("May", {("F", "k"): (10, 100.0)}, {"F": 50.0}))
    after = summed(Counts("June", {("F", "k"): (20, 400.0)}, {"F": 50.0}))
    found = between(SUBJECT, "return_total", before, after)
    # 10 more at (10 + 20) / 2 each, and each worth 10 more at a mean of 15.
    assert [part.amount for part in found.parts] == [pytest.approx(150), pytest.approx(150)]


def test_a_roi_is_moved_by_each_side_as_shapley_has_it():
    before = summed(Counts("May", {("F", "k"): (1, 100.0)}, {"F": 50.0}))
    after = summed(Counts("June", {("F", "k"): (1, 200.0)}, {"F": 80.0}))
    found = between(SUBJECT, "roi_total", before, after)
    # Return first 100 -> 300, then cost 300 -> 150; cost first 100 -> 25, then return 25 -> 150: the means.
    assert [part.amount for part in found.parts] == [pytest.approx((200 + 125) / 2), pytest.approx((-150 - 75) / 2)]


def test_two_months_of_the_example_are_bridged_without_a_rest():
    found = bridge(EXAMPLE, months=("2026-08", "2026-09"))
    assert (found.start, found.end) == (pytest.approx(616.7 * 100 / 1285), pytest.approx(783.8 * 100 / 1385))
    assert not [part for part in found.parts if "else" in part.label]
    assert {"Facebook: cost", "Instagram, Purchases: how many"} <= {part.label for part in found.parts}


@pytest.mark.parametrize("seed", [1, 2])
def test_two_books_of_the_shop_add_up_to_the_cent_whatever_was_changed(four_step, seed):
    drawn = random.Random(seed)

    def plant(book, table):
        for name, heading in (("Results", "Quantity"), ("Results", "Revenue traced"), ("Costs", "Amount")):
            rows = table(name)
            for row in drawn.sample([row for row in rows if isinstance(rows[row, heading], float)], 6):
                rows[row, heading] = round(rows[row, heading] * drawn.uniform(0.2, 3), 2)
        values = table("KpiValues")
        values[values.where(KPI="Leads")[0], "Worth of one"] = round(drawn.uniform(5, 30), 2)

    now = four_step(plant)
    found = bridge(now, since=EXAMPLE)
    shown = found.shown()
    assert round(shown.start * 100) + sum(round(part.amount * 100) for part in shown.parts) == round(shown.end * 100)
    assert any("worth" in part.label for part in found.parts)
    assert not [part for part in found.parts if part.label == "everything else"]


def test_a_month_of_which_nothing_is_known_is_refused_with_those_that_are():
    with pytest.raises(UsageError, match=r"nothing is known of the month '2026-12'.*2026-01"):
        bridge(SUBJECT, months=("2026-08", "2026-12"))


def test_a_name_without_a_bridge_is_refused():
    with pytest.raises(UsageError, match="roi_total, profit_total"):
        bridge(SUBJECT, "currency", months=("2026-08", "2026-09"))
