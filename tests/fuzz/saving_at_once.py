"""`make clashes N=200`: two that save one book at once, and another program that saves during ours; nobody's work is lost."""

import argparse
import contextlib
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

import socroi
from socroi.errors import SocroiError

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2000


def main():
    """Let them clash, and end with status 1 where an update was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, draw = Path(name), random.Random(options.seed)
        counted = counters(folder, options.n)
        during = another_saves(folder, options.n, draw)
        together = commands(folder, options.n // 4)
    print(  # noqa: T201 - a program's answer
        "{saved:,} times two processes read a number, added 1 and saved: {refused:,} refusals, {lost:,} lost.\n".format(
            **counted
        )
        + "{rounds:,} times another program saved during our calculation: ours was refused {refused:,} times and came whole before or after "
        "{written:,} times; {lost:,} saves were lost, {broken:,} files broken.\n".format(**during)
        + "{pairs:,} times two `socroi calc` of one book at once: {both:,} times both wrote, {one:,} times one was refused; "
        "{broken:,} files broken.".format(**together)
    )
    return bool(counted["lost"] or during["lost"] or during["broken"] or together["broken"])


def write_book(path, marker=0, rows=ROWS):
    """Write a book with a number to add to, a mark of who wrote it, and formulas that take a moment."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("S")
        sheet.write("A1", 0)
        sheet.write("B1", marker)
        sheet.write_formula("C1", "=A1+B1", None, -1)
        for row in range(1, rows):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 2, f"=A{row + 1}*2", None, 7)


def counters(folder, count):
    """Two processes add 1 to one cell, each until it has done so often enough; what they added must be there."""
    book = folder / "counter.xlsx"
    write_book(book, rows=2)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        refused = sum(pool.starmap(_add, [(book, count // 2), (book, count - count // 2)], chunksize=1))
    return {"saved": count, "refused": refused, "lost": count - int(socroi.open(book)["S!A1"])}


def _add(path, times):
    refused = done = 0
    while done < times:
        try:
            book = socroi.open(path)
            book["S!A1"] = book["S!A1"] + 1
            book.save()
            done += 1
        except SocroiError as refusal:
            assert "changed by another program" in str(refusal), refusal
            refused += 1
    return refused


def another_saves(folder, count, draw):
    """Another program puts its book in place at some moment of ours: what it saved is there in the end."""
    book, other = folder / "book.xlsx", folder / "other.xlsx"
    counts = {"rounds": count, "refused": 0, "written": 0, "lost": 0, "broken": 0}
    write_book(book)
    began = time.perf_counter()
    socroi.recalculate(book)
    whole = time.perf_counter() - began
    for number in range(1, count + 1):
        write_book(book)
        write_book(other, number)
        process = multiprocessing.get_context("fork").Process(target=_calculate, args=(book,))
        process.start()
        time.sleep(draw.uniform(0, 1.2) * whole)
        other.replace(book)
        process.join()
        counts["written" if process.exitcode == 0 else "refused"] += 1
        try:
            counts["lost"] += socroi.open(book)["S!B1"] != number
        except SocroiError:
            counts["broken"] += 1
    return counts


def _calculate(path):
    try:
        socroi.recalculate(path)
    except SocroiError as refusal:
        os._exit(2 if "changed by another program" in str(refusal) else 9)
    os._exit(0)


def commands(folder, count):
    """Two commands compute one book at the same time: it is whole and computed, and whoever came second heard why."""
    book = folder / "together.xlsx"
    counts = {"pairs": count, "both": 0, "one": 0, "broken": 0}
    for _ in range(count):
        write_book(book, 1)
        pair = [
            subprocess.Popen(
                [sys.executable, "-m", "socroi", "calc", str(book)],
                env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
            for _ in range(2)
        ]  # fmt: skip
        said = [each.communicate()[1] for each in pair]
        statuses = sorted(each.returncode for each in pair)
        counts["both"] += statuses == [0, 0]
        counts["one"] += statuses == [0, 2] and any("changed by another program" in each for each in said)
        broken = True
        with contextlib.suppress(SocroiError):
            broken = socroi.recalculate(book, folder / "again.xlsx").changed != 0 or statuses not in ([0, 0], [0, 2])
        counts["broken"] += broken
    return counts


if __name__ == "__main__":
    sys.exit(main())
