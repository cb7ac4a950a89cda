"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lists

if TYPE_CHECKING:
    from socroi.templates.template import Order

ANSWERS: Final = ("yes", "no")
WORDS: Final = ("no_cost", "differs", "chance", "few", "related", "trend", *lists.WORDS)


def draw(order: Order) -> None:
    """Draw the sheet and name its lists."""
    sheet = order.book.sheet("lists", [2, 14, 26, 15, 62, 14, 14, 14], landscape=True, use="lists")
    lists.begin(sheet, "E")
    lists.fixed(sheet, "B", "lists.answers", "word", ANSWERS, name="list_yes_no", words=ANSWERS)
    lists.fixed(sheet, "C", "lists.evidence", "evidence", lists.EVIDENCE, name="list_evidence")
    lists.currencies(sheet, "D", order.currency)
    lists.fixed(sheet, "E", "lists.words", "word", WORDS, words=WORDS)
