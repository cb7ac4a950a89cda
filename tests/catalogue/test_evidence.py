"""Witnesses: SciPy, statsmodels, numpy, and the tables that the papers print."""

import sys
from itertools import pairwise
from random import Random

import numpy as np
import pytest

import socroi
from socroi.definition.registry import formulas
from socroi.errors import CellError
from socroi.gate import gate
from socroi.methods import resampling
from socroi.methods.prewhitening import memory_of
from socroi.methods.resampling import resampled_sums

acf = pytest.importorskip("statsmodels.api", reason="statsmodels, the witness, is not installed").tsa.acf
stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")

# A year and a half of sentiment and of revenue that follows it two months later.
SENTIMENT = [0.2, 0.5, 0.1, 0.7, 0.4, 0.9, 0.3, 0.6, 0.2, 0.8, 0.5, 0.1, 0.4, 0.7, 0.3, 0.6, 0.9, 0.2]
REVENUE = [51, 43, 38, 54, 33, 61, 47, 72, 41, 58, 38, 69, 52, 34, 47, 63, 40, 55]


# Correlation


def news(series, memory):
    """What the period before does not tell."""
    return [b - memory * a for a, b in pairwise(series)]


def memory(series):
    """The slope of numpy's regression of each period on the one before."""
    return np.polyfit(series[:-1], series[1:], 1)[0]


def test_each_lag_is_scipys_correlation_of_what_is_new():
    table = socroi.SOCLAGCORR(SENTIMENT, REVENUE, 6)
    assert table["lag"].tolist() == [0, 1, 2, 3, 4, 5, 6]
    left = memory(SENTIMENT)
    ours, theirs = news(SENTIMENT, left), news(REVENUE, left)
    for lag, r, n, p, adjusted in table.iloc[:, :5].itertuples(index=False):
        witness = stats.pearsonr(ours[: 17 - int(lag)], theirs[int(lag) :])
        assert n == 17 - lag
        assert r == pytest.approx(witness.statistic, rel=1e-9)
        assert p == pytest.approx(witness.pvalue, rel=1e-9)
        assert adjusted == pytest.approx(min(1, 7 * witness.pvalue), rel=1e-9)


def test_the_memory_of_a_series_is_that_of_statsmodels():
    autoreg = pytest.importorskip("statsmodels.tsa.ar_model", reason="statsmodels, the witness, is not installed")
    assert memory_of(SENTIMENT) == pytest.approx(autoreg.AutoReg(SENTIMENT, 1).fit().params[1], rel=1e-9)


def test_the_strongest_lag_is_marked():
    assert socroi.SOCLAGCORR(SENTIMENT, REVENUE, 6)["note"].tolist()[2] == "best"
    assert socroi.SOCLAGCORR(SENTIMENT, REVENUE, 6)["note"].notna().sum() == 1


def remembering(chance, rows, memory):
    """A series of which each period keeps a part of the one before, begun long before it is looked at."""
    value, series = 0.0, []
    for _ in range(rows + 50):
        value = memory * value + chance.gauss(0, 1)
        series.append(value)
    return series[50:]


@pytest.mark.parametrize("rows", [12, 24, 48])
def test_series_that_have_nothing_to_do_with_each_other_seem_related_in_about_one_of_twenty(rows):
    # 400 draws of two independent series that keep 0.7 of each period: of 5%, 20 are expected, with 3 standard errors 7
    # to 33. Correlated as they are, 17 to 37% seemed related.
    chance = Random(rows)
    related = 0
    for _ in range(400):
        table = socroi.SOCLAGCORR(remembering(chance, rows, 0.7), remembering(chance, rows, 0.7))
        related += "best" in "".join(table["note"].dropna())
    assert 7 <= related <= 33


def test_a_relation_that_is_there_is_found_at_its_lag():
    chance = Random(5)
    found = 0
    for _ in range(50):
        sentiment = remembering(chance, 37, 0.7)
        outcome = [10 * before + chance.gauss(0, 10) for before in sentiment[:-1]]
        found += str(socroi.SOCLAGCORR(sentiment[1:], outcome)["note"][1]).startswith("best")
    assert found >= 40


