# ruff: noqa: DTZ001 - a cell holds a day without a time zone
"""Makes the books of this folder that writers from PyPI save: `python made_by_python.py`, with what ORIGIN.md names.

Run by hand where the writers are installed; the tests read the books alone.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BOOKS = Path(__file__).parent / "books"
ROWS = (
    ("Facebook", dt.datetime(2025, 1, 31), 100.0, 350.0),
    ("Instagram & Co", dt.datetime(2025, 2, 28), 250.0, 300.0),
    ("Größe <x>", dt.datetime(2025, 3, 31), 80.0, 80.0),
    ("TikTok", dt.datetime(2025, 4, 30), 40.0, 20.0),
)
HEAD = ("Channel", "Day", "Spend", "Revenue", "ROI", "Verdict", "Big")
SUMMARY = (
    "SUM(Data!C2:C5)",
    'SUMIF(Data!F2:F5,"good",Data!D2:D5)',
    'VLOOKUP("TikTok",Data!A2:D5,4,FALSE)',
    'TEXT(Data!B2,"yyyy-mm-dd")',
    "SUMPRODUCT(Data!C2:C5,Data!D2:D5)",
    "1/0",
    "SUM(Spend)",
    "Data!G2",
    'A4&" & <"&Data!A4',
)


def formulas(row: int) -> tuple[str, str, str]:
    """Return the formulas of columns E, F and G."""
    return f"(D{row}-C{row})/C{row}", f'IF(E{row}>1,"good","poor")', f"C{row}>=100"


def without_signs() -> list[str]:
    """Return the formulas of the summary for writers that know no names and put formulas into XML as they are."""
    told = 'CONCATENATE(A4," ",CHAR(38)," ",CHAR(60),Data!A4)'
    return [*(text.replace("(Spend)", "(Data!$C$2:$C$5)") for text in SUMMARY[:-1]), told]


def xlsxwriter_book(path: Path, **options: object) -> None:
    """XlsxWriter, which stores 0 for what it does not compute."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        data, summary = book.add_worksheet("Data"), book.add_worksheet("Summary")
        data.write_row(0, 0, HEAD)
        for at, (name, date, spend, revenue) in enumerate(ROWS, 1):
            data.write_string(at, 0, name)
            data.write_datetime(at, 1, date, day)
            data.write_row(at, 2, (spend, revenue))
            for column, text in enumerate(formulas(at + 1), 4):
                data.write_formula(at, column, "=" + text)
        book.define_name("Spend", "=Data!$C$2:$C$5")
        for at, text in enumerate(SUMMARY):
            summary.write_formula(at, 0, "=" + text)


def in_little_memory(path: Path) -> None:
    """XlsxWriter in its constant-memory mode: inline texts, and no list of them."""
    xlsxwriter_book(path, constant_memory=True)


def openpyxl_book(path: Path) -> None:
    """Save by openpyxl, which stores no value for a formula."""
    _openpyxl(path)


def openpyxl_dates(path: Path) -> None:
    """Save by openpyxl with dates as ISO 8601 text, `t="d"`."""
    _openpyxl(path, iso_dates=True)


def _openpyxl(path: Path, *, iso_dates: bool = False) -> None:
    import openpyxl
    from openpyxl.workbook.defined_name import DefinedName

    book = openpyxl.Workbook(iso_dates=iso_dates)
    data, summary = book.active, book.create_sheet("Summary")
    data.title = "Data"
    data.append(HEAD)
    for at, row in enumerate(ROWS, 2):
        data.append([*row, *("=" + text for text in formulas(at))])
    book.defined_names["Spend"] = DefinedName("Spend", attr_text="Data!$C$2:$C$5")
    for text in SUMMARY:
        summary.append(["=" + text])
    book.save(path)


def pandas_book(path: Path) -> None:
    """Save frames by pandas, which leaves formulas to its writer."""
    import pandas as pd

    data = pd.DataFrame([[*row, *("=" + t for t in formulas(at))] for at, row in enumerate(ROWS, 2)], columns=HEAD)
    summary = pd.DataFrame({"of all": ["=" + text for text in SUMMARY]})
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        data.to_excel(writer, sheet_name="Data", index=False)
        summary.to_excel(writer, sheet_name="Summary", index=False, header=False)
        from openpyxl.workbook.defined_name import DefinedName

        writer.book.defined_names["Spend"] = DefinedName("Spend", attr_text="Data!$C$2:$C$5")


