"""The sheet Costs: everything that the work costs, one line each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from socroi.templates import activities
from socroi.templates.checks import NUMBER, Check, below, one_sided, repeated, unformed, without
from socroi.templates.columns import Column
from socroi.templates.table_sheet import HEAD, TableSheet

# A day may have a time of day, and a bill is spread over whole months.
_SPREAD: Final = "MAX(1,INT(N(Costs[@months])))"
_FROM: Final = "MAX(INT(Costs[@month]),count_start)"
_TO: Final = "MIN(Costs[@until],count_end)"

COSTS: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("platform", choices="list_cost_platforms"),
    Column("category", choices="list_categories"),
    Column("what"),
    Column("hours", ("hours",), rule="amount"),
    Column("rate", ("cents",), rule="amount"),
    Column("amount", ("money",), rule="amount"),
    Column("months", ("count", "center"), rule="months"),
    Column(
        "cost",
        ("money",),
        "IF(ISNUMBER(Costs[@amount]),Costs[@amount],"
        'IF(COUNT(Costs[@hours],Costs[@rate])<2,"",Costs[@hours]*Costs[@rate]))',
    ),
    Column("monthly", ("money",), f'IF(Costs[@cost]="","",Costs[@cost]/{_SPREAD})'),
    Column(
        "until",
        ("month", "center"),
        f'IF(Costs[@cost]="","",IF(ISNUMBER(Costs[@month]),EOMONTH(Costs[@month],{_SPREAD}-1),""))',
    ),
    Column(
        "counted",
        ("money",),
        f'IF(Costs[@until]="","",IF({_FROM}>{_TO},"",'
        f"Costs[@monthly]*((YEAR({_TO})-YEAR({_FROM}))*12+MONTH({_TO})-MONTH({_FROM})+1)))",
    ),
)

WITH_ACTIVITIES: Final = (*COSTS, *activities.COLUMNS)

NUMBERS: Final = tuple(f"Costs[{key}]" for key in ("month", "hours", "rate", "amount", "months"))
"""The columns for numbers and dates."""
AMOUNTS: Final = tuple(f"Costs[{key}]" for key in ("hours", "rate", "amount"))
UNDATED: Final = without("Costs", "month", "hours", "amount")
ONE_SIDED: Final = one_sided("Costs", "hours", "rate", unless="amount")
UNFORMED: Final = unformed("Costs", "counted", "month", "hours", "amount")
_ALIKE: Final = ("month", "platform", "category", "what", "amount")
REPEATED: Final = repeated("Costs", *_ALIKE, figure="amount")
REPEATED_WITH_ACTIVITIES: Final = repeated("Costs", *_ALIKE, *activities.KEYS, figure="amount")
OUTSIDE: Final = (
    f'COUNT(Costs[cost])-COUNTIFS(Costs[cost],{NUMBER},Costs[month],"<"&period_end+1,Costs[until],">="&period_start)'
)
BELOW: Final = below("costs", HEAD, "Costs", "month")
"""What checks of this table count."""
UNUSED: Final = Check(
    "categories",
    'IF(COUNT(Costs[counted])=0,"",SUMPRODUCT((Categories[category]<>"")'
    f"*(COUNTIFS(Costs[category],Categories[category],Costs[counted],{NUMBER})=0)))",
    "costs",
)
SHEET: Final = TableSheet(
    key="costs",
    table="Costs",
    widths=(2, 12, 18, 24, 34, 10, 10, 12, 10, 12, 12, 12, 13),
    size=60,
    filters=True,
    note=30,
    frozen=3,
    margin=(0, 1),
)
SHEET_WITH_ACTIVITIES: Final = replace(
    SHEET, widths=(*SHEET.widths, *activities.WIDTHS), optional=len(activities.COLUMNS)
)
