"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lists
from socroi.templates.programme.pages import AREAS, GROUP_ROOM

if TYPE_CHECKING:
    from socroi.templates.template import Order

WORK: Final = ("scheduling", "managing", "monitoring", "responding", "reporting")
SPENT: Final = ("tools", "integration", "training", "advice", "time")
GROUPS: Final = ("followers", "others")
VERDICTS: Final = ("promoter", "passive", "detractor")
WORDS: Final = ("no_cost", *lists.WORDS)


def draw(order: Order) -> None:
    """Draw the sheet and name its lists."""
    texts = order.texts
    sheet = order.book.sheet("lists", [2, 26, 2, 26, 22, 24, 26, 18, 14, 62], landscape=True, use="lists")
    lists.begin(sheet, "J")
    own = [texts[f"group.{key}"] for key in GROUPS]
    named = lists.from_table(order.contents.tables, ("Answers", "group"))
    groups = dict.fromkeys([*own, *named])
    lists.growing(sheet, "B", "Groups", "group", groups, room=GROUP_ROOM, name="list_groups")
    lists.fixed(sheet, "D", "lists.area", "area", AREAS, name="list_areas")
    lists.fixed(sheet, "E", "lists.work", "work", WORK, name="list_kinds")
    lists.fixed(sheet, "F", "lists.spend", "spent", SPENT, name="list_spend")
    lists.fixed(sheet, "G", "lists.evidence", "evidence", lists.EVIDENCE, name="list_evidence")
    lists.fixed(sheet, "H", "lists.verdict", "verdict", VERDICTS, words=VERDICTS)
    lists.currencies(sheet, "I", order.currency)
    lists.fixed(sheet, "J", "lists.words", "word", WORDS, words=WORDS)
