"""The sheet Start: what this is, the headline, the settings, the steps, what to look at."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from socroi.templates import period
from socroi.templates.checks import below, out_of_bounds, repeated, texts_for_numbers
from socroi.templates.programme import answers, findings, hours, maturity, spend
from socroi.templates.programme.pages import ROUNDS
from socroi.templates.start import (
    START_WIDTHS,
    Card,
    Check,
    Entry,
    draw_apart,
    draw_checks,
    draw_entries,
    draw_legend,
    draw_steps,
    draw_top,
    finish,
)
from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet
    from socroi.templates.template import Order

CARDS: Final = (
    Card("roi_total", "percent"),
    Card("saved_total", "money"),
    Card("maturity_latest", "rate"),
    Card("nps_total", "score"),
)
_STEPS: Final = tuple((page, page) for page in ("maturity", "hours", "spend", "answers", "findings"))


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("start", START_WIDTHS, use="start")
    charts = findings.maturity(order.book), findings.saved_so_far(order.book)
    settings = _facts(sheet, draw_top(sheet, CARDS, *charts))
    row = draw_entries(
        sheet,
        settings,
        (
            Entry("company", order.setting("company"), wide=True),
            Entry("currency", order.currency, choices="list_currencies"),
            Entry("first_month", order.first_month, ("month", "left"), rule="date"),
        ),
    )
    row = period.draw(sheet, row, "Tasks[since]", "Spend[month]", "Answers[date]")
    row = draw_steps(sheet, row + 1, _STEPS)
    typed = (
        "Tasks[before]",
        "Spend[once]",
        "Spend[monthly]",
        "Answers[score]",
        *(f"Maturity[{key}]" for key in ROUNDS),
    )
    checks = row + 1
    row = draw_checks(sheet, checks, _checks(sheet), typed)
    finish(sheet, draw_legend(sheet, row + 1), settings + 1, checks)


def _facts(sheet: Sheet, top: int) -> int:
    """Draw the figures behind the headline, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.facts")
    row = draw_apart(
        sheet,
        top + 1,
        "efficiency",
        (
            ("start.hours_saved", "hours_saved", "hours"),
            ("start.saved_monthly", "saved_monthly", "money"),
            ("start.payback", "payback", "hours"),
        ),
    )
    row = draw_apart(sheet, row, "rounds", [(f"maturity.{key}", f"maturity_{key}", "rate") for key in ROUNDS[:3]])
    sheet.text(f"B{row}", "start.trend", "label")
    sheet.value(f"B{row + 1}", None, "label")
    sheet.ws.set_row(row, 30)
    for column, key, figures, colour in (
        ("C", "findings.saved", "C", BLUE), ("D", "findings.spent", "D", ORANGE), ("E", "roi.running", "F", BLUE),
    ):  # fmt: skip
        sheet.text(f"{column}{row}", key, "label", "hint")
        sheet.value(f"{column}{row + 1}", None, "label")
        cells = sheet.book.reference("findings", f"{figures}{findings.MONTH}:{figures}{findings.MONTH + 11}")
        below = {"negative_points": True, "negative_color": ORANGE}
        looks = {"type": "column", **(below if column == "E" else {"min": 0})}
        sheet.sparkline(f"{column}{row + 1}", {"range": cells, "series_color": colour, **looks})
    return row + 3


def _checks(sheet: Sheet) -> tuple[Check, ...]:
    """Return what is looked for."""
    book = sheet.book
    scores = [f"Maturity[{key}]" for key in ROUNDS]
    pairs = [f"IF(COUNT(round_{a},round_{b})=2,IF(round_{b}<=round_{a},1,0),0)" for a, b in pairwise(ROUNDS)]
    undated = [f"IF(COUNT({score})*(COUNT(round_{key})=0)>0,1,0)" for score, key in zip(scores, ROUNDS, strict=True)]
    partial = [
        f'IF(COUNT({score})=0,0,SUMPRODUCT((Maturity[statement]<>"")*NOT(ISNUMBER({score}))))' for score in scores
    ]
    return (
        Check(
            "texts",
            texts_for_numbers(
                *scores,
                "Maturity[weight]",
                *(f"Tasks[{key}]" for key in ("before", "after", "rate", "since")),
                *(f"Spend[{key}]" for key in ("month", "once", "monthly")),
                *(f"Answers[{key}]" for key in ("date", "score")),
            ),
            "maturity",
            stops=True,
        ),
        Check(
            "negative",
            out_of_bounds(
                (),
                [
                    "Tasks[before]",
                    "Tasks[after]",
                    "Tasks[rate]",
                    "Spend[once]",
                    "Spend[monthly]",
                    "Maturity[weight]",
                ],
            ),
            "hours",
            stops=True,
        ),
        Check(
            "scores",
            "+".join(
                [f'COUNTIF({score},">5")+COUNTIF({score},"<0")' for score in scores] + ['COUNTIF(Answers[verdict],"!")']
            ),
            "answers",
            stops=True,
        ),
        Check("rounds", "+".join(undated), "maturity"),
        Check("order", "+".join(pairs), "maturity"),
        Check("unscored", "+".join(partial), "maturity"),
        Check("areas", 'SUMPRODUCT((Maturity[statement]<>"")*(COUNTIF(list_areas,Maturity[area])=0))', "maturity"),
        Check("unpaid", "COUNT(Tasks[saved])-COUNT(Tasks[money])", "hours"),
        Check("since", 'SUMPRODUCT((Tasks[money]<>"")*NOT(ISNUMBER(Tasks[since])))', "hours"),
        Check("slower", 'COUNTIF(Tasks[saved],"<0")', "hours"),
        Check("unproven_hours", 'SUMPRODUCT((Tasks[money]<>"")*(Tasks[evidence]=""))', "hours"),
        Check(
            "undated",
            "SUMPRODUCT(NOT(ISNUMBER(Spend[month]))*(ISNUMBER(Spend[once])+ISNUMBER(Spend[monthly])>0))"
            "+SUMPRODUCT(NOT(ISNUMBER(Answers[date]))*ISNUMBER(Answers[score]))",
            "spend",
        ),
        Check("repeated", repeated("Spend", "month", "what", "once", "monthly", figure="what"), "spend"),
        Check(
            "few", "IF(COUNT(Answers[score])=0,0,SUMPRODUCT((findings_answered>0)*(findings_answered<30)))", "answers"
        ),
        Check(
            "outside",
            'COUNT(Tasks[money])-COUNT(Tasks[counted])-SUMPRODUCT((Tasks[money]<>"")*NOT(ISNUMBER(Tasks[since])))'
            '+COUNTIF(Spend[month],">="&period_end+1)+SUMPRODUCT(ISNUMBER(Spend[once])*ISNUMBER(Spend[month])*(Spend[month]<period_start))'
            '+COUNTIF(Answers[date],">="&period_end+1)+COUNTIF(Answers[date],"<"&period_start)',
            "spend",
        ),
        Check(
            "below",
            "+".join(
                (
                    below(book, "maturity", "C", maturity.HEAD, "Maturity", "statement"),
                    below(book, "hours", "B", hours.HEAD, "Tasks", "task"),
                    below(book, "spend", "B", spend.HEAD, "Spend", "month"),
                    below(book, "answers", "B", answers.HEAD, "Answers", "date"),
                )
            ),
            "spend",
            always=True,
        ),
    )
