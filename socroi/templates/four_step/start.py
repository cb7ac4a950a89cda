"""The sheet Start: what this is, the figures that the boss reads first, the settings, the steps, what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import costs, period
from socroi.templates.breakdown import return_and_cost, roi_by_platform
from socroi.templates.checks import NUMBER, below, out_of_bounds, repeated, texts_for_numbers, without
from socroi.templates.four_step import results, roi
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
_STEPS: Final = tuple((page, page) for page in ("goals", "values", "results", "costs", "roi"))


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("start", START_WIDTHS, use="start")
    book = order.book
    charts = roi_by_platform(book, "roi", roi.PLATFORM), return_and_cost(book, "roi", roi.MONTH)
    row = _facts(sheet, draw_top(sheet, CARDS, *charts))
    settings = row
    row = draw_entries(
        sheet,
        row,
        (
            Entry("company", order.setting("company"), wide=True),
            Entry("currency", order.currency, choices="list_currencies"),
            Entry("first_month", order.first_month, ("month", "left"), rule="date"),
            Entry("shared_by", sheet.book.texts["shared_by.by_return"], choices="list_shared_by"),
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
    row = draw_apart(
        sheet,
        row,
        "apart",
        (
            ("start.return_direct", "return_direct", "money"),
            ("start.return_indirect", "return_indirect", "money"),
            ("start.avoided_cost", "avoided_cost", "money"),
        ),
    )
    row = draw_apart(
        sheet, row, "range", [(f"roi.{key}", f"roi_{key}", "percent") for key in ("low", "likely", "high")]
    )
    return draw_trend(sheet, row, "roi", roi.MONTH) + 1


def _checks(sheet: Sheet) -> tuple[Check, ...]:
    """Return what is looked for."""
    book = sheet.book
    return (
        Check(
            "texts",
            texts_for_numbers(
                *(f"Results[{key}]" for key in ("month", "quantity", "revenue")),
                *(f"Costs[{key}]" for key in ("month", "hours", "rate", "amount", "months")),
                "KpiValues[worth]",
                *(f"PayPerClick[{key}]" for key in ("clicks", "cpc", "brand")),
            ),
            "results",
            stops=True,
        ),
        Check(
            "bounds",
            out_of_bounds(
                ["PayPerClick[brand]"],
                ["Results[quantity]", "Costs[hours]", "Costs[rate]", "Costs[amount]", "KpiValues[worth]"],
            ),
            "values",
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
        Check("worthless", 'SUMPRODUCT((Results[quantity]<>"")*(Results[value]=""))', "values"),
        Check("illustrative", f"COUNTIFS(KpiValues[evidence],word_illustrative,KpiValues[gained],{NUMBER})", "values"),
        Check(
            "unkind",
            (
                f"COUNT(Results[counted])-COUNTIFS(Results[counted],{NUMBER},Results[kind],word_direct)"
                f"-COUNTIFS(Results[counted],{NUMBER},Results[kind],word_indirect)"
            ),
            "results",
        ),
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
            'IF(COUNT(Costs[counted])=0,"",SUMPRODUCT((category_names<>"")*(category_cost="")))',
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
        Check(
            "spread",
            "COUNTIF(estimate_state,0)"
            "+IF(COUNT(Estimates[low],Estimates[likely],Estimates[high])>SUM(estimate_figures),1,0)",
            "values",
        ),
        Check(
            "agreement",
            'IF(OR(return_total="",return_by_kpi=""),"",IF(ABS(return_total-return_by_kpi)<0.005,0,1))',
            "roi",
        ),
    )
