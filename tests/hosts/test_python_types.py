"""The stub of the worksheet functions: mypy accepts right calls and refuses wrong ones, and answers are as it says."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from socroi.definition.registry import formulas
from socroi.definition.units import Shape
from socroi.errors import CellError
from socroi.gate import gate
from socroi.gate.python import face
from socroi.hosts.python_types import given_back

ROOT = Path(__file__).parents[2]

RIGHT = """\
from collections.abc import Iterator
from typing import Any, assert_type

import numpy as np
import pandas as pd

import socroi
from socroi import CellError, Workbook
from socroi.gate.inputs import CellInput, RangeInput

table = pd.DataFrame({"kpi": ["lead"], "value": [5.0]})
by_month = {"2026-01": 100, "2026-02": 200}
cells: list[float | None] = [1.0, None]


def each() -> Iterator[float]:
    yield 1.0


def roi(revenue: RangeInput, cost: RangeInput, margin: CellInput = None) -> float:
    answer = socroi.SOCROI(revenue, cost, margin=margin, unit="ratio")
    if isinstance(answer, CellError):
        raise answer
    return answer


assert_type(socroi.SOCROI([1000, 500], np.array([500])), float | CellError)
assert_type(socroi.SOCROI(table["value"], by_month.values()), float | CellError)
assert_type(socroi.SOCROI(each(), (1, 2), table["value"].iloc[0]), float | CellError)
assert_type(socroi.SOCROI(cells, [[1, 2], np.array([3, 4])]), float | CellError)
assert_type(socroi.KPIVALUE("lead", 4), float | CellError)
assert_type(socroi.KPIVALUE(["lead"], 4, table), float | CellError | list[Any])
assert_type(socroi.SOCUTM("https://example.com", "source"), str | CellError)
assert_type(socroi.SOCTOUCH(4, "linear"), list[float | CellError] | CellError)
assert_type(socroi.SOCALLOC(4, [[1, None], [2, 3]]), list[Any] | CellError)
assert_type(socroi.SOCBYPLATFORM(["X"], range(1), pd.Series([2])), pd.DataFrame | CellError)
assert_type(socroi.SOCCOST(["ads"], [2], "detail"), float | pd.DataFrame | CellError)
assert_type(socroi.open("plan.xlsx"), Workbook)
assert_type(socroi.recalculate("plan.xlsx", "done.xlsx").uncomputed[0].why, str)
assert_type(socroi.values("plan.xlsx", ["ROI!B4"]), dict[str, Any])
assert_type(socroi.what_if("plan.xlsx", {"Values!C4": range(5)}, ["ROI!B4"]), pd.DataFrame)
assert_type(socroi.fill("plan.xlsx", table, over=True).rows, int)
assert_type(socroi.read_template("plan.xlsx", keys=True), dict[str, pd.DataFrame])
assert_type(socroi.formulas()["SOCROI"].summary, str)
"""

WRONG = {
    "socroi.SOCROI([1], [2], margn=0.4)": 'Unexpected keyword argument "margn"',
    "socroi.SOCRIO([1], [2])": 'Module has no attribute "SOCRIO"',
    "socroi.SOCROI([1])": 'Missing positional argument "cost"',
    "socroi.SOCROI([1], [2], 0.4, 'ratio', 5)": "Too many arguments",
    "socroi.SOCLTV([1, 2], 3)": 'Argument 1 to "SOCLTV" has incompatible type "list[int]"',
    "socroi.SOCROI({1, 2}, 3)": 'Argument 1 to "SOCROI" has incompatible type "set[int]"',
    "socroi.SOCROI([1], [2]) + 1": 'Unsupported operand types for + ("CellError" and "int")',
    "socroi.opne('plan.xlsx')": 'Module has no attribute "opne"',
}


@pytest.fixture(scope="module")
def complaints(package, tmp_path_factory):
    """What mypy says of both programs, with the settings and the memory of the project's own check."""
    package("mypy")
    folder = tmp_path_factory.mktemp("programs")
    (folder / "right.py").write_text(RIGHT)
    (folder / "wrong.py").write_text("import socroi\n" + "\n".join(WRONG))
    options = ["--config-file", "pyproject.toml", "--no-pretty", "--hide-error-context"]
    command = [sys.executable, "-m", "mypy", *options, folder / "right.py", folder / "wrong.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return re.findall(r"^\S*?(\w+)\.py:(\d+): error: (.+)$", done.stdout, re.MULTILINE)


def test_a_program_that_calls_the_functions_rightly_passes_the_strict_check(complaints):
    assert [(line, what) for program, line, what in complaints if program != "wrong"] == []


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_an_error_before_the_program_runs(call, complaints):
    line = str(list(WRONG).index(call) + 2)
    said = [what for program, place, what in complaints if (program, place) == ("wrong", line)]
    assert len(said) == 1
    assert said[0].startswith(WRONG[call])


def types(text):
    """The classes of `list[Any] | CellError`, read as Python reads it."""
    names = {"float": float, "str": str, "list": list, "pd.DataFrame": pd.DataFrame, "CellError": CellError}
    return tuple(names[name] for name in re.sub(r"\[.*?\]", "", text).split(" | "))


@pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.name)
def test_the_documented_examples_give_what_the_types_say(formula):
    expected = types(given_back(formula))
    if any(parameter.shape is Shape.EACH for parameter in formula.parameters):
        expected += (list,)
    for example in formula.examples:
        assert isinstance(face(gate.evaluate(example.call)), expected), str(example)
