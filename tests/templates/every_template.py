"""Each template, empty and as its example, built once for all tests and computed by our own engine."""

import warnings
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

import openpyxl

from socroi import recalculate
from socroi.generate import lambda_names
from socroi.templates import build, names

EDITIONS = [(name, example) for name in names() for example in (False, True)]
IDS = [f"{name}-{'example' if example else 'empty'}" for name, example in EDITIONS]
FOLDER = Path(mkdtemp(prefix="socroi-templates-"))


@cache
def computed(name, *, example, language="en"):
    """The path of a template, built with its LAMBDA names and computed."""
    path = FOLDER / f"{name}-{'example' if example else 'empty'}-{language}.xlsx"
    build(name, language, path, example=example, names=lambda_names())
    report = recalculate(path)
    assert report.uncomputed == []
    return path


@cache
def opened(name, *, example, language="en", values=True):
    """The workbook as openpyxl reads it, with the values that were computed or with its formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(computed(name, example=example, language=language), data_only=values)


class Figures:
    """The values of a computed workbook by defined name or by the label of a row."""

    def __init__(self, path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            self.book = openpyxl.load_workbook(path, data_only=True)

    def __getitem__(self, name):
        sheet, cells = next(self.book.defined_names[name].destinations)
        found = self.book[sheet][cells.replace("$", "")]
        return [cell.value for row in found for cell in row] if isinstance(found, tuple) else found.value

    def row(self, sheet, label, *, column=2, nth=1):
        """The values right of the nth row that has a label in a column."""
        for cells in self.book[sheet].iter_rows():
            if len(cells) >= column and cells[column - 1].value == label:
                nth -= 1
                if not nth:
                    return [cell.value for cell in cells[column:]]
        raise AssertionError(f"no row {label!r} on {sheet}")

    def check(self, text):
        """What a check on the sheet Start counts, and its word."""
        found = self.row("Start", text)
        return found[1], found[2]


def filled(path, name, tables, settings=None):
    """A template with rows of one's own, computed."""
    from socroi.templates import Contents

    build(name, "en", path, data=Contents(tables, settings or {}))
    assert recalculate(path).uncomputed == []
    return Figures(path)


def bytes_of(name, *, example):
    target = BytesIO()
    build(name, "en", target, example=example)
    return target.getvalue()
