"""Regular expressions that are compiled when they are first used: a small workbook meets few of those it could meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["pattern"]

if TYPE_CHECKING:
    # To whoever checks types it is a compiled expression from the beginning.
    from re import compile as pattern
else:

    class pattern:  # noqa: N801 - it is used in place of a function, `re.compile`
        """A regular expression with the attributes of a compiled one, each fetched when it is first asked for."""

        def __init__(self, text: str | bytes, flags: int = 0) -> None:
            self._said = (text, flags)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):  # copying and pickling ask for what nobody has
                raise AttributeError(name)
            found = getattr(re.compile(*self._said), name)
            setattr(self, name, found)  # from now on it is found at once, without this function
            return found
