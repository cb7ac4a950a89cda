"""The pivot tables of a workbook, read when a formula first asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.pivot.tables import VALUES, DataField, Field, Item, Line, PivotAxis, PivotTable, Sort, Source
from socroi.errors import CELL_ERRORS, CellError, WorkbookError
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.records import record, replace
from socroi.workbook.package.xml import child, children, decode_xstring, digits, flag, flag_of, local
from socroi.workbook.reading.cells import BadValueError, parse_area, serial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from socroi.engine.model.block import Scalar
    from socroi.workbook.package.parts import Package

MOST_RECORDS: Final = 100_000
"""Records beyond these are not compared with their source."""

_NO_SENSE: Final = "its pivot table cannot be read"


class OddPivotError(ValueError):
    """A part of a pivot table says something that makes no sense."""


@record(slots=True)
class PivotTables:
    """Reads all pivot tables of a workbook when it is called.

    Attributes:
        parts: the part of each sheet, by its index; None for what is no worksheet.
    """

    package: Package
    parts: Sequence[str | None]
    date_1904: bool

    def __call__(self) -> list[PivotTable]:
        """Return them, those of the first sheet first; what cannot be read covers its sheet and says so."""
        found = []
        for index, part in enumerate(self.parts):
            for pointer in self.package.relationships(part).values() if part is not None else ():
                if pointer.kind != "pivotTable" or pointer.external:
                    continue
                try:
                    found.append(self._table(index, pointer.part))
                except (BadValueError, WorkbookError, ValueError, IndexError):
                    table = PivotTable(pointer.part, index, 0, 0, MAX_ROWS - 1, MAX_COLUMNS - 1, doubt=_NO_SENSE)
                    found.append(table)
        return found

    def _table(self, sheet: int, part: str) -> PivotTable:
        root = self.package.tree(part, "A pivot table")
        location = child(root, "location")
        if location is None:
            raise OddPivotError("it has no place")
        table = PivotTable(decode_xstring(root.get("name", "")), sheet, *parse_area(location.get("ref", "")))
        table.first_row = table.top + _whole(location, "firstDataRow")
        table.first_column = table.left + _whole(location, "firstDataCol")
        filter_rows = _whole(location, "rowPageCount", 0)
        table.filter_rows = filter_rows + 1 if filter_rows else 0
        table.values_caption = decode_xstring(root.get("dataCaption", ""))
        captions = (root.get(name) for name in ("missingCaption", "errorCaption"))
        table.captions = frozenset(decode_xstring(text) for text in captions if text)
        cache = next(
            (r.part for r in self.package.relationships(part).values() if r.kind == "pivotCacheDefinition"), None
        )
        if cache is None:
            raise OddPivotError("its cache is missing")
        definition = self.package.tree(cache, "The cache of a pivot table")
        if child(definition, "cacheHierarchies") is not None or child(root, "pivotHierarchies") is not None:
            table.doubt = "its pivot table shows a data model or an OLAP cube"
            return table
        if flag(definition, "invalid"):
            table.doubt = "its pivot table is waiting to be refreshed"
            return table
        shared = [_shared(element, date_1904=self.date_1904) for element in _inside(definition, "cacheFields")]
        outlines = _inside(root, "pivotFields")
        table.fields = [_field(*pair) for pair in zip(outlines, shared, strict=True)]
        table.rows, table.columns = (_axis(root, kind, table) for kind in ("row", "col"))
        table.filters = [
            (_number_of_field(element, table), _whole(element, "item") if element.get("item") else None)
            for element in _inside(root, "pageFields")
        ]
        table.data = [
            DataField(decode_xstring(element.get("name", "")), _number_of_field(element, table))
            for element in _inside(root, "dataFields")
        ]
        table.doubt = _doubt(table)
        if flag(definition, "refreshOnLoad") and not table.doubt:
            table.refreshed = self._source(definition, cache, shared)
            if table.refreshed is None:
                table.doubt = "its pivot table is refreshed whenever Excel opens the workbook"
        return table

    def _source(self, definition: Element, cache: str, shared: list[_Shared]) -> Source | None:
        """Return the cells that were read when the cache was made, None where they are not known."""
        outer = child(definition, "cacheSource")
        source = None if outer is None else child(outer, "worksheetSource")
        pointers = self.package.relationships(cache).values()
        records = next((r.part for r in pointers if r.kind == "pivotCacheRecords" and not r.external), None)
        if source is None or records is None or any(key.endswith("}id") for key in source.attrib):
            return None
        own = [field for field in shared if field.in_source]
        sheet, name = decode_xstring(source.get("sheet", "")), decode_xstring(source.get("name", ""))
        if not name and not sheet:
            return None
        area = (0, 0, 0, 0) if name else parse_area(source.get("ref", ""))
        root = self.package.tree(records, "The records of a pivot table")
        if len(root) > MOST_RECORDS:
            return None
        rows = [_record(record, own, date_1904=self.date_1904) for record in root if local(record.tag) == "r"]
        return Source("" if name else sheet, area, name, [field.name for field in own], rows)


@record(slots=True)
class _Shared:
    """A field of a cache: the items that its values are numbers of, and those of its groups."""

    name: str
    items: list[Item]
    groups: list[Item] | None
    grouped_by: str
    in_source: bool


def _inside(root: Element, name: str) -> list[Element]:
    outer = child(root, name)
    return [] if outer is None else [element for element in outer if isinstance(element.tag, str)]


def _whole(element: Element, name: str, default: int | None = None, *, least: int = 0) -> int:
    text = element.get(name)
    if text is None and default is not None:
        return default
    bare = (text or "").strip()
    number = digits(bare.removeprefix("-"))
    if number is None:
        raise OddPivotError(f"{name} is {text!r}, which is no number")
    number = -number if bare.startswith("-") else number
    if number < least:
        raise OddPivotError(f"{name} is {number}")
    return number


def _item(element: Element, place: int, *, date_1904: bool) -> Item:
    text, sort = element.get("v", ""), Sort(local(element.tag))
    if sort is Sort.TEXT or sort is Sort.ERROR:
        return Item(sort, decode_xstring(text), place=place)
    if sort is Sort.BLANK:
        return Item(sort, "", place=place)
    if sort is Sort.BOOLEAN:
        return Item(sort, float(flag_of(text)), place=place)
    value = serial(text, date_1904=date_1904) if sort is Sort.DATE else float(text)
    if value is None:
        raise OddPivotError(f"{text!r} is no date")
    return Item(sort, value, place=place)


def _items(outer: Element | None, *, date_1904: bool) -> list[Item]:
    elements = [] if outer is None else children(outer, *(sort.value for sort in Sort))
    return [_item(element, place, date_1904=date_1904) for place, element in enumerate(elements)]


def _shared(element: Element, *, date_1904: bool) -> _Shared:
    items = _items(child(element, "sharedItems"), date_1904=date_1904)
    groups, grouped_by = None, ""
    group = child(element, "fieldGroup")
    if group is not None:
        listed, span = child(group, "groupItems"), child(group, "rangePr")
        groups = None if listed is None else _items(listed, date_1904=date_1904)
        grouped_by = "" if span is None else span.get("groupBy", "range")
    in_source = flag(element, "databaseField", default=True)
    return _Shared(decode_xstring(element.get("name", "")), items, groups, grouped_by, in_source)


def _field(outline: Element, shared: _Shared) -> Field:
    known = shared.items if shared.groups is None else shared.groups
    items: list[Item | None] = []
    for element in _inside(outline, "items"):
        if element.get("x") is None:
            items.append(None)
            continue
        items.append(
            replace(
                known[_whole(element, "x")],
                caption=decode_xstring(element.get("n", "")),
                hidden=flag(element, "h"),
                collapsed=not flag(element, "sd", default=True),
            )
        )
    on_top = all(flag(outline, name, default=True) for name in ("outline", "subtotalTop", "defaultSubtotal"))
    name = decode_xstring(outline.get("name", ""))
    return Field(name or shared.name, shared.name, items, shared.grouped_by, on_top)


def _axis(root: Element, kind: str, table: PivotTable) -> PivotAxis:
    fields = tuple(_whole(element, "x", least=VALUES) for element in _inside(root, f"{kind}Fields"))
    if any(number >= len(table.fields) or number == -1 for number in fields):
        raise OddPivotError("a field of an axis is none of its fields")
    lines: list[Line] = []
    before: tuple[int, ...] = ()
    for element in _inside(root, f"{kind}Items"):
        places = [_whole(x, "v", 0) for x in children(element, "x")]
        items = (before[: _whole(element, "r", 0)] + tuple(places))[: len(fields)]
        before, what = items, element.get("t", "data")
        if what != "grand" and any(
            number >= 0 and place >= len(table.fields[number].items)
            for number, place in zip(fields, items, strict=False)
        ):
            what = "every"  # subtotals of an inner field over all outer ones
        lines.append(Line(what, () if what == "grand" else items, _whole(element, "i", 0)))
    return PivotAxis(fields, lines)


def _number_of_field(element: Element, table: PivotTable) -> int:
    number = _whole(element, "fld")
    if number >= len(table.fields):
        raise OddPivotError(f"there is no field {number}")
    return number


def _doubt(table: PivotTable) -> str:
    if (
        len(table.rows.lines) != table.bottom - table.first_row + 1
        or len(table.columns.lines) != table.right - table.first_column + 1
        or not all(field.name for field in table.data)
        or not table.data
    ):
        return "its pivot table does not say which cell shows what"
    return ""


def _record(record: Element, fields: list[_Shared], *, date_1904: bool) -> list[Scalar]:
    values: list[Scalar] = []
    for element, field in zip(record, fields, strict=True):
        listed = local(element.tag) == "x"
        item = field.items[_whole(element, "v")] if listed else _item(element, 0, date_1904=date_1904)
        values.append(_scalar(item))
    return values


def _scalar(item: Item) -> Scalar:
    if item.sort is Sort.BLANK:
        return None
    if item.sort is Sort.ERROR:
        if item.value not in CELL_ERRORS:
            raise OddPivotError(f"{item.value!r} is no error")
        return CellError(str(item.value))
    return bool(item.value) if item.sort is Sort.BOOLEAN else item.value
