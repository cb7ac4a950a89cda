"""Complex numbers, which are texts such as `3+4i`: COMPLEX, IMSUM, IMSQRT and their kin."""

from __future__ import annotations

import cmath
import math
from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.number_checks import require
from socroi.engine.declaration.declare import map_cells, register
from socroi.engine.declaration.toolpak import strict_block, toolpak
from socroi.engine.evaluation.coerce import aligned
from socroi.engine.evaluation.values import Ref
from socroi.engine.model.block import BLANK
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.printing.number_texts import number_text
from socroi.errors import CellError
from socroi.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar

_NUMBER: Final = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_COMPLEX: Final = pattern(rf"(?P<real>[+-]?{_NUMBER})?(?:(?P<imaginary>[+-]?(?:{_NUMBER})?)(?P<unit>[ij]))?")


def read_complex(value: Scalar) -> tuple[complex, str]:
    """Return a complex number and the letter of its unit, empty where it has none; a text that is none is #NUM!."""
    if isinstance(value, CellError):
        raise value
    if isinstance(value, bool):
        raise CellError("#VALUE!")
    if value is None or isinstance(value, float):
        return complex(value or 0.0), ""
    found = _COMPLEX.fullmatch(value)
    require(bool(value) and found is not None)
    parts = found.groupdict() if found is not None else {}
    real, imaginary, unit = parts["real"], parts["imaginary"], parts["unit"] or ""
    if unit and real and not imaginary:
        # The greedy first group took the only number: "4i".
        real, imaginary = "", real
    require(not (unit and real and imaginary and imaginary[0] not in "+-"))
    if unit:
        imaginary = {"": "1", "+": "1", "-": "-1"}.get(imaginary or "", imaginary)
    return complex(float(real or 0), float(imaginary or 0)), unit


def write_complex(number: complex, unit: str) -> str:
    """Return a complex number as Excel writes it."""
    require(math.isfinite(number.real) and math.isfinite(number.imag))
    real, imaginary = number_text(number.real), number_text(number.imag)
    if imaginary == "0":
        return real
    letter = unit or "i"
    shown = {"1": "", "-1": "-"}.get(imaginary, imaginary) + letter
    if real == "0":
        return shown
    return real + ("" if shown.startswith("-") else "+") + shown


def _declare(name: str, rule: Callable[[complex], complex | float]) -> None:
    """Declare a function of one complex number; a float is the result itself, a complex number is written as a text."""

    def one(value: Scalar) -> Scalar:
        number, unit = read_complex(value)
        try:
            result = rule(number)
        except (OverflowError, ZeroDivisionError, ValueError):
            raise CellError("#NUM!") from None
        return write_complex(result, unit) if isinstance(result, complex) else result

    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if len(nodes) != 1:
            raise Uncomputable(f"{name} takes one argument")
        return map_cells(one, "v", [strict_block(evaluator, scope, nodes[0])], evaluator)

    register(name, call, __name__)


def _argument(number: complex) -> float:
    if number == 0:
        raise CellError("#DIV/0!")
    return cmath.phase(number)


def _log(number: complex) -> complex:
    require(number != 0)
    return cmath.log(number)


def _root(number: complex) -> complex:
    # By way of the angle, as Excel does it: the root of -1 is 6.12323399573677E-17+i.
    size, angle = cmath.polar(number)
    return cmath.rect(math.sqrt(size), angle / 2)


def _cotangent(number: complex) -> complex:
    a, b = number.real, number.imag
    below = math.sin(a) ** 2 + math.sinh(b) ** 2
    return complex(math.sin(a) * math.cos(a) / below, -math.sinh(b) * math.cosh(b) / below)


_declare("IMREAL", lambda number: number.real)
_declare("IMAGINARY", lambda number: number.imag)
_declare("IMABS", abs)
_declare("IMARGUMENT", _argument)
_declare("IMCONJUGATE", lambda number: number.conjugate())
_declare("IMSQRT", _root)
_declare("IMEXP", cmath.exp)
_declare("IMLN", _log)
_declare("IMLOG10", lambda number: _log(number) / math.log(10))
_declare("IMLOG2", lambda number: _log(number) / math.log(2))
_declare("IMSIN", cmath.sin)
_declare("IMCOS", cmath.cos)
_declare("IMTAN", cmath.tan)
_declare("IMSEC", lambda number: 1 / cmath.cos(number))
_declare("IMCSC", lambda number: 1 / cmath.sin(number))
_declare("IMCOT", _cotangent)
_declare("IMSINH", cmath.sinh)
_declare("IMCOSH", cmath.cosh)
_declare("IMSECH", lambda number: 1 / cmath.cosh(number))
_declare("IMCSCH", lambda number: 1 / cmath.sinh(number))


def _unit(units: Sequence[str]) -> str:
    """Return the one letter that is used; both together are #VALUE!."""
    used = {unit for unit in units if unit}
    if len(used) > 1:
        raise CellError("#VALUE!")
    return used.pop() if used else ""


def _declare_pair(name: str, rule: Callable[[complex, complex], complex]) -> None:
    def two(first: Scalar, second: Scalar) -> Scalar:
        (a, a_unit), (b, b_unit) = read_complex(first), read_complex(second)
        unit = _unit([a_unit, b_unit])
        try:
            return write_complex(rule(a, b), unit)
        except (OverflowError, ZeroDivisionError):
            raise CellError("#NUM!") from None

    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if len(nodes) != 2:
            raise Uncomputable(f"{name} takes two arguments")
        return map_cells(two, "vv", aligned([strict_block(evaluator, scope, node) for node in nodes]), evaluator)

    register(name, call, __name__)


_declare_pair("IMSUB", lambda a, b: a - b)
_declare_pair("IMDIV", lambda a, b: a / b)


def _power(base: complex, exponent: complex) -> complex:
    require(exponent.imag == 0)
    if base == 0:
        require(exponent.real > 0)
        return 0j
    size, angle = cmath.polar(base)
    return cmath.rect(size**exponent.real, angle * exponent.real)


_declare_pair("IMPOWER", _power)


def _declare_many(name: str, rule: Callable[[complex, complex], complex]) -> None:
    def many(*cells: Scalar) -> Scalar:
        numbers = [read_complex(cell) for cell in cells]
        total = numbers[0][0]
        for number, _ in numbers[1:]:
            total = rule(total, number)
        return write_complex(total, _unit([unit for _, unit in numbers]))

    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if not nodes:
            raise Uncomputable(f"{name} cannot take 0 arguments")
        blocks = []
        for node in nodes:
            value = evaluator.value(node, scope)
            whole = evaluator.cells(value) if isinstance(value, Ref) else strict_block(evaluator, scope, node)
            if not whole.is_single and whole.has(BLANK):
                raise Uncomputable(f"{name} of a range with blank cells is not known here")
            for row in range(whole.rows):
                for column in range(whole.columns):
                    kind, data = (
                        whole.kind[:, row : row + 1, column : column + 1],
                        whole.data[:, row : row + 1, column : column + 1],
                    )
                    blocks.append(type(whole)(kind, data))
        return map_cells(many, "v" * len(blocks), blocks, evaluator)

    register(name, call, __name__)


_declare_many("IMSUM", lambda a, b: a + b)
_declare_many("IMPRODUCT", lambda a, b: a * b)


@toolpak("COMPLEX", "n n t?", by_cell=True)
def _complex(real: float, imaginary: float, unit: str | None = None) -> str:
    if unit not in (None, "", "i", "j"):
        raise CellError("#VALUE!")
    return write_complex(complex(real, imaginary), unit or "i")
