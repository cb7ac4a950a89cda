"""The template of attribution and tests: models, claims, tests with people and with places, ranges, four witnesses."""

from __future__ import annotations

from typing import Final

from socroi.templates.attribution_and_tests import (
    calibration,
    channels,
    models,
    outcomes,
    paths,
    pause,
    ranges,
    tests,
    witnesses,
)
from socroi.templates.attribution_and_tests.example import example
from socroi.templates.attribution_and_tests.lists import LISTS
from socroi.templates.attribution_and_tests.start import START
from socroi.templates.handed_on import HandedOn
from socroi.templates.template import Template

__all__ = ["TEMPLATE"]

TEMPLATE: Final = Template(
    name="attribution_and_tests",
    place=6,
    audience="Advertisers on several platforms, who can export paths or hold people out of a campaign.",
    start=START,
    tables={
        "Paths": paths.PATHS,
        "Channels": channels.CHANNELS,
        "Tests": tests.TESTS,
        "Ranges": ranges.RANGES,
        "Pause": pause.PAUSE,
        "Calibration": calibration.CALIBRATION,
    },
    sheets={
        "paths": paths.draw,
        "channels": channels.SHEET.draw,
        "models": models.draw,
        "tests": tests.draw,
        "ranges": ranges.draw,
        "witnesses": witnesses.draw,
        "outcomes": outcomes.draw,
        "pause": pause.draw,
        "calibration": calibration.draw,
    },
    lists=LISTS,
    example=example,
    next_year=HandedOn(columns={"Channels": ("channel", "social", "window"), "Ranges": ("what",)}),
)
