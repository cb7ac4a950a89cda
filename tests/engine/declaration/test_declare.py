"""A function of single cells, filled down; each cell by itself is the witness."""

import pytest

CELLS = [
    1,
    True,
    "1",
    None,
    0,
    False,
    43210.75,
    "43210.75",
    43210.9999999,
    1,
    True,
    0.5,
    "x",
    "1.",
    ".5",
    "12345678.12345678",
]
SHOWN = ["0", "yyyy-mm-dd", "d/m/yy", "yy\\{\\}m", "[h]:mm", "@"]


@pytest.mark.parametrize(
    "call", ["VALUE(A{row})", *(f'TEXT(A{{row}},"{shown}")' for shown in SHOWN), "TEXT(A{row},B{row})"]
)
def test_cells_filled_down_are_what_each_is_by_itself(work, call):
    # Numbers beside booleans that are equal to them in Python, texts of numbers, errors, and twice the same.
    cells = {f"A{row}": cell for row, cell in enumerate(CELLS, 1)} | {"A20": "=1/0"}
    cells |= {f"B{row}": SHOWN[row % len(SHOWN)] for row in range(1, 21)}
    together = work(cells | {"C1:C20": "=" + call.replace("{row}", "1")})
    alone = work(cells | {f"C{row}": "=" + call.replace("{row}", str(row)) for row in range(1, 21)})
    assert together.column("C1", 20) == alone.column("C1", 20)
    assert together["C20"] == "#DIV/0!"


@pytest.mark.parametrize(
    ("day", "shown"), [(0, "1900-01-00"), (60, "1900-02-29"), (61, "1900-03-01"), (45350.9999999, "2024-02-29")]
)
def test_the_days_that_excel_counts_are_printed_as_it_prints_them(answer, day, shown):
    # The 29 February 1900 that there was not, and the time carried into the date (format_dates.py).
    assert answer(f'TEXT({day},"yyyy-mm-dd")') == shown
