"""Every function of ours as its documentation calls it, with one or two things of the call exchanged: so it gets deep in.

The engine, which puts formulas of Excel's in place of a call, must give the value that the gate gives. Half of the arrays
stand in cells, where some are blank.
"""

import math
from functools import cache

import bombs
import fuzz_formulas
from fuzz_books import must_hold

from socroi.definition.examples import Call
from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CellError, SocroiError
from socroi.excel.addresses import address
from socroi.gate import gate
from socroi.hosts.plain.edition import write_plain_edition

_SCALARS = [
    *(None, 0.0, 1.0, -1.0, 0.5, 2.0, 100.0, 1e-9, 1e9, 1e15, 46053.0, 46053.5, True, False, ""),
    *("a", "Facebook", "lead", "ratio", "percent", "last", "1", "*", "ä😀", CellError("#N/A"), CellError("#DIV/0!")),
]
PER_BOOK = 12


@cache
def _examples():
    """The calls of the documentation, by the name of the function."""
    known = formulas()
    return {name: [example.call for example in formula.examples] for name, formula in sorted(known.items())}


def _scalar(random, value):
    if isinstance(value, float) and random.random() < 0.5:
        return value * random.choice([-1, 0.5, 2, 10, 1.0000001]) + random.choice([0, 0, 1, -1])
    return random.choice(_SCALARS)


def _array(random, rows):
    rows = [list(row) for row in rows]
    way = random.randrange(7)
    at = random.randrange(len(rows))
    if way < 3:
        column = random.randrange(len(rows[at]))
        rows[at][column] = _scalar(random, rows[at][column])
    elif way == 3:
        rows.insert(at, list(random.choice(rows)))
    elif way == 4 and len(rows) > 1:
        del rows[at]
    elif way == 5:
        rows = [[row[column] for row in rows] for column in range(len(rows[0]))]
    else:
        rows = rows * random.choice([2, 3, 20])
    return rows


def exchanged(random, call):
    """Return a call with one thing of it exchanged."""
    arguments = list(call.arguments)
    way = random.random()
    if not arguments or way < 0.05:
        arguments.append(random.choice(_SCALARS))
    elif way < 0.12:
        arguments.pop(random.randrange(len(arguments)))
    elif way < 0.17:
        random.shuffle(arguments)
    elif way < 0.22:
        arguments[random.randrange(len(arguments))] = random.choice(_examples()[random.choice(list(_examples()))])
    else:
        at = random.randrange(len(arguments))
        one = arguments[at]
        if isinstance(one, Call):
            arguments[at] = exchanged(random, one)
        elif isinstance(one, list):
            arguments[at] = _array(random, one)
        else:
            arguments[at] = _scalar(random, one)
    return Call(call.name, tuple(arguments))


class _Sheet:
    """Where the arrays of the calls lie: each in columns of its own, from G on."""

    def __init__(self):
        self.cells, self.column = {}, 6

    def put(self, rows):
        first = address(0, self.column)
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                self.cells[down, self.column + across] = value
        last = address(len(rows) - 1, self.column + len(rows[0]) - 1)
        self.column += len(rows[0])
        return f"{first}:{last}"


def _written(random, value, sheet):
    """Return an argument as a formula has it."""
    if isinstance(value, Call):
        return f"{value.name}({','.join(_written(random, each, sheet) for each in value.arguments)})"
    if isinstance(value, list):
        blank = any(cell is None for row in value for cell in row)
        if blank or random.random() < 0.5 or len(value) * len(value[0]) > 300:
            return sheet.put(value)
        return "{" + ";".join(",".join(_written(random, cell, sheet) for cell in row) for row in value) + "}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, CellError):
        return value.code
    return "" if value is None else repr(value)


