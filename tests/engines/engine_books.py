"""Drawn books of formulas that several engines share: typed, so that most of them have values and not errors."""

import io
import random
import re
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"

ROWS, FORMULAS = 12, 30
NUMBERS, TEXTS, DATES = "AB", "C", "D"
"""The columns of a book; formulas stand in F."""

_NUMBER = {
    "{n}+{n}": 3, "{n}-{n}": 3, "{n}*{n}": 3, "{n}/{n}": 2, "-{n}": 1, "({n})^2": 1, "{n}%": 1,
    "SUM({r})": 3, "SUM({r},{n})": 1, "AVERAGE({r})": 2, "MIN({r})": 1, "MAX({r},{n})": 1, "COUNT({x})": 1, "COUNTA({x})": 1,
    "COUNTBLANK({x})": 1, "PRODUCT({r})": 1, "MEDIAN({r})": 1, "STDEV.S({r})": 1, "STDEV.P({r})": 1, "VAR.S({r})": 1, "LARGE({r},{k})": 1,
    "SMALL({r},{k})": 1, "RANK({c},{r})": 1, "SUMSQ({r})": 1, "GEOMEAN({r})": 1, "CORREL({r},{r})": 1, "SLOPE({r},{r})": 1,
    "SUMPRODUCT({r},{r})": 2, "SUMIF({r},{q},{r})": 2, "COUNTIF({x},{q})": 2, "AVERAGEIF({r},{q},{r})": 1, "SUMIFS({r},{r},{q},{t1},{w})": 1,
    "COUNTIFS({r},{q},{r},{q})": 1, "MAXIFS({r},{r},{q})": 1, "ROUND({n},{d})": 2, "ROUNDUP({n},{d})": 1, "ROUNDDOWN({n},{d})": 1, "MROUND({n},{k})": 1,
    "ABS({n})": 1, "INT({n})": 1, "TRUNC({n})": 1, "MOD({n},{k})": 2, "SQRT({n})": 1, "POWER({n},{k})": 1, "EXP({k})": 1, "LN({n})": 1,
    "LOG10({n})": 1, "LOG({n},{k})": 1, "SIN({n})": 1, "COS({n})": 1, "ATAN2({n},{n})": 1, "PI()": 1, "SIGN({n})": 1, "FLOOR({n},{k})": 1,
    "CEILING({n},{k})": 1, "EVEN({n})": 1, "ODD({n})": 1, "GCD({k},{k})": 1, "LCM({k},{k})": 1, "QUOTIENT({n},{k})": 1, "FACT({k})": 1, "COMBIN({k},{k})": 1,
    "INDEX({r},{k})": 2, "MATCH({c},{r},0)": 1, "VLOOKUP({c},A1:D12,{v},FALSE)": 1, "XLOOKUP({c},{r},{r},-1)": 1, "CHOOSE({v},{n},{n},{n})": 1,
    "IF({b},{n},{n})": 4, "IFERROR({n},{n})": 2, "IFNA({n},{n})": 1, "LEN({t})": 1, "FIND({w},{t})": 1, "SEARCH({w},{t})": 1, "VALUE({s})": 1,
    "CODE({t})": 1, "YEAR({e})": 1, "MONTH({e})": 1, "DAY({e})": 1, "WEEKDAY({e},{v})": 1, "EDATE({e},{d})": 1, "EOMONTH({e},{d})": 1, "DAYS({e},{e})": 1,
    "WEEKNUM({e})": 1, "ISOWEEKNUM({e})": 1, "DATE(2026,{k},{k})": 1, "NETWORKDAYS({e},{e})": 1, "NPV({p},{r})": 1, "PMT({p},{k},{n})": 1,
    "FV({p},{k},{n})": 1, "PV({p},{k},{n})": 1, "NPER({p},{n},{n})": 1, "IRR({r})": 1, "SLN({n},{n},{k})": 1, "ROW({c})": 1, "COLUMN({c})": 1,
    "ROWS({r})": 1, "N({b})": 1, "SUM(IF({r}>{n},{r},0))": 0, "SWITCH({v},1,{n},2,{n},{n})": 1, "BITAND({k},{k})": 1,
    "DEC2BIN({k})+0": 1, "NORM.S.DIST({n},TRUE)": 1, "BINOM.DIST({v},{k},{p},FALSE)": 1, 'DATEDIF({e},{e},"d")': 1,
}  # fmt: skip
_TEXT = {
    "{t}&{t}": 3, "{n}&{t}": 2, "LEFT({t},{k})": 1, "RIGHT({t},{k})": 1, "MID({t},{v},{k})": 1, "UPPER({t})": 1, "LOWER({t})": 1, "TRIM({t})": 1,
    "CONCATENATE({t},{t})": 1, "CONCAT({t},{n})": 1, "SUBSTITUTE({t},{w},{t})": 1, "REPT({t},{v})": 1, "TEXT({n},{f})": 2, "T({t})": 1,
    "TEXTBEFORE({t},{w})": 1, "TEXTAFTER({t},{w})": 1, 'TEXTJOIN("-",TRUE,{x})': 1, "IF({b},{t},{t})": 2, "INDEX(C1:C12,{k})": 1,
    'IFERROR({t},"none")': 1, "REPLACE({t},{v},{v},{w})": 1, "PROPER({t})": 1, "CHAR(64+{k})": 1, "VLOOKUP({c},A1:C12,3,FALSE)": 1,
    "DEC2HEX({k})": 1, "ADDRESS({k},{k})": 1,
}  # fmt: skip
_TRUTH = {
    "{n}>{n}": 3, "{n}<={n}": 2, "{n}={n}": 1, "{n}<>{n}": 1, "{t}={t}": 2, "{t}>{t}": 1, "{n}<{t}": 1, "AND({b},{b})": 2, "OR({b},{b})": 2, "NOT({b})": 1,
    "XOR({b},{b})": 1, "ISNUMBER({c})": 1, "ISTEXT({c})": 1, "ISBLANK({c})": 1, "ISERROR({n})": 1, "ISNA({n})": 1, "EXACT({t},{t})": 1, "ISEVEN({k})": 1,
    "ISODD({k})": 1, "ISLOGICAL({b})": 1, "ISERR({n})": 1,
}  # fmt: skip
_LEAVES = {
    "k": ["1", "2", "3", "5", "7"],
    "v": ["1", "2", "3"],
    "d": ["0", "1", "2", "-1"],
    "p": ["0.05", "0.1", "0.01/12"],
    "q": ['">2"', '"<>0"', '"<=10"', "3", '"=2.5"', '"<0"'],
    "w": ['"a"', '"o"', '"an"', '" "'],
    "s": ['"12"', '"3.5"', '"-4"', '"1e3"'],
    "f": ['"0.00"', '"0%"', '"#,##0"', '"0"', '"0.0#"', '"000"', '"yyyy-mm-dd"', '"0.00E+00"'],
    "t1": ["C1:C12"],
}

