"""A portfolio that was computed: its lines, its total over the complete ones, the books, and what has to be said."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from socroi.catalogue.breakdown import total_label
from socroi.errors import SourceError, UsageError
from socroi.portfolio.engines import database, opened, require, view, without_password
from socroi.portfolio.expression import FIGURES, Held, Question, portfolio
from socroi.portfolio.rows import NAMES, key_of, table, worth_table
from socroi.portfolio.sources import Gathered, named_here, shaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
        clients: the same by client alone; the lines themselves where nobody asked for the clients.
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
    by_client: bool = True,
    **settings: Any,
) -> Portfolio:
    """Run the expression over what was read.

    Args:
        gathered: the sources.
        question: what to divide by, and how.
        worths: what one of a KPI is worth: client (blank for all), kpi, worth, margin.
        engine: `duckdb`, or `spark`; rows that lie in one database, and nothing else, are computed there.
        master: address of the cluster.
        by_client: whether the clients are asked for too, which workbook and page show; it reads the rows once more.
        settings: of DuckDB, as `socroi.portfolio.engines.duckdb` takes them.

    Raises:
        UsageError: amounts are in several currencies, or the extra is not installed.
        SourceError: there is not one row, or a table has no columns that are known here.
    """
    require("portfolio")
    import ibis

    worths = list(worths)
    own_worths = any(key_of(row.get("client")) for row in worths)
    with tempfile.TemporaryDirectory(prefix="socroi-", ignore_cleanup_errors=True) as folder:
        written = _written(gathered, worths, Path(folder))
        alone = not gathered.tables and not gathered.files and len(gathered.databases) == 1 and engine == "duckdb"
        if alone:
            address, name = gathered.databases[0]
            connection = database(address)
            try:
                source = _table_of(connection, name, address)
                part = _Part(Path(), without_password(address))
                known = ibis.memtable(worth_table(worths))
                asked = _Asked.of([(source, part)], known, question, own_worths=own_worths)
                return _answer(asked, gathered, by_client=by_client)
            finally:
                connection.disconnect()
        # Left to itself, DuckDB would put what exceeds its memory into the folder that the user happens to be in.
        spill = {"spill": Path(folder)} if engine == "duckdb" else {}
        with opened(engine, master, **{**spill, **settings}) as connection:
            tables = [(view(connection, f"part{at}", part.file), part) for at, part in enumerate(written)]
            known = view(connection, "worths", Path(folder) / "worths.parquet")
            asked = _Asked.of(tables, known, question, own_worths=own_worths)
            return _answer(asked, gathered, by_client=by_client)


@dataclass(frozen=True, slots=True)
class _Part:
    """A Parquet file of rows: its name in sentences, and which columns hold anything where that is known already."""

    file: Path
    where: str
    columns: frozenset[str] = frozenset()


def _written(gathered: Gathered, worths: Iterable[Mapping[str, Any]], folder: Path) -> list[_Part]:
    """Write what was read as Parquet, which every engine reads by itself; tables of databases are fetched."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = [_Part(file.resolve(), file.name) for file in gathered.files]
    pq.write_table(worth_table(worths), folder / "worths.parquet")
    tables = list(gathered.tables)
    many = len(gathered.databases) + len(found) + bool(tables) > 1
    for at, (address, name) in enumerate(gathered.databases):
        connection = database(address)
        try:
            source = shaped(_table_of(connection, name, address), without_password(address))
            target = folder / f"database{at}.parquet"
            if many:
                source.to_parquet(target)
                found.append(_Part(target, without_password(address), named_here(_table_of(connection, name, address))))
        finally:
            connection.disconnect()
    if tables or not (found or gathered.databases):
        rows = pa.concat_tables(tables) if tables else table([])
        pq.write_table(rows, folder / "rows.parquet")
        columns = frozenset(name for name in NAMES if rows[name].null_count < len(rows))
        found.append(_Part(folder / "rows.parquet", "", columns))
    return found


def _table_of(connection: Any, name: str, address: str) -> ir.Table:
    import ibis

    try:
        return cast("ir.Table", connection.table(name))
    except ibis.common.exceptions.TableNotFound as problem:
        raise SourceError(
            f"the database has no table “{name}”.",
            where=without_password(address),
            hint="Name it after the address, as in postgres://host/shop#results.",
        ) from problem


@dataclass(frozen=True, slots=True)
class _Asked:
    """The tables of an engine, the question, and what is known of the rows."""

    rows: ir.Table
    worths: ir.Table
    question: Question
    held: Held

    @classmethod
    def of(
        cls, tables: Sequence[tuple[ir.Table, _Part]], worths: ir.Table, question: Question, *, own_worths: bool
    ) -> _Asked:
        """Put the parts together. One look at the platforms tells whether rows can be added up without their client."""
        columns: frozenset[str] = frozenset().union(*(part.columns or named_here(table) for table, part in tables))

        def rows(*, shared: bool) -> ir.Table:
            parts = [shaped(table, part.where, shared=shared) for table, part in tables]
            return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]

        found = rows(shared=True)
        if "shared" in columns and not found.agg(any=found.shared.any()).to_pandas()["any"].fillna(value=False).any():
            found, columns = rows(shared=False), columns - {"shared"}
        return cls(found, worths, question, Held(columns, own_worths))

    def lines(self, question: Question | None = None) -> pd.DataFrame:
        return _frame(portfolio(self.rows, self.worths, question or self.question, self.held))


def _answer(asked: _Asked, gathered: Gathered, *, by_client: bool) -> Portfolio:
    question, remarks = asked.question, list(gathered.remarks)
    codes = _currencies(asked.rows, question) if "currency" in asked.held.columns else []
    lines = asked.lines()
    if lines.empty and not any(reading.problem for reading in gathered.readings):
        raise SourceError("not one row was found with a result or a cost.", hint="Look into the first of the files.")
    clients = lines
    if by_client and question.by != ("client",):
        currency = ["currency"] if len(codes) > 1 else []
        clients = asked.lines(Question(("client", *currency), question.margin, question.share))
    remarks += _remarks(lines, question)
    older = [reading.file for reading in gathered.readings if reading.older]
    if older:
        remarks.append(
            f"{' and '.join(older)}: of an older edition, whose own ROI is of the cost of all twelve months; here "
            "the months so far count. “socroi renew” carries such a book into today's edition."
        )
    if len(codes) > 1:
        # What cannot be added up cannot be set against each other either, and a client may have both.
        remarks.append(f"Money is in {' and '.join(codes)}: there is no total, and lines compare by their ROI alone.")
    total = Total("no total") if len(codes) > 1 else total_of(lines)
    return Portfolio(question, lines, clients, total, codes[0] if len(codes) == 1 else "", gathered.readings, remarks)


def _frame(expression: ir.Table) -> pd.DataFrame:
    """Return the lines as a frame in the order of their names, the same whatever the engine's collation is."""
    import pandas as pd

    frame: pd.DataFrame = expression.to_pandas()
    for name in set(FIGURES) - {"lines", "status", "odd", "claimers"}:
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
