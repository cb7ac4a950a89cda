"""Small workbooks made from a dictionary of cells, and their values once computed."""

from __future__ import annotations

import re

from socroi.engine.incremental.open_calculation import OpenCalculation
from socroi.engine.model.block import ERROR, UNCOMPUTED, pack, unpack
from socroi.engine.model.book import Book, Column, Evaluation, Region, Sheet
from socroi.engine.schedule.precedents import Rectangle
from socroi.errors import CellError


def place(address):
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


class Worked:
    """The cells of a computed workbook by their addresses; an error is its text."""

    def __init__(self, book, calculation):
        self.book, self.calculation = book, calculation

    def __getitem__(self, address):
        name, _, cell = address.rpartition("!")
        sheet = next(s for s in self.book.sheets if not name or s.name == name)
        row, column = place(cell)
        cells = sheet.columns.get(column)
        if cells is None or row >= len(cells):
            return None
        kind, data = int(cells.kind[row]), float(cells.data[row])
        if kind == ERROR and data == UNCOMPUTED:
            return "uncomputed"
        value = unpack(kind, data, self.book.strings)
        return str(value) if isinstance(value, CellError) else value

    def column(self, first, count):
        letters = re.match(r"[A-Z]+", first)[0]
        start = int(first[len(letters) :])
        return [self[f"{letters}{start + i}"] for i in range(count)]


def build(cells, tables=(), names=(), sheets=("Sheet1",), array=(), calculation=None):
    """Make a book from {"A1": value or "=formula", "Other!B2": ...}; a leading `{=` is Ctrl+Shift+Enter, `:=` a
    dynamic array. "D1:D9" fills a formula down: one region of nine cells, computed together; an array fills them."""
    book = Book([Sheet(name) for name in sheets])
    book.calculation = calculation or book.calculation
    for address, value in cells.items():
        name, _, cell = address.rpartition("!")
        index = list(sheets).index(name) if name else 0
        cell, _, last = cell.partition(":")
        row, column = place(cell)
        rows, columns = (end - start + 1 for end, start in zip(place(last or cell), (row, column), strict=True))
        cells_of = book.sheets[index].columns.setdefault(column, Column())
        cells_of.reserve(row + 1)
        if isinstance(value, str) and re.match(r"[:{]?=", value):
            evaluation = {"{": Evaluation.ARRAY, ":": Evaluation.DYNAMIC}.get(value[0], Evaluation.LEGACY)
            text = value[value.index("=") + 1 :].rstrip("}" if evaluation is Evaluation.ARRAY else "")
            region = Region(index, row, column, rows, text, evaluation)
            if evaluation is Evaluation.ARRAY:
                region.count, region.extent = 1, (rows, columns)
            book.sheets[index].regions.append(region)
        else:
            cells_of.kind[row], cells_of.data[row] = pack(value, book.strings)
    book.tables = {table.name.casefold(): table for table in tables}
    book.names = list(names)
    return book


class Kept:
    """A book that is kept, its cells by their addresses; `log` holds the formulas that were computed."""

    def __init__(self, cells, **more):
        self.book = build(cells, **more)
        self.live = OpenCalculation(self.book)
        self.log = []
        store = self.live.results.store

        def logged(task, block):
            self.log.append(task.region.text)
            store(task, block)

        self.live.results.store = logged

    def at(self, address):
        name, _, cell = address.rpartition("!")
        sheet = next(i for i, s in enumerate(self.book.sheets) if not name or s.name == name)
        return sheet, *place(cell)

    def __getitem__(self, address):
        sheet, row, column = self.at(address)
        self.live.finish([Rectangle(sheet, row, column, row, column)])
        return Worked(self.book, self.live)[address]

    def __setitem__(self, address, value):
        self.live.put(*self.at(address), *pack(value, self.book.strings))
