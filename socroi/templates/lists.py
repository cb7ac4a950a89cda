"""What the sheet Lists is made of: lists that may be changed, and lists that the formulas know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from socroi.errors import UsageError
from socroi.excel.addresses import column_letters, column_of
from socroi.templates.columns import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

PLATFORM_ROOM: Final = 10
"""Platforms that the result sheets have a row for."""
_CODES: Final = ("EUR", "USD", "GBP", "HUF", "INR", "IRR", "KES", "TZS", "CHF", "CAD", "AUD", "JPY", "ZAR", "AED")
EVIDENCE: Final = ("illustrative", "anecdote", "correlation", "test", "tagging", "integrated", "commerce")
"""How a value may be known."""
HEAD: Final = 6
"""The row of the headings."""


class Listed(Protocol):
    """A list of the sheet.

    Attributes:
        width: how many columns it takes; a list that may be changed is a table, and has a free one beside it.
    """

    width: ClassVar[int]

    def draw(self, order: Order, sheet: Sheet, column: str) -> None:
        """Draw it in a column."""


@dataclass(frozen=True, slots=True)
class Growing:
    """A list that may be changed: a table of one column, whose filled part is named for drop-downs.

    Args:
        table: the table's name.
        key: of its column.
        name: the defined name.
        room: rows that it has.
        own: the keys of the template's own entries.
        places: columns (table, key) of what is filled in whose texts are listed too.
        cut: whether the texts of the data come first, and the template's own only as far as its list was long.
    """

    width: ClassVar[int] = 2
    table: str
    key: str
    name: str
    room: int
    own: Sequence[str]
    places: Sequence[tuple[str, str]]
    cut: bool = False

    def draw(self, order: Order, sheet: Sheet, column: str) -> None:
        """Draw the table."""
        given = from_table(order.contents.tables, (self.table, self.key))
        own = given or [order.texts[key] for key in self.own]
        named = from_table(order.contents.tables, *self.places)
        if self.cut:
            named = [name for name in named if name != order.texts["word.shared"]]
            entries = list(dict.fromkeys([*own, *named])) if given else _filled_up(named, own, self.room)
        else:
            entries = list(dict.fromkeys([*own, *named]))
        rows = [{self.key: entry} for entry in entries]
        sheet.table(self.table, HEAD, rows, size=self.room, left=column_of(column))
        name_filled(sheet, self.name, self.table, self.key, f"{column}{HEAD + 1}")


@dataclass(frozen=True, slots=True)
class Fixed:
    """A list that the formulas know.

    Args:
        family: what the keys of its texts begin with.
        keys: the rest of them.
        name: the defined name of the whole list.
        words: those of the keys that formulas use, under the names `word_<key>`.
        heading: its heading is the text `lists.<heading>`; the family when not given.
    """

    width: ClassVar[int] = 1
    family: str
    keys: Sequence[str]
    name: str | None = None
    words: Sequence[str] = ()
    heading: str | None = None

    def draw(self, order: Order, sheet: Sheet, column: str) -> None:
        """Write the list below its heading."""
        sheet.text(f"{column}{HEAD}", f"lists.{self.heading or self.family}", "given")
        for row, key in enumerate(self.keys, HEAD + 1):
            sheet.text(f"{column}{row}", f"{self.family}.{key}", "cell", "wrap")
            if key in self.words:
                order.book.define(f"word_{key}", order.book.reference(sheet.key, f"{column}{row}"))
        if self.name:
            cells = f"{column}{HEAD + 1}:{column}{HEAD + len(self.keys)}"
            order.book.define(self.name, order.book.reference(sheet.key, cells))


@dataclass(frozen=True, slots=True)
class Currencies:
    """The list of currencies, with the one that the workbook is in."""

    width: ClassVar[int] = 1

    def draw(self, order: Order, sheet: Sheet, column: str) -> None:
        """Write the list below its heading."""
        sheet.text(f"{column}{HEAD}", "lists.currency", "given")
        codes = tuple(dict.fromkeys([*_CODES, order.currency]))
        for row, code in enumerate(codes, HEAD + 1):
            sheet.value(f"{column}{row}", code, "cell")
        cells = f"{column}{HEAD + 1}:{column}{HEAD + len(codes)}"
        order.book.define("list_currencies", order.book.reference(sheet.key, cells))


@dataclass(frozen=True, slots=True)
class CostPlatforms:
    """The platforms that a cost may have: the word for all of them, then the table Platforms."""

    width: ClassVar[int] = 1

    def draw(self, order: Order, sheet: Sheet, column: str) -> None:
        """Write the list below its heading."""
        book = order.book
        sheet.text(f"{column}{HEAD}", "lists.cost_platforms", "given")
        sheet.formula(f"{column}{HEAD + 1}", "word_shared", "computed")
        for place in range(1, PLATFORM_ROOM + 1):
            platform = f"INDEX(Platforms[platform],{place})"
            shown = f'IF(ROWS(Platforms[platform])<{place},"",IF({platform}="","",{platform}))'
            sheet.formula(f"{column}{HEAD + 1 + place}", shown, "computed")
        top = book.reference(sheet.key, f"{column}{HEAD + 1}")
        offered = book.reference(sheet.key, f"{column}{HEAD + 1}:{column}{HEAD + 1 + PLATFORM_ROOM}")
        book.define("list_cost_platforms", f"{top}:INDEX({offered},1+COUNTA(Platforms[platform]))")


def platforms(table: str) -> Growing:
    """Return the list of platforms, with those of a table and of the costs."""
    keys = ("facebook", "instagram", "linkedin", "x", "youtube", "tiktok", "pinterest", "blog")
    own = [f"platform.{key}" for key in keys]
    places = ((table, "platform"), ("Costs", "platform"))
    return Growing("Platforms", "platform", "list_platforms", PLATFORM_ROOM, own, places, cut=True)


CATEGORIES: Final = Growing(
    "Categories",
    "category",
    "list_categories",
    14,
    [
        f"category.{key}"
        for key in (
            "staff", "management", "tools", "ads", "boosted", "agencies", "designers", "refunds", "research",
            "training", "conferences",
        )
    ],
    [("Costs", "category")],
)  # fmt: skip
KINDS: Final = Fixed("kind", ("direct", "indirect"), "list_kinds", ("direct", "indirect"))
SHARED_BY: Final = Fixed(
    "shared_by", ("by_return", "by_cost", "equally"), "list_shared_by", ("by_return", "by_cost", "equally")
)
REACH: Final = Fixed("reach", ("to_date", "one_month"), "list_reach", ("to_date", "one_month"))
ANSWERS: Final = Fixed("word", ("yes", "no"), "list_yes_no", ("yes", "no"), heading="answers")


def evidence(*words: str) -> Fixed:
    """Return the ways in which a value may be known; formulas use those of `words`."""
    return Fixed("evidence", EVIDENCE, "list_evidence", words)


def words(*own: str) -> Fixed:
    """Return the words that formulas return: a template's own, and what the checks of every workbook say."""
    keys = (*own, "fine", "look", "amiss", "stop", "empty", "missing", "money")
    return Fixed("word", keys, words=keys, heading="words")


