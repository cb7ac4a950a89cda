"""What a template hands on to the next year's workbook: columns and cells that stay, and the rest of spread bills."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from socroi.books.named_cells import NamedCells

Row: TypeAlias = "Mapping[str, Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """What a template hands on, besides its lists and the settings of its first sheet.

    Args:
        columns: by table the columns whose texts and figures are the same next year.
        rest: by table what makes of its rows, and the first month of the next year, those that go on.
        cells: the names of further input cells.
        settings: what else is typed in, from the cells of the old workbook.
    """

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rest: Mapping[str, Callable[[Sequence[Row], date], list[dict[str, Any]]]] = field(default_factory=dict)
    cells: Sequence[str] = ()
    settings: Callable[[NamedCells], Mapping[str, Any]] | None = None


def left_of_bills(rows: Sequence[Row], first: date) -> list[dict[str, Any]]:
    """Return what is still to be spread of costs from a first month on, and the costs that are dated after it."""
    found = []
    for row in rows:
        months = max(1, int(row["months"])) if isinstance(row.get("months"), float) else 1
        cost = _cost(row)
        if not isinstance(row.get("month"), date) or cost is None:
            continue
        past = (first.year - row["month"].year) * 12 + first.month - row["month"].month
        if past <= 0:
            found.append(dict(row))
        elif past < months:
            left = months - past
            spread = {"amount": cost * left / months, "months": left, "month": first, "hours": None, "rate": None}
            found.append({**row, **spread})
    return found


def _cost(row: Row) -> float | None:
    amount, hours, rate = (row.get(key) for key in ("amount", "hours", "rate"))
    if isinstance(amount, float):
        return amount
    return hours * rate if isinstance(hours, float) and isinstance(rate, float) else None
