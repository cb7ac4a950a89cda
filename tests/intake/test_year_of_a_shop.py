"""A year of one shop: overlapping exports of Meta, two of them corrected, GA4 and Shopify of the same months.

The witness is a sum in plain Python over the figures that the files are made of, under the rules of docs/importing.md.
"""

import random
import shutil
from datetime import date, timedelta

import pytest
from intake_files import META, ORDERS, money_of, rows_of

from socroi.intake.importing import import_exports

CORRECTED = {(4, date(2026, 3, 20)): (31.2, 0), (9, date(2026, 8, 25)): (-4.5, 90)}
"""By the export's month and the day: what it adds to spend and revenue of a day that an earlier export had."""


def base(day):
    """Spend, purchases and revenue of a day."""
    return 10 + day.day / 4, day.day % 3, 20 * (day.day % 3)


def days(first, last):
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def month_end(month):
    return date(2026 + month // 12, month % 12 + 1, 1) - timedelta(1)


def meta_export(month):
    """The days of an export: from the middle of the month before, so that each day of a second half stands twice."""
    first = date(2026, 1, 1) if month == 1 else date(2026, month - 1, 16)
    found = {}
    for day in days(first, month_end(month)):
        spend, sold, money = base(day)
        more, extra = next(
            (change for (made, other), change in CORRECTED.items() if other == day and month >= made), (0, 0)
        )
        found[day] = (spend + more, sold, money + extra)
    return found


def order_lines():
    """Shopify orders of January to November: two a month from social media, one voided, one that says nothing."""
    lines, sums = [], {}
    for month in range(1, 12):
        for number, (status, total, tag, refund) in enumerate(
            (
                ("paid", 40 + month, "UTM source: facebook", 0),
                ("partially_refunded", 60, "UTM source: ig", 10),
                ("voided", 500, "UTM source: facebook", 0),
                ("paid", 25, "", 0),
            )
        ):
            stamp = f"2026-{month:02}-{5 + number:02} 12:00:00 +0100"
            name = f"#{month}{number:02}"
            lines.append(
                f"{name},who@example.com,{status},{stamp},EUR,,,,{total},{stamp},1,Cup,{total},{tag},,{refund}"
            )
            lines.append(f"{name},who@example.com,,,,,,,,{stamp},1,Plate,5,,,")
            if status != "voided" and tag:
                platform = "Facebook" if "facebook" in tag else "Instagram"
                sums[f"2026-{month:02}", platform] = (1, total - refund)
    return lines, sums


def analytics_lines():
    """GA4 by month: in December it is all that there is beside Meta's claim."""
    head = ["# ----", "# Traffic", "# ----", "#", "# Start date: 20260101", "# End date: 20261231"]
    lines = ["Session source / medium,Month,Sessions,Key events,Total revenue"]
    lines += [f"facebook / paid_social,{month},50,4,{200 + month}" for month in range(1, 13)]
    lines += [f"newsletter / email,{month},20,9,900" for month in range(1, 13)]
    return [*head, *lines], {("2026-12", "Facebook"): (4, 212)}


@pytest.fixture
def shop(tmp_path):
    """The fourteen files, written in no order, and what they come to."""
    folder = tmp_path / "year"
    folder.mkdir()
    spend, files = {}, {}
    for month in range(1, 13):
        rows = meta_export(month)
        files[f"meta_{month:02}.csv"] = [
            META,
            *(f"{day},{day},Bikes,{figures[0]},1000,10,{figures[1]},{figures[2]}" for day, figures in rows.items()),
        ]
        # Written from January on, so that the later export replaces the days of the one before.
        spend |= {day: figures[0] for day, figures in rows.items()}
    lines, sold = order_lines()
    files["orders.csv"] = [ORDERS, *lines]
    files["ga4.csv"], late = analytics_lines()
    names = list(files)
    random.Random(5).shuffle(names)
    for name in names:
        (folder / name).write_text("\n".join(files[name]) + "\n", encoding="utf-8")
    costs = {}
    for day, amount in spend.items():
        key = f"{day:%Y-%m}", "Meta"
        costs[key] = round(costs.get(key, 0) + amount, 6)
    return folder, costs, sold | late


def test_files_that_overlap_imported_in_any_order_and_twice_make_one_right_book(plan, shop, tmp_path):
    folder, costs, sold = shop
    other = tmp_path / "other" / "plan.xlsx"
    other.parent.mkdir()
    shutil.copy(plan, other)
    import_exports(plan, [folder], currency="EUR")
    assert money_of(plan) == (costs, sold)

    names = sorted(folder.iterdir())
    random.Random(11).shuffle(names)
    for part in (names[:6], names[4:]):
        import_exports(other, part, currency="EUR")
    assert money_of(other) == (costs, sold)
    for table in ("Results", "Costs"):
        key = [sorted(map(str, rows_of(book, table))) for book in (plan, other)]
        assert key[0] == key[1]

    before = other.read_bytes()
    result = import_exports(other, names)
    assert not result.changed
    assert {each.state for each in result.files} == {"already there"}
    assert other.read_bytes() == before


def test_what_is_claimed_stands_beside_what_is_counted(plan, shop):
    folder, _, sold = shop
    result = import_exports(plan, [folder], currency="EUR", dry_run=True)
    claims = result.claims
    counted = claims[claims["counted"]]
    assert {(row.month, row.platform): (row.purchases, row.revenue) for row in counted.itertuples()} == sold
    july = claims[claims["month"] == "2026-07"]
    assert {row.title: row.revenue for row in july.itertuples() if row.platform == "Meta"} == {
        "Meta Ads Manager": sum(base(day)[2] for day in days(date(2026, 7, 1), date(2026, 7, 31)))
    }
    assert not plan.with_name("plan.xlsx~").exists()


def test_no_address_of_a_customer_comes_into_the_book(plan, shop):
    folder = shop[0]
    import_exports(plan, [folder / "orders.csv"])
    import zipfile

    with zipfile.ZipFile(plan) as archive:
        assert not [name for name in archive.namelist() if b"who@example.com" in archive.read(name)]
