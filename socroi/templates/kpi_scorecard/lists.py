"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lists
from socroi.templates.kpi_scorecard.pages import GOAL_ROOM

if TYPE_CHECKING:
    from socroi.templates.template import Order

AIMS: Final = ("awareness", "traffic", "sales", "loyalty", "service")
WORDS: Final = ("shared", "no_cost", "on_track", "behind", "no_target", *lists.WORDS)


def draw(order: Order) -> None:
    """Draw the sheet and name its lists."""
    texts, tables = order.texts, order.contents.tables
    sheet = order.book.sheet("lists", [2, 19, 2, 29, 2, 24, 2, 24, 14, 22, 14, 62, 20], landscape=True, use="lists")
    lists.begin(sheet, "M")
    lists.platforms_and_categories(sheet, texts, tables, ("Results", "platform"), ("Costs", "platform"))
    goals = dict.fromkeys([*(texts[f"aim.{key}"] for key in AIMS), *lists.from_table(tables, ("Kpis", "goal"))])
    lists.growing(sheet, "F", "Goals", "goal", goals, room=GOAL_ROOM, name="list_goals")
    lists.fixed(sheet, "H", "lists.evidence", "evidence", lists.EVIDENCE, name="list_evidence", words=("illustrative",))
    lists.fixed(sheet, "I", "lists.kind", "kind", lists.KINDS, name="list_kinds", words=lists.KINDS)
    lists.fixed(
        sheet, "J", "lists.shared_by", "shared_by", lists.SHARED_BY, name="list_shared_by", words=lists.SHARED_BY
    )
    lists.currencies(sheet, "K", order.currency)
    lists.fixed(sheet, "L", "lists.words", "word", WORDS, words=WORDS)
    lists.cost_platforms(sheet, "M")
