"""Workbooks of other kinds (.xls, .xlsb, .ods) made into an .xlsx by LibreOffice, and held against the old book.

The values alone could be had without LibreOffice, by calamine. But it gives a blank for an error, and 0 for some texts
that formulas of an .xls make: a total of them would come out wrong, and nobody could see why. So its numbers are a
witness here and no more.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError, WorkbookError
from socroi.excel.serials import DAYS_1904
from socroi.hosts.conversion_losses import lost
from socroi.review.rules.values import is_computed, same
from socroi.review.subject import Place, Subject
from socroi.review.witnesses.libreoffice import saved_anew
from socroi.sources.sheets import sheets
from socroi.templates.edition import LOST_REFERENCE
from socroi.templates.origin import identify
from socroi.workbook.package.parts import open_package
from socroi.workbook.reading.book import load
from socroi.workbook.writing.replacing import put
from socroi.workbook.writing.rewriting import Rewriting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.model.block import Scalar

KINDS: Final = (".xls", ".xlsb", ".ods")
"""What is converted, by the end of its name."""

_STYLES: Final = "xl/styles.xml"
_ORDER: Final = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
"""What a font of a conditional format holds, in the order in which Excel writes it."""
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_UID: Final = re.compile(r'(<x14:sparklineGroup\b[^<>]*?)\s+xr2:uid="[^"]*"')
_FORMATS: Final = re.compile(r"<dxfs\b.*?</dxfs>", re.DOTALL)
_FONT: Final = re.compile(r"<font>(.*?)</font>", re.DOTALL)
_PART: Final = re.compile(rf"<(?:{'|'.join(_ORDER)})(?: [^<>]*)?/>")


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of a book of another kind.

    Attributes:
        path: the workbook that was made.
        formulas: how many formula cells it has.
        differing: the addresses of the cells in which the old book shows another number than there is now by their
            formula, or LibreOffice another value.
        uncomputed: how many of its formula cells are not computed here.
        lost: what did not come over, such as `1 macro project`.
        broken: the addresses of formulas in which #NULL! or #REF! stands where a cell was.
        template: the template of ours that the book was made from; "" for any other.
    """

    path: Path
    formulas: int
    differing: list[str] = field(default_factory=list)
    uncomputed: int = 0
    lost: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    template: str = ""


def convert(book: str | os.PathLike[str], target: str | os.PathLike[str]) -> Converted:
    """Make an `.xlsx` of a workbook of another kind, with values as LibreOffice has them.

    Args:
        book: an `.xls`, `.xlsb` or `.ods` file; it is left alone.
        target: the `.xlsx` file to make, which must not exist.

    Raises:
        UsageError: it is none of these, the target exists already or is no `.xlsx`, or LibreOffice is not installed.
        WorkbookError: LibreOffice cannot read it, or the target cannot be written.
    """
    book, target = Path(book), Path(target)
    _check(book, target)
    with tempfile.TemporaryDirectory(prefix="socroi-convert-", ignore_cleanup_errors=True) as name:
        saved = saved_anew(book, Path(name))
        if isinstance(saved, str):
            raise WorkbookError(
                f"LibreOffice could not convert it: {saved}",
                where=str(book),
                hint="Take a password off, and look whether LibreOffice opens it.",
            )
        _follow_the_schema(saved)
        subject = Subject(saved)
        content = saved.read_bytes()
    places = [
        Place(region.sheet, row, region.column)
        for region in subject.regions()
        for row in range(region.row, region.row + region.count)
    ]
    known = [place for place in places if is_computed(subject, place)]
    other = {place for place in known if not _is_same(subject, place, subject.stored(place))}
    other |= {place for place, number in _numbers(book, subject) if not _is_same(subject, place, number)}
    put(target, content)
    differing = [subject.where(place) for place in sorted(other)]
    broken = [
        subject.where(Place(region.sheet, region.row, region.column))
        for region in subject.regions()
        if LOST_REFERENCE.search(region.text)
    ]
    origin = identify(load(target))
    template = "" if origin is None else origin.template
    uncomputed = len(places) - len(known)
    return Converted(target, len(places), differing, uncomputed, lost(book, content), broken, template)


def _follow_the_schema(saved: Path) -> None:
    """Put right what LibreOffice writes otherwise than Excel's schema has it.

    The fonts of conditional formats begin with their name there, and sparklines have an attribute of a later edition
    that their sheet does not declare.
    """
    rewriting = Rewriting(open_package(saved))
    if rewriting.has(_STYLES):
        rewriting.edit(_STYLES, lambda text: _FORMATS.sub(_sorted_fonts, text))
    for member in rewriting.package.archive.members:
        if _SHEET.fullmatch(member.name):
            rewriting.edit(member.name, lambda text: _UID.sub(r"\1", text))
    rewriting.save(saved)


def _sorted_fonts(formats: re.Match[str]) -> str:
    def ordered(font: re.Match[str]) -> str:
        parts: list[str] = _PART.findall(font[1])
        if "".join(parts) != font[1]:
            return font[0]
        return f"<font>{''.join(sorted(parts, key=lambda part: _ORDER.index(part[1:].split()[0].strip('/>'))))}</font>"

    return _FONT.sub(ordered, formats[0])


def _numbers(book: Path, subject: Subject) -> Iterator[tuple[Place, float]]:
    """Yield each number that calamine finds in the old book, but for 0, which it also gives for what it cannot read."""
    order = {sheet.name: index for index, sheet in enumerate(subject.book.sheets)}
    for name, rows in sheets(book):
        for row, cells in enumerate(rows if name in order else ()):
            for column, value in enumerate(cells):
                if isinstance(value, float) and value:
                    yield Place(order[name], row, column), value


def _check(book: Path, target: Path) -> None:
    if not book.is_file():
        raise UsageError("There is no such file.", where=str(book), hint="Check the name and the folder.")
    if book.suffix.casefold() not in KINDS:
        raise UsageError(
            f"Only {', '.join(KINDS[:-1])} and {KINDS[-1]} are converted.",
            where=str(book),
            hint="Every command reads an .xlsx or .xlsm as it is; “socroi import” and “socroi fill” read a CSV.",
        )
    if not book.stat().st_size:
        raise WorkbookError("The file is empty.", where=str(book), hint="Fetch or save it again.")
    if target.suffix.casefold() != ".xlsx":
        raise UsageError("What is made needs a name that ends in .xlsx.", where=str(target))
    if os.path.lexists(target):
        raise UsageError("the file exists already.", where=str(target), hint="Choose another name with -o.")


def _is_same(subject: Subject, place: Place, before: Scalar) -> bool:
    """Whether a cell is what the old book showed, by what was saved where it is not computed here.

    Of what changes by the day it cannot be told.
    """
    region = subject.region(place)
    if region is not None and subject.is_volatile(region):
        return True
    computed = region is None or is_computed(subject, place)
    now = subject.value(place) if computed else subject.stored(place)
    # A book of the 1904 system has the days as they count there; calamine counts them from 1900.
    shifted = subject.book.calculation.date_1904 and isinstance(now, float) and same(before, now + DAYS_1904)
    return shifted or same(before, now)
