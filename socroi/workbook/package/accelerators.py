"""Packages that make reading and writing faster where they are installed, and change nothing else."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from importlib.util import find_spec
from typing import Any, Final


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


ISAL: Final = _optional("isal.isal_zlib")
"""Deflate three to seven times as fast as zlib."""


class _Later:
    """A package that is loaded when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        found = getattr(importlib.import_module(self._name), name)
        setattr(self, name, found)
        return found


ORJSON: Final[Any] = None if find_spec("orjson") is None else _Later("orjson")
"""Doubles to text four to ten times as fast as `repr`, with the same digits."""
_FEW: Final = 200
"""Numbers that are spelled and read sooner than it is loaded."""


def worth_loading(count: int) -> bool:
    """Whether ORJSON is there already, or worth its while for so many numbers."""
    return (count > _FEW or "orjson" in sys.modules) and _loads()


@cache
def _loads() -> bool:
    return _optional("orjson") is not None
