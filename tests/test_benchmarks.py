"""The benchmarks run, and no engine gets a time for an answer that it did not compute."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments, check=True):
    done = subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done.stdout


def test_the_table_names_engines_sizes_and_versions(tmp_path):
    page = tmp_path / "page.md"
    run("-m", "benchmarks", "--sizes", 30, "--repeat", 1, "--engines", "socroi", "floor", "-o", page)
    text = page.read_text()
    assert "## 30 rows, 120 formulas" in text
    lines = [line for line in text.splitlines() if line.startswith("| **socroi**, from Python")]
    assert len(lines) == 2
    assert all("load" in line and "compute" in line for line in lines)
    assert "Python 3" in text


@pytest.mark.parametrize("ours", [(), ("--ours",)])
def test_our_engine_is_right_and_a_file_that_was_not_computed_is_found_out(tmp_path, ours):
    ledger, computed = tmp_path / "ledger.xlsx", tmp_path / "out.xlsx"
    run("-m", "benchmarks.ledger", ledger, 40, *ours)
    run("-m", "benchmarks.engines", "socroi", ledger, computed)
    ask = (
        "import sys; from pathlib import Path; from benchmarks.measuring import stored, _same; "
        "from benchmarks.ledger import truth; "
        "print([_same(stored(Path(p), 'Totals', c), v) for p in sys.argv[1:] for c, v in truth(40).items()])"
    )
    assert run("-c", ask, ledger, computed).strip() == "[False, False, True, True]"


def test_growth_is_told_for_twice_the_rows_where_both_answers_are_right():
    lines = run("-m", "benchmarks", "--growth", "--repeat", 1, "--shapes", "small", "wildcards").strip().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]
    assert [row[0][:9] for row in rows] == ["A sheet o", "Wildcards"]
    for _, once, twice, times in rows:
        assert float(times) == pytest.approx(float(twice) / float(once), abs=0.1)
