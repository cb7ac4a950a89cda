"""Witnesses: SciPy's least squares and its optimiser, statsmodels' sample sizes, and curves that are known."""

from random import Random

import numpy as np
import pytest

import socroi

optimize = pytest.importorskip("scipy.optimize", reason="SciPy, the witness, is not installed")
stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")
proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels, the witness, is not installed")


def curve(spend, base, slope, bend):
    return base + slope * spend / (1 + bend * spend)


def drawn(seed, rows=20, base=200.0, slope=5.0, bend=0.004, noise=20.0):
    chance = Random(seed)
    spend = [round(chance.uniform(0, 900), 2) for _ in range(rows)]
    return spend, [curve(s, base, slope, bend) + chance.gauss(0, noise) for s in spend]


@pytest.mark.parametrize("seed", range(6))
def test_the_return_of_the_next_step_and_its_interval_are_those_of_least_squares(seed):
    spend, revenue = drawn(seed)
    row = socroi.SOCMARGINAL(spend, revenue, 400, 50, 0.9).iloc[0]
    x = np.array(spend)
    start = [200, 5, 0.004]
    best, covariance = optimize.curve_fit(curve, x, revenue, start, ftol=1e-15, xtol=1e-15, gtol=1e-15)
    gradient = np.array([0, *optimize.approx_fprime(best, lambda p: curve(450, *p) - curve(400, *p), 1e-9)[1:]])
    margin = stats.t.ppf(0.95, len(spend) - 3) * np.sqrt(gradient @ covariance @ gradient)
    gain = curve(450, *best) - curve(400, *best)
    assert row["return"] == pytest.approx(gain, rel=1e-6)
    assert [row["low"], row["high"]] == pytest.approx([gain - margin, gain + margin], rel=1e-4)


def test_of_what_the_next_step_sells_only_the_margin_comes_back():
    spend, revenue = drawn(3)
    whole, part = (socroi.SOCMARGINAL(spend, revenue, 400, 50, 0.9, margin).iloc[0] for margin in (1, 0.3))
    assert part[["return", "low", "high"]].tolist() == pytest.approx(
        [0.3 * value for value in whole[["return", "low", "high"]]]
    )


def test_a_known_curve_is_found_again():
    spend = [0, 100, 200, 300, 500, 700, 900, 1000]
    row = socroi.SOCMARGINAL(spend, [curve(s, 10, 3, 0.002) for s in spend], 500).iloc[0]
    # 3 x 600 / 2.2 - 3 x 500 / 2.
    assert row["return"] == pytest.approx(1800 / 2.2 - 750, rel=1e-9)


def test_a_straight_line_is_told_as_one_with_the_interval_of_a_regression():
    chance = Random(4)
    spend = list(range(100, 1100, 100))
    # Curved upwards a little, so that no flattening can be seen in it.
    revenue = [50 + 2 * s + s * s / 5000 + chance.gauss(0, 5) for s in spend]
    row = socroi.SOCMARGINAL(spend, revenue, 600).iloc[0]
    line = stats.linregress(spend, revenue)
    margin = stats.t.ppf(0.975, 8) * line.stderr
    assert [row["return"], row["low"], row["high"]] == pytest.approx(
        [100 * line.slope, 100 * (line.slope - margin), 100 * (line.slope + margin)], rel=1e-9
    )
    assert row["note"] == "a straight line: no flattening was seen"


def test_a_step_beyond_what_was_tried_says_so():
    spend, revenue = drawn(1)
    note = socroi.SOCMARGINAL(spend, revenue, max(spend)).iloc[0]["note"]
    assert note.startswith("beyond")
    assert f"{max(spend):g}" in note


def test_left_out_the_current_spend_is_the_average_and_the_step_100():
    spend, revenue = drawn(2)
    row = socroi.SOCMARGINAL(spend, revenue).iloc[0]
    assert row["spend"] == pytest.approx(sum(spend) / len(spend), rel=1e-12)
    assert row["step"] == 100


@pytest.mark.parametrize(
    ("spend", "revenue", "said"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7], "Add 1 more"),
        ([100, 100, 100, 200, 200, 200, 300, 300], range(8), "3 different spends; a response curve needs 4"),
        ([100, 110, 120, 130, 140, 150, 160, 170], range(8), "85 or 200"),
        (range(100, 900, 100), range(800, 0, -100), "did not bring more revenue"),
        (range(100, 900, 100), [0.1] * 8, "did not bring more revenue"),
        ([0.0, 1000, 2000, 3000, 4000, 5000, 6000, 7000], [0] + [50] * 7, "below 1000"),
    ],
)
def test_rows_that_cannot_bear_a_curve_say_what_would(spend, revenue, said):
    answer = socroi.SOCMARGINAL(list(spend), list(revenue))
    assert answer == "#NUM!"
    assert said in answer.message


