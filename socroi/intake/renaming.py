"""Campaigns and ads without an id that were renamed: the same rows under two names.

Files without an id tell rows apart by their names alone. A name is taken for an older one of another where a later
export has none of it, and where on at least three days with figures unlike each other both have the very same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.intake.merging import ranks

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from socroi.intake.ledger import Import

_LEVELS: Final = ("campaign", "ad set", "ad", "keyword")
_WITHOUT: Final = 3
"""Days with the same figures that are no chance, where the figures differ from day to day."""
_NAMES: Final = ("campaign", "ad_set", "ad", "keyword", "breakdown")
_SAME: Final = ("source", "account", "view", "platform", "start", "end", "spend", "impressions")


def old_names(rows: pd.DataFrame, imports: Sequence[Import]) -> pd.Series[bool]:
    """Tell of each row that stands whether it stands under a newer name too."""
    import pandas as pd

    old = pd.Series(False, index=rows.index, dtype=bool)
    without_id = rows["campaign_id"].isna() & rows["level"].isin(_LEVELS)
    named = rows[without_id & (rows["spend"] > 0) & (rows["impressions"] > 0)]
    if not bool(named.duplicated(list(_SAME)).any()):
        return old
    place = ranks(imports)
    latest = {text: max(place[int(word)] for word in text.split()) for text in named["imports"].unique()}
    named = named[[*_SAME, "imports"]].assign(
        name=named[list(_NAMES)].fillna("").agg("|".join, axis=1),
        latest=named["imports"].map(latest).astype(int),
        row=named.index,
    )
    named["account"] = named["account"].fillna("")
    named["platform"] = named["platform"].fillna("")
    pairs = named.merge(named, on=list(_SAME), suffixes=("", " new"))
    pairs = pairs[(pairs["name"] != pairs["name new"]) & (pairs["latest"] < pairs["latest new"])]
    both = zip(pairs["imports"], pairs["imports new"], strict=True)
    apart = [set(one.split()).isdisjoint(other.split()) for one, other in both]
    pairs = pairs[pd.Series(apart, index=pairs.index, dtype=bool)]
    for _, pair in pairs.groupby(["source", "account", "view", "platform", "name", "name new"]):
        if len(pair[["spend", "impressions"]].drop_duplicates()) >= _WITHOUT:
            old.loc[pair["row"]] = True
    return old
