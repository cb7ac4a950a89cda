"""What is done with a region before it is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.formula.parser import parse
from socroi.engine.model.block import BLANK
from socroi.errors import FormulaError

if TYPE_CHECKING:
    from socroi.engine.model.book import Book, Region


def prepare(book: Book, region: Region) -> None:
    """Parse a region's formula and clear the cells that it spilled into when the file was saved."""
    if region.tree is None:
        try:
            region.tree = parse(region.text, region.row, region.column)
        except FormulaError:
            region.tree = None
    if region.extent != (1, 1):
        columns = book.sheets[region.sheet].columns
        rows = slice(region.row, region.row + region.extent[0])
        for column in range(region.column, region.column + region.extent[1]):
            if column in columns:
                columns[column].put(rows, BLANK, 0.0)
