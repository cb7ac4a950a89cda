"""Calls drawn by chance, written into a workbook as the plain formulas that stand for them."""

import random
import warnings

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.definition.units import Holds, Shape
from socroi.errors import CellError
from socroi.gate import gate
from socroi.hosts.plain.formula import plain_trees
from socroi.hosts.plain.references import References
from socroi.hosts.plain.unsayable import Unsayable

ROOM = 14
"""Rows for each call, columns for its result."""
WHOLE = {
    "SOCNPS.scores": (0, 10), "SOCLIFT.test_size": (60, 900), "SOCLIFT.test_conversions": (0, 60),
    "SOCLIFT.control_size": (60, 900), "SOCLIFT.control_conversions": (0, 60),
}  # fmt: skip
SIZES = [(1, 1), (1, 1), (3, 1), (4, 1), (1, 3)]


def sayable(formula):
    """Whether calls of a function over cells have a plain form, whole or cell by cell."""
    cells = ",".join(f"Z{row}" for row in range(1, 1 + sum(p.required for p in formula.parameters)))
    try:
        plain_trees(f"{formula.name}({cells})", (0, 0), (1, 1), References()).at(0, 0, (0, 0))
    except Unsayable:
        return False
    return True


SAYABLE = [formula for formula in formulas().values() if sayable(formula)]


def one_cell(chance, formula, parameter, *, booleans):
    """A cell of the parameter's kind; one in twelve is blank, of another kind, out of bounds or an error."""
    kind, name = parameter.kind, f"{formula.name}.{parameter.name}"
    # LibreOffice knows no TRUE and FALSE beside the numbers, and none that a text could be told from.
    if chance.random() < 1 / 12 and (booleans or kind.holds is not Holds.BOOLEAN):
        wrong = [None, None, "", "abc", -1.0, 25.0, CellError("#N/A"), CellError("#DIV/0!")]
        return chance.choice(wrong + [True, False] * booleans)
    if name in WHOLE:
        return float(chance.randint(*WHOLE[name]))
    if kind.holds is Holds.CHOICE:
        return chance.choice([*kind.choices, kind.choices[0].upper()])
    if kind.holds in {Holds.TEXT, Holds.ANYTHING}:
        texts = ["follower", "Lead", " link click ", "l*"]
        return chance.choice(texts if kind.holds is Holds.TEXT else [*texts, None, 3.0, 20.0])
    if kind.holds is Holds.BOOLEAN:
        return chance.choice([1.0, 0.0])
    low, high = max(kind.low, -1e4), min(kind.high, 1e4)
    return round(chance.uniform(max(low, 0) if chance.random() < 0.8 else low, high), 3)


def drawn(chance, formula, *, booleans):
    """The arguments of a call as rows of cells."""
    size = chance.choice(SIZES)
    arguments = []
    for parameter in formula.parameters:
        if not parameter.required and chance.random() < 0.4:
            break
        shape = {Shape.ONE: (1, 1), Shape.COLUMN: chance.choice(SIZES), Shape.GRID: (4, 2)}.get(parameter.shape, size)
        if parameter.shape is Shape.PAIRED and chance.random() < 0.15:
            shape = (1, 1)
        if parameter.shape is Shape.EACH:
            shape = (1, 1)
        free = booleans and shape == (1, 1)
        arguments.append(
            [[one_cell(chance, formula, parameter, booleans=free) for _ in range(shape[1])] for _ in range(shape[0])]
        )
    return arguments


def write(path, seed, calls_each, *, functions=SAYABLE, booleans=True):
    """Write a workbook of calls; return for each its text and what the gate gives for each of its cells."""
    chance = random.Random(seed)
    expected = {}
    with warnings.catch_warnings(), xlsxwriter.Workbook(path) as book:
        warnings.simplefilter("error")
        sheet = book.add_worksheet("Calls")
        top = 0
        for formula in functions:
            for _ in range(calls_each):
                arguments = drawn(chance, formula, booleans=booleans)
                answer = gate.call(formula, *arguments)
                rows = [list(row) for row in answer] if isinstance(answer, Spill) else [[answer]]
                text = f"{formula.name}({','.join(put(sheet, top, arguments))})"
                try:
                    trees = plain_trees(text, (top, 0), (len(rows), len(rows[0])), References())
                    cells = [[trees.at(r, c, (top, 0)) for c in range(len(rows[0]))] for r in range(len(rows))]
                except Unsayable:
                    continue
                for r, line in enumerate(cells):
                    for c, plain in enumerate(line):
                        cell = xl_rowcol_to_cell(top + r, c)
                        if plain.array:
                            sheet.write_array_formula(f"{cell}:{cell}", "{=" + plain.text + "}")
                        else:
                            sheet.write_formula(cell, "=" + plain.text)
                        expected[cell] = (text, arguments, rows[r][c])
                top += ROOM
    return expected


def put(sheet, top, arguments):
    """Write the arguments to the right and yield a reference to each."""
    left = ROOM
    for argument in arguments:
        for r, row in enumerate(argument):
            for c, cell in enumerate(row):
                if isinstance(cell, CellError):
                    sheet.write_formula(top + r, left + c, "=NA()" if cell == "#N/A" else "=1/0")
                elif cell == "":
                    sheet.write_formula(top + r, left + c, '=""')
                elif cell is not None:
                    sheet.write(top + r, left + c, cell)
        if len(argument) == len(argument[0]) == 1:
            yield xl_rowcol_to_cell(top, left)
        else:
            yield xl_range(top, left, top + len(argument) - 1, left + len(argument[0]) - 1)
        left += len(argument[0])


def agree(ours, theirs):
    """Whether two cells show the same: numbers to nine digits, and an error for an error.

    Where two arguments hold errors, which of them shows is left open.
    """
    if isinstance(ours, CellError) or isinstance(theirs, CellError):
        return isinstance(ours, CellError) and isinstance(theirs, CellError)
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)) and not isinstance(ours, bool):
        return abs(ours - theirs) <= 1e-9 * max(1, abs(ours), abs(theirs))
    return ("" if ours is None else ours) == ("" if theirs is None else theirs)


def same_error(ours, theirs, arguments):
    """Whether an error is the same one; no question where an argument holds an error itself."""
    if not isinstance(ours, CellError) or any(isinstance(c, CellError) for a in arguments for row in a for c in row):
        return True
    return isinstance(theirs, CellError) and ours.code == theirs.code
