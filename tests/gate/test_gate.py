from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import socroi
from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CellError
from socroi.gate import gate


def cell(name, *arguments, **named):
    return gate.call(formulas()[name], *arguments, **named)


def roi(*arguments, **named):
    return cell("SOCROI", *arguments, **named)


# 1000 + 500 earned for 500: ((1500 - 500) x 100) / 500 = 200.
ARRIVALS = {
    "a flat list": [1000, 500],
    "a tuple": (1000, 500),
    "rows": [[1000], [500]],
    "one row": [[1000, 500]],
    "rows of tuples": ((1000,), (500,)),
    "ragged rows": [[1000, 500], [None]],
    "blanks between": [1000, None, 500, ""],
    "an iterator": iter([1000, 500]),
    "a generator": (x for x in (1000.0, 500.0)),
    "a range of numbers and a header": ["revenue", 1000, 500],
    "booleans inside a range": [True, 1000, False, 500],
    "numeric text inside a range, skipped as SUM does": [1000, "12", 500],
    "currency cells": [Decimal(1000), Decimal("500.0000")],
    "an exact fraction": [Fraction(2000, 2), 500],
    "NaN as a blank": [1000, float("nan"), 500],
    "a Decimal NaN as a blank": [Decimal("NaN"), 1000, 500],
    "numpy integers": np.array([1000, 500]),
    "numpy floats with NaN": np.array([1000.0, np.nan, 500.0]),
    "a numpy block": np.array([[1000.0], [500.0]]),
    "a numpy array of objects": np.array([1000, None, 500], dtype=object),
    "a list of numpy scalars": [np.float64(1000), np.int64(500), np.float32("nan")],
    "a list of numpy arrays": [np.array([1000]), np.array([500])],
    "a pandas series": pd.Series([1000, 500]),
    "a nullable series": pd.Series([1000, pd.NA, 500], dtype="Int64"),
    "a series of objects": pd.Series([1000, None, pd.NaT, 500], dtype=object),
    "an index": pd.Index([1000, 500]),
    "a data frame": pd.DataFrame({"q1": [1000.0, None], "q2": [500.0, None]}),
    "a mixed data frame": pd.DataFrame({"post": ["a", "b"], "revenue": [1000, 500]}),
}


@pytest.mark.parametrize("revenue", ARRIVALS.values(), ids=ARRIVALS.keys())
def test_revenue_is_summed_however_it_arrives(revenue):
    assert roi(revenue, 500) == 200.0


@pytest.mark.parametrize(
    "one",
    [
        1500,
        1500.0,
        Decimal(1500),
        np.float64(1500),
        np.int32(1500),
        np.array(1500),
        [1500],
        [[1500]],
        pd.Series([1500]),
    ],
)
def test_one_cell_is_a_number_however_it_arrives(one):
    assert roi(one, 500) == 200.0
    assert roi(1500, 500, one, "ratio").code == "#NUM!"


@pytest.mark.parametrize("blank", [None, "", float("nan"), pd.NA, pd.NaT, np.nan, [], [None, ""], [[None], [None]]])
def test_a_blank_where_a_number_is_needed_is_not_known_yet(blank):
    assert roi(1000, blank) == "#N/A"
    assert roi(blank, 500) == "#N/A"


@pytest.mark.parametrize("blank", [None, "", float("nan"), pd.NA, [None], [None, None]])
def test_a_blank_optional_argument_takes_its_default(blank):
    assert roi(1000, 500, blank, blank) == 100.0


def test_an_omitted_argument_takes_its_default():
    assert roi(1000, 500) == 100.0
    assert roi(1000, 500, unit="ratio") == 1.0


@pytest.mark.parametrize("wrong", ["abc", "12", "1,000", True, False, np.True_, " "])
def test_a_text_or_boolean_given_directly_is_no_number(wrong):
    assert roi(wrong, 500) == "#VALUE!"
    assert roi(1000, 500, wrong) == "#VALUE!"


@pytest.mark.parametrize("texts", [["a", "b"], [True, "x"], [["a", None]]])
def test_a_range_without_any_number_is_not_known_yet(texts):
    assert roi(1000, texts) == "#N/A"


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#SPILL!", CellError("#NAME?")])
def test_an_error_inside_an_argument_is_the_result(error):
    assert roi([1000, error], 500) == error
    assert roi(1000, 500, 1, error) == error
    assert roi("text", [5, error]) == error


