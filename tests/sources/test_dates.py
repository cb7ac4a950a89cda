from datetime import datetime

import pytest

from socroi.sources.dates import UnclearDate, dates, one_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", (2026, 3, 1)),
        ("20230923", (2023, 9, 23)),
        ("Dec 15, 2023", (2023, 12, 15)),
        ("Tue, Feb 18, 2025", (2025, 2, 18)),
        ("March 27, 2026", (2026, 3, 27)),
        ("23 August 2024", (2024, 8, 23)),
        ("2015-09-30 18:42 +0000", (2015, 9, 30, 18, 42)),
        ("2016-11-26 5:8:54", (2016, 11, 26, 5, 8, 54)),
        ("03/27/2026 06:08", (2026, 3, 27, 6, 8)),
        ("4/2/2026, 9:15 PM", (2026, 4, 2, 21, 15)),
        ("27.03.2026", (2026, 3, 27)),
    ],
)
def test_every_way_an_exporter_writes_a_date_is_read(text, expected):
    assert dates([text], "mdy") == [datetime(*expected)]  # noqa: DTZ001 - exports have no zone


def test_the_order_of_day_and_month_is_one_for_the_column():
    assert [day.month for day in dates(["01/02/2026", "13/02/2026"], None)] == [2, 2]
    assert [day.month for day in dates(["01/02/2026", "01/13/2026"], None)] == [1, 1]


def test_an_exporters_own_order_gives_way_to_cells_that_disprove_it():
    assert [day.month for day in dates(["01/02/2026", "13/02/2026"], "mdy")] == [2, 2]


def test_dates_that_fit_no_single_order_are_refused():
    with pytest.raises(UnclearDate, match="does not go together"):
        dates(["13/02/2026", "02/13/2026"], None)


def test_an_order_that_nothing_proves_is_refused():
    with pytest.raises(UnclearDate, match="day or the month first"):
        dates(["01/02/2026"], None)


@pytest.mark.parametrize("text", ["2026-02-30", "23 August", "Lifetime", "15 xyz. 2023", "2026-13-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UnclearDate):
        dates([text], "mdy")
    assert one_date(text) is None


def test_a_sheets_serial_number_is_a_date_in_either_calendar():
    """46082 is 1 March 2026 in Excel; the 1904 calendar counts 1462 days less."""
    assert dates([46082.0], None) == [datetime(2026, 3, 1)]  # noqa: DTZ001 - as above
    assert dates([44620.0], None, date_1904=True) == [datetime(2026, 3, 1)]  # noqa: DTZ001 - as above


def test_a_blank_is_no_date_and_no_error():
    assert dates(["", None, "--"], None) == [None, None, None]
