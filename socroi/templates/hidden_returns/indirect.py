"""The sheet Indirect: returns that nobody can count, each low, likely and high, and how we know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.columns import Column
from socroi.templates.hidden_returns.shared import INDIRECT_ROOM
from socroi.templates.table_sheet import TableSheet

if TYPE_CHECKING:
    from socroi.templates.texts import Texts

INDIRECT: Final = (
    Column("what", ("wrap",)),
    Column("ask", ("wrap",)),
    Column("low", ("money",), rule="amount"),
    Column("likely", ("money",), rule="amount"),
    Column("high", ("money",), rule="amount"),
    Column("evidence", choices="list_evidence"),
    Column("basis", ("wrap",)),
)
OWN: Final = ("leadership", "relations", "reputation", "authority", "sales", "messaging")
"""Those of the article's eight that have no sum of their own; the other two stand on the sheet Savings."""


def _own(texts: Texts) -> list[dict[str, str]]:
    return [{"what": texts[f"indirect.{key}"], "ask": texts[f"indirect.{key}.ask"]} for key in OWN]


SHEET: Final = TableSheet(
    key="indirect",
    table="Indirect",
    widths=(2, 24, 46, 12, 12, 12, 27, 44),
    size=INDIRECT_ROOM,
    grows=False,
    headings=26,
    row=40,
    margin=(1, 0),
    own=_own,
)
