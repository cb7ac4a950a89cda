"""The sheet Start: the headline, the settings, what to look at."""

from __future__ import annotations

from typing import Final

from socroi.templates.audience_value import comparison
from socroi.templates.audience_value.lags import NEEDED
from socroi.templates.audience_value.worth import INPUTS
from socroi.templates.checks import Check, below, out_of_bounds, texts_for_numbers
from socroi.templates.facts import Beside, Figure, low_to_high, shown
from socroi.templates.start import Card, Start
from socroi.templates.table_sheet import HEAD

_WORTH: Final = ("worth_kept", "worth_upsell", "worth_size", "worth_days")
_COUNTS: Final = tuple(f"Sentiment[{key}]" for key in ("positive", "neutral", "negative"))
_MONTH: Final = "Sentiment[month]"
_SPAN: Final = f"(YEAR(MAX({_MONTH}))-YEAR(MIN({_MONTH})))*12+MONTH(MAX({_MONTH}))-MONTH(MIN({_MONTH}))+1"
"""How many months there are from the first to the last."""

CHECKS: Final = (
    Check(
        "texts",
        texts_for_numbers(
            "Customers[size]",
            "Customers[days]",
            _MONTH,
            *_COUNTS,
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
                *_COUNTS,
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
    Check(
        "answers",
        "+".join(f'COUNTIF(Customers[{flag}],"!")' for flag in ("follows_flag", "stayed_flag", "more_flag")),
        "customers",
        stops=True,
    ),
    Check(
        "parts",
        "IF(COUNT(part_low,part_likely,part_high)=0,0,IF(COUNT(part_low,part_likely,part_high)<3,1,"
        "IF(AND(part_low<=part_likely,part_likely<=part_high),0,1)))",
        "worth",
    ),
    Check("partless", f"IF(COUNT(return_likely)=0,IF(COUNT({','.join(_WORTH)})>0,1,0),0)", "worth"),
    Check("part_evidence", 'IF(AND(COUNT(part_likely)>0,part_evidence=""),1,0)', "worth"),
    # Figures that were compared, but whose worth cannot be worked out.
    Check(
        "worthless",
        "+".join(f'IF(AND(INDEX(group_followers,{place})>1,{name}=""),1,0)' for place, name in enumerate(_WORTH, 1)),
        "worth",
    ),
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
        f"SUMPRODUCT(NOT(ISNUMBER({_MONTH}))*(ISNUMBER(Sentiment[positive])+ISNUMBER(Sentiment[revenue])>0))",
        "sentiment",
    ),
    Check("gaps", f"IF(COUNT({_MONTH})=0,0,MAX(0,{_SPAN}-COUNT(month_net)))", "sentiment"),
    Check("twice", 'COUNTIF(month_rows,">1")', "sentiment"),
    Check("short", f"IF(COUNT({_MONTH})=0,0,IF(COUNT(month_net)<{NEEDED},1,0))", "sentiment"),
    Check("long", f"IF(COUNT({_MONTH})=0,0,MAX(0,{_SPAN}-36))", "sentiment"),
    Check("trend", "COUNTIF(verdict_revenue,word_trend)+COUNTIF(verdict_retention,word_trend)", "lags"),
    Check(
        "below",
        f"{below('customers', HEAD, 'Customers', 'customer')}+{below('sentiment', HEAD, 'Sentiment', 'month')}",
        "customers",
        always=True,
    ),
)


def _verdict(outcome: str) -> Figure:
    """Return what is to be said of an outcome at the lag that chance would give least often."""
    verdict = f'IF(COUNT(r_{outcome})=0,"–",INDEX(verdict_{outcome},best_{outcome}))'
    return Figure(f"start.{outcome}", verdict, ("bold",))


_LEAD: Final = 'IF(COUNT(r_revenue)=0,"",IF(INDEX(verdict_revenue,best_revenue)=word_related,best_revenue-1,""))'
START: Final = Start(
    cards=(
        Card("roi_likely", "percent"),
        Card("return_likely", "money"),
        Card("kept_difference", "change"),
        Card("lead_months", "count"),
    ),
    charts=(comparison.rates, comparison.worths),
    facts=(
        Beside("roi_range", low_to_high("roi")),
        Beside(
            "difference",
            (
                shown("comparison.kept", "worth_kept", "money"),
                shown("comparison.upsell", "worth_upsell", "money"),
                shown("start.deals", "worth_deals", "money"),
            ),
        ),
        Beside(
            "follows",
            (
                _verdict("revenue"),
                Figure("start.lead", _LEAD, ("count", "left", "bold"), "lead_months"),
                _verdict("retention"),
            ),
            columns="CED",
        ),
    ),
    behind={"worth_deals": 'IF(COUNT(worth_size,worth_days)=0,"",SUM(worth_size,worth_days))'},
    checks=CHECKS,
    typed=("Customers[customer]", "Customers[follows]", "Sentiment[month]", "Sentiment[positive]"),
)