_NEWER = re.compile(r"\b(STDEV\.S|STDEV\.P|VAR\.S|MAXIFS|XLOOKUP|CONCAT|TEXTJOIN|TEXTBEFORE|TEXTAFTER|IFNA|SWITCH|XOR|DAYS|ISOWEEKNUM|BITAND|NORM\.S\.DIST|BINOM\.DIST)(?=\()")  # fmt: skip


def _pick(random, weighted):
    return random.choices(list(weighted), list(weighted.values()))[0]


def expression(random, kind, depth, row):
    """Return a tree (template, {place: tree or text}) whose value is of a kind: n, t or b."""
    if depth <= 0 or random.random() < 0.2:
        return _leaf(random, kind, row)
    template = _pick(random, {"n": _NUMBER, "t": _TEXT, "b": _TRUTH}[kind])
    parts, holes, at = [], [], 0
    while (start := template.find("{", at)) >= 0:
        end = template.index("}", start)
        parts.append(template[at:start])
        name = template[start + 1 : end]
        holes.append(expression(random, name, depth - 1, row) if name in {"n", "t", "b"} else _other(random, name, row))
        at = end + 1
    return [*parts, template[at:]], holes


def _leaf(random, kind, row):
    if kind == "b":
        return random.choice(["TRUE", "FALSE"])
    if kind == "t":
        return random.choice([f"C{random.randint(1, ROWS)}", '"abc"', '"an orange"', '""', '"Ab"'])
    if row > 1 and random.random() < 0.3:
        return f"F{random.randint(1, row - 1)}"
    return random.choice([f"{random.choice(NUMBERS)}{random.randint(1, ROWS)}", "1", "2.5", "0", "-3", "100", "0.1"])


