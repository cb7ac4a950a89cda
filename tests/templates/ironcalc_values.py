"""Computes a workbook with IronCalc in a process of its own: `python ironcalc_values.py BOOK` prints it as JSON."""

import json
import sys

import ironcalc

model = ironcalc.load_from_xlsx(sys.argv[1], "en", "UTC", "en")
model.evaluate()
names = [sheet["name"] for sheet in model.get_worksheets_properties()]
book = {name: {} for name in names}
for sheet, row, column in model.get_all_cells():
    address = f"{ironcalc.column_name_from_number(column)}{row}"
    book[names[sheet]][address] = model.get_cell_value(sheet, row, column)
json.dump(book, sys.stdout)
