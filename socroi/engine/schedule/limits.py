"""How deep formulas may nest, how often spilled ranges may change their size, when not to look for garbage."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST_STACK: Final = 20_000
"""Frames that nested formulas and LAMBDAs may use; the parser and the evaluator have their own, lower, limits."""

MOST_ROUNDS: Final = 12
"""How often a workbook is calculated again because spilled ranges changed their size."""

UNSETTLED: Final = "its spilled range never settles"
"""Why the arrays are left that change their size in the last round, too."""


@contextmanager
def nested_deeply() -> Iterator[None]:
    """Let formulas nest deeply, and keep numpy quiet about infinities and NaN, which are looked for in every result."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, DEEPEST_STACK))
    try:
        with np.errstate(all="ignore"):
            yield
    finally:
        sys.setrecursionlimit(limit)


@contextmanager
def without_collections() -> Iterator[None]:
    """Keep Python from searching for circles among the millions of pieces of a large workbook: there are none."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