def _other(random, name, row):
    if name in _LEAVES:
        return random.choice(_LEAVES[name])
    if name == "c":
        return f"{random.choice('ABCD')}{random.randint(1, ROWS + 1)}"
    if name == "e":
        return f"D{random.randint(1, ROWS)}"
    column = random.choice("ABCD" if name == "x" else "AB")
    return (
        f"{column}1:{column}{ROWS}"
        if name == "r"
        else f"{column}{random.randint(1, 3)}:{column}{random.randint(4, ROWS)}"
    )


def spelled(tree):
    """Return the formula of a tree; what stands inside it is put in brackets, so that each part can stand alone."""
    if isinstance(tree, str):
        return tree
    parts, holes = tree
    bare = all(part == "" or part[0] in "(,)" or part[-1] in "(,)" for part in (parts[0], parts[-1]))
    inner = [
        spelled(hole) if bare or (isinstance(hole, str) and not hole.startswith("-")) else f"({spelled(hole)})"
        for hole in holes
    ]
    return "".join(part + hole for part, hole in zip(parts, [*inner, ""], strict=True))


def subtrees(tree):
    """Yield the parts of a tree that are formulas themselves, the smallest first."""
    if not isinstance(tree, str):
        for hole in tree[1]:
            yield from subtrees(hole)
        yield tree


def drawn(number):
    """Return (cells of data, trees of formulas) of the book with a number."""
    draw = random.Random(f"book {number}")
    values = [1, 2, 2.5, 3, 10, -4, 0, 100.25, 7, 0.1, None, "", "x"]
    data = {}
    for row in range(1, ROWS + 1):
        for column in NUMBERS:
            data[f"{column}{row}"] = draw.choice(values[:10]) if draw.random() < 0.9 else draw.choice(values)
        data[f"C{row}"] = draw.choice(["apple", "an Orange", "pear ", "Fig", "a", "abc", "Ab", "10", "kiwi"])
        data[f"D{row}"] = draw.randint(45_000, 46_500)
    trees = [expression(draw, draw.choice("nnnntb"), 3, row) for row in range(1, FORMULAS + 1)]
    return data, trees


def write(path, data, formulas):
    """Write a book of one sheet, S, with its formulas in column F."""
    rows = []
    for row in range(1, max(ROWS, len(formulas)) + 1):
        cells = "".join(_xml(f"{column}{row}", data.get(f"{column}{row}")) for column in "ABCD")
        if row <= len(formulas):
            cells += f'<c r="F{row}"><f>{escape(_stored(formulas[row - 1]))}</f><v>0</v></c>'
        rows.append(f'<row r="{row}">{cells}</row>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for part, content in _around().items():
            sheet = re.sub(
                rb"<sheetData.*?/>", f"<sheetData>{''.join(rows)}</sheetData>".encode().replace(b"\\", b"\\\\"), content
            )
            package.writestr(part, sheet if part == SHEET else content)
    return path


@cache
def _around():
    """The parts of an empty book: other engines want more of them than ours."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("S")
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def _stored(formula):
    """As a file spells it: newer functions with their prefix."""
    return _NEWER.sub(r"_xlfn.\g<0>", formula)


def _xml(address, value):
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{address}"><v>{value!r}</v></c>'
