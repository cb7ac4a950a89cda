"""The ledger that every engine computes: a row for each post, four inputs and four formulas, and totals by platform.

    python -m benchmarks.ledger OUT.xlsx ROWS [--ours] [--arrays OUT.json]

The formulas are written without values (the file shows 0 everywhere), so that an engine which hands back what it was
given is found out. The truth is summed up here, while the rows are written.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED: Final = 20
WORTH: Final = {"follower": 0.25, "lead": 5.0, "link click": 1.0, "like": 0.23, "signup": 12.0}
PLATFORMS: Final = ("Facebook", "Instagram", "LinkedIn", "Pinterest", "X")
HEADINGS: Final = ("Platform", "KPI", "Count", "Cost", "Worth of one", "Return", "Profit", "ROI")
TOTAL_ROW: Final = len(PLATFORMS) + 1
RETURN_CELL: Final = f"B{TOTAL_ROW}"
ROI_CELL: Final = f"D{TOTAL_ROW}"


def inputs(rows: int) -> Iterator[tuple[str, str, int, float]]:
    """Yield (platform, KPI, count, cost) of each post, the same ones each time."""
    draw = random.Random(SEED)
    kpis = list(WORTH)
    for _ in range(rows):
        yield draw.choice(PLATFORMS), draw.choice(kpis), draw.randint(1, 999), draw.randint(100, 50_000) / 100


def formulas(row: int, *, ours: bool = False, false: str = "FALSE") -> tuple[str, str, str, str]:
    """Return worth, return, profit and ROI of a 1-based row: in plain Excel, or with our functions.

    Args:
        row: 1-based.
        ours: whether with our functions.
        false: how the engine wants the word for it.
    """
    if ours:
        return (
            f"=KPIVALUE(B{row},1,Values!$A$2:$B$6)",
            f"=KPIVALUE(B{row},C{row},Values!$A$2:$B$6)",
            f"=SOCPROFIT(F{row},D{row})",
            f"=SOCROI(F{row},D{row})",
        )
    return (
        f"=VLOOKUP(B{row},Values!$A$2:$B$6,2,{false})",
        f"=C{row}*E{row}",
        f"=F{row}-D{row}",
        f"=IF(D{row}=0,0,G{row}*100/D{row})",
    )


def totals(rows: int) -> list[list[str]]:
    """Return the totals: a row for each platform, and one for all."""
    last = rows + 1
    lines = [
        [
            platform,
            f"=SUMIF(Ledger!$A$2:$A${last},A{at},Ledger!$F$2:$F${last})",
            f"=SUMIF(Ledger!$A$2:$A${last},A{at},Ledger!$D$2:$D${last})",
            f"=(B{at}-C{at})*100/C{at}",
        ]
        for at, platform in enumerate(PLATFORMS, 1)
    ]
    end = TOTAL_ROW
    return [*lines, ["all", f"=SUM(B1:B{end - 1})", f"=SUM(C1:C{end - 1})", f"=(B{end}-C{end})*100/C{end}"]]


def truth(rows: int) -> dict[str, float]:
    """Return the return and the ROI of all posts, summed without rounding in between."""
    returned = math.fsum(count * WORTH[kpi] for _, kpi, count, _ in inputs(rows))
    cost = math.fsum(cost for *_, cost in inputs(rows))
    return {RETURN_CELL: returned, ROI_CELL: (returned - cost) * 100 / cost}


def write(path: Path, rows: int, *, ours: bool = False) -> None:
    """Write the workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        values = book.add_worksheet("Values")
        values.write_row(0, 0, ("KPI", "Worth"))
        for at, pair in enumerate(WORTH.items(), 1):
            values.write_row(at, 0, pair)
        ledger = book.add_worksheet("Ledger")
        ledger.write_row(0, 0, HEADINGS)
        for at, post in enumerate(inputs(rows), 1):
            ledger.write_string(at, 0, post[0])
            ledger.write_string(at, 1, post[1])
            ledger.write_number(at, 2, post[2])
            ledger.write_number(at, 3, post[3])
            for column, formula in enumerate(formulas(at + 1, ours=ours), 4):
                ledger.write_formula(at, column, formula)
        sheet = book.add_worksheet("Totals")
        for at, line in enumerate(totals(rows)):
            sheet.write_string(at, 0, line[0])
            for column, formula in enumerate(line[1:], 1):
                sheet.write_formula(at, column, formula)


def arrays(rows: int) -> dict[str, list[list[Any]]]:
    """Return the plain workbook as rows of values and formulas by sheet, for HyperFormula, which knows no FALSE but
    FALSE().
    """
    ledger = [[*post, *formulas(at, false="FALSE()")] for at, post in enumerate(inputs(rows), 2)]
    return {
        "Values": [["KPI", "Worth"], *(list(pair) for pair in WORTH.items())],
        "Ledger": [list(HEADINGS), *ledger],
        "Totals": totals(rows),
    }


def main() -> None:
    """Write a ledger from the command line."""
    parser = argparse.ArgumentParser(description="Write the ledger that is measured.")
    parser.add_argument("out", type=Path)
    parser.add_argument("rows", type=int)
    parser.add_argument("--ours", action="store_true", help="our functions in every row")
    parser.add_argument("--arrays", type=Path, help="a JSON file of the same, for engines that read no files")
    given = parser.parse_args()
    write(given.out, given.rows, ours=given.ours)
    if given.arrays:
        given.arrays.write_text(json.dumps(arrays(given.rows)))


if __name__ == "__main__":
    main()
