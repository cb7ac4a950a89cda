"""Short runs of formulas, kept as arrays: a region is made of one when somebody asks for it.

A model that is filled to the right and a page of formulas written by hand have tens of thousands of regions of a cell
or a few. To read, compute and write them takes less time than to make an object of each, so none is made. The formulas
are cut into skeletons and holes once (`formula/holes.py`): two cells below each other are a run where they have one
skeleton, and what fills its holes moves with the row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.formula.holes import AREA, CELL, END, MARKS, NUMBER, TEXT, Skeletons, cut
from socroi.engine.formula.lexer import TOKEN
from socroi.engine.model.book import Region
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.patterns import pattern
from socroi.records import record

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

_ODD: Final = pattern(
    r"[\[\]{}@#]|!\$?[0-9]|\$?[0-9]:\$?[0-9]|(?<![\w.\\?])\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w.\\?(!])", re.ASCII
)
"""What moves with the row though it is no hole, or may: runs of such formulas are told by the text alone."""


@record(slots=True)
class Loose:
    """Runs of plain formulas of one sheet, by column and row.

    Attributes:
        row, column: the 0-based place of the first cell of each; `count`: how many cells down.
        skeletons: of the formula of the first cell of each.
        data: formulas in UTF-8; each begins at `begin` and ends at `end`.
    """

    sheet: int
    row: Places
    column: Places
    count: Places
    skeletons: Skeletons
    data: bytes
    begin: Places
    end: Places

    def __len__(self) -> int:
        return len(self.row)

    def text(self, at: int) -> str:
        """Return the formula of the first cell of a run."""
        return self.data[self.begin[at] : self.end[at]].decode("utf-8", "surrogatepass")

    def region(self, at: int) -> Region:
        """Return a run as a region."""
        row, column, count = (int(of[at]) for of in (self.row, self.column, self.count))
        return Region(self.sheet, row, column, count, self.text(at))

    def regions(self) -> list[Region]:
        """Return all of them as regions."""
        places = zip(self.row.tolist(), self.column.tolist(), self.count.tolist(), strict=True)
        spans = zip(self.begin.tolist(), self.end.tolist(), strict=True)
        return [
            Region(self.sheet, row, column, count, self.data[begin:end].decode("utf-8", "surrogatepass"))
            for (row, column, count), (begin, end) in zip(places, spans, strict=True)
        ]

    def some(self, which: Places) -> Loose:
        """Return some of the runs."""
        found = self.skeletons
        return Loose(
            self.sheet,
            self.row[which],
            self.column[which],
            self.count[which],
            Skeletons(found.keys, found.of[which], found.first[which], found.holes),
            self.data,
            self.begin[which],
            self.end[which],
        )


def runs(rows: Places, columns: Places, data: bytes, sheet: int) -> tuple[Loose, Places] | None:
    """Return the runs of one sheet's plain formula cells, as `regions.group` finds them, and the cells left to it.

    None where all are left to it.

    Args:
        rows: 0-based, of each cell, in any order; no cell twice.
        columns: 0-based.
        data: the formulas in UTF-8 with a zero byte between them.
        sheet: the index of the sheet.
    """
    # Names with escaped characters are spelled anew when a region is made.
    found = None if b"_x" in data or data.count(END) != len(rows) - 1 else cut(data)
    if found is None:
        return None
    end = np.flatnonzero(np.frombuffer(data + END, np.uint8) == 0)
    begin = np.concatenate(([0], end[:-1] + 1))
    order = np.argsort(columns * MAX_ROWS + rows)
    cells = Loose(sheet, rows, columns, np.ones(len(rows), np.int64), found, data, begin, end).some(order)
    below = _below(cells)
    unsure = _unsure(cells, below)[found.of[order]] | _outside(found)[order]
    odd = order[unsure]
    if len(odd):
        cells = cells.some(np.flatnonzero(~unsure))
        below = _below(cells)
    first = np.flatnonzero(~_follows(cells, below))
    cells.count[first] = np.diff(np.append(first, len(cells)))
    return cells.some(first), odd


def _below(cells: Loose) -> Places:
    """Return the cells that have the skeleton of the cell above."""
    near = (np.diff(cells.column) == 0) & (np.diff(cells.row) == 1) & (np.diff(cells.skeletons.of) == 0)
    return np.flatnonzero(near) + 1


def _unsure(cells: Loose, below: Places) -> NDArray[np.bool_]:
    """Return of which skeletons runs cannot be told from the holes."""
    found = cells.skeletons
    unsure = np.array([_ODD.search(key) is not None for key in found.keys])
    for key in np.flatnonzero(np.bincount(found.of[below], minlength=len(found.keys))).tolist():
        unsure[key] = unsure[key] or not _is_sure(
            found.keys[key], cells.text(int(below[(found.of[below] == key).argmax()]))
        )
    return unsure


def _outside(found: Skeletons) -> NDArray[np.bool_]:
    """Return which formulas hold a name that would be a reference, were the grid larger."""
    outside, holes = np.zeros(len(found.of), np.bool_), found.holes
    if holes.rows.max(initial=0) >= MAX_ROWS or holes.columns.max(initial=0) >= MAX_COLUMNS:
        beyond = np.flatnonzero(((holes.rows >= MAX_ROWS) | (holes.columns >= MAX_COLUMNS)).any(axis=1))
        outside[np.searchsorted(found.first, beyond, "right") - 1] = True
    return outside


def _follows(cells: Loose, below: Places) -> NDArray[np.bool_]:
    """Return which cells hold the formula of the one above."""
    found, holes = cells.skeletons, cells.skeletons.holes
    follows = np.zeros(len(cells), np.bool_)
    many = np.array([len(MARKS.findall(key)) for key in found.keys], np.int64)[found.of[below]]
    step = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    here, above = (np.repeat(found.first[at], many) + step for at in (below, below - 1))
    alike = (holes.numbers[here] == holes.numbers[above]) & (holes.spelling[here] == holes.spelling[above])
    for side in (0, 1):
        place = holes.rows[:, side] * MAX_COLUMNS + holes.columns[:, side]
        alike &= place[here] - place[above] == holes.relative[here, side] * MAX_COLUMNS
    differ = np.bincount(np.repeat(np.arange(len(below)), many)[~alike], minlength=len(below))
    follows[below[differ == 0]] = True
    return follows


def _is_sure(key: str, text: str) -> bool:
    """Whether the lexer, too, finds references, numbers and texts where the holes of a skeleton are, and none besides
    that moves with the row.
    """
    made = ""
    for token in TOKEN.finditer(text):
        match token.lastgroup:
            case "cell":
                made += chr(AREA if ":" in token[0] else CELL)
            case "string":
                made += chr(TEXT)
            case "number" if key.startswith(chr(NUMBER), len(made)):
                made += chr(NUMBER)
            case _:
                made += token[0]
    return made == key
