"""The plain edition of a workbook: one that Excel 2010 and up, LibreOffice and Google Sheets compute as it is."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from socroi.books.recalculation import Uncomputed, recalculate
from socroi.definition.registry import formulas
from socroi.engine.model.block import BLANK
from socroi.engine.model.book import Evaluation
from socroi.errors import UsageError
from socroi.excel.addresses import address, fixed_area
from socroi.hosts.frozen import drop_macros, drop_task_panes
from socroi.hosts.lambda_names import is_ours, remove_names
from socroi.hosts.plain.formula import Plain, plain_trees
from socroi.hosts.plain.older_functions import younger
from socroi.hosts.plain.references import References
from socroi.hosts.plain.sheet import addresses, with_formulas, with_notes
from socroi.hosts.plain.unsayable import Unsayable
from socroi.templates.origin import identify
from socroi.templates.texts import load_texts
from socroi.workbook.package.xml import unescape
from socroi.workbook.reading.book import load
from socroi.workbook.writing.rewriting import Rewriting

if TYPE_CHECKING:
    import os

    from socroi.engine.model.book import Region, Sheet
    from socroi.templates.texts import Texts
    from socroi.workbook.reading.loaded import Loaded

_OURS: Final = re.compile(rf"(?<![A-Za-z0-9.])(?:{'|'.join(sorted(formulas()))})\(", re.IGNORECASE)
_CALCULATED: Final = re.compile(
    r"<(?P<prefix>(?:[\w.-]+:)?)calculatedColumnFormula\b(?P<attributes>[^<>]*)>(?P<text>[^<]*)"
    r"</(?P=prefix)calculatedColumnFormula>"
)
_RULE: Final = re.compile(r"(<(?P<tag>(?:[\w.-]+:)?(?:formula|formula1|formula2))>)(?P<text>[^<]*)(</(?P=tag)>)")
_NAME: Final = re.compile(r"(<(?P<tag>(?:[\w.-]+:)?definedName)\b(?P<attributes>[^<>]*)>)(?P<text>[^<]*)(</(?P=tag)>)")


@dataclass(frozen=True, slots=True)
class Kept:
    """A formula that has no plain form: its value stays.

    Attributes:
        place: where it is, as `Sheet!A1`, or the name that holds it.
        function: which function of ours it calls.
        why: half a sentence: "has no plain formula".
    """

    place: str
    function: str
    why: str


@dataclass(frozen=True, slots=True)
class PlainEdition:
    """What became of a workbook.

    Attributes:
        path: the file that was written.
        replaced: how many formula cells call functions of ours no more.
        kept: the formulas that became values.
        younger: cells whose own formulas need a newer Excel than 2010, with the functions: they are as they were.
        macros: whether the workbook had macros, which the plain edition has not.
        uncomputed: formula cells that could not be computed; they have their old values.
    """

    path: Path
    replaced: int
    kept: list[Kept]
    younger: dict[str, tuple[str, ...]]
    macros: bool
    uncomputed: list[Uncomputed] = field(default_factory=list)


def write_plain_edition(
    book: str | os.PathLike[str], target: str | os.PathLike[str], *, compute: bool = True
) -> PlainEdition:
    """Write a copy of a workbook in which plain formulas stand for every call of ours.

    Everything else of the file stays as it is, but for macros and task panes, which are left out.

    Args:
        book: an `.xlsx` or `.xlsm` file.
        target: the `.xlsx` file to write; it may be the book itself.
        compute: compute the formulas first, so that what stays as a value is up to date.

    Raises:
        UsageError: the target is not named `.xlsx`.
        WorkbookError: the book cannot be read, or the target cannot be written.
    """
    book, target = Path(book), Path(target)
    if target.suffix.casefold() != ".xlsx":
        raise UsageError("the plain edition needs a name that ends in .xlsx.", where=str(target))
    if not compute:
        return _Conversion(load(book)).write(target, [])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        computed = Path(folder) / book.name
        uncomputed = recalculate(book, computed).uncomputed
        loaded = load(computed)
        loaded.package.where = str(book)
        return _Conversion(loaded).write(target, uncomputed)


def is_plain(book: str | os.PathLike[str]) -> bool:
    """Whether a workbook computes without a function of ours: it has formulas, and none calls one.

    Raises:
        WorkbookError: it cannot be read.
    """
    found = load(book).book
    texts = [region.text for region in found.regions]
    return bool(texts) and not any(_OURS.search(text) for text in texts)


class _Conversion:
    """The conversion of one workbook."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.rewriting = Rewriting(loaded.package)
        self.kept: list[Kept] = []
        self.younger: dict[str, tuple[str, ...]] = {}
        self.replaced = 0
        origin = identify(loaded)
        self.texts: Texts = load_texts("en" if origin is None else origin.language)

    def write(self, target: Path, uncomputed: list[Uncomputed]) -> PlainEdition:
        """Convert all of it and write the file."""
        package = self.loaded.package
        for index, part in enumerate(self.loaded.parts):
            if part is not None:
                self._convert_sheet(index, part.part)
        self.rewriting.edit(package.workbook, remove_names)
        self.rewriting.edit(package.workbook, self._names)
        for gone in self.rewriting.unlink(package.workbook, "calcChain"):
            self.rewriting.drop(gone)
        self._drop_metadata()
        macros = drop_macros(self.rewriting, package)
        drop_task_panes(self.rewriting)
        self.rewriting.save(target)
        return PlainEdition(target, self.replaced, self.kept, self.younger, macros, uncomputed)

    def _convert_sheet(self, index: int, part: str) -> None:
        sheet = self.loaded.book.sheets[index]
        references = References(self.loaded.book, index)
        there: set[str] | None = None
        cells: dict[str, Plain | None] = {}
        notes: dict[str, str] = {}
        for region in sheet.regions:
            if _OURS.search(region.text) is None:
                self._note_younger(region, sheet.name)
                continue
            if there is None:
                there = addresses(self.rewriting.text(part))
            try:
                cells.update(self._plain_cells(region, references, there))
            except Unsayable as answer:
                first = address(region.row, region.column)
                area = _filled(region)
                self.kept.append(Kept(f"{sheet.name}!{area}", answer.function, answer.why))
                notes[area] = self.texts["plain/kept"].format(function=answer.function)
                cells.update(dict.fromkeys(_addresses(region), None))
                cells[first] = None
        self.replaced += sum(formula is not None for formula in cells.values())
        if cells:
            self.rewriting.edit(part, lambda text: with_formulas(text, cells))
        self.rewriting.edit(part, lambda text: with_notes(text, notes, self.texts["plain/title"]))
        self.rewriting.edit(part, lambda text: _RULE.sub(lambda found: self._rule(found, references, sheet.name), text))
        self._convert_tables(part, references)

    def _plain_cells(self, region: Region, references: References, there: set[str]) -> dict[str, Plain | None]:
        """Return the plain formulas of the cells of a region.

        Raises:
            Unsayable: there are none, or a cell that it would fill is not in the file or holds something else.
        """
        extent = region.extent if region.evaluation is not Evaluation.LEGACY else (1, 1)
        spills = region.evaluation is Evaluation.DYNAMIC
        trees = plain_trees(region.text, (region.row, region.column), extent, references, spills=spills)
        sheet = self.loaded.book.sheets[region.sheet]
        made: dict[str, Plain | None] = {}
        for down in range(region.count):
            place = (region.row + down, region.column)
            for row, line in enumerate(trees.rows):
                for column in range(len(line)):
                    at = (place[0] + row, place[1] + column)
                    cell = address(*at)
                    taken = (row >= extent[0] or column >= extent[1]) and not _is_free(sheet, *at)
                    if cell not in there or taken:
                        raise Unsayable(trees.functions[0], f"would fill {cell} too")
                    made[cell] = trees.at(row, column, place)
        return made

    def _note_younger(self, region: Region, sheet: str) -> None:
        if "_xlfn" not in region.text and "_xlws" not in region.text:
            return
        tree = region.parsed()
        found = younger(tree) if tree is not None else set()
        if found:
            self.younger[f"{sheet}!{address(region.row, region.column)}"] = tuple(sorted(found))

    def _convert_tables(self, part: str, references: References) -> None:
        """Let the columns of the tables say for a new row what their cells say now."""
        for relationship in self.loaded.package.relationships(part).values():
            if relationship.kind == "table":
                self.rewriting.edit(
                    relationship.part, lambda text: _CALCULATED.sub(lambda found: _column(found, references), text)
                )

    def _rule(self, found: re.Match[str], references: References, sheet: str) -> str:
        """Return the formula of a colouring or a drop-down."""
        text = unescape(found["text"])
        if _OURS.search(text) is None:
            return found[0]
        try:
            return f"{found[1]}{escape(plain_trees(text, (0, 0), (1, 1), references).at(0, 0, (0, 0)).text)}{found[4]}"
        except Unsayable as answer:
            self.kept.append(Kept(f"{sheet}, a rule of its cells", answer.function, answer.why))
            return found[0]

    def _names(self, text: str) -> str:
        references = References(self.loaded.book, 0)

        def changed(found: re.Match[str]) -> str:
            body = unescape(found["text"])
            name = re.search(r'\bname\s*=\s*["\']([^"\']*)', found["attributes"])
            called = name[1] if name else ""
            if _OURS.search(body) is None or is_ours(called, body):
                return found[0]
            try:
                plain = plain_trees(body, (0, 0), (1, 1), references).at(0, 0, (0, 0)).text
            except Unsayable as answer:
                self.kept.append(Kept(f"the name {called}", answer.function, answer.why))
                return found[0]
            return f"{found[1]}{escape(plain)}{found[5]}"

        return _NAME.sub(changed, text)

    def _drop_metadata(self) -> None:
        """Take out what says that cells spill, where none does any more."""
        sheets = [part.part for part in self.loaded.parts if part is not None]
        if any(re.search(r"\s[cv]m\s*=", self.rewriting.text(part)) for part in sheets):
            return
        for gone in self.rewriting.unlink(self.loaded.package.workbook, "sheetMetadata"):
            self.rewriting.drop(gone)


