"""Sheets that somebody added to a workbook of ours: what is in each, and how it goes into the renewed one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import BLANK
from socroi.excel.addresses import address
from socroi.templates.carried import Left

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from socroi.engine.model.book import Sheet
    from socroi.templates.carried import Contained

_MOVE: Final = (
    "Open both books, right-click its tab, Move or Copy, choose the new book and Create a copy; then Data, Edit Links "
    "(Workbook Links), Change Source, and choose the new book. In LibreOffice: Sheet, Move or Copy Sheet; then Edit, "
    "Links to External Files, Modify."
)
_OF_CELLS: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!\$?[A-Z]{1,3}\$?\d+")


def own_sheets(old: Contained, names: Sequence[str]) -> Iterator[Left]:
    """Yield what is said of each of a user's own sheets.

    Args:
        old: the workbook.
        names: of these sheets.
    """
    theirs = {sheet.name: sheet for sheet in old.loaded.book.sheets}
    ours = {old.loaded.book.sheets[place].name for place in old.pages}
    for name in names:
        sheet = theirs[name]
        formulas = sum(region.count for region in sheet.regions)
        filled = sum(int((cells.kind != BLANK).sum()) for cells in sheet.columns.values())
        what = f"this sheet is your own (formulas: {formulas:,}, other cells: {max(0, filled - formulas):,})."
        places = _by_place(sheet, ours)
        if not places:
            yield Left(name, what, _MOVE)
            continue
        shown = ", ".join(places[:3]) + (f" and {len(places) - 3:,} more" if len(places) > 3 else "")
        moved = f" Then look at {shown}: what they read by its place may stand elsewhere in the new book."
        yield Left(name, what, _MOVE + moved)


def _by_place(sheet: Sheet, ours: set[str]) -> list[str]:
    """Return the cells whose formulas read cells of the template's sheets by their addresses."""
    return [
        address(region.row, region.column)
        for region in sheet.regions
        if any((quoted.replace("''", "'") or plain) in ours for quoted, plain in _OF_CELLS.findall(region.text))
    ]
