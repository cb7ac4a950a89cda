"""The sheet Channels: what each channel costs, and what it claims for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.attribution_and_tests.shared import CHANNEL_ROOM
from socroi.templates.columns import Column
from socroi.templates.lists import name_filled
from socroi.templates.table_sheet import HEAD, TableSheet

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.texts import Texts

CHANNELS: Final = (
    Column("channel"),
    Column("social", ("center",), choices="list_yes_no"),
    Column("cost", ("money",), rule="amount"),
    Column("claimed", ("count",), rule="amount"),
    Column("claimed_revenue", ("money",), rule="amount"),
    Column("heard", ("count",), rule="whole", added=True),
    Column("window"),
    Column("source", ("wrap",)),
)
OWN: Final = ("facebook", "instagram", "linkedin", "youtube")
OTHER: Final = ("search", "email", "direct")


def _own(texts: Texts) -> list[dict[str, str]]:
    ours = [{"channel": texts[f"platform.{key}"], "social": texts["word.yes"]} for key in OWN]
    return ours + [{"channel": texts[f"channel.{key}"], "social": texts["word.no"]} for key in OTHER]


def _name(sheet: Sheet) -> None:
    name_filled(sheet, "list_channels", "Channels", "channel", f"B{HEAD + 1}")


SHEET: Final = TableSheet(
    key="channels",
    table="Channels",
    widths=(2, 26, 14, 14, 17, 18, 18, 37, 38),
    size=CHANNEL_ROOM,
    grows=False,
    headings=32,
    row=24,
    margin=(1, 0),
    own=_own,
    also=_name,
)
