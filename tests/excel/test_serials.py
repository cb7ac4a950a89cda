from datetime import UTC, date, datetime

import pytest

from socroi.excel.serials import DAYS_1904, LAST_SERIAL, from_serial, to_serial

# The serial numbers that Excel shows for these dates when formatted as numbers (1900 system).
SERIALS = {
    date(1900, 1, 1): 1,
    date(1900, 2, 28): 59,
    date(1900, 3, 1): 61,
    date(2025, 1, 1): 45658,
    date(9999, 12, 31): 2958465,
}


@pytest.mark.parametrize(("day", "serial"), SERIALS.items())
def test_dates_and_excel_serials_are_one(day, serial):
    assert to_serial(day) == serial
    assert from_serial(serial) == day
    assert from_serial(serial + 0.99) == day


@pytest.mark.parametrize("serial", [0, -1, 60, 60.5, 2958466, 1e300])
def test_a_number_that_is_no_day_is_refused(serial):
    with pytest.raises(ValueError, match="is no date"):
        from_serial(serial)


def test_the_time_of_day_is_the_fraction():
    assert to_serial(datetime(2025, 1, 1, 18, tzinfo=UTC)) == 45658.75


def test_the_1904_system_counts_1462_days_less_and_both_end_with_the_year_9999():
    """ISO/IEC 29500-1, 18.17.4.1."""
    assert DAYS_1904 == 1462
    assert LAST_SERIAL == 2_958_465
    assert from_serial(DAYS_1904) == date(1904, 1, 1)
