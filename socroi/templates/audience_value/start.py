"""The sheet Start: what this is, the headline, the settings, the steps, what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.audience_value import comparison, customers, sentiment
from socroi.templates.audience_value.comparison import GROUPS
from socroi.templates.audience_value.lags import FEWEST
from socroi.templates.audience_value.worth import INPUTS
from socroi.templates.checks import below, out_of_bounds, texts_for_numbers
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

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet
    from socroi.templates.template import Order

CARDS: Final = (
    Card("roi_likely", "percent"),
    Card("return_likely", "money"),
    Card("kept_difference", "change"),
    Card("lead_months", "count"),
)
_STEPS: Final = tuple((page, page) for page in ("customers", "worth", "comparison", "sentiment", "lags"))


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("start", START_WIDTHS, use="start")
    _define(sheet)
    charts = comparison.rates(order.book), comparison.worths(order.book)
    settings = _facts(sheet, draw_top(sheet, CARDS, *charts))
    row = draw_entries(
        sheet,
        settings,
        (
            Entry("company", order.setting("company"), wide=True),
            Entry("currency", order.currency, choices="list_currencies"),
        ),
    )
    row = draw_steps(sheet, row + 1, _STEPS)
    typed = ("Customers[customer]", "Customers[follows]", "Sentiment[month]", "Sentiment[positive]")
    checks = row + 1
    row = draw_checks(sheet, checks, _checks(sheet), typed)
    finish(sheet, draw_legend(sheet, row + 1), settings + 1, checks)


def _define(sheet: Sheet) -> None:
    """Name the figures of the cards: the difference in retention where it is more than chance, and the best lag."""
    sheet.book.define("kept_difference", sheet.book.reference("comparison", f"G{GROUPS}"))


def _facts(sheet: Sheet, top: int) -> int:
    """Draw the figures behind the headline, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.facts")
    row = draw_apart(
        sheet, top + 1, "roi_range", [(f"roi.{key}", f"roi_{key}", "percent") for key in ("low", "likely", "high")]
    )
    row = draw_apart(
        sheet,
        row,
        "difference",
        (
            ("comparison.kept", "worth_kept", "money"),
            ("comparison.upsell", "worth_upsell", "money"),
            ("start.deals", "worth_deals", "money"),
        ),
    )
    sheet.text(f"B{row}", "start.follows", "label")
    sheet.value(f"B{row + 1}", None, "label")
    for column, outcome in (("C", "revenue"), ("D", "retention")):
        largest = f"MAX(r_{outcome})>=-MIN(r_{outcome})"
        place = f"MATCH(IF({largest},MAX(r_{outcome}),MIN(r_{outcome})),r_{outcome},0)"
        sheet.text(f"{column}{row}", f"start.{outcome}", "label", "hint")
        sheet.formula(
            f"{column}{row + 1}", f'IF(COUNT(r_{outcome})=0,"–",INDEX(verdict_{outcome},{place}))', "label", "bold"
        )
        if outcome == "revenue":
            sheet.text(f"E{row}", "start.lead", "label", "hint")
            sound = f"INDEX(verdict_{outcome},{place})=word_related"
            sheet.formula(
                f"E{row + 1}",
                f'IF(COUNT(r_{outcome})=0,"",IF({sound},{place}-1,""))',
                "label", "count", "left", "bold",
                name="lead_months",
            )  # fmt: skip
    deals = 'IF(COUNT(worth_size,worth_days)=0,"",SUM(worth_size,worth_days))'
    sheet.formula(f"E{top}", deals, "section", "hidden", name="worth_deals")
    return row + 3


