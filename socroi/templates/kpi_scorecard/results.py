"""The sheet Results: what was counted, and what it is worth."""

from __future__ import annotations

from typing import Final

from socroi.templates import activities
from socroi.templates.breakdown import mark_worthless
from socroi.templates.columns import Column
from socroi.templates.results_value import value_columns
from socroi.templates.table_sheet import TableSheet

_PLACE: Final = "MATCH(Results[@kpi],Kpis[kpi],0)"

RESULTS: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("platform", choices="list_platforms"),
    Column("kpi", choices="list_kpis"),
    Column("quantity", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("source"),
    Column("kind", ("center",), f'IF(ISNUMBER({_PLACE}),INDEX(Kpis[kind],{_PLACE})&"","")'),
    *value_columns("Kpis"),
    *activities.COLUMNS,
)
SHEET: Final = TableSheet(
    key="results",
    table="Results",
    widths=(2, 12, 18, 24, 12, 14, 36, 17, 14, 14, *activities.WIDTHS),
    size=96,
    filters=True,
    note=30,
    frozen=3,
    optional=len(activities.COLUMNS),
    also=mark_worthless,
)
