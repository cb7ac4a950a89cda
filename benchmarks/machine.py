"""The machine and the Python that a benchmark ran on."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import re
from pathlib import Path


def about_this_machine() -> list[str]:
    """Return a line for the machine and one for Python and numpy."""
    extras = [package for package in ("isal", "orjson") if importlib.util.find_spec(package)]
    return [
        f"- machine: {_machine()}",
        f"- Python {platform.python_version()}, numpy {importlib.metadata.version('numpy')}"
        + (f", with {' and '.join(extras)}" if extras else ""),
    ]


def _machine() -> str:
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        match = re.search(r"model name\s*:\s*(.+)", information.read_text())
        model = match[1] if match else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {platform.system()}"
