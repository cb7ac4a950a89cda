"""Sheets of .xls, .ods and .xlsb as rows of cells, by calamine: LinkedIn still writes the .xls of 1997."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from socroi.errors import SourceError
from socroi.excel.serials import to_serial

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from socroi.sources.numerals import Cell


def sheets(path: Path) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Read each sheet that is not empty: its name and its rows. Days are numbers that count from 1900.

    The cells of a chart that is a sheet are what an .xls remembers of its series, and are left out.

    Raises:
        SourceError: the file is damaged, or has a password.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_path(path)
        for each in book.sheets_metadata:
            if each.typ == SheetTypeEnum.ChartSheet:
                continue
            rows = book.get_sheet_by_name(each.name).to_python(skip_empty_area=False)
            if rows:
                yield each.name, [[as_cell(cell) for cell in row] for row in rows]
    except PasswordError as error:
        raise _refusal(path, "it has a password") from error
    except (CalamineError, OSError, ValueError) as error:
        kind = f"{suffix} workbook" if (suffix := path.suffix.casefold()) in {".ods", ".xlsb"} else "old .xls workbook"
        raise _refusal(path, f"it is an {kind} that is damaged, or one with a password") from error


def _refusal(path: Path, what: str) -> SourceError:
    return SourceError(f"{what}.", where=path.name, hint="Save it as .xlsx or CSV, without a password.")


def as_cell(cell: Any) -> Cell:
    """A cell of calamine's as a text or a number; a time of day as a part of a day."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return float(cell)
        case datetime() | date():
            return float(to_serial(cell))
        case time():
            return (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86400
        case timedelta():
            return cell.total_seconds() / 86400
        case str() if cell:
            return cell
        case _:
            return None
