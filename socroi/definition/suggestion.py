"""What somebody meant who typed a name that there is not."""

from __future__ import annotations

from difflib import get_close_matches


def nearest(text: str, known: tuple[str, ...] | list[str]) -> str:
    """Return a hint that names the known text nearest to one that is not known."""
    close = get_close_matches(text.casefold(), [option.casefold() for option in known], 1, 0.5)
    if close:
        meant = next(option for option in known if option.casefold() == close[0])
        return f'Did you mean "{meant}"?'
    return "Known are: " + ", ".join(f'"{option}"' for option in known) + "."
