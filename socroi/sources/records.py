"""The rows of an export: totals rows set aside, sums checked, every doubt in a sentence, and the tidy table of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.errors import SourceError
from socroi.sources import numerals, totals
from socroi.sources.export import CLAIMS, Export
from socroi.sources.grid import as_text
from socroi.sources.headings import exporters, fields, headings
from socroi.sources.reconciling import check
from socroi.sources.tidy import tidy
from socroi.sources.typed_columns import TypedColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from socroi.sources.headings import Headings
    from socroi.sources.numerals import Cell
    from socroi.sources.tidy import Values

_NAMED: Final = 5
"""Rows that are named before the rest is counted."""


class Records(TypedColumns):
    """The rows below one header row of a grid, and what becomes of them."""

    def leave_out(self, chosen: Callable[[dict[str, str]], bool]) -> list[int]:
        """Take the rows away for which `chosen`, given their texts by field, is true; return their row numbers."""
        columns = {field: self.column(field).each(as_text) for field in self.fields}
        gone = [row for row in range(len(self)) if chosen({field: cells[row] for field, cells in columns.items()})]
        lines = [self.line(row) for row in gone]
        self.without(gone)
        return lines

    def without_totals(self, *, blank: bool = False) -> None:
        """Leave the totals rows out, and note where the first of them differs from the sum of the rows kept.

        Args:
            blank: the exporter's totals row has no name, whatever its figures.

        Raises:
            SourceError: a row may be a total or not.
        """
        found = totals.find(self, blank=blank)
        if not found:
            return
        left = sorted(found)
        lines = [self.line(row) for row in left]
        # One that is the sum of rows beside it was held against them already.
        held = next((row for row in left if "sum of the rows" not in found[row]), None)
        chosen = left[0] if held is None else held
        first = {field: self.cell(field, chosen) for field in self.fields}
        where = self.line(chosen)
        self.left_out += [(self.line(row), why) for row, why in found.items()]
        self.without(found)
        self._say_totals(lines, first, where, compared=held is not None)

    def _say_totals(self, lines: Sequence[int], first: Mapping[str, Cell], line: int, *, compared: bool) -> None:
        """Note which rows were left out, and where one of them differs from the sum of those that are kept."""
        places = ", ".join(map(str, lines))
        rows = f"row {places}, a totals row" if len(lines) == 1 else f"rows {places}, totals rows"
        differences: list[str] = []
        for field, cell in first.items():
            if not fields().get(field, {}).get("additive") or numerals.is_unknown(cell):
                continue
            try:
                stated = numerals.numbers([cell], self.decimal(field))[0]
            except numerals.Unreadable as error:
                raise SourceError(
                    f"“{self.name(field)}” is {error.text!r} in the totals row, where a number is expected.",
                    where=f"{self.grid.where}, row {line}",
                    hint="Export the file again. If that row is none of totals, delete it or write its figure.",
                ) from error
            values = self.numbers(field, counted=fields()[field]["unit"] == "count")
            added = math.fsum(values[~np.isnan(values)])
            if compared and not math.isclose(stated, added, rel_tol=1e-9, abs_tol=0.005):
                differences.append(f"{self.name(field)} {stated:,.10g} against {added:,.10g}")
        tail = "; the file's total differs from the sum of its rows: " + ", ".join(differences) if differences else ""
        self.notes.append(f"Left out {rows}{tail}.")

    def export(
        self,
        columns: Mapping[str, Values],
        *,
        source: str,
        title: str,
        because: str,
        window: tuple[date | None, date | None] = (None, None),
        others: Mapping[str, pd.DataFrame] | None = None,
        known: Headings | None = None,
    ) -> Export:
        """Put the columns together into the tidy table."""
        used = set(self._columns.values())
        ignored = [name for index, name in enumerate(self.names) if index not in used and name]
        if not len(self):
            raise self.refuse("it has a header and no rows.", hint="Choose a period with activity, and export again.")
        if known is None and source in exporters():
            known = headings(source)
        check(self, columns, known.ratios if known else {})
        self._say_undated(columns)
        claims = known.about["claims"] if known else "platform"
        self.release()
        return Export(
            tidy(columns, len(next(iter(columns.values())))),
            source,
            title,
            self.grid.path,
            because,
            window,
            self.notes,
            ignored,
            others or {},
            sorted(self.left_out),
            CLAIMS[claims],
        )

    def _say_undated(self, columns: Mapping[str, Values]) -> None:
        """Note the rows that have no day, where others have one: of merged cells the first alone holds it."""
        dated = [each for name in ("start", "published") if isinstance(each := columns.get(name), np.ndarray)]
        if not dated:
            return
        undated = np.logical_and.reduce([np.isnat(each) for each in dated])
        if undated.all() or not undated.any():
            return
        lines = [self.line(row) for row in np.flatnonzero(undated).tolist()]
        more = len(lines) - _NAMED
        shown = ", ".join(map(str, lines[:_NAMED])) + (f" and {more:,} more" if more > 0 else "")
        rows = f"Row {shown} has no day" if len(lines) == 1 else f"Rows {shown} have no day"
        self.notes.append(
            f"{rows}, and their figures belong to no month. Where cells were merged, write the day into each row."
        )
