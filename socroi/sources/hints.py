"""What the caller knows and the file does not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Hints:
    """Answers to what a file leaves open.

    Attributes:
        source: name of the exporter, where two would fit.
        decimal: "." or ",".
        date_order: "dmy" or "mdy".
        table: the table wanted, by its first header, where a file has several.
        year: of the last day of the file, where its dates name none.
        totals: row numbers, as a spreadsheet counts them, of totals rows that do not say so.
        rows: row numbers of rows that look like totals and are none.
        columns: the file's own heading for a field whose heading is not known.
        unchecked: headings of rates that are not to be compared with the columns that they are made of.
        sheet: the sheet wanted, by its name, where a workbook has several tables.
    """

    source: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    table: str | None = None
    year: int | None = None
    totals: frozenset[int] = frozenset()
    rows: frozenset[int] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    unchecked: frozenset[str] = frozenset()
    sheet: str | None = None
