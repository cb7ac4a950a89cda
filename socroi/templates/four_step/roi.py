"""The sheet ROI: in total, by platform, by month, by KPI; direct and indirect kept apart; low, likely and high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.breakdown import (
    WIDTHS,
    draw_by_month,
    draw_by_platform,
    draw_charts,
    draw_stop,
    draw_total,
    headings,
    traced_rows,
)
from socroi.templates.checks import NUMBER, known
from socroi.templates.four_step.values import ESTIMATE_ROOM, KPI_ROOM
from socroi.templates.lists import PLATFORM_ROOM
from socroi.templates.period import in_count

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

ESTIMATE_LINES: Final = ESTIMATE_ROOM + 2
TOTAL: Final = 7
PLATFORM: Final = 31
MONTH: Final = PLATFORM + PLATFORM_ROOM + 6
RANGE: Final = MONTH + 12 + 5
KPI: Final = RANGE + ESTIMATE_LINES + 10
"""The first row of figures of each block."""
KPI_LINES: Final = KPI_ROOM + 4
CATEGORY_LINES: Final = KPI_LINES - 1

_MONEY: Final = ("computed", "money")
_SUM: Final = ("total", "money")
_RANGE: Final = (("E", "low"), ("F", "likely"), ("G", "high"))


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("roi", WIDTHS, landscape=True, use="result")
    draw_stop(sheet)
    draw_total(sheet, TOTAL)
    draw_charts(sheet, TOTAL + 2, PLATFORM, MONTH)
    draw_by_platform(sheet, PLATFORM, TOTAL)
    draw_by_month(sheet, MONTH)
    _range(sheet)
    _by_kpi(sheet)
    _by_category(sheet)
    sheet.print(f"J{KPI + KPI_LINES + 1}", [PLATFORM - 3, RANGE - 4], scale=60)
    sheet.ws.freeze_panes(3, 0)


def _range(sheet: Sheet) -> None:
    """Draw the return with the estimated lines added, low, likely and high, and the avoided cost beside it."""
    top = RANGE
    sheet.section(f"B{top - 3}:J{top - 3}", "roi.range")
    sheet.text(f"B{top - 2}:J{top - 2}", "roi.range.note", "note")
    sheet.ws.set_row(top - 3, 30)
    sheet.text(f"B{top - 1}:D{top - 1}", "roi.line", "header")
    sheet.text(f"H{top - 1}:J{top - 1}", "estimates.evidence", "header")
    for column, key in _RANGE:
        sheet.text(f"{column}{top - 1}", f"roi.{key}", "header")
    last = top + ESTIMATE_LINES
    for row in range(top, last + 1):
        sheet.ws.merge_range(f"B{row}:D{row}", "", sheet.book.styles("computed"))
        sheet.ws.merge_range(f"H{row}:J{row}", "", sheet.book.styles("computed"))
    sheet.text(f"B{top}", "roi.counted", "computed")
    for column, _ in _RANGE:
        sheet.formula(f"{column}{top}", "return_total", *_MONEY)
    sheet.text(f"L{top - 1}", "roi.state", "given")
    sheet.text(f"M{top - 1}", "roi.figures", "given")
    for place, row in enumerate(range(top + 1, last + 1), 1):
        low, likely, high = (f"INDEX(Estimates[{key}],{place})" for _, key in _RANGE)
        there = f"ROWS(Estimates[what])<{place}"
        for column, key in (("B", "what"), ("H", "evidence")):
            words = f"INDEX(Estimates[{key}],{place})"
            sheet.formula(f"{column}{row}", f'IF({there},"",IF({words}="","",{words}))', "computed")
        # An estimate is for twelve months; only the part of those that count is added to their return.
        # A line counts (1) or does not (0) once it has a figure: all three, in their order.
        figures = f"ISNUMBER({low})+ISNUMBER({likely})+ISNUMBER({high})"
        sheet.formula(f"M{row}", f"IF({there},0,{figures})", "helper", "weight")
        sheet.formula(
            f"L{row}",
            f'IF(M{row}=0,"",IF(M{row}<3,0,IF(AND({low}<={likely},{likely}<={high}),1,0)))',
            "helper",
            "count",
        )
        for column, key in _RANGE:
            sheet.formula(f"{column}{row}", f'IF(N(L{row})=1,INDEX(Estimates[{key}],{place})*year_part,"")', *_MONEY)
    sheet.book.define("estimate_state", sheet.book.reference("roi", f"L{top + 1}:L{last}"))
    sheet.book.define("estimate_figures", sheet.book.reference("roi", f"M{top + 1}:M{last}"))
    for row, key in enumerate(("sum", "cost", "profit", "roi"), last + 1):
        sheet.text(f"B{row}:D{row}", f"roi.range.{key}", "total" if key in {"sum", "roi"} else "computed")
    for column, key in _RANGE:
        gains = f"{column}{top}:{column}{last}"
        unknown = f"COUNT({gains})*COUNT(cost_total)=0"
        sheet.formula(f"{column}{last + 1}", f'IF(COUNT({gains})=0,"",SUM({gains}))', *_SUM)
        sheet.formula(f"{column}{last + 2}", "cost_total", *_MONEY)
        sheet.formula(
            f"{column}{last + 3}", f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT({gains},cost_total)))', *_MONEY
        )
        sheet.formula(
            f"{column}{last + 4}",
            f'IF(stops>0,word_look,IF({unknown},"",IF(cost_total=0,word_no_cost,SOCROI({gains},cost_total))))',
            "total", "percent",
            name=f"roi_{key}",
        )  # fmt: skip
    sheet.text(f"B{last + 5}:D{last + 5}", "roi.avoided", "computed")
    sheet.formula(f"E{last + 5}", "avoided_cost", *_MONEY)
    sheet.text(f"F{last + 5}", "roi.avoided.note", "hint")


def _by_kpi(sheet: Sheet) -> None:
    """Draw a line for each KPI: what its quantity is worth, and the money that was traced instead."""
    sheet.section(f"B{KPI - 2}:J{KPI - 2}", "roi.by_kpi")
    keys = ("quantity", "worth", "valued", "traced", "return")
    headings(sheet, KPI - 1, "roi.kpi", keys)
    sheet.text(f"L{KPI - 1}", "roi.kept", "given")
    period = in_count("Results[month]")
    untraced = ("Results[revenue]", '"="')
    first, last = KPI, KPI + KPI_LINES - 1
    for place, row in enumerate(range(first, last + 1), 1):
        mine = f"$B{row}"
        name, worth = f"INDEX(KpiValues[kpi],{place})", f"INDEX(KpiValues[worth],{place})"
        there = f"ROWS(KpiValues[kpi])<{place}"
        sheet.formula(f"B{row}", f'IF({there},"",IF({name}="","",{name}))', "computed")
        sheet.formula(
            f"C{row}",
            f'IF({mine}="","",{known("Results[quantity]", "Results[kpi]", mine, *untraced, *period)})',
            "computed", "count",
        )  # fmt: skip
        sheet.formula(f"D{row}", f'IF({mine}="","",IF(ISNUMBER({worth}),{worth},""))', "computed", "cents")
        sheet.formula(
            f"E{row}",
            f'IF(OR(C{row}="",D{row}="",COUNTIF(KpiValues[kpi],{mine})>1),"",KPIVALUE({mine},C{row},KpiValues[kpi:worth]))',
            *_MONEY,
        )
        sheet.formula(
            f"F{row}",
            f'IF({mine}="","",{known("Results[counted]", "Results[kpi]", mine, "Results[revenue]", NUMBER)})',
            *_MONEY,
        )
        sheet.formula(f"G{row}", f'IF(AND(E{row}="",F{row}=""),"",SUM(E{row}:F{row}))', *_MONEY)
        kept = f"ISNUMBER(INDEX(KpiValues[margin],{place}))"
        sheet.formula(f"L{row}", f"IF({there},0,IF({kept},{traced_rows(mine)},0))", "helper", "weight")
    sheet.book.define("kpi_kept", sheet.book.reference("roi", f"L{first}:L{last}"))
    sheet.text(f"B{last + 1}", "roi.sum", "total")
    for column in "CD":
        sheet.value(f"{column}{last + 1}", None, "total")
    for column in "EFG":
        block = f"{column}{first}:{column}{last}"
        total = "return_by_kpi" if column == "G" else None
        sheet.formula(f"{column}{last + 1}", f'IF(COUNT({block})=0,"",SUM({block}))', *_SUM, name=total)


def _by_category(sheet: Sheet) -> None:
    """Draw what each kind of cost came to, beside the KPIs."""
    first, last = KPI, KPI + CATEGORY_LINES - 1
    sheet.text(f"H{KPI - 1}:I{KPI - 1}", "roi.category", "header")
    sheet.text(f"J{KPI - 1}", "roi.cost", "header")
    for place, row in enumerate(range(first, last + 1), 1):
        name = f"INDEX(Categories[category],{place})"
        sheet.ws.merge_range(f"H{row}:I{row}", "", sheet.book.styles("computed"))
        sheet.formula(f"H{row}", f'IF(ROWS(Categories[category])<{place},"",IF({name}="","",{name}))', "computed")
        sheet.formula(f"J{row}", f'IF($H{row}="","",{known("Costs[counted]", "Costs[category]", f"$H{row}")})', *_MONEY)
    rest = f"ROUND(N(cost_total)-SUM(J{first}:J{last}),6)"
    sheet.text(f"H{last + 1}:I{last + 1}", "roi.other", "computed")
    sheet.formula(f"J{last + 1}", f'IF({rest}=0,"",{rest})', *_MONEY)
    sheet.text(f"H{last + 2}:I{last + 2}", "roi.sum", "total")
    sheet.formula(f"J{last + 2}", "cost_total", *_SUM)
    sheet.book.define("category_names", sheet.book.reference("roi", f"H{first}:H{last}"))
    sheet.book.define("category_cost", sheet.book.reference("roi", f"J{first}:J{last}"))
