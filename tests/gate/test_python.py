"""Functions called from Python: what a column of a DataFrame may hold, and what comes back."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

import socroi

EXPORT = pd.DataFrame(
    {
        "day": pd.to_datetime(["2026-01-01", "2026-01-02"]),
        "platform": ["fb", "ig"],
        "revenue": [1000.0, 500.0],
        "worked": pd.to_timedelta([90, 30], unit="min"),
    }
)


@pytest.mark.parametrize(
    ("revenue", "said"),
    [
        (EXPORT[["day", "revenue"]], "the date 2026-01-01T00:00:00 in row 1, column 1"),
        (EXPORT["day"], "the date 2026-01-01T00:00:00 in row 1"),
        (EXPORT["day"].to_numpy(), "the date"),
        ([date(2026, 1, 1), 500], "the date 2026-01-01 in row 1"),
        (date(2026, 1, 1), "the date 2026-01-01,"),
        (EXPORT[["platform", "revenue"]], 'the text "fb" in row 1, column 1'),
        (EXPORT["platform"], 'the text "fb" in row 1'),
        (EXPORT["platform"].astype("category"), 'the text "fb" in row 1'),
        (pd.Series([1000, "1,234.50"], dtype=object), 'the text "1,234.50" in row 2'),
        (["revenue", 1000, 500], 'the text "revenue" in row 1'),
        (EXPORT["revenue"] > 600, "the boolean TRUE in row 1"),
        (EXPORT["worked"], "a duration"),
        (EXPORT[["revenue", "worked"]], "a duration"),
        (EXPORT["worked"].to_numpy(), "a duration"),
        (timedelta(hours=2), "a duration"),
        ([timedelta(hours=2), 5.0], "a duration"),
    ],
)
def test_what_is_no_money_is_refused_where_money_is_wanted(revenue, said):
    # A day beside a revenue of 100 was 46023 more, its serial number: for 50 spent, a return of 92146%.
    answer = socroi.SOCROI(revenue, 50)
    assert answer == "#VALUE!"
    assert f"revenue holds {said}" in answer.why
    assert answer.why.endswith("and an amount is a number.")
    assert answer.hint


@pytest.mark.parametrize(
    "revenue",
    [
        EXPORT["revenue"],
        EXPORT[["revenue"]],
        pd.Series([1000, None, 500], dtype=object),
        pd.Series([1000, pd.NA, 500], dtype="Int64"),
        pd.Series(["", 1000, 500], dtype=object),
        np.array([1000, 500]),
        iter([1000, 500]),
    ],
)
def test_numbers_and_blanks_are_columns_of_money(revenue):
    assert socroi.SOCROI(revenue, 500) == 200.0


def test_a_column_of_nothing_is_not_known_yet():
    assert socroi.SOCROI(pd.Series([], dtype=object), 500) == "#N/A"


def test_rows_that_go_together_refuse_a_wrong_column_too():
    answer = socroi.SOCBYPLATFORM(EXPORT["platform"], EXPORT["platform"], EXPORT["revenue"])
    assert answer == "#VALUE!"
    assert "revenue holds the text" in answer.why


def test_dates_and_texts_are_taken_where_they_are_wanted():
    table = socroi.SOCBYPERIOD(EXPORT["day"], EXPORT["revenue"], EXPORT["revenue"])
    assert table["period"].tolist() == ["2026-01", "total"]
    assert socroi.SOCBYPLATFORM(EXPORT["platform"], EXPORT["revenue"], EXPORT["revenue"])["ROI"].tolist() == [0.0] * 3


def test_an_error_in_a_column_is_the_result_before_anything_else():
    assert socroi.SOCROI(["a", "#REF!"], 500) == "#REF!"
