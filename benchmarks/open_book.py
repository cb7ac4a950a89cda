"""A template cold and warm, and one SOCROI over a million cells: what waits for a person, not for a batch.

python -m benchmarks.open_book
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import xlsxwriter

import socroi
from benchmarks.machine import about_this_machine
from benchmarks.measuring import measured, whole_command
from socroi.templates import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

INPUT: Final = "Values!C9"
RESULT: Final = "roi_total"
CELLS: Final = 500_000
LIMIT: Final = 120.0


def section(repeat: int = 5) -> list[str]:
    """Return the lines of the page: each figure is the fastest of `repeat` runs, its answer checked."""
    with tempfile.TemporaryDirectory(prefix="socroi-open-") as temporary:
        folder = Path(temporary)
        return [
            "\n## A template, cold and warm\n",
            (
                "The filled example of `four_step`, 2,744 formulas, calls of our functions among them. Cold is a whole "
                "process that reads, computes and writes it; LibreOffice does so without our functions. Warm is one "
                "input changed in an open workbook, and the ROI read; the answer is that of a workbook opened anew.\n"
            ),
            "| work | seconds | times ours |",
            "|---|---|---|",
            *_cold(folder, repeat),
            *_warm(folder, 20 * repeat),
            f"\n## SOCROI over two ranges of {CELLS:,} cells\n",
            (
                "In an open workbook: one cell changes, and the ROI is read again. Beside it numpy's sums of two "
                "arrays of that size, which is the least that it takes.\n"
            ),
            "| work | milliseconds | times numpy |",
            "|---|---|---|",
            *_long(folder, 10 * repeat),
        ]


def _cold(folder: Path, repeat: int) -> list[str]:
    source = folder / "four_step.xlsx"
    shutil.copyfile(shipped("four_step", "en", example=True), source)
    target = folder / "out" / source.name
    target.parent.mkdir()
    best = {}
    for name in ("socroi_process", "libreoffice" if shutil.which("soffice") else ""):
        if not name:
            continue
        for turn in range(repeat if name != "libreoffice" else 1):
            work = folder / f"{name}{turn}"
            work.mkdir()
            run, _ = measured(whole_command(name, source, target, work, None), LIMIT, work)
            if run.problem:
                raise SystemExit(f"{name}: {run.problem}")
            best[name] = min(best.get(name, run.seconds), run.seconds)
    ours = best["socroi_process"]
    titles = {"socroi_process": "**socroi** `calc`, cold", "libreoffice": "LibreOffice, without our functions"}
    return [f"| {titles[name]} | {seconds:.2f} | {seconds / ours:.1f} |" for name, seconds in best.items()]


def _warm(folder: Path, repeat: int) -> list[str]:
    book = socroi.open(folder / "four_step.xlsx")
    values = [5.0 + turn % 7 for turn in range(repeat)]
    book[RESULT]
    fastest = _fastest(values, lambda value: _changed(book, INPUT, value, RESULT))
    anew = socroi.open(folder / "four_step.xlsx")
    if _changed(anew, INPUT, values[-1], RESULT) != book[RESULT]:
        raise SystemExit("the open workbook and one opened anew disagree")
    return [f"| **socroi**, warm: {INPUT} set, {RESULT} read | {fastest:.4f} | |"]


def _long(folder: Path, repeat: int) -> list[str]:
    revenue, cost = np.random.default_rng(1).uniform(1, 500, (2, CELLS)).round(2)
    with xlsxwriter.Workbook(folder / "long.xlsx", {"constant_memory": True}) as file:
        ledger, result = file.add_worksheet("Ledger"), file.add_worksheet("ROI")
        for row, pair in enumerate(zip(revenue.tolist(), cost.tolist(), strict=True)):
            ledger.write_row(row, 0, pair)
        result.write_formula(0, 0, f"=SOCROI(Ledger!A1:A{CELLS},Ledger!B1:B{CELLS})")
    book = socroi.open(folder / "long.xlsx")
    book["ROI!A1"]
    values = [float(turn) for turn in range(1, repeat + 1)]
    fastest = _fastest(values, lambda value: _changed(book, "Ledger!A1", value, "ROI!A1"))
    revenue[0] = values[-1]
    expected = (revenue.sum() - cost.sum()) * 100 / cost.sum()
    if abs(book["ROI!A1"] - expected) > 1e-9 * abs(expected):
        raise SystemExit("the ROI of the long ranges is wrong")
    least = _fastest(values, lambda _: revenue.sum() + cost.sum())
    return [
        f"| **socroi** | {1000 * fastest:.2f} | {fastest / least:.1f} |",
        f"| numpy | {1000 * least:.2f} | 1.0 |",
    ]


def _changed(book: socroi.Workbook, place: str, value: float, result: str) -> object:
    book[place] = value
    return book[result]


def _fastest(values: list[float], work: Callable[[float], object]) -> float:
    best = float("inf")
    for value in values:
        begun = time.perf_counter()
        work(value)
        best = min(best, time.perf_counter() - begun)
    return best


if __name__ == "__main__":
    print("\n".join([*about_this_machine(), *section(int(sys.argv[1]) if len(sys.argv) > 1 else 5)]))
