"""What was read of a workbook file: the book, and what the writer has to know of its parts."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from socroi.records import record

if TYPE_CHECKING:
    from socroi.engine.model.book import Book, Column
    from socroi.workbook.package.parts import Package
    from socroi.workbook.reading.alike import Run
    from socroi.workbook.reading.formulas import SheetPosition
    from socroi.workbook.reading.known_sheets import KnownSheet
    from socroi.workbook.reading.links import LinkedFile
    from socroi.workbook.reading.tags import Layout


@record(slots=True)
class SheetPart:
    """Where a sheet came from, and what its part was like.

    Attributes:
        part: its name in the package.
        plain: whether it is written in the usual form, so that it can be patched in chunks of rows.
        cached: the columns that hold formulas or what they fill, as they were in the file.
        extents: (rows, columns) of each array formula in the file, by its cell.
        dynamic: the array formulas among them that spill as far as they need.
        runs: for each chunk of a plain part, where the rows lie that were read by their shape.
        layouts: for each chunk, where its formula cells lie, if all of it was read tag by tag.
        known: what an earlier book of this run showed about such sheets.
        values: what stands in each `<v>` of a sheet that is known.
    """

    part: str
    plain: bool = True
    cached: dict[int, Column] = field(default_factory=dict)
    extents: dict[SheetPosition, tuple[int, int]] = field(default_factory=dict)
    dynamic: frozenset[SheetPosition] = frozenset()
    runs: list[list[Run]] = field(default_factory=list)
    layouts: list[Layout | None] = field(default_factory=list)
    known: KnownSheet | None = None
    values: list[bytes] = field(default_factory=list)


@record(slots=True)
class Loaded:
    """A workbook that was read.

    Attributes:
        book: what the engine computes; the columns hold the values that the file had, those of formulas too.
        package: what the writer copies.
        parts: by sheet index; None for what is no worksheet.
        unsupported: (sheet name, cell address, why) of formulas that are not computed here and keep their value.
        error_marks: the `vm` attribute that stands for an error which Excel writes as `#VALUE!`, by the error's code.
        links: the workbooks that it links to, where these are to be read.
    """

    book: Book
    package: Package
    parts: list[SheetPart | None]
    unsupported: list[tuple[str, str, str]] = field(default_factory=list)
    error_marks: dict[float, int] = field(default_factory=dict)
    links: list[LinkedFile] = field(default_factory=list)

    @property
    def remembered(self) -> list[str]:
        """The linked workbooks of which formulas took what this one remembers, because nobody said to read them."""
        linked = self.book.external.values() if not self.links else ()
        return list(dict.fromkeys(each.target for each in linked if each.asked and each.sheets and each.target))
