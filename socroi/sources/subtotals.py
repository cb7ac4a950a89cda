"""Subtotals: a row without a platform, an ad set or an age, above the rows that divide its figures by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from socroi.sources import numerals
from socroi.sources.grid import as_text
from socroi.sources.headings import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from socroi.sources.typed_columns import TypedColumns

_DIVIDING: Final = (
    *("platform", "breakdown", "age", "gender", "country", "region", "placement", "device", "kind"),
    *("time_of_day", "network", "hour_of_day", "weekday", "click_type", "week", "month", "quarter", "year"),
    *("day", "start", "end"),
)
"""Fields that divide rows beside those that name them."""

Figures = dict[str, float]


def find(
    records: TypedColumns, additive: Mapping[str, NDArray[np.float64]], gone: Mapping[int, str]
) -> tuple[dict[int, str], dict[int, str]]:
    """Find the rows that others divide: those that are their sum, and those that are as large and are not.

    Args:
        records: the rows.
        additive: the columns that add up.
        gone: totals rows that are known already.

    Returns:
        Places among the rows with the reason: of subtotals, and of rows that are to be asked about.
    """
    known = fields()
    dividing = [field for field in records.fields if field in _DIVIDING or known.get(field, {}).get("identity")]
    # A bit for each column that has nothing in a row.
    blanks = np.zeros(len(records), dtype=np.int64)
    for bit, field in enumerate(dividing):
        blanks |= records.column(field).where(numerals.is_absent).astype(np.int64) << bit
    asks = np.ones(len(records), dtype=bool)
    asks[list(gone)] = False
    if records.hints.rows:
        asks &= ~np.isin(records.lines, list(records.hints.rows))
    patterns = np.unique(blanks[asks]).tolist()
    if len(patterns) < 2 or not additive:
        return {}, {}
    never = int(np.bitwise_and.reduce(patterns))
    leaves = np.flatnonzero(asks & (blanks == never))
    sure: dict[int, str] = {}
    asked: dict[int, str] = {}
    for pattern in patterns:
        if pattern == never:
            continue
        groups = _groups(records, [field for bit, field in enumerate(dividing) if not pattern >> bit & 1])
        lacking = [field for bit, field in enumerate(dividing) if (pattern & ~never) >> bit & 1]
        missing = ", ".join(f"“{records.name(field)}”" for field in sorted(lacking, key=records.place))
        sums = {
            field: np.bincount(groups[leaves], weights=np.nan_to_num(values[leaves]), minlength=int(groups.max()) + 1)
            for field, values in additive.items()
        }
        with_parts = np.isin(groups, groups[leaves])
        for index in np.flatnonzero(asks & (blanks == pattern) & with_parts).tolist():
            stated = {field: float(values[index]) for field, values in additive.items()}
            parts = {field: float(values[groups[index]]) for field, values in sums.items()}
            same, other, less = _compare(stated, parts)
            if not other and same >= 1:
                sure[index] = f"a subtotal: it has no {missing}, and is the sum of the rows that have"
            elif other and not less:
                asked[index] = f"it has no {missing}, and is larger than the rows together that have"
    return sure, asked


def _groups(records: TypedColumns, fields: list[str]) -> NDArray[np.intp]:
    """Number the rows by their texts in some columns: those that are alike there have one number."""
    groups = np.zeros(len(records), dtype=np.intp)
    for field in fields:
        texts = records.column(field).normal(as_text)
        groups = pd.factorize(groups * (len(texts.distinct) + 1) + texts.places)[0]
    return groups


def _compare(stated: Figures, parts: Figures) -> tuple[int, int, int]:
    """How many figures are the sums, are not, and are smaller."""
    same = other = less = 0
    for field, value in stated.items():
        if np.isnan(value):
            continue
        gap = value - parts[field]
        slack = 0.0151 + 1e-4 * abs(value) if fields()[field]["unit"] == "money" else 1e-6
        same += abs(gap) <= slack and value != 0
        other += abs(gap) > slack
        less += gap < -slack
    return same, other, less