@dataclass(frozen=True, slots=True)
class Lists:
    """The sheet Lists: the widths of its columns from A on, and its lists from B on."""

    widths: Sequence[float]
    lists: Sequence[Listed]

    @property
    def tables(self) -> dict[str, tuple[Column, ...]]:
        """The tables of the sheet, and their columns."""
        return {each.table: (Column(each.key),) for each in self.lists if isinstance(each, Growing)}

    def draw(self, order: Order) -> None:
        """Draw the sheet, and name its lists."""
        sheet = order.book.sheet("lists", self.widths, landscape=True, use="lists")
        columns: list[str] = []
        place = 1
        for each in self.lists:
            columns.append(column_letters(place))
            place += each.width
        sheet.text(f"B4:{columns[-1]}4", "lists.note", "note")
        sheet.ws.set_row(3, 30)
        sheet.ws.freeze_panes(HEAD, 0)
        for column, each in zip(columns, self.lists, strict=True):
            each.draw(order, sheet, column)


def name_filled(sheet: Sheet, name: str, table: str, key: str, first: str) -> None:
    """Name the filled part of a table's column, from its cell `first` on, so that a drop-down ends with its last entry.

    The name goes by the table, and so grows with it.
    """
    column = f"{table}[{key}]"
    top = sheet.book.reference(sheet.key, first)
    sheet.book.define(name, f"{top}:INDEX({column},MAX(1,COUNTA({column})))")


def from_table(tables: Mapping[str, Sequence[Mapping[str, Any]]], *places: tuple[str, str]) -> list[str]:
    """Return the different texts that stand in columns (table, key) of what is filled in, in their order."""
    found = [row.get(key) for table, key in places for row in tables.get(table, ())]
    return list(dict.fromkeys(text for text in found if isinstance(text, str) and text))


def _filled_up(named: Sequence[str], own: Sequence[str], room: int) -> list[str]:
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
