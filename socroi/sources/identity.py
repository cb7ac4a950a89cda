"""What tells a row of an export from all others, and stays the same in a later export of the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

_NAMES: Final = {
    "order": ("order",),
    "post": ("post_id", "link", "post", "published"),
    "channel": ("channel", "campaign"),
    "keyword": ("campaign_id", "campaign", "ad_set", "keyword"),
    "ad": ("campaign_id", "campaign", "ad_set", "ad"),
    "ad set": ("campaign_id", "campaign", "ad_set"),
    "campaign": ("campaign_id", "campaign"),
}
_KINDS: Final = {"own_results": ("campaign", "result_kind")}
_INSTEAD: Final = {"campaign": "campaign_id", "link": "post_id", "post": "post_id", "published": "post_id"}
"""Columns that count only where the one behind them is not known: names are changed, ids are not."""


def keys(table: pd.DataFrame, source: str, level: str) -> pd.Series[str]:
    """Return a key for each row of a tidy table.

    Args:
        table: with the columns of `COLUMNS`.
        source: short name of the exporter.
        level: of the rows.

    Returns:
        Source, level, account, id or name, breakdown, platform, first and last day, divided by `|`; of an order its
        number is enough.
    """
    import pandas as pd

    parts: list[pd.Series[str]] = []
    # An order is its number: a day in another time zone, or a tag that came later, makes no second one of it.
    about = () if level == "order" else ("breakdown", "platform", *_KINDS.get(source, ()))
    for name in ("account", *_NAMES.get(level, ()), *about):
        text = table[name].astype("string").fillna("").str.replace("|", "¦", regex=False)
        instead = _INSTEAD.get(name)
        parts.append(text if instead is None else text.where(table[instead].isna(), ""))
    # The figures of a post run over its life: a later file has the same post, and not another one.
    days = () if level == "order" else ("start", "end")
    parts += [table[name].dt.strftime("%Y-%m-%d").fillna("") for name in days]
    head = pd.Series(f"{source}|{level}", index=table.index, dtype="string")
    for part in parts:
        head = head + "|" + part.astype("string")
    return head
