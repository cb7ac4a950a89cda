"""A book with its imports: the sheets Imports, Data and Claims, read and written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError, WorkbookError
from socroi.excel.serials import DAYS_1904, from_serial
from socroi.intake import beside
from socroi.intake.ledger import COLUMNS, from_cells, to_cells
from socroi.intake.rows import DATA, DAYS, empty, typed
from socroi.intake.truth import CLAIM_COLUMNS
from socroi.sources.export import COLUMNS as TIDY
from socroi.sources.export import Kind
from socroi.templates.origin import identify, unlike
from socroi.templates.tables import IMPORTED
from socroi.templates.texts import load_texts
from socroi.workbook.reading.book import load
from socroi.workbook.writing.table_sheets import TableSheet, put_sheet, sheet_of
from socroi.workbook.writing.tables import values

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from socroi.intake.ledger import Import
    from socroi.templates.origin import Origin
    from socroi.templates.texts import Texts
    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.rewriting import Rewriting
    from socroi.workbook.writing.table_sheets import Cell

IMPORTS, ROWS, CLAIMS = IMPORTED
"""The names of the tables, the same in every language."""
WANTED: Final = ("Results", "Costs")
"""The tables that a book must have for exports to be counted in it."""
_WIDTHS: Final = {
    IMPORTS: (7, 17, 34, 32, 17, 18, 22, 12, 12, 9, 9, 11, 11, 13, 13, 11, 14, 18, 18, 9, 12, 40),
    ROWS: (30, 10, 14, 28, 16, 12, 20, 12, 12, 12, 14),
    CLAIMS: (11, 18, 34, 20, 13, 13, 11),
}
_MONEY: Final = {
    IMPORTS: {COLUMNS.index(name): 4 for name in ("spend", "revenue")},
    ROWS: {DATA.index(name): 4 for name in ("spend", "revenue")},
    CLAIMS: {CLAIM_COLUMNS.index("revenue"): 4},
}
"""The number format of columns of money: 1,234.50, as the program's user writes it."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that exports go into.

    Attributes:
        path: the file.
        loaded: as it was read.
        origin: its template and language.
        texts: the words of that language.
        imports: what was imported, the undone ones too.
        data: every version of every row (`rows.DATA`).
        kept: the file beside the book that holds the rows, where they are too many for a sheet.
    """

    path: Path
    loaded: Loaded
    origin: Origin
    texts: Texts
    imports: list[Import] = field(default_factory=list)
    data: pd.DataFrame = field(default_factory=empty)
    kept: str = ""


def read_book(path: Path) -> Book:
    """Read a book and what was imported into it.

    Raises:
        UsageError: there is no such file, or it was made from no template that exports can be counted in.
        WorkbookError: it cannot be read, or its sheets of imports were changed by hand.
    """
    loaded = load(path)
    origin = identify(loaded)
    if origin is None or not set(WANTED) <= origin.keys.keys():
        what, advice = (
            unlike(loaded)
            if origin is None
            else (f"it was made from the template {origin.template}", "Make one: socroi new four_step.")
        )
        raise UsageError(
            f"{what}, and exports are counted in the tables Results and Costs of four_step and kpi_scorecard.",
            where=str(path),
            hint=f"{advice} Rows go into any other table by socroi fill.",
        )
    texts = load_texts(origin.language).scoped(origin.template)
    data, kept = _data(path, loaded)
    return Book(path, loaded, origin, texts, _imports(loaded, texts), data, kept)


def _imports(loaded: Loaded, texts: Texts) -> list[Import]:
    form = sheet_of(loaded, IMPORTS)
    if form is None:
        return []
    headings = [texts[f"imports.{name}"] for name in COLUMNS]
    places = _places(loaded, form.table.columns, headings, form.sheet)
    rows = values(loaded, form)
    return [from_cells([row[place] for place in places]) for row in rows if any(cell is not None for cell in row)]


def _data(path: Path, loaded: Loaded) -> tuple[pd.DataFrame, str]:
    form = sheet_of(loaded, ROWS)
    if form is None:
        return empty(), ""
    places = _places(loaded, form.table.columns, list(DATA), form.sheet)
    rows = [row for row in values(loaded, form) if any(cell is not None for cell in row)]
    columns: dict[str, list[Any]] = {
        name: [row[place] for row in rows] for name, place in zip(DATA, places, strict=True)
    }
    kept = beside.named(columns["key"])
    if kept:
        return beside.read(path, kept), kept
    shift = DAYS_1904 if loaded.book.calculation.date_1904 else 0
    days: dict[str, list[Any]] = {}
    for name in DAYS:
        days[name] = [from_serial(cell + shift) if isinstance(cell, float) else None for cell in columns[name]]
    for name, cells in columns.items():
        if name not in DAYS and (name not in TIDY or TIDY[name][0] is Kind.TEXT):
            columns[name] = [None if cell is None else str(cell) for cell in cells]
    return typed(columns | days), ""


def _places(loaded: Loaded, there: list[str], wanted: list[str], sheet: str) -> list[int]:
    """Return where the columns are, whatever their order is now."""
    missing = next((name for name in wanted if name not in there), None)
    if missing is not None:
        raise WorkbookError(
            f"its column {missing!r} is gone, so that it is not known what was imported.",
            where=f"{loaded.package.where}!{sheet}",
            hint="Take the book before it (its name ends in ~), or delete this sheet and import all files again.",
        )
    return [there.index(name) for name in wanted]


def put_sheets(
    book: Book, imports: list[Import], data: pd.DataFrame, claims: pd.DataFrame, rewriting: Rewriting
) -> str:
    """Write the three sheets; return the name of the file beside the book that holds the rows, "" where none does."""
    texts = book.texts
    kept = beside.write(book.path, data) if len(data) > beside.MOST else ""
    rows = beside.pointer(kept, len(DATA), DATA.index("key")) if kept else _rows(data)
    listed = [to_cells(each) for each in imports]
    side = [
        [*row[:4], *(_known(cell) for cell in row[4:6]), texts["word.yes" if row[6] else "word.no"]]
        for row in claims.itertuples(index=False)
    ]
    made = (
        TableSheet(texts["imports.sheet"], IMPORTS, [texts[f"imports.{name}"] for name in COLUMNS], listed),
        TableSheet(texts["claims.sheet"], CLAIMS, [texts[f"claims.{name}"] for name in CLAIM_COLUMNS], side),
        TableSheet(texts["data.sheet"], ROWS, list(DATA), rows),
    )
    for sheet in made:
        widths, formats = _WIDTHS[sheet.table], _MONEY[sheet.table]
        put_sheet(book.loaded, replace(sheet, widths=widths, formats=formats, like="Results"), rewriting)
    return kept


def _rows(data: pd.DataFrame) -> list[list[Cell]]:
    columns: list[list[Cell]] = []
    for name in DATA:
        column = data[name]
        if name in DAYS:
            columns.append(
                [None if missing else cell.date() for cell, missing in zip(column, column.isna(), strict=True)]
            )
        else:
            columns.append([None if missing else cell for cell, missing in zip(column, column.isna(), strict=True)])
    return [list(cells) for cells in zip(*columns, strict=True)]


def _known(cell: Any) -> Cell:
    """Return a number, or None for one that is not known."""
    return None if cell != cell else float(cell)  # noqa: PLR0124 - NaN is unequal to itself
