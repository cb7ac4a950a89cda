import pytest

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CellError
from socroi.gate import gate

EXAMPLES = [example for formula in formulas().values() for example in formula.examples]


def as_expected(value):
    """Numbers at 1e-12 relative, all else exactly; errors by their code."""
    if isinstance(value, list):
        return [[as_expected(cell) for cell in row] for row in value]
    if isinstance(value, CellError):
        return value.code
    return pytest.approx(value, rel=1e-12, abs=1e-12) if type(value) is float else value


def as_shown(value):
    if isinstance(value, Spill):
        return [[as_shown(cell) for cell in row] for row in value]
    return value.code if isinstance(value, CellError) else "" if value is None else value


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_documented_example_is_what_the_cell_shows(example):
    assert as_shown(gate.evaluate(example.call)) == as_expected(example.result)


@pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.name)
def test_a_function_that_spills_says_so(formula):
    spilled = any(isinstance(gate.evaluate(example.call), Spill) for example in formula.examples)
    assert spilled <= formula.spills
