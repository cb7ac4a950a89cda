"""The sheet Lags: does revenue or retention follow sentiment, in the same month or some months later?

As in SOCLAGCORR, what is new in the months is correlated: each series less its month before times the memory of
sentiment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.audience_value.shared import LAGS, MONTHS
from socroi.templates.charts import Series, Source, columns, put
from socroi.templates.checks import NUMBER
from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

LAG: Final = 9
CHARTS: Final = LAG + LAGS + 2
MONTH: Final = CHARTS + 19
LAST: Final = MONTH + MONTHS - 1
_OUTCOMES: Final = (("revenue", "CDEFG", "E", "H"), ("retention", "HIJKL", "F", "I"))
"""Outcome, its columns in the block of lags, the column of its months and that of what is new in them."""
_RANKS: Final = {"revenue": "O", "retention": "P"}
"""Beside the print area, the column of each outcome in which its lags are put in order."""
FEWEST: Final = 8
"""Pairs below which a lag has no r, as in SOCLAGCORR."""
NEEDED: Final = FEWEST + LAGS
"""Months without gaps that all lags need: the first has no month before it."""
_ROUNDING: Final = "10^-9"
"""What is left of a series counts as one value where it varies by less than this part of the series."""


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 20, *[13, 13, 13, 13, 21] * 2]
    sheet = order.book.sheet("lags", widths, landscape=True, use="result")
    _lags(sheet)
    _months(sheet)
    _memory(sheet)
    _charts(sheet)
    sheet.print(f"L{LAST}", [MONTH - 4])
    sheet.ws.freeze_panes(3, 0)


def _lags(sheet: Sheet) -> None:
    """Draw a line for each lag."""
    sheet.section(f"B{LAG - 5}:L{LAG - 5}", "lags.lags")
    sheet.text(f"B{LAG - 4}:L{LAG - 4}", "lags.lags.note", "note")
    sheet.ws.set_row(LAG - 5, 44)
    sheet.text(f"B{LAG - 2}:B{LAG - 1}", "lags.lag", "header")
    sheet.ws.set_row(LAG - 2, 30)
    for outcome, places, _, _ in _OUTCOMES:
        sheet.text(f"{places[0]}{LAG - 2}:{places[4]}{LAG - 2}", f"lags.{outcome}", "header")
        for column, key in zip(places, ("r", "pairs", "adjusted", "p", "verdict"), strict=True):
            sheet.text(f"{column}{LAG - 1}", f"lags.{key}", "header")
    last = LAG + LAGS - 1
    for lag, row in enumerate(range(LAG, LAG + LAGS)):
        sheet.value(f"B{row}", lag, "computed", "count", "left")
        for outcome, places, _, news in _OUTCOMES:
            r, n, adjusted, p, verdict = (f"{column}{row}" for column in places)
            x, y = f"G{MONTH + 1}:G{LAST - lag}", f"{news}{MONTH + 1 + lag}:{news}{LAST}"
            sheet.formula(n, f"COUNTIFS({x},{NUMBER},{y},{NUMBER})", "computed", "weight")
            nothing = f"OR({n}<{FEWEST},still_net=1,still_{outcome}=1)"
            sheet.formula(r, f'IF({nothing},"",IFERROR(CORREL({x},{y}),""))', "computed", "coefficient")
            sheet.formula(p, f'IF({r}="","",{_chance(r, n)})', "computed", "coefficient")
            # Of several lags one is easily found by chance: p times their number, as Bonferroni.
            lags = f"SUMPRODUCT(--({places[1]}${LAG}:{places[1]}${last}>={FEWEST}))"
            sheet.formula(adjusted, f'IF({r}="","",MIN(1,{lags}*{p}))', "computed", "coefficient")
            sheet.formula(
                verdict,
                f'IF({n}=0,"",IF({n}<{FEWEST},word_few,IF({r}="",word_even,IF({adjusted}>=0.05,word_chance,'
                f"IF(trend_{outcome}=2,word_trend,word_related)))))",
                "computed",
            )
            # The smallest p; of those that are equal the largest r, of these the first.
            rank = f'IF({r}="","",ROUND({p},12)-ROUND(ABS({r}),12)/10^13)'
            sheet.formula(f"{_RANKS[outcome]}{row}", rank, "helper", "hidden")
    for place, (outcome, places, series, _) in enumerate(_OUTCOMES):
        for name, column in (("r", places[0]), ("verdict", places[4])):
            cells = sheet.book.reference(sheet.key, f"{column}{LAG}:{column}{last}")
            sheet.book.define(f"{name}_{outcome}", cells)
        ranks = f"{_RANKS[outcome]}{LAG}:{_RANKS[outcome]}{last}"
        best = f'IF(COUNT({ranks})=0,"",MATCH(MIN({ranks}),{ranks},0))'
        sheet.formula(f"N{LAG + place}", best, "helper", "hidden", name=f"best_{outcome}")
        look = sheet.book.styles.rule(bold=True, bg_color="#D6E4ED")
        sheet.ws.conditional_format(
            f"{places[0]}{LAG}:{places[4]}{last}",
            {"type": "formula", "criteria": f"=$B{LAG}+1=$N${LAG + place}", "format": look},
        )
        # How many of the two, sentiment and outcome, follow a trend.
        time = f"J{MONTH}:J{LAST}"
        trends = "+".join(_trend(f"{column}{MONTH}:{column}{LAST}", time) for column in ("C", series))
        sheet.formula(f"N{LAG + 2 + place}", trends, "helper", "hidden", name=f"trend_{outcome}")
    sheet.text(f"B{last + 1}:G{last + 1}", "lags.best", "hint")


def _chance(r: str, pairs: str) -> str:
    """Return the formula of how often chance alone gives such an r, from Student's t."""
    return f"IF(1-{r}^2<10^-12,0,TDIST(ABS({r})*SQRT(({pairs}-2)/(1-{r}^2)),{pairs}-2,2))"