def _book(random, folder, array):
    """Write a book of such calls; gives it, the calls and how they are written."""
    sheet, calls = _Sheet(), []
    name = random.choice(list(_examples()))
    for _ in range(PER_BOOK):
        call = random.choice(_examples()[name if random.random() < 0.7 else random.choice(list(_examples()))])
        for _ in range(random.choice([1, 1, 2, 3])):
            call = exchanged(random, call)
        calls.append(call)
    texts = [_written(random, call, sheet) for call in calls]
    rows = ""
    lines = max(len(texts), 1 + max((row for row, _ in sheet.cells), default=0))
    for row in range(lines):
        cells = ""
        if row < len(texts):
            kind = f' t="array" ref="E{row + 1}"' if array else ""
            cells += f'<c r="E{row + 1}"><f{kind}>{fuzz_formulas.escape(texts[row])}</f><v>0</v></c>'
        for column in range(6, sheet.column):
            value = sheet.cells.get((row, column))
            if isinstance(value, CellError):
                cells += f'<c r="{address(row, column)}" t="e"><v>{value.code}</v></c>'
            else:
                cells += fuzz_formulas._xml(address(row, column), value)
        rows += f'<row r="{row + 1}">{cells}</row>'
    return bombs.write_rows(folder / "book.xlsx", rows), calls, texts


def case(random, folder):
    """Compute a book of such calls, and hold each value against the gate's."""
    path, calls, texts = _book(random, folder, array=True)
    report = must_hold(path, folder)
    if report is None:
        return
    left = {each.where for each in report.uncomputed}
    stored = fuzz_formulas._stored(folder / "once.xlsx")
    for row, (call, text) in enumerate(zip(calls, texts, strict=True), 1):
        if f"S!E{row}" in left or f"E{row}" not in stored:
            continue
        try:
            value = gate.evaluate(call)
        except TypeError:  # too many arguments: a program is told, and a cell shows an error
            assert stored[f"E{row}"][0] == "e", f"={text} has too many arguments and shows {stored[f'E{row}']}"
            continue
        first = next(iter(next(iter(value)))) if isinstance(value, Spill) else value
        assert _same(first, stored[f"E{row}"]), (
            f"={text} is {first!r} by the gate and {stored[f'E{row}']!r} in the file"
        )


def plain(random, folder):
    """Write the plain edition of a book of such calls: it is whole, and its formulas give the values that ours gave."""
    path, _, texts = _book(random, folder, array=random.random() < 0.3)
    if must_hold(path, folder) is None:
        return
    before = fuzz_formulas._stored(folder / "once.xlsx")
    made = folder / "plain.xlsx"
    made.unlink(missing_ok=True)
    try:
        edition = write_plain_edition(folder / "once.xlsx", made)
    except SocroiError as refused:
        assert str(refused).strip()
        return
    report = must_hold(made, folder)
    assert report is not None, "the plain edition is refused"
    left = {each.where for each in [*edition.uncomputed, *report.uncomputed]}
    after = fuzz_formulas._stored(folder / "once.xlsx")
    for cell, (kind, text) in after.items():
        if f"S!{cell}" in left or cell not in before:
            continue
        was = before[cell]
        # Of several errors in one call a plain formula may show another one than ours.
        same = (kind, text) == was or kind == was[0] == "e" or (kind in {"", "n"} and was[0] in {"", "n"} and math.isclose(float(text), float(was[1]), rel_tol=1e-9, abs_tol=1e-9))  # fmt: skip
        assert same, f"={texts[int(cell[1:]) - 1]} was {was} and is {(kind, text)} in the plain edition"


def _same(value, stored):
    kind, text = stored
    if value is None:
        return (kind, text) in {("", "0"), ("n", "0"), ("str", "")}
    if kind == "e" and isinstance(value, CellError):
        return text == value.code
    if kind in {"", "n"} and isinstance(value, float | int) and not isinstance(value, bool):
        return math.isclose(float(text), value, rel_tol=1e-9, abs_tol=1e-9)
    if kind == "b":
        return value is (text == "1")
    return kind == "str" and isinstance(value, str)
