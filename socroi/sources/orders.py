"""Orders of one's own shop: a row for each order, cancelled ones off, refunds off, the platform by its tagged link."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from socroi.sources import numerals
from socroi.sources.columns import Column
from socroi.sources.headings import headings
from socroi.sources.moments import span
from socroi.sources.platforms import platform_of
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.tidy import Values

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
    "unpaid": "it is not paid",
    "cancelled (refunded)": "it was cancelled",
}
_TAG: Final = re.compile(r"utm[ _](source|medium|campaign)\s*[:=]\s*([^\n&|;]+)", re.IGNORECASE)
_TAG_IN_JSON: Final = re.compile(
    r'"utm[ _](source|medium|campaign)"\s*(?:,\s*"value"\s*)?:\s*"([^"\\]+)"', re.IGNORECASE
)
_ORIGIN: Final = re.compile(r"(?:source|referral|organic):\s*([^\n&|;]+)", re.IGNORECASE)
"""How WooCommerce writes where an order came from."""


class _Orders(Source):
    """What the orders of the shops have in common."""

    always: ClassVar[str | None] = None
    """The platform of all orders, where the shop is on it."""
    repeats: ClassVar[bool] = False
    """Whether the sums of an order stand on the row of each of its items."""

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each order."""
        records = Records(grid, claim.header, headings(self.name).fields, hints=hints)
        _first_rows(records, repeats=self.repeats)
        records.without_totals()
        _without_cancelled(records)
        paid, refunded = records.numbers("revenue"), records.numbers("refunded")
        # Some shops write what went back with a minus.
        back = np.abs(np.nan_to_num(refunded))
        origins = zip(records.texts("origin"), records.texts("origin_too"), strict=True)
        tags = [_tags(*texts) for texts in origins]
        days = records.days("created")
        columns: dict[str, Values] = {
            "start": days,
            "end": days,
            "platform": [self.always or platform_of(tag.get("source"), tag.get("medium")) for tag in tags],
            "channel": [" / ".join(filter(None, (tag.get("source"), tag.get("medium")))) or None for tag in tags],
            "campaign": [tag.get("campaign") for tag in tags],
            "order": records.words("order"),
            "currency": records.currencies("currency", "revenue"),
            "conversions": Column.same(1.0, len(records)),
            "revenue": paid - back,
        }
        unknown = sum(not tag for tag in tags)
        if unknown and self.always is None:
            records.notes.append(f"{unknown} of {len(records)} orders do not say where they came from: no platform.")
        taxes = math.fsum(np.nan_to_num(records.numbers("taxes"))) if "taxes" in records else 0.0
        if taxes:
            records.notes.append(
                f"“{records.name('revenue')}” holds taxes of {taxes:,.10g} (“{records.name('taxes')}”), which are no "
                "income: give a margin on the sheet Start that takes them off, too."
            )
        if (back > 0).any():
            records.notes.append(f"Refunds are taken off: {math.fsum(back):,.10g}.")
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=span(days))


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


class TiktokShop(_Orders):
    """The orders of a shop on TikTok."""

    name = "tiktok_shop"
    title = "TikTok Shop orders"
    understood = "“Order ID”, “Order Status”, “Order Amount”, “Created Time” and “SKU ID”"
    always = "TikTok"
    repeats = True


def _first_rows(records: Records, *, repeats: bool) -> None:
    """Keep the first row of each order, which has its sums: the others are further items of it."""
    orders = records.texts("order")
    statuses = records.texts("status")
    first: dict[str, int] = {}
    kept: list[int] = []
    for index, order in enumerate(orders):
        number = records.line(index)
        if order is None or (order in first and not statuses[index]):
            records.left_out.append((number, "a further item of the order above"))
        elif order in first:
            before = records.line(first[order])
            sums = ("revenue", "refunded", "status", "created")
            written = repeats or not numerals.is_absent(records.cell("revenue", index))
            alike = written and all(records.cell(each, first[order]) == records.cell(each, index) for each in sums)
            if alike:
                records.left_out.append((number, f"a further item of the order in row {before}"))
                continue
            if records.row(first[order]) != records.row(index):
                raise records.refuse(
                    f"order {order} stands in row {before} too, with other figures.",
                    row=index,
                    hint="Delete the older of the two.",
                )
            records.left_out.append((number, f"the same order as in row {before}"))
        else:
            first[order] = index
            kept.append(index)
    records.keep(np.array(kept, dtype=np.intp))


def _without_cancelled(records: Records) -> None:
    """Leave out orders that brought no money."""
    statuses, cancelled = records.texts("status"), records.texts("cancelled")
    orders = records.texts("order")
    gone: list[int] = []
    for index in range(len(records)):
        status = (statuses[index] or "").casefold().removeprefix("wc-")
        why = _NO_SALE.get(status) or ("it was cancelled" if cancelled[index] else "")
        if why:
            records.left_out.append((records.line(index), f"{orders[index]}: {why}"))
            records.notes.append(f"Left out row {records.line(index)}: {why}.")
            gone.append(index)
    records.without(gone)


def _tags(*origins: str | None) -> dict[str, str]:
    """Source, medium and campaign of the link that led to an order."""
    found: dict[str, str] = {}
    for origin_text in origins:
        text = origin_text or ""
        tags = _TAG_IN_JSON.findall(text) or _TAG.findall(text)
        found |= {word.casefold(): value.strip() for word, value in tags}
        if not found and (origin := _ORIGIN.fullmatch(text.strip())) is not None:
            found["source"] = origin[1].strip()
    return found
