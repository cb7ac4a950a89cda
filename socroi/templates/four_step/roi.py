"""The sheet ROI: in total, by platform, by month, by KPI; direct and indirect kept apart; low, likely and high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.four_step.charts import draw_charts
from socroi.templates.four_step.lists import PLATFORM_ROOM
from socroi.templates.four_step.setting import NUMBER, PAGES, Setting
from socroi.templates.four_step.values import ESTIMATE_ROOM, KPI_ROOM

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet

ESTIMATE_LINES: Final = ESTIMATE_ROOM + 2
TOTAL: Final = 7
PLATFORM: Final = 31
MONTH: Final = PLATFORM + PLATFORM_ROOM + 6
RANGE: Final = MONTH + 12 + 5
KPI: Final = RANGE + ESTIMATE_LINES + 10
"""The first row of figures of each block."""
KPI_LINES: Final = KPI_ROOM + 4
CATEGORY_LINES: Final = KPI_LINES - 1

_COLUMNS: Final = ("direct", "indirect", "return", "own", "shared", "cost", "profit", "roi")
_MONEY: Final = ("computed", "money")
_SUM: Final = ("total", "money")
_RANGE: Final = (("E", "low"), ("F", "likely"), ("G", "high"))


def draw(setting: Setting) -> None:
    """Draw the sheet."""
    sheet = setting.book.sheet("roi", [2, 24, 13, 13, 13, 13, 13, 13, 13, 13, 2, 11, 11, 11, 11, 11], landscape=True)
    sheet.head(PAGES)
    _total(sheet)
    draw_charts(sheet, PLATFORM, MONTH)
    _by_platform(sheet)
    _by_month(sheet)
    _range(sheet)
    _by_kpi(sheet)
    _by_category(sheet)
    sheet.ws.print_area(0, 0, KPI + KPI_LINES, 9)
    sheet.ws.set_h_pagebreaks([PLATFORM - 3, RANGE - 4, KPI - 3])
    sheet.ws.freeze_panes(3, 0)


def _headings(sheet: Sheet, row: int, first: str, keys: tuple[str, ...] = _COLUMNS) -> None:
    """Write the headings of a block: that of its lines, then those of its figures."""
    sheet.text(f"B{row}", first, "header")
    for place, key in enumerate(keys):
        sheet.text(f"{'CDEFGHIJ'[place]}{row}", f"roi.{key}", "header")
    sheet.ws.set_row(row - 1, 30)


def _gain(sheet: Sheet, row: int, look: str) -> None:
    """Write a line's profit and ROI, from its return in E and its cost in H; unknown if either is."""
    unknown = f'OR(E{row}="",H{row}="")'
    sheet.formula(f"I{row}", f'IF({unknown},"",SOCPROFIT(E{row},H{row}))', look, "money")
    sheet.formula(f"J{row}", f'IF({unknown},"",IF(H{row}=0,word_no_cost,SOCROI(E{row},H{row})))', look, "percent")


def _known(values: str, *criteria: str) -> str:
    """Return the sum of a table's column over the rows that meet the criteria; blank while not one number is known."""
    given = ",".join(criteria)
    return f'IF(COUNTIFS({values},{NUMBER},{given})=0,"",SUMIFS({values},{given}))'


