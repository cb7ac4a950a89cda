"""The sheet Start: what this is, the headline, the settings, the five steps, what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import costs, period
from socroi.templates.breakdown import roi_by_platform
from socroi.templates.checks import NUMBER, below, out_of_bounds, repeated, texts_for_numbers, without
from socroi.templates.kpi_scorecard import platforms, results, scorecard
from socroi.templates.start import (
    START_WIDTHS,
    Card,
    Check,
    Entry,
    draw_apart,
    draw_best_and_weakest,
    draw_checks,
    draw_entries,
    draw_legend,
    draw_steps,
    draw_top,
    draw_trend,
    finish,
)

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet
    from socroi.templates.template import Order

CARDS: Final = (
    Card("roi_total", "percent"),
    Card("profit_total", "money"),
    Card("return_total", "money"),
    Card("cost_total", "money"),
)
_STEPS: Final = (
    ("identify", "kpis"), ("align", "kpis"), ("track", "results"), ("cost", "costs"), ("assign", "kpis"),
    ("analyse", "scorecard"), ("compare", "platforms"),
)  # fmt: skip


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("start", START_WIDTHS, use="start")
    charts = scorecard.by_kpi(order.book), roi_by_platform(order.book, "platforms", platforms.PLATFORM)
    settings = _facts(sheet, draw_top(sheet, CARDS, *charts))
    row = draw_entries(
        sheet,
        settings,
        (
            Entry("company", order.setting("company"), wide=True),
            Entry("currency", order.currency, choices="list_currencies"),
            Entry("first_month", order.first_month, ("month", "left"), rule="date"),
            Entry("shared_by", order.texts["shared_by.by_return"], choices="list_shared_by"),
        ),
    )
    row = period.draw(sheet, row, "Results[month]", "Costs[month]")
    row = draw_steps(sheet, row + 1, _STEPS)
    checks = row + 1
    row = draw_checks(sheet, checks, _checks(sheet), ("Results[month]", "Results[quantity]", "Costs[month]"))
    finish(sheet, draw_legend(sheet, row + 1), settings + 1, checks)


def _facts(sheet: Sheet, top: int) -> int:
    """Draw the figures behind the headline, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.facts")
    row = draw_best_and_weakest(sheet, top + 1)
    sheet.text(f"B{row}", "start.kpis", "label")
    for column, word in (("C", "on_track"), ("D", "behind"), ("E", "no_target")):
        sheet.formula(f"{column}{row}", f"word_{word}", "label", "hint")
        counted = f'IF(COUNT(kpi_actual)=0,"–",COUNTIF(kpi_status,word_{word}))'
        sheet.formula(f"{column}{row + 1}", counted, "label", "left", "bold")
    sheet.value(f"B{row + 1}", None, "label")
    row = draw_apart(
        sheet,
        row + 2,
        "apart",
        (
            ("start.return_direct", "return_direct", "money"),
            ("start.return_indirect", "return_indirect", "money"),
        ),
    )
    return draw_trend(sheet, row, "platforms", platforms.MONTH) + 1


def _checks(sheet: Sheet) -> tuple[Check, ...]:
    """Return what is looked for."""
    book = sheet.book
    return (
        Check(
            "texts",
            texts_for_numbers(
                *(f"Results[{key}]" for key in ("month", "quantity", "revenue")),
                *(f"Costs[{key}]" for key in ("month", "hours", "rate", "amount", "months")),
                *(f"Kpis[{key}]" for key in ("target", "worth")),
            ),
            "results",
            stops=True,
        ),
        Check(
            "negative",
            out_of_bounds(
                (),
                [
                    "Results[quantity]",
                    "Results[revenue]",
                    "Costs[hours]",
                    "Costs[rate]",
                    "Costs[amount]",
                    "Kpis[worth]",
                    "Kpis[target]",
                ],
            ),
            "results",
            stops=True,
        ),
        Check(
            "undated",
            f"{without('Results', 'month', 'quantity', 'revenue')}+{without('Costs', 'month', 'hours', 'amount')}",
            "results",
        ),
        Check(
            "repeated",
            repeated("Results", "month", "platform", "kpi", "quantity", "source", figure="quantity")
            + "+"
            + repeated("Costs", "month", "platform", "category", "what", "amount", figure="amount"),
            "results",
        ),
        Check("months", 'IF(last_month="","",SUMPRODUCT((month_return="")*(months<=last_month)))', "results"),
        Check("strange", 'SUMPRODUCT((Results[quantity]<>"")*(COUNTIF(Kpis[kpi],Results[kpi])=0))', "results"),
        Check(
            "worthless",
            'SUMPRODUCT((kpi_names<>"")*(kpi_actual<>"")*(kpi_return=""))',
            "kpis",
        ),
        Check(
            "illustrative",
            f"SUMPRODUCT((Kpis[evidence]=word_illustrative)*(COUNTIFS(Results[kpi],Kpis[kpi],Results[counted],{NUMBER})>0))",
            "kpis",
        ),
        Check("aimless", 'SUMPRODUCT((Kpis[kpi]<>"")*(COUNTIF(Goals[goal],Kpis[goal])=0))', "kpis"),
        Check("targetless", "COUNTIF(kpi_status,word_no_target)", "kpis"),
        Check("unsorted", 'SUMPRODUCT((Kpis[kpi]<>"")*(Kpis[kind]=""))', "kpis"),
        Check("costless", 'SUMPRODUCT((platform_return<>"")*(platform_own_cost=""))', "costs"),
        Check("returnless", 'SUMPRODUCT((platform_own_cost<>"")*(platform_return=""))', "results"),
        Check(
            "unlisted",
            (
                f"COUNT(Results[counted],Costs[counted])-SUM(platform_rows)"
                f"-COUNTIFS(Costs[platform],word_shared,Costs[counted],{NUMBER})"
            ),
            "lists",
        ),
        Check(
            "categories",
            'IF(COUNT(Costs[counted])=0,"",SUMPRODUCT((Categories[category]<>"")'
            f"*(COUNTIFS(Costs[category],Categories[category],Costs[counted],{NUMBER})=0)))",
            "costs",
        ),
        Check(
            "outside",
            "COUNT(Results[value])-COUNT(Results[counted])+COUNT(Costs[cost])-COUNT(Costs[counted])",
            "results",
        ),
        Check(
            "below",
            f"{below(book, 'results', 'B', results.HEAD, 'Results', 'month')}"
            f"+{below(book, 'costs', 'B', costs.HEAD, 'Costs', 'month')}",
            "results",
            always=True,
        ),
    )
