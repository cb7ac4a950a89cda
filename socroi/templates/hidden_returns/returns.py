"""The sheet Returns: what all of it came to, line by line; what is counted stands apart from what is estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.breakdown import draw_stop, mark_losses
from socroi.templates.charts import Series, Source, bars, columns, font, put
from socroi.templates.checks import NUMBER, known
from socroi.templates.hidden_returns import search_test, service
from socroi.templates.hidden_returns.shared import INDIRECT_ROOM
from socroi.templates.lists import EVIDENCE
from socroi.templates.period import OUT_OF_COUNT, draw_known
from socroi.templates.style import BLUE, ORANGE
from socroi.templates.style import LINE as LINE_COLOUR

if TYPE_CHECKING:
    from socroi.templates.canvas import Book
    from socroi.templates.charts import Picture
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

STEPS: Final = 7
CHARTS: Final = STEPS + 8
LINE: Final = CHARTS + 21
INDIRECT: Final = LINE + 2
LAST: Final = INDIRECT + INDIRECT_ROOM + 1
EVIDENCED: Final = LAST + 5
MONTH: Final = EVIDENCED + len(EVIDENCE) + 5
COMPLAINTS: Final = MONTH + 12 + 4
"""The first row of figures of each block."""
_MONEY: Final = ("computed", "money")
_RANGE: Final = (("D", "low"), ("E", "likely"), ("F", "high"))
_PALE: Final = ("#2B6C99", "#8DB7D3", "#D6E4ED")


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 38, 17, 14, 14, 14, 27, 13, 2, *[13] * 5]
    sheet = order.book.sheet("returns", widths, landscape=True, use="result")
    draw_stop(sheet)
    _steps(sheet)
    _charts(sheet)
    _lines(sheet)
    _evidence(sheet)
    _months(sheet)
    service.draw_by_month(sheet, COMPLAINTS)
    # What is complained of brings no return: it is for the screen, and the paper ends with the months.
    sheet.print(f"H{COMPLAINTS - 4}", [LINE - 4, EVIDENCED - 3])
    sheet.ws.freeze_panes(3, 0)


def _gain(sheet: Sheet, row: int, look: str, places: str, name: str | None = None) -> None:
    """Write profit and ROI of a line from its return and cost; `places` are the columns of all four."""
    gained, cost, profit, roi = tuple(places)
    unknown = f"COUNT({gained}{row},{cost}{row})<2"
    both = f"{gained}{row},{cost}{row}"
    sheet.formula(
        f"{profit}{row}", f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT({both})))', look, "money",
        name=f"profit_{name}" if name else None,
    )  # fmt: skip
    sheet.formula(
        f"{roi}{row}",
        f'IF(stops>0,word_look,IF({unknown},"",IF({cost}{row}=0,word_no_cost,SOCROI({both}))))',
        look, "percent",
        name=f"roi_{name}" if name else None,
    )  # fmt: skip


def _steps(sheet: Sheet) -> None:
    """Draw ROI step by step: traced sales alone, then with all that is less certain."""
    sheet.section(f"B{STEPS - 2}:H{STEPS - 2}", "returns.steps")
    sheet.text(f"B{STEPS - 1}:C{STEPS - 1}", "returns.counted", "header")
    for column, key in zip("DEFG", ("return", "cost", "profit", "roi"), strict=True):
        sheet.text(f"{column}{STEPS - 1}", f"roi.{key}", "header")
    sheet.ws.set_row(STEPS - 2, 26)
    total = LAST + 1
    returns = (
        ("direct", "return_social"),
        ("search", 'IF(COUNT(return_social,return_search)=0,"",SUM(return_social,return_search))'),
        *((key, f"{column}{total}") for column, key in _RANGE),
    )
    for row, (key, formula) in enumerate(returns, STEPS):
        look = "total" if key in {"direct", "likely"} else "computed"
        sheet.text(f"B{row}:C{row}", f"returns.step.{key}", look)
        sheet.formula(f"D{row}", formula, look, "money", name=f"return_{key}" if key != "search" else "return_sales")
        sheet.formula(f"E{row}", "cost_total", look, "money")
        _gain(sheet, row, look, "DEFG", key)
    row = STEPS + len(returns)
    sheet.text(f"B{row}:C{row}", "returns.expected", "computed")
    lines = [f"{column}{LINE}:{column}{LAST}" for column, _ in _RANGE]
    # Low and high are what it would surprise one to miss, one case in twenty each: the weights of Pearson and Tukey.
    expected = f"0.185*SUM({lines[0]})+0.63*SUM({lines[1]})+0.185*SUM({lines[2]})"
    sheet.formula(f"D{row}", f'IF(COUNT({lines[1]})=0,"",{expected})', *_MONEY)
    sheet.formula(f"E{row}", "cost_total", *_MONEY)
    _gain(sheet, row, "computed", "DEFG", "expected")
    sheet.text(f"B{row + 1}:C{row + 1}", "roi.avoided", "computed")
    sheet.formula(f"D{row + 1}", "avoided_cost", *_MONEY)
    sheet.text(f"E{row + 1}", "roi.avoided.note", "hint")
    sheet.book.define("cost_total", sheet.book.reference(sheet.key, f"E{LAST + 2}"))
    mark_losses(sheet, f"G{STEPS}:G{row}")


def _lines(sheet: Sheet) -> None:
    """Draw each line of the return: traced, lifted, and indirect with low, likely and high."""
    sheet.section(f"B{LINE - 3}:H{LINE - 3}", "returns.lines")
    sheet.text(f"B{LINE - 2}:H{LINE - 2}", "returns.lines.note", "note")
    sheet.ws.set_row(LINE - 3, 30)
    keys = ("line", "kind", "low", "likely", "high", "evidence", "share")
    for column, key in zip("BCDEFGH", keys, strict=True):
        sheet.text(f"{column}{LINE - 1}", f"returns.{key}", "header")
    for column, key in zip("JKLMN", ("figures", "state", "low", "more", "most"), strict=True):
        sheet.text(f"{column}{LINE - 1}", f"returns.helper.{key}" if key in {"more", "most"} else f"roi.{key}", "given")
    sheet.ws.set_row(LINE - 2, 44)
    for row, line, kind in ((LINE, "social", "direct"), (LINE + 1, "search", "lifted")):
        sheet.formula(f"B{row}", f"word_{line}", "computed")
        sheet.formula(f"C{row}", f"word_{kind}", "computed", "center")
        for column, which in _RANGE:
            returned = f"return_{line}" if line == "social" else search_test.sold(which)
            sheet.formula(f"{column}{row}", returned, *_MONEY)
        known_by = _weakest(line)
        if line == "search":
            known_by = f'IF(search_part="",{known_by},word_test)'
        sheet.formula(f"G{row}", known_by, "computed")
        sheet.formula(f"J{row}", f"COUNT(D{row}:F{row})", "helper", "weight")
        sheet.formula(f"K{row}", f'IF(J{row}=3,1,"")', "helper", "count")
    for place, row in enumerate(range(INDIRECT, INDIRECT + INDIRECT_ROOM), 1):
        there = f"ROWS(Indirect[what])<{place}"
        low, likely, high = (f"INDEX(Indirect[{key}],{place})" for _, key in _RANGE)
        sheet.formula(f"B{row}", f'IF({there},"",INDEX(Indirect[what],{place})&"")', "computed")
        sheet.formula(f"G{row}", f'IF({there},"",INDEX(Indirect[evidence],{place})&"")', "computed")
        figures = f"ISNUMBER({low})+ISNUMBER({likely})+ISNUMBER({high})"
        sheet.formula(f"J{row}", f"IF({there},0,{figures})", "helper", "weight")
        ordered = f"AND({low}<={likely},{likely}<={high})"
        sheet.formula(f"K{row}", f'IF(J{row}=0,"",IF(J{row}<3,0,IF({ordered},1,0)))', "helper", "count")
        for column, key in _RANGE:
            sheet.formula(f"{column}{row}", f'IF(N(K{row})=1,INDEX(Indirect[{key}],{place})*year_part,"")', *_MONEY)
    for row, key in ((LAST - 1, "word_of_mouth"), (LAST, "service")):
        sheet.text(f"B{row}", f"indirect.{key}", "computed")
        sheet.formula(f"G{row}", f"{key}_evidence", "computed")
        names = [f"{key}_{which}" for _, which in _RANGE]
        sheet.formula(f"J{row}", f"COUNT({','.join(names)})", "helper", "weight")
        ordered = f"AND({names[0]}<={names[1]},{names[1]}<={names[2]})"
        sheet.formula(f"K{row}", f'IF(J{row}=0,"",IF(J{row}<3,0,IF({ordered},1,0)))', "helper", "count")
        for (column, _), name in zip(_RANGE, names, strict=True):
            sheet.formula(f"{column}{row}", f'IF(N(K{row})=1,{name}*year_part,"")', *_MONEY)
    for row in range(INDIRECT, LAST + 1):
        sheet.formula(f"C{row}", f'IF(B{row}="","",word_indirect)', "computed", "center")
    for row in range(LINE, LAST + 1):
        sheet.formula(
            f"H{row}",
            f'IF(COUNT(E{row},E${LAST + 1})<2,"",IF(E${LAST + 1}=0,"",E{row}/E${LAST + 1}))',
            "computed",
            "rate",
        )
        sheet.formula(f"L{row}", f"N(D{row})", "helper", "weight")
        sheet.formula(f"M{row}", f"N(E{row})-N(D{row})", "helper", "weight")
        sheet.formula(f"N{row}", f"N(F{row})-N(E{row})", "helper", "weight")
    total = LAST + 1
    for column in "BCDEFGH":
        sheet.value(f"{column}{total}", None, "total")
        sheet.value(f"{column}{total + 1}", None, "computed")
    sheet.text(f"B{total}", "roi.sum", "total")
    for column, _ in _RANGE:
        block = f"{column}{LINE}:{column}{LAST}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", "money")
    sheet.text(f"B{total + 1}", "roi.cost", "computed")
    sheet.formula(f"E{total + 1}", 'IF(COUNT(Costs[counted])=0,"",SUM(Costs[counted]))', *_MONEY)
    sheet.book.define("line_state", sheet.book.reference(sheet.key, f"K{INDIRECT}:K{LAST}"))
    sheet.book.define("line_figures", sheet.book.reference(sheet.key, f"J{INDIRECT}:J{INDIRECT + INDIRECT_ROOM - 1}"))
    sheet.book.define("line_evidence", sheet.book.reference(sheet.key, f"G{LINE}:G{LAST}"))
    sheet.book.define("line_likely", sheet.book.reference(sheet.key, f"E{LINE}:E{LAST}"))


def _weakest(line: str) -> str:
    """Return the formula of how a line of sales is known: as its least known row."""
    formula = '""'
    for key in reversed(EVIDENCE):
        rows = f"COUNTIFS(Sales[line],word_{line},Sales[evidence],word_{key},Sales[counted],{NUMBER})"
        formula = f"IF({rows}>0,word_{key},{formula})"
    return formula


def _evidence(sheet: Sheet) -> None:
    """Draw how much of the likely return rests on which kind of knowledge."""
    first, last = EVIDENCED, EVIDENCED + len(EVIDENCE)
    sheet.section(f"B{first - 2}:H{first - 2}", "returns.solid")
    sheet.text(f"B{first - 1}", "returns.evidence", "header")
    sheet.text(f"C{first - 1}", "roi.likely", "header")
    sheet.text(f"D{first - 1}", "returns.share", "header")
    sheet.ws.set_row(first - 2, 44)
    for row, key in enumerate(EVIDENCE, first):
        sheet.formula(f"B{row}", f"word_{key}", "computed")
        sheet.formula(f"C{row}", known("line_likely", "line_evidence", f"word_{key}"), *_MONEY)
    sheet.text(f"B{last}", "returns.unsaid", "computed")
    rest = f"ROUND(SUM(line_likely)-SUM(C{first}:C{last - 1}),6)"
    sheet.formula(f"C{last}", f'IF({rest}=0,"",{rest})', *_MONEY)
    for row in range(first, last + 1):
        sheet.formula(f"D{row}", f'IF(OR(C{row}="",SUM(line_likely)=0),"",C{row}/SUM(line_likely))', "computed", "rate")
    tested = EVIDENCE.index("test")
    sheet.text(f"E{first - 1}:H{first - 1}", "returns.tested", "given")
    share = f"SUM(C{first + tested}:C{last - 1})/SUM(line_likely)"
    sheet.ws.merge_range(f"E{first}:H{first}", "", sheet.book.styles("card", "rate", "left"))
    sheet.formula(
        f"E{first}", f'IF(stops>0,word_look,IF(SUM(line_likely)=0,"",{share}))', "card", "rate", "left",
        name="tested_share",
    )  # fmt: skip
    sheet.ws.set_row(first - 1, 30)
    sheet.text(f"E{first + 1}:H{first + 3}", "returns.tested.note", "note")


def _months(sheet: Sheet) -> None:
    """Draw a line for each of the twelve months: what was sold, against what it cost."""
    first, last = MONTH, MONTH + 11
    sheet.section(f"B{first - 2}:H{first - 2}", "returns.months")
    for column, key in zip("BCDEFGH", ("month", "social", "search", "sales", "cost", "profit", "roi"), strict=True):
        shared = key in {"month", "cost", "profit", "roi"}
        sheet.text(f"{column}{first - 1}", f"roi.{key}" if shared else f"returns.month.{key}", "header")
    sheet.ws.set_row(first - 2, 44)
    for row in range(first, last + 1):
        start = "period_start" if row == first else f"EDATE(B{row - 1},1)"
        sheet.formula(f"B{row}", start, "computed", "month", "left")
        within = ("Sales[month]", f'">="&$B{row}', "Sales[month]", f'"<"&EDATE($B{row},1)')
        for column, word in (("C", "social"), ("D", "search")):
            sums = known("Sales[counted]", *within, "Sales[line]", f"word_{word}")
            sheet.formula(f"{column}{row}", f'IF({sums}="","",{sums}*N(margin))', *_MONEY)
        sheet.formula(f"E{row}", f'IF(COUNT(C{row}:D{row})=0,"",SUM(C{row}:D{row}))', *_MONEY)
        active = ("Costs[month]", f'"<"&EDATE($B{row},1)', "Costs[until]", f'">="&$B{row}')
        cost = known("Costs[monthly]", *active)
        sheet.formula(f"F{row}", f'IF({OUT_OF_COUNT.format(f"$B{row}")},"",{cost})', *_MONEY)
        ahead = f"SUMIFS(Costs[monthly],{','.join(active)})"
        sheet.formula(f"J{row}", f"IF($B{row}>count_end,{ahead},0)", "helper", "weight")
        _gain(sheet, row, "computed", "EFGH")
    total = last + 1
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEF":
        block = f"{column}{first}:{column}{last}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", "money")
    _gain(sheet, total, "total", "EFGH")
    ahead = f"SUM(J{first}:J{last})"
    sheet.text(f"J{first - 1}", "roi.ahead", "given")
    sheet.formula(f"J{total}", f'IF({ahead}=0,"",{ahead})', "helper", "money", name="cost_ahead")
    draw_known(
        sheet, first, "K", "month_results", ("Sales[month]", "Sales[revenue]"), ("Sales[month]", "Sales[orders]")
    )
    draw_known(sheet, first, "L", "month_begun", ("Costs[month]",))
    for name, column in (("months", "B"), ("month_sales", "E"), ("month_cost", "F")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{first}:{column}{last}"))
    mark_losses(sheet, f"H{first}:H{last}")


def _charts(sheet: Sheet) -> None:
    """Draw the range of each line, and sales against cost by month."""
    sheet.section(f"B{CHARTS}:H{CHARTS}", "roi.charts")
    left, right = ranges(sheet.book), sales_and_cost(sheet.book)
    put(sheet, f"B{CHARTS + 1}", left[0], (500, 320), left[1])
    put(sheet, f"E{CHARTS + 1}", right[0], (445, 320), right[1], right=26)


def ranges(book: Book) -> Picture:
    """Return the chart of what each line returned, low, likely and high."""
    source = Source(book, "returns")
    chart = bars(
        source,
        "returns.chart.range",
        f"B{LINE}:B{LAST}",
        [
            Series(f"returns.chart.{key}", f"{column}{LINE}:{column}{LAST}", colour)
            for (column, key), colour in zip((("L", "low"), ("M", "likely"), ("N", "high")), _PALE, strict=True)
        ],
        stacked=True,
    )
    chart.set_x_axis(
        {
            "num_format": "#,##0",
            "num_font": font(7),
            "label_position": "high",
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LINE_COLOUR, "width": 0.5}},
            "reverse": book.texts.right_to_left,
        }
    )
    return chart, "returns.chart.range.alt"


def sales_and_cost(book: Book) -> Picture:
    """Return the chart of sales and cost by month."""
    chart = columns(
        Source(book, "returns"),
        "returns.chart.month",
        f"B{MONTH}:B{MONTH + 11}",
        [
            Series("returns.month.sales", f"E{MONTH}:E{MONTH + 11}", BLUE),
            Series("roi.cost", f"F{MONTH}:F{MONTH + 11}", ORANGE),
        ],
        names_format=book.texts["format.month_short"],
    )
    return chart, "returns.chart.month.alt"
