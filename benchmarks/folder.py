"""How many small workbooks a second `socroi calc FOLDER` computes, written back in place.

    python -m benchmarks.folder

The books differ in their numbers, as those of an agency's clients do. Their cached sums are checked afterwards.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import openpyxl
import xlsxwriter

from benchmarks.machine import about_this_machine
from benchmarks.measuring import ROOT

ROWS: Final = 30


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.folder", description="Small workbooks in a folder.")
    parser.add_argument("--books", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the fastest counts")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="socroi-folder-") as folder:
        runs = [_run(Path(folder) / str(turn), given.books, given.workers) for turn in range(given.repeat)]
    seconds, cpu = min(run[0] for run in runs), min(run[1] for run in runs)
    print("\n".join(about_this_machine()))
    print(f"\n{given.books:,} workbooks of {ROWS + 1} formulas, {given.workers} workers:")
    print(f"{seconds:.2f} s by the clock, {given.books / seconds:,.0f} a second")
    print(f"{cpu / given.books * 1000:.2f} ms of processor time a workbook")


def _run(folder: Path, books: int, workers: int) -> tuple[float, float]:
    """Return the seconds by the clock and of the processors that a folder takes."""
    folder.mkdir()
    for number in range(books):
        _write(folder / f"client {number:04d}.xlsx", number)
    command = [sys.executable, "-m", "socroi", "calc", str(folder), "-j", str(workers)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, capture_output=True, cwd=folder.parent, env=environment)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    for number in (0, books - 1):
        sheet = openpyxl.load_workbook(folder / f"client {number:04d}.xlsx", data_only=True).active
        if sheet is None or sheet["D1"].value != _total(number):
            raise SystemExit("A cached sum is not that of the numbers.")
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _write(path: Path, number: int) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for row in range(ROWS):
            sheet.write_number(row, 0, row + number)
            sheet.write_formula(row, 1, f"=A{row + 1}*3+SUM(A$1:A{row + 1})", None, 0)
        sheet.write_formula(0, 3, f"=SUM(B1:B{ROWS})", None, 0)


def _total(number: int) -> int:
    values = [row + number for row in range(ROWS)]
    return sum(3 * value + sum(values[: place + 1]) for place, value in enumerate(values))


if __name__ == "__main__":
    main()
