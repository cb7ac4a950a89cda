"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lists

if TYPE_CHECKING:
    from socroi.templates.template import Order

LINES: Final = ("social", "search")
KINDS: Final = ("direct", "lifted", "indirect")
WORDS: Final = ("shared", "no_cost", *lists.WORDS)


def draw(order: Order) -> None:
    """Draw the sheet and name its lists."""
    texts, tables = order.texts, order.contents.tables
    sheet = order.book.sheet("lists", [2, 19, 2, 29, 2, 24, 30, 16, 14, 62, 20], landscape=True, use="lists")
    lists.begin(sheet, "K")
    lists.platforms_and_categories(sheet, texts, tables, ("Sales", "platform"), ("Costs", "platform"))
    lists.fixed(sheet, "F", "lists.evidence", "evidence", lists.EVIDENCE, name="list_evidence", words=lists.EVIDENCE)
    lists.fixed(sheet, "G", "lists.line", "line", LINES, name="list_lines", words=LINES)
    lists.fixed(sheet, "H", "lists.kind", "kind", KINDS, words=KINDS)
    lists.currencies(sheet, "I", order.currency)
    lists.fixed(sheet, "J", "lists.words", "word", WORDS, words=WORDS)
    lists.cost_platforms(sheet, "K")
