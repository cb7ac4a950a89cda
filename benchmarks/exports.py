"""How fast a long export is read, and with how much memory, beside what polars takes to read the same file.

    python -m benchmarks.exports [ROWS] [--repeat N]

The file is made: a table of ads by day, thirteen columns. Each reading is a process of its own; the best of several
counts. Polars only reads; ours finds the exporter, the totals, the kinds of the columns, and checks the file's rates.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks.machine import about_this_machine

SEED: Final = 20
HEAD: Final = (
    "Reporting starts,Reporting ends,Day,Campaign name,Ad set name,Ad name,Platform,Amount spent (EUR),Impressions,"
    "Reach,Link clicks,Purchases,Purchases conversion value\n"
)
READINGS: Final = {
    "socroi": "import pandas, socroi.sources as s; s.sources()",
    "polars": "import polars",
}
CALLS: Final = {"socroi": "s.read(path).table", "polars": "polars.read_csv(path)"}
MEASURE: Final = """
import resource, sys, time
path = sys.argv[1]
{before}
start = time.perf_counter()
table = {call}
seconds = time.perf_counter() - start
assert len(table) == int(sys.argv[2]), len(table)
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def write(path: Path, rows: int) -> None:
    """Write an export of so many rows, the same one each time."""
    draw = random.Random(SEED)
    first = date(2016, 1, 1)
    with path.open("w", encoding="utf-8-sig") as file:
        file.write(HEAD)
        for row in range(rows):
            day, ad = first + timedelta(days=row % 3650), row // 3650
            shown, bought = draw.randint(10, 200_000), draw.randint(0, 5)
            file.write(
                f"2016-01-01,2025-12-31,{day},Campaign {ad % 40},Set {ad % 90},Ad {ad},"
                f"{'facebook' if row % 2 else 'instagram'},{draw.randint(1, 30_000) / 100:.2f},{shown},"
                f"{shown * 4 // 5},{draw.randint(0, shown // 20)},{bought},{bought * draw.randint(10, 90)}.50\n"
            )


def measured(reader: str, path: Path, rows: int) -> tuple[float, float]:
    """Return seconds and MiB of one reading in a process of its own."""
    code = MEASURE.format(before=READINGS[reader], call=CALLS[reader])
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(rows)], check=True, capture_output=True, text=True
    )
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    wanted = parser.parse_args()
    print("\n".join(about_this_machine()))
    versions = (f"{name} {importlib.metadata.version(name)}" for name in ("pandas", "polars"))
    print(f"- {', '.join(versions)}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ads.csv"
        write(path, wanted.rows)
        print(f"- {wanted.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB, best of {wanted.repeat}\n")
        # In turns, so that a machine that is busy for a while is busy for both.
        runs = {reader: [] for reader in READINGS}
        for _ in range(wanted.repeat):
            for reader, found in runs.items():
                found.append(measured(reader, path, wanted.rows))
    best = {reader: min(seconds for seconds, _ in found) for reader, found in runs.items()}
    print("| reader | seconds | times polars | peak MiB |\n|---|---|---|---|")
    for reader, found in runs.items():
        peak = max(memory for _, memory in found)
        print(f"| {reader} | {best[reader]:.2f} | {best[reader] / best['polars']:.1f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