def _total(sheet: Sheet) -> None:
    """Draw the one line for the whole period."""
    sheet.section("B5:J5", "roi.total")
    _headings(sheet, TOTAL - 1, "roi.period")
    row = TOTAL
    sheet.ws.set_row(row - 1, 24)
    sheet.text(f"B{row}", "roi.twelve", "total")
    sheet.formula(f"C{row}", _known("Results[counted]", "Results[kind]", "word_direct"), *_SUM, name="return_direct")
    sheet.formula(
        f"D{row}", _known("Results[counted]", "Results[kind]", "word_indirect"), *_SUM, name="return_indirect"
    )
    sheet.formula(f"E{row}", 'IF(COUNT(Results[counted])=0,"",SUM(Results[counted]))', *_SUM, name="return_total")
    sheet.formula(f"F{row}", _known("Costs[counted]", "Costs[platform]", '"<>"&word_shared'), *_SUM)
    sheet.formula(f"G{row}", _known("Costs[counted]", "Costs[platform]", "word_shared"), *_SUM, name="cost_shared")
    sheet.formula(f"H{row}", 'IF(COUNT(Costs[counted])=0,"",SUM(Costs[counted]))', *_SUM, name="cost_total")
    known = "COUNT(Results[counted])*COUNT(Costs[counted])=0"
    sheet.formula(f"I{row}", f'IF({known},"",SOCPROFIT(Results[counted],Costs[counted]))', *_SUM, name="profit_total")
    sheet.formula(
        f"J{row}",
        f'IF({known},"",IF(cost_total=0,word_no_cost,SOCROI(Results[counted],Costs[counted])))',
        "total", "percent",
        name="roi_total",
    )  # fmt: skip


def _by_platform(sheet: Sheet) -> None:
    """Draw a line for each platform, with its part of the shared cost."""
    book = sheet.book
    sheet.section(f"B{PLATFORM - 2}:J{PLATFORM - 2}", "roi.by_platform")
    _headings(sheet, PLATFORM - 1, "roi.platform")
    first, last = PLATFORM, PLATFORM + PLATFORM_ROOM - 1
    sheet.text(f"L{PLATFORM - 1}", "roi.weight", "given")
    sheet.text(f"M{PLATFORM - 1}", "roi.allotted", "given")
    sheet.text(f"N{PLATFORM - 1}", "roi.rows", "given")
    sheet.text(f"O{PLATFORM - 1}", "roi.gain", "given")
    sheet.text(f"P{PLATFORM - 1}", "roi.loss", "given")
    weights = f"L{first}:L{last}"
    sheet.formula(
        f"M{first}:M{last}",
        f'IF(OR(N(cost_shared)=0,SUM({weights})=0),"",SOCALLOC(cost_shared,{weights}))',
        "helper",
        "weight",
    )
    for place, row in enumerate(range(first, last + 1), 1):
        name = f"INDEX(Platforms[platform],{place})"
        mine = f"$B{row}"
        sheet.formula(f"B{row}", f'IF(ROWS(Platforms[platform])<{place},"",IF({name}="","",{name}))', "computed")
        for column, kind in (("C", "word_direct"), ("D", "word_indirect")):
            sheet.formula(
                f"{column}{row}",
                f'IF({mine}="","",{_known("Results[counted]", "Results[platform]", mine, "Results[kind]", kind)})',
                *_MONEY,
            )
        sheet.formula(f"E{row}", f'IF({mine}="","",{_known("Results[counted]", "Results[platform]", mine)})', *_MONEY)
        sheet.formula(f"F{row}", f'IF({mine}="","",{_known("Costs[counted]", "Costs[platform]", mine)})', *_MONEY)
        sheet.formula(f"G{row}", f'IF(N(L{row})=0,"",M{row})', *_MONEY)
        sheet.formula(f"H{row}", f'IF(AND(F{row}="",G{row}=""),"",SUM(F{row}:G{row}))', *_MONEY)
        _gain(sheet, row, "computed")
        # A platform without a name, a return or a cost has no weight; the weight is never below zero.
        sheet.formula(
            f"L{row}",
            f'IF({mine}="",0,IF(shared_by=word_by_cost,N(F{row}),IF(shared_by=word_by_return,MAX(0,N(E{row})),'
            f'IF(AND(E{row}="",F{row}=""),0,1))))',
            "helper",
            "weight",
        )
        rows = (f"COUNTIFS({table}[counted],{NUMBER},{table}[platform],{mine})" for table in ("Results", "Costs"))
        sheet.formula(f"N{row}", f'IF({mine}="",0,{"+".join(rows)})', "helper", "weight")
        # The chart draws gains and losses as two series: not every program colours the negative bars of one.
        # Their zeros, which no label shows, make the bars begin at zero.
        sheet.formula(f"O{row}", f"MAX(0,N(J{row}))", "helper", "weight")
        sheet.formula(f"P{row}", f"MIN(0,N(J{row}))", "helper", "weight")
    rest, total = last + 1, last + 2
    sheet.text(f"B{rest}", "roi.unnamed", "computed")
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEFGH":
        block = f"{column}{first}:{column}{last}"
        # What is left over stands in a line of its own, so that the lines always add up to the total.
        left = f"ROUND(N({column}${TOTAL})-SUM({block}),6)"
        sheet.formula(f"{column}{rest}", f'IF({left}=0,"",{left})', *_MONEY)
        sheet.formula(f"{column}{total}", f"{column}${TOTAL}", *_SUM)
    _gain(sheet, rest, "computed")
    _gain(sheet, total, "total")
    for name, column in (
        ("platform_names", "B"), ("platform_return", "E"), ("platform_own_cost", "F"), ("platform_cost", "H"),
        ("platform_roi", "J"), ("platform_rows", "N"),
    ):  # fmt: skip
        book.define(name, book.reference("roi", f"{column}{first}:{column}{last}"))
    book.define("unnamed_return", book.reference("roi", f"E{rest}"))
    book.define("unnamed_cost", book.reference("roi", f"H{rest}"))
    _bars(sheet, f"J{first}:J{last}")


