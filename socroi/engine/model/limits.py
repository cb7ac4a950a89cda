"""What a calculation may use before it is stopped: seconds, cells of an array, memory, text and steps."""

from __future__ import annotations

from typing import Final

from socroi.errors import UsageError
from socroi.records import record

SECONDS: Final = 600.0
"""Ten minutes: thirty times what the largest workbooks take that we know of, and short enough to go by unattended."""

CELLS: Final = 1 << 27
"""Cells of one array: the whole of 128 full columns. It fills 1.2 GB, and what is made of it as much again."""

TEXT: Final = 1 << 30
"""Characters of new texts: as many as the shared strings of a file may hold."""


@record(frozen=True, slots=True)
class Limits:
    """What one calculation may use; None is no limit.

    A cell that needs more is left uncomputed and keeps its old value, and so does every cell that depends on it.

    Attributes:
        seconds: from the beginning of reading to the end of computing.
        cells: of one array, before it is laid out.
        memory: bytes that the calculation may add to the process; left out: what the machine has free.
        text: characters of all texts that are made.
        steps: function calls, each for all cells that are computed together. The one limit that is the same on every
            machine.
    """

    seconds: float | None = SECONDS
    cells: int | None = CELLS
    memory: int | None = None
    text: int | None = TEXT
    steps: int | None = None

    def __post_init__(self) -> None:
        """Refuse what limits nothing, or everything."""
        for name in ("seconds", "cells", "memory", "text", "steps"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise UsageError(f"{name} is {value}.", hint="A limit is above 0, or None for no limit.")

    @classmethod
    def untrusted(cls) -> Limits:
        """Return limits for a workbook of a stranger: 10 s, ten million cells, 1 GiB, 64 MiB of text."""
        return cls(seconds=10.0, cells=10_000_000, memory=1 << 30, text=1 << 26, steps=10_000_000)
