"""Computes workbooks with IronCalc in a process of its own, which a hostile file may bring down.

Each line of input is JSON: the path of an .xlsx and a list of blocks [row, column, rows, columns] (from 1). Each line
of output is JSON: for each block its rows of values; an error is its text.
"""

import json
import sys

import ironcalc


def main():
    for line in sys.stdin:
        path, blocks = json.loads(line)
        model = ironcalc.load_from_xlsx(path, "en", "UTC", "en")
        model.evaluate()
        values = [
            [[model.get_cell_value(0, row + r, column + c) for c in range(columns)] for r in range(rows)]
            for row, column, rows, columns in blocks
        ]
        sys.stdout.write(json.dumps(values) + "\n")
        sys.stdout.flush()


main()
