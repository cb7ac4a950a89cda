"""The window of a report as its first lines say it: `April 1, 2026 - April 30, 2026`, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.sources import months
from socroi.sources.dates import one_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Window = tuple["date | None", "date | None"]

_BETWEEN: Final = re.compile(r"\s*[-–—~]\s*|\s+(?:to|bis|au|al|a|até|tot|do|hingga|through)\s+")


def window_of(lines: Iterable[str]) -> Window:
    """Return the first and last day that one of the lines above a header says; the lowest line that says it counts."""
    for line in reversed(list(lines)):
        found = _window(line.strip().strip('"').strip("#").strip())
        if found is not None:
            return found
    return None, None


def _window(text: str) -> Window | None:
    plain = re.sub(r"^[^\d:]{2,40}:\s*", "", text)
    for match in _BETWEEN.finditer(plain):
        both = _both(plain[: match.start()], plain[match.end() :])
        if both is not None:
            return both
    # A day behind words, "Created: 2 April 2026", is when the file was made.
    alone = {day for order in ("mdy", "dmy") if (day := _day(text, order)) is not None}
    return (day := alone.pop(), day) if len(alone) == 1 else None


def _both(first: str, last: str) -> Window | None:
    """Return the two days where both sides are one, in one order of day and month only."""
    found = {
        (start, end)
        for order in ("mdy", "dmy")
        if (start := _day(first, order)) is not None and (end := _day(last, order)) is not None and start <= end
    }
    return found.pop() if len(found) == 1 else None


def _day(text: str, order: str) -> date | None:
    from datetime import date

    plain = text.strip().strip('"').strip()
    found = one_date(plain, order)
    if found is None and (parts := months.day(plain, months.languages_of([plain]))) is not None:
        try:
            found = date(*parts)
        except ValueError:
            return None
    return found
