"""The sheet Findings: maturity by area, what the saved hours returned, and the Net Promoter Score with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.breakdown import draw_stop
from socroi.templates.charts import Series, Source, columns, put, radar
from socroi.templates.checks import NUMBER, known
from socroi.templates.period import OUT_OF_COUNT, draw_known, in_count
from socroi.templates.programme.rounds import draw_changes
from socroi.templates.programme.shared import AREAS, BEST, GROUP_ROOM, ROUNDS
from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from socroi.templates.canvas import Book
    from socroi.templates.charts import Picture
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

MONEY: Final = 7
CHARTS: Final = MONEY + 3
AREA: Final = CHARTS + 20
SCORE: Final = AREA + len(AREAS) + 6
QUARTERS: Final = 4
GROUP: Final = SCORE + QUARTERS + 1
ROUND: Final = GROUP + GROUP_ROOM + 5
CHANGE: Final = ROUND + len(ROUNDS) + 3
MONTH: Final = CHANGE + len(ROUNDS) - 1 + 3
"""The first row of figures of each block."""
_MONEY: Final = ("computed", "money")
_ROUND_COLUMNS: Final = "CDEF"


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet(
        "findings", [2, 32, 16, 15, 15, 15, 15, 15, 15, 2, 11, 11, 11], landscape=True, use="result"
    )
    draw_stop(sheet)
    _money(sheet)
    _charts(sheet)
    _areas(sheet)
    _scores(sheet)
    _rounds(sheet)
    draw_changes(sheet, CHANGE, ROUND, len(ROUNDS))
    _months(sheet)
    sheet.print(f"I{MONTH + 12}", [AREA - 4, ROUND - 4])
    sheet.ws.freeze_panes(3, 0)


def _money(sheet: Sheet) -> None:
    """Draw what the saved hours returned on what was spent for them."""
    sheet.section(f"B{MONEY - 2}:I{MONEY - 2}", "findings.money")
    keys = ("period", "saved", "spent", "profit", "roi", "hours", "monthly", "payback")
    for column, key in zip("BCDEFGHI", keys, strict=True):
        sheet.text(f"{column}{MONEY - 1}", f"findings.{key}", "header")
    sheet.ws.set_row(MONEY - 2, 44)
    row = MONEY
    sheet.ws.set_row(row - 1, 24)
    sheet.text(f"B{row}", "roi.so_far", "total")
    sheet.formula(f"C{row}", "saved_total", "total", "money")
    spent = 'IF(COUNT(Spend[counted])=0,"",SUM(Spend[counted]))'
    sheet.formula(f"D{row}", spent, "total", "money", name="spent_total")
    unknown = "COUNT(saved_total,spent_total)<2"
    sheet.formula(
        f"E{row}", f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT(saved_total,spent_total)))', "total", "money",
        name="profit_total",
    )  # fmt: skip
    sheet.formula(
        f"F{row}",
        f'IF(stops>0,word_look,IF({unknown},"",IF(spent_total=0,word_no_cost,SOCROI(saved_total,spent_total))))',
        "total", "percent",
        name="roi_total",
    )  # fmt: skip
    sheet.formula(f"G{row}", "hours_saved", "total", "hours")
    sheet.formula(f"H{row}", "saved_monthly", "total", "money")
    gain = "(saved_monthly-SUM(Spend[monthly]))"
    sheet.formula(
        f"I{row}",
        f'IF(COUNT(saved_monthly,spent_total)<2,"",IF({gain}<=0,"–",SUM(Spend[once])/{gain}))',
        "total", "hours",
        name="payback",
    )  # fmt: skip


def _charts(sheet: Sheet) -> None:
    """Draw maturity by area, then and now, and the Net Promoter Score by quarter."""
    sheet.section(f"B{CHARTS}:I{CHARTS}", "roi.charts")
    left, right = maturity(sheet.book), _scores_by_quarter(sheet.book)
    put(sheet, f"B{CHARTS + 1}", left[0], (470, 300), left[1])
    put(sheet, f"E{CHARTS + 1}", right[0], (500, 300), right[1], right=40)


def maturity(book: Book) -> Picture:
    """Return the chart of maturity by area, then and now."""
    last = AREA + len(AREAS) - 1
    chart = radar(
        Source(book, "findings"),
        "findings.chart.maturity",
        f"B{AREA}:B{last}",
        [
            Series("findings.begin", f"C{AREA}:C{last}", ORANGE, marker="diamond", dash="dash"),
            Series("findings.latest", f"G{AREA}:G{last}", BLUE),
        ],
        most=1,
    )
    return chart, "findings.chart.maturity.alt"


def _scores_by_quarter(book: Book) -> Picture:
    last = SCORE + QUARTERS - 1
    spread = (f"L{SCORE}:L{last}", f"M{SCORE}:M{last}")
    chart = columns(
        Source(book, "findings"),
        "findings.chart.score",
        f"B{SCORE}:B{last}",
        [Series("findings.nps", f"K{SCORE}:K{last}", BLUE, spread=spread)],
        names_format=book.texts["format.month"],
        values_format="0",
        limits=(-100, 100),
    )
    return chart, "findings.chart.score.alt"


def saved_so_far(book: Book) -> Picture:
    """Return the chart of what was saved less what was spent, up to each month."""
    last = MONTH + 11
    chart = columns(
        Source(book, "findings"),
        "findings.chart.running",
        f"B{MONTH}:B{last}",
        [Series("roi.running", f"F{MONTH}:F{last}", BLUE)],
        kind="line",
        names_format=book.texts["format.month_short"],
    )
    return chart, "findings.chart.running.alt"


def _areas(sheet: Sheet) -> None:
    """Draw a line for each area of maturity."""
    sheet.section(f"B{AREA - 3}:I{AREA - 3}", "findings.maturity")
    sheet.text(f"B{AREA - 2}:I{AREA - 2}", "findings.maturity.note", "note")
    sheet.ws.set_row(AREA - 3, 30)
    sheet.text(f"B{AREA - 1}", "maturity.area", "header")
    for column, key in zip(_ROUND_COLUMNS, ROUNDS, strict=True):
        sheet.text(f"{column}{AREA - 1}", f"maturity.{key}", "header")
    for column, key in (("G", "latest"), ("H", "change"), ("I", "statements")):
        sheet.text(f"{column}{AREA - 1}", f"findings.{key}", "header")
    sheet.ws.set_row(AREA - 2, 26)
    first, last = AREA, AREA + len(AREAS) - 1
    for place, row in enumerate(range(first, last + 1), 1):
        sheet.formula(f"B{row}", f"INDEX(list_areas,{place})", "computed")
        for column, key in zip(_ROUND_COLUMNS, ROUNDS, strict=True):
            # A number comes before every text, and a blank is like an empty one.
            weight = f'SUMPRODUCT((Maturity[area]=$B{row})*(Maturity[{key}]<""),Maturity[weight])'
            points = f"SUMPRODUCT((Maturity[area]=$B{row})*1,Maturity[{key}],Maturity[weight])"
            sheet.formula(f"{column}{row}", f'IF({weight}=0,"",{points}/({weight}*{BEST}))', "computed", "rate")
        _latest(sheet, row, "computed")
        sheet.formula(f"I{row}", f"COUNTIF(Maturity[area],B{row})", "computed", "weight")
    row = last + 1
    sheet.text(f"B{row}", "findings.all", "total")
    for column, key in zip(_ROUND_COLUMNS, ROUNDS, strict=True):
        scored = f"SUMIFS(Maturity[weight],Maturity[{key}],{NUMBER})"
        sheet.formula(
            f"{column}{row}",
            f'IF(stops>0,word_look,IF({scored}=0,"",SOCMATURITY(Maturity[{key}],Maturity[weight],{BEST})))',
            "total", "rate",
            name=f"maturity_{key}",
        )  # fmt: skip
    _latest(sheet, row, "total", name="maturity_latest")
    sheet.formula(f"I{row}", "COUNTA(Maturity[statement])", "total", "weight")


def _latest(sheet: Sheet, row: int, look: str, name: str | None = None) -> None:
    """Write the last round so far that has a figure, and how it changed since the first that has one."""
    rounds = f"C{row}:F{row}"
    sheet.formula(f"G{row}", f'IF(COUNT({rounds})=0,"",{_last_number(row)})', look, "rate", name=name)
    first = "".join(f"IF(ISNUMBER({column}{row}),{column}{row}," for column in _ROUND_COLUMNS[:-1])
    oldest = f"{first}{_ROUND_COLUMNS[-1]}{row}" + ")" * (len(_ROUND_COLUMNS) - 1)
    sheet.formula(f"H{row}", f'IF(COUNT({rounds})<2,"",G{row}-{oldest})', look, "change")


def _last_number(row: int) -> str:
    later = "".join(
        f"IF(AND(ISNUMBER({column}{row}),N(round_{key})<count_end+1),{column}{row},"
        for column, key in zip(reversed(_ROUND_COLUMNS[1:]), reversed(ROUNDS[1:]), strict=True)
    )
    return f"{later}{_ROUND_COLUMNS[0]}{row}" + ")" * (len(_ROUND_COLUMNS) - 1)


def _scores(sheet: Sheet) -> None:
    """Draw the Net Promoter Score by quarter and by group."""
    sheet.section(f"B{SCORE - 3}:I{SCORE - 3}", "findings.scores")
    sheet.text(f"B{SCORE - 2}:I{SCORE - 2}", "findings.scores.note", "note")
    sheet.ws.set_row(SCORE - 3, 30)
    _score_headings(sheet, SCORE - 1, "findings.quarter")
    for column, key in (("K", "nps"), ("L", "above"), ("M", "under")):
        sheet.text(f"{column}{SCORE - 1}", f"findings.{key}", "given")
    for place, row in enumerate(range(SCORE, SCORE + QUARTERS)):
        start = "period_start" if place == 0 else f"EDATE(period_start,{3 * place})"
        sheet.formula(f"B{row}", start, "computed", "month", "left")
        begun = ("Answers[date]", '"<"&count_end+1')
        within = ("Answers[date]", f'">="&$B{row}', "Answers[date]", f'"<"&EDATE($B{row},3)')
        _score(sheet, row, "computed", *within, *begun)
        sheet.formula(f"K{row}", f"N(G{row})", "helper", "score")
        sheet.formula(f"L{row}", f"N(I{row})-N(G{row})", "helper", "score")
        sheet.formula(f"M{row}", f"N(G{row})-N(H{row})", "helper", "score")
    row = SCORE + QUARTERS
    sheet.text(f"B{row}", "roi.so_far", "total")
    within = in_count("Answers[date]")
    _score(sheet, row, "total", *within, name="nps_total")
    for place, row in enumerate(range(GROUP, GROUP + GROUP_ROOM), 1):
        group = f"INDEX(Groups[group],{place})"
        sheet.formula(f"B{row}", f'IF(ROWS(Groups[group])<{place},"",{group}&"")', "computed")
        _score(sheet, row, "computed", "Answers[group]", f'IF($B{row}="","-",$B{row})', *within)
    sheet.book.define("findings_answered", sheet.book.reference(sheet.key, f"C{SCORE}:C{SCORE + QUARTERS - 1}"))


def _score_headings(sheet: Sheet, row: int, first: str) -> None:
    sheet.text(f"B{row}", first, "header")
    keys = ("answered", "promoters", "passives", "detractors", "nps", "low", "high")
    for column, key in zip("CDEFGHI", keys, strict=True):
        sheet.text(f"{column}{row}", f"findings.{key}", "header")
    sheet.ws.set_row(row - 1, 26)


def _score(sheet: Sheet, row: int, look: str, *criteria: str, name: str | None = None) -> None:
    """Write how many answered what, and the score with its interval: an adjusted Wald interval at 95% (Rocks 2016)."""
    given = ",".join(criteria)
    for column, word in (("D", "promoter"), ("E", "passive"), ("F", "detractor")):
        sheet.formula(f"{column}{row}", f"COUNTIFS(Answers[verdict],word_{word},{given})", look, "weight")
    sheet.formula(f"C{row}", f"SUM(D{row}:F{row})", look, "weight")
    sheet.formula(
        f"G{row}", f'IF(stops>0,word_look,IF(C{row}=0,"",100*(D{row}-F{row})/C{row}))', look, "score", name=name
    )
    up, down = f"((D{row}+0.75)/(C{row}+3))", f"((F{row}+0.75)/(C{row}+3))"
    margin = f"NORMSINV(0.975)*SQRT(({up}+{down}-({up}-{down})^2)/(C{row}+3))"
    for column, end in _ends(row, f"{up}-{down}", margin):
        sheet.formula(f"{column}{row}", f'IF(ISNUMBER(G{row}),100*{end},"")', look, "score")


def _ends(row: int, middle: str, margin: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the columns and formulas of the ends of a score's interval, between which the score itself always lies."""
    score = f"G{row}/100"
    low, high = f"MIN({score},MAX(-1,{middle}-{margin}))", f"MAX({score},MIN(1,{middle}+{margin}))"
    return ("H", low), ("I", high)


