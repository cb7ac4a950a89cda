"""The three questions that a portfolio answers: who earns, who loses, and where next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

    from socroi.portfolio.result import Portfolio

MOST: Final = 25
"""How many lines a page shows at the most; the sheet Lines has all."""


@dataclass(frozen=True)
class Page:
    """The lines that answer a question.

    Attributes:
        key: a short name of the page.
        title: the question.
        sentence: the answer in one sentence.
        lines: with the columns of the portfolio, and `name`; the telling ones first.
        figure: the column that is drawn.
    """

    key: str
    title: str
    sentence: str
    lines: pd.DataFrame
    figure: str = "profit"


def pages(result: Portfolio) -> list[Page]:
    """Return the pages, in order."""
    lines = named(result)
    ranked = lines[lines["profit"].notna()].sort_values("profit", ascending=False, kind="stable")
    earning = ranked[ranked["profit"] > 0]
    losing = ranked[ranked["profit"] < 0][::-1]
    # Where a return is not known, or the ROI is far from the others, a look is worth more than the next campaign.
    unknown = lines[lines["profit"].isna()].sort_values("cost", ascending=False, na_position="last", kind="stable")
    promising = earning[earning["roi"].notna()].sort_values("roi", ascending=False, kind="stable")
    complete = f"of {len(ranked):,} lines of which return and cost are known"
    earned = f"{len(earning):,} {complete} bring more than they cost, {_money(earning['profit'])} in all."
    lost = f"{len(losing):,} {complete} cost more than they bring, {_money(-losing['profit'])} in all."
    odd = int(promising["odd"].sum())
    next_one = (
        "The highest ROI first: the past says where more may be tried, not that the next money brings as much."
        + (f" {odd:,} lie far from the others: look whether a result is counted twice." if odd else "")
    )
    blank = f"{len(unknown):,} of {len(lines):,} lines have no profit yet: what is missing stands beside each."
    return [
        Page("earns", "Who earns?", earned, earning.head(MOST)),
        Page("loses", "Who loses?", lost, losing.head(MOST)),
        Page("next", "Where next?", next_one, promising.head(MOST), "roi"),
        Page("unknown", "What is not known yet?", blank, unknown.head(MOST), "cost"),
    ]


def named(result: Portfolio) -> pd.DataFrame:
    """Return the lines with a name of each, its keys joined."""
    lines = result.lines.copy()
    keys = (lines[name].astype(str) for name in result.question.by)
    lines["name"] = [" · ".join(parts) for parts in zip(*keys, strict=True)]
    return lines


@dataclass(frozen=True)
class Client:
    """A client: its line, its books and what is open in them."""

    name: str
    line: dict[str, Any] | None
    files: tuple[str, ...]
    checks: tuple[str, ...]
    problem: str = ""


def clients(result: Portfolio) -> list[Client]:
    """Return every client with its books, the one that loses most first; those that could not be read last."""
    from socroi.portfolio.rows import key_of

    files: dict[str, list[str]] = {}
    checks: dict[str, list[str]] = {}
    failed = []
    for reading in result.readings:
        if reading.problem:
            failed.append(Client(reading.client, None, (reading.file,), (), reading.problem))
            continue
        files.setdefault(key_of(reading.client), []).append(reading.file)
        checks.setdefault(key_of(reading.client), []).extend(reading.checks)
    found = []
    ordered = result.clients.sort_values("profit", na_position="last", kind="stable").to_dict("records")
    for record in ordered:
        line = {str(name): cell for name, cell in record.items()}
        key = key_of(line["client"])
        found.append(Client(line["client"], line, tuple(files.get(key, ())), tuple(dict.fromkeys(checks.get(key, ())))))
    return [*found, *failed]


def _money(figures: Any) -> str:
    return f"{float(figures.sum()):,.0f}"
