"""Complaints in public, and search that social media lift as a test: hand sums, the catalogue and SciPy."""

from datetime import date, timedelta

import pytest
from every_template import Figures, computed, filled

import socroi

stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
SALE = {
    "month": JANUARY,
    "line": "Search, lifted by social media",
    "revenue": 1000,
    "part": 0.5,
    "evidence": "Anecdote",
}
COST = {"month": JANUARY, "platform": "Facebook", "category": "Ads", "amount": 100}
WITH = (341, 366, 329, 372, 348, 391, 335, 362, 350, 379)
WITHOUT = (268, 301, 289, 255, 310, 297, 263, 284, 322, 279)


def weeks(active, idle):
    """Weeks of either kind in turn."""
    figures = [
        (figure, word)
        for pair in zip(active, idle, strict=True)
        for figure, word in zip(pair, ("yes", "no"), strict=True)
    ]
    return [
        {"week": JANUARY + timedelta(weeks=place), "active": word, "figure": figure}
        for place, (figure, word) in enumerate(figures)
    ]


def book(path, rows, settings=None):
    return filled(
        path, "hidden_returns", {"Sales": [SALE], "Weeks": rows, "Costs": [COST]}, {"margin": 0.5, **(settings or {})}
    )


def test_complaints_give_shares_of_sums_and_each_answer_counts_once_in_the_time_it_took(tmp_path):
    complaints = [
        {"month": JANUARY, "platform": "Facebook", "complaints": 10, "answered": 9, "hours": 2, "resolved": 5},
        {"month": JANUARY, "platform": "X (Twitter)", "complaints": 30, "answered": 15, "hours": 10},
        {"month": FEBRUARY, "complaints": 4, "answered": 4, "resolved": 4},
        {"month": date(2025, 12, 1), "complaints": 100, "answered": 1, "hours": 99, "resolved": 0},
    ]
    sales = [{**SALE, "month": FEBRUARY}]
    figures = filled(tmp_path / "a.xlsx", "hidden_returns", {"Complaints": complaints, "Sales": sales, "Costs": [COST]})
    total = figures.row("Complaints", "Months counted")[1:7]
    # Hours: (9 x 2 + 15 x 10) / 24; resolved: of the 14 complaints of which that is known.
    assert total == pytest.approx([44, 28, 28 / 44, 168 / 24, 9, 9 / 14])
    sheet = figures.book["Returns"]
    months = [[cell.value for cell in row] for row in sheet.iter_rows(min_col=3, max_col=8) if row[0].row > 80][-12:]
    assert months[0] == pytest.approx([40, 24, 24 / 40, 7, 5, 5 / 10])
    assert months[1] == [4, 4, 1, None, 4, 1]
    assert months[2] == [None] * 6


def test_more_answers_than_complaints_are_named_and_complaints_are_no_money(tmp_path):
    complaints = [{"month": JANUARY, "complaints": 3, "answered": 5}]
    tables = {"Sales": [SALE], "Costs": [COST]}
    without = filled(tmp_path / "a.xlsx", "hidden_returns", tables)
    figures = filled(tmp_path / "b.xlsx", "hidden_returns", {**tables, "Complaints": complaints})
    assert figures.check("Months with more answers, or more resolved, than complaints") == (1, "▲ look here")
    assert figures["return_likely"] == without["return_likely"]


def test_weeks_with_activity_differ_from_weeks_without_as_in_the_catalogue(tmp_path):
    figures = book(tmp_path / "a.xlsx", weeks(WITH, WITHOUT))
    ours, theirs, difference, *_ = socroi.SOCSEGMENT(
        [True] * len(WITH) + [False] * len(WITHOUT), [*WITH, *WITHOUT]
    ).iloc[0]
    # SciPy's Welch; SOCSEGMENT's is wider on the side of what little skew there is.
    low, high = stats.ttest_ind(WITH, WITHOUT, equal_var=False).confidence_interval()
    shown = figures.row("Search test", "Difference")
    assert shown[1] == pytest.approx(difference) == pytest.approx(ours - theirs)
    # TINV takes whole degrees of freedom, rounded down: the interval is wider by a hair, never narrower.
    assert shown[2] == pytest.approx(low, abs=2e-3 * (high - low))
    assert shown[3] == pytest.approx(high, abs=2e-3 * (high - low))
    assert shown[4] == "✓ differs"
    assert figures["search_likely"] == pytest.approx(difference / ours)
    assert figures["search_low"] < figures["search_likely"] < figures["search_high"]


@pytest.mark.parametrize("chosen", [None, "the typed part"])
def test_typed_part_counts_until_the_tested_one_is_chosen(tmp_path, chosen):
    figures = book(tmp_path / "a.xlsx", weeks(WITH, WITHOUT), {"search_counts": chosen} if chosen else None)
    assert figures["return_search"] == 1000 * 0.5 * 0.5
    assert figures.row("Search test", "Which of the two counts")[1:3] == [0.5, "the typed part"]


def test_tested_part_that_is_chosen_counts_with_its_interval_and_is_known_by_a_test(tmp_path):
    figures = book(tmp_path / "a.xlsx", weeks(WITH, WITHOUT), {"search_counts": "the tested part"})
    parts = [figures[f"search_{which}"] for which in ("low", "likely", "high")]
    assert figures["return_search"] == pytest.approx(1000 * parts[1] * 0.5)
    line = figures.row("Returns", "Search, lifted by social media")
    assert line[1:4] == pytest.approx([1000 * part * 0.5 for part in parts])
    assert line[4] == "Test"
    assert figures.row("Search test", "Which of the two counts")[2] == "the tested part"


def test_tested_part_of_too_few_weeks_does_not_count_and_that_is_said(tmp_path):
    figures = book(tmp_path / "a.xlsx", weeks(WITH[:9], WITHOUT[:9]), {"search_counts": "the tested part"})
    assert figures["return_search"] == 1000 * 0.5 * 0.5
    assert figures["search_likely"] is None
    assert figures["search_finding"] == "too few: 10 in each group would do"
    text = "Tested part chosen, but too few weeks: the typed one counts"
    assert figures.check(text) == (1, "▲ look here")


def test_interval_of_the_part_holds_the_true_one_in_95_of_100_made_up_years():
    """Fieller's formula as it stands in the cells, over series whose true part is a fifth."""
    import numpy as np
    from scipy import stats

    dice = np.random.default_rng(13)
    held = 0
    for _ in range(2000):
        one, two = dice.normal(100, 25, 12), dice.normal(80, 25, 12)
        v, w = one.var(ddof=1) / 12, two.var(ddof=1) / 12
        t = stats.t.ppf(0.975, int((v + w) ** 2 / (v**2 / 11 + w**2 / 11)))
        a, product = one.mean() ** 2 - t**2 * v, one.mean() * two.mean()
        root = np.sqrt(product**2 - a * (two.mean() ** 2 - t**2 * w))
        held += 1 - (product + root) / a <= 0.2 <= 1 - (product - root) / a
    assert held / 2000 == pytest.approx(0.95, abs=0.02)


def test_example_shows_the_test_beside_the_typed_part_and_leaves_its_figures_as_they_were():
    figures = Figures(computed("hidden_returns", example=True))
    assert figures.row("Search test", "Which of the two counts")[1:3] == [pytest.approx(0.2), "the typed part"]
    assert figures["search_likely"] == pytest.approx(0.19, abs=0.005)
