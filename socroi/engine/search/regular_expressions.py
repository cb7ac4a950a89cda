"""Regular expressions. Excel's are PCRE2's; what Python reads otherwise is not computed here, nor what takes too long.

An expression such as `(a+)+$` can try more ways through a text of forty letters than there are seconds in a year. Where
the number of ways has a bound, Python's `re` looks; where it has none, the package `regex`, which can be stopped.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import CellError
from socroi.patterns import pattern
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOREIGN: Final = pattern(r"\\[KGQERhHvVNXpPgko]|\[\[:|\(\?[|R&(0-9+<-](?![=!a-zA-Z_])|\(\?P[>=]|\(\*")
"""What PCRE2 has and Python has not, or means otherwise: verbs, recursion, POSIX classes, `\\K`, `\\Q`, `\\p` ..."""


_BY_ALPHABET: Final = pattern(r"\\[wWdDsSbB]")
"""What depends on which characters are letters, digits and spaces. For plain ASCII texts there is no doubt."""

MOST_WAYS: Final = 30_000_000
"""How many ways `re` may have to try, which takes a second at most."""
SECONDS: Final = 0.3
"""What an expression without a bound may take for one text."""
_PATIENCE: Final = 3
"""Texts that an expression may fail at in this time. Then it is not tried again: a column has a million of them."""

_LITERAL: Final = pattern(r"\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]")
_REPEATED_GROUP: Final = pattern(r"\)(?:[*+]|\{)|\\[1-9]")
_REPEATS: Final = pattern(r"[*+]|\{[0-9]*,[0-9]*\}")
_OPTIONAL: Final = pattern(r"(?<![*+?(}])\?|\|")
_FUZZY: Final = pattern(r"\{(?![0-9,])")
"""`{e<=1}` means itself to PCRE2 and to `re`, and something else to `regex`."""


@record(slots=True)
class Expression:
    """A compiled expression; `repeats` of it have no end, or one that is far.

    Attributes:
        compiled: as Python's `re` has it.
        repeats: how many parts may be repeated; None where a group of them is, so that nothing bounds the ways.
        choices: how many parts may be there or not.
        failures: texts at which it took too long.
        stoppable: the same as `regex` has it, once it is needed.
    """

    compiled: re.Pattern[str]
    repeats: int | None
    choices: int
    failures: int = 0
    stoppable: Any = None

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match.

        Raises:
            Uncomputable: it takes too long.
        """
        return next(self.finditer(text), None)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match that is the whole text; raise Uncomputable where that takes too long."""
        with self._patiently():
            found: re.Match[str] | None = (
                self.compiled.fullmatch(text)
                if self._is_bounded(text)
                else self._stoppable().fullmatch(text, timeout=SECONDS)
            )
            return found

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield one match after another; raise Uncomputable where that takes too long."""
        with self._patiently():
            if self._is_bounded(text):
                yield from self.compiled.finditer(text)
            else:
                yield from self._stoppable().finditer(text, timeout=SECONDS)

    def _is_bounded(self, text: str) -> bool:
        """Whether `re` cannot take long, however it fares with a text."""
        return self.repeats is not None and (len(text) + 1) ** (self.repeats + 1) << min(self.choices, 99) <= MOST_WAYS

    def _stoppable(self) -> Any:
        if self.failures >= _PATIENCE:
            raise Uncomputable("its regular expression took too long for other texts; write it without nested repeats")
        if self.stoppable is None:
            self.stoppable = _compiled_to_stop(self.compiled)
        return self.stoppable

    @contextmanager
    def _patiently(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            self.failures += 1
            raise Uncomputable(
                "its regular expression takes too long for this text; write it without nested repeats"
            ) from None


def _compiled_to_stop(compiled: re.Pattern[str]) -> Any:
    try:
        import regex
    except ImportError:
        raise Uncomputable(
            "its regular expression could take too long; with the package regex installed it is tried"
        ) from None
    if _FUZZY.search(compiled.pattern):
        raise Uncomputable("its regular expression could take too long")
    return regex.compile(compiled.pattern, regex.V0 | regex.ASCII | (regex.I if compiled.flags & re.IGNORECASE else 0))


@lru_cache(maxsize=512)
def _compiled(pattern: str, mode: float | None) -> Expression:
    if (mode or 0) not in (0, 1):
        raise CellError("#VALUE!", "case_sensitivity is neither 0 nor 1")
    if _FOREIGN.search(pattern):
        raise Uncomputable("its regular expression uses what is not computed here")
    try:
        named = re.sub(r"\(\?<([A-Za-z_]\w*)>", r"(?P<\1>", pattern)
        compiled = re.compile(named, re.ASCII | (re.IGNORECASE if mode else 0))
    except re.error as problem:
        raise CellError("#VALUE!", f"the regular expression is wrong: {problem}") from None
    bare = _LITERAL.sub(lambda found: found[0] if found[0][1:].isdigit() else "x", pattern)
    repeats = None if _REPEATED_GROUP.search(bare) else len(_REPEATS.findall(bare))
    return Expression(compiled, repeats, len(_OPTIONAL.findall(bare)))


def read(text: str, pattern: str, mode: float | None) -> Expression:
    """Return an expression as Python has it, for one text; raise Uncomputable where the two may differ."""
    if not text.isascii() and (mode or _BY_ALPHABET.search(pattern)):
        raise Uncomputable("which of its characters are letters is not certain here")
    return _compiled(pattern, mode)
