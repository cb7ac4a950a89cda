"""How time grows with the rows: each shape of workbook, and those that once grew with the square, at two sizes.

A shape of twice the rows should take twice the time. What is measured is processor time of the whole process, whose
start counts at both sizes. No peer is asked.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import Run, run_engine
from benchmarks.shapes import LIMIT, SEED, SHAPES, put, write

if TYPE_CHECKING:
    import xlsxwriter

    from benchmarks.shapes import Shape

MOST: Final = 2.2
"""Times the processor time that twice the rows may take."""


def own_sum(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """A column of 8,000 rows that reads its own sum."""
    sheet, rows = book.add_worksheet("Data"), 8_000 * times
    sheet.write_number(0, 0, 1)
    running = 1
    for row in range(1, rows):
        put(sheet, row, 0, f"MIN(5,1000-SUM(A$1:A{row}))")
        running += min(5, 1000 - running)
    return f"SUM(Data!A1:A{rows})", running


def spills(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """5,000 XLOOKUPs that each fill two cells."""
    sheet, rows = book.add_worksheet("Data"), 5_000 * times
    total = 0
    for row in range(5):
        for column, value in enumerate((row + 1, row * 2, row * 3)):
            sheet.write_number(row, column, value)
    for row in range(rows):
        sheet.write_number(row, 12, row % 5 + 1)
        formula = f"=_xlfn.XLOOKUP(M{row + 1},A$1:A$5,B$1:C$5)"
        sheet.write_dynamic_array_formula(row, 14, row, 15, formula)
        total += row % 5 * 5
    return f"SUM(Data!O1:P{rows})", total


def sorted_lookups(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """20,000 XLOOKUPs and XMATCHes of the next smaller and the next larger in a sorted list of as many."""
    draw = random.Random(SEED)
    sheet, rows = book.add_worksheet("Data"), 20_000 * times
    total = 0
    for row in range(rows):
        asked = draw.randrange(2 * rows - 1)
        sheet.write_number(row, 0, 2 * row)
        sheet.write_number(row, 1, row)
        sheet.write_number(row, 3, asked)
        put(sheet, row, 4, f'_xlfn.XLOOKUP(D{row + 1},A$1:A${rows},B$1:B${rows},"",-1)')
        put(sheet, row, 5, f"_xlfn.XMATCH(D{row + 1},A$1:A${rows},1)")
        total += asked // 2 + (asked + 1) // 2 + 1
    return f"SUM(Data!E1:F{rows})", total


def literal_keys(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """10,000 VLOOKUPs with the key written into each."""
    sheet, rows = book.add_worksheet("Data"), 10_000 * times
    for row in range(rows):
        sheet.write_string(row, 0, f"k{row}")
        sheet.write_number(row, 1, row)
        put(sheet, row, 3, f'VLOOKUP("k{row * 7 % rows}",A$1:B${rows},2,FALSE)')
    return f"SUM(Data!D1:D{rows})", sum(row * 7 % rows for row in range(rows))


def last_of_many(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """The last of 100,000 texts that begin with a letter, for eight letters."""
    sheet, rows = book.add_worksheet("Data"), 100_000 * times
    for row in range(rows):
        sheet.write_string(row, 0, f"{'abcdefgh'[row % 8]}{row}")
        sheet.write_number(row, 1, row)
    for row, letter in enumerate("abcdefgh"):
        sheet.write_string(row, 3, letter)
        put(sheet, row, 4, f"LOOKUP(2,1/(LEFT(A$1:A${rows},1)=D{row + 1}),B$1:B${rows})")
    return "SUM(Data!E1:E8)", sum(range(rows - 8, rows))


def wildcards(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """Wildcards with many asterisks in a text of 10,000 letters."""
    sheet = book.add_worksheet("Data")
    sheet.write_string(0, 1, "a" * 10_000 * times)
    sheet.write_string(1, 1, "a" * 10_000 * times + "b1")
    for row in range(100):
        put(sheet, row, 3, f'COUNTIF(B$1:B$2,"{"*a" * (3 + row % 9)}*ab{row}")')
    return "SUM(Data!D1:D100)", 1


SLOW: Final[dict[str, Shape]] = {
    each.__name__: each for each in (own_sum, spills, sorted_lookups, literal_keys, last_of_many, wildcards)
}


def section(repeat: int, names: list[str] | None = None) -> list[str]:
    """Return the part of the page about growth.

    Args:
        repeat: runs of which the fastest counts.
        names: the shapes to measure; None means all.
    """
    lines = [
        "\n## Twice the rows\n",
        f"CPU seconds of `socroi calc`, and of twice the rows; above {MOST} times, time grows faster than the rows.\n",
        "| workbook | rows as written here | twice as many | times |",
        "|---|---|---|---|",
    ]
    for name, shape in {**SHAPES, **SLOW}.items():
        if names is not None and name not in names:
            continue
        runs = _runs(name, shape, repeat)
        said = next((run.problem for run in runs if run.problem), "")
        shown = said or f"{runs[0].cpu:.2f} | {runs[1].cpu:.2f} | {runs[1].cpu / runs[0].cpu:.2f}"
        lines.append(f"| {(shape.__doc__ or '').rstrip('.')} | {shown} |")
    return lines


def _runs(name: str, shape: Shape, repeat: int) -> tuple[Run, Run]:
    """Return the fastest run of each size, in turns so that a busy minute of the machine meets both."""
    best: list[Run | None] = [None, None]
    with tempfile.TemporaryDirectory(prefix="socroi-growth-") as folder:
        paths = [Path(folder) / f"{name}{times}.xlsx" for times in (1, 2)]
        answers = [write(path, shape, times) for path, times in zip(paths, (1, 2), strict=True)]
        for _ in range(repeat):
            for at, (path, answer) in enumerate(zip(paths, answers, strict=True)):
                run = run_engine("socroi_process", path, {"B1": answer}, LIMIT, None)
                known = best[at]
                if known is None or run.problem or run.cpu < known.cpu:
                    best[at] = run
    first, second = best
    assert first is not None  # noqa: S101 - it is repeated once at least
    assert second is not None  # noqa: S101
    return first, second
