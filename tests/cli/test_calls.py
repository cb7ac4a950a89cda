"""How the command line is read. The witness of the call that is read without click is click."""

from __future__ import annotations

import subprocess
import sys

import pytest

from socroi.cli import calls
from socroi.cli.commands import cli

xlsxwriter = pytest.importorskip("xlsxwriter")


@pytest.fixture
def plan(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_number("A1", 20)
        sheet.write_formula("B1", "=A1*2", None, 0)
        sheet.write_formula("C1", "=NOSUCHFUNCTION(A1)", None, 0)
    return tmp_path / "plan.xlsx"


CALLS = [
    ["plan.xlsx"],
    ["plan.xlsx", "-o", "out.xlsx"],
    ["-o", "out.xlsx", "plan.xlsx"],
    ["plan.xlsx", "--out", "out"],
    ["plan.xlsx", "plan.xlsx", "-o", "out"],
    ["."],
    [".", "-o", "out"],
    ["gone.xlsx"],
    ["plan.xlsx", "-o", "plan.csv"],
    ["plan.xlsx", "-o"],
    ["plan.xlsx", "-o", ""],
    ["plan.xlsx", "-o", "a.xlsx", "-o", "b.xlsx"],
    ["plan.xlsx", "-oout.xlsx"],
    ["plan.xlsx", "--json"],
    ["--", "plan.xlsx"],
    ["-"],
    ["s3://agency/plan.xlsx"],
    ["-h"],
    [],
]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_call_comes_to_the_same_whoever_reads_it(run, plan, call, monkeypatch):
    def outcome():
        status, out, err = run("calc", *call)
        made = {
            path.relative_to(plan.parent).as_posix(): path.read_bytes() for path in sorted(plan.parent.rglob("*.xlsx"))
        }
        words = [word for word in out.split() if not word.startswith("0.")]  # the seconds differ
        return status, words, err, made

    before = plan.read_bytes()
    found = outcome()
    for path in plan.parent.rglob("*.xlsx"):
        path.unlink()
    plan.write_bytes(before)
    for folder in plan.parent.glob("out"):
        folder.rmdir()
    monkeypatch.setattr(calls, "plain_calc", lambda _: None)
    assert found == outcome()


@pytest.mark.skipif(sys.platform == "win32", reason="there click is asked which files `*.xlsx` means")
def test_the_usual_call_loads_no_click_and_ends_with_what_was_to_be_done_at_the_end(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        book.add_worksheet().write_formula("B1", "=1+1", None, 0)
    program = (
        "import atexit, sys\n"
        f"sys.argv = ['socroi', 'calc', {str(tmp_path / 'plan.xlsx')!r}]\n"
        "atexit.register(lambda: print('click' in sys.modules, 'orjson' in sys.modules))\n"
        "from socroi.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("plan.xlsx: 1 formula computed")
    assert done.stdout.splitlines()[-1] == "False False"


def test_only_a_call_without_options_is_read_here():
    assert calls.plain_calc(["calc", "a.xlsx", "b.xlsx", "-o", "out"]) is not None or sys.platform == "win32"
    for call in (["calc"], ["check", "a.xlsx"], ["calc", "a.xlsx", "-j", "2"], ["calc", "a.xlsx", "--only", "A1"]):
        assert calls.plain_calc(call) is None
    assert set(cli.list_commands(None)) >= {"calc", "check"}
