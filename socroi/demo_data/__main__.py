"""Write the demo exports: `python -m socroi.demo_data FOLDER`. The same bytes each time."""

from __future__ import annotations

import csv
import io
import random
import sys
from calendar import monthrange
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.demo_data import COSTS, EXPORTS, FOLDER, LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR: Final = 2025
SEASON: Final = (0.82, 0.85, 0.95, 1.0, 1.04, 0.97, 0.86, 0.84, 1.02, 1.1, 1.32, 1.38)
"""How busy each month is, January first."""

META: Final = (
    ("Always on", "facebook", 380.0, 0.62, 0.021, 31.0, 58.0),
    ("Always on", "instagram", 290.0, 0.48, 0.028, 31.0, 58.0),
    ("Spring range", "facebook", 260.0, 0.7, 0.024, 29.0, 49.0),
    ("Spring range", "instagram", 240.0, 0.44, 0.034, 29.0, 49.0),
    ("Gifts", "facebook", 310.0, 0.74, 0.026, 27.0, 64.0),
    ("Gifts", "instagram", 330.0, 0.5, 0.033, 27.0, 64.0),
)
"""Campaign, platform, monthly spend, cost of a click, sales and impressions for each click, value of a sale."""
RUNNING: Final = {"Always on": range(1, 13), "Spring range": range(3, 7), "Gifts": range(10, 13)}
LINKEDIN: Final = (
    ("Trade partners", "41001001", 210.0, 3.9, 0.012, 150.0),
    ("Webinar", "41001002", 120.0, 3.4, 0.006, 120.0),
)
"""Campaign, id, spend in a month, cost of a click, sales for each click, value of a sale."""
LINKEDIN_HEADER: Final = (
    "Start Date (in UTC)",
    "End Date (in UTC)",
    "Account Name",
    "Campaign Group Name",
    "Campaign Name",
    "Campaign ID",
    "Currency",
    "Total Spent",
    "Impressions",
    "Clicks",
    "Clicks to Landing Page",
    "Conversions",
    "Total Conversion Value",
)

OTHER: Final = (
    ("staff", "Posts, replies, reports", 17.0, 31.0, None),
    ("management", "Planning", 2.0, 55.0, None),
    ("tools", "Scheduling and monitoring", None, None, 79.0),
    ("designers", "Pictures and short films", None, None, 160.0),
)
"""Category, what, hours in a month, hourly rate, amount."""


def main(folder: Path) -> None:
    """Write all files into the folder."""
    (folder / EXPORTS[0].name).write_text(_meta(), encoding="utf-8-sig", newline="")
    (folder / EXPORTS[1].name).write_text(_linkedin(), encoding="utf-8", newline="")
    (folder / COSTS.name).write_text(_costs(), encoding="utf-8", newline="")


def _meta() -> str:
    """Ads Manager, broken down by month and by platform; the totals row first."""
    chance = random.Random(YEAR)  # noqa: S311 - demo numbers, the same each time
    rows: list[dict[str, object]] = []
    for name, platform, monthly, cpc, rate, shown, value in META:
        for month in RUNNING[name]:
            first, last = _days(month)
            spend = round(monthly * SEASON[month - 1] * chance.uniform(0.93, 1.07), 2)
            clicks = max(1, round(spend / (cpc * chance.uniform(0.92, 1.08))))
            impressions = round(clicks * shown * chance.uniform(0.95, 1.05))
            reach = round(impressions / chance.uniform(1.5, 2.1))
            sales = max(1, round(clicks * rate * chance.uniform(0.85, 1.15)))
            worth = round(sales * value * chance.uniform(0.94, 1.06), 2)
            rows.append(
                {
                    "Reporting starts": first,
                    "Reporting ends": last,
                    "Campaign name": f"{LABEL}: {name}",
                    "Month": f"{first} - {last}",
                    "Platform": platform,
                    "Attribution setting": "7-day click or 1-day view",
                    "Results": sales,
                    "Result indicator": "actions:offsite_conversion.fb_pixel_purchase",
                    "Reach": reach,
                    "Frequency": f"{impressions / reach:.6f}",
                    "Cost per results": f"{spend / sales:.8f}",
                    "Amount spent (EUR)": f"{spend:.2f}",
                    "Impressions": impressions,
                    "CPM (cost per 1,000 impressions) (EUR)": f"{spend / impressions * 1000:.6f}",
                    "Link clicks": clicks,
                    "CPC (cost per link click) (EUR)": f"{spend / clicks:.6f}",
                    "CTR (link click-through rate)": f"{clicks / impressions * 100:.6f}",
                    "Purchases": sales,
                    "Purchases conversion value": f"{worth:.2f}",
                    "Purchase ROAS": f"{worth / spend:.6f}",
                }
            )
    total: dict[str, object] = {
        "Reporting starts": f"{YEAR}-01-01",
        "Reporting ends": f"{YEAR}-12-31",
        "Amount spent (EUR)": f"{sum(float(str(row['Amount spent (EUR)'])) for row in rows):.2f}",
    }
    header = list(rows[0])
    return _written([header, *([row.get(name, "") for name in header] for row in (total, *rows))], "\n")


def _linkedin() -> str:
    """Campaign Manager's performance report, by month; the totals row last."""
    chance = random.Random(YEAR + 1)  # noqa: S311 - as above
    rows: list[Sequence[object]] = [
        ("Campaign Performance Report (in UTC)",),
        (f"Report Start: 01/01/{YEAR}, Report End: 12/31/{YEAR}",),
        (),
        LINKEDIN_HEADER,
    ]
    sums = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    for name, number, monthly, cpc, rate, value in LINKEDIN:
        for month in range(1, 13):
            spend = round(monthly * SEASON[month - 1] * chance.uniform(0.94, 1.06), 2)
            visits = max(1, round(spend / (cpc * chance.uniform(0.95, 1.05))))
            clicks = round(visits * 1.3)
            shown = round(clicks * 165 * chance.uniform(0.95, 1.05))
            sales = round(visits * rate * chance.uniform(0.7, 1.4))
            figures = (spend, shown, clicks, visits, sales, round(sales * value, 2))
            sums = [total + figure for total, figure in zip(sums, figures, strict=True)]
            first, last = (f"{day[5:7]}/{day[8:]}/{day[:4]}" for day in _days(month))
            names = (f"{LABEL} Ltd.", f"{LABEL}: all", f"{LABEL}: {name}")
            rows.append((first, last, *names, number, "EUR", *_figures(figures)))
    rows.append(("Total", "", "", "", "", "", "EUR", *_figures(sums)))
    return _written(rows, "\r\n")


def _figures(figures: Sequence[float]) -> list[str]:
    """Spend and value with cents and a comma between thousands, the rest as counts."""
    spend, *counts, value = figures
    return [f"{spend:,.2f}", *(f"{round(count)}" for count in counts), f"{value:,.2f}"]


def _costs() -> str:
    rows: list[Sequence[object]] = [("month", "category", "what", "hours", "hourly rate", "amount")]
    for month in range(1, 13):
        for category, what, hours, rate, amount in OTHER:
            rows.append((f"{YEAR}-{month:02}", category, f"{LABEL}: {what}", hours, rate, amount))
    rows.append((f"{YEAR}-05", "training", f"{LABEL}: Course for the team", None, None, 240.0))
    return _written(rows, "\n")


def _days(month: int) -> tuple[str, str]:
    return f"{YEAR}-{month:02}-01", f"{YEAR}-{month:02}-{monthrange(YEAR, month)[1]:02}"


def _written(rows: Sequence[Sequence[object]], end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
