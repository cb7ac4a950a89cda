"""The sheet Start: the headline, the settings, the seven steps, what to look at."""

from __future__ import annotations

from functools import partial
from typing import Final

from socroi.templates import breakdown, campaigns, costs, sources_sheet
from socroi.templates.checks import NUMBER, Check, out_of_bounds, texts_for_numbers, twice
from socroi.templates.facts import Beside, Extremes, Figure, shown
from socroi.templates.kpi_scorecard import platforms, scorecard
from socroi.templates.period import CALENDAR
from socroi.templates.start import MARGIN, SHARED_BY, Card, Start

CHECKS: Final = (
    CALENDAR,
    Check(
        "texts",
        texts_for_numbers(*breakdown.NUMBERS, *costs.NUMBERS, "Kpis[target]", "Kpis[worth]", "Kpis[margin]")
        + "+IF(ISTEXT(margin),1,0)",
        "results",
        stops=True,
    ),
    Check(
        "negative",
        out_of_bounds((), ["Results[quantity]", "Results[revenue]", *costs.AMOUNTS, "Kpis[worth]", "Kpis[target]"]),
        "results",
        stops=True,
    ),
    Check("bounds", out_of_bounds(["Kpis[margin]"]) + "+IF(OR(N(margin)>1,N(margin)<0),1,0)", "kpis", stops=True),
    Check("kpi_twice", twice("Kpis[kpi]"), "kpis", stops=True),
    Check(
        "illustrative",
        f"SUMPRODUCT((Kpis[evidence]=word_illustrative)*(COUNTIFS(Results[kpi],Kpis[kpi],Results[counted],{NUMBER})>0))",
        "kpis",
    ),
    *breakdown.ROWS,
    Check("strange", 'SUMPRODUCT((Results[quantity]<>"")*(COUNTIF(Kpis[kpi],Results[kpi])=0))', "results"),
    Check("worthless", 'SUMPRODUCT((kpi_names<>"")*(kpi_actual<>"")*(kpi_return=""))', "kpis"),
    Check("aimless", 'SUMPRODUCT((Kpis[kpi]<>"")*(COUNTIF(Goals[goal],Kpis[goal])=0))', "kpis"),
    Check("targetless", "COUNTIF(kpi_status,word_no_target)", "kpis"),
    Check("unsorted", 'SUMPRODUCT((Kpis[kpi]<>"")*(Kpis[kind]=""))', "kpis"),
    *breakdown.PLATFORMS,
    costs.UNUSED,
    *breakdown.OUTSIDE,
    *campaigns.CHECKS,
    sources_sheet.unsourced("kpi_names", "kpi_actual"),
)


def _how_many(word: str) -> Figure:
    """Return how many KPIs have a status."""
    counted = f'IF(COUNT(kpi_actual)=0,"–",COUNTIF(kpi_status,word_{word}))'
    return Figure(f"=word_{word}", counted, ("left", "bold"))


START: Final = Start(
    cards=(
        Card("roi_total", "percent"),
        Card("profit_total", "money"),
        Card("return_total", "money"),
        Card("cost_total", "money"),
    ),
    charts=(
        scorecard.by_kpi,
        partial(breakdown.roi_by_platform, page="platforms", first=platforms.PLATFORM),
    ),
    facts=(
        Extremes("platform", "best", "worst"),
        Beside("kpis", (_how_many("on_track"), _how_many("behind"), _how_many("no_target"))),
        Beside(
            "apart",
            (
                shown("start.return_direct", "return_direct", "money"),
                shown("start.return_indirect", "return_indirect", "money"),
            ),
        ),
        breakdown.trend("platforms", platforms.MONTH),
    ),
    entries=(MARGIN, SHARED_BY),
    dates=("Results[month]", "Costs[month]"),
    so_far=True,
    whole=(breakdown.WHOLE_SALES, breakdown.TRACED_SALES),
    steps=(
        ("identify", "kpis"), ("align", "kpis"), ("track", "results"), ("cost", "costs"), ("assign", "kpis"),
        ("analyse", "scorecard"), ("compare", "platforms"),
    ),
    checks=CHECKS,
    typed=("Results[month]", "Results[quantity]", "Costs[month]"),
)  # fmt: skip
