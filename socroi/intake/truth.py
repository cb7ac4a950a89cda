"""Whose count of sales a month takes: own orders, else web analytics, else the platforms' claims; never two of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from socroi.sources.export import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

TRUTHS: Final = ("orders", "analytics", "claims")
"""From the one to be trusted most."""
OWN: Final = "own"
"""What a person keeps by hand counts as if it were typed into the book."""
_WORD: Final = {CLAIMS["orders"]: "orders", CLAIMS["analytics"]: "analytics", CLAIMS["platform"]: "claims"}
NOT_KNOWN: Final = "not known"
_EDGE: Final = 4
"""Days at the edges of a month without an order are nothing odd."""
CLAIM_COLUMNS: Final = ("month", "claims", "title", "platform", "purchases", "revenue", "counted")


def kinds(data: pd.DataFrame) -> pd.Series[str]:
    """Return for each row whose truth it tells: `orders`, `analytics`, `claims`, or `own` for a list kept by hand."""
    words = {text: _WORD.get(text, "claims") for text in data["claims"].unique()}
    kind = data["claims"].map(words).astype("string")
    return kind.where(data["source"] != "own_results", OWN)


def truths(rows: pd.DataFrame, wanted: str | None = None) -> dict[str, str]:
    """Return for each month whose count of sales is taken.

    Own orders can say it only where one of the month names the platform that it came from.

    Args:
        rows: those that count, with their `month`, `kind` and `place`.
        wanted: take this one, wherever it is there.
    """
    sold = rows[rows[["conversions", "revenue"]].notna().any(axis=1) & rows["place"].notna() & (rows["kind"] != OWN)]
    found: dict[str, str] = {}
    for month, part in sold.groupby("month"):
        there = set(part["kind"])
        found[str(month)] = next(kind for kind in (wanted, *TRUTHS) if kind is not None and kind in there)
    return found


def side_by_side(rows: pd.DataFrame, chosen: Mapping[str, str]) -> pd.DataFrame:
    """Return what each source says was sold, by month and platform, and whether it is counted.

    Args:
        rows: those that count, with their `month`, `kind` and `place`.
        chosen: whose count each month takes.

    Returns:
        the columns of `CLAIM_COLUMNS`, sorted by month; sales that no social medium brought stand there too.
    """
    import pandas as pd

    sold = rows[rows[["conversions", "revenue"]].notna().any(axis=1) & rows["month"].notna()]
    sold = sold.assign(named=sold["place"].fillna(sold["platform"]).fillna(NOT_KNOWN))
    keys = ["month", "kind", "claims", "title", "named"]
    sums = sold.groupby(keys, sort=True)[["conversions", "revenue"]].sum(min_count=1).round(6).reset_index()
    social = set(zip(sold["month"][sold["place"].notna()], sold["named"][sold["place"].notna()], strict=True))
    counted = [
        kind in (chosen.get(month), OWN) and (month, name) in social
        for month, kind, name in zip(sums["month"], sums["kind"], sums["named"], strict=True)
    ]
    table = pd.DataFrame(
        {
            "month": sums["month"],
            "claims": sums["claims"],
            "title": sums["title"],
            "platform": sums["named"],
            "purchases": sums["conversions"],
            "revenue": sums["revenue"],
            "counted": counted,
        }
    )
    return table[list(CLAIM_COLUMNS)]


def warnings(rows: pd.DataFrame, chosen: Mapping[str, str]) -> list[str]:
    """Say what to know of the sales that are counted."""
    said: list[str] = []
    doubled: dict[tuple[str, ...], list[str]] = {}
    undivided: list[str] = []
    sold = rows[rows[["conversions", "revenue"]].notna().any(axis=1)]
    for month, part in sold.groupby("month"):
        kind = chosen.get(str(month))
        claimed = part[(part["kind"] == "claims") & part["place"].notna()]
        makers = sorted(set(claimed["title"]))
        if kind == "claims" and len(makers) > 1:
            doubled.setdefault(tuple(makers), []).append(str(month))
        orders = part[part["kind"] == "orders"]
        if len(orders) and kind != "orders":
            undivided.append(str(month))
        elif kind == "orders":
            said += [*_beyond(str(month), claimed, orders), *_in_part(str(month), claimed, orders)]
    whole = [
        f"{_named(months)}: {' and '.join(makers)} each count the sales that they claim. A sale that both claim is "
        "counted twice here; import web analytics or your own orders, and they are counted instead."
        for makers, months in doubled.items()
    ]
    if undivided:
        whole.append(
            f"{_named(undivided)}: no order says which platform it came from, so orders cannot divide the sales."
        )
    return [*whole, *said]


def _named(months: Sequence[str]) -> str:
    """Name months in order; those that follow each other as from and to: “2026-01 to 2026-04, 2026-07”."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _next(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02}"


def _in_part(month: str, claimed: pd.DataFrame, orders: pd.DataFrame) -> list[str]:
    """Say where orders are there for a part of the month only: the rest of it then counts as without sales."""
    first, last = orders["start"].min(), orders["start"].max()
    if not len(claimed) or (first.day <= _EDGE and claimed["end"].max() - last < timedelta(days=_EDGE)):
        return []
    said = (
        f"{month}: orders are there from {first:%Y-%m-%d} to {last:%Y-%m-%d} only; if the export begins or ends there, "
        "export the whole month."
    )
    return [said]


def _beyond(month: str, claimed: pd.DataFrame, orders: pd.DataFrame) -> list[str]:
    """Say where platforms claim more than the shop sold at all."""
    claim, sold = float(claimed["revenue"].sum()), float(orders["revenue"].sum())
    if claim <= sold:
        return []
    return [f"{month}: the platforms claim {claim:,.2f}, and the shop sold {sold:,.2f} in all. The orders are counted."]
