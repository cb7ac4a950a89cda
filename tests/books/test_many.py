"""Many workbooks in several processes. What is stored is read back with openpyxl."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import pytest

from socroi.books.many import Job, below, compute, outcome_of
from socroi.errors import UsageError

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def book(tmp_path):
    def write(name, number=1000, rows=1):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        workbook = openpyxl.Workbook()
        for _ in range(rows):
            workbook.active.append([number, 500])
        workbook.active["C1"] = "=SOCROI(A1,B1)"
        workbook.save(path)
        return path

    return write


def stored(path, cell="C1"):
    return openpyxl.load_workbook(path, data_only=True).active[cell].value


def test_every_book_is_computed_and_a_broken_one_stops_no_other(book, tmp_path):
    paths = [book(f"{i}.xlsx", 500 * (i + 2)) for i in range(5)]
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    jobs = [Job(path) for path in [*paths, tmp_path / "broken.xlsx", tmp_path / "gone.xlsx"]]
    outcomes = {outcome.job.book.name: outcome for outcome in compute(jobs, 2, outcome_of)}
    assert len(outcomes) == 7
    assert [stored(path) for path in paths] == [100, 200, 300, 400, 500]
    assert sorted(name for name, outcome in outcomes.items() if outcome.report is None) == ["broken.xlsx", "gone.xlsx"]
    assert "broken.xlsx" in outcomes["broken.xlsx"].problem
    assert multiprocessing.active_children() == []


def test_a_process_that_is_lost_is_told_of_and_replaced(book):
    jobs = [Job(book(f"{i}.xlsx")) for i in range(3)]

    def kill_the_first():
        while not multiprocessing.active_children():
            time.sleep(0.001)
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_the_first)
    killer.start()
    outcomes = list(compute(jobs, 1, outcome_of))
    killer.join()
    lost = [outcome for outcome in outcomes if outcome.report is None]
    assert len(outcomes) == 3
    assert len(lost) == 1
    assert "was ended by signal 9" in lost[0].problem


def test_stopping_ends_every_process_and_leaves_whole_files_and_no_others(book, tmp_path):
    jobs = [Job(book(f"{i}.xlsx", rows=3000)) for i in range(6)]
    outcomes = compute(jobs, 2, outcome_of)
    first = next(outcomes)
    outcomes.close()
    assert multiprocessing.active_children() == []
    assert {stored(job.book) for job in jobs} <= {None, 100}
    assert stored(first.job.book) == 100
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{i}.xlsx" for i in range(6)]


def test_books_are_found_below_a_folder_but_for_hidden_ones_locks_and_results(book, tmp_path):
    for name in ("b.xlsx", "x/a.XLSM", "x/~$a.xlsx", ".hidden/c.xlsx", "out/b.xlsx", "notes.txt"):
        book(name)
    found = [path.relative_to(tmp_path).as_posix() for path in below(tmp_path, tmp_path / "out")]
    assert found == ["b.xlsx", "x/a.XLSM"]


def test_a_folder_without_a_workbook_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no workbook in this folder"):
        below(tmp_path)
