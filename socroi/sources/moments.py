"""Columns of dates: their days, their months, the first and the last of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray

    Moments = NDArray[np.datetime64]


def as_moments(found: Sequence[datetime | None]) -> Moments:
    """Dates of a list as an array; what is None is not a time."""
    return np.array(found, dtype="datetime64[us]")


def as_days(moments: Moments) -> Moments:
    """Dates without their time of day."""
    return moments.astype("datetime64[D]").astype("datetime64[us]")


def month_ends(moments: Moments) -> Moments:
    """The last day of the month of each date."""
    following: Any = moments.astype("datetime64[M]") + np.timedelta64(1, "M")
    last: Moments = (following.astype("datetime64[D]") - np.timedelta64(1, "D")).astype("datetime64[us]")
    return last


def span(*columns: Moments) -> tuple[date | None, date | None]:
    """The first and the last day that stand in columns."""
    known = [each[~np.isnat(each)] for each in columns]
    known = [each.astype("datetime64[D]") for each in known if len(each)]
    if not known:
        return None, None
    return min(each.min() for each in known).item(), max(each.max() for each in known).item()
