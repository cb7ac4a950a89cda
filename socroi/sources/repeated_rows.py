"""Rows of a file that are the same in every cell: pasted twice, or alike by chance; both count, and it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.sources.grid import as_text

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.source import Claim

_FEWEST: Final = 2
"""Rows with fewer figures than this, zeros aside, are alike by chance."""
_SHOWN: Final = 3


def say_repeated(grid: Grid, claim: Claim, export: Export) -> None:
    """Note the rows with a spend that stand twice in a file."""
    if not isinstance(grid.rows, list) or "spend" not in export.metrics:
        return
    gone = {row for row, _ in export.left_out}
    first: dict[tuple[str, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    for number, row in enumerate(grid.rows[claim.header + 1 :], claim.header + 2):
        cells = tuple(map(as_text, row))
        if number in gone or sum(any(sign in "123456789" for sign in cell) for cell in cells) < _FEWEST:
            continue
        if (before := first.setdefault(cells, number)) != number:
            pairs.append((number, before))
    if pairs:
        named = ", ".join(f"{again} (as row {before})" for again, before in pairs[:_SHOWN])
        more = f", and {len(pairs) - _SHOWN:,} more" if len(pairs) > _SHOWN else ""
        export.notes.append(
            f"Rows that stand twice, the same in every cell, and count twice: row {named}{more}. If they were pasted "
            "twice, take one of each out and import the file again."
        )
