"""The cells of a workbook, read quickly for their values alone: by table, by defined name, by place.

Formulas are not read, so that a book takes some milliseconds; what the file says was last computed is what counts.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from socroi.engine.schedule.precedents import Rectangle
from socroi.errors import CELL_ERRORS, CellError, UnsafeWorkbook, WorkbookError
from socroi.excel.addresses import address, area_of
from socroi.patterns import pattern
from socroi.workbook.package.parts import open_package
from socroi.workbook.package.xml import attribute, child, children, decode_xstring, local, parse

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from socroi.workbook.package.parts import Package

_SMALL: Final = 1_000_000
"""A part of up to a megabyte inflates to a gigabyte at the most: the format allows no more than a thousandfold."""


_ODD: Final = ("", "#")
"""How a cell begins that is no text though it is handed over as one: a blank or an error."""
_NUMBER: Final = pattern(
    rb'<c r="[A-Z]+[0-9]+"(?: (?:s|cm)="[0-9]+")*>(?:<f(?: [a-z]+="[^"<>]*")*(?:/>|>[^<]*+</f>))?'
    rb"<v>(-?[0-9]+(?:\.[0-9]+)?)</v></c>"
)
"""A cell that holds a number in its plainest form."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table lies: its sheet, its headings and its data rows, 0-based."""

    sheet: str
    headings: tuple[str, ...]
    first: int
    last: int
    left: int


class Cells:
    """The values of a workbook's cells."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open a workbook.

        Raises:
            SocroiError: it is no workbook, it is damaged, or it was refused before it could do harm.
        """
        package = open_package(path)
        self.where = package.where
        _refuse_bombs(package)
        pointers = package.relationships(package.workbook)
        sheets, self._names = package.made_of(
            package.workbook, "The workbook part", "sheets and names", partial(_sheets_and_names, package)
        )
        self.sheets = [name for name, _ in sheets]
        self.tables: dict[str, Place] = {}
        self._parts: dict[str, str] = {}
        for name, identifier in sheets:
            pointer = pointers.get(identifier)
            if pointer is not None and pointer.kind == "worksheet" and not pointer.external:
                self._parts[name] = pointer.part
                self._find_tables(package, name, pointer.part)
        self._rows: dict[str, list[list[Any]]] = {}
        self._package = package
        self._unread: dict[str, bytes] = {}
        self._book = _opened(package)

    def _find_tables(self, package: Package, sheet: str, part: str) -> None:
        for pointer in package.relationships(part).values():
            if pointer.kind == "table" and not pointer.external:
                name, place = package.made_of(
                    pointer.part, "A table", f"table of {sheet}", partial(self._table_in, sheet, pointer.part)
                )
                self.tables[name] = place

    def _table_in(self, sheet: str, part: str, data: bytes) -> tuple[str, Place]:
        root = parse(data, part, self.where)
        name = decode_xstring(root.get("displayName") or root.get("name") or "")
        try:
            top, left, bottom, _ = area_of(root.get("ref", ""))
        except ValueError:
            raise WorkbookError(
                f"The table {name} has no area.", where=self.where, hint="Open and save the workbook in Excel."
            ) from None
        columns = tuple(
            decode_xstring(column.get("name", "")) for column in _inside(root, "tableColumns", "tableColumn")
        )
        head, foot = root.get("headerRowCount", "1") != "0", root.get("totalsRowCount", "0") != "0"
        return name, Place(sheet, columns, top + head, bottom - foot, left)

    def area(self, name: str) -> Rectangle | None:
        """Return the cells of a defined name; None where there is no such name, or it stands for something else."""
        sheet, mark, area = self._names.get(name.casefold(), "").removeprefix("=").rpartition("!")
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        if not mark or sheet not in self.sheets:
            return None
        try:
            return Rectangle(self.sheets.index(sheet), *_area(area))
        except ValueError:
            return None

    def at(self, sheet: int, row: int, column: int) -> Any:
        """Return the value of a cell by its place, 0-based; None is a blank, an error a `CellError`."""
        rows = self.rows(self.sheets[sheet])
        cells = rows[row] if 0 <= row < len(rows) else []
        return _value(cells[column]) if column < len(cells) else None

    def one(self, name: str) -> Any:
        """Return the value of the first cell of a name; None where there is no such name."""
        area = self.area(name)
        if area is None:
            return None
        if self.sheets[area.sheet] not in self._rows:
            number = self._number(self.sheets[area.sheet], address(area.top, area.left))
            if number is not None:
                return number
        return self.at(area.sheet, area.top, area.left)

    def _number(self, sheet: str, cell: str) -> float | None:
        """Return the number in a cell, without reading its sheet for it; None where it is not spelled plainly."""
        part = self._parts.get(sheet)
        if part is None:
            return None
        if sheet not in self._unread:
            data = self._package.read(part, f"The sheet {sheet}")
            self._unread[sheet] = b"" if b"<!" in data else data
        data = self._unread[sheet]
        found = _NUMBER.match(data, data.find(b'<c r="%b"' % cell.encode()))
        return float(found[1]) if found is not None else None

    def rows(self, sheet: str) -> list[list[Any]]:
        """Return all rows of a sheet, read when they are first asked for.

        Raises:
            WorkbookError: the sheet is damaged.
        """
        if sheet not in self._rows:
            from python_calamine import CalamineError

            try:
                self._rows[sheet] = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            except (CalamineError, OSError, ValueError) as problem:
                raise WorkbookError(
                    f"The sheet is damaged: {problem}.", where=f"{self.where}!{sheet}", hint="Fetch or save it again."
                ) from problem
        return self._rows[sheet]

    def table(self, place: Place, columns: Sequence[int] | None = None) -> list[list[Any]]:
        """Return the values of a table's data rows; days are serial numbers. Of some columns, where they are given."""
        wide = len(place.headings)
        right = place.left + wide
        wanted = range(wide) if columns is None else columns
        found = []
        for row in self.rows(place.sheet)[place.first : place.last + 1]:
            cells = row[place.left : right]
            if cells.count("") < len(cells):
                cells += [""] * (wide - len(cells))
                found.append([
                    cell if type(cell) is float or (type(cell) is str and cell[:1] not in _ODD) else _value(cell)
                    for cell in map(cells.__getitem__, wanted)
                ])  # fmt: skip
        return found


