"""The rows of an export as the book keeps them: a key for each, and one row a key."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from socroi.sources.export import COLUMNS, METRICS, Kind

if TYPE_CHECKING:
    import pandas as pd

    from socroi.sources.export import Export

OWN: Final = ("counts", "imports", "source", "title", "claims", "level", "view")
"""What the book knows of a row beside what its file says.

`counts` is "yes", or why the row does not count; `imports` the numbers of the imports that hold the row with these very
figures, divided by blanks; `view` the level and what divides the rows: each view shows the whole account once more.
"""
DATA: Final = (*OWN, *COLUMNS, "key")
"""The columns of the table Data."""
DAYS: Final = ("start", "end", "published")
FIGURES: Final = (*METRICS, "currency")
"""The columns in which a later export may correct a row."""
_VOID: Final = re.compile(r"(.+): (?:it|the payment) ")
"""How an export says of an order, by its number, that it brought no money."""
_NOT_TO_ADD: Final = ("reach", "visitors")
_DIGITS: Final = 9
_LONGEST: Final = 400
"""Letters of a post's text, or of a key, that the book keeps."""


def tidy(export: Export, *, account: str | None = None, currency: str | None = None) -> pd.DataFrame:
    """Return the rows of an export with their keys, those that share a key added up to one.

    Args:
        export: the file, understood.
        account: the name of its account, where the file says none.
        currency: of its money, where the file says none.

    Returns:
        the columns of `DATA`; `counts` and `imports` are empty yet.
    """
    from socroi.sources.identity import keys

    table = export.table.copy()
    if account is not None:
        table["account"] = table["account"].fillna(account)
    if currency is not None:
        money = table[["spend", "revenue"]].notna().any(axis=1)
        table["currency"] = table["currency"].where(table["currency"].notna() | ~money, currency)
    if export.level == "order":
        table = _with_void(table, export)
    table["key"] = _short(keys(table, export.source, export.level))
    table["post"] = table["post"].str.slice(0, _LONGEST)
    table = _one_a_key(table)
    figures = list(METRICS)
    # A sum in another order differs in its last digit, and is no correction.
    table[figures] = table[figures].round(_DIGITS) + 0.0
    about = {
        "counts": "",
        "imports": "",
        "source": export.source,
        "title": export.title,
        "claims": export.claims,
        "level": export.level,
        "view": view_of(export),
    }
    for name, value in about.items():
        table[name] = value
    return table[list(DATA)].reset_index(drop=True)


def _short(texts: pd.Series[str]) -> pd.Series[str]:
    """Return keys that a cell can hold: of a post without an id its whole text is in it."""
    long = texts.str.len() > _LONGEST
    if not bool(long.any()):
        return texts
    cut = {text: f"{text[:_LONGEST]}#{hashlib.sha256(text.encode()).hexdigest()}" for text in texts[long]}
    return texts.where(~long, texts.map(cut))


def _with_void(table: pd.DataFrame, export: Export) -> pd.DataFrame:
    """Return the orders with a row of nothing for each that brought no money: an earlier export may have it as paid."""
    import pandas as pd

    named = [found[1] for _, why in export.left_out if (found := _VOID.match(why)) is not None]
    void = sorted(set(named) - set(table["order"].dropna()))
    if not void:
        return table
    account = export.account
    rows = pd.DataFrame({"order": pd.Series(void, dtype="string"), "conversions": 0.0, "revenue": 0.0})
    rows["account"] = pd.Series([account] * len(void), dtype="string")
    return pd.concat([table, rows.reindex(columns=table.columns).astype(table.dtypes.to_dict())], ignore_index=True)


def nothing(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell of each row whether it says only that an order brought no money."""
    import pandas as pd

    return pd.Series((rows["level"] == "order") & rows["start"].isna(), index=rows.index, dtype=bool)


def view_of(export: Export) -> str:
    """Return the level of an export and what divides its rows: `campaign`, `ad by Age, Gender`."""
    divided = list(export.divided_by)
    if not divided and bool(export.table["breakdown"].notna().any()):
        divided = ["breakdown"]
    return f"{export.level} by {', '.join(divided)}" if divided else export.level


def _one_a_key(table: pd.DataFrame) -> pd.DataFrame:
    """Add up rows that nothing known tells apart: their order in a file is no name."""
    twice = table["key"].duplicated(keep=False)
    if not bool(twice.any()):
        return table
    shared = table[twice]
    sums = shared.groupby("key", sort=False)[list(METRICS)].sum(min_count=1)
    first = shared.drop_duplicates("key").set_index("key")
    first[list(METRICS)] = sums
    first[list(_NOT_TO_ADD)] = float("nan")
    first[["click_rate", "engagement_rate"]] = float("nan")
    import pandas as pd

    return pd.concat([table[~twice], first.reset_index()], ignore_index=True)


def empty() -> pd.DataFrame:
    """Return a table Data without rows."""
    return typed({name: [] for name in DATA})


def typed(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Return columns of plain values as the table Data, each in its type; columns that are missing are blank."""
    import pandas as pd

    rows = len(next(iter(columns.values()), []))
    made: dict[str, Any] = {}
    for name in DATA:
        kind = COLUMNS[name][0] if name in COLUMNS else Kind.TEXT
        cells = columns.get(name, [None] * rows)
        if kind is Kind.DATE:
            made[name] = pd.to_datetime(pd.Series(cells, dtype="object"))
        elif kind is Kind.TEXT:
            made[name] = pd.Series(cells, dtype="string")
        else:
            made[name] = pd.Series(cells, dtype="float64")
    frame = pd.DataFrame(made)
    for name in OWN:
        frame[name] = frame[name].fillna("")
    return frame


def months_of(data: pd.DataFrame) -> Any:
    """Return the month that each row counts in, such as 2026-04; missing where the row has no date.

    It is the month of the last day: a post counts in the month in which it was published.
    """
    day = data["end"].fillna(data["start"]).fillna(data["published"])
    return day.dt.strftime("%Y-%m").astype("string")
