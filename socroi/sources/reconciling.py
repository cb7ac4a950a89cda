"""What a file says twice must agree: its rates with its columns, its rows with its window, clicks with impressions."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from socroi.sources.grid import as_text
from socroi.sources.headings import fields, header_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.sources.records import Records

_RELATIVE: Final = 0.002
"""Rates are computed from figures that were not rounded yet: by so much they may differ beyond their last digit."""

_FEW: Final = 2
"""So many clicks may come after the day on which the ad was shown."""


def check(
    records: Records, columns: Mapping[str, Sequence[object]], ratios: Mapping[str, tuple[str, str, float]]
) -> None:
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


def _window(records: Records, columns: Mapping[str, Sequence[object]]) -> None:
    first, last = records.window
    for name in ("start", "end"):
        for index, moment in enumerate(columns.get(name, ())):
            if not isinstance(moment, datetime):
                continue
            day = moment.date()
            if (first and day < first) or (last and day > last):
                raise records.refuse(
                    f"it is of {day}, and the file says that it covers {_span(first, last)}.",
                    row=index,
                    hint="If day and month were taken for each other, say --date-order dmy or mdy (in Python "
                    "date_order=); else the file was edited: export it again.",
                )


def _span(first: date | None, last: date | None) -> str:
    return f"{first or '...'} to {last or '...'}"


def _clicks(records: Records, columns: Mapping[str, Sequence[object]]) -> None:
    """Nobody clicks on what was not shown."""
    late: list[int] = []
    pairs = zip(columns.get("clicks", ()), columns.get("impressions", ()), strict=False)
    for index, (clicks, shown) in enumerate(pairs):
        if not isinstance(clicks, float) or not isinstance(shown, float) or not clicks > shown:
            continue
        if clicks - shown > _FEW:
            raise records.refuse(
                f"it has {clicks:,.10g} clicks on {shown:,.10g} impressions.",
                row=index,
                hint="Columns were moved, or their numbers misread: export the file again.",
            )
        late.append(records.rows[index][0])
    if late:
        rows = ", ".join(map(str, late[:5])) + (" ..." if len(late) > 5 else "")
        records.notes.append(f"More clicks than impressions in row {rows}: a click may come a day after the ad.")


def _ratio(records: Records, field: str, part: str, whole: str, times: float) -> None:
    name = records.name(field)
    if header_key(name) in map(header_key, records.hints.unchecked):
        return
    stated, above, below = (
        records.numbers(each, counted=fields()[each]["unit"] == "count") for each in (field, part, whole)
    )
    cells = records.cells(field)
    written = [as_text(cell) for cell in cells]
    percent = any("%" in text for text in written)
    factors = (100.0,) if percent else (100.0, 1.0) if field.endswith("click_rate") else (1.0,)
    wrong: list[list[int]] = []
    for factor in factors:
        wrong.append([])
        for index, value in enumerate(stated):
            if math.isnan(value + above[index] + below[index]) or not below[index]:
                continue
            right = factor * times * above[index] / below[index]
            if abs(value - right) > _slack(records, cells[index], part, above[index], right):
                wrong[-1].append(index)
    fewest = min(wrong, key=len)
    if not fewest:
        return
    index = fewest[0]
    right = factors[wrong.index(fewest)] * times * above[index] / below[index]
    more = f" So it is in {len(fewest)} of {len(records)} rows." if len(fewest) > 1 else ""
    raise records.refuse(
        f"“{name}” is {written[index]}, and “{records.name(part)}” {above[index]:,.10g} by “{records.name(whole)}” "
        f"{below[index]:,.10g} makes {right:,.4g}.{more}",
        row=index,
        hint=f"A number was misread or the file edited. If “{name}” means something else here, say "
        f"unchecked=[{name!r}] in Python.",
    )


def _slack(records: Records, cell: object, part: str, above: float, right: float) -> float:
    """How far a rate may be from its parts: a unit of its last digit, and what its numerator was rounded by."""
    decimals = 9
    if isinstance(cell, str):
        figures = re.search(r"[.,](\d+)\D*$", cell)
        decimals = len(figures[1]) if figures and len(figures[1]) != 3 else 3 if figures else 0
    unit = 1.01 * 10.0**-decimals
    rounded = 0.006 / above if above and fields()[part]["unit"] == "money" else 0.0
    del records
    return unit + abs(right) * (_RELATIVE + rounded)
