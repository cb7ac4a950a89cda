"""What is done with a region before it is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.model.block import BLANK

if TYPE_CHECKING:
    from socroi.engine.model.book import Book, Region


def prepare(book: Book, region: Region) -> None:
    """Parse a region's formula and clear the cells that it spilled into when the file was saved."""
    region.parsed()
    clear(book, region)


def clear(book: Book, region: Region) -> None:
    """Clear the cells that an array formula filled when the file was saved."""
    if region.extent != (1, 1):
        columns = book.sheets[region.sheet].columns
        rows = slice(region.row, region.row + region.extent[0])
        for column in range(region.column, region.column + region.extent[1]):
            if column in columns:
                columns[column].put(rows, BLANK, 0.0)