def _is_free(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a cell holds nothing."""
    cells = sheet.columns.get(column)
    empty = cells is None or row >= len(cells) or cells.kind[row] == BLANK
    return empty and not sheet.has_formula(row, column)


def _addresses(region: Region) -> list[str]:
    rows, columns = region.extent
    return [
        address(region.row + row, region.column + column)
        for row in range(max(rows, region.count))
        for column in range(columns)
    ]


def _filled(region: Region) -> str:
    rows, columns = region.extent
    last = (region.row + max(rows, region.count) - 1, region.column + columns - 1)
    return fixed_area(region.row, region.column, *last).replace("$", "")


def _column(found: re.Match[str], references: References) -> str:
    """Return the formula that a table's column gives to new rows; none where it has no plain form."""
    text = unescape(found["text"])
    if _OURS.search(text) is None:
        return found[0]
    try:
        plain = plain_trees(text, (0, 0), (1, 1), references).at(0, 0, (0, 0))
    except Unsayable:
        return ""
    attributes = re.sub(r'\s+array\s*=\s*["\'][^"\']*["\']', "", found["attributes"])
    entered = ' array="1"' if plain.array else ""
    tag = f"{found['prefix']}calculatedColumnFormula"
    return f"<{tag}{attributes}{entered}>{escape(plain.text)}</{tag}>"
