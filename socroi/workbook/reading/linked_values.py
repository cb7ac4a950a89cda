"""The values that a linked workbook holds, in the place of those that are remembered of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.model.block import BLANK, ERROR, UNCOMPUTED
from socroi.engine.model.book import Column, Evaluation, Linked
from socroi.errors import SocroiError
from socroi.records import replace
from socroi.workbook.package.xml import child
from socroi.workbook.reading.links import LinkedFile, following, linked_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from socroi.engine.model.book import Sheet
    from socroi.workbook.package.parts import Package
    from socroi.workbook.reading.links import Links
    from socroi.workbook.reading.loaded import Loaded


def with_its_file(
    package: Package, part: str, remembered: Linked, links: Links, read: Callable[[Path], Loaded]
) -> tuple[Linked, LinkedFile]:
    """Return what a linked workbook holds: its file's values where that may be read, else what is remembered.

    Args:
        package: the workbook that links.
        part: the link.
        remembered: what the workbook remembers of it.
        links: where linked files may lie.
        read: reads a workbook, its texts into those of the one that links.
    """
    found = linked_file(package, part, links)
    if found.path is None:
        return remembered, found
    try:
        with following(None):
            loaded = read(links.instead.get(found.path, found.path))
    except SocroiError as problem:
        return remembered, replace(found, told=f"{found.target} cannot be read: {problem}")
    name = found.path.name
    sheets = {sheet.name: _values(sheet, name) for sheet in loaded.book.sheets}
    by_index = list(sheets.values())
    names = {
        (each.name.casefold(), "" if each.sheet is None else loaded.book.sheets[each.sheet].name.casefold()): each.text
        for each in loaded.book.names
    }
    tables = {key: (table, by_index[table.sheet]) for key, table in loaded.book.tables.items()}
    told = "" if found.path in links.fresh else _stale(loaded, name)
    return Linked(sheets, names, tables, whole=True), replace(found, told=told, read=True)


def _values(sheet: Sheet, file: str) -> Sheet:
    """Return a sheet with its values alone; a formula whose value was never stored is `UNCOMPUTED`."""
    for region in sheet.regions:
        rows, columns = (region.count, 1) if region.evaluation is Evaluation.LEGACY else region.extent
        for column in range(region.column, region.column + columns):
            cells = sheet.columns.setdefault(column, Column())
            cells.reserve(region.row + rows)
            blank = region.row + np.flatnonzero(cells.kind[region.row : region.row + rows] == BLANK)
            cells.put(blank, ERROR, UNCOMPUTED)
    return replace(sheet, name=f"[{file}]{sheet.name}", made=[], loose=None)


def asks_to_be_computed(loaded: Loaded) -> bool:
    """Tell whether a workbook has formulas and asks to be computed when it is opened: its values may be none."""
    settings = child(loaded.package.tree(loaded.package.workbook, "The workbook part"), "calcPr")
    return settings is not None and settings.get("fullCalcOnLoad") in ("1", "true") and any(loaded.book.regions)


def _stale(loaded: Loaded, name: str) -> str:
    """Return what speaks against the values that a workbook has stored, "" where nothing does."""
    if asks_to_be_computed(loaded):
        return f"{name} asks to be computed when it is opened: its values may be out of date"
    return ""
