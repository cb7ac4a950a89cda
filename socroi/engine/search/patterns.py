"""Many wildcard patterns among many texts: `abc*` by bisection, `*abc*` in one long text, others one by one."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.search.wildcards import has_wildcards, wildcard_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_BETWEEN = "\0"
_LAST = "\U0010ffff"


class PatternSearch:
    """Texts, casefolded and different from each other, in which the first one that fits a pattern is looked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    @cached_property
    def _sorted(self) -> tuple[list[str], NDArray[np.intp]]:
        order = sorted(range(len(self.texts)), key=self.texts.__getitem__)
        return [self.texts[place] for place in order], np.array(order)

    @cached_property
    def _joined(self) -> tuple[str, NDArray[np.intp]]:
        starts = np.cumsum([0, *(len(text) + len(_BETWEEN) for text in self.texts)])
        return _BETWEEN.join(self.texts), starts

    def first(self, pattern: str) -> int:
        """Return the place of the first text that fits, -1 where none does."""
        folded = pattern.casefold()
        inner = folded.strip("*")
        if inner in ("", folded) or has_wildcards(inner) or _BETWEEN in inner:
            fits = wildcard_pattern(pattern).fullmatch
            return next((place for place, text in enumerate(self.texts) if fits(text)), -1)
        head, tail = folded.startswith("*"), folded.endswith("*")
        if head and tail:
            return self._first_with(inner)
        if tail:
            texts, order = self._sorted
            low, high = bisect_left(texts, inner), bisect_left(texts, inner + _LAST)
            return int(order[low:high].min()) if low < high else -1
        return next((place for place, text in enumerate(self.texts) if text.endswith(inner)), -1)

    def _first_with(self, part: str) -> int:
        joined, starts = self._joined
        at = joined.find(part)
        return -1 if at < 0 else int(np.searchsorted(starts, at, "right")) - 1