def test_where_the_best_of_the_lags_could_be_chance_the_table_says_so():
    chance = Random(1)
    table = socroi.SOCLAGCORR([chance.random() for _ in range(24)], [chance.random() for _ in range(24)])
    assert table["note"].dropna().tolist() == ["not more than chance"]
    assert table["adjusted p"][table["note"].notna()].tolist()[0] >= 0.05


def test_blanks_leave_out_their_pairs_and_keep_everything_else_in_its_month():
    sentiment = [None if month == 5 else value for month, value in enumerate(SENTIMENT)]
    revenue = [None if month == 9 else value for month, value in enumerate(REVENUE)]
    table = socroi.SOCLAGCORR(sentiment, revenue, 2)
    # A month's news needs the month before it: of sentiment 5 and 6 are missing, of revenue 9 and 10.
    months = [m for m in range(1, 18) if m not in {5, 6}]
    left = np.polyfit([SENTIMENT[m - 1] for m in months], [SENTIMENT[m] for m in months], 1)[0]
    pairs = [
        (SENTIMENT[m] - left * SENTIMENT[m - 1], REVENUE[m + 2] - left * REVENUE[m + 1])
        for m in range(1, 16)
        if m not in {5, 6} and m + 2 not in {9, 10}
    ]
    assert table["n"].tolist()[2] == len(pairs)
    assert table["r"][2] == pytest.approx(stats.pearsonr(*zip(*pairs, strict=True)).statistic, rel=1e-9)


def test_two_figures_that_only_grow_are_no_finding_without_a_warning():
    chance = Random(2)
    for _ in range(100):
        one = [month + chance.random() for month in range(24)]
        other = [100 + 3 * month + chance.random() for month in range(24)]
        assert "best" not in socroi.SOCLAGCORR(one, other, 3)["note"].tolist()
    follows = [0.0, *(value + chance.random() / 100 for value in one[:-1])]
    assert "trend" in "".join(socroi.SOCLAGCORR(one, follows, 3)["note"].dropna())


def test_by_default_a_quarter_of_the_periods_is_tried():
    assert len(socroi.SOCLAGCORR(SENTIMENT, REVENUE)) == 1 + 18 // 4
    assert len(socroi.SOCLAGCORR(SENTIMENT * 10, REVENUE * 10)) == 1 + 12


def test_too_few_periods_say_how_many_would_do():
    answer = socroi.SOCLAGCORR(SENTIMENT[:10], REVENUE[:10], 4)
    assert answer == "#NUM!"
    assert "needs 13 periods" in answer.why
    assert "max_lag of 1" in answer.hint
    assert socroi.SOCLAGCORR(SENTIMENT[:8], REVENUE[:8], 0).hint == "Give 9 periods."


def test_a_figure_that_never_moves_has_no_correlation():
    assert socroi.SOCLAGCORR([0.1] * 18, REVENUE, 2) == "#DIV/0!"
    assert socroi.SOCLAGCORR([0.1 * month for month in range(18)], REVENUE, 2) == "#DIV/0!"
    # It moves in the first two months alone, which a lag of one month as the outcome leaves out.
    table = socroi.SOCLAGCORR(SENTIMENT, [5] + [7] * 17, 1)
    assert table["r"][1] == "#DIV/0!"
    assert table["note"].notna().tolist() == [True, False]


def test_huge_figures_are_correlated_like_any_others():
    table = socroi.SOCLAGCORR([value * 1e300 for value in SENTIMENT], [value * 1e-300 for value in REVENUE], 2)
    assert table["r"].tolist() == pytest.approx(socroi.SOCLAGCORR(SENTIMENT, REVENUE, 2)["r"].tolist(), rel=1e-12)


# Ranges


def test_the_middle_and_the_spread_of_a_range_are_those_of_pearson_and_tukey():
    # By hand: m = 0.185 x 600 + 0.63 x 900 + 0.185 x 1800 = 1011; the variance 0.185 x 411^2 + 0.63 x 111^2 + 0.185 x
    # 789^2 = 154179; the cost is 500.
    row = socroi.SOCRANGE(600, 900, 1800, 500).iloc[0]
    assert row[["low", "likely", "high"]].tolist() == pytest.approx([20, 80, 260])
    assert row["mean"] == pytest.approx((1011 - 500) / 5)
    variance = 0.185 * 411**2 + 0.63 * 111**2 + 0.185 * 789**2
    assert row["spread"] == pytest.approx(variance**0.5 / 5)
    assert row["nine in ten to"] - row["mean"] == pytest.approx(stats.norm.ppf(0.95) * variance**0.5 / 5)


