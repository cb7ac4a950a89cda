"""What people have typed into a workbook of ours, found by what was asked and not by where it stands.

The rows of its tables go by the keys of their columns, every other input cell by its name or by the question, the row
and the column that it stands in. Whatever is typed elsewhere is a stray: nobody asked for it, and it is told of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from socroi.books.named_cells import NamedCells
from socroi.engine.model.block import BLANK, unpack
from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import CellError
from socroi.excel.addresses import address
from socroi.excel.serials import DAYS_1904, from_serial
from socroi.templates.tables import ADDED
from socroi.workbook.reading.cell_looks import CellLooks
from socroi.workbook.reading.prompts import prompts
from socroi.workbook.writing.tables import forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from socroi.engine.model.block import Scalar
    from socroi.engine.model.book import Sheet
    from socroi.templates.origin import Origin
    from socroi.templates.template import Template
    from socroi.templates.texts import Texts
    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.reading.prompts import Prompt
    from socroi.workbook.writing.tables import Form

Question: TypeAlias = tuple[str, ...]
_MONTHS: Final = frozenset({"count_to"})
"""Input cells that hold a month chosen from a list."""
_MOST: Final = 500
"""A note over more rows asks for a column, not for a figure."""
_LONG: Final = 60
"""Characters of a text that a sentence shows."""
_HEAD: Final = 2
"""The last row of the head of a sheet, 0-based: title, subtitle, links."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that stays behind: where it is, what it is, and what to do."""

    where: str
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.advice}"


@dataclass(frozen=True, slots=True)
class Asked:
    """An input cell that is in no table.

    Attributes:
        sheet, row, column: its place, 0-based.
        page: the key of its sheet.
        names: its defined names.
        question: the title of its note, or else the label of its row; the label; the heading of its column; and the
            number of the cell among those that are alike in all of it.
        choices: the name of the list behind its drop-down, or "".
        dated: whether it holds a day.
        value: what is typed into it, or what its formula gave.
        formula: the formula that stands in it, or "".
    """

    sheet: int
    row: int
    column: int
    page: str
    names: tuple[str, ...]
    question: Question
    choices: str
    dated: bool
    value: Scalar
    formula: str


