"""The four-step workbook, filled with a case that was summed by hand, and computed by an engine that is not ours."""

import json
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path

import openpyxl

from socroi.templates import (
    SHARED,
    CostRow,
    EstimateRow,
    GoalRow,
    PayPerClickRow,
    ResultRow,
    TemplateData,
    ValueRow,
)

TWINS = {
    "SOCROI": ("revenue,cost", "(SUM(revenue)-SUM(cost))*100/SUM(cost)"),
    "SOCPROFIT": ("revenue,cost", "SUM(revenue)-SUM(cost)"),
    "SOCGOAL": ("actual,target,start,elapsed", "(actual-start)/(target-start)/elapsed"),
    "SOCPPCVALUE": ("clicks,cpc,brand", "SUM(clicks*cpc*(1-brand))"),
    "SOCLEADVALUE": ("sale,share,margin", "sale*share*margin"),
    "SOCCAC": ("cost,customers", "SUM(cost)/SUM(customers)"),
    "SOCCPA": ("cost,conversions", "SUM(cost)/SUM(conversions)"),
    "SOCALLOC": ("shared,driver", "shared*driver/SUM(driver)"),
    "KPIVALUE": ("kpi,quantity,values", "quantity*VLOOKUP(kpi,values,2,FALSE)"),
    "SOCLIFTVALUE": ("customers,followers,others,worth", "customers*(followers-others)*worth"),
    "SOCDEALVALUE": (
        "deals,size,sizeothers,days,daysothers,dayvalue",
        "deals*(size-sizeothers+(daysothers-days)*dayvalue)",
    ),
}
"""Our functions written down once more, with just the arguments that the template gives: IronCalc needs them all."""

UNCALLED = "SOCCPA"
"""The one of them that no formula of the template calls: it must not become a name of the workbook."""


def lambda_text(arguments, body):
    names = arguments.split(",")
    for name in sorted(names, key=len, reverse=True):
        body = body.replace(f"{name}", f"§{names.index(name)}§")
    for place, name in enumerate(names):
        body = body.replace(f"§{place}§", f"_xlpm.{name}")
    return f"_xlfn.LAMBDA({','.join(f'_xlpm.{name}' for name in names)},{body})"


NAMES = {name: lambda_text(*twin) for name, twin in TWINS.items()}


def month(number, year=2026):
    return date(year, number, 15)


CASE = TemplateData(
    company="Hand Summed Ltd",
    values=[
        ValueRow("Leads", 5, "test", "sales figures"),
        ValueRow("New followers", 0.25, "illustrative", "an article"),
        ValueRow("Link clicks"),
        ValueRow("Purchases"),
    ],
    results=[
        ResultRow(month(1), "Facebook", "Leads", 10, kind="direct"),
        ResultRow(month(1), "Instagram", "New followers", 100, kind="indirect"),
        ResultRow(month(2), "Facebook", "Purchases", 2, 300, "direct", "Shop, 7-day click"),
        ResultRow(month(2), "Facebook", "Link clicks", 40, kind="indirect"),
        ResultRow(month(3), None, "Leads", 4),
        ResultRow(month(12, 2025), "Facebook", "Leads", 1000, kind="direct"),
        ResultRow(date(2027, 1, 1), "Facebook", "Leads", 1000, kind="direct"),
    ],
    costs=[
        CostRow(month(1), "Facebook", "ads", amount=100),
        CostRow(month(1), SHARED, "staff", hours=10, rate=12),
        CostRow(month(1), SHARED, "tools", amount=1200, months=12),
        CostRow(month(11, 2025), SHARED, "conferences", amount=300, months=3),
        CostRow(month(2), "LinkedIn", "ads", amount=60),
    ],
    pay_per_click=[PayPerClickRow("course", 100, 1.5, 0.2), PayPerClickRow("cake", 50, 2)],
    estimates=[EstimateRow("Word of mouth", 79, 158, 316, "correlation"), EstimateRow("Reputation", None, 500)],
    goals=[
        GoalRow("conversion", "Leads", 0, 28),
        GoalRow("experience", "Days to answer", 3, 1, 2),
        GoalRow("awareness", "New followers", None, 500),
    ],
)
"""Return 50 + 25 + 300 + 20 = 395 (the clicks have no worth, the two thousand leads lie outside of the year). The
last result is of March, so three months count on both sides: cost 100 + 120 + 3 x 100 of the tools + 100 (one of the
conference's three months) + 60 = 680; the other 900 of the tools are still to come."""


class Computed:
    """A computed workbook, read by cell or by defined name."""

    def __init__(self, path):
        worker = Path(__file__).with_name("ironcalc_values.py")
        run = subprocess.run([sys.executable, worker, path], capture_output=True, check=True, timeout=120)
        self.sheets = json.loads(run.stdout)
        self.book = read(path)

    def cells(self, name):
        place = self.book.defined_names[name].attr_text
        sheet, _, cells = place.rpartition("!")
        found = self.book[sheet.strip("'")][cells.replace("$", "")]
        rows = found if isinstance(found, tuple) else ((found,),)
        return [self.sheets[sheet.strip("'")].get(cell.coordinate) or "" for row in rows for cell in row]

    def __getitem__(self, name):
        (value,) = self.cells(name)
        return value

    def row(self, sheet, label, column=2):
        """The values right of a label in a sheet; blanks are empty text."""
        ws = self.book[sheet]
        for cells in ws.iter_rows():
            values = [self.sheets[sheet].get(cell.coordinate) or "" for cell in cells]
            if values[column - 1] == label:
                return values[column:]
        raise AssertionError(f"no row {label!r} on {sheet}")


def read(path):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(Sparkline|Unknown|Conditional|Data Validation)", UserWarning)
        return openpyxl.load_workbook(path)


def formulas(path):
    """Every formula of a workbook, by sheet and address."""
    found = {}
    for ws in read(path):
        for row in ws.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if cell.data_type == "f":
                    found[ws.title, cell.coordinate] = text
    return found