def test_of_a_sale_in_a_range_only_the_margin_is_gained():
    whole, part = socroi.SOCRANGE(600, 900, 1800, 500).iloc[0], socroi.SOCRANGE(600, 900, 1800, 500, 0.5).iloc[0]
    # A half of each return: (R / 2 - 500) / 5 = ((R - 500) / 5) / 2 - 50.
    assert part.tolist()[:4] == pytest.approx([value / 2 - 50 for value in whole.tolist()[:4]])
    assert part["spread"] == pytest.approx(whole["spread"] / 2)


DISTRIBUTIONS = {
    "normal": stats.norm(100, 20),
    "skewed": stats.lognorm(0.6),
    "exponential": stats.expon(),
    "triangular": stats.triang(0.2),
    "falling short": stats.beta(6, 2),
}


@pytest.mark.parametrize("lines", [1, 2, 5, 20])
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_nine_of_ten_cases_lie_where_nine_of_ten_are_said_to(name, lines):
    # Lines whose ends are right: of 20,000 cases, 90% are 18,000. With PERT's weights 58 to 69% lay there.
    distribution = DISTRIBUTIONS[name]
    ends = [[float(end)] * lines for end in distribution.ppf([0.05, 0.5, 0.95])]
    row = socroi.SOCRANGE(*ends, 100).iloc[0]
    cases = distribution.rvs((20_000, lines), random_state=np.random.default_rng(lines)).sum(axis=1)
    inside = np.mean((cases - 100 >= row["nine in ten from"]) & (cases - 100 <= row["nine in ten to"]))
    assert 0.88 <= inside <= 0.935
    assert row["mean"] + 100 == pytest.approx(lines * distribution.mean(), rel=0.006)


# The bootstrap

GAINS = [120.0, 300, 80, 150, 90, 400, 60, 200, 310, 20, 75, 180]
COSTS = [100.0, 150, 90, 60, 100, 120, 80, 70, 200, 40, 55, 95]
EVEN_GAINS = [120.0, 300, 130, 150, 190, 280, 160, 200, 310, 110, 175, 180]
"""Of which no few make most."""


def test_the_series_of_random_numbers_is_the_known_one():
    # The first numbers of the Mersenne Twister after init_by_array({1}), which Python's seed(1) and every other
    # implementation give.
    first = [0.13436424411240122, 0.8474337369372327, 0.763774618976614]
    rows = [10**3, 10**6, 10**9]
    assert resampled_sums((rows, rows), 1, 1)[0][0] == sum(rows[int(3 * number)] for number in first)


def standard_error(gains, costs):
    """That of a ratio of sums, by the variance of what each row has over the ratio."""
    over = gains - gains.sum() / costs.sum() * costs
    return np.sqrt(len(over)) * np.std(over, ddof=1) / costs.sum()


@pytest.mark.parametrize("confidence", [0.9, 0.6])
def test_the_interval_holds_that_of_students_statistic_over_the_same_draws_and_that_of_students_t(confidence):
    chance = Random(7)
    gains, costs = np.array(EVEN_GAINS), np.array(COSTS)
    ratio = gains.sum() / costs.sum()
    statistics = []
    for _ in range(500):
        drawn = [int(chance.random() * 12) for _ in range(12)]
        drawn_ratio = gains[drawn].sum() / costs[drawn].sum()
        statistics.append((drawn_ratio - ratio) / standard_error(gains[drawn], costs[drawn]))
    row = socroi.SOCBOOT(EVEN_GAINS, COSTS, 500, 7, confidence).iloc[0]
    upper, lower = np.percentile(statistics, [50 + 50 * confidence, 50 - 50 * confidence])
    t = stats.t.ppf((1 + confidence) / 2, 11)
    assert lower != -t != -upper
    error = standard_error(gains, costs)
    expected = [(ratio - max(upper, t) * error - 1) * 100, (ratio + max(-lower, t) * error - 1) * 100]
    assert [row["low"], row["high"]] == pytest.approx(expected, rel=1e-9)
    assert row["ROI"] == pytest.approx((sum(EVEN_GAINS) - sum(COSTS)) / sum(COSTS) * 100, rel=1e-12)


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_with_and_without_numpy_the_same_rows_are_drawn(monkeypatch, seed):
    chance = Random(1)
    columns = [chance.random() for _ in range(300)], [chance.random() for _ in range(300)]
    with_numpy = resampled_sums(columns, 1000, seed)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "numpy", None)
        without = resampled_sums(columns, 1000, seed)
    assert np.allclose(with_numpy, without, rtol=1e-13, atol=0)
    assert len(set(without)) == 1000