def _rounds(sheet: Sheet) -> None:
    """Draw maturity beside the score of the answers between one round and the next."""
    sheet.section(f"B{ROUND - 3}:I{ROUND - 3}", "findings.together")
    sheet.text(f"B{ROUND - 2}:I{ROUND - 2}", "findings.together.note", "note")
    sheet.ws.set_row(ROUND - 3, 30)
    for column, key in zip(
        "BCDEFGHI", ("round", "level", "answered", "promoters", "detractors", "nps", "low", "high"), strict=True
    ):
        sheet.text(f"{column}{ROUND - 1}", f"findings.{key}" if key != "round" else "maturity.round", "header")
    sheet.ws.set_row(ROUND - 2, 26)
    for place, key in enumerate(ROUNDS):
        row = ROUND + place
        sheet.formula(f"B{row}", f'IF(ISNUMBER(round_{key}),round_{key},"")', "computed", "month", "left")
        sheet.formula(f"C{row}", f'IF(B{row}="","",maturity_{key})', "computed", "rate")
        later = "".join(f"IF(ISNUMBER(round_{after}),round_{after}," for after in ROUNDS[place + 1 :])
        until = f"{later}period_end+1" + ")" * len(ROUNDS[place + 1 :])
        within = f'Answers[date],">="&$B{row},Answers[date],"<"&{until},Answers[date],"<"&count_end+1'
        for column, word in (("E", "promoter"), ("F", "detractor")):
            counted = f"COUNTIFS(Answers[verdict],word_{word},{within})"
            sheet.formula(f"{column}{row}", f'IF($B{row}="","",{counted})', "computed", "weight")
        words = "+".join(
            f"COUNTIFS(Answers[verdict],word_{word},{within})" for word in ("promoter", "passive", "detractor")
        )
        sheet.formula(f"D{row}", f'IF(B{row}="","",{words})', "computed", "weight")
        sheet.formula(
            f"G{row}", f'IF(stops>0,word_look,IF(N(D{row})=0,"",100*(E{row}-F{row})/D{row}))', "computed", "score"
        )
        up, down = f"((E{row}+0.75)/(D{row}+3))", f"((F{row}+0.75)/(D{row}+3))"
        margin = f"NORMSINV(0.975)*SQRT(({up}+{down}-({up}-{down})^2)/(D{row}+3))"
        for column, end in _ends(row, f"{up}-{down}", margin):
            sheet.formula(f"{column}{row}", f'IF(ISNUMBER(G{row}),100*{end},"")', "computed", "score")


