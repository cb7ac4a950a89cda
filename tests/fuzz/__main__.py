"""`make fuzz N=100000 SEED=0`: random attacks on everything that reads what others wrote.

Each case has a number, and the same number gives the same case everywhere: `python tests/fuzz --case packages 1234`.
"""

import argparse
import collections
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), *[str(Path(__file__).parents[1] / each) for each in ("books", "workbook")]]

from fuzz_kinds import KINDS, WEIGHTS, batch, lost, tried  # noqa: E402 - found by the line above

BATCH = 25
MOST_SECONDS = 300.0
"""What a batch may take before its process is ended."""


def main():
    """Try cases, show how it goes, and end with status 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=20_000, help="how many cases, of all kinds together")
    parser.add_argument("--seed", type=int, default=0, help="with which number the cases begin, in millions")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--seconds", type=float, help="stop after so long")
    parser.add_argument("--case", nargs=2, metavar=("KIND", "NUMBER"), help="try one case again")
    parser.add_argument("--counts", metavar="FILE", help="one process that counts in a file, and goes on from there")
    options = parser.parse_args()
    if options.case:
        with tempfile.TemporaryDirectory() as folder:
            wrong = tried(options.case[0], int(options.case[1]), Path(folder))
        print(wrong or "Nothing is wrong with it.")  # noqa: T201 - a program's answer
        return bool(wrong)
    if options.counts:
        import long_run

        return long_run.run(options.counts, options.n, options.seed, options.kinds.split(","), options.seconds)
    return run(options)


def run(options):
    from rich.console import Console
    from rich.progress import Progress

    from socroi.books.workers import spread

    kinds = options.kinds.split(",")
    items = list(planned(kinds, options.n, options.seed * 1_000_000))
    counts, found = collections.Counter(), []
    screen, started = Console(stderr=True), time.monotonic()
    results = spread(items[::-1], options.jobs, batch, lost, MOST_SECONDS)
    with Progress(console=screen) as progress:
        bar = progress.add_task("cases", total=sum(count for _, _, count in items))
        for kind, _, count, wrong in results:
            counts[kind] += count
            progress.advance(bar, count)
            for number, text in wrong:
                found.append((kind, number))
                screen.print(f"{kind} {number}", text.strip()[-1500:], sep="\n", highlight=False, markup=False)
            if options.seconds and time.monotonic() - started > options.seconds:
                break
    results.close()
    told = ", ".join(f"{counts[kind]:,} {kind}" for kind in kinds)
    print(f"{counts.total():,} cases in {time.monotonic() - started:,.0f} s: {told}; {len(found):,} of them failed.")  # noqa: T201
    for kind, number in found:
        print(f"  python tests/fuzz --case {kind} {number}")  # noqa: T201
    return bool(found)


def planned(kinds, count, first):
    """Yield batches (kind, first number, cases) of all kinds in turn, so many cases together."""
    weights = {kind: WEIGHTS[kind] for kind in kinds}
    at = dict.fromkeys(kinds, first)
    while count > 0:
        for kind, weight in weights.items():
            for _ in range(weight):
                some = min(BATCH, count)
                if some <= 0:
                    return
                yield kind, at[kind], some
                at[kind] += some
                count -= some


if __name__ == "__main__":
    sys.exit(main())
