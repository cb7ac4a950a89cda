"""A portfolio that was computed: its lines, its total over the complete ones, the books, and what has to be said."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socroi.catalogue.breakdown import total_label
from socroi.errors import SourceError, UsageError
from socroi.portfolio.engines import database, opened, require, view, without_password
from socroi.portfolio.expression import Question, portfolio
from socroi.portfolio.rows import key_of, table, worth_table
from socroi.portfolio.sources import Gathered, shaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir
    import pandas as pd

    from socroi.portfolio.book import Reading


@dataclass(frozen=True)
class Total:
    """The sum of the lines of which both sides are known.

    Attributes:
        label: `total`, or `total (2 of 3)`.
        returned, cost, profit: money; None while no line is complete.
        roi: in percent; None too where nothing was spent.
    """

    label: str
    returned: float | None = None
    cost: float | None = None
    profit: float | None = None
    roi: float | None = None


@dataclass(frozen=True)
class Portfolio:
    """What was asked, and the answer.

    Attributes:
        question: what the lines are divided by.
        lines: one for each group, with the columns of `socroi.portfolio.expression.portfolio`.
        clients: the same by client alone.
        total: of the lines.
        currency: of all money; "" where the lines are divided by it, or nothing names one.
        readings: the workbooks, those that failed too.
        remarks: sentences that belong under it.
    """

    question: Question
    lines: pd.DataFrame
    clients: pd.DataFrame
    total: Total
    currency: str = ""
    readings: list[Reading] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def compute(
    gathered: Gathered,
    question: Question,
    worths: Iterable[Mapping[str, Any]] = (),
    *,
    engine: str = "duckdb",
    master: str | None = None,
) -> Portfolio:
    """Run the expression over what was read.

    Args:
        gathered: the sources.
        question: what to divide by, and how.
        worths: what one of a KPI is worth: client (blank for all), kpi, worth, margin.
        engine: `duckdb`, or `spark`; rows that lie in one database, and nothing else, are computed there.
        master: address of the cluster.

    Raises:
        UsageError: amounts are in several currencies, or the extra is not installed.
        SourceError: there is not one row, or a table has no columns that are known here.
    """
    require("portfolio")
    import ibis

    with tempfile.TemporaryDirectory(prefix="socroi-") as folder:
        written = _written(gathered, worths, Path(folder))
        alone = not gathered.tables and not gathered.files and len(gathered.databases) == 1 and engine == "duckdb"
        if alone:
            address, name = gathered.databases[0]
            connection = database(address)
            try:
                rows = _table_of(connection, name, address)
                return _answer(rows, ibis.memtable(worth_table(worths)), question, gathered)
            finally:
                connection.disconnect()
        with opened(engine, master) as connection:
            parts = [shaped(view(connection, f"part{at}", file), where) for at, (file, where) in enumerate(written)]
            rows = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
            return _answer(rows, view(connection, "worths", Path(folder) / "worths.parquet"), question, gathered)


def _written(gathered: Gathered, worths: Iterable[Mapping[str, Any]], folder: Path) -> list[tuple[Path, str]]:
    """Write what was read as Parquet, which every engine reads by itself; tables of databases are fetched."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = [(file.resolve(), file.name) for file in gathered.files]
    pq.write_table(worth_table(worths), folder / "worths.parquet")
    tables = list(gathered.tables)
    many = len(gathered.databases) + len(found) + bool(tables) > 1
    for at, (address, name) in enumerate(gathered.databases):
        connection = database(address)
        try:
            source = _table_of(connection, name, address)
            target = folder / f"database{at}.parquet"
            if many:
                source.to_parquet(target)
                found.append((target, without_password(address)))
        finally:
            connection.disconnect()
    if tables or not (found or gathered.databases):
        pq.write_table(pa.concat_tables(tables) if tables else table([]), folder / "rows.parquet")
        found.append((folder / "rows.parquet", ""))
    return found


