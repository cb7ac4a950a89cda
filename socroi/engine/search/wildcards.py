"""Excel's wildcards: `*` for any characters, `?` for one; `~` takes the character behind it as it is, and alone means
nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SPECIAL = "*?~"


def has_wildcards(pattern: str) -> bool:
    """Whether a text means anything but itself."""
    return any(mark in pattern for mark in _SPECIAL)


@lru_cache(maxsize=4096)
def wildcard_pattern(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for casefolded texts; use `fullmatch` to compare, `search` to find."""
    pieces: list[str] = []
    folded = pattern.casefold()
    place = 0
    while place < len(folded):
        mark = folded[place]
        if mark == "~":
            place += 1
            pieces.append(re.escape(folded[place : place + 1]))
        elif mark == "*":
            if not pieces or pieces[-1] != ".*":
                pieces.append(".*")
        elif mark == "?":
            pieces.append(".")
        else:
            pieces.append(re.escape(mark))
        place += 1
    return re.compile("".join(pieces), re.DOTALL)
