"""A question put to another program in a process of its own, which may crash or hang without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from socroi.errors import CELL_ERRORS, CellError
from socroi.review.subject import Place
from socroi.review.witnesses.witness import PATIENCE

if TYPE_CHECKING:
    from socroi.engine.model.block import Scalar


def ask(program: str, question: object) -> Any:
    """Run a Python program in a process of its own; it reads JSON and prints JSON as its last line.

    Returns:
        what it printed, or a text that says what went wrong.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, in this Python
            [sys.executable, "-c", program],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {PATIENCE} seconds."
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if line.strip()][-1:]
        return " ".join(last)[:200] or f"it ended with status {done.returncode}."
    # What an engine itself prints while it reads a book, such as IronCalc for a formula without a value, comes before.
    return json.loads(done.stdout.rpartition("\n")[2])


def scalar(value: Any) -> Scalar:
    """Return what another program printed as the value of a cell."""
    if isinstance(value, str) and value in CELL_ERRORS:
        return CellError(value)
    if isinstance(value, str) and value.startswith("#"):
        return CellError("#UNKNOWN!", value) if value.isupper() or value.endswith(("!", "?")) else value
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def by_place(cells: list[list[Any]]) -> dict[Place, Scalar]:
    """Return the values of cells that came as [sheet, row, column, value], 0-based."""
    return {Place(sheet, row, column): scalar(value) for sheet, row, column, value in cells}
