"""Totals among rows that are to go into a table: one that says so and is the sum of the others is left out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from socroi.errors import MisfitError
from socroi.sources.kinds import Kind
from socroi.sources.numerals import is_absent
from socroi.sources.totals import certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from socroi.sources.given_rows import GivenRows
    from socroi.workbook.writing.tables import Value

    Row = dict[int, Value]
    Styles = TypeVar("Styles")
    Typed = tuple[list[Row], Styles, dict[int, Kind]]

_CENT: Final = 0.005
_ADDENDS: Final = 2
"""A row without a name is taken for the sum of so many others at least."""


def without_totals(
    given: GivenRows, places: Mapping[str, int], typed: Callable[[GivenRows], Typed[Styles]]
) -> tuple[Typed[Styles], list[str]]:
    """Return the rows as they are written, without totals, and what is said of those.

    Args:
        given: the rows as they stand in the file.
        places: of its columns in the table.
        typed: reads rows as their columns want them, blank rows too.

    Raises:
        MisfitError: cells are not what their columns hold.
    """
    labels = _labels(given)
    nameless = last if (last := _shorter_last(given)) not in labels else None
    if not labels and nameless is None:
        return typed(given), []
    suspects = {*labels, *(() if nameless is None else (nameless,))}
    taken_out = frozenset(suspects)
    rows, _, kinds = found = typed(given.without(suspects))
    figures = {name for name, place in places.items() if kinds[place] is Kind.AMOUNT}
    named = {name: cells for name, cells in given.columns.items() if name not in figures}
    if nameless is not None and any(not is_absent(cells[nameless]) for cells in named.values()):
        suspects.discard(nameless)
    try:
        read = typed(given.without(suspects, figures))[0]
    except MisfitError:
        return typed(given), []
    others = [row for index, row in enumerate(rows) if index not in suspects]
    sums = {index for index in suspects if _is_sum(read[index], others, named=index in labels)}
    said = [
        f"Line {given.line + index} was left out: a total"
        f"{f' by “{labels[index]}”' if index in labels else ' without a name'}, the sum of the other rows."
        for index in sorted(sums)
    ]
    said += [
        f"Line {given.line + index} says “{labels[index]}” and is not the sum of the other rows: it was put in. If it "
        "is a total, take it out, as it counts twice."
        for index in sorted(labels.keys() - sums)
    ]
    return (found if sums == taken_out else typed(given.without(sums))), said


def _labels(given: GivenRows) -> dict[int, str]:
    """Return the rows of which a cell says that they are a total, with what it says."""
    found: dict[int, str] = {}
    for cells in given.columns.values():
        for index, cell in enumerate(cells):
            if isinstance(cell, str) and certainty(cell):
                found.setdefault(index, cell.strip())
    return found


def _shorter_last(given: GivenRows) -> int | None:
    """Return the last row that is not blank, where it holds fewer cells than the others do."""
    filled = [sum(not is_absent(cells[index]) for cells in given.columns.values()) for index in range(len(given))]
    last = max((index for index, count in enumerate(filled) if count), default=None)
    if last is None or filled[last] >= max(filled):
        return None
    return last


def _is_sum(row: Row, others: Sequence[Row], *, named: bool) -> bool:
    """Tell whether figures of a row are the sums of the others': of one without a name all, else one at least."""
    agreeing = differing = 0
    for place, total in row.items():
        addends = [value for each in others if isinstance(value := each.get(place), float | int)]
        if not isinstance(total, float | int) or not total or not addends:
            continue
        if not named and len(addends) < _ADDENDS:
            return False
        same = math.isclose(math.fsum(addends), total, rel_tol=1e-9, abs_tol=_CENT * (len(addends) + 1))
        agreeing += same
        differing += not same
    return bool(agreeing) and (named or not differing)
