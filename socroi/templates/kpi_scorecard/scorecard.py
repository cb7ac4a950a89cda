"""The sheet Scorecard: each KPI against its target, what it returned, and what that did for each business goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.breakdown import draw_stop, traced_rows
from socroi.templates.charts import Series, Source, bars, put
from socroi.templates.checks import NUMBER, known
from socroi.templates.kpi_scorecard.shared import GOAL_ROOM, KPI_ROOM
from socroi.templates.period import in_count
from socroi.templates.style import BLUE, WARN, WARN_INK

if TYPE_CHECKING:
    from socroi.templates.canvas import Book
    from socroi.templates.charts import Picture
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

KPI: Final = 8
GOAL: Final = KPI + KPI_ROOM + 5
CHARTS: Final = GOAL + GOAL_ROOM + 3
_COLUMNS: Final = (
    "kpi", "goal", "target", "actual", "progress", "status", "worth", "return", "cost_each", "usual", "trend",
)  # fmt: skip
_IN_COUNT: Final = in_count("Results[month]")
_MONTHS: Final = "NOPQRSTUVWXY"
_MONEY: Final = ("computed", "money")


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 24, 20, 12, 12, 12, 15, 12, 13, 12, 12, 18, 2, *[9] * 12, 13]
    sheet = order.book.sheet("scorecard", widths, landscape=True, use="result")
    draw_stop(sheet)
    _kpis(sheet)
    _goals(sheet)
    _charts(sheet)
    sheet.print(f"L{CHARTS + 18}")
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.freeze_panes(3, 2)


def _kpis(sheet: Sheet) -> None:
    """Draw a line for each KPI."""
    sheet.section(f"B{KPI - 3}:L{KPI - 3}", "scorecard.kpis")
    sheet.text(f"B{KPI - 2}:L{KPI - 2}", "scorecard.kpis.note", "note")
    sheet.ws.set_row(KPI - 3, 30)
    sheet.ws.set_row(KPI - 2, 44)
    for column, key in zip("BCDEFGHIJKL", _COLUMNS, strict=True):
        sheet.text(f"{column}{KPI - 1}", f"scorecard.{key}", "header")
    for place, column in enumerate(_MONTHS):
        sheet.formula(f"{column}{KPI - 1}", f"EDATE(period_start,{place})", "given", "month")
    first, last = KPI, KPI + KPI_ROOM - 1
    for place, row in enumerate(range(first, last + 1), 1):
        sheet.ws.set_row(row - 1, 24)
        mine = f"$B{row}"
        there = f"ROWS(Kpis[kpi])<{place}"

        def of(key: str, place: int = place) -> str:
            return f"INDEX(Kpis[{key}],{place})"

        sheet.formula(f"B{row}", f'IF({there},"",{of("kpi")}&"")', "computed", "bold")
        sheet.formula(f"C{row}", f'IF({mine}="","",{of("goal")}&"")', "computed", "wrap")
        for column, key, look in (("D", "target", "count"), ("H", "worth", "cents")):
            sheet.formula(f"{column}{row}", f'IF({mine}="","",IF(ISNUMBER({of(key)}),{of(key)},""))', "computed", look)
        quantity = known("Results[quantity]", "Results[kpi]", mine, *_IN_COUNT)
        sheet.formula(f"E{row}", f'IF({mine}="","",{quantity})', "computed", "count")
        unknown = f"COUNT(D{row},E{row})<2"
        sheet.formula(f"F{row}", f'IF({unknown},"",IF(D{row}=0,"",SOCGOAL(E{row},D{row},0,1)))', "computed", "rate")
        sheet.formula(
            f"G{row}",
            f'IF(OR({mine}="",E{row}=""),"",IF(F{row}="",word_no_target,'
            f"IF(F{row}*12<months_counted,word_behind,word_on_track)))",
            "computed",
        )
        sheet.formula(f"I{row}", f'IF({mine}="","",{known("Results[counted]", "Results[kpi]", mine)})', *_MONEY)
        sheet.formula(
            f"J{row}",
            f'IF(COUNT(cost_total,E{row})<2,"",IF(E{row}=0,"",SOCCPA(cost_total,E{row})))',
            "computed", "cents",
        )  # fmt: skip
        usual = f"Benchmarks[kpi],{mine},Benchmarks[currency],currency"
        priced = f"COUNTIFS(Benchmarks[cost],{NUMBER},{usual})"
        sheet.formula(
            f"K{row}",
            f'IF({mine}="","",IF({priced}=0,"",SUMIFS(Benchmarks[cost],{usual})/{priced}))',
            "computed", "cents",
        )  # fmt: skip
        sheet.value(f"L{row}", None, "computed")
        for column in _MONTHS:
            month = f"{column}${KPI - 1}"
            within = (
                "Results[kpi]",
                mine,
                "Results[month]",
                f'">="&{month}',
                "Results[month]",
                f'"<"&EDATE({month},1)',
            )
            sheet.formula(
                f"{column}{row}", f'IF({mine}="","",{known("Results[quantity]", *within)})', "helper", "count"
            )
        kept = f"ISNUMBER(INDEX(Kpis[margin],{place}))"
        sheet.formula(f"Z{row}", f"IF({there},0,IF({kept},{traced_rows(mine)},0))", "helper", "weight")
        trend = sheet.book.reference(sheet.key, f"{_MONTHS[0]}{row}:{_MONTHS[-1]}{row}")
        sheet.sparkline(f"L{row}", {"range": trend, "type": "column", "min": 0, "series_color": BLUE})
    sheet.text(f"Z{KPI - 1}", "roi.kept", "given")
    sheet.book.define("kpi_kept", sheet.book.reference(sheet.key, f"Z{first}:Z{last}"))
    rest, total = last + 1, last + 2
    _line(
        sheet,
        rest,
        "roi.other",
        "computed",
        'IF(ROUND(N(return_total)-SUM({0}),6)=0,"",ROUND(N(return_total)-SUM({0}),6))',
    )
    _line(sheet, total, "roi.sum", "total", "return_total")
    for name, column in (("kpi_names", "B"), ("kpi_goal", "C"), ("kpi_status", "G"), ("kpi_return", "I")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{first}:{column}{last}"))
    for name, column in (("kpi_target", "D"), ("kpi_actual", "E")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{first}:{column}{last}"))
    sheet.ws.conditional_format(
        f"F{first}:F{last}",
        {
            "type": "data_bar", "bar_color": "#9CC3DC", "bar_solid": True, "min_type": "num", "min_value": 0,
            "max_type": "num", "max_value": 1, "bar_border_color": BLUE,
        },
    )  # fmt: skip
    look = sheet.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    sheet.ws.conditional_format(
        f"G{first}:G{last}", {"type": "formula", "criteria": f"=G{first}=word_behind", "format": look}
    )
    dearer = f"=AND(ISNUMBER($J{first}),ISNUMBER($K{first}),N($J{first})>N($K{first}))"
    sheet.ws.conditional_format(f"J{first}:J{last}", {"type": "formula", "criteria": dearer, "format": look})


def _line(sheet: Sheet, row: int, key: str, look: str, formula: str) -> None:
    """Write a line below the KPIs, whose only figure is the return."""
    for column in "BCDEFGHIJKL":
        sheet.value(f"{column}{row}", None, look)
    sheet.text(f"B{row}", key, look)
    sheet.formula(f"I{row}", formula.format(f"I{KPI}:I{KPI + KPI_ROOM - 1}"), look, "money")


def _goals(sheet: Sheet) -> None:
    """Draw a line for each business goal."""
    sheet.section(f"B{GOAL - 2}:F{GOAL - 2}", "scorecard.goals")
    for column, key in zip("BCDEF", ("aim", "kpis_in_use", "behind_count", "return", "share"), strict=True):
        sheet.text(f"{column}{GOAL - 1}", f"scorecard.{key}", "header")
    sheet.ws.set_row(GOAL - 2, 44)
    first, last = GOAL, GOAL + GOAL_ROOM - 1
    for place, row in enumerate(range(first, last + 1), 1):
        goal = f"INDEX(Goals[goal],{place})"
        mine = f"$B{row}"
        sheet.formula(f"B{row}", f'IF(ROWS(Goals[goal])<{place},"",{goal}&"")', "computed", "bold")
        sheet.formula(
            f"C{row}", f'IF({mine}="","",COUNTIFS(kpi_goal,{mine},kpi_actual,{NUMBER}))', "computed", "weight"
        )
        sheet.formula(
            f"D{row}", f'IF({mine}="","",COUNTIFS(kpi_goal,{mine},kpi_status,word_behind))', "computed", "weight"
        )
        sheet.formula(f"E{row}", f'IF({mine}="","",{known("kpi_return", "kpi_goal", mine)})', *_MONEY)
        sheet.formula(f"F{row}", f'IF(OR(E{row}="",N(return_total)=0),"",E{row}/return_total)', "computed", "rate")
    total = last + 1
    for column in "BCDEF":
        sheet.value(f"{column}{total}", None, "total")
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CD":
        sheet.formula(f"{column}{total}", f"SUM({column}{first}:{column}{last})", "total", "weight")
    block = f"E{first}:E{last}"
    sheet.formula(f"E{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", "money")


def _charts(sheet: Sheet) -> None:
    """Draw the return by KPI and by business goal."""
    sheet.section(f"B{CHARTS}:L{CHARTS}", "roi.charts")
    left, right = by_kpi(sheet.book), _by_goal(sheet.book)
    put(sheet, f"B{CHARTS + 1}", left[0], (560, 320), left[1])
    put(sheet, f"G{CHARTS + 1}", right[0], (560, 320), right[1], right=40)


def by_kpi(book: Book) -> Picture:
    """Return the chart of what each KPI returned."""
    return _returns(book, "kpi", KPI, KPI_ROOM, "I")


def _by_goal(book: Book) -> Picture:
    return _returns(book, "goal", GOAL, GOAL_ROOM, "E")


def _returns(book: Book, key: str, first: int, room: int, figures: str) -> Picture:
    """Return a chart of returns, which stand in the column `figures` from the row `first` on."""
    last = first + room - 1
    series = [Series("roi.return", f"{figures}{first}:{figures}{last}", BLUE, "#,##0;-#,##0;")]
    title = f"scorecard.chart.{key}"
    return bars(Source(book, "scorecard"), title, f"B{first}:B{last}", series), f"{title}.alt"
