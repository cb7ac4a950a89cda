"""Witnesses: SciPy, numpy, hand sums, and lots whose truth is known."""

import numpy as np
import pytest

import socroi

stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")


def test_the_best_of_two_hundred_posts_by_raw_rate_is_mostly_luck():
    # Two hundred posts with true rates of 2% to 4%, seen by 300 people each: the raw best seems far better than it is.
    chance = np.random.default_rng(6)
    overrated, fair = [], []
    for _ in range(3):
        rates = chance.beta(90, 2910, 200)
        won = chance.binomial(300, rates)
        table = socroi.SOCRANK([f"post {n}" for n in range(200)], won.tolist(), [300] * 200)
        best = int(table["item"][table["rate"].idxmax()].split()[1])
        overrated.append(won[best] / 300 - rates[best])
        fair.append(table["shrunken"].max() - rates[best])
    assert np.mean(overrated) > 0.02
    assert abs(np.mean(fair)) < 0.005


def test_rows_of_one_item_are_added_up_and_the_surest_comes_first():
    items = [f"i{n}" for n in range(12)]
    won, tried = [5 + n for n in range(12)], [100 + 40 * (n % 3) for n in range(12)]
    table = socroi.SOCRANK(items, won, tried)
    halves = socroi.SOCRANK(items + [f" I{n}" for n in range(12)], [w / 2 for w in won] * 2, [t / 2 for t in tried] * 2)
    assert table["item"].tolist() == halves["item"].tolist()
    assert table["shrunken"].tolist() == pytest.approx(halves["shrunken"].tolist(), rel=1e-12)
    assert table["top 20%"].is_monotonic_decreasing
    assert table["top 20%"].sum() == pytest.approx(0.2 * 12)


def test_a_row_whose_trials_are_not_known_yet_is_left_out():
    items = [f"i{n}" for n in range(11)]
    whole = socroi.SOCRANK(items, list(range(3, 14)), [100] * 11)
    more = socroi.SOCRANK([*items, "i0"], [*range(3, 14), 50], [*[100] * 11, None])
    assert whole.equals(more)
    # A row without a result leaves the trials of the others where they are.
    gap = socroi.SOCRANK(
        [*items[:5], "i3", *items[5:]], [*range(3, 8), None, *range(8, 14)], [*[100] * 5, 7, *[100] * 6]
    )
    assert whole.equals(gap)


def test_amounts_are_compared_by_the_means_of_their_logarithms():
    # Few orders with one very large: the raw mean leads, and what is believed does not.
    chance = np.random.default_rng(3)
    items, amounts = [], []
    for creator in range(12):
        for _ in range(6 + creator):
            items.append(f"c{creator}")
            amounts.append(float(np.exp(chance.normal(3.5 + 0.03 * creator, 0.6))))
    items += ["lucky"] * 3
    amounts += [20.0, 25.0, 900.0]
    table = socroi.SOCRANK(items, amounts).set_index("item")
    assert table["amount"].idxmax() == "lucky"
    assert table["top 20%"]["lucky"] < table["top 20%"].max()
    assert table.loc["lucky", "rows"] == 3
    assert (table["low"] < table["shrunken"]).all()
    # Drawn together: the believed amounts are closer to each other than the raw ones.
    assert table["shrunken"].std() < table["amount"].std()


@pytest.mark.parametrize("rows", [5, 20])
def test_an_interval_of_an_amount_holds_the_true_mean_about_as_often_as_it_says(rows):
    chance = np.random.default_rng(rows)
    held = []
    for _ in range(25):
        middles = chance.normal(3, 0.2, 20)
        amounts = np.exp(chance.normal(np.repeat(middles, rows), 0.5))
        table = socroi.SOCRANK([f"{n}" for n in np.repeat(np.arange(20), rows)], amounts.tolist()).set_index("item")
        true = np.exp(middles + 0.125)
        held += [table["low"][f"{n}"] <= true[n] <= table["high"][f"{n}"] for n in range(20)]
    # 500 intervals of 95%.
    assert 0.915 <= np.mean(held) <= 0.98


def test_what_cannot_be_ranked_is_refused_in_words():
    items = [f"i{n}" for n in range(10)]
    assert "1 more" in socroi.SOCRANK(items[:9], [1] * 9, [50] * 9).hint
    assert "i0 has 60 successes of 50 trials" in socroi.SOCRANK(items, [60] + [1] * 9, [50] * 10).why
    assert socroi.SOCRANK(items, [0] * 10, [50] * 10) == "#NUM!"
    assert "single orders" in socroi.SOCRANK(items, [5] * 10).hint
    assert "log-normal" in socroi.SOCRANK(items * 3, [0] + [5] * 29).why


# Creators


def test_a_creator_costs_fee_goods_and_hours_and_brings_the_margin_of_what_the_code_sold():
    # By hand: 300 + 50 + 2 x 25 = 400; half of 900 is 450, which is 50 over: 12.5%. One in two buyers used the code:
    # of 1800, half is 900: 125%.
    row = socroi.SOCCREATOR("Ann", 300, 900, 50, 2, 25, 0.5, 0.5, 120).iloc[0]
    assert row.tolist()[1:] == [400, 900, 50, 12.5, 125, 120]


def test_a_creator_whose_fee_is_not_known_has_no_roi_and_is_in_no_total():
    table = socroi.SOCCREATOR(["Ann", "Ben", "ann "], [300, None, 100], [900, 500, 100]).set_index("creator")
    assert table["profit"]["Ann"] == 600
    assert table.loc["Ben", ["profit", "ROI"]].isna().all()
    assert table["cost"]["total (1 of 2)"] == 400


def test_hours_without_what_an_hour_costs_are_a_cost_that_is_not_known():
    assert socroi.SOCCREATOR("Ann", 300, 900, None, 2)["ROI"][0] is None
    assert socroi.SOCCREATOR("Ann", 300, 900, None, 0)["ROI"][0] == 200


def test_a_creator_who_cost_nothing_has_no_rate_of_return():
    assert socroi.SOCCREATOR("Ann", 0, 900)["ROI"][0] == "no cost"


def test_a_row_that_is_not_known_yet_takes_its_trials_with_it():
    names = list("abcdefghijkl")
    won, tried = [3, 5, 8, 2, 9, 4, 6, 7, 5, 3, 8, 2], [100, 90, 80, 120, 110, 95, 105, 85, 100, 115, 75, 130]
    known = socroi.SOCRANK(names, won, tried)
    with_a_gap = socroi.SOCRANK(["x", *names], ["", *won], [400, *tried])
    assert with_a_gap.equals(known)
    without_a_name = socroi.SOCRANK(["", *names], [30, *won], [400, *tried])
    assert without_a_name.equals(known)
