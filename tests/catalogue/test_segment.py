import os

import numpy as np
import pytest

import socroi
from socroi.definition.registry import formulas
from socroi.gate import gate

stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")
proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels, the witness, is not installed")

FOLLOWERS = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]
OTHERS = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.2]
FOLLOWS = [True] * len(FOLLOWERS) + [False] * len(OTHERS)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_the_interval_of_the_difference_is_welchs(confidence):
    table = socroi.SOCSEGMENT(FOLLOWS, FOLLOWERS + OTHERS, confidence)
    witness = stats.ttest_ind(FOLLOWERS, OTHERS, equal_var=False).confidence_interval(confidence)
    assert table["low"][0] == pytest.approx(witness.low, rel=1e-10)
    assert table["high"][0] == pytest.approx(witness.high, rel=1e-10)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
@pytest.mark.parametrize("stayed", [(56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (0, 15, 0, 29), (2, 2, 0, 2)])
def test_the_interval_of_shares_is_newcombes(stayed, confidence):
    ours, followers, theirs, others = stayed
    figures = [1] * ours + [0] * (followers - ours) + [1] * theirs + [0] * (others - theirs)
    row = socroi.SOCSEGMENT([1] * followers + [0] * others, figures, confidence).iloc[0]
    low, high = proportion.confint_proportions_2indep(
        ours, followers, theirs, others, method="newcomb", compare="diff", alpha=1 - confidence
    )
    assert [row["low"], row["high"]] == pytest.approx([low, high], abs=1e-9)


def test_two_who_stayed_against_two_who_left_are_no_finding():
    # Newcombe's interval of 2 of 2 less 0 of 2 is .07 to 1; Welch's is 1 to 1, as if nobody could ever do otherwise.
    row = socroi.SOCSEGMENT([True, True, False, False], [1, 1, 0, 0]).iloc[0]
    assert [round(row["low"], 2), row["high"]] == [0.07, 1.0]
    assert row["finding"] == "too few: 10 in each group would do"


@pytest.mark.parametrize(
    ("followers", "others", "finding"),
    [
        ([1] * 10, [0] * 10, "differs"),
        ([1] * 10, [0] * 9, "too few: 10 in each group would do"),
        ([1, 0] * 10, [1, 0] * 12, "not more than chance"),
        (FOLLOWERS, OTHERS, "differs"),
        (FOLLOWERS, [*OTHERS[:6], *FOLLOWERS[:9]], "not more than chance"),
        ([12] * 10, [10] * 10, "no spread to judge by"),
    ],
)
def test_a_finding_is_an_interval_without_zero_in_groups_of_ten(followers, others, finding):
    table = socroi.SOCSEGMENT([1] * len(followers) + [0] * len(others), followers + others)
    assert table["finding"][0] == finding


@pytest.mark.parametrize("group", [0, 1])
def test_money_that_a_few_bring_is_no_finding_and_says_how_many_customers_would_do(group):
    # By numpy: 25 (exp(variance of the logarithms above 0) x 12 / 8 - 1), rounded up.
    few = [0, 0, 0, 0, 5, 9, 12, 20, 30, 65, 150, 900]
    needed = int(np.ceil(25 * (np.exp(np.var(np.log(few[4:]), ddof=1)) * 12 / 8 - 1)))
    even = [100.0 + k for k in range(12)]
    figures = [*few, *even] if group else [*even, *few]
    finding = socroi.SOCSEGMENT([1] * 12 + [0] * 12, figures)["finding"][0]
    assert finding == f"a few bring most: {needed} in each group would do"
    # Of figures below 0 no logarithm tells anything, and with enough customers the interval is believed.
    assert "few" not in socroi.SOCSEGMENT([1] * 12 + [0] * 12, [-1, *figures[1:]])["finding"][0]
    many = (needed // 12 + 1) * 12
    whole = socroi.SOCSEGMENT([1] * many + [0] * many, [*figures[:12] * (many // 12), *figures[12:] * (many // 12)])
    assert whole["finding"][0] == "differs" or "not more" in whole["finding"][0]


def test_groups_in_which_nobody_differs_have_no_interval():
    row = socroi.SOCSEGMENT([True, True, False, False], [12, 12, 10, 10]).iloc[0]
    assert row["difference"] == 2.0
    assert (row["low"], row["high"]) == ("#DIV/0!", "#DIV/0!")


def test_means_and_their_difference_are_the_plain_ones():
    table = socroi.SOCSEGMENT([1, 1, 0, 0], [30, 10, 10, 6])
    assert table.iloc[0, :4].tolist() == [20.0, 8.0, 12.0, 1.5]


def test_rows_that_lack_something_are_left_out():
    whole = socroi.SOCSEGMENT([1, 1, 0, 0], [30, 10, 10, 6])
    holes = socroi.SOCSEGMENT([1, None, 1, 0, 0, 0], [30, 99, 10, 10, None, 6])
    assert holes.equals(whole)


def test_a_relative_difference_to_nothing_is_an_error_in_its_own_cell():
    table = socroi.SOCSEGMENT([True, True, False, False], [5, 7, -1, 1])
    assert table["relative"][0] == "#DIV/0!"
    assert table["difference"][0] == 6.0


def test_a_group_of_one_has_no_interval():
    answer = socroi.SOCSEGMENT([True, True, False], [5, 7, 1])
    assert answer == "#NUM!"
    assert "2 followers and 1 others" in answer.why


def test_texts_for_followers_name_their_row_and_the_way_out():
    answer = socroi.SOCSEGMENT(["yes", "no"], [1, 2])
    assert answer == "#VALUE!"
    assert "row 1" in answer.why
    assert '=A2="yes"' in answer.hint


def test_better_retention_is_worth_its_customers():
    assert socroi.SOCLIFTVALUE(200, 0.75, 0.5, 10) == 500.0
    assert socroi.SOCLIFTVALUE(200, 0.5, 0.75, 10) == -500.0


def test_deals_are_larger_and_sooner():
    # 10 x (200 + 10 days x 5).
    assert socroi.SOCDEALVALUE(10, 1200, 1000, 20, 30, 5) == 2500.0
    assert socroi.SOCDEALVALUE(10, 1200, 1000, 20) == "#N/A"


def test_days_whose_worth_nobody_knows_are_not_worth_nothing():
    assert socroi.SOCDEALVALUE(10, 1200, 1000, 20, 30) == "#N/A"
    assert socroi.SOCDEALVALUE(10, 1200, 1000, 20, 30, 0) == 2000.0


@pytest.mark.parametrize(("followers", "others", "spread"), [(10, 10, 1), (10, 40, 3), (40, 10, 3)])
def test_the_interval_of_means_holds_the_truth_in_small_and_unequal_groups_that_vary_unlike(followers, others, spread):
    # 200 draws: of intervals of 95%, 93 to 97 hold, and with 3 standard errors 89 to 100.
    chance, held = np.random.default_rng(2), 0
    for _ in range(200):
        figures = [*chance.normal(12, spread, followers), *chance.normal(10, 1, others)]
        row = socroi.SOCSEGMENT([1] * followers + [0] * others, figures).iloc[0]
        held += row["low"] <= 2 <= row["high"]
    assert held / 200 >= 0.89


@pytest.mark.parametrize(("followers", "others"), [(20, 20), (20, 400)])
@pytest.mark.parametrize("spread", [0.8, 1.6])
def test_a_wrong_interval_of_money_that_a_few_bring_seldom_goes_without_a_warning(followers, others, spread):
    # Log-normal money, as spread as shops see it in the group of followers and less in the other: Welch's interval
    # misses in 9 to 26 of 100. 2,000 draws: without a warning in 2 to 7; with 3 standard errors of 200, 13 at most.
    chance, draws = np.random.default_rng(6), 2000 if os.environ.get("SOCROI_SWEEP") else 200
    missed = 0
    for _ in range(draws):
        mine = np.exp(chance.normal(-spread * spread / 2, spread, followers))
        theirs = np.exp(chance.normal(-0.32, 0.8, others))
        row = gate.call(
            formulas()["SOCSEGMENT"], [True] * followers + [False] * others, [*mine.tolist(), *theirs.tolist()]
        ).body[0]
        missed += not row[4] <= 0 <= row[5] and "few" not in row[6]
    assert missed / draws <= (0.08 if draws > 200 else 0.13)
