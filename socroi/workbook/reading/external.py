"""What a workbook remembers of the other workbooks that it links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.model.book import Book, Linked, Sheet
from socroi.errors import WorkbookError
from socroi.workbook.package.xml import child, children, decode_xstring, digits
from socroi.workbook.reading.cells import STR, TYPES, BadValueError, Budget, SheetCells, parse_address

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from socroi.workbook.package.parts import Package


def linked_workbook(package: Package, part: str, book: Book, budget: Budget) -> Linked:
    """Return what is remembered of one linked workbook: nothing for a DDE or OLE link.

    A sheet that Excel failed to read when it last tried is no worksheet: what refers to it is #REF!.
    """
    root = package.tree(part, "A link to another workbook")
    link = child(root, "externalBook")
    if link is None:
        return Linked()
    names = child(link, "sheetNames")
    order = [] if names is None else [decode_xstring(e.get("val", "")) for e in children(names, "sheetName")]
    sheets: dict[str, Sheet] = {}
    data = child(link, "sheetDataSet")
    for element in [] if data is None else children(data, "sheetData"):
        index = digits(element.get("sheetId", ""))
        if index is not None and index < len(order):
            name = order[index]
            failed = element.get("refreshError") in ("1", "true") and not children(element, "row")
            sheet = sheets[name] = Sheet(name, is_worksheet=not failed)
            where = f"{package.where}!{part}"
            try:
                _fill(sheet, element, book, budget, where)
            except BadValueError as bad:
                raise WorkbookError(f"A remembered cell of a linked workbook {bad.why}.", where=where) from bad
    return Linked(sheets, _names(link, order))


def _names(link: Element, order: list[str]) -> dict[tuple[str, str], str]:
    listed = child(link, "definedNames")
    found = {}
    for element in [] if listed is None else children(listed, "definedName"):
        index = digits(element.get("sheetId", ""))
        sheet = order[index] if index is not None and index < len(order) else ""
        name = decode_xstring(element.get("name", "")).casefold()
        found[name, sheet.casefold()] = decode_xstring(element.get("refersTo", "")).removeprefix("=")
    return found


def _fill(sheet: Sheet, data: Element, book: Book, budget: Budget, where: str) -> None:
    rows, columns, types = [], [], []
    values: list[bytes | None] = []
    for row in children(data, "row"):
        for cell in children(row, "cell"):
            value = child(cell, "v")
            if value is None:
                continue
            at = parse_address(cell.get("r", ""))
            rows.append(at[0])
            columns.append(at[1])
            types.append(TYPES.get(cell.get("t", "n"), STR))
            values.append((value.text or "").encode("utf-8", "surrogatepass"))
    cells = SheetCells(book.strings, np.zeros(0), book.calculation.date_1904)
    cells.add(np.array(rows, np.int64), np.array(columns, np.int64), np.array(types, np.uint8), values, (), raw=False)
    sheet.columns = cells.columns(budget, where)
