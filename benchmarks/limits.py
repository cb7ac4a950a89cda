"""What it costs an ordinary calculation to keep within its limits.

    python -m benchmarks.limits

Each book is computed once with every question to its budget counted. What one of them takes is measured by itself, so
that a busy machine does not hide a hundredth of a second; the share is of the processor time of the whole calculation.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

from benchmarks import ledger, shapes
from benchmarks.machine import about_this_machine
from socroi import recalculate
from socroi.engine.model import budget as budgets
from socroi.engine.model.budget import ENDLESS, Budget, budgeted
from socroi.engine.model.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ASKED: Final = ("room", "late", "too_many", "write", "guard")
"""What is asked of a budget by a call; a step is often taken without one."""
LOOKS: Final = 20
"""How often a second the thread beside the calculation looks at the clock and at the memory."""
REPEATED: Final = 20_000


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count what is asked of the budgets that are opened in here."""
    asked: Counter[str] = Counter()
    opened: list[Budget] = []

    class Counted(Budget):
        """A budget that counts."""

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            opened.append(self)

    def counted(name: str) -> Callable[..., Any]:
        real = getattr(Budget, name)

        def ask(self: Budget, *given: Any) -> Any:
            asked[name] += 1
            return real(self, *given)

        return ask

    for name in ASKED:
        setattr(Counted, name, counted(name))
    with mock.patch.object(budgets, "Budget", Counted):
        yield asked
    asked["step"] = sum(ENDLESS - each.left for each in opened)
    asked["opened"] = len(opened)


def seconds_each(call: Callable[[], object]) -> float:
    """Return the processor time of one call, the loop around it included, as the best of several rounds has it."""
    best = float("inf")
    for _ in range(7):
        begun = time.thread_time()
        for _ in range(REPEATED):
            call()
        best = min(best, time.thread_time() - begun)
    return best / REPEATED


def costs() -> dict[str, float]:
    """Return the processor time of each question, and of one look of the thread."""
    budget = Budget(Limits())

    def open_one() -> None:
        with budgeted(Limits()):
            pass

    return {
        "room": seconds_each(lambda: budget.room(1000, 1, 1)),
        "late": seconds_each(budget.late),
        "too_many": seconds_each(lambda: budget.too_many(10, 10)),
        "write": seconds_each(lambda: budget.write(0)),
        "guard": seconds_each(lambda: budget.guard(int)),
        "step": seconds_each(budget.step),
        "opened": seconds_each(open_one),
        "look": seconds_each(budget.inspect),
    }


def line(name: str, path: Path, each: dict[str, float]) -> str:
    """Compute a book; return a line of the table."""
    target = path.with_name("out.xlsx")
    recalculate(path, target)  # what is loaded and learned once is not part of it
    begun, wall = time.process_time(), time.perf_counter()
    report = recalculate(path, target)
    busy, wall = time.process_time() - begun, time.perf_counter() - wall
    with counting() as asked:
        recalculate(path, target)
    spent = sum(each[what] * count for what, count in asked.items()) + each["look"] * LOOKS * wall
    questions = sum(asked.values()) - asked["step"]
    return (
        f"| {name} | {report.computed:,} | {busy * 1000:,.1f} | {asked['step']:,} | {questions:,} | {spent * 1000:.2f} "
        f"| {100 * spent / busy:.2f} % |"
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    given = parser.parse_args()
    each = costs()
    for about in about_this_machine():
        print(about)
    print("- one " + ", ".join(f"{what} {seconds * 1e6:.2f} µs" for what, seconds in each.items()))
    print("\n| book | formulas | ms of processor time | steps | other questions | ms for them | share |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="socroi-bench-") as folder:
        path = Path(folder) / "book.xlsx"
        ledger.write(path, given.rows)
        print(line(f"ledger of {given.rows:,} rows", path, each), flush=True)
        for shape in ("small", "model"):
            shapes.write(path, shape)
            print(line(shape, path, each), flush=True)


if __name__ == "__main__":
    main()