def test_spend_is_divided_as_the_optimiser_of_scipy_divides_it():
    known = {"Facebook": (100.0, 6.0, 0.006), "Instagram": (50.0, 3.0, 0.002), "LinkedIn": (0.0, 1.5, 0.001)}
    levels = [0, 100, 200, 400, 600, 900, 1200, 1500]
    rows = [(name, s, curve(s, *known[name])) for name in known for s in levels]
    table = socroi.SOCPLAN(*zip(*rows, strict=True), 2000)
    best = optimize.minimize(
        lambda x: -sum(curve(s, *k) for s, k in zip(x, known.values(), strict=True)),
        [600, 700, 700],
        bounds=[(0, 1500)] * 3,
        constraints={"type": "eq", "fun": lambda x: sum(x) - 2000},
        method="SLSQP",
        options={"ftol": 1e-13},
    )
    assert table["spend"][:-1].tolist() == pytest.approx(best.x.tolist(), abs=0.5)
    assert table["revenue"].iloc[-1] == pytest.approx(-best.fun, rel=1e-9)
    assert table["spend"].iloc[-1] == pytest.approx(2000, rel=1e-12)


def test_a_poor_platform_gets_nothing_and_a_good_one_no_more_than_was_tried():
    levels = [0, 100, 200, 300, 400, 500, 600, 700]
    rows = [("good", s, 8 * s / (1 + 0.0001 * s)) for s in levels] + [("poor", s, s / (1 + 0.01 * s)) for s in levels]
    table = socroi.SOCPLAN(*zip(*rows, strict=True), 700).set_index("platform")
    assert table["spend"].tolist() == pytest.approx([700, 0, 700], abs=1e-6)
    assert table["note"]["good"] == "the highest spend that was tried"
    table = socroi.SOCPLAN(*zip(*rows, strict=True), 900).set_index("platform")
    assert table["spend"].tolist() == pytest.approx([700, 200, 900], abs=1e-6)


def test_straight_lines_share_what_neither_can_have_alone():
    levels = [0, 100, 200, 300, 400, 500, 600, 700]
    rows = [(name, s, 3.0 * s + s * s / 1e6) for name in ("one", "two") for s in levels]
    table = socroi.SOCPLAN(*zip(*rows, strict=True), 1000)
    assert table["spend"].iloc[-1] == pytest.approx(1000)
    assert max(table["spend"][:-1]) <= 700 * (1 + 1e-9)


def test_a_plan_beyond_what_was_tried_is_refused_with_what_the_rows_can_bear():
    levels = [0, 100, 200, 300, 400, 500, 600, 700]
    rows = [("one", s, s / (1 + 0.01 * s)) for s in levels]
    answer = socroi.SOCPLAN(*zip(*rows, strict=True), 800)
    assert answer == "#NUM!"
    assert "700" in answer.hint


def test_a_platform_with_too_few_rows_is_named():
    answer = socroi.SOCPLAN(["X"] * 3, [1, 2, 3], [1, 2, 3])
    assert answer == "#NUM!"
    assert "3 periods of X" in answer.why


@pytest.mark.parametrize("rate", [0.001, 0.05, 0.4])
@pytest.mark.parametrize("lift", [-0.3, 0.1, 1.0])
@pytest.mark.parametrize("share", [0.5, 0.1])
def test_the_people_of_a_test_are_those_of_statsmodels(rate, lift, share):
    ratio = share / (1 - share)
    size = proportion.samplesize_proportions_2indep_onetail(
        rate * lift, rate, power=0.9, ratio=ratio, alpha=0.1, alternative="two-sided"
    )
    row = socroi.SOCPOWER(rate, lift, 0.9, 0.9, share).iloc[0]
    assert row["test"] == np.ceil(size)
    assert row["control"] == np.ceil(size * ratio)
    assert row["people"] == row["test"] + row["control"]


def test_a_test_of_that_size_has_the_power_that_was_asked_for():
    size = socroi.SOCPOWER(0.04, 0.25)["test"][0]
    assert proportion.power_proportions_2indep(0.01, 0.04, size).power == pytest.approx(0.8, abs=1e-3)


def test_a_lift_that_cannot_be_says_the_most_that_can():
    answer = socroi.SOCPOWER(0.5, 1.5)
    assert answer == "#NUM!"
    assert "At most 1" in answer.hint
    assert socroi.SOCPOWER(0, 0.1) == "#DIV/0!"


def test_a_control_group_of_next_to_nobody_has_no_size():
    assert socroi.SOCPOWER(0.092, -0.2, 0.09, 0.43, 5e-324) == "#NUM!"
