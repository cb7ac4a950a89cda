"""A result of more than one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from socroi.definition.units import Cell

Row = list[Cell]


class Spill(Sequence[Row]):
    """Rows that spill from one cell, as the sheet shows them: the header, where there is one, is the first row.

    Args:
        rows: the rows below the header, all of one length.
        header: the column titles.
    """

    def __init__(self, rows: Sequence[Sequence[Cell]], header: Sequence[str] | None = None) -> None:
        self.body: list[Row] = [list(row) for row in rows]
        self.header = None if header is None else list(header)
        self._rows: list[Row] = self.body if header is None else [list(header), *self.body]

    @property
    def columns(self) -> int:
        """How many columns the rows have."""
        return len(self._rows[0]) if self._rows else 0

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return self._rows == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # its rows can be changed

    def __repr__(self) -> str:
        texts = [[_shown(cell) for cell in row] for row in self._rows]
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in texts)
        return "\n".join(lines)


def _shown(cell: Cell) -> str:
    return "" if cell is None else f"{cell:.10g}" if isinstance(cell, float) else str(cell)
