"""The sheet Start: the headline, the settings, what to look at."""

from __future__ import annotations

from typing import Final

from socroi.templates import costs
from socroi.templates.checks import Check, below, out_of_bounds, repeated, texts_for_numbers, unformed, without
from socroi.templates.facts import Beside, Line, Trend, low_to_high, shown
from socroi.templates.hidden_returns import returns, sales, search_test, service, traffic
from socroi.templates.period import CALENDAR
from socroi.templates.start import Card, Entry, Start
from socroi.templates.style import ORANGE
from socroi.templates.table_sheet import HEAD

_CALCULATED: Final = ",".join(
    f"{key}_{which}" for key in ("service", "word_of_mouth") for which in ("low", "likely", "high")
)
_SHARES: Final = "+".join(
    f'COUNTIF(INDEX({key}_figures,{row},0),">1")' for key, row in (("service", 2), ("service", 3), ("word_of_mouth", 3))
)
"""The shares on the sheet Savings that are above 1."""
_SALES: Final = "COUNT(Sales[counted])"

_MORE: Final = (
    "SUMPRODUCT(ISNUMBER(Complaints[complaints])*ISNUMBER(Complaints[{0}])*(Complaints[{0}]>Complaints[complaints]))"
)
"""The rows with more answers, or more that were resolved, than complaints."""

CHECKS: Final = (
    CALENDAR,
    Check(
        "texts",
        texts_for_numbers(
            *(f"Sales[{key}]" for key in ("month", "orders", "revenue", "part")),
            *(f"Keywords[{key}]" for key in ("clicks", "cpc", "brand")),
            *(f"Indirect[{key}]" for key in ("low", "likely", "high")),
            *(f"Complaints[{key}]" for key in ("month", "complaints", "answered", "hours", "resolved")),
            *(f"Weeks[{key}]" for key in ("week", "figure")),
            *costs.NUMBERS,
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
            ("Sales[revenue]", "Sales[orders]", "Keywords[clicks]", "Keywords[cpc]", *costs.AMOUNTS),
        )
        + f"+{_SHARES}+"
        + out_of_bounds((), ("service_figures", "word_of_mouth_figures")),
        "sales",
        stops=True,
    ),
    Check("margin", "IF(COUNT(Sales[revenue])*(COUNT(margin)=0)>0,1,0)", "start"),
    Check(
        "undated",
        f"{without('Sales', 'month', 'revenue', 'orders')}+{costs.UNDATED}"
        f"+{without('Complaints', 'month', 'complaints')}",
        "sales",
    ),
    Check(
        "repeated",
        f"{repeated('Sales', 'month', 'line', 'platform', 'revenue', 'source', figure='revenue')}+{costs.REPEATED}"
        '+SUMPRODUCT((Keywords[keyword]<>"")*(COUNTIF(Keywords[keyword],Keywords[keyword])>1))',
        "sales",
    ),
    Check("one_side", costs.ONE_SIDED, "costs"),
    Check("unformed", f"{unformed('Sales', 'counted', 'month', 'revenue', 'orders')}+{costs.UNFORMED}", "sales"),
    Check(
        "months",
        'IF(last_month="","",SUMPRODUCT((month_results=0)*(months<=last_month)*(months>=count_start)))',
        "sales",
    ),
    Check("unlined", without("Sales", "line", "revenue"), "sales"),
    Check(
        "partless",
        'IF(search_part="",SUMPRODUCT((Sales[line]=word_search)*ISNUMBER(Sales[revenue])*NOT(ISNUMBER(Sales[part]))),0)',
        "sales",
    ),
    *search_test.CHECKS,
    Check("unproven", 'SUMPRODUCT((line_likely<>"")*(line_evidence=""))', "returns"),
    Check(
        "spread",
        "COUNTIF(line_state,0)+IF(COUNT(Indirect[low],Indirect[likely],Indirect[high])>SUM(line_figures),1,0)",
        "indirect",
    ),
    Check("half", f"IF(COUNT(service_figures)+COUNT(word_of_mouth_figures)=4*COUNT({_CALCULATED}),0,1)", "savings"),
    Check("unasked", "+".join(_MORE.format(key) for key in ("answered", "resolved")), "service"),
    Check("priceless", "SUMPRODUCT(ISNUMBER(Keywords[clicks])*NOT(ISNUMBER(Keywords[cpc])))", "traffic"),
    Check("costless", 'SUMPRODUCT((month_sales<>"")*(month_cost=""))', "costs"),
    costs.UNUSED,
    Check(
        "outside",
        "SUMPRODUCT(ISNUMBER(Sales[month])*ISNUMBER(Sales[revenue])*((Sales[month]<period_start)"
        f"+(Sales[month]>=period_end+1)))+{costs.OUTSIDE}",
        "sales",
    ),
    Check(
        "below",
        "+".join(
            (
                below("traffic", traffic.HEAD, "Keywords", "keyword"),
                below("sales", sales.HEAD, "Sales", "month"),
                below("indirect", HEAD, "Indirect", "what"),
                below("search_test", search_test.HEAD, "Weeks", "week"),
                below("service", service.HEAD, "Complaints", "month"),
                costs.BELOW,
            )
        ),
        "sales",
        always=True,
    ),
)
START: Final = Start(
    cards=(
        Card("roi_direct", "percent"),
        Card("roi_likely", "percent"),
        Card("return_likely", "money"),
        Card("cost_total", "money"),
    ),
    charts=(returns.ranges, returns.sales_and_cost),
    facts=(
        Beside(
            "apart",
            (
                shown("start.return_direct", "return_social", "money"),
                shown("start.return_search", "return_search", "money"),
                shown("start.avoided_cost", "avoided_cost", "money"),
            ),
        ),
        Beside("range", low_to_high("roi")),
        Beside(
            "solid",
            (
                shown("start.expected", "roi_expected", "percent"),
                shown("start.tested", "tested_share", "rate"),
            ),
        ),
        Trend("returns", returns.MONTH, (Line("start.sales", "E"), Line("roi.cost", "F", ORANGE))),
    ),
    entries=(Entry("margin", 1, look=("rate", "left"), rule="rate"),),
    dates=("Sales[month]", "Costs[month]"),
    so_far=True,
    whole=(f"IF(N(margin)=1,{_SALES},0)", _SALES),
    checks=CHECKS,
    typed=(
        "Sales[month]",
        "Sales[revenue]",
        "Keywords[clicks]",
        "Indirect[likely]",
        "Costs[month]",
        "Complaints[complaints]",
    ),
)
