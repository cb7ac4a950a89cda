"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import Final

from socroi.templates.attribution_and_tests.shared import MODELS
from socroi.templates.lists import ANSWERS, Currencies, Fixed, Lists, evidence, words

LISTS: Final = Lists(
    (2, 18, 26, 15, 62, 14, 14, 14),
    (
        Fixed("model", MODELS, "list_models", MODELS),
        evidence(),
        Currencies(),
        words(
            "no_cost",
            "more",
            "less",
            "chance",
            "addin",
            "even",
            "length",
            "weeks",
            "loose",
            "memory",
            "tells",
            "no_test",
            "two_tests",
            "nothing",
        ),
        ANSWERS,
    ),
)
