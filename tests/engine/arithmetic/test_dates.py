"""Serial numbers and calendars, against Excel's documented and stored values."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from socroi.engine.arithmetic import dates, day_counts

EPOCH = dt.date(1899, 12, 30)


def day(year, month, number):
    return float((dt.date(year, month, number) - EPOCH).days)


def numbers(values):
    return [None if np.isnan(value) else float(value) for value in np.asarray(values).ravel()]


def test_every_day_from_march_1900_is_pythons_own():
    serials = np.arange(61, 2_958_466)
    year, month, number = dates.civil(serials)
    ordinals = np.datetime64("1899-12-30") + serials
    months = ordinals.astype("datetime64[M]")
    assert np.array_equal(year, ordinals.astype("datetime64[Y]").astype(int) + 1970)
    assert np.array_equal(month, months.astype(int) % 12 + 1)
    assert np.array_equal(number, (ordinals - months).astype(int) + 1)
    assert np.array_equal(dates.serial(year, month, number), serials)


def test_the_first_days_of_1900_have_the_29_february_that_never_was():
    # Microsoft, "Excel incorrectly assumes that the year 1900 is a leap year"; serial 0 as SSF's tables show it
    found = np.stack(dates.civil([0, 1, 31, 32, 59, 60, 61]), axis=1)
    assert found.tolist() == [
        [1900, 1, 0], [1900, 1, 1], [1900, 1, 31], [1900, 2, 1], [1900, 2, 28], [1900, 2, 29], [1900, 3, 1],
    ]  # fmt: skip
    assert dates.civil_date(60) == (1900, 2, 29)
    assert dates.serial_day(1900, 2, 29) == 60


def test_dates_outside_the_calendar_are_no_numbers():
    assert numbers(dates.civil([-1, -0.5, 2_958_466, np.inf, np.nan])[0]) == [None] * 5
    assert numbers(dates.civil([2_957_004], date_1904=True)[0]) == [None]


def test_the_1904_system_is_1462_days_behind():
    # Microsoft, "Date systems in Excel": 5 July 2011 is 40729 and 39267
    assert dates.serial(2011, 7, 5) == 40729
    assert dates.serial(2011, 7, 5, date_1904=True) == 39267
    assert [float(part) for part in dates.civil(39267, date_1904=True)] == [2011, 7, 5]
    assert numbers(dates.serial(1903, 12, 31, date_1904=True)) == [None]


def test_date_counts_months_and_days_past_their_ends():
    # Microsoft's help for DATE
    assert numbers(dates.serial([2008, 108, 2008, 2008, 2008, 2008], [14, 1, -3, 1, 1, 1], [2, 2, 2, 35, -15, 2])) == [
        day(2009, 2, 2), day(2008, 1, 2), day(2007, 9, 2), day(2008, 2, 4), day(2007, 12, 16), day(2008, 1, 2),
    ]  # fmt: skip
    assert numbers(dates.serial([-1, 10000, 1899, 9999], [1, 1, 1, 13], [1, 1, 1, -1])) == [
        None,
        None,
        day(3799, 1, 1),
        None,
    ]


def test_the_clock_shows_the_nearest_second():
    # conformance workbook TIME_HOUR_MINUTE_SECOND has 0.99998842592592596 at 23:59:59; the others by hand
    hour, minute, second = dates.clock([0.99998842592592596, 0.999999999, 0.5, 1.75, 0.99999])
    assert hour.tolist() == [23, 0, 12, 18, 23]
    assert minute.tolist() == [59, 0, 0, 0, 59]
    assert second.tolist() == [59, 0, 0, 0, 59]


def test_time_drops_whole_days_and_refuses_negative_times():
    # Microsoft's help for TIME: 27 hours are 3 hours, 750 minutes are 12:30
    assert numbers(dates.time_serial([27, 0, -1, 32768], [0, 750, 0, 0], 0)) == [0.125, 750 / 1440, None, None]


def test_edate_and_eomonth_stay_inside_short_months():
    # Microsoft's help for EDATE and EOMONTH; the leap days by hand
    assert numbers(day_counts.edate(day(2011, 1, 15), [1, -1, 2])) == [
        day(2011, 2, 15),
        day(2010, 12, 15),
        day(2011, 3, 15),
    ]
    assert numbers(day_counts.edate([day(2024, 1, 31), day(2024, 2, 29)], [1, 12])) == [
        day(2024, 2, 29),
        day(2025, 2, 28),
    ]
    assert numbers(day_counts.eomonth(day(2011, 1, 1), [1, -3, 0])) == [
        day(2011, 2, 28),
        day(2010, 10, 31),
        day(2011, 1, 31),
    ]
    assert numbers(day_counts.edate([1, day(9999, 12, 1)], [-1, 1])) == [None, None]


def test_weekday_has_ten_ways_to_count():
    # Microsoft's help for WEEKDAY: 14 February 2008 is a Thursday: 5, 4 and 3
    found = [float(day_counts.weekday(day(2008, 2, 14), kind)) for kind in (1, 2, 3, 11, 12, 13, 14, 15, 16, 17)]
    assert found == [5, 4, 3, 4, 3, 2, 1, 7, 6, 5]
    assert numbers(day_counts.weekday(1, 4)) == [None]
    assert numbers(day_counts.weekday([1, 60, 61])) == [1, 4, 5]


def test_weeks_are_counted_from_january_or_by_iso():
    # Microsoft's help for WEEKNUM: 9 March 2012; ISO weeks by Python's own calendar
    assert [float(day_counts.weeknum(day(2012, 3, 9), kind)) for kind in (1, 2, 21)] == [10, 11, 10]
    serials = np.arange(day(1999, 12, 1), day(2031, 1, 31))
    expected = [(EPOCH + dt.timedelta(days=int(serial))).isocalendar().week for serial in serials]
    assert day_counts.isoweeknum(serials).tolist() == expected


def test_networkdays_leaves_out_weekends_and_holidays():
    # Microsoft's help for NETWORKDAYS and NETWORKDAYS.INTL
    start, end = day(2012, 10, 1), day(2013, 3, 1)
    free = [day(2012, 11, 22), day(2012, 12, 4), day(2013, 1, 21)]
    assert [float(day_counts.networkdays(start, end, free[:count])) for count in (0, 1, 3)] == [110, 109, 107]
    assert float(day_counts.networkdays(end, start)) == -110
    first, last = day(2006, 1, 1), day(2006, 1, 31)
    assert float(day_counts.networkdays(first, last)) == 22
    assert float(day_counts.networkdays(last, day(2006, 1, 1) - 0, weekend="1111111")) == 0
    intl = [day(2006, 1, 2), day(2006, 1, 16)]
    assert float(day_counts.networkdays(first, day(2006, 2, 1), intl, day_counts.weekend_days(7))) == 22
    assert float(day_counts.networkdays(first, day(2006, 2, 1), intl, day_counts.weekend_days("0010001"))) == 20


def test_workday_steps_over_weekends_and_holidays_both_ways():
    # Microsoft's help for WORKDAY: 151 days from 1 October 2008
    free = [day(2008, 11, 26), day(2008, 12, 4), day(2009, 1, 21)]
    start = day(2008, 10, 1)
    assert float(day_counts.workday(start, 151)) == day(2009, 4, 30)
    assert float(day_counts.workday(start, 151, free)) == day(2009, 5, 5)
    assert float(day_counts.workday(day(2012, 1, 1), 30, weekend=day_counts.weekend_days(17))) == day(2012, 2, 5)


def test_workday_and_networkdays_undo_each_other():
    # hand: the nth working day after a start has n working days from the day after the start
    generator = np.random.default_rng(7)
    starts = generator.integers(40_000, 46_000, 500).astype(float)
    steps = generator.integers(1, 400, 500).astype(float)
    free = generator.integers(39_000, 47_000, 60).astype(float)
    ahead = day_counts.workday(starts, steps, free)
    assert np.array_equal(day_counts.networkdays(starts + 1, ahead, free), steps)
    back = day_counts.workday(starts, -steps, free)
    assert np.array_equal(day_counts.networkdays(back, starts - 1, free), steps)


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [  # Microsoft's help for DATEDIF; the negative MD by its "Known issues"
        ((2001, 1, 1), (2003, 1, 1), "Y", 2),
        ((2001, 6, 1), (2002, 8, 15), "D", 440),
        ((2001, 6, 1), (2002, 8, 15), "YD", 75),
        ((2000, 2, 15), (2003, 3, 15), "YD", 29),  # reported of Excel: the year of the start has the 29 February
        ((2003, 2, 15), (2004, 3, 15), "YD", 28),
        ((2000, 3, 15), (2003, 2, 15), "YD", 337),  # by hand, from March 2000 to February 2001
        ((2001, 6, 1), (2002, 8, 15), "md", 14),
        ((2024, 1, 31), (2024, 3, 1), "MD", -1),
        ((2024, 3, 1), (2024, 1, 1), "D", None),
        ((2023, 11, 20), (2024, 2, 10), "M", 2),
        ((2023, 11, 20), (2024, 2, 10), "YM", 2),
        ((2024, 1, 1), (2024, 2, 1), "X", None),
    ],
)
def test_datedif_counts_in_six_units(start, end, unit, expected):
    assert numbers(day_counts.datedif(day(*start), day(*end), unit)) == [expected]


def test_yearfrac_has_five_bases():
    # Microsoft's help for YEARFRAC: 1 January to 30 July 2012
    start, end = day(2012, 1, 1), day(2012, 7, 30)
    found = [float(day_counts.yearfrac(start, end, basis)) for basis in (0, 1, 3)]
    assert found == pytest.approx([0.58055556, 0.57650273, 0.57808219], abs=5e-9)
    assert numbers(day_counts.yearfrac(start, end, 5)) == [None]
    assert float(day_counts.yearfrac(end, start, 2)) == 211 / 360


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [  # LibreOffice 25.2, which agreed with these functions on 400 random pairs of dates, WEEKNUM's last week apart
        ((1997, 2, 28), (1998, 3, 31), 391 / 360),
        ((2010, 2, 28), (2021, 5, 31), 4051 / 360),
        ((2024, 2, 29), (2025, 2, 28), 1),
    ],
)
def test_yearfrac_counts_a_31st_after_the_end_of_february_in_full(start, end, expected):
    assert float(day_counts.yearfrac(day(*start), day(*end))) == pytest.approx(expected, rel=1e-14)


def test_days360_has_two_methods():
    # Microsoft's help for DAYS360; the ends of months by hand from its rules
    assert float(day_counts.days360(day(2011, 1, 30), day(2011, 2, 1))) == 1
    assert float(day_counts.days360(day(2011, 1, 1), day(2011, 12, 31))) == 360
    assert float(day_counts.days360(day(2011, 1, 1), day(2011, 12, 31), european=True)) == 359
    assert float(day_counts.days360(day(2011, 2, 28), day(2011, 3, 31))) == 30
