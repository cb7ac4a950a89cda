"""Where a sheet asks for something: the cells with a note that shows when they are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.records import record
from socroi.workbook.package.xml import child, children
from socroi.workbook.reading.cells import BadValueError, parse_area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.workbook.reading.loaded import Loaded


@record(frozen=True, slots=True)
class Prompt:
    """Cells that have one note.

    Attributes:
        top, left, bottom, right: where they are, 0-based and inclusive.
        title: the title of the note, "" where it has none.
        kind: what may be typed, as in `validations.Rule`.
        choices: the name of the list behind their drop-down, or "".
    """

    top: int
    left: int
    bottom: int
    right: int
    title: str
    kind: str
    choices: str

    def meets(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Whether it shares a cell with an area."""
        return self.top <= bottom and top <= self.bottom and self.left <= right and left <= self.right


def prompts(loaded: Loaded, sheet: int) -> Iterator[Prompt]:
    """Yield the notes of a sheet, one for each area that has it."""
    part = loaded.parts[sheet]
    outer = None if part is None else child(loaded.package.tree(part.part, "The sheet"), "dataValidations")
    for element in () if outer is None else children(outer, "dataValidation"):
        if not element.get("prompt"):
            continue
        kind = element.get("type", "any")
        formula = child(element, "formula1") if kind == "list" else None
        choices = "" if formula is None else (formula.text or "").strip().removeprefix("=")
        for piece in element.get("sqref", "").split():
            try:
                area = parse_area(piece)
            except BadValueError:
                continue
            yield Prompt(*area, element.get("promptTitle", ""), kind, choices)
