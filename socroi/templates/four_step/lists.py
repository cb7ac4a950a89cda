"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.canvas import Column, Sheet
from socroi.templates.four_step.setting import PAGES, Setting

if TYPE_CHECKING:
    from collections.abc import Sequence

PLATFORMS: Final = ("facebook", "instagram", "linkedin", "x", "youtube", "tiktok", "pinterest", "blog")
PLATFORM_ROOM: Final = 10
"""Platforms that the sheet ROI has a row for."""
CATEGORIES: Final = (
    "staff", "management", "tools", "ads", "boosted", "agencies", "designers", "refunds", "research", "training",
    "conferences",
)  # fmt: skip
CATEGORY_ROOM: Final = 14
GOALS: Final = ("awareness", "engagement", "authority", "conversion", "retention", "upsell", "experience")
EVIDENCE: Final = ("illustrative", "anecdote", "correlation", "test", "tagging", "integrated", "commerce")
KINDS: Final = ("direct", "indirect")
SHARED_BY: Final = ("by_return", "by_cost", "equally")
CURRENCIES: Final = ("EUR", "USD", "GBP", "HUF", "INR", "IRR", "KES", "TZS", "CHF", "CAD", "AUD", "JPY", "ZAR", "AED")
WORDS: Final = ("shared", "no_cost", "fine", "look")

_HEAD: Final = 6


def draw(setting: Setting) -> None:
    """Draw the sheet and name its lists."""
    book = setting.book
    sheet = book.sheet("lists", [2, 19, 2, 24, 2, 22, 24, 14, 22, 11, 22, 19], landscape=True)
    sheet.head(PAGES)
    sheet.text("B4:L4", "lists.note", "note")
    sheet.ws.set_row(3, 30)
    last = sheet.table(
        "Platforms", _HEAD, [Column("platform")], [{"platform": name} for name in setting.platforms], size=PLATFORM_ROOM
    )
    _name_filled(sheet, "list_platforms", f"B{_HEAD + 1}:B{last}")
    rows = [{"category": name} for name in setting.categories]
    bottom = sheet.table("Categories", _HEAD, [Column("category")], rows, size=CATEGORY_ROOM, left=3)
    _name_filled(sheet, "list_categories", f"D{_HEAD + 1}:D{bottom}")

    _fixed(sheet, "F", "lists.goal", [f"goal.{key}" for key in GOALS], name="list_goals")
    _fixed(sheet, "G", "lists.evidence", [f"evidence.{key}" for key in EVIDENCE], name="list_evidence")
    _fixed(sheet, "H", "lists.kind", [f"kind.{key}" for key in KINDS], name="list_kinds")
    _fixed(sheet, "I", "lists.shared_by", [f"shared_by.{key}" for key in SHARED_BY], name="list_shared_by")
    sheet.text(f"J{_HEAD}", "lists.currency", "given")
    currencies = tuple(dict.fromkeys([*CURRENCIES, setting.currency]))
    for row, code in enumerate(currencies, _HEAD + 1):
        sheet.value(f"J{row}", code, "cell")
    book.define("list_currencies", book.reference("lists", f"J{_HEAD + 1}:J{_HEAD + len(currencies)}"))
    _fixed(sheet, "K", "lists.words", [f"word.{key}" for key in WORDS])

    sheet.text(f"L{_HEAD}", "lists.cost_platforms", "given")
    sheet.formula(f"L{_HEAD + 1}", "word_shared", "computed")
    for place in range(1, PLATFORM_ROOM + 1):
        platform = f"INDEX(Platforms[platform],{place})"
        shown = f'IF(ROWS(Platforms[platform])<{place},"",IF({platform}="","",{platform}))'
        sheet.formula(f"L{_HEAD + 1 + place}", shown, "computed")
    top = book.reference("lists", f"L{_HEAD + 1}")
    offered = book.reference("lists", f"L{_HEAD + 1}:L{_HEAD + 1 + PLATFORM_ROOM}")
    book.define("list_cost_platforms", f"{top}:INDEX({offered},1+COUNTA(Platforms[platform]))")
    for _family, keys, column in (
        ("kind", KINDS, "H"),
        ("shared_by", SHARED_BY, "I"),
        ("word", WORDS, "K"),
        ("evidence", EVIDENCE[:1], "G"),
    ):
        for row, key in enumerate(keys, _HEAD + 1):
            book.define(f"word_{key}", book.reference("lists", f"{column}{row}"))
    sheet.ws.freeze_panes(_HEAD, 0)


def _fixed(sheet: Sheet, column: str, heading: str, keys: Sequence[str], name: str | None = None) -> None:
    """Write a list that the formulas know, below its heading."""
    sheet.text(f"{column}{_HEAD}", heading, "given")
    for row, key in enumerate(keys, _HEAD + 1):
        sheet.text(f"{column}{row}", key, "cell")
    if name:
        sheet.book.define(name, sheet.book.reference("lists", f"{column}{_HEAD + 1}:{column}{_HEAD + len(keys)}"))


def _name_filled(sheet: Sheet, name: str, cells: str) -> None:
    """Name the filled part of a column, so that a drop-down ends with its last entry."""
    place = sheet.book.reference("lists", cells)
    top = place.partition(":")[0]
    sheet.book.define(name, f"{top}:INDEX({place},MAX(1,COUNTA({place})))")
