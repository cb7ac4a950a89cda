"""What the sheet Lists is made of: lists that may be changed, and lists that the formulas know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from socroi.templates.canvas import Sheet
    from socroi.templates.texts import Texts

PLATFORMS: Final = ("facebook", "instagram", "linkedin", "x", "youtube", "tiktok", "pinterest", "blog")
PLATFORM_ROOM: Final = 10
"""Platforms that the result sheets have a row for."""
CATEGORIES: Final = (
    "staff", "management", "tools", "ads", "boosted", "agencies", "designers", "refunds", "research", "training",
    "conferences",
)  # fmt: skip
CATEGORY_ROOM: Final = 14
EVIDENCE: Final = ("illustrative", "anecdote", "correlation", "test", "tagging", "integrated", "commerce")
KINDS: Final = ("direct", "indirect")
SHARED_BY: Final = ("by_return", "by_cost", "equally")
CURRENCIES: Final = ("EUR", "USD", "GBP", "HUF", "INR", "IRR", "KES", "TZS", "CHF", "CAD", "AUD", "JPY", "ZAR", "AED")
WORDS: Final = ("fine", "look", "amiss", "stop", "empty", "missing", "money")
"""What the checks say; every workbook has these words."""

HEAD: Final = 6
"""The row of the headings."""


def begin(sheet: Sheet, last_column: str) -> None:
    """Draw the note that says which lists may be changed."""
    sheet.text(f"B4:{last_column}4", "lists.note", "note")
    sheet.ws.set_row(3, 30)
    sheet.ws.freeze_panes(HEAD, 0)


def growing(sheet: Sheet, column: str, table: str, key: str, entries: Iterable[str], *, room: int, name: str) -> None:
    """Draw a list that may be changed, as a table of one column, and name its filled part for drop-downs."""
    left = ord(column) - ord("A")
    sheet.table(table, HEAD, [{key: entry} for entry in entries], size=room, left=left)
    name_filled(sheet, name, table, key, f"{column}{HEAD + 1}")


def fixed(
    sheet: Sheet,
    column: str,
    heading: str,
    family: str,
    keys: Sequence[str],
    *,
    name: str | None = None,
    words: Sequence[str] = (),
) -> None:
    """Write a list that the formulas know, below its heading.

    Args:
        sheet: where to.
        column: its letter.
        heading: the key of its heading.
        family: what the keys of its texts begin with.
        keys: the rest of them.
        name: the defined name of the whole list.
        words: those of the keys that formulas use, under the names `word_<key>`.
    """
    sheet.text(f"{column}{HEAD}", heading, "given")
    for row, key in enumerate(keys, HEAD + 1):
        sheet.text(f"{column}{row}", f"{family}.{key}", "cell", "wrap")
        if key in words:
            sheet.book.define(f"word_{key}", sheet.book.reference(sheet.key, f"{column}{row}"))
    if name:
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{HEAD + 1}:{column}{HEAD + len(keys)}"))


def currencies(sheet: Sheet, column: str, chosen: str) -> None:
    """Write the list of currencies, with the one that the workbook is in."""
    sheet.text(f"{column}{HEAD}", "lists.currency", "given")
    codes = tuple(dict.fromkeys([*CURRENCIES, chosen]))
    for row, code in enumerate(codes, HEAD + 1):
        sheet.value(f"{column}{row}", code, "cell")
    cells = f"{column}{HEAD + 1}:{column}{HEAD + len(codes)}"
    sheet.book.define("list_currencies", sheet.book.reference(sheet.key, cells))


def cost_platforms(sheet: Sheet, column: str) -> None:
    """Write the platforms that a cost may have: the word for all of them, then the table Platforms."""
    book = sheet.book
    sheet.text(f"{column}{HEAD}", "lists.cost_platforms", "given")
    sheet.formula(f"{column}{HEAD + 1}", "word_shared", "computed")
    for place in range(1, PLATFORM_ROOM + 1):
        platform = f"INDEX(Platforms[platform],{place})"
        shown = f'IF(ROWS(Platforms[platform])<{place},"",IF({platform}="","",{platform}))'
        sheet.formula(f"{column}{HEAD + 1 + place}", shown, "computed")
    top = book.reference(sheet.key, f"{column}{HEAD + 1}")
    offered = book.reference(sheet.key, f"{column}{HEAD + 1}:{column}{HEAD + 1 + PLATFORM_ROOM}")
    book.define("list_cost_platforms", f"{top}:INDEX({offered},1+COUNTA(Platforms[platform]))")


def name_filled(sheet: Sheet, name: str, table: str, key: str, first: str) -> None:
    """Name the filled part of a table's column, from its cell `first` on, so that a drop-down ends with its last entry.

    The name goes by the table, and so grows with it.
    """
    column = f"{table}[{key}]"
    top = sheet.book.reference(sheet.key, first)
    sheet.book.define(name, f"{top}:INDEX({column},MAX(1,COUNTA({column})))")


def from_table(tables: Mapping[str, Sequence[Mapping[str, object]]], *places: tuple[str, str]) -> list[str]:
    """Return the different texts that stand in columns (table, key) of what is filled in, in their order."""
    found = [row.get(key) for table, key in places for row in tables.get(table, ())]
    return list(dict.fromkeys(text for text in found if isinstance(text, str) and text))


def platforms_and_categories(
    sheet: Sheet, texts: Texts, tables: Mapping[str, Sequence[Mapping[str, object]]], *places: tuple[str, str]
) -> None:
    """Draw the lists of platforms (column B) and of cost categories (column D).

    Those that the data names, in columns (table, key), come along with the template's own.
    """
    named = [name for name in from_table(tables, *places) if name != texts["word.shared"]]
    platforms = filled_up(named, [texts[f"platform.{key}"] for key in PLATFORMS], PLATFORM_ROOM)
    growing(sheet, "B", "Platforms", "platform", platforms, room=PLATFORM_ROOM, name="list_platforms")
    own = [texts[f"category.{key}"] for key in CATEGORIES]
    categories = dict.fromkeys([*own, *from_table(tables, ("Costs", "category"))])
    growing(sheet, "D", "Categories", "category", categories, room=CATEGORY_ROOM, name="list_categories")


def filled_up(named: Sequence[str], own: Sequence[str], room: int) -> list[str]:
    """Return the names of the data, then the template's own as far as its list was long.

    Raises:
        UsageError: the data has more names than there is room for.
    """
    if len(named) > room:
        raise UsageError(
            f"the data names {len(named)} platforms, and the template has room for {room}.",
            hint="Put the small ones together under one name.",
        )
    return [*named, *[name for name in own if name not in named][: max(0, len(own) - len(named))]]
