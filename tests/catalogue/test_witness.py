"""Witnesses: statsmodels and sums by hand."""

import pytest

import socroi

proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels, the witness, is not installed")

ANSWERS = ["friend", "Instagram", "search"]


def test_the_share_of_each_answer_has_the_interval_of_statsmodels():
    table = socroi.SOCHEARD(ANSWERS, [24, 40, 16]).set_index("answer")
    theirs = [proportion.proportion_confint(n, 80, 0.05 / 3, method="jeffreys") for n in (24, 40, 16)]
    assert table.loc[ANSWERS, ["low", "high"]].to_numpy().tolist() == [pytest.approx(row) for row in theirs]
    assert table["share"].tolist() == [0.5, 0.3, 0.2]


def test_one_row_for_each_customer_says_the_same_as_one_for_each_answer():
    by_row = socroi.SOCHEARD(["friend"] * 24 + ["Instagram "] * 30 + ["instagram"] * 10 + ["search"] * 16)
    assert by_row["customers"].tolist() == [40, 24, 16]
    assert by_row["low"].tolist() == socroi.SOCHEARD(ANSWERS, [24, 40, 16])["low"].tolist()


def test_the_silent_could_all_or_none_have_said_it():
    # 80 of 200 answered, 40 of them Instagram: at least 40 and at most 160 of 200.
    row = socroi.SOCHEARD(ANSWERS, [24, 40, 16], 200).iloc[0]
    assert row[["at least", "at most"]].tolist() == [0.2, 0.8]


def test_what_people_say_and_no_link_shows_is_a_range():
    # 40 say Instagram, 22 came by a link of it: 18 at least, and 138 if all of the 120 silent would say so, too.
    table = socroi.SOCHEARD(ANSWERS, [24, 40, 16], 200, [None, 22, 30]).set_index("answer")
    assert table.loc["Instagram", ["dark from", "dark to"]].tolist() == [18, 138]
    assert table["dark from"]["search"] == 0
    assert table.loc["friend", ["tracked", "dark from", "dark to"]].isna().all()


def test_a_blank_answer_is_one_of_the_silent_and_moves_nobody():
    table = socroi.SOCHEARD(["friend", None, "Instagram", "search"], [24, 7, 40, 16], None, [None, 5, 22, 30])
    assert table.equals(socroi.SOCHEARD(ANSWERS, [24, 40, 16], None, [None, 22, 30]))


def test_two_answers_of_which_hardly_anybody_gave_one_have_an_interval():
    # By statsmodels, proportion_confint(1, 30, method="jeffreys").
    row = socroi.SOCHEARD(["friend", "search"], [29, 1]).iloc[1]
    assert [row["low"], row["high"]] == pytest.approx(proportion.proportion_confint(1, 30, method="jeffreys"))


def test_surveys_that_tell_nothing_are_refused():
    assert "10 more" in socroi.SOCHEARD(["a", "b"], [12, 8]).hint
    assert socroi.SOCHEARD(["a"], [50]) == "#NUM!"
    assert socroi.SOCHEARD(["a", "b"], [20.5, 30]) == "#NUM!"
    assert socroi.SOCHEARD(["a", "b"], [20, 30], 40) == "#NUM!"


def test_all_marketing_stands_against_all_sales():
    # By hand: 9,000 / 3,000; half of 9,000 less 3,000; 3,000 / 60; 4,500 / 3,000; 11,000 of 9,000.
    row = socroi.SOCBLENDED([2000, 1000], [4000, 5000], 60, 4500, [6000, 5000], 0.5).iloc[0]
    assert row.tolist()[:9] == pytest.approx([3000, 9000, 3, 1500, 50, 4500, 4500, 1.5, 11 / 9])
    assert row["finding"] == "more is claimed than was sold"


def test_claims_within_the_sales_are_no_finding():
    assert socroi.SOCBLENDED(3000, 9000, None, None, 8999)["finding"][0] is None


def test_nothing_spent_nobody_new_and_no_sales_have_no_ratio():
    assert socroi.SOCBLENDED(0, 9000) == "#DIV/0!"
    assert socroi.SOCBLENDED(100, 9000, 0) == "#DIV/0!"
    assert socroi.SOCBLENDED(100, 0, None, None, 50) == "#DIV/0!"


def test_more_answers_than_there_are_customers_are_refused_at_once():
    """Found by random calls: beyond, the ends of an interval are those of neither share."""
    assert socroi.SOCHEARD(["a", "b"], [9e15, 9e15]) == "#NUM!"
    assert socroi.SOCHEARD(["a", "b"], [4e7, 6e7]).iloc[0, 2] == 0.6
