"""How a cell's value is printed: as it would be typed, and as a program can read it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socroi.errors import CellError


def shown(value: float | str | bool | CellError | None) -> str:
    """Return a value as text: 5 and not 5.0, TRUE, nothing for a blank, an error by its code, texts in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).splitlines()) if isinstance(value, str) else str(value)
