"""From round to round in the programme: hand sums, and SOCNPS of the catalogue."""

from datetime import date
from math import sqrt

import pytest
from every_template import filled

import socroi

ROUNDS = (date(2026, 1, 1), date(2026, 4, 1), None, None)


def book(path, *scores):
    """A programme with a round of maturity and of answers in January and in April."""
    answers = [
        {"date": day.replace(day=10), "score": score}
        for day, given in zip(ROUNDS, scores, strict=False)
        for score in given
    ]
    maturity = [{"area": "Integration", "statement": "One", "weight": 1, "first": 1, "second": 4}]
    return filled(path, "programme", {"Maturity": maturity, "Answers": answers}, {"rounds": ROUNDS})


def changes(figures):
    """The first line below the heading of the changes."""
    rows = list(figures.book["Findings"].iter_rows(min_col=2, max_col=7, values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "To the round of")
    return rows[head + 1 : head + 4]


def test_change_of_maturity_and_score_stand_beside_each_other_with_the_interval_of_the_score(tmp_path):
    before, after = [9] * 20 + [7] * 20 + [3] * 20, [10] * 45 + [8] * 10 + [2] * 5
    first, *others = changes(book(tmp_path / "a.xlsx", before, after))
    (one, low_one, high_one), (two, low_two, high_two) = (
        socroi.SOCNPS(scores).iloc[0, :3].tolist() for scores in (before, after)
    )
    assert first[0].date() == ROUNDS[1]
    assert first[1] == pytest.approx((4 - 1) / 5)
    assert first[2] == pytest.approx(two - one) == pytest.approx(200 / 3)
    assert first[3] == pytest.approx(two - one - sqrt((two - low_two) ** 2 + (high_one - one) ** 2))
    assert first[4] == pytest.approx(two - one + sqrt((high_two - two) ** 2 + (one - low_one) ** 2))
    assert first[5] == "✓ rose"
    assert [row[1:] for row in others] == [(None,) * 5] * 2


def test_change_that_few_answers_make_by_chance_is_called_so(tmp_path):
    (first, *_) = changes(book(tmp_path / "a.xlsx", [9, 7, 3], [10, 9, 3]))
    assert first[5] == "not more than chance"


def test_score_of_few_answers_lies_within_its_interval_as_in_the_catalogue(tmp_path):
    figures = book(tmp_path / "a.xlsx", [10], [])
    score, low, high = socroi.SOCNPS([10]).iloc[0, :3].tolist()
    assert figures.row("Findings", "Months counted", nth=2)[4:7] == pytest.approx([score, low, high])
