"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lists
from socroi.templates.attribution_and_tests.pages import MODELS

if TYPE_CHECKING:
    from socroi.templates.template import Order

ANSWERS: Final = ("yes", "no")
WORDS: Final = ("no_cost", "more", "less", "chance", "addin", *lists.WORDS)


def draw(order: Order) -> None:
    """Draw the sheet and name its lists."""
    sheet = order.book.sheet("lists", [2, 18, 26, 15, 62, 14, 14, 14], landscape=True, use="lists")
    lists.begin(sheet, "F")
    lists.fixed(sheet, "B", "lists.model", "model", MODELS, name="list_models", words=MODELS)
    lists.fixed(sheet, "C", "lists.evidence", "evidence", lists.EVIDENCE, name="list_evidence")
    lists.currencies(sheet, "D", order.currency)
    lists.fixed(sheet, "E", "lists.words", "word", WORDS, words=WORDS)
    lists.fixed(sheet, "F", "lists.answers", "word", ANSWERS, name="list_yes_no", words=ANSWERS)
