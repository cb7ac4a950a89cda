"""The invented year of an invented company: what the example edition shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from socroi.templates.contents import Contents
from socroi.templates.invented import months
from socroi.templates.programme.hours import KIND_OF, OWN
from socroi.templates.programme.maturity import STATEMENTS

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.texts import Texts

MONTHS: Final = 9
"""How much of the year is over."""
_SCORES: Final = {
    "goals": (2, 3, 4), "brand": (3, 3, 4), "roles": (2, 3, 3), "training": (1, 2, 3), "plan": (1, 2, 3),
    "crisis": (0, 1, 2), "calendar": (2, 4, 4), "library": (1, 2, 3), "listening": (1, 3, 4), "times": (2, 3, 4),
    "customers": (0, 1, 2), "automation": (1, 3, 4), "roi": (1, 2, 4), "tests": (0, 1, 1),
}  # fmt: skip
_HOURS: Final = {
    "calendar": (10, 5, 27), "publishing": (14, 6, 27), "monitoring": (12, 5, 24), "answering": (26, 19, 24),
    "forwarding": (6, 2, 24), "reports": (9, 2, 31), "approvals": (5, 6, 42),
}  # fmt: skip
"""Hours in a month before and after, and pay for an hour."""
_ANSWERS: Final = (9, 10, 8, 7, 6, 9, 10, 5, 8, 9, 3, 10, 7, 9, 8, 10, 6, 9, 4, 8)
"""Answers in the order in which they come, over and over."""


def example(texts: Texts, first_month: date) -> Contents:
    """Return the example in the words of a language."""
    days = months(first_month, MONTHS)
    maturity = [
        {
            "area": texts[f"area.{area}"],
            "statement": texts[f"statement.{key}"],
            "weight": 2 if key in {"goals", "roi"} else 1,
            **dict(zip(("first", "second", "third"), _SCORES[key], strict=True)),
        }
        for area, key in STATEMENTS
    ]
    tasks = [
        {
            "task": texts[f"task.{key}"],
            "kind": texts[f"work.{KIND_OF[key]}"],
            "before": _HOURS[key][0],
            "after": _HOURS[key][1],
            "rate": _HOURS[key][2],
            "since": days[2] if key in {"calendar", "publishing", "monitoring"} else days[4],
            "evidence": texts["evidence.integrated" if key == "answering" else "evidence.anecdote"],
        }
        for key in OWN
    ]
    spend = [
        {
            "month": days[1],
            "what": texts["example.spend.tool"],
            "kind": texts["spent.tools"],
            "once": 350,
            "monthly": 129,
        },
        {"month": days[2], "what": texts["example.spend.setup"], "kind": texts["spent.integration"], "once": 1400},
        {"month": days[3], "what": texts["example.training"], "kind": texts["spent.training"], "once": 260},
    ]
    answers = []
    for place, day in enumerate(days):
        for count in range(16):
            step = place * 16 + count
            score = _ANSWERS[(step * 7) % len(_ANSWERS)]
            # Later months have a few better answers.
            score = min(10, score + 1) if place > 3 and step % 4 == 0 else score
            answers.append(
                {
                    "date": day + timedelta(days=1 + count),
                    "score": score,
                    "group": texts["group.followers" if (step * 5) % 8 < 4 else "group.others"],
                }
            )
    return Contents(
        {"Maturity": maturity, "Tasks": tasks, "Spend": spend, "Answers": answers},
        {"company": texts["example.company"], "rounds": (days[0], days[3], days[6], None)},
        example=True,
    )
