"""Subtotals: a row without a platform, an ad set or an age, above the rows that divide its figures by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources import numerals
from socroi.sources.grid import as_text
from socroi.sources.headings import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from socroi.sources.records import Records

_DIVIDING: Final = (
    *("platform", "breakdown", "age", "gender", "country", "region", "placement", "device", "kind"),
    *("day", "start", "end"),
)
"""Fields that divide rows beside those that name them."""

Figures = dict[str, float]


def find(
    records: Records, additive: Mapping[str, NDArray[np.float64]], gone: Mapping[int, str]
) -> tuple[dict[int, str], dict[int, str]]:
    """Find the rows that others divide: those that are their sum, and those that are as large and are not.

    Args:
        records: the rows.
        additive: the columns that add up.
        gone: totals rows that are known already.

    Returns:
        Places in `records.rows` with the reason: of subtotals, and of rows that are to be asked about.
    """
    known = fields()
    dividing = [
        records.column(field) for field in records.fields if field in _DIVIDING or known.get(field, {}).get("identity")
    ]
    blanks = {
        index: frozenset(column for column in dividing if numerals.is_absent(cells[column]))
        for index, (number, cells) in enumerate(records.rows)
        if index not in gone and number not in records.hints.rows
    }
    if len(set(blanks.values())) < 2 or not additive:
        return {}, {}
    never = frozenset.intersection(*blanks.values())
    leaves = [index for index, blank in blanks.items() if blank == never]
    sure: dict[int, str] = {}
    asked: dict[int, str] = {}
    for pattern in set(blanks.values()) - {never}:
        columns = [column for column in dividing if column not in pattern]
        sums = _sums(records, leaves, columns, additive)
        missing = ", ".join(f"“{records.names[column]}”" for column in sorted(pattern - never))
        for index, blank in blanks.items():
            parts = sums.get(_key(records, index, columns)) if blank == pattern else None
            if parts is None:
                continue
            stated = {field: float(values[index]) for field, values in additive.items()}
            same, other, less = _compare(stated, parts)
            if not other and same >= 1:
                sure[index] = f"a subtotal: it has no {missing}, and is the sum of the rows that have"
            elif other and not less:
                asked[index] = f"it has no {missing}, and is larger than the rows together that have"
    return sure, asked


def _key(records: Records, index: int, columns: list[int]) -> tuple[str, ...]:
    cells = records.rows[index][1]
    return tuple(as_text(cells[column]) for column in columns)


def _sums(
    records: Records, leaves: list[int], columns: list[int], additive: Mapping[str, NDArray[np.float64]]
) -> dict[tuple[str, ...], Figures]:
    """The sums of the finest rows, by what their subtotal would have too."""
    found: dict[tuple[str, ...], Figures] = {}
    for index in leaves:
        sums = found.setdefault(_key(records, index, columns), dict.fromkeys(additive, 0.0))
        for field, values in additive.items():
            sums[field] += 0.0 if np.isnan(values[index]) else float(values[index])
    return found


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
