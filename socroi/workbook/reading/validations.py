"""What the drop-downs and rules of a sheet say may be typed into the columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.records import record
from socroi.workbook.package.xml import child, children, flag
from socroi.workbook.reading.cells import BadValueError, parse_area

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.tables import Form


@record(frozen=True, slots=True)
class Rule:
    """A rule of one column.

    Attributes:
        kind: `whole`, `decimal`, `date`, `time`, `list`, `textLength`, `custom` or `any`.
        least, most: what a number may be, where the rule says it in figures.
        choices: what a list offers, where the rule itself spells it out.
        strict: whether a spreadsheet program lets nothing else be typed.
        source: the name or range that a list takes its entries from, where it does not spell them out.
    """

    kind: str
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    strict: bool = False
    source: str = ""

    @property
    def numeric(self) -> bool:
        """Whether numbers alone may be typed."""
        return self.kind in {"whole", "decimal"}


def column_rules(loaded: Loaded, form: Form) -> dict[int, Rule]:
    """Return the rule of each column of a table that has one, by its 0-based place, as in the first data row."""
    part = loaded.parts[form.table.sheet]
    assert part is not None  # noqa: S101 - a table lies on a worksheet
    outer = child(loaded.package.tree(part.part, "The sheet"), "dataValidations")
    found: dict[int, Rule] = {}
    for element in () if outer is None else children(outer, "dataValidation"):
        for place in range(len(form.table.columns)):
            if place not in found and _covers(element.get("sqref", ""), form.first, form.table.left + place):
                found[place] = _rule(element)
    return found


def _covers(areas: str, row: int, column: int) -> bool:
    for piece in areas.split():
        try:
            top, left, bottom, right = parse_area(piece)
        except BadValueError:
            continue
        if top <= row <= bottom and left <= column <= right:
            return True
    return False


def _rule(element: Element) -> Rule:
    kind = element.get("type", "any")
    operator = element.get("operator", "between")
    first, second = (_figure(element, name) for name in ("formula1", "formula2"))
    if kind == "list":
        strict = flag(element, "showErrorMessage") and element.get("errorStyle", "stop") == "stop"
        choices = _choices(element)
        return Rule(kind, choices=choices, strict=strict, source="" if choices else _listed(element))
    if kind not in {"whole", "decimal"}:
        return Rule(kind)
    if operator == "between":
        return Rule(kind, first, second)
    if operator in {"greaterThan", "greaterThanOrEqual"}:
        return Rule(kind, first, None)
    return Rule(kind, None, first) if operator in {"lessThan", "lessThanOrEqual"} else Rule(kind)


def _choices(element: Element) -> tuple[str, ...]:
    """Return the entries of a list such as `"Yes,No"`; none where it is a range or a name."""
    text = _listed(element)
    if len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
        return ()
    return tuple(entry.strip() for entry in text[1:-1].replace('""', '"').split(","))


def _listed(element: Element) -> str:
    """Return what a list is made of, as the file has it."""
    found = child(element, "formula1")
    return ((found.text if found is not None else None) or "").strip()


def _figure(element: Element, name: str) -> float | None:
    found = child(element, name)
    try:
        return float((found.text if found is not None else None) or "")
    except ValueError:
        return None
