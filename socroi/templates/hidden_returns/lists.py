"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import Final

from socroi.templates.hidden_returns.search_test import COUNTS
from socroi.templates.lists import (
    ANSWERS,
    CATEGORIES,
    EVIDENCE,
    REACH,
    CostPlatforms,
    Currencies,
    Fixed,
    Lists,
    evidence,
    platforms,
    words,
)

_LINES: Final = ("social", "search")
_KINDS: Final = ("direct", "lifted", "indirect")
LISTS: Final = Lists(
    (2, 19, 2, 29, 2, 24, 30, 16, 22, 14, 62, 20, 14, 30),
    (
        platforms("Sales"),
        CATEGORIES,
        evidence(*EVIDENCE),
        Fixed("line", _LINES, "list_lines", _LINES),
        Fixed("kind", _KINDS, words=_KINDS),
        REACH,
        Currencies(),
        words("shared", "no_cost", "whole", "margin", "differs", "chance", "few_each", "even"),
        CostPlatforms(),
        ANSWERS,
        COUNTS,
    ),
)
