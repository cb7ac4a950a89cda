"""The imports of a book, as its sheet Imports lists them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE: Final = "imported"
UNDONE: Final = "undone"


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was imported.

    Attributes:
        number: what `--diff` and `--undo` call it.
        when: the moment of the import, by the computer's own clock.
        file: the name of the file, in its folder or zip.
        title: exporter and kind of report.
        claims: whose truth it tells.
        account: its account; "" where neither file nor person said one.
        view: the level of its rows, and what divides them.
        first: the first day that it covers, in ISO 8601; "" where it says none.
        last: the last one.
        rows: how many rows it has.
        new: how many of them were not known.
        corrected: how many stood with other figures.
        unchanged: how many stood with the same.
        spend: their sum; None where the file knows none.
        revenue: the same.
        state: "imported" or "undone".
        sha: SHA-256 of its bytes.
        source: short name of the exporter.
        made: when the file was saved, or what the person said of it.
        daily: whether each row is of one day.
        reach: the last day of which a row speaks, the day of publishing counted.
        metrics: the metrics that it has a column for, divided by blanks.
    """

    number: int
    when: str
    file: str
    title: str
    claims: str
    account: str
    view: str
    first: str
    last: str
    rows: int
    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    spend: float | None = None
    revenue: float | None = None
    state: str = DONE
    sha: str = ""
    source: str = ""
    made: str = ""
    daily: bool = False
    reach: str = ""
    metrics: str = ""


COLUMNS: Final = tuple(field.name for field in fields(Import))
_NUMBERS: Final = frozenset({"number", "rows", "new", "corrected", "unchanged"})
_MONEY: Final = frozenset({"spend", "revenue"})


def from_cells(cells: Sequence[Any]) -> Import:
    """Return an import from a row of the sheet, its cells in the order of `COLUMNS`."""
    values: dict[str, Any] = {}
    for name, cell in zip(COLUMNS, cells, strict=True):
        if name in _NUMBERS:
            values[name] = int(cell or 0)
        elif name in _MONEY:
            values[name] = cell if isinstance(cell, float) else None
        elif name == "daily":
            values[name] = bool(cell)
        else:
            values[name] = str(cell or "")
    return Import(**values)


def to_cells(each: Import) -> list[Any]:
    """Return the cells of an import, in the order of `COLUMNS`."""
    return [getattr(each, name) for name in COLUMNS]


def standing_imports(imports: Sequence[Import]) -> list[Import]:
    """Return those that were not undone."""
    return [each for each in imports if each.state != UNDONE]


def undone(imports: Sequence[Import], number: int) -> list[Import]:
    """Return all imports, one of them marked as undone."""
    return [replace(each, state=UNDONE) if each.number == number else each for each in imports]
