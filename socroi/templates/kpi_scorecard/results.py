"""The sheet Results: what was counted, and what it is worth."""

from __future__ import annotations

from typing import Final

from socroi.templates import activities
from socroi.templates.breakdown import mark_worthless
from socroi.templates.canvas import Column
from socroi.templates.period import WITHIN
from socroi.templates.table_sheet import TableSheet

_PLACE: Final = "MATCH(Results[@kpi],Kpis[kpi],0)"
_WORTH: Final = f"INDEX(Kpis[worth],{_PLACE})"
_MARGIN: Final = f"INDEX(Kpis[margin],{_PLACE})"
# Of a sale what remains counts: by the margin of its KPI, else that of the first sheet, else all of it.
_KEPT: Final = f"IF(ISNUMBER({_MARGIN}),{_MARGIN},IF(ISNUMBER(margin),margin,1))"

RESULTS: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("platform", choices="list_platforms"),
    Column("kpi", choices="list_kpis"),
    Column("quantity", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("source"),
    Column("kind", ("center",), f'IF(ISNUMBER({_PLACE}),INDEX(Kpis[kind],{_PLACE})&"","")'),
    # What remains of traced money is the value; otherwise quantity times worth. A check finds text in a number's place.
    Column(
        "value",
        ("money",),
        f"IF(ISNUMBER(Results[@revenue]),Results[@revenue]*{_KEPT},IF(ISNUMBER(Results[@quantity]),"
        f'IF(ISNUMBER({_WORTH}),Results[@quantity]*{_WORTH},""),""))',
    ),
    Column(
        "counted",
        ("money",),
        f'IF(Results[@value]="","",IF({WITHIN.format("Results[@month]")},Results[@value],""))',
    ),
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