def test_the_draws_without_numpy_are_of_as_many_columns_as_are_asked_for():
    assert len(resampled_sums([GAINS, COSTS, GAINS], 100, 1)[0]) == 3


def test_of_many_rows_parts_are_drawn_and_the_interval_is_that_of_the_rows(monkeypatch):
    # The witness is the interval whose draws take the rows themselves; its ends move by a thirtieth of its width with
    # the seed, as 1,000 draws tell a percentile no better.
    chance = Random(5)
    costs = [chance.gammavariate(2, 20) for _ in range(21_000)]
    gains = [cost * 1.5 * chance.lognormvariate(-1, 1.4) for cost in costs]
    parts = resampling.ratio_interval(gains, costs, 1000, 1, 0.95)
    monkeypatch.setattr(resampling, "MOST_ROWS", len(costs))
    rows = resampling.ratio_interval(gains, costs, 1000, 1, 0.95)
    assert parts != rows
    assert parts == pytest.approx(rows, abs=0.1 * (rows[1] - rows[0]))


def test_each_row_is_dealt_to_one_part_in_rounds():
    # The first numbers of the series (above) say where the three rounds begin.
    firsts = [1343, 8474, 7637]
    sums = resampling.dealt((range(25_000), [1.0] * 25_000), 1)
    parts = [[0.0, 0.0] for _ in range(10_000)]
    for row in range(25_000):
        part = parts[(firsts[row // 10_000] + row) % 10_000]
        part[0] += row
        part[1] += 1
    assert sums == [list(each) for each in zip(*parts, strict=True)]


WORLDS = {
    "even": lambda chance, cost: cost * 1.5 + chance.gauss(0, 40),
    "skewed": lambda chance, cost: cost * 1.5 * chance.lognormvariate(-0.125, 0.5),
    "exponential": lambda chance, cost: cost * 1.5 * chance.expovariate(1),
}


@pytest.mark.parametrize("rows", [12, 20, 30])
@pytest.mark.parametrize("world", WORLDS)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(world, rows):
    # 300 samples from a known world (ROI 50), of which an interval of 95% should be wrong in 15; with 3 standard errors
    # of that count 4 to 26. Where a few make most, none is given, and none is wrong.
    chance = Random(11 + rows)
    missed = 0
    for sample in range(300):
        costs = [chance.uniform(50, 150) for _ in range(rows)]
        gains = [WORLDS[world](chance, cost) for cost in costs]
        row = gate.call(formulas()["SOCBOOT"], gains, costs, 300, sample).body[0]
        missed += not isinstance(row[1], CellError) and not row[1] <= 50 <= row[2]
    assert (4 if world == "even" else 0) <= missed <= 26


def test_of_a_sale_in_a_draw_only_the_margin_is_gained():
    halves = [gain / 2 for gain in EVEN_GAINS]
    assert socroi.SOCBOOT(EVEN_GAINS, COSTS, None, None, None, 0.5).equals(socroi.SOCBOOT(halves, COSTS))


def test_rows_that_all_return_the_same_have_one_roi_and_no_doubt():
    row = socroi.SOCBOOT([cost * 2 for cost in COSTS], COSTS).iloc[0]
    assert row[["ROI", "low", "high"]].tolist() == [100.0, 100.0, 100.0]


def test_where_nearly_all_rows_are_the_same_the_draws_tell_no_interval():
    answer = socroi.SOCBOOT([0] * 11 + [900], [50] * 12)
    assert answer == "#NUM!"
    assert "differ" in answer.why


def test_rows_of_which_a_few_make_most_of_the_revenue_say_how_many_would_do():
    # By numpy: 25 (exp(s^2) - 1), rounded up, s^2 by the logarithms above their median; figures that hardly differ need
    # fewer than 12.
    away = np.log(GAINS) - np.median(np.log(GAINS))
    needed = int(np.ceil(25 * (np.exp(2 * np.sum(away[away > 0] ** 2) / 11) - 1)))
    row = socroi.SOCBOOT(GAINS, COSTS).iloc[0]
    assert row["note"] == f"a few rows make most: {needed} rows would do"
    assert row["low"] == "#NUM!"
    assert str(needed) in row["high"].hint
    assert socroi.SOCBOOT([100 + gain / 10 for gain in GAINS], COSTS)["note"][0] is None
    assert socroi.SOCBOOT([-1, *GAINS[1:]], COSTS)["note"][0] is None


def test_rows_that_go_on_from_one_to_the_next_are_said_to_be_alike():
    # By statsmodels: the first autocorrelation of what each row has over the ratio, beside Anderson's limit.
    chance, flagged = np.random.default_rng(3), []
    for memory in (0.0, 0.9):
        news, excess = chance.normal(size=40), [0.0]
        for one in news:
            excess.append(memory * excess[-1] + one)
        gains, costs = 500 + 20 * np.array(excess), np.full(41, 100.0)
        over = gains - gains.sum() / costs.sum() * costs
        limit = (1.96 * np.sqrt(39) - 1) / 40
        note = socroi.SOCBOOT(gains.tolist(), costs.tolist())["note"][0]
        assert (acf(over, nlags=1)[1] > limit) == (note is not None)
        flagged.append(note)
    assert flagged[0] is None
    assert "periods in order" in flagged[1]


def test_sales_that_never_fall_below_nothing_lose_no_more_than_the_cost():
    row = socroi.SOCBOOT(EVEN_GAINS, COSTS, None, None, 0.99999999).iloc[0]
    assert -100 == row["low"] <= row["ROI"] <= row["high"]


def test_the_same_seed_is_the_same_interval_and_another_seed_another():
    assert socroi.SOCBOOT(EVEN_GAINS, COSTS).equals(socroi.SOCBOOT(EVEN_GAINS, COSTS))
    assert not socroi.SOCBOOT(EVEN_GAINS, COSTS).equals(socroi.SOCBOOT(EVEN_GAINS, COSTS, None, 2))


def test_rows_that_are_not_whole_are_left_out():
    holes = socroi.SOCBOOT([*EVEN_GAINS, None, 50], [*COSTS, 70, None])
    assert holes.equals(socroi.SOCBOOT(EVEN_GAINS, COSTS))


def test_too_few_rows_say_how_many_would_do():
    answer = socroi.SOCBOOT(GAINS[:7], COSTS[:7])
    assert answer == "#N/A"
    assert "7 rows are known" in answer.why
    assert "Add 5 more" in answer.hint


def test_a_cost_in_one_row_alone_is_refused():
    answer = socroi.SOCBOOT(GAINS, [500] + [0] * 11)
    assert answer == "#NUM!"
    assert "1 of 12 rows" in answer.why
    assert socroi.SOCBOOT(GAINS, [0] * 12) == "#DIV/0!"


@pytest.mark.parametrize(("draws", "seed"), [(99, 1), (500.5, 1), (500, -1), (500, 1.5), (500, 2**32)])
def test_draws_and_seeds_outside_their_limits_are_refused(draws, seed):
    assert socroi.SOCBOOT(GAINS, COSTS, draws, seed) == "#NUM!"


def test_rows_too_large_to_be_squared_have_no_interval():
    cost = [100, 150, 90, 60, 100, 120, 80, 70, 200, 40, 55, 95]
    assert socroi.SOCBOOT([1e308, -1e200, *cost[2:]], cost) == "#NUM!"
