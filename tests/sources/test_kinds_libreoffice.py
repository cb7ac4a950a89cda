"""What was filled in, as LibreOffice shows it: days are days there too, in books of either date system."""

import csv
import shutil
import subprocess

import pytest
from own_books import make

import socroi

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize("date_1904", [False, True])
def test_libreoffice_shows_the_days_and_finds_them(tmp_path, date_1904):
    rows = [["2026-10-01", 1, 0.5]]
    book = make(tmp_path / "own.xlsx", [], ["yyyy-mm-dd", "#,##0.00", "0.0%"], blank=1, date_1904=date_1904,
                formula='=COUNTIFS(T[A],">="&DATE(2026,11,1))')  # fmt: skip
    socroi.fill(book, [dict(zip("ABC", map(str, rows[0]), strict=True))])
    socroi.fill(book, [{"A": "Nov 2026", "B": "1.5K", "C": "57.3%"}, {"A": "3. nov. 2026", "B": "(12)", "C": "0.25"}])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", tmp_path / "out", book]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = list(csv.reader((tmp_path / "out" / "own.csv").read_text(encoding="utf-8").splitlines()))
    assert [row[:3] for row in shown[1:]] == [
        ["2026-10-01", "1.00", "50.0%"],
        ["2026-11-01", "1,500.00", "57.3%"],
        ["2026-11-03", "-12.00", "25.0%"],
    ]
    assert shown[0][9] == "2"
