"""The twelve months that a workbook counts, on its sheet Start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet


def draw(sheet: Sheet, row: int, *dates: str) -> int:
    """Draw the period and how much of it is over, and return the first free row.

    Args:
        sheet: where to; it has the setting `first_month`.
        row: where to begin.
        dates: the columns of tables whose last date inside of the period says how far things are.
    """
    sheet.text(f"B{row}", "start.period", "label")
    first = "DATE(YEAR(first_month),MONTH(first_month),1)"
    sheet.formula(f"C{row}", first, "computed", "date", "left", name="period_start")
    sheet.formula(f"D{row}", "EDATE(period_start,12)-1", "computed", "date", "left", name="period_end")
    row += 1
    sheet.text(f"B{row}", "start.months_so_far", "label")
    begun = "+".join(f'COUNTIFS({column},">="&period_start,{column},"<"&period_end+1)' for column in dates)
    latest = ",".join(f'_xlfn.MAXIFS({column},{column},"<"&period_end+1)' for column in dates)
    sheet.formula(f"D{row}", f'IF({begun}=0,"",MAX({latest}))', "computed", "month", "left", name="last_month")
    count = "(YEAR(last_month)-YEAR(period_start))*12+MONTH(last_month)-MONTH(period_start)+1"
    sheet.formula(f"C{row}", f'IF({begun}=0,"",{count})', "computed", "count", "left", name="months_so_far")
    sheet.text(f"E{row}", "start.months_so_far.note", "hint")
    return row + 1
