"""Computes workbooks with IronCalc in a process of its own, which a hostile file may bring down.

Each line of input is JSON: the path of an .xlsx (or, in its place, formulas as a person types them, one for each block)
and a list of blocks [row, column, rows, columns], from 1. Each line of output is JSON: for each block its rows of
values; an error is its text.
"""

import json
import sys

import ironcalc


def main():
    for line in sys.stdin:
        source, blocks = json.loads(line)
        if isinstance(source, str):
            model = ironcalc.load_from_xlsx(source, "en", "UTC", "en")
        else:
            model = ironcalc.create("typed", "en", "UTC", "en")
            for formula, (row, column, _, _) in zip(source, blocks, strict=True):
                model.set_user_input(0, row, column, formula)
        model.evaluate()
        values = [
            [[model.get_cell_value(0, row + r, column + c) for c in range(columns)] for r in range(rows)]
            for row, column, rows, columns in blocks
        ]
        sys.stdout.write(json.dumps(values) + "\n")
        sys.stdout.flush()


main()
