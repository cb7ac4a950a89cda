"""Workbooks recalculated by Spark on this machine. What is stored is read back with openpyxl.

SOCROI_SPARK_BOOKS=300 takes as many books as a folder of a real size has.
"""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from socroi.books.many import Job
from socroi.portfolio.cluster import Errand, recalculate_on_spark

openpyxl = pytest.importorskip("openpyxl")
pytestmark = pytest.mark.spark
BOOKS = int(os.environ.get("SOCROI_SPARK_BOOKS", "24"))


def write(path, revenue):
    workbook = openpyxl.Workbook()
    workbook.active.append([revenue, 500, "=SOCROI(A1,B1)"])
    workbook.save(path)
    return path


def stored(path):
    return openpyxl.load_workbook(path, data_only=True).active["C1"].value


@pytest.fixture
def books(tmp_path):
    return [write(tmp_path / f"{at:03}.xlsx", 500 + 5 * at) for at in range(BOOKS)]


def run(paths, spark, part=12):
    rows = list(recalculate_on_spark([Errand.of(Job(path)) for path in paths], running=spark._session, part=part))
    return {Path(row.book).name: row for row in rows}


def processes():
    """The processes below this one, by their numbers: the parent's number and the command line."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(place.name)] = (parent, (place / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (OSError, ValueError):
            continue

    def ours(number):
        while number in found and number != os.getpid():
            number = found[number][0]
        return number == os.getpid()

    return {number: told for number, told in found.items() if ours(number)}


def python_of_spark(deep):
    """Whether a process is that many forks below Spark's Python, which all have one command line: 1 is a worker of
    Spark, 2 the process in which a worker has books computed.
    """
    return lambda line: ["pyspark.daemon" in command for command in line[: deep + 2]] == [True] * (deep + 1) + [False]


def kill_one(is_it):
    """Kill the first process whose command line, and those above it, are what is looked for, once there is one."""

    def look():
        end = time.monotonic() + 60
        while time.monotonic() < end:
            now = processes()
            for number in now:
                line, at = [], number
                while at in now:
                    line.append(now[at][1])
                    at = now[at][0]
                if is_it(line):
                    os.kill(number, signal.SIGKILL)
                    return
            time.sleep(0.005)

    killer = threading.Thread(target=look)
    killer.start()
    return killer


def test_a_cluster_stores_what_one_process_stores_and_a_poisoned_book_is_a_row(books, spark, tmp_path):
    poisoned = tmp_path / "poisoned.xlsx"
    poisoned.write_bytes(b"PK\x03\x04 and no more")
    rows = run([*books, poisoned], spark)
    assert len(rows) == BOOKS + 1
    assert [name for name, row in rows.items() if row.problem] == ["poisoned.xlsx"]
    assert str(poisoned) in rows["poisoned.xlsx"].problem
    # By hand: 500 + 5 n of revenue on 500 of cost is n percent.
    assert [stored(path) for path in books] == list(range(BOOKS))
    before = [path.read_bytes() for path in books]
    assert {row.changed for row in run(books, spark).values()} == {0}
    assert [path.read_bytes() for path in books] == before


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc, to find the process")
def test_a_book_that_takes_its_process_along_is_a_row_and_is_computed_the_next_time(books, spark):
    killer = kill_one(python_of_spark(2))
    rows = run(books, spark)
    killer.join()
    lost = [row for row in rows.values() if row.problem]
    assert len(rows) == BOOKS
    assert len(lost) == 1
    assert "was ended by signal 9" in lost[0].problem
    assert not any(row.problem for row in run(books, spark).values())
    assert [stored(path) for path in books] == list(range(BOOKS))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc, to find the process")
def test_a_worker_of_spark_that_is_killed_is_replaced_and_no_book_is_missing(books, spark):
    killer = kill_one(python_of_spark(1))
    rows = run(books, spark)
    killer.join()
    assert len(rows) == BOOKS
    assert not any(row.problem for row in rows.values())
    assert [stored(path) for path in books] == list(range(BOOKS))
