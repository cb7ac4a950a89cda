"""Recalculate a workbook file: read, compute, write the cached values back, and say what could not be computed."""

from __future__ import annotations

import os
import time
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from socroi.books.standing import standing_of
from socroi.engine.calculation import Calculation
from socroi.engine.model.block import ERROR, UNCOMPUTED
from socroi.engine.model.book import Evaluation
from socroi.engine.model.budget import budgeted, continued
from socroi.engine.model.regions import shift
from socroi.engine.printing.countries import within
from socroi.engine.schedule.storing import runs
from socroi.excel.addresses import address
from socroi.records import record
from socroi.workbook.reading.book import load
from socroi.workbook.reading.links import followed
from socroi.workbook.writing.changes import gather
from socroi.workbook.writing.in_use import refuse_in_use
from socroi.workbook.writing.saving import save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from threading import Event

    from numpy.typing import NDArray

    from socroi.books.standing import Standing
    from socroi.engine.model.book import Book, Region, Sheet
    from socroi.engine.model.limits import Limits
    from socroi.engine.schedule.tasks import Failure
    from socroi.workbook.reading.links import LinkedFile
    from socroi.workbook.reading.loaded import Loaded

    Progress = Callable[[int, int], None]


@record(frozen=True, slots=True)
class Uncomputed:
    """A formula cell that kept its old value, or the cells of an array formula that did.

    Attributes:
        where: its address with the sheet, `ROI!B4`; of an array formula entered over fixed cells all that kept their
            values, `ROI!B4:B8`. An array that spills stands by its own cell.
        formula: its formula, with the equals sign.
        why: one sentence, without its full stop.
        cells: how many cells that is.
    """

    where: str
    formula: str
    why: str
    cells: int = 1


@record(frozen=True, slots=True)
class Report:
    """What a recalculation did.

    Attributes:
        path: the file that was written.
        computed: how many formula cells were computed.
        changed: how many cells show another value than before.
        uncomputed: the formula cells that kept their old values, with the reasons.
        seconds: the wall time of it all.
        standing: the ROI and the open checks of a workbook from a template; None of any other.
        links: the workbooks that it links to, where these were to be read.
        remembered: where they were not, the files whose values were taken from what the workbook remembers of them.
    """

    path: Path
    computed: int
    changed: int
    uncomputed: list[Uncomputed] = field(default_factory=list)
    seconds: float = 0.0
    standing: Standing | None = None
    links: list[LinkedFile] = field(default_factory=list)
    remembered: list[str] = field(default_factory=list)


def recalculate(
    path: str | os.PathLike[str],
    target: str | os.PathLike[str] | None = None,
    *,
    progress: Progress | None = None,
    limits: Limits | None = None,
    cancel: Event | None = None,
    locale: str | None = None,
    links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
) -> Report:
    """Compute every formula of a workbook and write the values back.

    Only the cached values of formula cells change; all else in the file comes back byte for byte. The file is
    replaced in one step, or not touched at all.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        target: where to write; the file itself where it is left out.
        progress: called now and then with (formula cells computed, formula cells in all).
        limits: what it may use; left out: ten minutes and the memory that is free. A cell that needs more is left
            uncomputed.
        cancel: an event that stops it once it is set.
        locale: the country whose dates and numbers the texts of the book are, such as `en-GB`; left out: that of
            `socroi.toml` beside it, and where there is none, only what is the same everywhere is read.
        links: True reads the workbooks that it links to, as far as they lie in its own folder or below it; a folder, or
            several, those below these, too. Their stored values are taken; left out, those that the book remembers.

    Raises:
        SocroiError: the file cannot be read or written, or it was cancelled; nothing was changed.
    """
    work = Recalculation(path, target, limits=limits, cancel=cancel, locale=locale, links=links)
    work.compute(progress)
    return work.save()