def test_of_several_errors_the_first_in_reading_order_is_the_result():
    assert roi([[1, "#REF!"], ["#N/A", 2]], ["#DIV/0!"]) == "#REF!"
    assert roi(1, ["#DIV/0!"], "#N/A") == "#DIV/0!"


def test_of_several_mistakes_the_gravest_is_the_result():
    assert roi(None, -5, "x") == "#VALUE!"
    assert roi(None, -5) == "#N/A"
    assert roi(1, -5, 25) == "#NUM!"
    assert roi(1, -5, unit="perzent") == "#N/A"


def test_a_range_where_one_cell_is_wanted_says_so():
    answer = roi(1000, 500, [0.4, 0.5])
    assert answer == "#VALUE!"
    assert "one cell" in answer.why


def test_a_percentage_typed_as_a_whole_number_is_told_how_to_type_it():
    answer = roi(1000, 500, 25)
    assert answer == "#NUM!"
    assert "25" in answer.why
    assert answer.hint == "Type 0.25 or 25%."


def test_a_negative_cost_names_its_row():
    answer = roi(1000, [500, None, -20])
    assert answer == "#NUM!"
    assert "cost is -20 in row 3" in answer.why


def test_a_choice_ignores_case_and_spaces():
    assert roi(1000, 500, unit="  RATIO ") == 1.0


def test_an_unknown_choice_names_the_nearest():
    answer = roi(1000, 500, unit="percnt")
    assert answer == "#N/A"
    assert '"percent"' in answer.hint


def test_a_zero_divisor_says_what_was_zero():
    answer = roi(1000, 0)
    assert answer == "#DIV/0!"
    assert answer.why == "The cost adds up to zero."


@pytest.mark.parametrize("huge", [float("inf"), -float("inf"), 10**400])
def test_a_number_that_no_cell_can_hold_is_refused(huge):
    assert roi(huge, 500) == "#NUM!"


def test_a_result_that_no_cell_can_hold_is_refused():
    assert roi([1e308, 1e308], 500) == "#NUM!"


def test_a_date_counts_as_its_serial_number_where_a_number_is_wanted():
    # Excel: 1 January 2025 is 45658, noon is half a day more; the same moment as a plain number gives the same result.
    assert cell("SOCPROFIT", [date(2025, 1, 1)], 0) == 45658.0
    assert cell("SOCPROFIT", [datetime(2025, 1, 1, 12, tzinfo=UTC)], 0) == 45658.5
    assert cell("SOCPROFIT", np.array(["2025-01-01T12"], dtype="datetime64[ns]"), 0) == 45658.5
    assert cell("SOCPROFIT", pd.Series(pd.to_datetime(["2025-01-01", None])), 0) == 45658.0
    assert cell("SOCPROFIT", [time(6), timedelta(days=2)], 0) == 2.25


def test_every_cell_error_says_why_and_what_to_do():
    answers = [roi(1, None), roi("a", 1), roi(1, -1), roi(1, 1, unit="x"), roi(1, 1, [1, 2]), roi(["#N/A"], 1)]
    assert all(answer.why.endswith(".") and answer.hint.endswith((".", "?")) for answer in answers)


def test_mistakes_of_a_program_raise():
    with pytest.raises(TypeError, match="takes 4 arguments at most, and 5"):
        roi(1, 2, 1, "percent", 5)
    with pytest.raises(TypeError, match="no argument 'costs'"):
        roi(1000, costs=500)
    with pytest.raises(TypeError, match="given cost twice"):
        roi(1000, 500, cost=500)
    with pytest.raises(TypeError, match="cannot hold"):
        roi(object(), 500)
    with pytest.raises(TypeError, match="no order of rows"):
        roi({1000, 500}, 500)


def test_a_missing_required_argument_is_not_known_yet():
    assert roi(1000) == "#N/A"


def test_functions_are_attributes_of_the_package():
    assert socroi.SOCROI([1000, 500], cost=[500]) == 200.0
    assert "SOCROI" in dir(socroi)
    assert socroi.SOCROI.__doc__.startswith("Return on investment")
    with pytest.raises(AttributeError, match="SOCNOSUCH"):
        socroi.SOCNOSUCH  # noqa: B018 - asking is the test


def test_a_spill_is_its_rows_with_the_header_first():
    spill = Spill([["fb", 2.0], ["ig", None]], header=["platform", "ROI"])
    assert list(spill) == [["platform", "ROI"], ["fb", 2.0], ["ig", None]]
    assert (len(spill), spill.columns, spill[1]) == (3, 2, ["fb", 2.0])
    assert repr(spill) == "platform  ROI\nfb        2\nig"
