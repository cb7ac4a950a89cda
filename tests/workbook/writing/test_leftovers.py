"""Temporary files that a killed process left."""

import os
import time

import pytest

from socroi.workbook.writing import leftovers
from socroi.workbook.writing.replacing import atomic, put

LEFT = ".plan.xlsx.k3j9x0aa.socroi.tmp"


@pytest.fixture(autouse=True)
def unswept(monkeypatch):
    monkeypatch.setattr(leftovers, "_swept", set())


def age(path, seconds=600):
    path.write_bytes(b"half of a workbook")
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_the_next_save_takes_them_away(tmp_path):
    left = age(tmp_path / LEFT)
    put(tmp_path / "other.xlsx", b"new")
    assert not left.exists()


def test_what_is_young_or_not_ours_stays(tmp_path):
    theirs = [
        age(tmp_path / ".plan.xlsx.k3j9x0aa.tmp"),
        age(tmp_path / "plan.xlsx.k3j9x0aa.socroi.tmp"),
        age(tmp_path / LEFT, seconds=5),
    ]
    (tmp_path / ".folder.k3j9x0aa.socroi.tmp").mkdir()
    put(tmp_path / "plan.xlsx", b"new")
    assert all(path.exists() for path in theirs)
    assert (tmp_path / ".folder.k3j9x0aa.socroi.tmp").is_dir()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be deleted at all")
def test_what_another_process_is_writing_stays(tmp_path):
    with atomic(tmp_path / "long.xlsx") as file:
        file.write(b"so far")
        file.flush()
        writing = next(tmp_path.glob(".long*"))
        os.utime(writing, (time.time() - 600,) * 2)
        leftovers._swept.clear()
        put(tmp_path / "other.xlsx", b"new")
        assert writing.exists()
    assert (tmp_path / "long.xlsx").read_bytes() == b"so far"
