"""What engines of others compute of a workbook whose cells hold no values yet: IronCalc, formualizer, HyperFormula.

IronCalc reads the whole file. formualizer reads no tables from files, and HyperFormula reads no files: both are given
formulas with tables and names written as cells and areas. Each runs in a process of its own.
"""

import json
import re
import subprocess
import zipfile
from pathlib import Path

from socroi.books.named_cells import NamedCells
from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render
from socroi.engine.formula.tree import (
    Area,
    Binary,
    Boolean,
    Call,
    Cell,
    Coordinate,
    Name,
    SheetPrefix,
    Structured,
    Unary,
)
from socroi.engine.model.block import BLANK, unpack
from socroi.engine.model.book import Evaluation
from socroi.excel.addresses import address
from socroi.hosts.plain.formula import Plain
from socroi.hosts.plain.sheet import with_formulas
from socroi.review.subject import Place, Subject
from socroi.review.witnesses import ironcalc as ironcalc_witness
from socroi.review.witnesses.process import ask, by_place
from socroi.workbook.reading.book import load

NODE = Path(__file__).parents[1] / "node"
SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
VALUE = re.compile(r'(<c [^<>]*?)(?: t="[a-z]+")?(>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>))(?:<v>[^<]*</v>|<v/>)?</c>')


def formula_cells(book):
    """The place of each formula cell, its region, and how far down in it the cell is."""
    for region in book.regions:
        for down in range(region.count):
            yield Place(region.sheet, region.row + down, region.column), region, down


def without_values(path, target, *, kept=frozenset(), simple=False):
    """A copy of a workbook whose formula cells have no value, but for those `kept`: they keep it, and lose the formula.

    Where `simple`, formulas hold neither tables nor names.
    """
    book = load(path).book
    shown = NamedCells(book)
    simpler, texts = Simpler(book), {}
    for place, region, _ in formula_cells(book):
        cells = texts.setdefault(place.sheet, {})
        if place in kept:
            # A cell without formula cannot hold an empty text.
            cells[address(place.row, place.column)] = Plain('""', array=False) if shown.at(*place) == "" else None
        elif simple:
            array = region.evaluation is not Evaluation.LEGACY
            cells[address(place.row, place.column)] = Plain(simpler.text(region, place, prefixes=True), array)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if found := SHEET.fullmatch(name):
                changed = with_formulas(data.decode(), texts.get(int(found[1]) - 1, {}))
                data = VALUE.sub(r"\1\2</c>", changed).encode()
            new.writestr(name, data)
    return target


def ironcalc(path):
    return ironcalc_witness.compute(Subject(path))


FORMUALIZER = """
import datetime, json, sys
import formualizer
path, cells = json.load(sys.stdin)
book = formualizer.load_workbook(path)
book.evaluate_all()
EPOCH = datetime.datetime(1899, 12, 30)
ERRORS = {"Div": "#DIV/0!", "Na": "#N/A", "Value": "#VALUE!", "Num": "#NUM!", "Name": "#NAME?", "Ref": "#REF!"}

def plain(value):
    if isinstance(value, datetime.datetime):
        return (value - EPOCH).total_seconds() / 86400
    if isinstance(value, datetime.date):
        return (datetime.datetime(value.year, value.month, value.day) - EPOCH).days
    return ERRORS.get(value["kind"], "#OTHER!") if isinstance(value, dict) else value

json.dump([[s, r, c, plain(book.get_value(n, r + 1, c + 1))] for s, n, r, c in cells], sys.stdout)
"""


def formualizer(path):
    """The workbook is one whose formulas are `simple`."""
    book = load(path).book
    cells = [(*place[:1], book.sheets[place.sheet].name, *place[1:]) for place, _, _ in formula_cells(book)]
    answer = ask(FORMUALIZER, [str(path), cells])
    return answer if isinstance(answer, str) else by_place(answer)


def hyperformula(path, node):
    """`node` is the path of Node.js; the package is one of `tests/hosts/node`."""
    book = load(path).book
    sheets = [[sheet.name, list(_typed(book, sheet))] for sheet in book.sheets]
    simpler = Simpler(book)
    # It reads letters beyond Latin ones in a sheet's name inside quotes alone, where Excel needs none.
    names = "|".join(re.escape(sheet.name) for sheet in book.sheets)
    for place, region, _ in formula_cells(book):
        text = re.sub(rf"(?<!['\w])({names})!", r"'\1'!", simpler.text(region, place))
        entered = f"={text}" if region.evaluation is Evaluation.LEGACY else f"=ARRAYFORMULA({text})"
        sheets[place.sheet][1].append([*place[1:], entered])
    done = subprocess.run(
        [node, str(NODE / "hyperformula_cells.cjs")],
        input=json.dumps(sheets), capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    return done.stderr if done.returncode else by_place(json.loads(done.stdout))


def _typed(book, sheet):
    for column, cells in sheet.columns.items():
        for row in range(len(cells)):
            if cells.kind[row] != BLANK and not sheet.has_formula(row, column):
                value = unpack(cells.kind[row], cells.data[row], book.strings)
                yield [row, column, f"'{value}" if isinstance(value, str) else value]


class Simpler:
    """The formulas of a book without tables, names and the constants TRUE and FALSE."""

    def __init__(self, book):
        self.book = book
        self.names = {name.name.casefold(): parse(name.text) for name in book.names if name.sheet is None}

    def text(self, region, place, *, prefixes=False):
        tree = self.tree(parse(region.text, region.row, region.column), place)
        return render(tree, *place[1:], prefixes=prefixes)

    def tree(self, node, place):
        match node:
            case Structured():
                return self._area(node, place)
            case Name() if node.name.casefold() in self.names:
                return self.tree(self.names[node.name.casefold()], place)
            case Boolean():
                return Call(str(node.value).upper(), ())
            case Binary():
                return Binary(node.operator, self.tree(node.left, place), self.tree(node.right, place))
            case Unary():
                return Unary(node.operator, self.tree(node.operand, place))
            case Call():
                return Call(node.name, tuple(self.tree(item, place) for item in node.arguments))
            case _:
                return node

    def _area(self, found, place):
        tables = self.book.tables.values()
        if found.table is None:
            table = next(t for t in tables if t.sheet == place.sheet and t.top <= place.row <= t.bottom)
        else:
            table = next(t for t in tables if t.name.casefold() == found.table.casefold())
        left = table.left + (table.place(found.first) if found.first else 0)
        right = table.left + table.place(found.last) if found.last else left if found.first else table.right
        top, bottom = table.top + table.header_rows, table.bottom - table.totals_rows
        if "#THIS ROW" in found.items:
            top = bottom = place.row
        prefix = SheetPrefix(self.book.sheets[table.sheet].name)
        ends = [Coordinate(index, absolute=True) for index in (top, left, bottom, right)]
        return Cell(*ends[:2], prefix) if ends[:2] == ends[2:] else Area(*ends, prefix)
