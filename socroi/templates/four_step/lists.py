"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lists

if TYPE_CHECKING:
    from socroi.templates.template import Order

GOALS: Final = ("awareness", "engagement", "authority", "conversion", "retention", "upsell", "experience")
WORDS: Final = ("shared", "no_cost", *lists.WORDS)


def draw(order: Order) -> None:
    """Draw the sheet and name its lists."""
    sheet = order.book.sheet("lists", [2, 19, 2, 29, 2, 22, 24, 14, 22, 14, 62, 20], landscape=True, use="lists")
    lists.begin(sheet, "L")
    tables = order.contents.tables
    lists.platforms_and_categories(sheet, order.texts, tables, ("Results", "platform"), ("Costs", "platform"))
    lists.fixed(sheet, "F", "lists.goal", "goal", GOALS, name="list_goals")
    lists.fixed(sheet, "G", "lists.evidence", "evidence", lists.EVIDENCE, name="list_evidence", words=("illustrative",))
    lists.fixed(sheet, "H", "lists.kind", "kind", lists.KINDS, name="list_kinds", words=lists.KINDS)
    lists.fixed(
        sheet, "I", "lists.shared_by", "shared_by", lists.SHARED_BY, name="list_shared_by", words=lists.SHARED_BY
    )
    lists.currencies(sheet, "J", order.currency)
    lists.fixed(sheet, "K", "lists.words", "word", WORDS, words=WORDS)
    lists.cost_platforms(sheet, "L")
