from datetime import date

import pytest

from socroi.sources.windows import window_of

APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    "line",
    [
        '"April 1, 2026 - April 30, 2026"',
        "Apr 1, 2026-Apr 30, 2026",
        "1 April 2026 – 30 April 2026",
        "1. April 2026 - 30. April 2026",
        "1 avril 2026 au 30 avril 2026",
        "1 de abril de 2026 - 30 de abril de 2026",
        "2026-04-01 - 2026-04-30",
        "01/04/2026 - 30/04/2026",
        "Date range: 4/1/2026 - 4/30/2026",
        "2026年4月1日 - 2026年4月30日",
    ],
)
def test_a_month_is_read_as_it_is_written(line):
    assert window_of(["Campaign report", line]) == APRIL


@pytest.mark.parametrize(
    "line",
    [
        "All time",
        "Campaign report",
        "01/04/2026 - 12/04/2026",
        "4/30/2026 - 4/1/2026",
        "Top 5 - 10",
        "Created: April 2, 2026",
    ],
)
def test_what_is_no_window_or_two_is_none(line):
    assert window_of([line]) == (None, None)


def test_a_day_alone_is_a_window_of_a_day():
    assert window_of(["April 1, 2026"]) == (date(2026, 4, 1), date(2026, 4, 1))
