"""Blocks of a result sheet that set return against cost: in total, by platform, by month.

They need the tables Results (month, platform, kind, value, counted) and Costs, the lists of `socroi.templates.lists`,
and the settings of the sheet Start; they take the columns B to J, and L to S for what is behind a calculation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import activities, costs
from socroi.templates.charts import Series, Source, bars, columns, put
from socroi.templates.checks import NUMBER, Check, below, known, repeated, unformed, without
from socroi.templates.facts import Line, Trend
from socroi.templates.lists import PLATFORM_ROOM
from socroi.templates.period import OUT_OF_COUNT, draw_known, outside
from socroi.templates.sheet import ROOM
from socroi.templates.style import BLUE, ORANGE, WARN, WARN_INK
from socroi.templates.table_sheet import HEAD

if TYPE_CHECKING:
    from socroi.templates.canvas import Book
    from socroi.templates.charts import Picture
    from socroi.templates.sheet import Sheet

WIDTHS: Final = (2, 25, 14, 14, 14, 14, 14, 14, 14, 14, 2, *[13] * 8)
"""The widths of the columns from A to S."""

_COLUMNS: Final = ("direct", "indirect", "return", "own", "shared", "cost", "profit", "roi")
_MONEY: Final = ("computed", "money")
_SUM: Final = ("total", "money")
_PERCENT: Final = '#,##0"%";-#,##0"%";'

NUMBERS: Final = tuple(f"Results[{key}]" for key in ("month", "quantity", "revenue"))
"""The columns of the table Results for numbers and dates."""
ROWS: Final = (
    Check("undated", f"{without('Results', 'month', 'quantity', 'revenue')}+{costs.UNDATED}", "results"),
    Check(
        "repeated",
        repeated("Results", "month", "platform", "kpi", "quantity", "source", *activities.KEYS, figure="quantity")
        + f"+{costs.REPEATED_WITH_ACTIVITIES}",
        "results",
    ),
    Check("one_side", costs.ONE_SIDED, "costs"),
    Check("unformed", f"{unformed('Results', 'counted', 'month', 'quantity', 'revenue')}+{costs.UNFORMED}", "results"),
    Check(
        "months",
        'IF(last_month="","",SUMPRODUCT((month_results=0)*(months<=last_month)*(months>=count_start)))',
        "results",
    ),
    Check("costless_months", 'SUMPRODUCT((month_return<>"")*(month_cost=""))', "costs"),
)
"""Checks of the rows of Results and Costs."""
PLATFORMS: Final = (
    Check("costless", 'SUMPRODUCT((platform_return<>"")*(platform_own_cost=""))', "costs"),
    Check("returnless", 'SUMPRODUCT((platform_own_cost<>"")*(platform_return=""))', "results"),
    Check(
        "unlisted",
        "COUNT(Results[counted],Costs[counted])-SUM(platform_rows)"
        f"-COUNTIFS(Costs[platform],word_shared,Costs[counted],{NUMBER})",
        "lists",
    ),
)
"""Checks of what each platform has."""
OUTSIDE: Final = (
    Check("outside", f"{outside('Results[month]', 'Results[value]')}+{costs.OUTSIDE}", "results"),
    Check("below", f"{below('results', HEAD, 'Results', 'month')}+{costs.BELOW}", "results", always=True),
)
"""Checks of rows that do not count."""


WHOLE_SALES: Final = (
    f"IF(ISNUMBER(margin),0,COUNTIFS(Results[revenue],{NUMBER},Results[counted],{NUMBER})-SUM(kpi_kept))"
)
"""How many rows count a sale whole, for want of a margin; `kpi_kept` has the rows of KPIs with one of their own."""


TRACED_SALES: Final = f"COUNTIFS(Results[revenue],{NUMBER},Results[counted],{NUMBER})"
"""How many rows count a sale, whole or after a margin."""


def traced_rows(kpi: str) -> str:
    """Count the rows of a KPI whose money was traced."""
    return f"COUNTIFS(Results[kpi],{kpi},Results[revenue],{NUMBER},Results[counted],{NUMBER})"


def trend(page: str, first: int) -> Trend:
    """Return return, cost and the sign of profit month by month, from the block of months on a sheet."""
    return Trend(
        page, first, (Line("roi.return", "E"), Line("roi.cost", "H", ORANGE), Line("start.signs", "I", look="signs"))
    )


def draw_stop(sheet: Sheet, cells: str = "B4") -> None:
    """Write the line that says why there is nothing to see: our functions are not known here, something that was typed
    in cannot be read, or nothing was typed in yet.
    """
    sheet.merged(cells, "status", "wrap")
    first = cells.partition(":")[0]
    # HYPERLINK is what LibreOffice computes anew as it opens a workbook, where it shows stored figures for all else:
    # the sentence has to appear there too. Excel does not take it for volatile.
    state = 'IF(ISERROR(probe),HYPERLINK("#headline",word_missing),IF(stops>0,word_stop,IF(typed=0,word_empty,"")))'
    sheet.formula(first, state, "status", *(("wrap",) if ":" in cells else ()))
    look = sheet.book.styles.rule(font_color=WARN_INK, bold=True)
    sheet.ws.conditional_format(
        cells, {"type": "formula", "criteria": "=OR(ISERROR(probe),N(stops)>0)", "format": look}
    )


def headings(sheet: Sheet, row: int, first: str, keys: tuple[str, ...] = _COLUMNS) -> None:
    """Write the headings of a block: that of its lines, then those of its figures."""
    sheet.text(f"B{row}", first, "header")
    for place, key in enumerate(keys):
        sheet.text(f"{'CDEFGHIJ'[place]}{row}", f"roi.{key}", "header")
    sheet.ws.set_row(row - 1, 40)


def gain(sheet: Sheet, row: int, look: str, places: str = "EHIJ") -> None:
    """Write a line's profit and ROI from its return and its cost, by their columns in this order; unknown if either is.

    Three columns are those of return, cost and ROI.
    """
    gained, cost, *profit, roi = (f"{column}{row}" for column in places)
    unknown = f"COUNT({gained},{cost})<2"
    for cell in profit:
        sheet.formula(cell, f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT({gained},{cost})))', look, "money")
    sheet.formula(
        roi,
        f'IF(stops>0,word_look,IF({unknown},"",IF({cost}=0,word_no_cost,SOCROI({gained},{cost}))))',
        look,
        "percent",
    )


def draw_total(sheet: Sheet, row: int) -> None:
    """Draw the one line for the whole period, its figures in `row`."""
    sheet.section(f"B{row - 2}:J{row - 2}", "roi.total")
    headings(sheet, row - 1, "roi.period")
    sheet.ws.set_row(row - 1, 24)
    sheet.text(f"B{row}", "roi.so_far", "total")
    sheet.formula(f"C{row}", known("Results[counted]", "Results[kind]", "word_direct"), *_SUM, name="return_direct")
    sheet.formula(f"D{row}", known("Results[counted]", "Results[kind]", "word_indirect"), *_SUM, name="return_indirect")
    sheet.formula(f"E{row}", 'IF(COUNT(Results[counted])=0,"",SUM(Results[counted]))', *_SUM, name="return_total")
    sheet.formula(f"F{row}", known("Costs[counted]", "Costs[platform]", '"<>"&word_shared'), *_SUM)
    sheet.formula(f"G{row}", known("Costs[counted]", "Costs[platform]", "word_shared"), *_SUM, name="cost_shared")
    sheet.formula(f"H{row}", 'IF(COUNT(Costs[counted])=0,"",SUM(Costs[counted]))', *_SUM, name="cost_total")
    unknown = "COUNT(Results[counted])*COUNT(Costs[counted])=0"
    sheet.formula(
        f"I{row}",
        f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT(Results[counted],Costs[counted])))',
        *_SUM,
        name="profit_total",
    )
    sheet.formula(
        f"J{row}",
        f'IF(stops>0,word_look,IF({unknown},"",IF(cost_total=0,word_no_cost,SOCROI(Results[counted],Costs[counted]))))',
        "total", "percent",
        name="roi_total",
    )  # fmt: skip


def draw_by_platform(sheet: Sheet, first: int, whole: int) -> None:
    """Draw a line for each platform from `first` on, with its part of the shared cost; `whole` is the total."""
    book = sheet.book
    last = first + PLATFORM_ROOM - 1
    sheet.section(f"B{first - 2}:J{first - 2}", "roi.by_platform")
    headings(sheet, first - 1, "roi.platform")
    sheet.text(f"L{first - 1}", "roi.weight", "given")
    sheet.text(f"M{first - 1}", "roi.allotted", "given")
    sheet.text(f"N{first - 1}", "roi.rows", "given")
    for column, key in zip("OPQRS", ("place", "platform", "gain", "loss", "roi"), strict=True):
        sheet.text(f"{column}{first - 1}", f"roi.{key}", "given")
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
                f'IF({mine}="","",{known("Results[counted]", "Results[platform]", mine, "Results[kind]", kind)})',
                *_MONEY,
            )
        sheet.formula(f"E{row}", f'IF({mine}="","",{known("Results[counted]", "Results[platform]", mine)})', *_MONEY)
        sheet.formula(f"F{row}", f'IF({mine}="","",{known("Costs[counted]", "Costs[platform]", mine)})', *_MONEY)
        sheet.formula(f"G{row}", f'IF(N(L{row})=0,"",M{row})', *_MONEY)
        sheet.formula(f"H{row}", f'IF(AND(F{row}="",G{row}=""),"",SUM(F{row}:G{row}))', *_MONEY)
        gain(sheet, row, "computed")
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
        # The chart draws those alone that something is known of, one after the other. Gains and losses are two series:
        # not every program colours the negative bars of one. Their zeros, which no label shows, make bars begin there.
        sheet.formula(f"O{row}", f'IF(N{row}>0,COUNTIF(N${first}:N{row},">0"),0)', "helper", "weight")
        there = f"MATCH({place},O${first}:O${last},0)"
        none = f"MAX(O${first}:O${last})<{place}"
        sheet.formula(f"P{row}", f'IF({none},"",INDEX(B${first}:B${last},{there}))', "helper")
        sheet.formula(f"S{row}", f"IF({none},0,N(INDEX(J${first}:J${last},{there})))", "helper", "weight")
        sheet.formula(f"Q{row}", f"MAX(0,S{row})", "helper", "weight")
        sheet.formula(f"R{row}", f"MIN(0,S{row})", "helper", "weight")
    rest, total = last + 1, last + 2
    sheet.text(f"B{rest}", "roi.unnamed", "computed")
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEFGH":
        block = f"{column}{first}:{column}{last}"
        # What is left over stands in a line of its own, so that the lines always add up to the total.
        left = f"ROUND(N({column}${whole})-SUM({block}),6)"
        sheet.formula(f"{column}{rest}", f'IF({left}=0,"",{left})', *_MONEY)
        sheet.formula(f"{column}{total}", f"{column}${whole}", *_SUM)
    gain(sheet, rest, "computed")
    gain(sheet, total, "total")
    for name, column in (
        ("platform_names", "B"), ("platform_return", "E"), ("platform_own_cost", "F"), ("platform_cost", "H"),
        ("platform_roi", "J"), ("platform_rows", "N"),
    ):  # fmt: skip
        book.define(name, book.reference(sheet.key, f"{column}{first}:{column}{last}"))
    book.define("unnamed_return", book.reference(sheet.key, f"E{rest}"))
    book.define("unnamed_cost", book.reference(sheet.key, f"H{rest}"))
    mark_losses(sheet, f"J{first}:J{last}")


def draw_by_month(sheet: Sheet, first: int) -> None:
    """Draw a line for each of the twelve months, from the row `first` on."""
    last = first + 11
    sheet.section(f"B{first - 2}:J{first - 2}", "roi.by_month")
    headings(sheet, first - 1, "roi.month")
    sheet.text(f"L{first - 1}", "roi.running", "given")
    sheet.text(f"M{first - 1}", "roi.ahead", "given")
    unshared = ("Costs[platform]", '"<>"&word_shared')
    for row in range(first, last + 1):
        sheet.formula(
            f"B{row}", "period_start" if row == first else f"EDATE(B{row - 1},1)", "computed", "month", "left"
        )
        within = ("Results[month]", f'">="&$B{row}', "Results[month]", f'"<"&EDATE($B{row},1)')
        active = ("Costs[month]", f'"<"&EDATE($B{row},1)', "Costs[until]", f'">="&$B{row}')
        sheet.formula(f"C{row}", known("Results[counted]", *within, "Results[kind]", "word_direct"), *_MONEY)
        sheet.formula(f"D{row}", known("Results[counted]", *within, "Results[kind]", "word_indirect"), *_MONEY)
        sheet.formula(f"E{row}", known("Results[counted]", *within), *_MONEY)
        for column, of in (("F", unshared), ("G", ("Costs[platform]", "word_shared")), ("H", ())):
            cost = known("Costs[monthly]", *active, *of)
            sheet.formula(f"{column}{row}", f'IF({OUT_OF_COUNT.format(f"$B{row}")},"",{cost})', *_MONEY)
        gain(sheet, row, "computed")
        sheet.formula(f"L{row}", f'IF(I{row}="","",SUM(I${first}:I{row}))', "helper", "weight")
        ahead = f"SUMIFS(Costs[monthly],{','.join(active)})"
        sheet.formula(f"M{row}", f"IF($B{row}>count_end,{ahead},0)", "helper", "weight")
    total = last + 1
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEFGH":
        block = f"{column}{first}:{column}{last}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', *_SUM)
    gain(sheet, total, "total")
    ahead = f"SUM(M{first}:M{last})"
    sheet.formula(f"M{total}", f'IF({ahead}=0,"",{ahead})', "helper", "money", name="cost_ahead")
    results = (("Results[month]", "Results[quantity]"), ("Results[month]", "Results[revenue]"))
    draw_known(sheet, first, "N", "month_results", *results)
    draw_known(sheet, first, "O", "month_begun", ("Costs[month]",))
    for name, column in (("months", "B"), ("month_return", "E"), ("month_cost", "H")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{first}:{column}{last}"))
    mark_losses(sheet, f"J{first}:J{last}")


def draw_charts(sheet: Sheet, row: int, platform: int, month: int) -> None:
    """Draw ROI by platform, and cost against return by month, below a heading in `row`.

    `platform` and `month` are the first rows of those blocks.
    """
    sheet.section(f"B{row}:J{row}", "roi.charts")
    left, right = roi_by_platform(sheet.book, sheet.key, platform), return_and_cost(sheet.book, sheet.key, month)
    put(sheet, f"B{row + 1}", left[0], (480, 356), left[1])
    put(sheet, f"F{row + 1}", right[0], (500, 356), right[1], right=8)


def roi_by_platform(book: Book, page: str, first: int) -> Picture:
    """Return the chart of the ROI of each platform, whose lines on the sheet `page` begin in the row `first`."""
    last = first + PLATFORM_ROOM - 1
    # Gains and losses are two series: not every program colours the negative bars of one.
    chart = bars(
        Source(book, page),
        "roi.chart.platform",
        f"P{first}:P{last}",
        [
            Series("roi.gain", f"Q{first}:Q{last}", BLUE, _PERCENT),
            Series("roi.loss", f"R{first}:R{last}", ORANGE, _PERCENT),
        ],
    )
    return chart, "roi.chart.platform.alt"


def return_and_cost(book: Book, page: str, first: int) -> Picture:
    """Return the chart of return and cost by month, whose lines on the sheet `page` begin in the row `first`."""
    last = first + 11
    chart = columns(
        Source(book, page),
        "roi.chart.month",
        f"B{first}:B{last}",
        [
            Series("roi.return", f"E{first}:E{last}", BLUE),
            Series("roi.cost", f"H{first}:H{last}", ORANGE),
        ],
        names_format=book.texts["format.month_short"],
    )
    return chart, "roi.chart.month.alt"


def mark_losses(sheet: Sheet, cells: str) -> None:
    """Mark a negative ROI: a loss is orange and bold, and carries its minus sign."""
    look = sheet.book.styles.rule(font_color="#8A3F00", bg_color="#FBE3CB", bold=True)
    first = cells.partition(":")[0]
    sheet.ws.conditional_format(
        cells, {"type": "formula", "criteria": f"=AND(ISNUMBER({first}),{first}<0)", "format": look}
    )


def mark_worthless(sheet: Sheet) -> None:
    """Mark a result that says how many, and yet has no value: its KPI has none."""
    look = sheet.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    criteria = f'=AND($E{HEAD + 1}<>"",$I{HEAD + 1}="")'
    sheet.ws.conditional_format(f"D{HEAD + 1}:D{ROOM}", {"type": "formula", "criteria": criteria, "format": look})
