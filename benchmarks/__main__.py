"""`python -m benchmarks`: our engine and its peers over the same ledgers, one table.

    python -m benchmarks                        1,000 to 100,000 rows, every peer that is installed
    python -m benchmarks --large                1,000,000 rows as well
    python -m benchmarks --sizes 10000 --engines socroi libreoffice
    python -m benchmarks --only-shapes          the other shapes alone, without the ledgers
    python -m benchmarks --growth               how time grows with the rows, ours alone and nothing else
    python -m benchmarks -o docs/benchmarks.md  write the page

Every engine runs in a process of its own, its answer is checked against sums made without any engine, and the
fastest of some runs counts. A time without a right answer is no time.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.metadata
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import growth, open_book, shapes
from benchmarks.ledger import truth
from benchmarks.machine import about_this_machine
from benchmarks.measuring import ROOT, Run, run_engine

SIZES: Final = (1_000, 10_000, 20_000, 100_000)
LARGE: Final = 1_000_000
LIMIT: Final = 300.0
"""Seconds that one run may take."""
LONG: Final = 20.0
"""A run of more seconds than this is not repeated."""


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine in the table.

    Attributes:
        title: what the table calls it.
        package: the Python package that it needs; "" where it is a program.
        most: the most rows that it is asked for; beyond, it takes minutes or hours.
    """

    title: str
    package: str = ""
    most: int = LARGE


PEERS: Final = {
    "socroi_process": Peer("**socroi** `calc`, the command", "socroi"),
    "socroi": Peer("**socroi**, from Python", "socroi"),
    "formualizer": Peer("formualizer `recalculate_file`", "formualizer"),
    "formualizer_cache": Peer("formualizer `recalculate_xlsx_file` (caches only)", "formualizer"),
    "ironcalc": Peer("IronCalc", "ironcalc"),
    "libreoffice": Peer("LibreOffice, recalculation forced"),
    "hyperformula": Peer("HyperFormula (from arrays, no file)", most=100_000),
    "pycel": Peer("pycel (no file written)", "pycel", 10_000),
    "formulas": Peer("formulas (no file written)", "formulas", 1_000),
    "floor": Peer("*floor: inflate + deflate of the file*"),
}
OURS: Final = ("socroi_process", "socroi")


