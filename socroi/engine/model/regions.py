"""A column of formulas is one formula: runs of cells that hold the same formula in R1C1 terms, found by their text.

The first text of a run is cut up once at its relative row numbers. What the next cells must hold is then the same text
with larger numbers, made and compared without looking inside it. Equal texts made so are the same formula by
construction; a formula spelled in another way (other spaces, other case) begins a run of its own, which costs time and
never a value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from operator import gt
from typing import TYPE_CHECKING, NamedTuple

from socroi.engine.formula.lexer import CELL_GROUP, COLUMNS_GROUP, ROWS_GROUP, SIDES_GROUP, TOKEN
from socroi.engine.model.book import Region
from socroi.excel.addresses import column_letters, column_number
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_DIGITS = re.compile("[0-9]+")
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))


class _Coordinate(NamedTuple):
    """One side of a reference: a row or a column, 0-based, with its `$`."""

    is_row: bool
    mark: str
    number: int

    def text(self, rows: int, columns: int) -> str | None:
        """Return it as written when moved; None beyond the grid."""
        if self.is_row:
            number = self.number if self.mark else self.number + rows
            return f"{self.mark}{number + 1}" if 0 <= number < MAX_ROWS else None
        number = self.number if self.mark else self.number + columns
        return f"{self.mark}{column_letters(number)}" if 0 <= number < MAX_COLUMNS else None


_Reference = tuple[_Coordinate | str, ...]


def group(cells: Iterable[tuple[int, int, str]], sheet: int = 0) -> list[Region]:
    """Return the runs of one sheet's plain formula cells, by column and then by row.

    Args:
        cells: (row, column, text) of each, 0-based, in any order; no cell twice.
        sheet: the index of the sheet, for the regions.
    """
    columns: defaultdict[int, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
    for row, column, text in cells:
        rows, texts = columns[column]
        rows.append(row)
        texts.append(text)
    regions: list[Region] = []
    for column in sorted(columns):
        rows, texts = columns[column]
        if any(map(gt, rows, islice(rows, 1, None))):
            order = sorted(range(len(rows)), key=rows.__getitem__)
            rows, texts = [rows[index] for index in order], [texts[index] for index in order]
        regions += _runs(rows, texts, column, sheet)
    return regions


def _runs(rows: list[int], texts: list[str], column: int, sheet: int) -> Iterator[Region]:
    first, count, text = rows[0], 1, texts[0]
    below: Iterator[str] | None = None
    bare = text.translate(_NO_DIGITS)
    for row, found in zip(islice(rows, 1, None), islice(texts, 1, None), strict=True):
        if below is None:
            # Going down changes digits only: most neighbours that differ are told apart without a closer look.
            stripped = found.translate(_NO_DIGITS)
            if row == first + 1 and stripped == bare and _may_follow(found, text):
                below = _texts_below(text)
            else:
                yield Region(sheet, first, column, 1, text)
                first, text, bare = row, found, stripped
                continue
        if row == first + count and next(below, None) == found:
            count += 1
            continue
        yield Region(sheet, first, column, count, text)
        first, count, text, below = row, 1, found, None
        bare = found.translate(_NO_DIGITS)
    yield Region(sheet, first, column, count, text)


def _may_follow(below: str, text: str) -> bool:
    """Whether a text that differs in digits at most may be the one above, a row further down: rows get larger by 1."""
    if below == text:
        return True
    numbers = zip(_DIGITS.findall(text), _DIGITS.findall(below), strict=False)
    return all(one == two or int(two) == int(one) + 1 for one, two in numbers)


def _texts_below(text: str) -> Iterator[str]:
    """Yield the text of the same formula one row further down each time, while it stays inside the grid."""
    numbers: list[int] = []
    parts: list[str] = []
    for part in _cut(text):
        for piece in (part,) if isinstance(part, str) else part:
            if isinstance(piece, str):
                parts.append(piece.replace("%", "%%"))
            elif piece.is_row and not piece.mark:
                parts.append("%d")
                numbers.append(piece.number + 1)
            else:
                parts.append(piece.text(0, 0) or "")
    if not numbers:
        return iter(lambda: text, None)
    return map("".join(parts).__mod__, zip(*(range(number + 1, MAX_ROWS + 1) for number in numbers), strict=False))


def shift(text: str, rows: int, columns: int) -> str:
    """Return a formula's text as it reads when moved: relative references follow, what leaves the grid becomes `#REF!`.

    Args:
        text: the formula; what is not a reference (texts, names, tables, sheets) stays as it is.
        rows: how many rows down; negative for up.
        columns: how many columns to the right; negative for left.
    """
    return "".join(part if isinstance(part, str) else _moved(part, rows, columns) for part in _cut(text))


def _moved(reference: _Reference, rows: int, columns: int) -> str:
    written = [piece if isinstance(piece, str) else piece.text(rows, columns) for piece in reference]
    return "#REF!" if None in written else "".join(piece for piece in written if piece is not None)


@lru_cache(maxsize=1024)
def _cut(text: str) -> tuple[str | _Reference, ...]:
    """Return a formula's text in pieces: its references, and all that stands between them."""
    parts: list[str | _Reference] = []
    position = 0
    for token in TOKEN.finditer(text):
        reference = _reference(token)
        if reference is not None:
            parts += (text[position : token.start()], reference)
            position = token.end()
    parts.append(text[position:])
    return tuple(parts)


def _reference(token: re.Match[str]) -> _Reference | None:
    """Return the coordinates that a token names; None for what is no reference, or lies beyond the grid."""
    match token.lastgroup:
        case "cell":
            first = CELL_GROUP + 1
            c1, column, r1, row, colon, c2, last_column, r2, last_row = token.group(*range(first, first + 9))
            pieces: _Reference = (_Coordinate(False, c1, column_number(column)), _Coordinate(True, r1, int(row) - 1))
            if colon is not None:
                corner = (_Coordinate(False, c2, column_number(last_column)), _Coordinate(True, r2, int(last_row) - 1))
                pieces = (*pieces, colon, *corner)
        case "columns":
            first = COLUMNS_GROUP + 1
            c1, column, colon, c2, last_column = token.group(*range(first, first + 5))
            pieces = (
                _Coordinate(False, c1, column_number(column)),
                colon,
                _Coordinate(False, c2, column_number(last_column)),
            )
        case "rows":
            first = ROWS_GROUP + 1
            r1, row, colon, r2, last_row = token.group(*range(first, first + 5))
            pieces = (_Coordinate(True, r1, int(row) - 1), colon, _Coordinate(True, r2, int(last_row) - 1))
        case "sides":
            first = SIDES_GROUP + 1
            c1, column, between, c2, last_column, *rows = token.group(*range(first, first + 10))
            if between is not None:
                pieces = (
                    _Coordinate(False, c1, column_number(column)),
                    f":{between}",
                    _Coordinate(False, c2, column_number(last_column)),
                )
            else:
                r1, row, between, r2, last_row = rows
                pieces = (_Coordinate(True, r1, int(row) - 1), f":{between}", _Coordinate(True, r2, int(last_row) - 1))
        case _:
            return None
    inside = all(
        isinstance(piece, str) or piece.number < (MAX_ROWS if piece.is_row else MAX_COLUMNS) for piece in pieces
    )
    return pieces if inside else None
