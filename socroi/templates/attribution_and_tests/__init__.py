"""The template of attribution and tests: models side by side, what platforms claim, what holdout tests show, ranges."""

from __future__ import annotations

from typing import Final

from socroi.templates.attribution_and_tests import channels, lists, models, paths, ranges, start, tests
from socroi.templates.attribution_and_tests.example import example
from socroi.templates.attribution_and_tests.pages import PAGES
from socroi.templates.attribution_and_tests.start import CARDS
from socroi.templates.contents import Contents
from socroi.templates.making import keys, writer

__all__ = ["CARDS", "NOTHING", "PAGES", "TABLES", "example", "write"]

NOTHING: Final = Contents()

TABLES: Final = {
    "Paths": keys(paths.PATHS),
    "Channels": keys(channels.CHANNELS),
    "Tests": keys(tests.TESTS),
    "Ranges": keys(ranges.RANGES),
}
"""The tables of the workbook, and the keys of their columns."""

write = writer(
    "attribution_and_tests",
    TABLES,
    {
        "start": start.draw,
        "paths": paths.draw,
        "channels": channels.draw,
        "models": models.draw,
        "tests": tests.draw,
        "ranges": ranges.draw,
        "lists": lists.draw,
    },
)
