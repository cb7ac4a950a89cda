"""Workbooks of a user's own, with one table, as openpyxl writes them; and what stands in them afterwards."""

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table


def make(path, rows, formats=(), *, blank=0, rule=None, date_1904=False, formula=None):
    """A table T with the columns A, B ...; `formats` by column; `blank` rows below; `rule` for the first column."""
    book = openpyxl.Workbook()
    if date_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    width = max([len(formats), 1, *map(len, rows)])
    sheet.append([chr(65 + place) for place in range(width)])
    for row in rows:
        sheet.append(row)
    last = max(1 + len(rows) + blank, 2)
    for place, code in enumerate(formats, 1):
        for row in range(2, last + 1):
            sheet.cell(row, place).number_format = code
    if rule is not None:
        validation = DataValidation(**rule)
        validation.add(f"A2:A{last}")
        sheet.add_data_validation(validation)
    if formula is not None:
        sheet["J1"] = formula
    sheet.add_table(Table(displayName="T", ref=f"A1:{get_column_letter(width)}{last}"))
    book.save(path)
    return path


def stored(path, above):
    """(value as the file has it, number format) of the cells of column A below the rows that were there."""
    sheet = openpyxl.load_workbook(path).active
    return [(cell.value, cell.number_format) for cell in sheet["A"][1 + above :]]


def serials(path, above):
    """What stands in those cells in the file itself: numbers, where openpyxl would show dates."""
    import re
    import zipfile

    with zipfile.ZipFile(path) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    found = dict(re.findall(r'<c r="A(\d+)"[^>]*?><v>([^<]*)</v>', text))
    return [float(value) for row, value in found.items() if int(row) > 1 + above]
