"""What a template is filled with: rows by table and column key, settings by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Contents:
    """Rows and settings.

    Args:
        tables: by the name of a table its rows, each by the keys of its columns; a table that is not named keeps the
            template's own suggestions. What is left out or None is not known yet.
        settings: by the name of an input cell what it holds.
        example: whether all of this is invented, which the workbook then says on every sheet.
    """

    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    example: bool = False

    def rows(self, table: str, own: Sequence[Mapping[str, Any]] = ()) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a table, or the template's own where there are none."""
        return self.tables.get(table, own)
