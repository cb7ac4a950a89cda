"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lists
from socroi.templates.four_step.setting import PAGES

if TYPE_CHECKING:
    from socroi.templates.four_step.setting import Setting

GOALS: Final = ("awareness", "engagement", "authority", "conversion", "retention", "upsell", "experience")
WORDS: Final = ("shared", "no_cost", *lists.WORDS)


def draw(setting: Setting) -> None:
    """Draw the sheet and name its lists."""
    sheet = setting.book.sheet("lists", [2, 19, 2, 29, 2, 22, 24, 14, 22, 14, 62, 20], landscape=True, use="lists")
    lists.begin(sheet, PAGES, "L")
    lists.growing(
        sheet, "B", "Platforms", "platform", setting.platforms, room=lists.PLATFORM_ROOM, name="list_platforms"
    )
    lists.growing(
        sheet, "D", "Categories", "category", setting.categories, room=lists.CATEGORY_ROOM, name="list_categories"
    )
    lists.fixed(sheet, "F", "lists.goal", "goal", GOALS, name="list_goals")
    lists.fixed(sheet, "G", "lists.evidence", "evidence", lists.EVIDENCE, name="list_evidence", words=("illustrative",))
    lists.fixed(sheet, "H", "lists.kind", "kind", lists.KINDS, name="list_kinds", words=lists.KINDS)
    lists.fixed(
        sheet, "I", "lists.shared_by", "shared_by", lists.SHARED_BY, name="list_shared_by", words=lists.SHARED_BY
    )
    lists.currencies(sheet, "J", setting.currency)
    lists.fixed(sheet, "K", "lists.words", "word", WORDS, words=WORDS)
    lists.cost_platforms(sheet, "L")
