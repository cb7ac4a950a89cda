"""A twin as JavaScript: the tree of its Excel text, written over the arguments as the gate hands them to a function."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.definition.units import Holds, Shape
from socroi.engine.formula.parser import parse
from socroi.engine.formula.tree import Binary, Boolean, Call, Error, Name, Node, Number, Text, Unary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter

_LISTS: Final = (Shape.COLUMN, Shape.PAIRED, Shape.ALIGNED)
_TIGHTNESS: Final = {"*": 4, "/": 4, "+": 3, "-": 3, "<": 2, "<=": 2, ">": 2, ">=": 2, "=": 1, "<>": 1}
_ATOM: Final = 9
_CHOICE: Final = 0
_OF_ONE: Final = {"ABS": "Math.abs", "SQRT": "Math.sqrt", "INT": "Math.floor", "LN": "Math.log", "EXP": "Math.exp",
                  "LEN": "lengthOf", "NORM.S.INV": "normalQuantile"}  # fmt: skip
_OF_LISTS: Final = {"SUM": "sum", "MAX": "largest", "MIN": "smallest"}


class Untranslatable(Exception):
    """A twin says something that JavaScript has no words for here; the function needs a body written by hand."""


@dataclass(frozen=True, slots=True)
class _Code:
    """JavaScript text, how tightly its outermost operator binds, and the lists over which it goes cell by cell."""

    text: str
    tightness: int = _ATOM
    lists: tuple[str, ...] = ()

    def inside(self, tightness: int) -> str:
        return self.text if self.tightness >= tightness else f"({self.text})"


def arrow(formula: Formula) -> str:
    """Return the JavaScript function that computes a function's twin.

    Raises:
        Untranslatable: the function has no twin, or one that goes beyond arithmetic, choices and sums.
    """
    if not formula.twin:
        raise Untranslatable(f"{formula.name} has no twin")
    body = _cells(_Writer({p.name: p for p in formula.parameters}).write(parse(formula.twin)))
    return f"({', '.join(p.name for p in formula.parameters)}) => {body}"


def _cells(code: _Code) -> str:
    """Return what is computed cell by cell as one list; all else as it is."""
    names = ", ".join(code.lists)
    if code.lists and any(f"{reduction}(" in code.text for reduction in _OF_LISTS.values()):
        raise Untranslatable("a sum inside what is computed cell by cell")
    return code.text if code.text == names or not code.lists else f"each(({names}) => {code.text}, {names})"


class _Writer:
    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self.parameters = parameters
        self.bound: set[str] = set()

    def write(self, node: Node) -> _Code:
        match node:
            case Number(value):
                return _Code(f"{value:.15g}")
            case Text(value):
                return _Code(json.dumps(value, ensure_ascii=False))
            case Boolean(value):
                return _Code("true" if value else "false")
            case Error(code):
                return _Code(f'fail("{code}")')
            case Name(name):
                return self._name(name)
            case Unary("-", operand):
                inner = self.write(operand)
                return _Code(f"-{inner.inside(5)}", 5, inner.lists)
            case Binary():
                return self._binary(node)
            case Call(name, arguments):
                return self._call(name, arguments)
        raise Untranslatable(f"{type(node).__name__} stands for nothing in JavaScript")

    def _name(self, name: str) -> _Code:
        if name in self.bound:
            return _Code(f"{name}()")
        shape = self.parameters[name].shape
        if shape is Shape.GRID:
            raise Untranslatable(f"{name} is a table")
        return _Code(name, lists=(name,) if shape in _LISTS else ())

    def _binary(self, node: Binary) -> _Code:
        operator = node.operator
        if operator == "<" and node.right == Text(""):
            left = self.write(node.left)
            return _Code(f'typeof {left.inside(5)} === "number"', 1, left.lists)
        if operator == "/" and node.right == Number(0):
            return _Code('fail("#DIV/0!")')
        left, right = self.write(node.left), self.write(node.right)
        lists = _joined((left, right))
        if operator == "/" and not isinstance(node.right, Number):
            return _Code(f"divided({left.text}, {right.text})", lists=lists)
        if operator == "^":
            return _Code(f"power({left.text}, {right.text})", lists=lists)
        if operator not in _TIGHTNESS:
            raise Untranslatable(f"the operator {operator}")
        if operator in {"=", "<>"}:
            for side in (node.left, node.right):
                self._check_comparable(side)
        tightness = _TIGHTNESS[operator]
        sign = {"=": "===", "<>": "!=="}.get(operator, operator)
        return _Code(f"{left.inside(tightness)} {sign} {right.inside(tightness + 1)}", tightness, lists)

    def _check_comparable(self, side: Node) -> None:
        """Refuse what Excel takes for equal and JavaScript does not: a blank and 0, and texts but for their case."""
        if not isinstance(side, Name) or side.name not in self.parameters:
            return
        parameter = self.parameters[side.name]
        if parameter.kind.holds is Holds.TEXT or (not parameter.required and parameter.default is None):
            raise Untranslatable(f"whether {side.name} equals something")

    def _call(self, name: str, arguments: Sequence[Node]) -> _Code:
        if name == "LET":
            return self._let(arguments)
        parts = [self.write(argument) for argument in arguments]
        if name == "IF" and len(parts) == 3:
            test, then, other = parts
            text = f"{test.inside(1)} ? {then.inside(1)} : {other.inside(_CHOICE)}"
            return _Code(text, _CHOICE, _joined(parts))
        if name in _OF_LISTS:
            return _reduced(name, parts)
        if name in _OF_ONE and len(parts) == 1:
            return _Code(f"{_OF_ONE[name]}({parts[0].text})", lists=parts[0].lists)
        raise Untranslatable(f"the function {name}")

    def _let(self, arguments: Sequence[Node]) -> _Code:
        """Write names that are computed when they are asked for, so that an error counts only where it is used."""
        *pairs, last = arguments
        lines = []
        for name, value in zip(pairs[::2], pairs[1::2], strict=True):
            code = self.write(value)
            if code.lists or not isinstance(name, Name):
                raise Untranslatable("LET with a list")
            lines.append(f"const {name.name} = later(() => {code.text});")
            self.bound.add(name.name)
        body = self.write(last)
        if body.lists:
            raise Untranslatable("LET with a list")
        return _Code(f"(() => {{ {' '.join(lines)} return {body.text}; }})()")


def _joined(parts: Sequence[_Code]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.lists))


def _reduced(name: str, parts: Sequence[_Code]) -> _Code:
    """Write a sum or an extreme of lists and single values; the result is one value."""
    singles = [f"{_OF_LISTS[name]}({_cells(part)})" if part.lists else part.inside(3) for part in parts]
    if name == "SUM":
        return _Code(" + ".join(singles), 3 if len(singles) > 1 else _ATOM if parts[0].lists else 3)
    return _Code(f"Math.{name.lower()}({', '.join(singles)})" if len(singles) > 1 else singles[0])
