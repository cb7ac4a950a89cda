"""The packages that make reading and writing faster make no other workbook. The witness is a Python without them."""

import os
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

COMPUTE = """
import sys
for name in sys.argv[3:]:
    sys.modules[name] = None
from socroi import recalculate
recalculate(sys.argv[1], sys.argv[2])
from socroi.workbook.package.accelerators import ISAL, ORJSON
print(ISAL is None, ORJSON is None)
"""


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(2000):
            sheet.write_number(row, 0, (row - 700) * 1.37e-3 * 10 ** (row % 40 - 20))
            sheet.write_formula(row, 1, f"=A{row + 1}/3", None, "")
            sheet.write_formula(row, 2, f'=IF(A{row + 1}>0,"ü"&A{row + 1},1/0)', None, "")
    return path


def parts_computed(book, target, *without):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", COMPUTE, str(book), str(target), *without]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.split()
    with zipfile.ZipFile(target) as package:
        return said, {name: package.read(name) for name in package.namelist()}


def test_a_book_is_computed_to_the_same_parts_with_and_without_them(book, tmp_path):
    without, plain = parts_computed(book, tmp_path / "plain.xlsx", "isal", "orjson")
    assert without == ["True", "True"]
    _, quick = parts_computed(book, tmp_path / "quick.xlsx")
    assert plain == quick
