"""Rows that a table holds already: the same file put in twice would count twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError
from socroi.sources.kinds import Kind
from socroi.workbook.writing.tables import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.tables import Form, Value

    Row = dict[int, Value]
    Key = tuple[object, ...]


FIGURES: Final = frozenset({Kind.AMOUNT, Kind.SHARE, Kind.DURATION, Kind.FLAG})
"""What columns hold that say how much, and not what a row is about."""
LISTS: Final = frozenset(
    ("KpiValues", "Kpis", "Channels", "Platforms", "Categories", "Goals", "Groups", "Indirect", "Tasks", "Ranges",
     "Estimates")
)  # fmt: skip
"""Tables of templates that are lists: the first column names what a row is about, and each name stands once."""


_SUGGESTED: Final = LISTS | {"Maturity"}
"""Tables of which templates suggest rows: a figure that the data says nothing of, such as a weight, may stand there."""


def there_already(loaded: Loaded, form: Form, rows: Sequence[Row]) -> int:
    """Return how many rows stand in the table already, each row of it counted once."""
    inputs, standing = _standing(loaded, form)
    return (standing & Counter(_key(row, inputs) for row in rows)).total()


def new_rows(loaded: Loaded, form: Form, rows: Sequence[Row]) -> list[Row]:
    """Return the rows that do not stand in the table."""
    inputs, standing = _standing(loaded, form)
    found = []
    for row in rows:
        key = _key(row, inputs)
        if standing[key]:
            standing[key] -= 1
        else:
            found.append(row)
    return found


def completed(
    loaded: Loaded, form: Form, rows: Sequence[Row], kinds: Mapping[int, Kind]
) -> tuple[dict[int, Row], list[Row]]:
    """Find the rows that complete one of which the table has the name alone, as templates suggest KPIs.

    Such a row has no figure, so that nothing of it counts; what stands in it is in the row of the data, too.

    Returns:
        the completed rows, by their 0-based row on the sheet, and the rows that complete none.
    """
    inputs = [place for place in range(len(form.table.columns)) if place not in form.computed]
    standing: dict[int, Row] = {
        index: {place: cells[place] for place in inputs if cells[place] not in (None, "")}
        for index, cells in enumerate(values(loaded, form), form.first)
    }
    names = [place for place, kind in kinds.items() if kind not in FIGURES]
    found: dict[int, Row] = {}
    rest = []
    for row in rows:
        given: Row = {place: value for place, value in row.items() if value is not None}
        fitting = [
            index
            for index, cells in standing.items()
            if index not in found and _completes(given, _asked(form, cells, kinds), names)
        ]
        if len(fitting) == 1:
            found[fitting[0]] = standing[fitting[0]] | given
        else:
            rest.append(row)
    return found, rest


def _asked(form: Form, standing: Row, kinds: Mapping[int, Kind]) -> Row:
    """Return what a row of the data has to agree with."""
    if form.table.name not in _SUGGESTED:
        return standing
    return {place: value for place, value in standing.items() if place in kinds}


def _completes(given: Row, standing: Row, names: Sequence[int]) -> bool:
    """Tell whether a row says more of what stands with its name alone."""
    known = {place: standing[place] for place in names if place in standing}
    figures = any(not isinstance(value, str) for place, value in standing.items() if place not in known)
    same = all(_folded(given.get(place)) == _folded(value) for place, value in known.items())
    named = any(isinstance(value, str) for value in known.values())
    return named and same and not figures and len(given) > len(known)


def _folded(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


def refuse_named_twice(form: Form, standing: Sequence[Sequence[Value]], rows: Sequence[Row], where: str) -> None:
    """Refuse rows of a list of the template whose name stands in it: a KPI that is listed twice has no value.

    Raises:
        UsageError: there are such rows.
    """
    if form.table.name not in LISTS:
        return
    there = {_folded(cells[0]) for cells in standing}
    names = [str(row[0]) for row in rows if row.get(0) is not None and _folded(row[0]) in there]
    if names:
        raise UsageError(
            f"{', '.join(f'“{name}”' for name in names)}: each name stands once in the table {form.table.name}, and is "
            "there already.",
            where=where,
            hint="Nothing was written. --correct puts what the data says in its place (in Python correct=True).",
        )


def counted_twice(form: Form, where: str, there: int, rows: int) -> UsageError:
    """Return the refusal of rows that would be counted twice."""
    if there == rows:
        what = "these rows are there already" if rows > 1 else "this row is there already"
        hint = "Nothing was written. To count them twice, say --again (in Python again=True)."
    else:
        what = f"{there:,} of its {rows:,} rows {'is' if there == 1 else 'are'} there already"
        hint = (
            "Nothing was written. --correct puts corrected rows in their places and new ones below, --only-new puts in "
            "the others, --again all of them (in Python correct=True, only_new=True, again=True)."
        )
    return UsageError(f"{what}, in the table {form.table.name}.", where=where, hint=hint)


def _standing(loaded: Loaded, form: Form) -> tuple[list[int], Counter[Key]]:
    """Return the columns that are typed, and how often each row stands in a table."""
    inputs = [place for place in range(len(form.table.columns)) if place not in form.computed]
    return inputs, Counter(_key(dict(enumerate(row)), inputs) for row in values(loaded, form))


def _key(row: Mapping[int, Value], inputs: Sequence[int]) -> Key:
    """Return what makes a row the same as another: every cell that is typed, flags apart from numbers."""
    cells = (row.get(place) for place in inputs)
    return tuple((isinstance(value, bool), None if value == "" else value) for value in cells)
