from datetime import UTC, date, datetime

import pandas as pd
import pytest

import socroi
from socroi.definition.registry import formulas
from socroi.excel.serials import to_serial
from socroi.gate import gate


def rows(name, *arguments):
    return list(gate.call(formulas()[name], *arguments))


def test_platforms_are_put_together_whatever_their_case_and_spaces():
    table = rows("SOCBYPLATFORM", ["FB", "IG", " fb ", "Ig"], [300, 100, 200, 50], [200, 50, 50, 50])
    assert table == [
        ["platform", "revenue", "cost", "profit", "ROI"],
        ["FB", 500.0, 250.0, 250.0, 100.0],
        ["IG", 150.0, 100.0, 50.0, 50.0],
        ["total", 650.0, 350.0, 300.0, pytest.approx(300 / 3.5)],
    ]


def test_a_platform_without_cost_says_so_and_breaks_nothing():
    table = rows("SOCBYPLATFORM", ["organic", "ads"], [100, 300], [0, 200], "ratio")
    assert table[1] == ["organic", 100.0, 0.0, 100.0, "no cost"]
    assert table[3] == ["total", 400.0, 200.0, 200.0, 1.0]


def test_what_is_not_known_yet_is_shown_as_nothing():
    table = rows(
        "SOCBYPLATFORM", ["fb", "ig", "yt", None, None], [100, None, None, 5, None], [50, 20, None, None, None]
    )
    assert table[1:] == [
        ["fb", 100.0, 50.0, 50.0, 100.0],
        ["ig", None, 20.0, None, None],
        ["yt", None, None, None, None],
        ["(blank)", 5.0, None, None, None],
        ["total (1 of 4)", 100.0, 50.0, 50.0, 100.0],
    ]


@pytest.mark.parametrize(
    ("name", "keys"), [("SOCBYPLATFORM", ["fb", "ig", "yt"]), ("SOCBYPERIOD", [46204, 46235, 46270])]
)
def test_a_total_leaves_out_what_lacks_a_side_and_says_how_many_it_covers(name, keys):
    # By hand: of the three, only the first has both; 1000 earned for nothing known is no ROI of 1000.
    assert rows(name, keys, [100, 1000, None], [100, None, 40])[-1] == ["total (1 of 3)", 100.0, 100.0, 0.0, 0.0]


def test_where_no_platform_is_complete_the_total_has_no_figure():
    table = rows("SOCBYPLATFORM", ["fb", "ig"], [100, None], [None, 50])
    assert table[-1] == ["total (0 of 2)", None, None, None, None]


def test_a_row_that_lacks_a_side_counts_where_its_platform_has_it_in_another():
    # An export leaves the revenue of a day without a sale blank: the day's cost belongs to the platform all the same.
    assert rows("SOCBYPLATFORM", ["fb", "fb"], [300, None], [100, 50])[1:] == [
        ["fb", 300.0, 150.0, 150.0, 100.0],
        ["total", 300.0, 150.0, 150.0, 100.0],
    ]


@pytest.mark.parametrize(
    ("name", "keys", "asked"), [("SOCBYPLATFORM", ["fb", "ig"], "ratio"), ("SOCBYPERIOD", [46204, 46235], "month")]
)
def test_of_a_sale_only_the_margin_is_gained(name, keys, asked):
    # By hand: 500 x 0.4 - 100 = 100; 100 x 0.4 - 100 = -60; together 600 x 0.4 - 200 = 40.
    table = rows(name, keys, [500, 100], [100, 100], asked, 0.4)
    assert [row[1:4] for row in table[1:]] == [[500.0, 100.0, 100.0], [100.0, 100.0, -60.0], [600.0, 200.0, 40.0]]
    scale = 1 if asked == "ratio" else 100
    assert [row[4] for row in table[1:]] == pytest.approx([scale, -0.6 * scale, 0.2 * scale])


def test_one_platform_may_serve_all_rows():
    assert rows("SOCBYPLATFORM", "fb", [1, 2], [1, 1])[1] == ["fb", 3.0, 2.0, 1.0, 50.0]


def test_the_table_is_a_data_frame_in_python():
    table = socroi.SOCBYPLATFORM(pd.Series(["fb", "ig"]), pd.Series([100, 300]), pd.Series([50, 100]))
    assert isinstance(table, pd.DataFrame)
    assert table.set_index("platform")["ROI"].to_dict() == {"fb": 100.0, "ig": 200.0, "total": pytest.approx(500 / 3)}


# ISO 8601 weeks at the turn of the year, from the calendar: 1 January 2027 is a Friday, 30 December 2024 a Monday.
WEEKS = {
    date(2027, 1, 1): "2026-W53",
    date(2027, 1, 4): "2027-W01",
    date(2024, 12, 30): "2025-W01",
    date(2026, 7, 31): "2026-W31",
}


@pytest.mark.parametrize(("day", "week"), WEEKS.items())
def test_weeks_are_those_of_iso_8601(day, week):
    assert rows("SOCBYPERIOD", [day], [1], [1], "week")[1][0] == week


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        ("month", ["2025-12", "2026-01", "2026-07"]),
        ("quarter", ["2025-Q4", "2026-Q1", "2026-Q3"]),
        ("year", ["2025", "2026"]),
    ],
)
def test_periods_are_in_the_order_of_time(period, labels):
    days = [date(2026, 7, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [row[0] for row in rows("SOCBYPERIOD", days, [1, 2, 3], [1, 1, 1], period)[1:-1]] == labels


def test_dates_and_serial_numbers_are_one():
    day = date(2026, 7, 31)
    forms = [day, datetime(2026, 7, 31, 23, 59, tzinfo=UTC), pd.Timestamp(day), to_serial(day), 46234.75]
    assert rows("SOCBYPERIOD", forms, [1] * 5, [1] * 5)[1:] == [
        ["2026-07", 5.0, 5.0, 0.0, 0.0],
        ["total", 5.0, 5.0, 0.0, 0.0],
    ]


def test_a_date_that_is_a_text_names_its_row():
    answer = socroi.SOCBYPERIOD([date(2026, 7, 1), "31.07.2026"], [1, 2], [1, 2])
    assert answer == "#VALUE!"
    assert "in row 2" in answer.why
    assert "DATEVALUE" in answer.hint


def test_a_number_that_is_no_date_is_refused():
    assert socroi.SOCBYPERIOD([0], [1], [1]) == "#NUM!"


def test_rows_without_a_date_stand_apart():
    table = rows("SOCBYPERIOD", [date(2026, 7, 1), None], [1, 2], [1, 4])
    assert [row[0] for row in table] == ["period", "(blank)", "2026-07", "total"]
