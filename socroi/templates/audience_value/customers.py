"""The sheet Customers: one row each, and whether they follow."""

from __future__ import annotations

from typing import Final

from socroi.templates.columns import Column
from socroi.templates.table_sheet import TableSheet


def _flag(key: str) -> str:
    cell = f"Customers[@{key}]"
    return f'IF({cell}="","",IF({cell}=word_yes,1,IF({cell}=word_no,0,"!")))'


CUSTOMERS: Final = (
    Column("customer"),
    Column("follows", ("center",), choices="list_yes_no"),
    Column("stayed", ("center",), choices="list_yes_no"),
    Column("more", ("center",), choices="list_yes_no"),
    Column("size", ("money",), rule="amount"),
    Column("days", ("count",), rule="amount"),
    Column("source"),
    Column("follows_flag", ("center",), _flag("follows")),
    Column("stayed_flag", ("center",), _flag("stayed")),
    Column("more_flag", ("center",), _flag("more")),
)
SHEET: Final = TableSheet(
    key="customers",
    table="Customers",
    widths=(2, 22, 13, 13, 13, 14, 14, 42, 11, 11, 11),
    size=120,
    filters=True,
)
