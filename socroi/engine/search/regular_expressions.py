"""Regular expressions. Excel's are PCRE2's; what Python reads otherwise is not computed here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import CellError
from socroi.patterns import pattern

_FOREIGN: Final = pattern(r"\\[KGQERhHvVNXpPgko]|\[\[:|\(\?[|R&(0-9+<-](?![=!a-zA-Z_])|\(\?P[>=]|\(\*")
"""What PCRE2 has and Python has not, or means otherwise: verbs, recursion, POSIX classes, `\\K`, `\\Q`, `\\p` ..."""


_BY_ALPHABET: Final = pattern(r"\\[wWdDsSbB]")
"""What depends on which characters are letters, digits and spaces. For plain ASCII texts there is no doubt."""


@lru_cache(maxsize=512)
def _compiled(pattern: str, mode: float | None) -> re.Pattern[str]:
    if (mode or 0) not in (0, 1):
        raise CellError("#VALUE!", "case_sensitivity is neither 0 nor 1")
    if _FOREIGN.search(pattern):
        raise Uncomputable("its regular expression uses what is not computed here")
    try:
        named = re.sub(r"\(\?<([A-Za-z_]\w*)>", r"(?P<\1>", pattern)
        return re.compile(named, re.ASCII | (re.IGNORECASE if mode else 0))
    except re.error as problem:
        raise CellError("#VALUE!", f"the regular expression is wrong: {problem}") from None


def read(text: str, pattern: str, mode: float | None) -> re.Pattern[str]:
    """Return an expression as Python has it, for one text; raise Uncomputable where the two may differ."""
    if not text.isascii() and (mode or _BY_ALPHABET.search(pattern)):
        raise Uncomputable("which of its characters are letters is not certain here")
    return _compiled(pattern, mode)
