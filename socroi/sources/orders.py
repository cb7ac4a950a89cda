"""Orders of one's own shop: a row for each order, cancelled ones off, refunds off, the platform by its tagged link."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from socroi.sources.grid import as_text
from socroi.sources.headings import headings
from socroi.sources.platforms import platform_of
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from datetime import datetime

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

_NO_SALE: Final = {
    "voided": "the payment was voided",
    "refunded": "it was refunded whole",
    "cancelled": "it was cancelled",
    "canceled": "it was cancelled",
    "failed": "the payment failed",
    "pending": "it is not paid",
    "expired": "the payment expired",
    "pending payment": "it is not paid",
    "on-hold": "it is not paid",
}
_TAG: Final = re.compile(r"utm[ _](source|medium|campaign)\s*[:=]\s*([^\n&|;]+)", re.IGNORECASE)
_ORIGIN: Final = re.compile(r"(?:source|referral|organic):\s*([^\n&|;]+)", re.IGNORECASE)
"""How WooCommerce writes where an order came from."""


class _Orders(Source):
    """What the orders of the shops have in common."""

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each order."""
        records = Records(grid, claim.header, headings(self.name).fields, hints=hints)
        _first_rows(records)
        records.without_totals()
        _without_cancelled(records)
        paid, refunded = records.numbers("revenue"), records.numbers("refunded")
        net = [value - (0.0 if math.isnan(back) else back) for value, back in zip(paid, refunded, strict=True)]
        tags = [_tags(records, index) for index in range(len(records))]
        days: list[datetime | None] = records.days("created")
        columns: dict[str, list[object]] = {
            "start": list(days),
            "end": list(days),
            "platform": [platform_of(tag.get("source"), tag.get("medium")) for tag in tags],
            "channel": [" / ".join(filter(None, (tag.get("source"), tag.get("medium")))) or None for tag in tags],
            "campaign": [tag.get("campaign") for tag in tags],
            "order": list(records.texts("order")),
            "currency": [code or records.currency("revenue") for code in records.texts("currency")],
            "conversions": [1.0] * len(records),
            "revenue": list(net),
        }
        unknown = sum(not tag for tag in tags)
        if unknown:
            records.notes.append(f"{unknown} of {len(records)} orders do not say where they came from: no platform.")
        if any(back > 0 for back in refunded):
            records.notes.append(f"Refunds are taken off: {math.fsum(b for b in refunded if not math.isnan(b)):,.10g}.")
        known = [day.date() for day in days if day]
        window = (min(known), max(known)) if known else (None, None)
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


class Shopify(_Orders):
    """The orders of a Shopify shop."""

    name = "shopify"
    title = "Shopify orders"
    understood = "“Name”, “Financial Status”, “Total”, “Created at” and “Lineitem name”"


class Woocommerce(_Orders):
    """The orders of a WooCommerce shop."""

    name = "woocommerce"
    title = "WooCommerce orders"
    understood = "“Date”, “Order #”, “Status” and “N. Revenue” or “Net sales”"


def _first_rows(records: Records) -> None:
    """Keep the first row of each order, which has its sums: the others are further items of it."""
    orders = records.texts("order")
    statuses = records.texts("status")
    first: dict[str, int] = {}
    kept = []
    for index, order in enumerate(orders):
        number = records.rows[index][0]
        if order is None or (order in first and not statuses[index]):
            records.left_out.append((number, "a further item of the order above"))
        elif order in first:
            before = records.rows[first[order]]
            if before[1] != records.rows[index][1]:
                raise records.refuse(
                    f"order {order} stands in row {before[0]} too, with other figures.",
                    row=index,
                    hint="Delete the older of the two.",
                )
            records.left_out.append((number, f"the same order as in row {before[0]}"))
        else:
            first[order] = index
            kept.append(records.rows[index])
    records.rows = kept


def _without_cancelled(records: Records) -> None:
    """Leave out orders that brought no money."""
    statuses, cancelled = records.texts("status"), records.texts("cancelled")
    kept = []
    for index, row in enumerate(records.rows):
        status = (statuses[index] or "").casefold().removeprefix("wc-")
        why = _NO_SALE.get(status) or ("it was cancelled" if cancelled[index] else "")
        if why:
            records.left_out.append((row[0], f"{as_text(row[1][records.column('order')])}: {why}"))
            records.notes.append(f"Left out row {row[0]}: {why}.")
        else:
            kept.append(row)
    records.rows = kept


def _tags(records: Records, index: int) -> dict[str, str]:
    """Source, medium and campaign of the link that led to an order."""
    found: dict[str, str] = {}
    for field in ("origin", "origin_too"):
        text = records.texts(field)[index] or ""
        found |= {word.casefold(): value.strip() for word, value in _TAG.findall(text)}
        if not found and (origin := _ORIGIN.fullmatch(text.strip())) is not None:
            found["source"] = origin[1].strip()
    return found
