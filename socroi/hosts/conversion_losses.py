"""What a workbook of another kind has and the `.xlsx` made of it has not: macros, slicers, pivot tables, charts."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_XLSX: Final = {
    "chart": r"xl/charts/chart\d*\.xml",
    "pivot table": r"xl/pivotTables/pivotTable\d*\.(?:xml|bin)",
    "slicer": r"xl/(?:slicers/slicer|timelines/timeline)\d*\.(?:xml|bin)",
    "link to another workbook": r"xl/externalLinks/externalLink\d*\.(?:xml|bin)",
    "data connection": r"xl/connections\.(?:xml|bin)",
    "picture": r"xl/media/.+",
    "macro project": r"xl/vbaProject\.bin",
}
"""The parts of each kind of thing; an .xlsb names them as an .xlsx does."""
_ODS: Final = {"picture": r"Pictures/.+", "macro project": r"Basic/script-lc\.xml"}
_IN_CONTENT: Final = {"pivot table": b"<table:data-pilot-table ", "chart": b'draw:notify-on-update-of-ranges="'}
_XLS: Final = {"macro project": "_VBA_PROJECT_CUR", "pivot table": "_SX_DB_CUR"}
"""The storages of an old .xls by their names in its directory: the second holds what all its pivot tables show."""
_LARGEST: Final = 1 << 28


def lost(book: Path, made: bytes) -> list[str]:
    """Return what did not come over, such as `1 macro project`, `2 slicers`; what cannot be looked into is not told.

    Args:
        book: the `.xls`, `.xlsb` or `.ods`.
        made: the `.xlsx` that was made of it.
    """
    after = _parts(_names(io.BytesIO(made)), _XLSX)
    before = _counted[book.suffix.casefold()](book)
    found = []
    for kind, count in before.items():
        # Equal pictures become one, and of the pivot tables of an .xls nobody knows how many there are.
        merged = kind == "picture" or (kind == "pivot table" and book.suffix.casefold() == ".xls")
        missing = 0 if merged and after.get(kind, 0) else count - after.get(kind, 0)
        if missing > 0:
            found.append(f"{missing} {kind}{'' if missing == 1 else 's'}")
    return found


def _names(file: Path | io.BytesIO) -> Sequence[str]:
    try:
        with zipfile.ZipFile(file) as package:
            return package.namelist()
    except (zipfile.BadZipFile, OSError):
        return ()


def _parts(names: Sequence[str], kinds: dict[str, str]) -> dict[str, int]:
    return {kind: sum(re.fullmatch(form, name) is not None for name in names) for kind, form in kinds.items()}


def _of_xlsb(book: Path) -> dict[str, int]:
    return _parts(_names(book), _XLSX)


def _of_ods(book: Path) -> dict[str, int]:
    found = _parts(_names(book), _ODS)
    try:
        with zipfile.ZipFile(book) as package:
            content = package.read("content.xml") if package.getinfo("content.xml").file_size <= _LARGEST else b""
    except (zipfile.BadZipFile, KeyError, OSError):
        content = b""
    return found | {kind: content.count(mark) for kind, mark in _IN_CONTENT.items()}


def _of_xls(book: Path) -> dict[str, int]:
    data = book.read_bytes()
    return {kind: int(name.encode("utf-16-le") in data) for kind, name in _XLS.items()}


_counted: Final[dict[str, Callable[[Path], dict[str, int]]]] = {".xlsb": _of_xlsb, ".ods": _of_ods, ".xls": _of_xls}
