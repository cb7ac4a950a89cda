"""Which parts of a formula add up, average or otherwise take whole ranges, and which formulas are ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Area, Binary, Call, Cell, Number, Postfix, Structured, Unary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.formula.tree import Node

SUMS: Final = frozenset(("SUM", "SUMIF", "SUMIFS", "SUBTOTAL", "AGGREGATE", "SUMPRODUCT"))
MEANS: Final = frozenset(("AVERAGE", "AVERAGEA", "AVERAGEIF", "AVERAGEIFS"))
TAKING: Final = SUMS | MEANS | frozenset(("COUNT", "COUNTA", "MAX", "MIN", "MEDIAN", "SOCROI", "SOCPROFIT", "SOCROAS"))
"""Functions that are meant for all rows of a list."""
RATIOS: Final = frozenset(
    (
        *("SOCROI", "SOCNETROI", "SOCROAS", "SOCCPC", "SOCCPL", "SOCCPA", "SOCCPF", "SOCCPE", "SOCCAC", "SOCCPM"),
        *("SOCCTR", "SOCCVR", "SOCENGRATE", "SOCREACHRATE", "SOCFREQ", "SOCSHARE"),
    )
)
"""Functions whose value is a ratio."""
_CHOOSING: Final = frozenset(("IF", "IFERROR", "IFNA", "IFS", "ROUND"))


def calls(tree: Node, names: frozenset[str]) -> Iterator[Call]:
    """Yield the calls of some functions in a formula."""
    for node in walk(tree):
        if isinstance(node, Call) and node.name.upper() in names:
            yield node


def is_ratio(tree: Node) -> bool:
    """Whether a formula gives a ratio: one thing through another, perhaps times 100, less 1, rounded or guarded."""
    match tree:
        case Binary(operator="/", right=right):
            return any(isinstance(node, Cell | Area | Structured) for node in walk(right))
        case Binary(operator="*" | "+" | "-", left=left, right=right):
            if isinstance(right, Number):
                return is_ratio(left)
            return isinstance(left, Number) and is_ratio(right)
        case Unary(operand=operand) | Postfix(operand=operand):
            return is_ratio(operand)
        case Call(name=name, arguments=arguments):
            if name.upper() in RATIOS:
                return True
            return name.upper() in _CHOOSING and any(is_ratio(each) for each in arguments)
        case _:
            return False
