"""The format of single cells, read when a formula asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.model.looks import Look
from socroi.excel.addresses import cell_of
from socroi.patterns import pattern
from socroi.workbook.package.xml import child, digits, flag
from socroi.workbook.reading.number_formats import cell_styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from socroi.workbook.package.parts import Package

_BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
}  # fmt: skip
"""The codes that a file names by number and that are the same everywhere (ECMA-376 part 1, 18.8.30)."""

_TAG: Final = pattern(rb"<(?:\w+:)?(row|c|col)(?=[\s/>])([^<>]*)>")
_ATTRIBUTE: Final = pattern(rb"\b(r|s|customFormat|min|max|style)\s*=\s*[\"']([^\"']*)[\"']")


class CellLooks:
    """The formats of the cells of a book's sheets."""

    def __init__(self, package: Package, parts: list[str | None]) -> None:
        self._package = package
        self._parts = parts
        self._styles: list[Look] | None = None
        self._sheets: dict[int, _SheetStyles] = {}

    def is_bare(self, sheet: int, row: int, column: int) -> bool:
        """Whether a cell, 0-based, looks as its column does and no more, as one that nobody has drawn; where the file
        does not say where its cells lie, none does.
        """
        try:
            return self._parts[sheet] is not None and self._of(sheet).bare(row, column)
        except Uncomputable:
            return False

    def _of(self, sheet: int) -> _SheetStyles:
        if sheet not in self._sheets:
            part = self._parts[sheet]
            assert part is not None  # noqa: S101 - who asks has looked
            self._sheets[sheet] = _SheetStyles(b"".join(self._package.chunks(part, "The sheet")))
        return self._sheets[sheet]

    def __call__(self, sheet: int, row: int, column: int) -> Look:
        """Return the format of a cell, 0-based, which its row or its column may have for it.

        Raises:
            Uncomputable: the file does not say where its cells lie.
        """
        if self._styles is None:
            self._styles = _styles(self._package)
        if self._parts[sheet] is None:
            return Look()
        number = self._of(sheet).of(row, column)
        return self._styles[number] if number < len(self._styles) else Look()


class _SheetStyles:
    def __init__(self, data: bytes) -> None:
        self._cells: dict[tuple[int, int], int] = {}
        self._rows: dict[int, int] = {}
        self._columns: list[tuple[int, int, int]] = []
        for match in _TAG.finditer(data):
            name = match[1]
            said = {key: value.decode() for key, value in _ATTRIBUTE.findall(match[2])}
            if name == b"col":
                first, last, style = (digits(said.get(key, "0")) or 0 for key in (b"min", b"max", b"style"))
                self._columns.append((first - 1, last - 1, style))
                continue
            if b"r" not in said:
                raise Uncomputable("the file does not say where its cells lie, so their formats are not known")
            style = digits(said.get(b"s", "0")) or 0
            if name == b"c":
                self._cells[cell_of(said[b"r"])] = style
            elif said.get(b"customFormat") in {"1", "true"}:
                self._rows[int(said[b"r"]) - 1] = style

    def of(self, row: int, column: int) -> int:
        if (row, column) in self._cells:
            return self._cells[row, column]
        if row in self._rows:
            return self._rows[row]
        return self._usual(column)

    def bare(self, row: int, column: int) -> bool:
        return self.of(row, column) in {0, self._usual(column)}

    def _usual(self, column: int) -> int:
        return next((style for first, last, style in self._columns if first <= column <= last), 0)


def _styles(package: Package) -> list[Look]:
    own, styles = cell_styles(package)
    return [_look(element, own) for element in styles]


def _look(element: Element, own: dict[int, str]) -> Look:
    number = digits(element.get("numFmtId", "0")) or 0
    alignment, protection = child(element, "alignment"), child(element, "protection")
    horizontal = "" if alignment is None else alignment.get("horizontal", "")
    return Look(
        own.get(number, _BUILT_IN.get(number, "")),
        "" if horizontal == "general" else horizontal,
        protection is None or flag(protection, "locked", default=True),
    )
