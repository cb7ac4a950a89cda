"""The cells of a workbook, read quickly for their values alone: by table, by defined name, by place.

Formulas are not read, so that a book takes some milliseconds; what the file says was last computed is what counts.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from socroi.engine.schedule.precedents import Rectangle
from socroi.errors import CELL_ERRORS, CellError, UnsafeWorkbook, WorkbookError
from socroi.excel.addresses import area_of
from socroi.workbook.package.parts import open_package
from socroi.workbook.package.xml import attribute, child, children, decode_xstring, local

if TYPE_CHECKING:
    import os
    from xml.etree.ElementTree import Element

    from socroi.workbook.package.parts import Package

_SMALL: Final = 1_000_000
"""A part of up to a megabyte inflates to a gigabyte at the most: the format allows no more than a thousandfold."""


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
        root = package.tree(package.workbook, "The workbook part")
        pointers = package.relationships(package.workbook)
        self.sheets: list[str] = []
        self.tables: dict[str, Place] = {}
        for element in _inside(root, "sheets", "sheet"):
            name = decode_xstring(element.get("name", ""))
            self.sheets.append(name)
            pointer = pointers.get(attribute(element, "id"))
            if pointer is not None and pointer.kind == "worksheet" and not pointer.external:
                self._find_tables(package, name, pointer.part)
        self._names = {
            decode_xstring(element.get("name", "")).casefold(): element.text or ""
            for element in _inside(root, "definedNames", "definedName")
            if element.get("localSheetId") is None
        }
        self._rows: dict[str, list[list[Any]]] = {}
        self._book = _opened(package)

    def _find_tables(self, package: Package, sheet: str, part: str) -> None:
        for pointer in package.relationships(part).values():
            if pointer.kind != "table" or pointer.external:
                continue
            root = package.tree(pointer.part, "A table")
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
            self.tables[name] = Place(sheet, columns, top + head, bottom - foot, left)

    def area(self, name: str) -> Rectangle | None:
        """Return the cells of a defined name; None where there is no such name, or it stands for something else."""
        sheet, mark, area = self._names.get(name.casefold(), "").removeprefix("=").rpartition("!")
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        if not mark or sheet not in self.sheets:
            return None
        try:
            return Rectangle(self.sheets.index(sheet), *area_of(area.replace("$", "")))
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
        return None if area is None else self.at(area.sheet, area.top, area.left)

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

    def table(self, place: Place) -> list[list[Any]]:
        """Return the values of a table's data rows; days are serial numbers."""
        right = place.left + len(place.headings)
        found = []
        for row in self.rows(place.sheet)[place.first : place.last + 1]:
            cells = row[place.left : right]
            if any(cell != "" for cell in cells):
                found.append([_value(cell) for cell in cells])
        return found


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
    from socroi.sources.sheets import as_cell

    return as_cell(cell)
