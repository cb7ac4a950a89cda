"""The sheet Start: the figures that the boss reads first, the settings, what to look at."""

from __future__ import annotations

from functools import partial
from typing import Final

from socroi.templates import breakdown, campaigns, costs, sources_sheet
from socroi.templates.checks import NUMBER, Check, out_of_bounds, texts_for_numbers, twice
from socroi.templates.facts import Beside, Extremes, low_to_high, shown
from socroi.templates.four_step import plan, roi
from socroi.templates.period import CALENDAR
from socroi.templates.start import MARGIN, SHARED_BY, Card, Start

CHECKS: Final = (
    CALENDAR,
    Check(
        "texts",
        texts_for_numbers(
            *breakdown.NUMBERS,
            *costs.NUMBERS,
            "KpiValues[worth]",
            "KpiValues[margin]",
            *(f"PayPerClick[{key}]" for key in ("clicks", "cpc", "brand")),
        )
        + "+IF(ISTEXT(margin),1,0)",
        "results",
        stops=True,
    ),
    Check(
        "bounds",
        out_of_bounds(
            ["PayPerClick[brand]", "KpiValues[margin]"],
            ["Results[quantity]", *costs.AMOUNTS, "KpiValues[worth]"],
        )
        + "+IF(OR(N(margin)>1,N(margin)<0),1,0)",
        "values",
        stops=True,
    ),
    Check("kpi_twice", twice("KpiValues[kpi]"), "values", stops=True),
    Check("illustrative", f"COUNTIFS(KpiValues[evidence],word_illustrative,KpiValues[gained],{NUMBER})", "values"),
    *breakdown.ROWS,
    Check("worthless", 'SUMPRODUCT((Results[quantity]<>"")*(Results[value]=""))', "values"),
    Check(
        "unkind",
        f"COUNT(Results[counted])-COUNTIFS(Results[counted],{NUMBER},Results[kind],word_direct)"
        f"-COUNTIFS(Results[counted],{NUMBER},Results[kind],word_indirect)",
        "results",
    ),
    *breakdown.PLATFORMS,
    Check(
        "categories",
        'IF(COUNT(Costs[counted])=0,"",SUMPRODUCT((category_names<>"")*(category_cost="")))',
        "costs",
    ),
    plan.CHECK,
    *breakdown.OUTSIDE,
    *campaigns.CHECKS,
    sources_sheet.unsourced("KpiValues[kpi]", "KpiValues[counted]"),
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
START: Final = Start(
    cards=(
        Card("roi_total", "percent"),
        Card("profit_total", "money"),
        Card("return_total", "money"),
        Card("cost_total", "money"),
    ),
    charts=(
        partial(breakdown.roi_by_platform, page="roi", first=roi.PLATFORM),
        partial(breakdown.return_and_cost, page="roi", first=roi.MONTH),
    ),
    facts=(
        Extremes("platform", "best", "worst"),
        Beside(
            "apart",
            (
                shown("start.return_direct", "return_direct", "money"),
                shown("start.return_indirect", "return_indirect", "money"),
                shown("start.avoided_cost", "avoided_cost", "money"),
            ),
        ),
        Beside("range", low_to_high("roi")),
        plan.FACT,
        breakdown.trend("roi", roi.MONTH),
    ),
    entries=(MARGIN, SHARED_BY),
    dates=("Results[month]", "Costs[month]"),
    so_far=True,
    whole=(breakdown.WHOLE_SALES, breakdown.TRACED_SALES),
    checks=CHECKS,
    typed=("Results[month]", "Results[quantity]", "Costs[month]"),
)
