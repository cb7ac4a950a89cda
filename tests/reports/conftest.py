from datetime import date

import pytest

from socroi.reports.summary import Line, Summary


@pytest.fixture
def results():
    """A year in which one platform gains, one loses and one has no cost; the figures are invented."""
    months = [
        Line(f"{name} 2026", 100.0 * n, 150.0, (100.0 * n - 150) / 1.5)
        for n, name in enumerate(("January", "February", "March"), 1)
    ]
    return Summary(
        total=Line("Total", 600.0, 450.0, 100 / 3),
        platforms=[
            Line("LinkedIn", 50.0, 200.0, -75.0),
            Line("Instagram", 500.0, 250.0, 100.0),
            Line("Blog", 50.0, None, None),
        ],
        months=months + [Line(f"Month {n}") for n in range(4, 13)],
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        currency="EUR",
    )


@pytest.fixture
def unknown():
    """A workbook in which nothing but counts was typed."""
    return Summary(Line("Total"), [], [Line("January 2026")] * 12, date(2026, 1, 1), date(2026, 12, 31), "EUR")