def _trend(series: str, time: str) -> str:
    """Return a formula that is 1 where a series is correlated with time itself (p below 0.05)."""
    chance = _chance(f"CORREL({series},{time})", f"COUNT({series})")
    return f"IF(COUNT({series})<4,0,IFERROR(IF({chance}<0.05,1,0),0))"


def _months(sheet: Sheet) -> None:
    """Draw the months in order, each with what the table Sentiment has for it."""
    sheet.section(f"B{MONTH - 3}:L{MONTH - 3}", "lags.months")
    sheet.text(f"B{MONTH - 2}:L{MONTH - 2}", "lags.months.note", "note")
    sheet.ws.set_row(MONTH - 3, 30)
    sheet.ws.set_row(MONTH - 2, 44)
    keys = (
        "month",
        "net",
        "mentions",
        "revenue",
        "retention",
        "net_news",
        "revenue_news",
        "retention_news",
        "place",
    )
    for column, key in zip("BCDEFGHIJ", keys, strict=True):
        sheet.text(f"{column}{MONTH - 1}", f"lags.{key}", "header")
    for place, row in enumerate(range(MONTH, LAST + 1)):
        first = "MIN(Sentiment[month])"
        start = f'IF(COUNT(Sentiment[month])=0,"",DATE(YEAR({first}),MONTH({first}),1))'
        within = f'Sentiment[month],">="&$B{row},Sentiment[month],"<"&EDATE($B{row},1)'
        last = "MAX(Sentiment[month])"
        following = f'IF(N(B{row - 1})=0,"",IF(EDATE(B{row - 1},1)>{last},"",EDATE(B{row - 1},1)))'
        sheet.formula(f"B{row}", start if place == 0 else following, "computed", "month", "left")
        counts = {key: f"SUMIFS(Sentiment[{key}],{within})" for key in ("positive", "neutral", "negative")}
        known = f"COUNTIFS(Sentiment[net],{NUMBER},{within})"
        sheet.formula(f"D{row}", f'IF(N(B{row})=0,"",{"+".join(counts.values())})', "computed", "weight")
        net = f"({counts['positive']}-{counts['negative']})/D{row}"
        sheet.formula(f"C{row}", f'IF(N(D{row})=0,"",IF({known}=0,"",{net}))', "computed", "change")
        for column, key, look in (("E", "revenue", "money"), ("F", "retention", "rate")):
            figures = f"Sentiment[{key}]"
            count = f"COUNTIFS({figures},{NUMBER},{within})"
            figure = f"SUMIFS({figures},{within})" + (f"/{count}" if key == "retention" else "")
            sheet.formula(f"{column}{row}", f'IF(N(B{row})=0,"",IF({count}=0,"",{figure}))', "computed", look)
        for column, source, look in (("G", "C", "change"), ("H", "E", "money"), ("I", "F", "change")):
            if place == 0:
                sheet.value(f"{column}{row}", None, "computed")
            else:
                both = f"COUNT({source}{row - 1},{source}{row})<2"
                new = f"{source}{row}-memory*{source}{row - 1}"
                sheet.formula(f"{column}{row}", f'IF({both},"",{new})', "computed", look)
        sheet.value(f"J{row}", place + 1, "helper", "count")
        sheet.formula(f"K{row}", f"IF(N(B{row})=0,0,COUNTIFS({within}))", "helper", "weight")
    sheet.text(f"K{MONTH - 1}", "roi.rows", "header")
    for name, column in (("month_net", "C"), ("month_rows", "K")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{MONTH}:{column}{LAST}"))


def _memory(sheet: Sheet) -> None:
    """Work out how much of a month's sentiment comes again in the next, and which series have nothing new in them."""
    before, after = f"C{MONTH}:C{LAST - 1}", f"C{MONTH + 1}:C{LAST}"
    memory = f"IF(COUNT({before})=0,0,IF(MAX({before})=MIN({before}),0,IFERROR(SLOPE({after},{before}),0)))"
    sheet.formula(f"N{MONTH}", memory, "helper", "hidden", name="memory")
    for place, (key, series, news) in enumerate((("net", "C", "G"), ("revenue", "E", "H"), ("retention", "F", "I")), 1):
        cells, left = f"{series}{MONTH}:{series}{LAST}", f"{news}{MONTH + 1}:{news}{LAST}"
        # A straight line leaves one value, but for the last digits, which would be correlated as if they were news.
        largest = f"MAX(MAX({cells}),-MIN({cells}))"
        still = f"IF(COUNT({left})=0,1,IF(MAX({left})-MIN({left})<={_ROUNDING}*{largest},1,0))"
        sheet.formula(f"N{MONTH + place}", still, "helper", "hidden", name=f"still_{key}")


def _charts(sheet: Sheet) -> None:
    """Draw the correlation at each lag, and sentiment beside revenue."""
    sheet.section(f"B{CHARTS}:L{CHARTS}", "roi.charts")
    end = LAG + LAGS - 1
    source = Source(sheet.book, sheet.key)
    by_lag = columns(
        source,
        "lags.chart.lag",
        f"B{LAG}:B{end}",
        [
            Series("lags.revenue", f"C{LAG}:C{end}", BLUE),
            Series("lags.retention", f"H{LAG}:H{end}", ORANGE),
        ],
        values_format="0.0",
        limits=(-1, 1),
        axis_titles=("lags.lag", None),
    )
    together = columns(
        source,
        "lags.chart.together",
        f"B{MONTH}:B{LAST}",
        [
            Series("lags.revenue", f"E{MONTH}:E{LAST}", "#8DB7D3"),
            Series("lags.net", f"C{MONTH}:C{LAST}", ORANGE, second=True),
        ],
        names_format=sheet.book.texts["format.month"],
        second_format="0%",
    )
    put(sheet, f"B{CHARTS + 1}", by_lag, (470, 290), "lags.chart.lag.alt")
    put(sheet, f"G{CHARTS + 1}", together, (560, 290), "lags.chart.together.alt", right=10)