def _checks(sheet: Sheet) -> tuple[Check, ...]:
    """Return what is looked for."""
    book = sheet.book
    flags = ("follows_flag", "stayed_flag", "more_flag")
    counts = ("positive", "neutral", "negative")
    month = "Sentiment[month]"
    last, first = f"MAX({month})", f"MIN({month})"
    span = f"(YEAR({last})-YEAR({first}))*12+MONTH({last})-MONTH({first})+1"
    return (
        Check(
            "texts",
            texts_for_numbers(
                "Customers[size]",
                "Customers[days]",
                *(f"Sentiment[{key}]" for key in ("month", *counts)),
                "Sentiment[revenue]",
                "Sentiment[retention]",
                *INPUTS,
            ),
            "customers",
            stops=True,
        ),
        Check(
            "bounds",
            out_of_bounds(
                ["Sentiment[retention]", "margin", "part_low", "part_likely", "part_high"],
                [
                    "Customers[size]",
                    "Customers[days]",
                    *(f"Sentiment[{key}]" for key in counts),
                    "Sentiment[revenue]",
                    "followers_total",
                    "deals_total",
                    "value_kept",
                    "value_upsell",
                    "day_value",
                    "cost_total",
                ],
            ),
            "worth",
            stops=True,
        ),
        Check("answers", "+".join(f'COUNTIF(Customers[{flag}],"!")' for flag in flags), "customers", stops=True),
        Check(
            "parts",
            "IF(COUNT(part_low,part_likely,part_high)=0,0,IF(COUNT(part_low,part_likely,part_high)<3,1,"
            "IF(AND(part_low<=part_likely,part_likely<=part_high),0,1)))",
            "worth",
        ),
        Check(
            "partless",
            "IF(COUNT(return_likely)=0,IF(COUNT(worth_kept,worth_upsell,worth_size,worth_days)>0,1,0),0)",
            "worth",
        ),
        Check("part_evidence", 'IF(AND(COUNT(part_likely)>0,part_evidence=""),1,0)', "worth"),
        Check("worthless", _worthless(), "worth"),
        Check(
            "unsaid",
            'SUMPRODUCT((Customers[follows]="")*((Customers[stayed]<>"")+(Customers[more]<>"")'
            '+(Customers[size]<>"")+(Customers[days]<>"")>0))',
            "customers",
        ),
        Check(
            "repeated",
            'SUMPRODUCT((Customers[customer]<>"")*(COUNTIF(Customers[customer],Customers[customer])>1))',
            "customers",
        ),
        Check("small", 'IF(SUM(group_sizes)=0,0,COUNTIFS(group_sizes,">0",group_sizes,"<30"))', "comparison"),
        Check("chance", "COUNTIF(group_verdict,word_chance)", "comparison"),
        Check(
            "undated",
            f"SUMPRODUCT(NOT(ISNUMBER({month}))*(ISNUMBER(Sentiment[positive])+ISNUMBER(Sentiment[revenue])>0))",
            "sentiment",
        ),
        Check("gaps", f"IF(COUNT({month})=0,0,MAX(0,{span}-COUNT(month_net)))", "sentiment"),
        Check("twice", 'COUNTIF(month_rows,">1")', "sentiment"),
        Check("short", f"IF(COUNT({month})=0,0,IF(COUNT(month_net)<{FEWEST},1,0))", "sentiment"),
        Check("long", f"IF(COUNT({month})=0,0,MAX(0,{span}-36))", "sentiment"),
        Check("trend", "COUNTIF(verdict_revenue,word_trend)+COUNTIF(verdict_retention,word_trend)", "lags"),
        Check(
            "below",
            f"{below(book, 'customers', 'B', customers.HEAD, 'Customers', 'customer')}"
            f"+{below(book, 'sentiment', 'B', sentiment.HEAD, 'Sentiment', 'month')}",
            "customers",
            always=True,
        ),
    )


def _worthless() -> str:
    """Count the figures that were compared, but whose worth cannot be worked out."""
    each = ("worth_kept", "worth_upsell", "worth_size", "worth_days")
    return "+".join(f'IF(AND(INDEX(group_followers,{place})>1,{name}=""),1,0)' for place, name in enumerate(each, 1))
