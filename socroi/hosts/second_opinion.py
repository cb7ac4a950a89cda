"""Excel's values beside those of our own engine: where do they differ?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.engine.calculation import Calculation
from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, NUMBER, TEXT, UNCOMPUTED
from socroi.excel.addresses import address
from socroi.workbook.reading.book import load
from socroi.workbook.writing.changes import gather
from socroi.workbook.writing.spelling import error_text

if TYPE_CHECKING:
    import os

    from socroi.engine.model.block import Strings

RELATIVE: Final = 1e-9
"""Numbers that differ by less are one number, added up in another order."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which the file holds one value and the engine has another."""

    where: str
    stored: str
    computed: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second computation found.

    Attributes:
        computed: how many cells were computed.
        uncomputed: how many could not be.
        differences: where the two disagree.
    """

    computed: int
    uncomputed: int
    differences: tuple[Difference, ...]


def compare(book: str | os.PathLike[str]) -> Opinion:
    """Compute a workbook once more, and compare with the values that it holds. Nothing is written.

    Raises:
        SocroiError: the workbook cannot be read.
    """
    loaded = load(book)
    Calculation(loaded.book).run(None)
    computed, uncomputed = 0, len(loaded.unsupported)
    differences = []
    for index, results in gather(loaded).items():
        part, sheet = loaded.parts[index], loaded.book.sheets[index]
        for column, result in results.columns.items():
            old = part.cached.get(column) if part is not None else None
            for row, kind, data in zip(result.rows.tolist(), result.kind.tolist(), result.data.tolist(), strict=True):
                if kind == ERROR and data == UNCOMPUTED:
                    uncomputed += 1
                    continue
                computed += 1
                held = (BLANK, 0.0)
                if old is not None and row < len(old):
                    held = int(old.kind[row]), float(old.data[row])
                if not _same(held, (kind, data), loaded.book.strings):
                    spelled = (_spelled(value, loaded.book.strings) for value in (held, (kind, data)))
                    differences.append(Difference(address(row, column, sheet.name), *spelled))
    return Opinion(computed, uncomputed, tuple(differences))


def _same(one: tuple[int, float], other: tuple[int, float], strings: Strings) -> bool:
    if one == other:
        return True
    if one[0] == other[0] == NUMBER:
        return math.isclose(one[1], other[1], rel_tol=RELATIVE, abs_tol=RELATIVE)
    return _spelled(one, strings) == _spelled(other, strings)


def _spelled(value: tuple[int, float], strings: Strings) -> str:
    kind, data = value
    if kind == ERROR:
        return error_text(data).decode()
    if kind == BOOLEAN:
        return "TRUE" if data else "FALSE"
    return f"{data:.10g}" if kind == NUMBER else strings[data] if kind == TEXT else ""
