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


def _segments(pattern: str) -> list[str]:
    """Return the expressions for what stands between the asterisks."""
    segments = [""]
    folded = pattern.casefold()
    place = 0
    while place < len(folded):
        mark = folded[place]
        if mark == "~":
            place += 1
            segments[-1] += re.escape(folded[place : place + 1])
        elif mark == "*":
            segments.append("")
        else:
            segments[-1] += "." if mark == "?" else re.escape(mark)
        place += 1
    return segments


def _in_order(segments: list[str]) -> str:
    """Return an expression for segments that follow each other at any distance.

    Each may be taken where it comes first, for that leaves most to those behind it; so nothing is ever tried again, and
    the time is that of going through the text.
    """
    return "".join(f"(?>.*?{segment})" for segment in segments if segment)


@lru_cache(maxsize=4096)
def wildcard_pattern(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for casefolded texts; use `fullmatch` to compare."""
    first, *middle = _segments(pattern)
    last = f".*{middle.pop()}" if middle else ""
    return re.compile(f"{first}{_in_order(middle)}{last}", re.DOTALL)


def wildcard_place(pattern: str, text: str, start: int) -> int:
    """Return where in a text a part that fits begins, from `start` on and whatever the case; -1 where there is none."""
    first, rest = _parts(pattern)
    found = first.search(text, start)
    # Where the rest does not follow the first place, it does not follow a later one.
    return found.start() if found and rest.match(text, found.end()) else -1


@lru_cache(maxsize=512)
def _parts(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    first, *others = _segments(pattern)
    flags = re.IGNORECASE | re.DOTALL
    return re.compile(first, flags), re.compile(_in_order(others), flags)
