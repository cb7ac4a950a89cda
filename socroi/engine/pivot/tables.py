"""Pivot tables as a workbook keeps them: their fields and items, and which line of cells shows which of them.

A pivot table is not recalculated with its workbook: what stands in its cells is what it showed when it was refreshed
last. `socroi.workbook` fills these from a file.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.digits import significant
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.printing.text_values import parse_number
from socroi.errors import CellError
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from socroi.engine.model.block import Scalar

VALUES: Final = -2
"""What stands for the data fields among the fields of an axis (ISO/IEC 29500-1 18.10.1.29)."""

_SECOND: Final = 1 / 86_400


class Sort(Enum):
    """What an item of a field is."""

    TEXT = "s"
    NUMBER = "n"
    DATE = "d"
    BOOLEAN = "b"
    ERROR = "e"
    BLANK = "m"


@record(frozen=True, slots=True)
class Item:
    """One item of a field.

    Attributes:
        value: a text, a number, the serial number of a date, 0 or 1 for a boolean.
        caption: what somebody typed over it.
        hidden: whether a filter keeps it out of sight; `collapsed`: whether the items below it are folded away.
        place: where it stands in the list that it comes from: the number of the month among months.
    """

    sort: Sort
    value: str | float
    caption: str = ""
    hidden: bool = False
    collapsed: bool = False
    place: int = 0

    def matches(self, asked: str | float | bool) -> bool | None:
        """Whether this is the item that a formula asks for; None where that depends on how Excel reads it."""
        if self.caption:
            if isinstance(asked, str) and asked.casefold() == self.caption.casefold():
                return True
            return None if _loosely(asked, self.caption) or self._by_value(asked) is not False else False
        return self._by_value(asked)

    def _by_value(self, asked: str | float | bool) -> bool | None:
        value = self.value
        if self.sort is Sort.TEXT:
            if isinstance(asked, str) and asked.casefold() == str(value).casefold():
                return True
            return None if _loosely(asked, str(value)) else False
        if self.sort is Sort.BLANK:
            return None if isinstance(asked, str) and asked.startswith("(") else False
        if self.sort is Sort.ERROR:
            return None if isinstance(asked, str) and asked.startswith("#") else False
        if self.sort is Sort.BOOLEAN:
            if isinstance(asked, bool):
                return asked == bool(value)
            return None if isinstance(asked, str) or asked in (0.0, 1.0) else False
        if isinstance(asked, str):
            # What a number or a date is called depends on its format and on the country.
            return None if self.sort is Sort.DATE or any(character.isdigit() for character in asked) else False
        if isinstance(asked, bool):
            return None if float(asked) == value else False
        if self.sort is Sort.DATE:
            return abs(asked - float(value)) < _SECOND / 2
        return (asked < 0) == (float(value) < 0) and significant(asked) == significant(float(value))


def _is_a_word(asked: str | float | bool) -> bool:
    """Whether nothing but a text is written like that: no number, date, error or blank item."""
    if not isinstance(asked, str) or asked.startswith(("(", "#")):
        return False
    try:
        return parse_number(asked) is None
    except CellError:
        return False


def _loosely(asked: str | float | bool, text: str) -> bool:
    """Whether a text may be what is asked for, if it is read generously."""
    if isinstance(asked, str):
        return asked.strip().casefold() == text.strip().casefold()
    if isinstance(asked, bool):
        return text.strip().casefold() in {"true", "false"}
    try:
        return float(text.strip().replace(",", "")) == asked
    except ValueError:
        return False


@record(slots=True)
class Field:
    """One field of a pivot table.

    Attributes:
        name: what it is called in the pivot table; `source`: the heading of its column in the source.
        items: by their place among the field's items; None for its subtotals.
        grouped_by: the unit of a field of grouped dates or numbers, `months` for one; nothing for any other field.
        totals_on_top: whether the line that begins a group shows its subtotal too.
    """

    name: str
    source: str
    items: list[Item | None] = field(default_factory=list)
    grouped_by: str = ""
    totals_on_top: bool = True
    _found: dict[tuple[type, str | float | bool], frozenset[int]] = field(default_factory=dict, repr=False)

    def places(self, asked: str | float | bool) -> frozenset[int]:
        """Return the places of the items that a formula asks for; none where there is no such item.

        Raises:
            Uncomputable: whether an item is meant depends on how Excel reads it.
        """
        key = (type(asked), asked)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._grouped(asked) if self.grouped_by else self._plain(asked)
        return found

    def _plain(self, asked: str | float | bool) -> frozenset[int]:
        verdicts = [(place, item.matches(asked)) for place, item in enumerate(self.items) if item is not None]
        found = frozenset(place for place, verdict in verdicts if verdict)
        if any(verdict is None for _, verdict in verdicts) and not (found and _is_a_word(asked)):
            raise Uncomputable(f"whether {asked!r} is an item of {self.name} depends on how Excel reads it")
        return found

    def _grouped(self, asked: str | float | bool) -> frozenset[int]:
        """Months go by 1 to 12, quarters by 1 to 4, years by their number, as the formulas have it that Excel makes;
        all go by their names in the list of groups, too.
        """
        if isinstance(asked, str) and (_is_a_word(asked) or self.grouped_by == "years"):
            return self._called(asked)
        last = {"months": 12, "quarters": 4, "years": 9999}.get(self.grouped_by)
        if last is None or isinstance(asked, str | bool) or asked not in range(1, last + 1):
            raise Uncomputable(f"{self.name} is grouped, and {asked!r} names none of its groups for certain")
        found = set()
        for place, item in enumerate(self.items):
            if item is None:
                continue
            if item.value == str(int(asked)) if self.grouped_by == "years" else item.place == asked:
                found.add(place)
        return frozenset(found)

    def _called(self, asked: str) -> frozenset[int]:
        verdicts = [(place, item.matches(asked)) for place, item in enumerate(self.items) if item is not None]
        found = frozenset(place for place, verdict in verdicts if verdict)
        if len(found) != 1:
            # A month may be spelled out or in another language: what Excel makes of that is not known.
            raise Uncomputable(f"{self.name} is grouped, and {asked!r} names none of its groups for certain")
        return found


@record(frozen=True, slots=True)
class Line:
    """One row or column of cells.

    Attributes:
        kind: `data` for items, also those that begin a group; `grand`; `default` for the subtotals of a group;
            another word for subtotals that were chosen, and for blank lines.
        items: the places of its items in the fields of the axis, from the outermost on; what is left out is not shown.
        data: which data field it shows.
    """

    kind: str
    items: tuple[int, ...] = ()
    data: int = 0


@record(slots=True)
class PivotAxis:
    """The rows or the columns of a pivot table: the fields from the outermost on (`VALUES` among them), and the lines
    in the order of the cells.
    """

    fields: tuple[int, ...]
    lines: list[Line]
    _index: dict[tuple[str, int, tuple[int, ...]], list[int]] = field(default_factory=dict, repr=False)

    @property
    def own(self) -> tuple[int, ...]:
        """The fields without `VALUES`."""
        return tuple(number for number in self.fields if number != VALUES)

    def _known(self) -> Iterator[tuple[int, str, int, tuple[int, ...]]]:
        """Yield (place, kind, data field or -1 for any, items without the data field) of the lines that show data."""
        at = self.fields.index(VALUES) if VALUES in self.fields else -1
        for place, line in enumerate(self.lines):
            if line.kind == "blank":
                continue
            if at < 0:
                yield place, line.kind, -1, line.items
            elif len(line.items) > at:
                yield place, line.kind, line.data, line.items[:at] + line.items[at + 1 :]
            elif line.kind != "data":
                yield place, line.kind, line.data, line.items

    def lines_of(self, kind: str, data: int, wanted: Sequence[frozenset[int]]) -> list[int]:
        """Return the places of the lines of one kind whose items are among those wanted, level by level, no more."""
        if not self._index:
            for place, its_kind, its_data, items in self._known():
                self._index.setdefault((its_kind, its_data, items), []).append(place)
        shown = data if VALUES in self.fields else -1
        return [place for items in product(*wanted) for place in self._index.get((kind, shown, items), ())]

    def others(self) -> bool:
        """Whether there are subtotals that somebody chose."""
        return any(line.kind not in {"data", "grand", "default", "blank"} for line in self.lines)

    def full_lines(self, data: int, wanted: Mapping[int, frozenset[int]]) -> int:
        """Return how many lines of single items agree with what is wanted of any of the fields."""
        own, count = self.own, 0
        for _, kind, its_data, items in self._known():
            if kind == "data" and its_data in (-1, data) and len(items) == len(own):
                count += all(item in wanted.get(number, (item,)) for number, item in zip(own, items, strict=True))
        return count


@record(frozen=True, slots=True)
class DataField:
    """What is shown: its name, and the number of the field that it adds up or counts."""

    name: str
    field: int


@record(frozen=True, slots=True)
class Source:
    """Where a pivot table takes its records from, and what they were.

    Attributes:
        sheet, area: the cells with their headings, 0-based and inclusive; or, where `sheet` is empty, `name`: a table.
        headings: of the columns; `records`: their values row by row.
    """

    sheet: str
    area: tuple[int, int, int, int]
    name: str
    headings: list[str]
    records: list[list[Scalar]]


@record(slots=True)
class PivotTable:
    """A pivot table. Rows and columns are 0-based and inclusive; its filters stand above `top`.

    Attributes:
        first_row, first_column: of the cells that show data.
        filters: (field, place of the item or None for all or several of them) of the report filters.
        filter_rows: how many rows above `top` its filters take up, with the empty one below them.
        captions: what it shows for blanks and for errors.
        refreshed: where it was refreshed from, if that happens again when the workbook is opened.
        doubt: why nothing of it is certain.
    """

    name: str
    sheet: int
    top: int
    left: int
    bottom: int
    right: int
    first_row: int = 0
    first_column: int = 0
    fields: list[Field] = field(default_factory=list)
    rows: PivotAxis = field(default_factory=lambda: PivotAxis((), []))
    columns: PivotAxis = field(default_factory=lambda: PivotAxis((), []))
    filters: list[tuple[int, int | None]] = field(default_factory=list)
    filter_rows: int = 0
    data: list[DataField] = field(default_factory=list)
    values_caption: str = ""
    captions: frozenset[str] = frozenset()
    refreshed: Source | None = None
    doubt: str = ""
