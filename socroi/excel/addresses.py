"""Addresses as Excel writes them: the letters of columns, `A1`, `A1:B2`, and the sheet before them, quoted or not."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.patterns import pattern

_A1: Final = pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LIKE_A1: Final = pattern(r"([A-Za-z]{1,3})0*([1-9][0-9]{0,6})")
_BEGINS_AS_R1C1: Final = pattern(r"[Rr]0*(?P<row>[0-9]{1,7})(?![0-9])|[Rr]?[Cc]0*(?P<column>[0-9]{1,7})(?![0-9])")
_PLAIN: Final = pattern(r"[A-Za-z_][A-Za-z0-9_.]*")
_WORDS_OF_FORMULAS: Final = frozenset({"R", "C", "RC", "TRUE", "FALSE"})
_LIKE_R1C1: Final = pattern(r"[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*")
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


def fixed_area(top: int, left: int, bottom: int, right: int) -> str:
    """Return `$A$1:$B$2`, or `$A$1` where it is one cell, of 0-based rows and columns."""
    cells = (f"${column_letters(column)}${row + 1}" for row, column in ((top, left), (bottom, right)))
    return ":".join(dict.fromkeys(cells))


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


def is_cell(name: str) -> bool:
    """Whether a name is the address of a cell of the grid, such as `A1` or `log10`."""
    found = _LIKE_A1.fullmatch(name)
    return found is not None and int(found[2]) <= MAX_ROWS and column_number(found[1]) < MAX_COLUMNS


def is_reference(name: str) -> bool:
    """Whether Excel reads a name as a reference: `A1` within the grid, or `R`, `C`, `RC`, `R1`, `C1`, `R1C1`."""
    return is_cell(name) or _LIKE_R1C1.fullmatch(name) is not None


def is_plain(sheet: str) -> bool:
    """Whether a formula may name a sheet without apostrophes.

    A name of letters, digits, `_` and `.` that begins with a letter or `_` may, unless it is a cell, TRUE or FALSE, or
    *begins* as a reference in R1C1 style: of a workbook with `RC5x!A1` in a formula Excel says that it is damaged.
    Excel leaves the apostrophes off some symbols too; it reads them with apostrophes all the same.

    Source: what Excel saves, as J. McNamara found it (XlsxWriter, issue 1078) and XLibur's ClosedXML.Parser measures it
    (NameUtilsTests).
    """
    if not (_PLAIN.fullmatch(sheet) if sheet.isascii() else _is_word(sheet)):
        return False
    if is_cell(sheet) or sheet.upper() in _WORDS_OF_FORMULAS:
        return False
    begins = _BEGINS_AS_R1C1.match(sheet)
    if begins is None:
        return True
    return not (0 < int(begins["row"] or 0) <= MAX_ROWS or 0 < int(begins["column"] or 0) <= MAX_COLUMNS)


def _is_word(sheet: str) -> bool:
    """Whether a name that is not ASCII alone is of letters, their marks (Hindi, Thai), digits, `_` and `.`.

    Emoji and other letters beyond the 16 bits that Excel counts in are left to the apostrophes.
    """
    from unicodedata import category  # most names are ASCII

    kinds = {category(char) if char not in "_." else "Lu" for char in sheet[1:]}
    first = sheet[0] == "_" or category(sheet[0]).startswith("L")
    return first and max(sheet) <= "\uffff" and all(kind == "Nd" or kind[0] in "LM" for kind in kinds)


@lru_cache(maxsize=1024)
def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula needs it: in apostrophes unless it is plain."""
    return sheet if is_plain(sheet) else in_apostrophes(sheet)


def in_apostrophes(sheet: str) -> str:
    """Return a name, or a path and a name, in apostrophes; one of its own is doubled."""
    return "'" + sheet.replace("'", "''") + "'"