def _by_month(sheet: Sheet) -> None:
    """Draw a line for each of the twelve months."""
    sheet.section(f"B{MONTH - 2}:J{MONTH - 2}", "roi.by_month")
    _headings(sheet, MONTH - 1, "roi.month")
    sheet.text(f"L{MONTH - 1}", "roi.running", "given")
    first, last = MONTH, MONTH + 11
    unshared = ("Costs[platform]", '"<>"&word_shared')
    for row in range(first, last + 1):
        sheet.formula(
            f"B{row}", "period_start" if row == first else f"EDATE(B{row - 1},1)", "computed", "month", "left"
        )
        within = ("Results[month]", f'">="&$B{row}', "Results[month]", f'"<"&EDATE($B{row},1)')
        active = ("Costs[month]", f'"<"&EDATE($B{row},1)', "Costs[until]", f'">="&$B{row}')
        sheet.formula(f"C{row}", _known("Results[counted]", *within, "Results[kind]", "word_direct"), *_MONEY)
        sheet.formula(f"D{row}", _known("Results[counted]", *within, "Results[kind]", "word_indirect"), *_MONEY)
        sheet.formula(f"E{row}", _known("Results[counted]", *within), *_MONEY)
        sheet.formula(f"F{row}", _known("Costs[monthly]", *active, *unshared), *_MONEY)
        sheet.formula(f"G{row}", _known("Costs[monthly]", *active, "Costs[platform]", "word_shared"), *_MONEY)
        sheet.formula(f"H{row}", _known("Costs[monthly]", *active), *_MONEY)
        _gain(sheet, row, "computed")
        sheet.formula(f"L{row}", f'IF(I{row}="","",SUM(I${first}:I{row}))', "helper", "weight")
    total = last + 1
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEFGH":
        block = f"{column}{first}:{column}{last}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', *_SUM)
    _gain(sheet, total, "total")
    for name, column in (("months", "B"), ("month_return", "E"), ("month_cost", "H")):
        sheet.book.define(name, sheet.book.reference("roi", f"{column}{first}:{column}{last}"))
    _bars(sheet, f"J{first}:J{last}")


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
        # A line counts (1) or does not (0) once it has a figure: all three, in their order.
        sheet.formula(f"M{row}", f"IF({there},0,COUNT({low},{likely},{high}))", "helper", "weight")
        sheet.formula(
            f"L{row}",
            f'IF(M{row}=0,"",IF(M{row}<3,0,IF(AND({low}<={likely},{likely}<={high}),1,0)))',
            "helper",
            "count",
        )
        for column, key in _RANGE:
            sheet.formula(f"{column}{row}", f'IF(N(L{row})=1,INDEX(Estimates[{key}],{place}),"")', *_MONEY)
    sheet.book.define("estimate_state", sheet.book.reference("roi", f"L{top + 1}:L{last}"))
    sheet.book.define("estimate_figures", sheet.book.reference("roi", f"M{top + 1}:M{last}"))
    for row, key in enumerate(("sum", "cost", "profit", "roi"), last + 1):
        sheet.text(f"B{row}:D{row}", f"roi.range.{key}", "total" if key in {"sum", "roi"} else "computed")
    for column, key in _RANGE:
        gains = f"{column}{top}:{column}{last}"
        unknown = f'OR(COUNT({gains})=0,cost_total="")'
        sheet.formula(f"{column}{last + 1}", f'IF(COUNT({gains})=0,"",SUM({gains}))', *_SUM)
        sheet.formula(f"{column}{last + 2}", "cost_total", *_MONEY)
        sheet.formula(f"{column}{last + 3}", f'IF({unknown},"",SOCPROFIT({gains},cost_total))', *_MONEY)
        sheet.formula(
            f"{column}{last + 4}",
            f'IF({unknown},"",IF(cost_total=0,word_no_cost,SOCROI({gains},cost_total)))',
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
    _headings(sheet, KPI - 1, "roi.kpi", keys)
    period = ("Results[month]", '">="&period_start', "Results[month]", '"<"&period_end+1')
    untraced = ("Results[revenue]", '"="')
    first, last = KPI, KPI + KPI_LINES - 1
    for place, row in enumerate(range(first, last + 1), 1):
        mine = f"$B{row}"
        name, worth = f"INDEX(KpiValues[kpi],{place})", f"INDEX(KpiValues[worth],{place})"
        there = f"ROWS(KpiValues[kpi])<{place}"
        sheet.formula(f"B{row}", f'IF({there},"",IF({name}="","",{name}))', "computed")
        sheet.formula(
            f"C{row}",
            f'IF({mine}="","",{_known("Results[quantity]", "Results[kpi]", mine, *untraced, *period)})',
            "computed", "count",
        )  # fmt: skip
        sheet.formula(f"D{row}", f'IF({mine}="","",IF({worth}="","",{worth}))', "computed", "cents")
        sheet.formula(
            f"E{row}", f'IF(OR(C{row}="",D{row}=""),"",KPIVALUE({mine},C{row},KpiValues[kpi:worth]))', *_MONEY
        )
        sheet.formula(
            f"F{row}", f'IF({mine}="","",{_known("Results[revenue]", "Results[kpi]", mine, *period)})', *_MONEY
        )
        sheet.formula(f"G{row}", f'IF(AND(E{row}="",F{row}=""),"",SUM(E{row}:F{row}))', *_MONEY)
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
        sheet.formula(
            f"J{row}", f'IF($H{row}="","",{_known("Costs[counted]", "Costs[category]", f"$H{row}")})', *_MONEY
        )
    rest = f"ROUND(N(cost_total)-SUM(J{first}:J{last}),6)"
    sheet.text(f"H{last + 1}:I{last + 1}", "roi.other", "computed")
    sheet.formula(f"J{last + 1}", f'IF({rest}=0,"",{rest})', *_MONEY)
    sheet.text(f"H{last + 2}:I{last + 2}", "roi.sum", "total")
    sheet.formula(f"J{last + 2}", "cost_total", *_SUM)
    sheet.book.define("category_names", sheet.book.reference("roi", f"H{first}:H{last}"))
    sheet.book.define("category_cost", sheet.book.reference("roi", f"J{first}:J{last}"))


def _bars(sheet: Sheet, cells: str) -> None:
    """Mark a negative ROI: a loss is orange and bold, and carries its minus sign."""
    look = sheet.book.styles.rule(font_color="#8A3F00", bg_color="#FBE3CB", bold=True)
    first = cells.partition(":")[0]
    sheet.ws.conditional_format(
        cells, {"type": "formula", "criteria": f"=AND(ISNUMBER({first}),{first}<0)", "format": look}
    )
