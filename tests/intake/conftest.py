"""Small exports as the platforms write them, and an empty workbook for them."""

import os
from pathlib import Path

import pytest

from socroi import templates

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "exports"
META = (
    "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks,Purchases,"
    "Purchases conversion value"
)
ORDERS = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Note Attributes,Cancelled at,Refunded Amount"
)


@pytest.fixture
def plan(tmp_path):
    """An empty workbook of the four steps; its year is 2026."""
    path = tmp_path / "book" / "plan.xlsx"
    path.parent.mkdir()
    path.write_bytes(templates.shipped("four_step").read_bytes())
    return path


@pytest.fixture
def exports(tmp_path):
    """Write an export: its name, its lines, and, if it matters, the day on which it was saved."""
    folder = tmp_path / "exports"
    folder.mkdir()

    def write(name, *lines, saved=None):
        path = folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if saved is not None:
            os.utime(path, (saved.timestamp(), saved.timestamp()))
        return path

    return write


@pytest.fixture
def meta(exports):
    """Write an export of Meta Ads Manager from rows of first day, last day, campaign, spend, purchases, revenue."""

    def write(name, *rows, saved=None):
        lines = [f"{start},{end},{who},{spend},1000,10,{sold},{money}" for start, end, who, spend, sold, money in rows]
        return exports(name, META, *lines, saved=saved)

    return write


def rows_of(book, table):
    """The rows of a table of a book, by the keys of its columns, those left out in which nothing is typed."""
    from socroi import read_template

    frame = read_template(book, keys=True)[table]
    return frame.dropna(how="all").to_dict("records")


def money_of(book):
    """(spend by month and platform, (purchases, revenue) by month and platform) of a book."""
    costs, sold = {}, {}
    for row in rows_of(book, "Costs"):
        key = row["month"].strftime("%Y-%m"), row["platform"]
        costs[key] = round(costs.get(key, 0) + row["amount"], 6)
    for row in rows_of(book, "Results"):
        if row["kpi"] == "Purchases":
            key = row["month"].strftime("%Y-%m"), row["platform"]
            count, money = sold.get(key, (0, 0))
            sold[key] = count + row["quantity"], round(money + row["revenue"], 6)
    return costs, sold
