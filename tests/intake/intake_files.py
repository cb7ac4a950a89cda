"""Headings of exports as the platforms write them, and what a book says of its money."""

from pathlib import Path

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "exports"
META = (
    "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks,Purchases,"
    "Purchases conversion value"
)
ORDERS = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Note Attributes,Cancelled at,Refunded Amount"
)


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