def _sheets_and_names(package: Package, data: bytes) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return the sheets of a workbook with their identifiers, and its names with what they stand for."""
    root = parse(data, package.workbook, package.where)
    sheets = [
        (decode_xstring(element.get("name", "")), attribute(element, "id"))
        for element in _inside(root, "sheets", "sheet")
    ]
    names = {
        decode_xstring(element.get("name", "")).casefold(): element.text or ""
        for element in _inside(root, "definedNames", "definedName")
        if element.get("localSheetId") is None
    }
    return sheets, names


@lru_cache(maxsize=1024)
def _area(text: str) -> tuple[int, int, int, int]:
    return area_of(text.replace("$", ""))


@lru_cache(maxsize=4096, typed=True)
def _as_cell(cell: Any) -> float | str | None:
    """Return a day as its serial number: a column has the same ones again and again."""
    from socroi.sources.sheets import as_cell

    return as_cell(cell)


def _opened(package: Package) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(package.archive.content))
    except (CalamineError, OSError, ValueError) as problem:
        raise WorkbookError(f"The workbook is damaged: {problem}.", where=package.where) from problem


def _refuse_bombs(package: Package) -> None:
    """Inflate what is large once under our own limits: the reader behind has none."""
    for member in package.archive.members:
        if member.packed > _SMALL:
            for _ in package.archive.chunks(member):
                pass
        elif member.size > max(_SMALL, member.packed) * 1100:
            raise UnsafeWorkbook(f"The part {member.name} says that it is larger than it can be.", where=package.where)


def _inside(root: Element, outer: str, inner: str) -> list[Element]:
    found = child(root, outer)
    return [] if found is None else [each for each in children(found, inner) if local(each.tag) == inner]


def _value(cell: Any) -> Any:
    """Return a cell as a number, a text or None; a day as its serial number, an error as a `CellError`."""
    if isinstance(cell, float):
        return cell
    if isinstance(cell, str):
        return (CellError(cell) if cell.startswith("#") and cell in CELL_ERRORS else cell) if cell else None
    return _as_cell(cell)
