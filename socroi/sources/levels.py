"""Columns that hold how many there are by then, where how many came is wanted: “Total followers”, “Spend to date”.

Added up over days they would count the first follower once a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.headings import fields, header_key, words

if TYPE_CHECKING:
    from socroi.sources.typed_columns import TypedColumns

_FEWEST: Final = 3
"""Rows that have to grow from one to the next."""


def refuse_levels(records: TypedColumns) -> None:
    """Refuse a column that grows from day to day and whose heading says that it holds a sum so far.

    Raises:
        SourceError: there is one.
    """
    when = next((field for field in ("day", "month", "start") if field in records), None)
    if when is None or len(records) < _FEWEST:
        return
    known = {word for each in words()["levels"].values() for word in each}
    for field in records.fields:
        if not fields().get(field, {}).get("additive"):
            continue
        name = header_key(records.name(field))
        said = any(word in name for word in known)
        if not said and not (field == "followers" and _is_total(name)):
            continue
        texts = records.texts(when)
        if len(set(texts)) < len(texts):
            continue
        values = records.numbers(field)
        steps = np.diff(values[~np.isnan(values)])
        grows = bool((steps >= 0).all() or (steps <= 0).all()) and bool((steps != 0).any())
        # Of a total it may be that of several kinds, as they came: a level changes little from day to day.
        if len(steps) >= _FEWEST - 1 and grows and (said or np.nanmin(values) > 10 * np.abs(steps).max()):
            raise records.refuse(
                f"“{records.name(field)}” grows row by row, from {np.nanmin(values):,.10g} to "
                f"{np.nanmax(values):,.10g}: it says how much there is by then, and not how much came.",
                hint="Take the column of what was new in each row, or leave this one out.",
            )


def _is_total(name: str) -> bool:
    return any(word in name.split() for each in words()["totals"].values() for word in each)
