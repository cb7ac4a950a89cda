"""What somebody meant who typed a name that there is not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ACCENTS: Final = re.compile("[\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}]")
_SHORTEST: Final = 4
"""So many letters of a longer name at least are taken for it."""


def closest(text: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known text most like another; None where none is like it to that degree (0 to 1).

    Case and accents do not matter. Where none is spelt like it, it is the only one that it is a part of.
    """
    from difflib import get_close_matches  # only who mistypes waits for it

    folded: dict[str, str] = {}
    for option in known:
        folded.setdefault(_plain(option), option)
    wanted = _plain(text)
    if found := get_close_matches(wanted, folded, 1, likeness):
        return folded[found[0]]
    longer = [option for name, option in folded.items() if wanted in name] if len(wanted) >= _SHORTEST else []
    return longer[0] if len(longer) == 1 else None


def nearest(text: str, known: Sequence[str]) -> str:
    """Return a hint that names the known text nearest to one that is not known."""
    meant = closest(text, known, 0.5)
    if meant is not None:
        return f'Did you mean "{meant}"?'
    return "Known are: " + ", ".join(f'"{option}"' for option in known) + "."


def _plain(text: str) -> str:
    """A name as somebody types it who has no accents on the keyboard: in small letters."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