def _months(sheet: Sheet) -> None:
    """Draw what was saved and spent in each of the twelve months, and when it had paid for itself."""
    first, last = MONTH, MONTH + 11
    sheet.section(f"B{first - 2}:I{first - 2}", "findings.months")
    for column, key in zip("BCDEF", ("month", "saved", "spent", "profit", "running"), strict=True):
        shared = key in {"month", "profit", "running"}
        sheet.text(f"{column}{first - 1}", f"roi.{key}" if shared else f"findings.{key}", "header")
    sheet.ws.set_row(first - 2, 26)
    for row in range(first, last + 1):
        start = "period_start" if row == first else f"EDATE(B{row - 1},1)"
        sheet.formula(f"B{row}", start, "computed", "month", "left")
        out = OUT_OF_COUNT.format(f"$B{row}")
        saved = known("Tasks[money]", "Tasks[since]", f'"<"&EDATE($B{row},1)')
        sheet.formula(f"C{row}", f'IF({out},"",{saved})', *_MONEY)
        within = ("Spend[month]", f'">="&$B{row}', "Spend[month]", f'"<"&EDATE($B{row},1)')
        since = ("Spend[month]", f'"<"&EDATE($B{row},1)')
        some = f"COUNTIFS(Spend[once],{NUMBER},{','.join(within)})+COUNTIFS(Spend[monthly],{NUMBER},{','.join(since)})"
        sums = f"SUMIFS(Spend[once],{','.join(within)})+SUMIFS(Spend[monthly],{','.join(since)})"
        sheet.formula(f"D{row}", f'IF(OR({out},{some}=0),"",{sums})', *_MONEY)
        sheet.formula(f"M{row}", f"IF($B{row}>count_end,{sums},0)", "helper", "weight")
        sheet.formula(f"E{row}", f'IF(COUNT(C{row},D{row})=0,"",N(C{row})-N(D{row}))', *_MONEY)
        sheet.formula(f"F{row}", f'IF(E{row}="","",SUM(E${first}:E{row}))', *_MONEY)
    total = last + 1
    for column in "BCDEF":
        sheet.value(f"{column}{total}", None, "total")
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDE":
        block = f"{column}{first}:{column}{last}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", "money")
    chart, alt = saved_so_far(sheet.book)
    put(sheet, f"G{first - 1}", chart, (335, 270), alt, right=6)
    begun = (("Tasks[since]",), ("Spend[month]",), ("Answers[date]",))
    for column, name in (("K", "month_begun"), ("L", "month_results")):
        draw_known(sheet, first, column, name, *begun, running=("Tasks[since]", "Spend[month]"))
    sheet.text(f"M{first - 1}", "roi.ahead", "given")
    ahead = f"SUM(M{first}:M{last})"
    sheet.formula(f"M{total}", f'IF({ahead}=0,"",{ahead})', "helper", "money", name="cost_ahead")
    sheet.book.define("months", sheet.book.reference(sheet.key, f"B{first}:B{last}"))
    sheet.book.define("month_saved", sheet.book.reference(sheet.key, f"C{first}:C{last}"))
    sheet.book.define("month_spent", sheet.book.reference(sheet.key, f"D{first}:D{last}"))
