"""The two last figures of a row of Results: what it is worth, and what of that counts so far."""

from __future__ import annotations

from socroi.templates.columns import Column
from socroi.templates.period import WITHIN


def value_columns(kpis: str) -> tuple[Column, Column]:
    """Return them for a workbook whose table `kpis` has the columns kpi, worth and margin."""
    place = f"MATCH(Results[@kpi],{kpis}[kpi],0)"
    worth, margin = f"INDEX({kpis}[worth],{place})", f"INDEX({kpis}[margin],{place})"
    # Of a sale what remains counts: by the margin of its KPI, else that of the first sheet, else all of it.
    kept = f"IF(ISNUMBER({margin}),{margin},IF(ISNUMBER(margin),margin,1))"
    # What remains of traced money is the value; otherwise quantity times worth. A check finds text in a number's place.
    value = (
        f"IF(ISNUMBER(Results[@revenue]),Results[@revenue]*{kept},IF(ISNUMBER(Results[@quantity]),"
        f'IF(ISNUMBER({worth}),Results[@quantity]*{worth},""),""))'
    )
    counted = f'IF(Results[@value]="","",IF({WITHIN.format("Results[@month]")},Results[@value],""))'
    return Column("value", ("money",), value), Column("counted", ("money",), counted)
