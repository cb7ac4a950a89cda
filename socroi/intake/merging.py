"""Rows of several exports with the same key: the later export stands, the old value is kept.

The table Data holds every version of a row that some import had. Which one stands depends on the exports alone, and
not on the order in which they were imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from socroi.intake.rows import FIGURES
from socroi.sources.export import METRICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from socroi.intake.ledger import Import


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import brought.

    Attributes:
        new: rows that were not known.
        corrected: rows that stand with other figures now.
        completed: rows of which more is known now.
        older: rows of which a later export is known already, with other figures.
        unchanged: rows that stood with the same figures.
        days: how many days the corrected rows are of.
        spend: by how much the spend of the corrected rows changed.
        revenue: the same of their revenue.
    """

    new: int
    corrected: int
    completed: int
    older: int
    unchanged: int
    days: int
    spend: float
    revenue: float


def ranks(imports: Sequence[Import]) -> dict[int, int]:
    """Return the place of each import among all: the later the export was made, the higher.

    An export is later if its file was saved on a later day; of one day, if it reaches further; else if it was saved
    later on that day.
    """
    ordered = sorted(imports, key=lambda each: (each.made[:10], each.reach, each.made, each.sha))
    return {each.number: place for place, each in enumerate(ordered)}


def with_import(data: pd.DataFrame, rows: pd.DataFrame, number: int, imports: Sequence[Import]) -> pd.DataFrame:
    """Return Data with the rows of an import; a row that is there with the same figures is named for both.

    Args:
        data: the table.
        rows: the rows of the import, one a key.
        number: of the import.
        imports: all that are known, this one too.
    """
    import pandas as pd

    rows = rows.assign(imports=str(number))
    if not len(data):
        return rows.reset_index(drop=True)
    known = pd.MultiIndex.from_arrays([data["key"], _figures(data)])
    again = pd.MultiIndex.from_arrays([rows["key"], _figures(rows)])
    place = known.get_indexer(again)
    there = place >= 0
    names = data["imports"].iloc[place[there]] + f" {number}"
    data = data.copy()
    # Names and settings may have changed where figures have not: those of the later file are kept.
    newest = _rank(data, imports).iloc[place[there]].to_numpy() < ranks(imports)[number]
    at = data.index[place[there]]
    data.loc[at[newest], list(data.columns)] = rows[there][newest][list(data.columns)].to_numpy()
    data.loc[at, "imports"] = names.to_numpy()
    return pd.concat([data, rows[~there]], ignore_index=True)


def without_import(data: pd.DataFrame, number: int) -> pd.DataFrame:
    """Return Data without what one import alone brought."""
    changed = {text: _without(text, number) for text in data["imports"].unique()}
    left = data.assign(imports=data["imports"].map(changed).astype("string"))
    return left[left["imports"] != ""].reset_index(drop=True)


def standing(data: pd.DataFrame, imports: Sequence[Import]) -> pd.DataFrame:
    """Return one row for each key: of each figure the one of the latest export that has its column.

    An export that lacks a column says nothing of it; one that has it and leaves a cell blank does.

    Returns:
        rows of Data, each at the index of its latest version.
    """
    rank = _rank(data, imports)
    several = data["key"].duplicated(keep=False)
    ordered = data[several].assign(rank=rank[several]).sort_values("rank", kind="stable")
    latest = ordered.drop_duplicates("key", keep="last")
    at = dict(zip(latest["key"], latest.index, strict=True))
    latest = latest.set_index("key")
    for name in METRICS:
        knowing = [each for each in imports if name in each.metrics.split()]
        if len(knowing) == len(imports):
            continue
        place = _rank(ordered, knowing, among=imports)
        known = ordered[place >= 0].assign(rank=place[place >= 0]).sort_values("rank", kind="stable")
        latest[name] = known.drop_duplicates("key", keep="last").set_index("key")[name].reindex(latest.index)
    import pandas as pd

    combined = latest.drop(columns="rank").reset_index()
    combined.index = pd.Index([at[key] for key in combined["key"]])
    return pd.concat([data[~several], combined[list(data.columns)]]).sort_index()


