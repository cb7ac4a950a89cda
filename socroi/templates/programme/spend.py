"""The sheet Spend: what was paid to make the work more efficient and more mature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.templates.columns import Column
from socroi.templates.table_sheet import TableSheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_FROM: Final = "MAX(Spend[@month],count_start)"
_MONTHS: Final = f"(YEAR(count_end)-YEAR({_FROM}))*12+MONTH(count_end)-MONTH({_FROM})+1"

SPEND: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("what", ("wrap",)),
    Column("kind", ("wrap",), choices="list_spend"),
    Column("once", ("money",), rule="amount"),
    Column("monthly", ("money",), rule="amount"),
    Column("remark", ("wrap",)),
    # What is paid once counts in its month; what is paid monthly from there to the last month that counts.
    Column(
        "counted",
        ("money",),
        'IF(OR(NOT(ISNUMBER(Spend[@month])),COUNT(Spend[@once],Spend[@monthly])=0),"",IF(Spend[@month]>=count_end+1,"",'
        f"IF(Spend[@month]>=count_start,N(Spend[@once]),0)+N(Spend[@monthly])*({_MONTHS})))",
    ),
)
SHEET: Final = TableSheet(
    key="spend",
    table="Spend",
    widths=(2, 12, 40, 24, 14, 14, 40, 16),
    size=24,
    grows=False,
    note=30,
    headings=32,
    frozen=3,
)


def paid_monthly(rows: Sequence[Mapping[str, Any]], first: date) -> list[dict[str, Any]]:
    """Return what goes on being paid each month in the year that begins with a month; what was paid once is over."""
    del first
    return [{**row, "once": None} for row in rows if isinstance(row["monthly"], float)]