def _table_of(connection: Any, name: str, address: str) -> ir.Table:
    import ibis

    try:
        return shaped(connection.table(name), without_password(address))
    except ibis.common.exceptions.TableNotFound as problem:
        raise SourceError(
            f"the database has no table “{name}”.",
            where=without_password(address),
            hint="Name it after the address, as in postgres://host/shop#results.",
        ) from problem


def _answer(rows: ir.Table, worths: ir.Table, question: Question, gathered: Gathered) -> Portfolio:
    codes, remarks = _currencies(rows, question), list(gathered.remarks)
    lines = _frame(portfolio(rows, worths, question))
    if lines.empty and not any(reading.problem for reading in gathered.readings):
        raise SourceError("not one row was found with a result or a cost.", hint="Look into the first of the files.")
    by_client = Question(("client", *(["currency"] if len(codes) > 1 else [])), question.margin, question.share)
    clients = lines if question.by == ("client",) else _frame(portfolio(rows, worths, by_client))
    remarks += _remarks(lines, question)
    if len(codes) > 1:
        # What cannot be added up cannot be set against each other either, and a client may have both.
        remarks.append(f"Money is in {' and '.join(codes)}: there is no total, and lines compare by their ROI alone.")
    total = Total("no total") if len(codes) > 1 else total_of(lines)
    return Portfolio(question, lines, clients, total, codes[0] if len(codes) == 1 else "", gathered.readings, remarks)


def _frame(expression: ir.Table) -> pd.DataFrame:
    """Return the lines as a frame in the order of their names, the same whatever the engine's collation is."""
    import pandas as pd

    frame: pd.DataFrame = expression.to_pandas()
    for name in ("returned", "own_cost", "shared_cost", "cost", "profit", "roi", "deviation", "aside", "rank"):
        frame[name] = pd.to_numeric(frame[name]).astype("float64")
    keys = list(frame.columns[: list(frame.columns).index("lines")])
    ordered = frame.sort_values(keys, key=lambda column: column.map(key_of)).reset_index(drop=True)
    ordered["rank"] = ordered["rank"].astype("Int64")
    return ordered


def _currencies(rows: ir.Table, question: Question) -> list[str]:
    """Return the currencies of all money.

    Raises:
        UsageError: there are several, which cannot be added up.
    """
    money = rows.filter(
        rows.currency.notnull() & (rows.revenue.notnull() | rows.cost.notnull() | rows.quantity.notnull())
    )
    codes = sorted(money.select(code=money.currency.upper()).distinct().to_pandas()["code"].tolist())
    if len(codes) > 1 and "currency" not in question.by:
        raise UsageError(
            f"amounts are in {' and '.join(codes)}, which cannot be added up.",
            hint=f"Divide by it too: --by {','.join(question.by)},currency.",
        )
    return codes


def total_of(lines: pd.DataFrame) -> Total:
    """Return the sum of the complete lines; a ROI of sums, never a mean of ROIs."""
    complete = lines[lines["profit"].notna()]
    label = total_label(len(complete), len(lines))
    if complete.empty:
        return Total(label)
    returned, cost = math.fsum(complete["returned"]), math.fsum(complete["cost"])
    return Total(label, returned, cost, returned - cost, None if cost == 0 else (returned - cost) * 100 / cost)


def _remarks(lines: pd.DataFrame, question: Question) -> list[str]:
    found = []
    twice = int((lines["claimers"] > 1).sum())
    if twice:
        found.append(
            f"{twice:,} of {len(lines):,} lines add up sales that several platforms claim: one sale may be counted "
            "twice or more. Web analytics or own orders of the same months are counted instead where they are given."
        )
    aside = math.fsum(lines["aside"].dropna())
    if aside:
        found.append(
            f"{aside:,.2f} of revenue was not counted: own orders, or else web analytics, tell of the same sales."
        )
    shared = {"spend": "by what each line spent itself", "return": "by what each line returned", "equally": "equally"}
    if question.divides and bool(lines["shared_cost"].notna().any()):
        found.append(f"Costs that all platforms of a client share are divided {shared[question.share]}.")
    if question.margin == 1:
        found.append("Sales count whole where neither a KPI nor its book says which margin is left of them.")
    return found
