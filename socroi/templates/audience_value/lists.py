"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import Final

from socroi.templates.lists import ANSWERS, Currencies, Lists, evidence, words

LISTS: Final = Lists(
    (2, 14, 26, 15, 62, 14, 14, 14),
    (
        ANSWERS,
        evidence(),
        Currencies(),
        words("no_cost", "differs", "chance", "few_each", "even", "few_bring", "few", "related", "trend"),
    ),
)
