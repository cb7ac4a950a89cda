"""The data types of a workbook (stocks, countries): which cells hold one, and what its fields are.

Source: MS-XLSX 2.3.6 and 2.6.157 to 2.6.188: a cell's `vm` leads over the metadata to a rich value, whose structure
names its keys and their types: d decimal, i integer, b boolean, s text, e error, r another rich value, a array, spb a
bag of supporting properties. `fb` is what programs see that do not know of them.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from socroi.engine.model.rich import UNREADABLE, RichValue
from socroi.errors import CELL_ERRORS, CellError
from socroi.records import record
from socroi.workbook.package.xml import child, children, decode_xstring, digits, local, pass_over
from socroi.workbook.reading.cells import BadValueError, parse_address
from socroi.workbook.reading.metadata import rich_indices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from socroi.engine.model.block import Scalar
    from socroi.workbook.package.parts import Package

_MARKED: Final = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*\bvm="(\d+)")[^<>]*?\br="([A-Z]+\d+)"')
_ENTITIES: Final = ("_entity", "_linkedentity")
"""What the names of structures begin with whose values have fields that can be asked for."""
_CANONICAL: Final = "_CanonicalPropertyNames"
_Keys = list[tuple[str, str]]


@record(slots=True)
class RichValues:
    """The values of data types of a workbook, read when a formula first asks for one.

    Args:
        package: the workbook.
        parts: the part of each sheet; None for what is no worksheet.
    """

    package: Package
    parts: Sequence[str | None]
    _sheets: dict[int, dict[tuple[int, int], RichValue]] = field(default_factory=dict)
    _values: dict[int, RichValue] | None = None

    def __call__(self, sheet: int) -> Mapping[tuple[int, int], RichValue]:
        """Return those of a sheet by (row, column), 0-based."""
        found = self._sheets.get(sheet)
        if found is None:
            found = self._sheets[sheet] = self._read(self.parts[sheet])
        return found

    def _read(self, part: str | None) -> dict[tuple[int, int], RichValue]:
        if self._values is None:
            self._values = _values(self.package)
        if part is None or not self._values:
            return {}
        marked = _MARKED.findall(b"".join(self.package.chunks(part, "A sheet")))
        places = [(number, place) for mark, place in marked if (number := digits(mark.decode())) is not None]
        indices = rich_indices(self.package, {number for number, _ in places})
        found = {}
        for number, place in places:
            value = self._values.get(indices.get(number, -1))
            if value is not None:
                try:
                    found[parse_address(place.decode())] = value
                except BadValueError:
                    continue
        return found


def _values(package: Package) -> dict[int, RichValue]:
    """Return the rich values that are of a data type, by their index."""
    parts = {p.kind: p.part for p in package.relationships(package.workbook).values() if not p.external}

    def tree(kind: str) -> Element | None:
        part = parts.get(kind, "")
        return package.tree(part, "The rich values") if package.member(part) is not None else None

    values, structures = parts.get("rdRichValue", ""), tree("rdRichValueStructure")
    if package.member(values) is None or structures is None:
        return {}
    shapes = [(element.get("t", ""), _keys(element)) for element in children(structures, "s")]
    bags = _bags(tree("rdSupportingPropertyBag"), tree("rdSupportingPropertyBagStructure"))
    read: list[object] = []
    # Many are alike, as the same stock stands in many cells.
    alike: dict[object, object] = {}

    def take(element: Element, _: Element) -> None:
        if local(element.tag) != "rv":
            return
        shape = digits(element.get("s", "")) or 0
        kind, keys = shapes[shape] if shape < len(shapes) else ("", [])
        texts = [decode_xstring(each.text or "") for each in children(element, "v")]
        fallback = child(element, "fb")
        basic = _fallback(fallback)
        if any(key == "r" for _, key in keys):
            read.append(_value(kind, keys, texts, basic, read, bags))
            return
        key = shape, None if fallback is None else (fallback.get("t"), fallback.text), *texts
        if key not in alike:
            alike[key] = _value(kind, keys, texts, basic, read, bags)
        read.append(alike[key])

    pass_over(package.read(values, "The rich values"), values, package.where, 2, take)
    return {at: value for at, value in enumerate(read) if isinstance(value, RichValue)}


def _keys(element: Element) -> _Keys:
    return [(decode_xstring(key.get("n", "")), key.get("t", "d")) for key in children(element, "k")]


def _bags(data: Element | None, structures: Element | None) -> list[dict[str, str]]:
    """Return the bags of supporting properties that hold texts, each as what it says by name."""
    if data is None or structures is None:
        return []
    shapes = [_keys(element) for element in structures.iter() if element.tag.rpartition("}")[2] == "s"]
    found = []
    for bag in (element for element in data.iter() if element.tag.rpartition("}")[2] == "spb"):
        shape = digits(bag.get("s", "")) or 0
        keys = shapes[shape] if shape < len(shapes) else []
        texts = [decode_xstring(each.text or "") for each in children(bag, "v")]
        found.append({name: text for (name, kind), text in zip(keys, texts, strict=False) if kind == "s"})
    return found


def _value(
    kind: str, keys: _Keys, texts: list[str], basic: Scalar, before: list[object], bags: list[dict[str, str]]
) -> object:
    """Return a rich value: a value with fields, a plain one or an error, or `UNREADABLE`."""
    found = {name: _field(key, text, before) for (name, key), text in zip(keys, texts, strict=False)}
    if kind == "_error":
        code = found.get("errorType")
        known = isinstance(code, float) and 0 <= code < len(CELL_ERRORS)
        return CellError(CELL_ERRORS[int(code)]) if isinstance(code, float) and known else UNREADABLE
    if not kind.startswith(_ENTITIES):
        return UNREADABLE if basic is None else basic
    fields = {name.casefold(): value for name, value in found.items() if name[:1] not in ("_", "%")}
    # The fields are named in the language of whoever made the value, and by the names that every language has.
    for (name, key), said in zip(keys, texts, strict=False):
        at = digits(said) if name == _CANONICAL and key == "spb" else None
        for own, canonical in bags[at].items() if at is not None and at < len(bags) else ():
            if own.casefold() in fields:
                fields.setdefault(canonical.casefold(), fields[own.casefold()])
    shown = found.get("_DisplayString")
    text = shown if isinstance(shown, str) else None
    return RichValue(text, CellError("#VALUE!") if basic is None else basic, fields)


def _fallback(element: Element | None) -> Scalar:
    """Return what programs see that do not know of rich values; None where nothing is said."""
    if element is None:
        return None
    text = decode_xstring(element.text or "")
    kind = element.get("t", "n")
    if kind == "s":
        return text
    if kind == "b":
        return text in ("1", "true")
    if kind == "e":
        return CellError(text) if text in CELL_ERRORS else None
    return _number(text)


def _field(key: str, text: str, before: list[object]) -> object:
    """Return the value under a key of a type."""
    if key in ("d", "i"):
        number = _number(text)
        return UNREADABLE if number is None else number
    if key == "s":
        return text
    if key == "b":
        return text in ("1", "true")
    if key == "e":
        return CellError(text) if text in CELL_ERRORS else UNREADABLE
    at = digits(text)
    if key == "r" and at is not None and at < len(before):
        return before[at]
    return UNREADABLE


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
