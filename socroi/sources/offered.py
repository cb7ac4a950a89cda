"""Texts that the drop-down of their column does not offer: formulas that look for its words pass over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.books.named_cells import NamedCells
from socroi.definition.suggestion import closest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.table_columns import TableColumn
    from socroi.workbook.writing.tables import Value

_SHOWN: Final = 8


def say_not_offered(loaded: Loaded, columns: Sequence[TableColumn], rows: Sequence[Mapping[int, Value]]) -> list[str]:
    """Return a sentence for each column that gets texts which the named list of its drop-down does not have.

    Args:
        loaded: the workbook.
        columns: of the table, by their place.
        rows: what is put in.
    """
    cells = NamedCells(loaded.book)
    said = []
    for place, column in enumerate(columns):
        area = cells.area(column.rule.source) if column.rule.source else None
        if area is None:
            continue
        offered = [
            value
            for row in range(area.top, area.bottom + 1)
            for at in range(area.left, area.right + 1)
            if isinstance(value := cells.at(area.sheet, row, at), str) and value
        ]
        known = {text.casefold() for text in offered}
        given = dict.fromkeys(text for row in rows if isinstance(text := row.get(place), str))
        odd = [text for text in given if text.casefold() not in known]
        if odd and offered:
            said.append(_sentence(column.heading, odd, offered))
    return said


def _sentence(heading: str, odd: Sequence[str], offered: Sequence[str]) -> str:
    named = ", ".join(f"“{text}”" for text in odd[:_SHOWN]) + (" and more" if len(odd) > _SHOWN else "")
    meant = [near for text in odd if (near := closest(text, offered))]
    known = ", ".join(offered[:_SHOWN]) + (" ..." if len(offered) > _SHOWN else "")
    hint = f"Is {' or '.join(dict.fromkeys(meant))} meant?" if meant else f"It offers: {known}."
    return f"Not in the drop-down of {heading}: {named}. Rows with such a text may not count. {hint}"