@dataclass(frozen=True, slots=True)
class TypedTable:
    """The rows of a table: what was typed, by the keys of its columns, and what stands in columns of the user's own.

    Attributes:
        rows: down to the last one in which something was typed; a blank one between them is kept.
        own: by the heading of each column that is the user's own what stands in it, row by row.
    """

    rows: list[dict[str, Any]]
    own: dict[str, list[Scalar]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typed:
    """All that is typed into a workbook."""

    tables: dict[str, TypedTable]
    asked: list[Asked]
    own_sheets: list[str]
    left: list[Left]


class Contained:
    """A workbook that was made from a template, whatever its edition, and what people have typed into it."""

    def __init__(self, loaded: Loaded, origin: Origin, template: Template, texts: Texts) -> None:
        self.loaded, self.origin, self.template, self.texts = loaded, origin, template, texts
        self.cells = NamedCells(loaded.book)
        self.forms = forms(loaded)
        self.shift = DAYS_1904 if loaded.book.calculation.date_1904 else 0
        self._looks = CellLooks(loaded.package, [None if part is None else part.part for part in loaded.parts])
        self._formulas = {
            (region.sheet, row, region.column): region.text
            for sheet in loaded.book.sheets
            for region in sheet.regions
            for row in range(region.row, region.row + region.count)
        }
        self._names = self._named()
        self.pages = self._pages()

    def typed(self) -> Typed:
        """Return what people have typed."""
        left: list[Left] = []
        tables = {form.table.name: self._table(form, left) for form in self.forms if self.is_ours(form)}
        asked = self.asked()
        left += self._strays({(each.sheet, each.row, each.column) for each in asked})
        for form in self.forms:
            if not self.is_ours(form) and form.table.sheet in self.pages and form.table.name not in ADDED:
                left.append(Left(form.sheet, f"the table {form.table.name} is your own.", "Copy it into the new book."))
        own = [
            sheet.name
            for place, sheet in enumerate(self.loaded.book.sheets)
            if place not in self.pages and not any(form.table.name in ADDED for form in self._on(place))
        ]
        return Typed(tables, asked, own, left)

    def asked(self) -> list[Asked]:
        """Return its input cells that are in no table, in the order of the sheets, by rows."""
        found: list[Asked] = []
        count: dict[Question, int] = {}
        for sheet, page in self.pages.items():
            places = dict(sorted(self._outside_tables(sheet).items()))
            for place, note in places.items():
                label = self._label(sheet, *place, places)
                alike = (page, note.title or label, label, self._heading(sheet, *place, places))
                count[alike] = count.get(alike, 0) + 1
                names = self._names.get((sheet, *place), ())
                found.append(
                    Asked(
                        sheet,
                        *place,
                        page,
                        names,
                        (*alike, str(count[alike])),
                        note.choices,
                        note.kind == "date" or not _MONTHS.isdisjoint(names),
                        self._value(sheet, *place),
                        self._formulas.get((sheet, *place), ""),
                    )
                )
        return found

    def _outside_tables(self, sheet: int) -> dict[tuple[int, int], Prompt]:
        """Return the cells of a sheet that have a note, without those of tables, whose notes reach below them too."""
        boxes = [_box(form) for form in self._on(sheet)]
        return {
            (row, column): note
            for note in prompts(self.loaded, sheet)
            if not any(note.meets(*box) for box in boxes) and note.bottom - note.top <= _MOST
            for row in range(note.top, note.bottom + 1)
            for column in range(note.left, note.right + 1)
        }

    def _label(self, sheet: int, row: int, column: int, inputs: Mapping[tuple[int, int], Prompt]) -> str:
        """Return the text at the left end of a row, where it is none that was typed."""
        for at in range(column):
            if (row, at) in inputs:
                return ""
            if text := self._drawn(sheet, row, at):
                return text
        return ""

    def _heading(self, sheet: int, row: int, column: int, inputs: Mapping[tuple[int, int], Prompt]) -> str:
        """Return the nearest text above that is none that was typed."""
        above = (at for at in range(row - 1, _HEAD, -1) if (at, column) not in inputs)
        return next((text for at in above if (text := self._drawn(sheet, at, column))), "")

    def _drawn(self, sheet: int, row: int, column: int) -> str:
        value = self._value(sheet, row, column)
        return value if isinstance(value, str) and (sheet, row, column) not in self._formulas else ""

    def where(self, sheet: int, row: int, column: int) -> str:
        """Return the address of a cell."""
        return address(row, column, self.loaded.book.sheets[sheet].name)

    def _pages(self) -> dict[int, str]:
        """Return the key of each sheet that is the template's, by its place: by its name, its title or its tables."""
        known = {self.texts[f"{page}.sheet"]: page for page in self.template.pages}
        titles = {self.texts[f"{page}.title"]: page for page in self.template.pages}
        found: dict[int, str] = {}
        for place, sheet in enumerate(self.loaded.book.sheets):
            if not sheet.is_worksheet:
                continue
            page = known.get(sheet.name) or titles.get(str(self.cells.at(place, 0, 1)))
            if page is None and any(self.is_ours(form) for form in self._on(place)):
                page = sheet.name
            if page is not None:
                found[place] = page
        return found

    def _named(self) -> dict[tuple[int, int, int], tuple[str, ...]]:
        """Return the names of cells that have one."""
        found: dict[tuple[int, int, int], tuple[str, ...]] = {}
        for name in self.loaded.book.names:
            area = self.cells.area(name.name) if name.sheet is None else None
            if area is not None and (area.top, area.left) == (area.bottom, area.right):
                place = (area.sheet, area.top, area.left)
                found[place] = (*found.get(place, ()), name.name)
        return found

    def _on(self, sheet: int) -> Iterator[Form]:
        return (form for form in self.forms if form.table.sheet == sheet)

    def is_ours(self, form: Form) -> bool:
        """Whether a table is one of the template's."""
        return form.table.name in self.template.every_table and form.table.name in self.origin.keys

    def _table(self, form: Form, left: list[Left]) -> TypedTable:
        """Return the rows of a table of ours."""
        columns = {column.key: column for column in self.template.every_table[form.table.name]}
        keys = self.origin.keys[form.table.name]
        rows: list[dict[str, Any]] = [{} for _ in range(form.rows)]
        own: dict[str, list[Scalar]] = {}
        used = 0
        # What an edition computes may have been called otherwise; a column more that is computed is the user's own.
        renamed = sum(column.formula is not None and key not in keys for key, column in columns.items())
        for place, key in enumerate(keys):
            column = columns.get(key)
            at = form.table.left + place
            if column is None and place in form.computed:
                renamed -= 1
                if renamed < 0:
                    text = self._formulas.get((form.table.sheet, form.first, at), "")
                    where = self.where(form.table.sheet, form.table.top, at)
                    said = f"the column “{form.table.columns[place]}” is computed by a formula of your own"
                    left.append(Left(where, f"{said} (={text}).", "Add the column to the new book."))
                continue
            for row in range(form.rows):
                cell = (form.table.sheet, form.first + row, at)
                value = self._value(*cell)
                if value is None:
                    continue
                if column is not None and column.formula is not None:
                    if cell not in self._formulas:
                        said = f"{_shown(value)} is typed over a formula."
                        left.append(Left(self.where(*cell), said, "The new book computes this cell."))
                    continue
                value = self._plain(cell, value, left)
                used = max(used, row + 1) if value is not None else used
                if column is None:
                    own.setdefault(form.table.columns[place], [None] * form.rows)[row] = value
                else:
                    rows[row][key] = self.day(value) if column.rule == "date" else value
        return TypedTable(rows[:used], {heading: cells[:used] for heading, cells in own.items()})

    def _plain(self, cell: tuple[int, int, int], value: Scalar, left: list[Left]) -> Scalar:
        """Return a typed value: of a formula what it gave, and nothing of an error, both of which are told."""
        text = self._formulas.get(cell)
        if isinstance(value, CellError):
            said = f"{value.code} stands in it" + (f" (={text})." if text else ".")
            left.append(Left(self.where(*cell), said, "The new book has a blank there: type what it should be."))
            return None
        if text is not None:
            said = f"a formula stands in it (={text}); its value {_shown(value)} was carried."
            left.append(Left(self.where(*cell), said, "Type the formula again where it should go on counting."))
        return value

    def _strays(self, known: set[tuple[int, int, int]]) -> Iterator[Left]:
        """Yield what is typed where nothing is asked."""
        for place in self.pages:
            sheet = self.loaded.book.sheets[place]
            boxes = [_box(form) for form in self._on(place)]
            for row, column in _constants(sheet):
                cell = (place, row, column)
                if cell in known or not (self._looks.is_bare(*cell) or self._is_open(*cell)):
                    continue
                if any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in boxes):
                    continue
                below = any(left <= column <= right and row > bottom for _, left, bottom, right in boxes)
                typed = self._formulas.get(cell)
                what = f"={typed}" if typed else _shown(self._value(*cell))
                said = "below a table, where it counts as nothing" if below else "beside what the sheet asks for"
                yield Left(self.where(*cell), f"{what} is typed {said}.", "Type it into the new book where it belongs.")

    def _is_open(self, sheet: int, row: int, column: int) -> bool:
        try:
            return not self._looks(sheet, row, column).is_locked
        except Uncomputable:
            return False

    def day(self, value: Any) -> Any:
        """Return a number as the day that it stands for in this workbook."""
        if not isinstance(value, float):
            return value
        try:
            return from_serial(value + self.shift)
        except ValueError:
            return value

    def _value(self, sheet: int, row: int, column: int) -> Scalar:
        held = self.loaded.book.sheets[sheet].columns.get(column)
        if held is None or row >= len(held):
            return None
        value = unpack(int(held.kind[row]), float(held.data[row]), self.loaded.book.strings)
        return None if value == "" else value


def _box(form: Form) -> tuple[int, int, int, int]:
    return form.table.top, form.table.left, form.table.bottom, form.table.right


def _constants(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the cells of a sheet that hold something, by rows."""
    cells = [(int(row), at) for at, column in sheet.columns.items() for row in (column.kind != BLANK).nonzero()[0]]
    return iter(sorted(cells))


def _shown(value: Any) -> str:
    """Return a value as a sentence shows it."""
    if isinstance(value, str):
        return f"“{value if len(value) <= _LONG else value[: _LONG - 1] + '…'}”"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.6g}"
    return str(value).upper()
