"""Addresses of cells as Excel writes them: the letters of columns, `A1`, `A1:B2`, and what looks like an address."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

_A1: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LIKE_A1: Final = re.compile(r"([A-Za-z]{1,3})0*([1-9][0-9]{0,6})")
_LIKE_R1C1: Final = re.compile(r"[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*")
# Classes that say what is not in them: `re` takes 7 ms over [A-Za-z_\u0080-\uffff].
_PLAIN = re.compile(r"[^\x00-@\[-^`{-\x7f][^\x00-\x2d/:-@\[-^`{-\x7f]*")
_LOOKS_LIKE_CELL = re.compile(r"(?i)[a-z]{1,3}\d+|r\d*c\d*")
_BEFORE_A: Final = ord("A") - 1
_LETTERS: Final = 26


@lru_cache(maxsize=MAX_COLUMNS)
def column_letters(column: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, _LETTERS)
        letters = chr(_BEFORE_A + 1 + digit) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """Return the 0-based column of its letters; `MAX_COLUMNS` and more for letters past XFD."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - _BEFORE_A
    return number - 1


def column_of(letters: str) -> int:
    """Return the 0-based column of its letters; ValueError beyond the grid."""
    column = column_number(letters)
    if not 0 <= column < MAX_COLUMNS:
        raise ValueError(f"the column {letters} lies outside the grid, which ends at {column_letters(MAX_COLUMNS - 1)}")
    return column


def address(row: int, column: int, sheet: str | None = None) -> str:
    """Return `A1`, or `Sheet!A1`, of a 0-based row and column."""
    cell = f"{column_letters(column)}{row + 1}"
    return cell if sheet is None else f"{quoted(sheet)}!{cell}"


def cell_of(text: str) -> tuple[int, int]:
    """Return (row, column), 0-based, of an address such as `A1` or `$A$1`.

    Raises:
        ValueError: it is none, or lies outside the grid.
    """
    match = _A1.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no cell address")
    row = int(match.group(2))
    if not 0 < row <= MAX_ROWS:
        raise ValueError(f"the row {row} lies outside the grid, which ends at {MAX_ROWS}")
    return row - 1, column_of(match.group(1).upper())


def area_of(text: str) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right), 0-based and inclusive, of `A1:B2` or `A1`; ValueError as in `cell_of`."""
    first, _, last = text.partition(":")
    top, left = cell_of(first)
    bottom, right = cell_of(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def is_reference(name: str) -> bool:
    """Whether Excel reads a name as a reference: `A1` within the grid, or `R`, `C`, `RC`, `R1`, `C1`, `R1C1`."""
    found = _LIKE_A1.fullmatch(name)
    if found and int(found[2]) <= MAX_ROWS and column_number(found[1]) < MAX_COLUMNS:
        return True
    return _LIKE_R1C1.fullmatch(name) is not None


def quoted(sheet: str) -> str:
    """Return a sheet name as a formula needs it: in apostrophes unless it is one plain word."""
    plain = _PLAIN.fullmatch(sheet) and max(sheet) <= "\uffff"
    if plain and not _LOOKS_LIKE_CELL.fullmatch(sheet) and sheet.upper() not in ("TRUE", "FALSE"):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"
