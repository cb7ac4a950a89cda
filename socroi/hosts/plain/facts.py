"""What the formula around a call has found out before the call is reached: `IF(COUNT(A1,B1)<2,"",SOCROI(A1,B1))`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.engine.formula.tree import Area, Binary, Call, Cell, Coordinate, Number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.formula.tree import Node
    from socroi.hosts.plain.references import References

_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "<>", "<>": "="}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known where a call stands.

    Attributes:
        numbers: cells that hold a number.
        counted: ranges that hold at least one number.
    """

    numbers: frozenset[Node] = frozenset()
    counted: frozenset[Node] = frozenset()

    def __or__(self, other: Facts) -> Facts:
        return Facts(self.numbers | other.numbers, self.counted | other.counted)

    def is_number(self, node: Node) -> bool:
        """Whether a node is surely a number: no text, no blank, no error."""
        match node:
            case Number():
                return True
            case Binary(operator="+" | "-" | "*"):
                return self.is_number(node.left) and self.is_number(node.right)
            case _:
                return node in self.numbers


def found_out(condition: Node, references: References, *, holds: bool) -> Facts:
    """Return what is known where a condition holds, or where it does not."""
    match condition:
        case Call(name="OR") if not holds:
            return _all(condition.arguments, references, holds=False)
        case Call(name="AND") if holds:
            return _all(condition.arguments, references, holds=True)
        case Call(name="NOT", arguments=(inner,)):
            return found_out(inner, references, holds=not holds)
        case Call(name="ISNUMBER", arguments=(inner,)) if holds and references.is_one(inner):
            return Facts(frozenset({inner}))
        case Binary(operator=operator, left=left, right=Number(value=value)) if operator in _NEGATED:
            return _counted(left, operator if holds else _NEGATED[operator], value, references)
        case _:
            return Facts()


def _all(conditions: tuple[Node, ...], references: References, *, holds: bool) -> Facts:
    found = Facts()
    for condition in conditions:
        found |= found_out(condition, references, holds=holds)
    return found


def _counted(left: Node, operator: str, value: float, references: References) -> Facts:
    """Return what a comparison of counts says: `COUNT(A1,B1)>=2`, `COUNT(A1:A9)*COUNT(B1:B9)<>0`."""
    least = {">": value + 1, ">=": value, "<>": 1.0 if value == 0 else 0.0, "=": value}.get(operator, 0.0)
    if least <= 0:
        return Facts()
    if isinstance(left, Binary) and left.operator == "*":
        both = (left.left, left.right)
        return _counted(both[0], "<>", 0, references) | _counted(both[1], "<>", 0, references)
    if not isinstance(left, Call):
        return Facts()
    if left.name in {"N", "SUM"} and len(left.arguments) == 1:
        (item,) = left.arguments
        return Facts(frozenset({item})) if references.is_one(item) else Facts(counted=frozenset({item}))
    if left.name != "COUNT":
        return Facts()
    items = [cell for item in left.arguments for cell in _cells(item)]
    if all(references.is_one(item) for item in items) and least >= len(items):
        return Facts(frozenset(items))
    return Facts(counted=frozenset(items)) if len(items) == 1 else Facts()


def _cells(item: Node) -> Iterator[Node]:
    """Yield the cells of a short range, or the reference itself."""
    if not isinstance(item, Area):
        yield item
        return
    rows = item.bottom.index - item.top.index + 1
    columns = item.right.index - item.left.index + 1
    alike = item.top.absolute == item.bottom.absolute and item.left.absolute == item.right.absolute
    if not alike or rows * columns > 16 or rows > 1 < columns:
        yield item
        return
    for row in range(rows):
        for column in range(columns):
            yield Cell(
                Coordinate(item.top.index + row, item.top.absolute),
                Coordinate(item.left.index + column, item.left.absolute),
                item.prefix,
            )
