"""Books of one shop: its four-step workbook, and a workbook of its own, each with what a test plants into it."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

import socroi
from socroi.excel.addresses import address
from socroi.review.subject import Subject

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "en" / "four_step_example.xlsx"


class Rows:
    """The rows of a table of an open workbook, by their headings."""

    def __init__(self, book, path, table):
        self.book = book
        found = Subject(path).book.tables[table.casefold()]
        self.first = found.top + found.header_rows
        self.last = found.bottom - found.totals_rows
        self.sheet = book.sheets[found.sheet]
        self.places = {heading: found.left + place for place, heading in enumerate(found.columns)}

    def cell(self, row, heading):
        return address(row, self.places[heading], self.sheet)

    def __getitem__(self, where):
        row, heading = where
        return self.book[self.cell(row, heading)]

    def __setitem__(self, where, value):
        row, heading = where
        self.book[self.cell(row, heading)] = value

    def __iter__(self):
        return iter(range(self.first, self.last + 1))

    def where(self, **wanted):
        """The rows in which some columns hold some values; blanks in names are underscores."""
        keys = {name.replace("_", " "): value for name, value in wanted.items()}
        return [row for row in self if all(self[row, key] == value for key, value in keys.items())]

    def clear(self, row, *headings):
        for heading in headings:
            self[row, heading] = None


@pytest.fixture
def four_step(tmp_path):
    """Return a function that plants something into the shop's four-step workbook and computes it."""

    def planted(plant, name="shop.xlsx", source=EXAMPLE):
        book = socroi.open(source)
        plant(book, lambda table: Rows(book, source, table))
        path = tmp_path / name
        book.save(path)
        return path

    return planted


PLATFORMS = ("Facebook", "Instagram", "LinkedIn", "TikTok")
MONTHS = [date(2026, month, 1) for month in range(1, 10)]


@pytest.fixture
def own_book(tmp_path):
    """Return a function that writes the shop's own workbook and lets a test plant something while it is written."""

    def written(plant=None, name="own.xlsx", *, computed=True):
        path = tmp_path / name
        book = xlsxwriter.Workbook(path)
        money, percent = book.add_format({"num_format": "[$€-407]#,##0.00"}), book.add_format({"num_format": "0.0%"})
        day = book.add_format({"num_format": "mmm yyyy"})
        sheet = book.add_worksheet("Campaigns")
        sheet.write_row(0, 0, ["Campaign", "Platform", "Revenue", "Cost", "Margin", "ROI"])
        for place in range(8):
            row = place + 1
            sheet.write(row, 0, f"Campaign {row}")
            sheet.write(row, 1, PLATFORMS[place % 4])
            sheet.write(row, 2, 400 + 37 * place, money)
            sheet.write(row, 3, 150 + 29 * place, money)
            sheet.write(row, 4, 0.4 + 0.01 * place, percent)
            sheet.write_formula(row, 5, f"=(C{row + 1}*E{row + 1}-D{row + 1})/D{row + 1}", percent)
        sheet.write(9, 0, "Total")
        sheet.write_formula(9, 2, "=SUM(C2:C9)", money)
        sheet.write_formula(9, 3, "=SUM(D2:D9)", money)
        sheet.write_formula(9, 5, "=(C10-D10)/D10", percent)
        months = book.add_worksheet("Months")
        months.write_row(0, 0, ["Month", "Visits", "Sales", "Staff cost", "Ad cost"])
        for place, first in enumerate(MONTHS):
            months.write_datetime(place + 1, 0, first, day)
            months.write_row(place + 1, 1, [900 + 11 * place, 30 + place])
            months.write_row(place + 1, 3, [600, 200 + place], money)
        months.write(len(MONTHS) + 1, 0, "Total")
        for column in range(1, 5):
            letter = "ABCDE"[column]
            months.write_formula(len(MONTHS) + 1, column, f"=SUM({letter}2:{letter}{len(MONTHS) + 1})")
        if plant is not None:
            plant(sheet, months, {"money": money, "percent": percent, "day": day, "book": book})
        book.close()
        if computed:
            socroi.recalculate(path)
        return path

    return written
