"""The twelve months of a workbook and which of them count so far, on its sheet Start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.checks import NUMBER, Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.templates.sheet import Sheet

_LEAST: Final = 36526
"""1 January 2000, the first day that may be typed."""
CALENDAR: Final = Check(
    "calendar",
    f"IF(N(first_month)>={_LEAST},0,1)"
    '+IF(count_to="",0,IF(ISNUMBER(count_to),IF(AND(count_to>=period_start,count_to<period_end+1),0,1),1))',
    "start",
    stops=True,
    always=True,
)
"""Looks whether the first month, and the month to count to, are days of the calendar and of the twelve months."""
WITHIN: Final = "AND(ISNUMBER({0}),{0}>=count_start,{0}<count_end+1)"
"""Whether a day lies in the months that count."""
OUT_OF_COUNT: Final = "OR({0}<count_start,{0}>count_end)"


def in_count(column: str) -> tuple[str, str, str, str]:
    """Return the criteria of rows whose date, in a column of a table, lies in the months that count."""
    return (column, '">="&count_start', column, '"<"&count_end+1')


def outside(dates: str, figures: str) -> str:
    """Count the rows of a table that have a figure, but no date in the twelve months."""
    return f'COUNT({figures})-COUNTIFS({figures},{NUMBER},{dates},">="&period_start,{dates},"<"&period_end+1)'


def draw(sheet: Sheet, row: int, heading: int, dates: Sequence[str], *, so_far: bool) -> int:
    """Draw the period and how much of it is over, and return the first free row.

    Args:
        sheet: where to; it has the setting `first_month`, and with `so_far` also `count_to` and `count_how`.
        row: where to begin.
        heading: the row of a heading that has room for what nobody has to see.
        dates: columns of tables with the dates that the workbook goes by.
        so_far: whether return and cost count up to the last month that has a result, or to the one that is chosen.
    """
    sheet.text(f"B{row}", "start.period", "label")
    # Without a first month the year begins with the first row, so that no cell is an error while a check says so.
    given = f"IF(N(first_month)>={_LEAST},first_month,MAX({_LEAST},MIN({','.join(dates)})))"
    first = f"DATE(YEAR({given}),MONTH({given}),1)"
    sheet.formula(f"C{row}", first, "computed", "date", "left", name="period_start")
    sheet.formula(f"D{row}", "EDATE(period_start,12)-1", "computed", "date", "left", name="period_end")
    if so_far:
        # What is known for twelve months counts by the part of them that counts.
        part = 'IF(last_month="",1,months_counted/12)'
        sheet.formula(f"E{row}", part, "hint", "hidden", name="year_part")
    row += 1
    sheet.text(f"B{row}", "start.months_so_far", "label")
    last = 'IF(MAX(month_begun)=0,"",EDATE(period_start,MAX(month_begun)-1))'
    if so_far:
        chosen = "MAX(period_start,MIN(period_end,count_to))"
        last = (
            f"IF(ISNUMBER(count_to),DATE(YEAR({chosen}),MONTH({chosen}),1),"
            f"IF(MAX(month_results)>0,EDATE(period_start,MAX(month_results)-1),{last}))"
        )
    sheet.formula(f"D{row}", last, "computed", "month", "left", name="last_month")
    count = "(YEAR(last_month)-YEAR(period_start))*12+MONTH(last_month)-MONTH(period_start)+1"
    sheet.formula(f"C{row}", f'IF(last_month="","",{count})', "computed", "count", "left", name="months_so_far")
    sheet.text(f"E{row}", "start.months_so_far.note", "hint")
    if so_far:
        one = 'AND(count_how=word_one_month,last_month<>"")'
        for column, name, formula in (
            ("C", "months_counted", f'IF(last_month="","",IF({one},1,months_so_far))'),
            ("D", "count_start", f"IF({one},last_month,period_start)"),
            ("E", "count_end", 'EOMONTH(IF(last_month="",period_start,last_month),0)'),
        ):
            sheet.formula(f"{column}{heading}", formula, "section", "hidden", name=name)
    return row + 1


def draw_known(
    sheet: Sheet, first: int, column: str, name: str, *columns: tuple[str, ...], running: Sequence[str] = ()
) -> None:
    """Draw which of the twelve months have something, as their places in the year, and 0 for the others.

    Args:
        sheet: where to; the first days of the months stand in its column B.
        first: the row of the first month.
        column: where to.
        name: the defined name of all twelve; the heading is the text `roi.<name>`.
        columns: for each table its column of dates, and that of figures where only rows with one count.
        running: columns of dates whose rows go on from then: one before the year makes its first month known.
    """
    sheet.text(f"{column}{first - 1}", f"roi.{name}", "given")
    for place, row in enumerate(range(first, first + 12), 1):
        rows = []
        for day, *figures in columns:
            criteria = [day, f'">="&$B{row}', day, f'"<"&EDATE($B{row},1)']
            for figure in figures:
                criteria += [figure, NUMBER]
            rows.append(f"COUNTIFS({','.join(criteria)})")
        if row == first:
            rows += [f'COUNTIF({day},"<"&$B{row})' for day in running]
        sheet.formula(f"{column}{row}", f"IF({'+'.join(rows)}>0,{place},0)", "helper", "weight")
    sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{first}:{column}{first + 11}"))
