"""What a file says twice must agree: its rates with its columns, its rows with its window, clicks with impressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.grid import as_text
from socroi.sources.headings import fields, header_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from socroi.sources.numerals import Cell
    from socroi.sources.tidy import Values
    from socroi.sources.typed_columns import TypedColumns

_RELATIVE: Final = 0.002
"""Rates are computed from figures that were not rounded yet: by so much they may differ beyond their last digit."""

_FEW: Final = 2
"""So many clicks may come after the day on which the ad was shown."""


def check(records: TypedColumns, columns: Mapping[str, Values], ratios: Mapping[str, tuple[str, str, float]]) -> None:
    """Hold a file against itself.

    Args:
        records: its rows.
        columns: what was read of them.
        ratios: the rates to check: the fields of numerator and denominator, and a factor.

    Raises:
        SourceError: two figures of a row contradict each other, or a row lies outside the file's own window.
    """
    _window(records, columns)
    _clicks(records, columns)
    for field, (part, whole, times) in ratios.items():
        if field in records and part in records and whole in records:
            _ratio(records, field, part, whole, times)


def _window(records: TypedColumns, columns: Mapping[str, Values]) -> None:
    first, last = records.window
    for name in ("start", "end"):
        if name not in columns or (first is None and last is None):
            continue
        days = np.array(columns[name], dtype="datetime64[us]").astype("datetime64[D]")
        outside = np.zeros(len(days), dtype=bool)
        if first is not None:
            outside |= days < np.datetime64(first)
        if last is not None:
            outside |= days > np.datetime64(last)
        if outside.any():
            index = int(np.argmax(outside))
            raise records.refuse(
                f"it is of {days[index]}, and the file says that it covers {_span(first, last)}.",
                row=index,
                hint="If day and month were taken for each other, say --date-order dmy or mdy (in Python "
                "date_order=); else the file was edited: export it again.",
            )


def _span(first: date | None, last: date | None) -> str:
    return f"{first or '...'} to {last or '...'}"


def _clicks(records: TypedColumns, columns: Mapping[str, Values]) -> None:
    """Nobody clicks on what was not shown."""
    if "clicks" not in columns or "impressions" not in columns:
        return
    clicks, shown = (np.array(columns[name], dtype=np.float64) for name in ("clicks", "impressions"))
    more = clicks - shown
    far = more > _FEW
    if far.any():
        index = int(np.argmax(far))
        raise records.refuse(
            f"it has {clicks[index]:,.10g} clicks on {shown[index]:,.10g} impressions.",
            row=index,
            hint="Columns were moved, or their numbers misread: export the file again.",
        )
    late = [records.line(row) for row in np.flatnonzero(more > 0).tolist()]
    if late:
        rows = ", ".join(map(str, late[:5])) + (" ..." if len(late) > 5 else "")
        records.notes.append(f"More clicks than impressions in row {rows}: a click may come a day after the ad.")


def _ratio(records: TypedColumns, field: str, part: str, whole: str, times: float) -> None:
    name = records.name(field)
    if header_key(name) in map(header_key, records.hints.unchecked):
        return
    stated, above, below = (
        records.numbers(each, counted=fields()[each]["unit"] == "count") for each in (field, part, whole)
    )
    column = records.column(field)
    percent = any("%" in as_text(cell) for cell in column.distinct)
    factors = (100.0,) if percent else (100.0, 1.0) if field.endswith("click_rate") else (1.0,)
    unit = np.array([_unit(cell) for cell in column.distinct])[column.places]
    rounded = np.zeros(len(stated))
    if fields()[part]["unit"] == "money":
        rounded = np.divide(0.006, above, out=rounded, where=above != 0)
    asked = ~np.isnan(stated + above + below) & (below != 0)
    quotient = np.divide(times * above, below, out=np.zeros(len(stated)), where=asked)
    wrong = [
        np.flatnonzero(
            asked & (np.abs(stated - factor * quotient) > unit + np.abs(factor * quotient) * (_RELATIVE + rounded))
        )
        for factor in factors
    ]
    fewest = min(wrong, key=len)
    if not len(fewest):
        return
    index = int(fewest[0])
    right = factors[[len(each) for each in wrong].index(len(fewest))] * quotient[index]
    more = f" So it is in {len(fewest)} of {len(records)} rows." if len(fewest) > 1 else ""
    raise records.refuse(
        f"“{name}” is {as_text(column.cell(index))}, and “{records.name(part)}” {above[index]:,.10g} by "
        f"“{records.name(whole)}” {below[index]:,.10g} makes {right:,.4g}.{more}",
        row=index,
        hint=f"A number was misread or the file edited. If “{name}” means something else here, say --unchecked "
        f"“{name}” (in Python unchecked=[{name!r}]).",
    )


def _unit(cell: Cell) -> float:
    """A unit of the last digit of a rate, by which it may be rounded."""
    decimals = 9
    if isinstance(cell, str):
        figures = re.search(r"[.,](\d+)\D*$", cell)
        decimals = len(figures[1]) if figures and len(figures[1]) != 3 else 3 if figures else 0
    return 1.01 * 10.0**-decimals
