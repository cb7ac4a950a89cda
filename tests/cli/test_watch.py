import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter

from socroi.cli.watch import follow

module = sys.modules[follow.__module__]


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "plan.xlsx"
    made = xlsxwriter.Workbook(path)
    made.add_worksheet().write_formula("B2", "=A2*1.19", None, 0)
    made.close()
    return path


def test_a_save_is_looked_at_once_it_is_quiet_and_only_once(book, monkeypatch):
    monkeypatch.setattr(module, "QUIET", 0.05)
    seen = []

    def work():
        seen.append(len(seen))
        if len(seen) == 1:
            return
        if len(seen) == 2:
            # What the work writes itself is no news.
            book.write_bytes(book.read_bytes())

    looks = itertools.count()

    def sleep(seconds):
        look = next(looks)
        if look == 5:
            book.write_bytes(book.read_bytes() + b"")
            os.utime(book, ns=(1, 1))
        real(seconds)

    real = time.sleep
    monkeypatch.setattr(module.time, "sleep", sleep)
    follow(book, work, 0.01, rounds=60)
    assert seen == [0, 1]


def test_a_file_that_is_gone_for_a_moment_is_waited_for(book, monkeypatch):
    monkeypatch.setattr(module, "QUIET", 0.0)
    content = book.read_bytes()
    looks = iter(range(10))
    seen = []

    def sleep(_):
        look = next(looks)
        if look == 1:
            book.unlink()
        if look == 4:
            book.write_bytes(content)

    monkeypatch.setattr(module.time, "sleep", sleep)
    follow(book, lambda: seen.append(book.exists()), 0, rounds=10)
    assert seen == [True, True]


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_nothing_is_written_into_a_book_that_a_program_has_open(book, capsys, lock):
    before = book.read_bytes()
    book.with_name(lock).touch()
    module._look(book, write=True, as_json=False)
    assert book.read_bytes() == before
    assert "nothing was written" in capsys.readouterr().err
    book.with_name(lock).unlink()
    module._look(book, write=True, as_json=False)
    assert "stored" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send on Windows")
def test_ctrl_c_ends_it_with_0_after_it_has_told_what_is_wrong(book):
    # Whoever starts the tests in the background lets it be ignored.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from socroi.cli import main; main()"
    )
    command = [sys.executable, "-u", "-c", code, "watch", book, "--every", "0.05"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    lines = [running.stdout.readline() for _ in range(3)]
    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate(timeout=30)
    assert "watched" in lines[0]
    assert "1 finding" in lines[1]
    assert "1.19" in lines[2]
    assert rest.endswith("stopped.\n")
    assert running.returncode == 0


def test_a_book_that_is_not_there_is_refused(run):
    status, _, err = run("watch", "gone.xlsx")
    assert status == 2
    assert "There is no such file" in err


def test_each_look_is_a_line_of_json_for_a_program(book, capsys):
    module._look(book, write=False, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert [each["rule"] for each in found["findings"]] == ["number-in-formula"]
    assert (found["roi"], found["stored"]) == (None, None)
