"""The sheet Results: what was counted, and what it is worth."""

from __future__ import annotations

from typing import Final

from socroi.templates import activities
from socroi.templates.breakdown import mark_worthless
from socroi.templates.columns import Column
from socroi.templates.results_value import value_columns
from socroi.templates.table_sheet import TableSheet

RESULTS: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("platform", choices="list_platforms"),
    Column("kpi", choices="list_kpis"),
    Column("quantity", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("kind", ("center",), choices="list_kinds"),
    Column("source"),
    *value_columns("KpiValues"),
    *activities.COLUMNS,
)

SHEET: Final = TableSheet(
    key="results",
    table="Results",
    widths=(2, 12, 18, 24, 12, 14, 17, 38, 14, 14, *activities.WIDTHS),
    size=96,
    filters=True,
    note=30,
    frozen=3,
    optional=len(activities.COLUMNS),
    margin=(0, 1),
    also=mark_worthless,
)
