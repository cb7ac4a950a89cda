"""What somebody meant who typed a name that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def closest(text: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known text most like another; None where none is like it to that degree (0 to 1)."""
    from difflib import get_close_matches  # only who mistypes waits for it

    found = get_close_matches(text, list(known), 1, likeness)
    return found[0] if found else None


def nearest(text: str, known: Sequence[str]) -> str:
    """Return a hint that names the known text nearest to one that is not known; case does not matter."""
    meant = closest(text.casefold(), [option.casefold() for option in known], 0.5)
    if meant is not None:
        return f'Did you mean "{next(option for option in known if option.casefold() == meant)}"?'
    return "Known are: " + ", ".join(f'"{option}"' for option in known) + "."
