"""Formulas by a grammar: every function of Excel's and of ours, with any arguments, inside each other."""

import math
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import bombs
from fuzz_books import LIMITS, must_hold

import socroi
from socroi.engine.declaration.families import FAMILY_OF
from socroi.errors import CellError, SocroiError

_NUMBERS = ["0", "1", "-1", "2", "0.5", "3", "10", "-0.1", "1E308", "-1E308", "1E-308", "5E-324", "255", "2958466", "60", "1048577", "9.99999999999999E+15", "45000", "1/3"]  # fmt: skip
_TEXTS = ['""', '"a"', '"abc"', '"1"', '"1,5"', '"2026-01-31"', '"TRUE"', '"*"', '"~?"', '"#N/A"', '"ä😀"', '">1"', '"R1C1"', '"A1:B2"', '"0.00%"', '"[red]0"', '"(a+)+"', '"1e5"', '"12:30"', '"x"']  # fmt: skip
_REFERENCES = ["A1", "A1:A9", "A1:C9", "$B$2", "C:C", "2:2", "A1:C1", "B1:B3", "A20:B22", "S!A1", "(A1,B2)", "A1:B2 B2:C3", "D4#", "NoName", "INDEX(A1:C9,2,0)", "OFFSET(A1,1,1,2,2)", "A1:XFD1048576"]  # fmt: skip
_CONSTANTS = ["TRUE", "FALSE", "#N/A", "#DIV/0!", "#REF!", "{1,2,3}", "{1;2;3}", '{1,"a";TRUE,#N/A}', "SEQUENCE(3)", "SEQUENCE(2,3)", ""]  # fmt: skip
_LAMBDAS = ["LAMBDA(x,x)", "LAMBDA(x,y,x+y)", "LAMBDA(x,SUM(x))", "LAMBDA(1)", "SUM", "LAMBDA(x,[y],IF(ISOMITTED(y),x,y))"]  # fmt: skip
_OPERATORS = ["+", "-", "*", "/", "^", "&", "=", "<", ">=", "<>", ":", " "]
PER_BOOK = 24


@cache
def _names():
    return sorted({*FAMILY_OF, *socroi.formulas()})


def formula(random, depth=3):
    """Return a formula without its equals sign."""
    draw = random.random()
    if depth <= 0 or draw < 0.25:
        return random.choice(random.choice([_NUMBERS, _TEXTS, _REFERENCES, _CONSTANTS]))
    if draw < 0.8:
        count = random.choice([0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6])
        arguments = [
            random.choice(_LAMBDAS) if random.random() < 0.05 else formula(random, depth - 1) for _ in range(count)
        ]
        return f"{random.choice(_names())}({','.join(arguments)})"
    if draw < 0.9:
        return f"{formula(random, depth - 1)}{random.choice(_OPERATORS)}{formula(random, depth - 1)}"
    inside = formula(random, depth - 1)
    return random.choice(
        [f"-{inside}", f"({inside})", f"{inside}%", f"@{inside}", f"LET(x,{inside},x+x)", f"IFERROR({inside},0)"]
    )


def _data(random):
    values = [1, 2, 3.5, -4, 0, 1e300, 45000, "a", "abc", "5", True, None, "", "#N/A"]
    cells = {}
    for row in range(1, 10):
        for column in "ABC":
            cells[f"{column}{row}"] = random.choice(values)
    return cells


def _xml(address, value):
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{int(value)}</v></c>'
    if value == "#N/A":
        return f'<c r="{address}" t="e"><v>#N/A</v></c>'
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return "" if value is None else f'<c r="{address}"><v>{value!r}</v></c>'


def write(path, formulas, data, random):
    """Write a book with these formulas in column E, some of them as arrays."""
    rows = []
    for row in range(1, max(9, len(formulas)) + 1):
        cells = "".join(_xml(f"{c}{row}", data.get(f"{c}{row}")) for c in "ABC")
        if row <= len(formulas):
            kind = ' t="array" ref="E{0}:F{0}"'.format(row) if random.random() < 0.15 else ""  # noqa: UP032 - twice
            cells += f'<c r="E{row}"><f{kind}>{escape(formulas[row - 1])}</f><v>0</v></c>'
        rows.append(f'<row r="{row}">{cells}</row>')
    return bombs.write_rows(path, "".join(rows))


def case(random, folder):
    """Compute a book of such formulas; an open book gives the same values."""
    formulas = [formula(random) for _ in range(PER_BOOK)]
    path = write(folder / "book.xlsx", formulas, _data(random), random)
    report = must_hold(path, folder)
    if report is None or any("RAND" in each or "NOW(" in each for each in formulas):
        return
    if any("took longer" in each.why or "takes more" in each.why for each in report.uncomputed):
        return
    stored = _stored(folder / "once.xlsx")
    left = {each.where for each in report.uncomputed}
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = socroi.open(path, limits=LIMITS)
        for row, text in enumerate(formulas, 1):
            where = f"S!E{row}"
            value = book[where]
            if where in left or value == "#UNKNOWN!" or f"E{row}" not in stored:
                continue
            assert _same(value, stored[f"E{row}"]), (
                f"={text} is {value!r} in an open book and {stored[f'E{row}']!r} in the file"
            )


def _stored(path):
    import re

    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    found = {}
    for at, kind, value in re.findall(r'<c r="(E\d+)"(?: t="(\w+)")?[^>]*><f.*?</f><v>(.*?)</v></c>', sheet):
        found[at] = (kind, value)
    return found


def _same(value, stored):
    kind, text = stored
    if kind in {"", "n"}:
        return isinstance(value, float | int) and (
            float(text) == value or math.isclose(float(text), value, rel_tol=1e-12)
        )
    if kind == "e":
        return isinstance(value, CellError)
    if kind == "b":
        return value is (text == "1")
    return isinstance(value, str)


def what_if(random, folder):
    """Set inputs of an open book: its values are those of the saved book computed anew, and the file is left alone."""
    formulas = [formula(random, 2) for _ in range(8)]
    if any("RAND" in each or "NOW(" in each or "TODAY" in each for each in formulas):
        return
    path = write(folder / "book.xlsx", formulas, _data(random), random)
    before = path.read_bytes()
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = socroi.open(path, limits=LIMITS)
            for _ in range(6):
                place = f"S!{random.choice('ABC')}{random.randint(1, 9)}"
                book[place] = random.choice([0, 1, -2.5, "a", "", True, None, 1e300])
                book[f"S!E{random.randint(1, 8)}"]
            saved = folder / "saved.xlsx"
            report = book.save(saved)
            assert path.read_bytes() == before, "the book itself was changed"
            if any("took longer" in each.why or "takes more" in each.why for each in report.uncomputed):
                return
            again = socroi.recalculate(saved, folder / "anew.xlsx", limits=LIMITS)
            if not again.uncomputed and not report.uncomputed:
                assert again.changed == 0, f"computed anew {again.changed} cells are others: {formulas}"
        except SocroiError as refused:
            assert str(refused).strip()
