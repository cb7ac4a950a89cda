"""The system refuses memory at some moment of a command: it ends in words, and what was there is as it was.

Each large array of numpy is refused in turn. `SOCROI_SWEEP=1` (`make sweep`) tries every one for every command; without
it a few are tried for `calc`. What happens where a process gets no more memory at all stands in
tests/books/test_limits.py.
"""

import os
import shutil

import numpy as np
import pytest
import xlsxwriter

from tests.cli.test_full_disk import COMMANDS, files  # noqa: F401 - a fixture

SWEEP = bool(os.environ.get("SOCROI_SWEEP"))
TRIED = COMMANDS if SWEEP else {"calc": COMMANDS["calc"]}
MAKERS = ("empty", "zeros", "ones", "full", "array", "asarray", "arange", "concatenate", "tile", "repeat", "where")
LARGE = 500
"""Cells from which on an array may be refused; smaller ones Python would hardly fail to get."""


class Memory:
    """Counts the large arrays that numpy is asked for, and refuses one of them."""

    def __init__(self, monkeypatch, refuses=None):
        self.asked = 0
        self.refuses = refuses
        for name in MAKERS:
            monkeypatch.setattr(np, name, self._first(getattr(np, name)))

    def _first(self, real):
        def made(*arguments, **named):
            array = real(*arguments, **named)
            if getattr(array, "size", 0) >= LARGE:
                self.asked += 1
                if self.asked - 1 == self.refuses:
                    raise MemoryError
            return array

        return made


@pytest.fixture
def longer(files, tmp_path):  # noqa: F811
    """The files that commands read, the books among them with 600 rows of formulas."""
    for name in ("book.xlsx", "old.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name) as made:
            sheet = made.add_worksheet()
            for row in range(600):
                sheet.write(row, 1, row)
                sheet.write_formula(row, 0, f"=B{row + 1}*2+SUM(B$1:B{row + 1})")
    return files


@pytest.mark.parametrize("command", TRIED.values(), ids=TRIED)
def test_an_array_that_is_refused_at_any_moment_costs_no_file_and_is_told(run, longer, monkeypatch, command, tmp_path):
    before = {name: content for name, content in longer().items() if name != "cache"}
    keep = tmp_path.parent / f"{tmp_path.name} as it was"
    shutil.copytree(tmp_path, keep)
    # What is loaded and remembered the first time is not asked for again.
    run(*command)
    restored(tmp_path, keep)
    with monkeypatch.context() as patched:
        counted = Memory(patched)
        run(*command)
    numbers = range(counted.asked)
    for number in numbers if SWEEP else sorted({0, counted.asked // 3, counted.asked // 2, counted.asked - 1}):
        restored(tmp_path, keep)
        with monkeypatch.context() as patched:
            Memory(patched, number)
            status, out, err = run(*command)
        assert status in {0, 2, 3}, (number, err)
        left = {name: content for name, content in longer().items() if name != "cache"}
        assert not [name for name in left if name.endswith(".tmp")]
        if status == 2:
            assert "memory" in err, (number, err)
            assert command[0] == "demo" or left == before, number
        elif status == 3:
            assert "memory" in out + err, (number, out, err)


def restored(folder, keep):
    """Put back what was there."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(keep, folder, dirs_exist_ok=True)
