"""The sheet Start: what this is, the headline, the settings, the steps, what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import costs, period
from socroi.templates.checks import NUMBER, below, out_of_bounds, repeated, texts_for_numbers, without
from socroi.templates.hidden_returns import indirect, returns, sales, traffic
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
    Card("roi_direct", "percent"),
    Card("roi_likely", "percent"),
    Card("return_likely", "money"),
    Card("cost_total", "money"),
)
_STEPS: Final = tuple((page, page) for page in ("traffic", "sales", "indirect", "savings", "costs", "returns"))


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("start", START_WIDTHS, use="start")
    charts = returns.ranges(order.book), returns.sales_and_cost(order.book)
    settings = _facts(sheet, draw_top(sheet, CARDS, *charts))
    row = draw_entries(
        sheet,
        settings,
        (
            Entry("company", order.setting("company"), wide=True),
            Entry("currency", order.currency, choices="list_currencies"),
            Entry("first_month", order.first_month, ("month", "left"), rule="date"),
            Entry("margin", order.setting("margin", 1), ("rate", "left"), rule="rate"),
        ),
    )
    row = period.draw(sheet, row, "Sales[month]", "Costs[month]")
    row = draw_steps(sheet, row + 1, _STEPS)
    typed = ("Sales[month]", "Sales[revenue]", "Keywords[clicks]", "Indirect[likely]", "Costs[month]")
    checks = row + 1
    row = draw_checks(sheet, checks, _checks(sheet), typed)
    finish(sheet, draw_legend(sheet, row + 1), settings + 1, checks)


def _facts(sheet: Sheet, top: int) -> int:
    """Draw the figures behind the headline, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.facts")
    row = draw_apart(
        sheet,
        top + 1,
        "apart",
        (
            ("start.return_direct", "return_social", "money"),
            ("start.return_search", "return_search", "money"),
            ("start.avoided_cost", "avoided_cost", "money"),
        ),
    )
    row = draw_apart(
        sheet, row, "range", [(f"roi.{key}", f"roi_{key}", "percent") for key in ("low", "likely", "high")]
    )
    row = draw_apart(
        sheet,
        row,
        "solid",
        (("start.expected", "roi_expected", "percent"), ("start.tested", "tested_share", "rate")),
    )
    sheet.text(f"B{row}", "start.trend", "label")
    sheet.value(f"B{row + 1}", None, "label")
    sheet.value(f"E{row}", None, "label")
    sheet.value(f"E{row + 1}", None, "label")
    sheet.ws.set_row(row, 30)
    for column, key, figures, colour in (("C", "start.sales", "E", BLUE), ("D", "roi.cost", "F", ORANGE)):
        sheet.text(f"{column}{row}", key, "label", "hint")
        sheet.value(f"{column}{row + 1}", None, "label")
        cells = sheet.book.reference("returns", f"{figures}{returns.MONTH}:{figures}{returns.MONTH + 11}")
        sheet.sparkline(f"{column}{row + 1}", {"range": cells, "type": "column", "min": 0, "series_color": colour})
    return row + 3


def _checks(sheet: Sheet) -> tuple[Check, ...]:
    """Return what is looked for."""
    book = sheet.book
    calculated = [f"{key}_{which}" for key in ("service", "word_of_mouth") for which in ("low", "likely", "high")]
    figures = "COUNT(service_figures)+COUNT(word_of_mouth_figures)"
    return (
        Check(
            "texts",
            texts_for_numbers(
                *(f"Sales[{key}]" for key in ("month", "orders", "revenue", "part")),
                *(f"Keywords[{key}]" for key in ("clicks", "cpc", "brand")),
                *(f"Indirect[{key}]" for key in ("low", "likely", "high")),
                *(f"Costs[{key}]" for key in ("month", "hours", "rate", "amount", "months")),
                "service_figures",
                "word_of_mouth_figures",
                "margin",
            ),
            "sales",
            stops=True,
        ),
        Check(
            "bounds",
            out_of_bounds(
                ("Keywords[brand]", "Sales[part]", "margin"),
                (
                    "Sales[revenue]",
                    "Sales[orders]",
                    "Keywords[clicks]",
                    "Keywords[cpc]",
                    "Costs[hours]",
                    "Costs[rate]",
                    "Costs[amount]",
                ),
            )
            + f"+{_shares()}",
            "sales",
            stops=True,
        ),
        Check("margin", "IF(COUNT(Sales[revenue])*(COUNT(margin)=0)>0,1,0)", "start"),
        Check(
            "undated",
            f"{without('Sales', 'month', 'revenue', 'orders')}+{without('Costs', 'month', 'hours', 'amount')}",
            "sales",
        ),
        Check(
            "repeated",
            repeated("Sales", "month", "line", "platform", "revenue", "source", figure="revenue")
            + "+"
            + repeated("Costs", "month", "platform", "category", "what", "amount", figure="amount")
            + '+SUMPRODUCT((Keywords[keyword]<>"")*(COUNTIF(Keywords[keyword],Keywords[keyword])>1))',
            "sales",
        ),
        Check("months", 'IF(last_month="","",SUMPRODUCT((month_sales="")*(months<=last_month)))', "sales"),
        Check("unlined", without("Sales", "line", "revenue"), "sales"),
        Check(
            "partless",
            "SUMPRODUCT((Sales[line]=word_search)*ISNUMBER(Sales[revenue])*NOT(ISNUMBER(Sales[part])))",
            "sales",
        ),
        Check("unproven", 'SUMPRODUCT((line_likely<>"")*(line_evidence=""))', "returns"),
        Check(
            "spread",
            "COUNTIF(line_state,0)+IF(COUNT(Indirect[low],Indirect[likely],Indirect[high])>SUM(line_figures),1,0)",
            "indirect",
        ),
        Check("half", f"IF({figures}=4*COUNT({','.join(calculated)}),0,1)", "savings"),
        Check("priceless", "SUMPRODUCT(ISNUMBER(Keywords[clicks])*NOT(ISNUMBER(Keywords[cpc])))", "traffic"),
        Check("costless", 'SUMPRODUCT((month_sales<>"")*(month_cost=""))', "costs"),
        Check(
            "categories",
            'IF(COUNT(Costs[counted])=0,"",SUMPRODUCT((Categories[category]<>"")'
            f"*(COUNTIFS(Costs[category],Categories[category],Costs[counted],{NUMBER})=0)))",
            "costs",
        ),
        Check(
            "outside",
            "SUMPRODUCT(ISNUMBER(Sales[month])*ISNUMBER(Sales[revenue])*((Sales[month]<period_start)"
            "+(Sales[month]>=period_end+1)))+COUNT(Costs[cost])-COUNT(Costs[counted])",
            "sales",
        ),
        Check(
            "below",
            "+".join(
                (
                    below(book, "traffic", "B", traffic.HEAD, "Keywords", "keyword"),
                    below(book, "sales", "B", sales.HEAD, "Sales", "month"),
                    below(book, "indirect", "B", indirect.HEAD, "Indirect", "what"),
                    below(book, "costs", "B", costs.HEAD, "Costs", "month"),
                )
            ),
            "sales",
            always=True,
        ),
    )


def _shares() -> str:
    """Count the shares on the sheet Savings that are above 1, and the figures below zero."""
    over = [
        f'COUNTIF(INDEX({key}_figures,{row},0),">1")' for key, rows in (("service", (2, 3)), ("word_of_mouth", (3,)))
        for row in rows
    ]  # fmt: skip
    return "+".join([*over, *(f'COUNTIF({key}_figures,"<0")' for key in ("service", "word_of_mouth"))])
