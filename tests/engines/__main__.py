"""`make engines N=10000`: drawn books, engine against engine: ours, IronCalc and formualizer, each reading the same file.

Every cell is compared. Where one differs and none that it reads does, the smallest part of its formula that differs by itself
is looked for, and counted by its function. The same line again goes on where it ended; `--case` shows one book.
"""

import argparse
import contextlib
import json
import math
import re
import sys
import tempfile
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent)]

import formualizer  # noqa: E402
import ironcalc  # noqa: E402
from engine_books import drawn, spelled, subtrees, write  # noqa: E402 - found by the line above

import socroi  # noqa: E402

CODES = {
    "Div": "#DIV/0!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
EXAMPLES = 4
"""How many examples of a difference are kept."""


def ours(path, count):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [row[0] for row in socroi.open(path)[f"S!F1:F{count}"]]


def of_ironcalc(path, count):
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return [model.get_cell_value(0, row, 6) for row in range(1, count + 1)]


def of_formualizer(path, count):
    book = formualizer.Workbook.from_path(str(path))
    values = [book.evaluate_cell("S", row, 6) for row in range(1, count + 1)]
    return [CODES.get(value.get("kind"), str(value)) if isinstance(value, dict) else value for value in values]


OTHERS = {"IronCalc": of_ironcalc, "formualizer": of_formualizer}


def same(ours, theirs):
    """Whether two values are one: numbers up to the twelfth digit, a date its serial number, a blank the empty text."""
    ours, theirs = (value if isinstance(value, bool | int | float) else _plain(value) for value in (ours, theirs))
    if any(isinstance(each, bool | str) for each in (ours, theirs)):
        return type(ours) is type(theirs) and ours == theirs
    return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-12)


def _plain(value):
    if value is None:
        return ""
    if hasattr(value, "year"):
        from socroi.excel.serials import to_serial

        return to_serial(value)
    return str(getattr(value, "code", value))


def main():
    """Compare so many books, and say what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="how many books")
    parser.add_argument("--first", type=int, default=0, help="the number of the first book")
    parser.add_argument("--counts", metavar="FILE", help="count in a file, and go on from there")
    parser.add_argument("--case", type=int, help="show what differs in one book")
    options = parser.parse_args()
    counts = {
        "books": 0,
        "cells": 0,
        "errors": 0,
        "uncomputed": 0,
        "seconds": 0.0,
        "differ": {},
        "follow": {},
        "groups": {},
        "failed": [],
    }
    if options.counts and Path(options.counts).exists():
        counts = json.loads(Path(options.counts).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        if options.case is not None:
            one(options.case, Path(name), counts)
            print(json.dumps(counts, indent=1, ensure_ascii=False))  # noqa: T201 - a program's answer
            return 0
        while counts["books"] < options.n:
            began = time.process_time()
            for _ in range(20):
                one(options.first + counts["books"], Path(name), counts)
            counts["seconds"] += time.process_time() - began
            if options.counts:
                Path(options.counts).write_text(json.dumps(counts, indent=1, ensure_ascii=False), encoding="utf-8")
    tell(counts)
    return bool(counts["failed"])


def one(number, folder, counts):
    """Compare one book, and add what is found to the counts."""
    data, trees = drawn(number)
    formulas = [spelled(tree) for tree in trees]
    path = write(folder / "book.xlsx", data, formulas)
    counts["books"] += 1
    found = ours(path, len(formulas))
    counts["cells"] += len(found)
    counts["errors"] += sum(hasattr(value, "code") for value in found)
    counts["uncomputed"] += sum(str(value).startswith("#UNKNOWN") for value in found)
    for name, compute in OTHERS.items():
        try:
            theirs = compute(path, len(formulas))
        except Exception as problem:  # noqa: BLE001 - another engine's fault is counted
            counts["failed"].append([name, number, repr(problem)[:200]])
            continue
        wrong = {row for row, pair in enumerate(zip(found, theirs, strict=True), 1) if not same(*pair)}
        for row in sorted(wrong):
            if any(int(each) in wrong for each in re.findall(r"\bF(\d+)", formulas[row - 1])):
                counts["follow"][name] = counts["follow"].get(name, 0) + 1
                continue
            counts["differ"][name] = counts["differ"].get(name, 0) + 1
            with contextlib.suppress(Exception):
                _classified(name, number, data, formulas[: row - 1], trees[row - 1], folder, counts)


def _classified(name, number, data, before, tree, folder, counts):
    """Find the smallest part that differs, and count it by its function and by the kinds of the two values."""
    parts = list(subtrees(tree)) or [tree]
    path = write(folder / "part.xlsx", data, [*before, *map(spelled, parts)])
    count = len(before) + len(parts)
    values = {each: compute(path, count)[len(before) :] for each, compute in {"ours": ours, **OTHERS}.items()}
    at = next(i for i in range(len(parts)) if not same(values["ours"][i], values[name][i]))
    head = parts[at] if isinstance(parts[at], str) else "·".join(parts[at][0])
    kinds = " / ".join(_kind(values[each][at]) for each in ("ours", name))
    group = counts["groups"].setdefault(f"{name}: {head}: {kinds}", {"count": 0, "examples": []})
    group["count"] += 1
    if len(group["examples"]) < EXAMPLES:
        shown = {
            each: _plain(values[each][at]) if not isinstance(values[each][at], bool) else values[each][at]
            for each in values
        }
        inside = [spelled(hole) for hole in parts[at][1]] if not isinstance(parts[at], str) else []
        group["examples"].append([number, spelled(parts[at]), shown, _of_cells(inside, data)])


def _of_cells(inside, data):
    return {cell: data[cell] for text in inside for cell in re.findall(r"\b[A-D]\d+\b", text) if cell in data}


def _kind(value):
    if isinstance(value, bool):
        return "truth"
    text = _plain(value) if not isinstance(value, int | float) else ""
    return (
        text.split(":")[0] if text.startswith("#") else "text" if isinstance(value, str) or value is None else "number"
    )


def tell(counts):
    """Print all figures, the most frequent differences first."""
    print(  # noqa: T201 - a program's answer
        f"{counts['books']:,} books of {counts['cells'] // max(1, counts['books'])} formulas: {counts['cells']:,} cells, of which {counts['errors']:,} "
        f"are errors and {counts['uncomputed']:,} were left, in {counts['seconds']:,.0f} s of processor time. Differing by themselves: {counts['differ']}; "
        f"because of another cell: {counts['follow']}; books that an engine did not compute: {len(counts['failed']):,}."
    )
    for head, group in sorted(counts["groups"].items(), key=lambda each: -each[1]["count"]):
        print(f"{group['count']:6,} {head}")  # noqa: T201
        for _, formula, values, cells in group["examples"][:2]:
            print(f"         ={formula}  {values}  {cells}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
