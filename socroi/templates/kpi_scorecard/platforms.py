"""The sheet Platforms: return against cost, in total, by platform and by month; each platform's KPIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.breakdown import (
    WIDTHS,
    draw_by_month,
    draw_by_platform,
    draw_charts,
    draw_stop,
    draw_total,
)
from socroi.templates.checks import known
from socroi.templates.kpi_scorecard.shared import KPI_ROOM
from socroi.templates.lists import PLATFORM_ROOM
from socroi.templates.period import in_count

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

TOTAL: Final = 7
PLATFORM: Final = 31
MATRIX: Final = PLATFORM + PLATFORM_ROOM + 6
COUNTS: Final = MATRIX + PLATFORM_ROOM + 5
MONTH: Final = COUNTS + PLATFORM_ROOM + 5
"""The first row of figures of each block."""


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("platforms", WIDTHS, landscape=True, use="result")
    draw_stop(sheet)
    draw_total(sheet, TOTAL)
    draw_charts(sheet, TOTAL + 2, PLATFORM, MONTH)
    draw_by_platform(sheet, PLATFORM, TOTAL)
    _matrix(sheet, MATRIX, "platforms.worth", "counted", "money")
    _matrix(sheet, COUNTS, "platforms.counts", "quantity", "count")
    draw_by_month(sheet, MONTH)
    sheet.print(f"J{MONTH + 12}", [PLATFORM - 3, MONTH - 3], scale=60)
    sheet.ws.freeze_panes(3, 0)


def _matrix(sheet: Sheet, first: int, key: str, figures: str, look: str) -> None:
    """Draw a block of platforms by KPIs, from the row `first` on."""
    sheet.section(f"B{first - 2}:J{first - 2}", key)
    sheet.text(f"B{first - 1}", "roi.platform", "header")
    sheet.ws.set_row(first - 2, 36)
    columns = "CDEFGHIJ"[:KPI_ROOM]
    for place, column in enumerate(columns, 1):
        name = f"INDEX(Kpis[kpi],{place})"
        shown = f'IF(ROWS(Kpis[kpi])<{place},"",IF({name}="","",{name}))'
        sheet.formula(f"{column}{first - 1}", shown, "header", "small")
    period = in_count("Results[month]")
    last = first + PLATFORM_ROOM - 1
    for place, row in enumerate(range(first, last + 1)):
        sheet.formula(f"B{row}", f'IF(B{PLATFORM + place}="","",B{PLATFORM + place})', "computed")
        for column in columns:
            of_both = ("Results[platform]", f"$B{row}", "Results[kpi]", f"{column}${first - 1}", *period)
            formula = f'IF(OR($B{row}="",{column}${first - 1}=""),"",{known(f"Results[{figures}]", *of_both)})'
            sheet.formula(f"{column}{row}", formula, "computed", look)
    sheet.text(f"B{last + 1}", "roi.sum", "total")
    for column in columns:
        of_kpi = ("Results[kpi]", f"{column}${first - 1}", *period)
        formula = f'IF({column}${first - 1}="","",{known(f"Results[{figures}]", *of_kpi)})'
        sheet.formula(f"{column}{last + 1}", formula, "total", look)
