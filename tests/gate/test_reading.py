"""How many cells an argument takes: one, a column, rows that go together, cell by cell, a table."""

from datetime import date

import pytest

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.definition.units import Shape, Single
from socroi.gate import gate

VALUES = [["follower", 0.25], ["lead", 5], ["link click", 1]]


def call(name, *arguments):
    return gate.call(formulas()[name], *arguments)


def test_one_price_serves_every_row():
    # 1 x 10 + 2 x 10 + 3 x 10.
    assert call("SOCVALUE", [1, 2, 3], 10) == 60.0


@pytest.mark.parametrize(
    ("name", "arguments", "alone"),
    [
        ("SOCVALUE", (10, [1, 2, 3]), "quantity"),
        ("SOCATTRIB", ("a > b", [10, 20], "linear"), "paths"),
        ("SOCATTRIB", (["a > b", "b"], 10, "linear"), "conversions"),
        ("SOCATTRIB", (["a > b", "b"], [10, 20], "linear", 5), "revenue"),
        ("SOCMARKOV", (["a > b", "b"], [10, 20], 5), "nulls"),
        ("SOCBYPERIOD", ([46204, 46235], [300, 100], 100), "cost"),
        ("SOCBYPLATFORM", (["fb", "ig"], [300, 100], 100), "cost"),
        ("SOCBOOT", ([120, 300, 80], 100), "cost"),
        ("SOCMATURITY", ([3, 4], 2), "weights"),
    ],
)
def test_one_amount_beside_many_rows_is_refused_and_not_counted_in_each(name, arguments, alone):
    answer = call(name, *arguments)
    assert answer == "#VALUE!"
    assert f"{alone} is one cell" in answer.why
    assert answer.hint == f"Give {alone} for each row."


def test_an_optional_range_may_be_one_blank_cell():
    assert call("SOCMATURITY", [3, 4], [None]) == 0.7
    assert list(call("SOCATTRIB", ["a", "b"], [1, 3], "last", [None]))[-1] == ["total", 4.0, 1.0]


def test_the_help_says_of_each_argument_whether_one_cell_stands_for_all_rows():
    rows = {Shape.PAIRED, Shape.ALIGNED}
    for formula in formulas().values():
        for parameter in formula.parameters:
            if parameter.shape in rows:
                said = "one cell for all rows" in parameter.doc
                assert said == (parameter.single is Single.FOR_ALL), f"{formula.name}: {parameter.name}"


def test_rows_that_lack_something_are_left_out_together():
    assert call("SOCVALUE", [1, None, 3, 4], [10, 10, "n/a", 10]) == 50.0


def test_no_whole_row_at_all_is_not_known_yet():
    answer = call("SOCVALUE", [1, None], [None, 2])
    assert answer == "#N/A"
    assert answer.why == "No row has quantity and value."


def test_ranges_of_different_sizes_are_told_their_sizes():
    answer = call("SOCVALUE", [1, 2, 3], [[1, 2], [3, 4]])
    assert answer == "#VALUE!"
    assert answer.why == "quantity has 3 rows and 1 columns, value has 2 and 2."


def test_a_row_and_a_column_of_one_length_do_not_go_together():
    assert call("SOCVALUE", [[1, 2, 3]], [[1], [2], [3]]) == "#VALUE!"


def test_a_blank_cell_of_an_optional_range_takes_the_default():
    # 10 x 20 x 1.5 + 10 x 20 x 1.
    assert call("SOCLABOR", [10, 10], [20, 20], [0.5, None]) == 500.0


def test_limits_hold_in_rows_that_are_left_out_too():
    answer = call("SOCLABOR", [10, -1], [20, None])
    assert answer == "#NUM!"
    assert "row 2" in answer.why


def test_cell_by_cell_the_answer_has_the_shape_of_the_question():
    answer = call("KPIVALUE", [["lead", "follower"], ["link click", "lead"]], None, VALUES)
    assert list(answer) == [[5.0, 0.25], [1.0, 5.0]]


def test_cell_by_cell_an_error_stays_in_its_cell():
    assert list(call("KPIVALUE", ["lead", "#REF!", None], 2, VALUES)) == [[10.0], ["#REF!"], ["#N/A"]]


def test_a_mistake_in_an_argument_for_all_cells_is_in_every_cell():
    assert list(call("KPIVALUE", ["lead", "follower"], 2, ["one column"])) == [["#VALUE!"], ["#VALUE!"]]


def test_a_text_may_be_a_number_in_the_sheet():
    table = [[2024, 1], ["2025", 2], [True, 3]]
    assert [row[0] for row in call("KPIVALUE", [2024, 2025, "true"], 1, table)] == [1.0, 2.0, 3.0]


def test_one_value_for_each_row_spills_in_the_shape_of_the_rows():
    answer = call("SOCALLOC", 60, [[1, 2, 3]])
    assert isinstance(answer, Spill)
    assert list(answer) == [[10.0, 20.0, 30.0]]


@pytest.mark.parametrize("follows", [True, 1, 1.0])
def test_true_may_be_one(follows):
    assert call("SOCSEGMENT", [follows, follows, 0, False], [2, 2, 1, 1])[1][2] == 1.0


@pytest.mark.parametrize("follows", [2, "TRUE", date(2026, 1, 1)])
def test_what_is_neither_true_nor_false_is_refused(follows):
    assert call("SOCSEGMENT", [True, follows, False, False], [2, 2, 1, 1]) == "#VALUE!"


def test_an_answer_holds_on_to_nothing_of_the_call():
    for answer in (
        call("SOCROI", 1, "x"),
        call("SOCROI", 1, "#REF!"),
        call("SOCPAYBACK", 9, [1, -1]),
        call("SOCROI", 1, 0),
    ):
        assert answer.__traceback__ is None
        assert answer.__context__ is None
