"""The table of the portfolio: one row for each result and each month of a cost, whatever it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

TEXTS: Final = {
    "client": "Whose row it is; the name on the book's first sheet, else the name of the file.",
    "platform": "The platform; blank where none is named.",
    "campaign": "The campaign.",
    "activity": "The activity.",
    "creator": "The creator.",
    "paid": "Paid or organic.",
    "kpi": "What was counted.",
    "category": "The kind of a cost.",
    "source": "Where a result comes from, such as the exporter's name.",
    "claims": "Whose truth a result is: orders, analytics or platform; blank where somebody typed it.",
    "currency": "ISO code of the row's money.",
    "file": "The file that the row was read from.",
    "sheet": "Its sheet, or part.",
}
NUMBERS: Final = {
    "quantity": "How many were counted; blank is not known yet.",
    "revenue": "The money that was traced; blank is not known yet, and then quantity times worth counts.",
    "cost": "What it cost, a bill of many months divided among them; blank is not known yet.",
    "worth": "What one of its KPI is worth in the row's own book; blank where the book says nothing.",
    "margin": "The share of a sale that is left, in the row's own book; blank where the book says nothing.",
    "low": "A return that is estimated and not counted: what would be surprisingly little.",
    "likely": "The same estimate at its likely value.",
    "high": "The same, what would be surprisingly much; an estimate counts where low and high are known.",
}
FLAGS: Final = {
    "shared": "Whether the cost is shared by all platforms of its client.",
    "stops": "Whether a check of the row's book says that a figure would be wrong.",
}
NAMES: Final = ("month", *TEXTS, *NUMBERS, *FLAGS)
"""The columns, in order; `month` is the first day of one."""
CLAIMS: Final = {"own orders": "orders", "web analytics": "analytics", "platform's claim": "platform"}
"""The word of the column `claims` for each way in which an export tells whose truth it is."""


def schema() -> pa.Schema:
    """Return the types of the columns."""
    import pyarrow as pa

    fields = [("month", pa.date32()), *((name, pa.string()) for name in TEXTS)]
    fields += [*((name, pa.float64()) for name in NUMBERS), *((name, pa.bool_()) for name in FLAGS)]
    return pa.schema(fields)


def worth_schema() -> pa.Schema:
    """Return the types of the table of values: what one of a KPI is worth to a client, or to all where it is blank."""
    import pyarrow as pa

    return pa.schema([("client", pa.string()), ("kpi", pa.string()), ("worth", pa.float64()), ("margin", pa.float64())])


def table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows as a table; what a row does not name is not known."""
    import pyarrow as pa

    return pa.Table.from_pylist([{name: row.get(name) for name in NAMES} for row in rows], schema=schema())


def worth_table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return values of KPIs as a table. Of a client's KPI the first row counts, as in the workbooks."""
    import pyarrow as pa

    first: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (key_of(row.get("client")), key_of(row.get("kpi")))
        if key[1] and not (row.get("worth") is None and row.get("margin") is None):
            first.setdefault(key, {name: row.get(name) for name in ("client", "kpi", "worth", "margin")})
    return pa.Table.from_pylist(list(first.values()), schema=worth_schema())


def key_of(name: Any) -> str:
    """Return a name as names are compared: without case and surrounding space; a blank is ""."""
    return str(name).strip().lower() if name is not None else ""
