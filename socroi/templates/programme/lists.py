"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import Final

from socroi.templates.lists import REACH, Currencies, Fixed, Growing, Lists, evidence, words
from socroi.templates.programme.shared import AREAS, GROUP_ROOM

WORK: Final = ("scheduling", "managing", "monitoring", "responding", "reporting")
_SPENT: Final = ("tools", "integration", "training", "advice", "time")
_VERDICTS: Final = ("promoter", "passive", "detractor")
LISTS: Final = Lists(
    (2, 26, 2, 26, 22, 24, 26, 18, 22, 14, 62),
    (
        Growing(
            "Groups", "group", "list_groups", GROUP_ROOM, ("group.followers", "group.others"), [("Answers", "group")]
        ),
        Fixed("area", AREAS, "list_areas"),
        Fixed("work", WORK, "list_kinds"),
        Fixed("spent", _SPENT, "list_spend", heading="spend"),
        evidence(),
        Fixed("verdict", _VERDICTS, words=_VERDICTS),
        REACH,
        Currencies(),
        words("no_cost", "rose", "fell", "chance"),
    ),
)