def difference(before: pd.DataFrame, after: pd.DataFrame, rows: pd.DataFrame) -> Difference:
    """Compare what stood before an import with what stands after it.

    Args:
        before: the rows that stood.
        after: those that stand.
        rows: those of the import.
    """
    was, now = before.set_index("key"), after.set_index("key")
    known = rows["key"].isin(was.index)
    keys = rows["key"][known]
    was, now, mine = was.loc[keys], now.loc[keys], rows[known].set_index("key")
    changed = _figures(was) != _figures(now)
    other = _unlike(was, now, METRICS) & ~was[list(METRICS)].isna()
    corrected = changed & other.any(axis=1).to_numpy()
    older = ~changed & (_unlike(mine, now, METRICS) & ~mine[list(METRICS)].isna()).any(axis=1).to_numpy()
    change = {
        name: round(float((now[name].fillna(0.0) - was[name].fillna(0.0)).to_numpy()[corrected].sum()), 6)
        for name in ("spend", "revenue")
    }
    days = now["start"].fillna(now["published"])[corrected].dt.normalize().nunique()
    return Difference(
        new=int((~known).sum()),
        corrected=int(corrected.sum()),
        completed=int((changed & ~corrected).sum()),
        older=int(older.sum()),
        unchanged=int((~changed & ~older).sum()),
        days=int(days),
        spend=change["spend"],
        revenue=change["revenue"],
    )


def differing(data: pd.DataFrame, number: int, imports: Sequence[Import]) -> pd.DataFrame:
    """Return the rows of an import of which the other imports say something else: what it says, and what they say.

    The columns are names and days, and for each metric that differs somewhere the metric and `<metric> otherwise`.
    """
    held = _held(data, number)
    mine = data[held]
    others = standing(data[~held], [each for each in imports if each.number != number])
    pairs = mine.merge(others[["key", *METRICS]], on="key", suffixes=("", " otherwise"))
    otherwise = pairs[[f"{name} otherwise" for name in METRICS]].set_axis(list(METRICS), axis=1)
    unlike = _unlike(pairs, otherwise, METRICS)
    differs = [name for name in METRICS if bool(unlike[name].any())]
    names = ("platform", "campaign", "ad", "post", "order", "start", "end")
    shown = [name for name in names if bool(pairs[name].notna().any())]
    columns = [*shown, *(name for metric in differs for name in (metric, f"{metric} otherwise"))]
    return pairs[unlike.any(axis=1)][columns].reset_index(drop=True)


def _unlike(one: pd.DataFrame, other: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Tell where figures differ; two that are not known are alike."""
    one, other = one[list(names)], other[list(names)]
    return (one != other) & ~(one.isna() & other.isna())


def _held(data: pd.DataFrame, number: int) -> pd.Series[bool]:
    """Tell of each row whether an import has it with these figures."""
    word = str(number)
    return data["imports"].map({text: word in text.split() for text in data["imports"].unique()}).astype(bool)


def _rank(data: pd.DataFrame, imports: Sequence[Import], *, among: Sequence[Import] | None = None) -> pd.Series[int]:
    """Return the place of the latest of some imports that has each row; -1 where none of them has it."""
    places = ranks(among if among is not None else imports)
    wanted = {str(each.number): places[each.number] for each in imports}
    known = {
        text: max((wanted.get(word, -1) for word in text.split()), default=-1) for text in data["imports"].unique()
    }
    return data["imports"].map(known).astype(int)


def _figures(data: pd.DataFrame) -> Any:
    """Return one number for the figures of each row: equal figures have equal ones."""
    import pandas as pd

    return pd.util.hash_pandas_object(data[list(FIGURES)], index=False).to_numpy()


def _without(text: str, number: int) -> str:
    return " ".join(word for word in text.split() if int(word) != number)
