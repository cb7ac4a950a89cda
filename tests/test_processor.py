"""A workbook has the same digits on every processor of a kind."""

import math
import os
import subprocess
import sys

import openpyxl
import pytest

from socroi.processor import compute_alike

ROWS = range(1, 400)


@pytest.fixture
def environment():
    """That of somebody who has said nothing of numpy's routines."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NPY_")}


def test_the_program_gives_functions_the_digits_of_the_c_library(tmp_path, environment):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append([row / 100, f"=EXP(A{row})", f"=SINH(A{row})", f"=COSH(A{row})", f"=LOG10(A{row})"])
    book.save(tmp_path / "book.xlsx")
    command = [sys.executable, "-m", "socroi", "calc", "book.xlsx"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    done = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True).active
    found = [[cell.value for cell in cells[1:]] for cells in done.iter_rows()]
    functions = (math.exp, math.sinh, math.cosh, math.log10)
    wanted = [[function(row / 100) for function in functions] for row in ROWS]
    assert found == wanted


def test_what_somebody_has_set_stays(monkeypatch):
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", "")
    compute_alike()
    assert os.environ["NPY_DISABLE_CPU_FEATURES"] == ""
    monkeypatch.delenv("NPY_DISABLE_CPU_FEATURES")
    monkeypatch.setenv("NPY_ENABLE_CPU_FEATURES", "X86_V3")
    compute_alike()
    assert "NPY_DISABLE_CPU_FEATURES" not in os.environ
