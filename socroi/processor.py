"""The same digits on every processor of a kind."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_AVX_512: Final = (((2, 4), "X86_V4"), ((0, 0), "AVX512F"))
"""What numpy calls its routines for AVX-512, and since which version."""


def compute_alike() -> None:
    """Have numpy leave logarithms, hyperbolic functions and the like to the C library, as it does without AVX-512.

    Its own for that are less exact: of 5,000 arguments from 0.01 to 3 numpy 2.4.6 gives 1,285 hyperbolic sines and
    1,069 logarithms to base 10 another last digit than the C library, which a processor without AVX-512 asks. One
    workbook would have other digits on another machine.

    To be called before numpy is loaded, in a process that is ours alone. What somebody has set stays.
    """
    if "NPY_ENABLE_CPU_FEATURES" in os.environ or "NPY_DISABLE_CPU_FEATURES" in os.environ or not _is_x86():
        return
    version = _numpy_version()
    if version is not None:
        os.environ["NPY_DISABLE_CPU_FEATURES"] = next(name for since, name in _AVX_512 if version >= since)


def _is_x86() -> bool:
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return machine.casefold() in {"x86_64", "amd64"}


def _numpy_version() -> tuple[int, int] | None:
    """The version of the numpy that would be loaded; None where it cannot be told."""
    found = find_spec("numpy")
    if found is None or found.origin is None:
        return None
    try:
        text = Path(found.origin).with_name("version.py").read_text(encoding="utf-8")
    except OSError:
        return None
    said = re.search(r'^version = "(\d+)\.(\d+)', text, re.MULTILINE)
    return None if said is None else (int(said[1]), int(said[2]))
