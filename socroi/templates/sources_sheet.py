"""The sheet Sources: what measures each KPI, over which window, whose claim it is, whether a second source agrees."""

from __future__ import annotations

from typing import Final

from socroi.templates.checks import Check
from socroi.templates.columns import Column
from socroi.templates.lists import Fixed
from socroi.templates.table_sheet import TableSheet

_MEASURES: Final = ("pixel", "utm", "analytics", "platform", "orders", "asked")
_CLAIMS: Final = ("own", "analytics", "platform")
"""Whose truth a figure is, the most trusted first."""
_AGREED: Final = ("yes", "no", "untried")

SOURCES: Final = (
    Column("kpi", choices="list_kpis", free=True, added=True),
    Column("platform", choices="list_platforms", free=True, added=True),
    Column("measured", choices="list_measures", free=True, added=True),
    Column("window", ("count", "center"), rule="whole", added=True),
    Column("claim", choices="list_claims", added=True),
    Column("agreed", ("center",), choices="list_agreed", added=True),
    Column("remark", ("wrap",), added=True),
)
LISTS: Final = (
    Fixed("measure", _MEASURES, "list_measures"),
    Fixed("claim", _CLAIMS, "list_claims"),
    Fixed("agreed", _AGREED, "list_agreed"),
)
WIDTHS: Final = (30, 24, 18)
"""The widths of the lists."""
SHEET: Final = TableSheet(
    key="sources",
    table="Sources",
    widths=(2, 28, 20, 30, 12, 26, 20, 52),
    size=24,
    grows=False,
    note=44,
    headings=44,
)


def unsourced(kpis: str, counted: str) -> Check:
    """Count the KPIs in use of which nobody has said what measures them.

    `kpis` and `counted` are their names and their counts, which are empty text where there is none.
    """
    said = f'COUNTIFS(Sources[kpi],{kpis},Sources[measured],"?*")'
    return Check("unsourced", f'SUMPRODUCT(({counted}<>"")*({said}=0))', "sources")
