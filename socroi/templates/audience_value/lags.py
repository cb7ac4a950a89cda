"""The sheet Lags: does revenue or retention follow sentiment, in the same month or some months later?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.audience_value.shared import LAGS, MONTHS
from socroi.templates.charts import Series, Source, columns, put
from socroi.templates.checks import NUMBER
from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet
    from socroi.templates.template import Order

LAG: Final = 9
CHARTS: Final = LAG + LAGS + 2
MONTH: Final = CHARTS + 19
LAST: Final = MONTH + MONTHS - 1
_OUTCOMES: Final = (("revenue", "CDEFG", "E", "H"), ("retention", "HIJKL", "F", "I"))
"""Outcome, its columns in the block of lags, the column of its months and that of its changes."""
FEWEST: Final = 12


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 20, *[13, 13, 13, 13, 21] * 2]
    sheet = order.book.sheet("lags", widths, landscape=True, use="result")
    _lags(sheet)
    _months(sheet)
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
        for column, key in zip(places, ("r", "pairs", "p", "changes", "verdict"), strict=True):
            sheet.text(f"{column}{LAG - 1}", f"lags.{key}", "header")
    for lag, row in enumerate(range(LAG, LAG + LAGS)):
        sheet.value(f"B{row}", lag, "computed", "count", "left")
        for outcome, places, series, changes in _OUTCOMES:
            r, n, p, changed, verdict = tuple(places)
            x, y = f"C{MONTH}:C{LAST - lag}", f"{series}{MONTH + lag}:{series}{LAST}"
            sheet.formula(f"{n}{row}", f"SUMPRODUCT(ISNUMBER({x})*ISNUMBER({y}))", "computed", "weight")
            sheet.formula(f"{r}{row}", _correlation(x, y, f"{n}{row}"), "computed", "coefficient")
            chance = f"TDIST(ABS({r}{row})*SQRT(({n}{row}-2)/(1-{r}{row}^2)),{n}{row}-2,2)"
            # Of several lags one is easily found by chance: p times their number, as Bonferroni.
            sheet.formula(
                f"{p}{row}",
                f'IF({r}{row}="","",IF(1-{r}{row}^2<0.000000000001,0,MIN(1,{LAGS}*{chance})))',
                "computed", "coefficient",
            )  # fmt: skip
            dx, dy = f"G{MONTH}:G{LAST - lag}", f"{changes}{MONTH + lag}:{changes}{LAST}"
            pairs = f"SUMPRODUCT(ISNUMBER({dx})*ISNUMBER({dy}))"
            sheet.formula(f"{changed}{row}", _correlation(dx, dy, pairs), "computed", "coefficient")
            sheet.formula(
                f"{verdict}{row}",
                f'IF({r}{row}="","",IF({n}{row}<{FEWEST},word_few,IF({p}{row}>=0.05,word_chance,'
                f"IF(trend_{outcome}=2,word_trend,word_related))))",
                "computed",
            )
    last = LAG + LAGS - 1
    for trend_row, (outcome, places, series, _) in enumerate(_OUTCOMES, LAG):
        sheet.book.define(f"r_{outcome}", sheet.book.reference(sheet.key, f"{places[0]}{LAG}:{places[0]}{last}"))
        sheet.book.define(f"verdict_{outcome}", sheet.book.reference(sheet.key, f"{places[4]}{LAG}:{places[4]}{last}"))
        largest = f"MAX(MAX(r_{outcome}),-MIN(r_{outcome}))"
        best = f"=AND(ISNUMBER({places[0]}{LAG}),ABS(N({places[0]}{LAG}))={largest})"
        look = sheet.book.styles.rule(bold=True, bg_color="#D6E4ED")
        sheet.ws.conditional_format(
            f"{places[0]}{LAG}:{places[4]}{last}",
            {"type": "formula", "criteria": best.replace(f"{places[0]}{LAG}", f"${places[0]}{LAG}"), "format": look},
        )
        # How many of the two, sentiment and outcome, follow a trend.
        time = f"J{MONTH}:J{LAST}"
        trends = "+".join(_trend(f"{column}{MONTH}:{column}{LAST}", time) for column in ("C", series))
        sheet.formula(f"N{trend_row}", trends, "helper", "hidden", name=f"trend_{outcome}")
    sheet.text(f"B{last + 1}:G{last + 1}", "lags.best", "hint")


def _correlation(x: str, y: str, pairs: str) -> str:
    """Return the formula of r, blank with fewer than four pairs or where one side does not vary."""
    return f'IF({pairs}<4,"",IFERROR(CORREL({x},{y}),""))'


def _trend(series: str, time: str) -> str:
    """Return a formula that is 1 where a series is correlated with time itself (p below 0.05)."""
    r = f"CORREL({series},{time})"
    chance = f"TDIST(ABS({r})*SQRT((COUNT({series})-2)/(1-{r}^2)),COUNT({series})-2,2)"
    return f"IF(COUNT({series})<4,0,IFERROR(IF({chance}<0.05,1,0),0))"


def _months(sheet: Sheet) -> None:
    """Draw the months in order, each with what the table Sentiment has for it."""
    sheet.section(f"B{MONTH - 3}:L{MONTH - 3}", "lags.months")
    sheet.text(f"B{MONTH - 2}:L{MONTH - 2}", "lags.months.note", "note")
    sheet.ws.set_row(MONTH - 2, 44)
    keys = (
        "month",
        "net",
        "mentions",
        "revenue",
        "retention",
        "net_change",
        "revenue_change",
        "retention_change",
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
        for column, key, function, look in (
            ("E", "revenue", "SUMIFS", "money"),
            ("F", "retention", "AVERAGEIFS", "rate"),
        ):
            figures = f"Sentiment[{key}]"
            none = f"COUNTIFS({figures},{NUMBER},{within})=0"
            sheet.formula(
                f"{column}{row}", f'IF(N(B{row})=0,"",IF({none},"",{function}({figures},{within})))', "computed", look
            )
        for column, source, look in (("G", "C", "change"), ("H", "E", "money"), ("I", "F", "change")):
            if place == 0:
                sheet.value(f"{column}{row}", None, "computed")
            else:
                both = f"COUNT({source}{row - 1},{source}{row})<2"
                sheet.formula(f"{column}{row}", f'IF({both},"",{source}{row}-{source}{row - 1})', "computed", look)
        sheet.value(f"J{row}", place + 1, "helper", "count")
        sheet.formula(f"K{row}", f"IF(N(B{row})=0,0,COUNTIFS({within}))", "helper", "weight")
    sheet.text(f"K{MONTH - 1}", "roi.rows", "header")
    for name, column in (("month_net", "C"), ("month_rows", "K")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{MONTH}:{column}{LAST}"))


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
