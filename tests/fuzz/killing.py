"""`make kills`: `kill -9` at random moments of a command that writes; the book is the old one or the new one, whole."""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).parents[2]


def main():
    """Kill a command again and again, and end with status 1 where a book was broken."""
    from rich.progress import track

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        counts = killed(Path(name), options.n, random.Random(options.seed), track)
    print(  # noqa: T201 - a program's answer
        "{n:,} kills: {old:,} times the old book, {new:,} times the new one, {broken:,} times neither; "
        "{beside:,} temporary files were left, and the next save, a minute later, took them away.".format(
            n=options.n, **counts
        )
    )
    return bool(counts["broken"])


def killed(folder, count, draw, track=lambda items: items):
    """Return how often the book was the old one, the new one, or neither."""
    book, fresh = folder / "book.xlsx", folder / "fresh.bin"
    _write(book)
    old = book.read_bytes()
    started = time.perf_counter()
    _command(book).wait()
    whole = time.perf_counter() - started
    new = book.read_bytes()
    assert old != new, "the command changed nothing"
    counts = {"old": 0, "new": 0, "broken": 0, "beside": 0}
    for _ in track(range(count)):
        book.write_bytes(old)
        process = _command(book)
        time.sleep(draw.uniform(0.5, 1.1) * whole)
        with_signal = getattr(signal, "SIGKILL", signal.SIGTERM)
        if process.poll() is None:
            os.kill(process.pid, with_signal)
        process.wait()
        found = book.read_bytes()
        counts["old" if found == old else "new" if found == new else "broken"] += 1
        if found not in {old, new}:
            fresh.write_bytes(found)
    counts["beside"] = len(list(folder.glob(".*.socroi.tmp")))
    for each in folder.glob(".*.socroi.tmp"):
        # A minute long such a file may belong to a process that has only just begun.
        os.utime(each, (time.time() - 120,) * 2)
    book.write_bytes(old)
    _command(book).wait()
    left = [each.name for each in folder.iterdir() if each not in {book, fresh}]
    assert left == [], f"the next save left {left}"
    with zipfile.ZipFile(book) as archive:
        assert archive.testzip() is None
    return counts


def _write(path):
    """Write a book that takes a moment to be written: 20,000 rows of formulas whose values are wrong."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Data")
        for row in range(20_000):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 1, f"=A{row + 1}*2", None, 7)


def _command(book):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "socroi", "calc", str(book)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main())