def formualizer_book(path: Path) -> None:
    """Build a book in formualizer and save it, the sheet with it that it puts before all others."""
    import formualizer

    book = formualizer.Workbook()
    for name in ("Data", "Summary"):
        book.add_sheet(name)
    for column, text in enumerate(HEAD, 1):
        book.set_value("Data", 1, column, text)
    for at, (name, date, spend, revenue) in enumerate(ROWS, 2):
        for column, value in enumerate((name, date, spend, revenue), 1):
            book.set_value("Data", at, column, value)
        for column, text in enumerate(formulas(at), 5):
            book.set_formula("Data", at, column, "=" + text)
    for at, text in enumerate(SUMMARY, 1):
        book.set_formula("Summary", at, 1, "=" + text.replace("(Spend)", "(Data!$C$2:$C$5)"))
    book.evaluate_all()
    path.write_bytes(book.to_xlsx_bytes())


def ironcalc_book(path: Path) -> None:
    """Build a book in IronCalc and save it."""
    import ironcalc

    model = ironcalc.create("book", "en", "UTC")
    model.rename_sheet(0, "Data")
    model.add_sheet("Summary")
    for column, text in enumerate(HEAD, 1):
        model.set_user_input(0, 1, column, text)
    for at, (name, date, spend, revenue) in enumerate(ROWS, 2):
        inputs = (name, date.strftime("%Y-%m-%d"), str(spend), str(revenue), *("=" + t for t in formulas(at)))
        for column, text in enumerate(inputs, 1):
            model.set_user_input(0, at, column, text)
    for at, text in enumerate(SUMMARY, 1):
        model.set_user_input(1, at, 1, "=" + text.replace("(Spend)", "(Data!$C$2:$C$5)"))
    model.evaluate()
    model.save_to_xlsx(str(path))


def excelize_book(path: Path) -> None:
    """Excelize, written in Go."""
    import excelize

    book = excelize.new_file()
    book.set_sheet_name("Sheet1", "Data")
    book.new_sheet("Summary")
    book.set_sheet_row("Data", "A1", list(HEAD))
    for at, row in enumerate(ROWS, 2):
        book.set_sheet_row("Data", f"A{at}", list(row))
        for letter, text in zip("EFG", formulas(at), strict=True):
            book.set_cell_formula("Data", f"{letter}{at}", "=" + text)
    book.set_defined_name(excelize.DefinedName(name="Spend", refers_to="Data!$C$2:$C$5"))
    for at, text in enumerate(SUMMARY, 1):
        book.set_cell_formula("Summary", f"A{at}", "=" + text)
    book.save_as(str(path))
    book.close()


def pylightxl_book(path: Path) -> None:
    """Write by pylightxl, which knows no names and no dates, and spells no `<` in formulas as XML wants it."""
    import pylightxl

    book = pylightxl.Database()
    book.add_ws(ws="Data")
    book.add_ws(ws="Summary")
    data, summary = book.ws(ws="Data"), book.ws(ws="Summary")
    for column, text in enumerate(HEAD, 1):
        data.update_index(row=1, col=column, val=text)
    for at, (name, date, spend, revenue) in enumerate(ROWS, 2):
        serial = (date - dt.datetime(1899, 12, 30)).days
        for column, value in enumerate((name, serial, spend, revenue, *("=" + t for t in formulas(at))), 1):
            data.update_index(row=at, col=column, val=value)
    for at, text in enumerate(without_signs(), 1):
        summary.update_index(row=at, col=1, val="=" + text)
    pylightxl.writexl(db=book, fn=str(path))


def pyexcelerate_book(path: Path) -> None:
    """PyExcelerate, which knows no names, and spells no `&` or `<` in formulas as XML wants it."""
    from pyexcelerate import Workbook

    book = Workbook()
    rows = [list(HEAD), *([*row, *("=" + t for t in formulas(at))] for at, row in enumerate(ROWS, 2))]
    book.new_sheet("Data", data=rows)
    book.new_sheet("Summary", data=[["=" + text] for text in without_signs()])
    book.save(str(path))


MAKERS: dict[str, Callable[[Path], None]] = {
    "xlsxwriter": xlsxwriter_book,
    "xlsxwriter_constant_memory": in_little_memory,
    "openpyxl": openpyxl_book,
    "openpyxl_iso_dates": openpyxl_dates,
    "pandas": pandas_book,
    "formualizer": formualizer_book,
    "ironcalc": ironcalc_book,
    "excelize": excelize_book,
    "pylightxl": pylightxl_book,
    "pyexcelerate": pyexcelerate_book,
}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or MAKERS:
        MAKERS[wanted](BOOKS / f"{wanted}.xlsx")