def main() -> None:
    """Measure and print."""
    given = _arguments()
    compileall.compile_dir(ROOT / "socroi", quiet=1)  # as pip leaves an installed package, and every peer
    if given.growth:
        print("\n".join(growth.section(given.repeat, given.shapes)))
        return
    node = _node_folder()
    found = [name for name in given.engines if _version(name, node)]
    for name in set(given.engines) - set(found):
        print(f"{PEERS[name].title}: not installed, left out", file=sys.stderr)
    sizes = [*given.sizes, LARGE] if given.large else given.sizes
    page = [
        "# Benchmarks\n",
        "<!-- Written by `python -m benchmarks -o docs/benchmarks.md`. Run it again, do not change this page. -->\n",
        *_preface(found, node),
    ]
    print("\n".join(page))
    with tempfile.TemporaryDirectory(prefix="socroi-ledgers-") as folder:
        for rows in [] if given.only_shapes else sizes:
            lines = _section(rows, found, Path(folder), given.repeat, node)
            print("\n".join(lines), flush=True)
            page += lines
    lines = shapes.section(found, {name: peer.title for name, peer in PEERS.items()}, given.repeat)
    print("\n".join(lines), flush=True)
    page += lines
    if "socroi_process" in found and not given.only_shapes:
        lines = open_book.section()
        print("\n".join(lines))
        page += lines
    if given.out:
        given.out.write_text("\n".join(page) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Our engine and its peers, one table.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="ROWS")
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} rows as well")
    parser.add_argument("--only-shapes", action="store_true", help="no ledgers: the other shapes of workbooks alone")
    parser.add_argument("--growth", action="store_true", help="how our time grows with the rows, and nothing else")
    parser.add_argument(
        "--shapes", nargs="+", choices=[*shapes.SHAPES, *growth.SLOW], help="for --growth; all if left out"
    )
    parser.add_argument("--engines", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument(
        "--repeat", type=int, choices=range(1, 100), metavar="N", default=3, help="runs of which the fastest counts"
    )
    parser.add_argument("-o", "--out", type=Path, help="a Markdown file")
    return parser.parse_args()


def _section(rows: int, names: list[str], folder: Path, repeat: int, node: Path | None) -> list[str]:
    plain, ours = folder / f"plain{rows}.xlsx", folder / f"ours{rows}.xlsx"
    writer = [sys.executable, "-m", "benchmarks.ledger"]
    arrays = ["--arrays", str(plain.with_suffix(".json"))] if "hyperformula" in names else []
    subprocess.run([*writer, str(plain), str(rows), *arrays], check=True, cwd=ROOT)
    subprocess.run([*writer, str(ours), str(rows), "--ours"], check=True, cwd=ROOT)
    true = truth(rows)
    jobs = {(name, False): plain for name in names if rows <= PEERS[name].most}
    jobs |= {(name, True): ours for name in OURS if name in names}
    best = _fastest(jobs, true, repeat, node)
    runs = {name: best[name, is_ours] for name, is_ours in jobs if not is_ours}
    with_ours = {name: best[name, True] for name in OURS if (name, True) in best}
    base = runs.get("socroi_process") or runs.get("socroi"), runs.get("socroi")
    lines = [
        f"\n## {rows:,} rows, {4 * rows:,} formulas\n",
        "| engine | whole process, s | CPU, s | inside, s | peak, MiB | times ours: process | CPU | inside |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(PEERS[name].title, run, base) for name, run in runs.items()]
    lines += [
        _line(f"{PEERS[name].title}, *our functions in every row*", run, (runs.get(name), runs.get(name)))
        for name, run in with_ours.items()
    ]
    if "floor" in runs and "socroi" in runs and runs["floor"].inside and runs["socroi"].inside:
        ratio = runs["socroi"].inside / runs["floor"].inside
        lines.append(f"\nFrom Python, ours takes {ratio:.1f} times the floor inside the process.")
    left_out = [PEERS[name].title for name in names if rows > PEERS[name].most]
    if left_out:
        lines.append(f"\nNot asked for so many rows: {', '.join(left_out)}.")
    return lines


def _fastest(
    jobs: dict[tuple[str, bool], Path], true: dict[str, float], repeat: int, node: Path | None
) -> dict[tuple[str, bool], Run]:
    """Run each engine over its file some times, in turns so that a busy minute of the machine meets all alike."""
    best: dict[tuple[str, bool], Run] = {}
    for _ in range(repeat):
        for job, source in jobs.items():
            known = best.get(job)
            if known is not None and (known.problem or known.seconds > LONG):
                continue
            run = run_engine(job[0], source, true, LIMIT, node)
            if known is None or run.problem or run.seconds < known.seconds:
                best[job] = run
    return best


def _line(title: str, run: Run, base: tuple[Run | None, Run | None]) -> str:
    """Return a line of the table; `base` holds the runs that the process and its inside are compared with."""
    if run.problem:
        return f"| {title} | {run.problem.replace('|', '/')} | | | | | | |"
    whole, within = base
    inside = "" if run.inside is None else f"{run.inside:.3f}"
    if len(run.steps) > 1:
        inside += f" ({' / '.join(f'{name} {seconds:.3f}' for name, seconds in run.steps.items())})"
    ratio = "|"
    if whole is not None and not whole.problem:
        ratio = f"{run.seconds / whole.seconds:.2f} | {run.cpu / whole.cpu:.2f}"
    ours = None if within is None else within.inside
    narrow = "" if run.inside is None or not ours else f"{run.inside / ours:.2f}"
    return f"| {title} | {run.seconds:.2f} | {run.cpu:.2f} | {inside} | {run.peak:.0f} | {ratio} | {narrow} |"


def _preface(names: list[str], node: Path | None) -> list[str]:
    versions = ", ".join(
        dict.fromkeys(f"{name.split('_')[0]} {_version(name, node)}" for name in names if name != "floor")
    )
    what = (
        "A ledger of social media posts: four inputs and four formulas a row (a lookup, a product, a difference, a "
        "condition), and conditional sums by platform. Each engine reads the file, computes it and writes it, in a "
        "process of its own, the fastest of some runs; two totals are checked against sums made without any engine, "
        "and an engine that did not recalculate has no time. *Inside* leaves out starting the program and its "
        "imports. Where our functions stand in every row, the last three columns compare with the plain ledger.\n"
    )
    return [
        what,
        (
            "The machine differs from yours, and others may have used it at the time: trust the ratios, "
            "not the seconds, and those of CPU time most.\n"
        ),
        *about_this_machine(),
        f"- {versions}",
    ]


def _version(name: str, node: Path | None) -> str:
    """Return the version of an engine, nothing where it is not installed."""
    if name == "floor":
        return "1"
    if name == "libreoffice":
        if not shutil.which("soffice"):
            return ""
        said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=False).stdout
        match = re.search(r"\d[\d.]+", said)
        return match[0] if match else "of unknown version"
    if name == "hyperformula":
        manifest = None if node is None else node / "node_modules" / "hyperformula" / "package.json"
        if manifest is None or not manifest.exists():
            return ""
        return str(json.loads(manifest.read_text())["version"])
    package = PEERS[name].package
    return importlib.metadata.version(package) if importlib.util.find_spec(package) else ""


def _node_folder() -> Path | None:
    """Return where Node.js finds HyperFormula: `npm install` in this folder puts it there."""
    return Path(__file__).parent if shutil.which("node") else None


if __name__ == "__main__":
    main()
