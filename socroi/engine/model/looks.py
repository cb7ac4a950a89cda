"""How a cell is formatted, as far as a function asks for it."""

from __future__ import annotations

from socroi.records import record


@record(frozen=True, slots=True)
class Look:
    """The format of a cell.

    Attributes:
        code: its number format, in English; "" where a file names it by a number whose code depends on the system.
        horizontal: how it is aligned, `left`, `right`, `center`, `fill` or another; "" by what it holds.
        is_locked: whether it may not be changed once its sheet is protected.
    """

    code: str = "General"
    horizontal: str = ""
    is_locked: bool = True