class Recalculation:
    """One recalculation: read when it is made, then to be computed, then to be saved.

    Args:
        path, target, limits, cancel, locale, links: as for `recalculate`.

    Raises:
        SocroiError: the file cannot be read, or it was cancelled.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        target: str | os.PathLike[str] | None = None,
        *,
        limits: Limits | None = None,
        cancel: Event | None = None,
        locale: str | None = None,
        links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
    ) -> None:
        self._started = time.perf_counter()
        self._written = Path(target if target is not None else path)
        self._place = Path(os.path.realpath(self._written))
        refuse_in_use(self._place)  # before the work, and again by whoever writes
        self._locale, self._links = locale, links
        self._failures: Sequence[Failure] = ()
        with budgeted(limits, cancel) as self._budget, within(locale), followed(links):
            self._loaded = load(path)
        if target is None:
            self._loaded.package.real = str(self._place)
        self._seconds = time.perf_counter() - self._started

    @property
    def book(self) -> Book:
        """What was read, and later what was computed."""
        return self._loaded.book

    def compute(self, progress: Progress | None = None) -> None:
        """Compute every formula of the book.

        Args:
            progress: as for `recalculate`.

        Raises:
            SocroiError: it was cancelled.
        """
        started = time.perf_counter()
        with continued(self._budget), within(self._locale), followed(self._links):
            calculation = Calculation(self.book)
            calculation.run(progress)
        self._failures = calculation.results.failures
        self.took(time.perf_counter() - started)

    def took(self, seconds: float) -> None:
        """Count time that was spent on this book besides reading and saving it."""
        self._seconds += seconds

    def save(self) -> Report:
        """Write the values back, and say what was done.

        Raises:
            SocroiError: the file cannot be written; nothing was changed.
        """
        started, loaded = time.perf_counter(), self._loaded
        changed = save(loaded, gather(loaded), self._place, followed=True)
        uncomputed = list(uncomputed_cells(loaded, self._failures))
        cells = sum(sheet.formula_cells for sheet in loaded.book.sheets) + len(loaded.unsupported)
        left, standing = cells_left(loaded) if uncomputed else 0, standing_of(loaded.book)
        self.took(time.perf_counter() - started)
        return Report(
            self._written, cells - left, changed, uncomputed, self._seconds, standing, loaded.links, loaded.remembered
        )


def cells_left(loaded: Loaded) -> int:
    """Return how many formula cells were not computed; an array formula is one, even where some of its cells were."""
    return len(loaded.unsupported) + sum(
        int(missing.sum() if region.evaluation is Evaluation.LEGACY else missing.any())
        for sheet in loaded.book.sheets
        for region in sheet.regions
        for missing in (_missing(sheet, region),)
    )


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
        lacking = {
            column
            for column, cells in sheet.columns.items()
            # To look for a byte is faster than to begin with arrays, of which small columns would need two each.
            if ERROR in cells.kind.tobytes() and ((cells.kind == ERROR) & (cells.data == UNCOMPUTED)).any()
        }
        if not lacking:
            continue
        for region in sheet.regions:
            if lacking.isdisjoint(range(region.column, region.column + region.extent[1])):
                continue
            for place in _places(region, _missing(sheet, region)):
                row, column, rows, columns = place
                why = reasons.get((index, column, row), f"it depends on {origin}")
                where = address(row, column, sheet.name)
                if rows * columns > 1:
                    where += f":{address(row + rows - 1, column + columns - 1)}"
                offset = row - region.row if region.evaluation is Evaluation.LEGACY else 0
                yield Uncomputed(where, _formula(region, offset), why, rows * columns)


def _missing(sheet: Sheet, region: Region) -> NDArray[np.bool_]:
    """Return which cells of a formula were not computed, as rows and columns."""
    rows, columns = (region.count, 1) if region.evaluation is Evaluation.LEGACY else region.extent
    missing = np.zeros((rows, columns), np.bool_)
    for right in range(columns):
        held = sheet.columns.get(region.column + right)
        if held is not None:
            kind, data = (values[region.row : region.row + rows] for values in (held.kind, held.data))
            missing[: len(kind), right] = (kind == ERROR) & (data == UNCOMPUTED)
    return missing


def _places(region: Region, missing: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (row, column, rows, columns) of what is listed as one: a cell, or cells that one array formula fills."""
    rows, columns = missing.shape
    if region.evaluation is not Evaluation.LEGACY and missing.all():
        whole = region.evaluation is Evaluation.ARRAY
        yield (region.row, region.column, *((rows, columns) if whole else (1, 1)))
        return
    for right in range(columns):
        lacking = np.flatnonzero(missing[:, right])
        if region.evaluation is Evaluation.LEGACY:
            yield from ((region.row + down, region.column, 1, 1) for down in lacking.tolist())
        else:
            for first, last in runs(lacking.tolist()):
                yield region.row + first, region.column + right, last - first + 1, 1


def _formula(region: Region, offset: int) -> str:
    return "=" + (shift(region.text, offset, 0) if offset else region.text)
