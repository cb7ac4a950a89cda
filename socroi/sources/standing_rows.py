"""Rows that a table holds already: the same file put in twice would count twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from socroi.errors import UsageError
from socroi.workbook.writing.tables import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.tables import Form, Value

    Row = dict[int, Value]
    Key = tuple[object, ...]


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
