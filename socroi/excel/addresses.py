"""Cell addresses as people write them."""

from __future__ import annotations

import re

# Classes that say what is not in them: `re` takes 7 ms over [A-Za-z_\u0080-\uffff].
_PLAIN = re.compile(r"[^\x00-@\[-^`{-\x7f][^\x00-\x2d/:-@\[-^`{-\x7f]*")
_LOOKS_LIKE_CELL = re.compile(r"(?i)[a-z]{1,3}\d+|r\d*c\d*")


def letters(column: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def address(row: int, column: int, sheet: str | None = None) -> str:
    """Return `A1`, or `Sheet!A1`, of a 0-based row and column."""
    cell = f"{letters(column)}{row + 1}"
    return cell if sheet is None else f"{quoted(sheet)}!{cell}"


def quoted(sheet: str) -> str:
    """Return a sheet name as a formula needs it: in apostrophes unless it is one plain word."""
    plain = _PLAIN.fullmatch(sheet) and max(sheet) <= "\uffff"
    if plain and not _LOOKS_LIKE_CELL.fullmatch(sheet) and sheet.upper() not in ("TRUE", "FALSE"):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"
