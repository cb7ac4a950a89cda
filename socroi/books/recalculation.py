"""Recalculate a workbook file: read, compute, write the cached values back, and say what could not be computed."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from socroi.books.standing import standing_of
from socroi.engine.calculation import Calculation
from socroi.engine.model.block import ERROR, UNCOMPUTED
from socroi.engine.model.regions import shift
from socroi.excel.addresses import address
from socroi.workbook.reading.book import load
from socroi.workbook.writing.changes import gather
from socroi.workbook.writing.in_use import refuse_in_use
from socroi.workbook.writing.saving import save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from socroi.books.standing import Standing
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.tasks import Failure
    from socroi.workbook.reading.book import Loaded

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """A formula cell that kept its old value.

    Attributes:
        where: its address with the sheet, `ROI!B4`.
        formula: its formula, with the equals sign.
        why: one sentence, without its full stop.
    """

    where: str
    formula: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a recalculation did.

    Attributes:
        path: the file that was written.
        computed: how many formula cells were computed.
        changed: how many cells show another value than before.
        uncomputed: the formula cells that kept their old values.
        seconds: the wall time of it all.
        standing: the ROI and the open checks of a workbook from a template; None of any other.
    """

    path: Path
    computed: int
    changed: int
    uncomputed: list[Uncomputed] = field(default_factory=list)
    seconds: float = 0.0
    standing: Standing | None = None


def recalculate(
    path: str | os.PathLike[str], target: str | os.PathLike[str] | None = None, *, progress: Progress | None = None
) -> Report:
    """Compute every formula of a workbook and write the values back.

    Only the cached values of formula cells change; all else in the file comes back byte for byte. The file is
    replaced in one step, or not touched at all.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        target: where to write; the file itself where it is left out.
        progress: called now and then with (formula cells computed, formula cells in all).

    Raises:
        SocroiError: the file cannot be read or written; nothing was changed.
    """
    started = time.perf_counter()
    written = Path(target if target is not None else path)
    refuse_in_use(Path(os.path.realpath(written)))  # before the work, and again by whoever writes
    loaded = load(path)
    calculation = Calculation(loaded.book)
    calculation.run(progress)
    changed = save(loaded, gather(loaded), written)
    uncomputed = list(uncomputed_cells(loaded, calculation.results.failures))
    cells = sum(region.count for sheet in loaded.book.sheets for region in sheet.regions) + len(loaded.unsupported)
    standing = standing_of(loaded.book)
    return Report(written, cells - len(uncomputed), changed, uncomputed, time.perf_counter() - started, standing)


def uncomputed_cells(loaded: Loaded, failures: Iterable[Failure]) -> Iterator[Uncomputed]:
    """Yield every formula cell that was not computed: those with a reason of their own, then those that depend on
    them.
    """
    book = loaded.book
    for sheet_name, cell, why in loaded.unsupported:
        yield Uncomputed(f"{sheet_name}!{cell}", "", why)
    reasons = {
        (failure.sheet, failure.column, failure.row + offset): failure.why
        for failure in failures
        for offset in range(failure.count)
    }
    origin = next(
        (address(row, column, book.sheets[sheet].name) for (sheet, column, row) in reasons),
        "a formula that was not computed",
    )
    for index, sheet in enumerate(book.sheets):
        for region in sheet.regions:
            cells = sheet.columns[region.column]
            rows = slice(region.row, region.row + region.count)
            missing = (cells.kind[rows] == ERROR) & (cells.data[rows] == UNCOMPUTED)
            for offset in np.flatnonzero(missing).tolist():
                why = reasons.get((index, region.column, region.row + offset), f"it depends on {origin}")
                yield Uncomputed(address(region.row + offset, region.column, sheet.name), _formula(region, offset), why)


def _formula(region: Region, offset: int) -> str:
    return "=" + (shift(region.text, offset, 0) if offset else region.text)
