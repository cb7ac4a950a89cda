"""A short run of the random attacks, and the cases that once found something."""

import contextlib
import json
import pathlib
import sys
import time

import bombs
import faults
import fuzz_books
import fuzz_kinds
import long_run
import pytest

import socroi

FEW = {
    "packages": 60,
    "formulas": 10,
    "whatif": 8,
    "cells": 200,
    "exports": 60,
    "parts": 30,
    "examples": 15,
    "plain": 4,
    "texts": 20,
    "commands": 12,
}

FORMULAS = [
    "CONCATENATE(LAMBDA(x,x))",  # an error that the file has no mark for was told as changed each time anew
]  # fmt: skip
"""Formulas that were found, in the form in which they are smallest."""


@pytest.mark.parametrize("kind", FEW)
def test_a_short_run_finds_nothing(kind, tmp_path):
    wrong = {number: text for number in range(FEW[kind]) if (text := fuzz_kinds.tried(kind, number, tmp_path))}
    assert wrong == {}


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_that_was_found_once_is_computed_as_it_should_be(formula, array, tmp_path):
    path = bombs.write(tmp_path / "book.xlsx", formula, "X1:Y1" if array else "")
    fuzz_books.must_hold(path, tmp_path)


def test_a_case_has_a_number_that_gives_it_again(tmp_path):
    import random

    import fuzz_formulas

    first, second = (fuzz_formulas.formula(random.Random("formulas 5")) for _ in range(2))
    assert first == second


def test_what_breaks_a_promise_is_told(tmp_path, monkeypatch):
    """A program that writes another part than it was given is found by a single case."""
    real = socroi.recalculate

    def careless(path, target, **options):
        report = real(path, target, **options)
        import zipfile

        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("xl/more.xml", b"<x/>")
        return report

    monkeypatch.setattr(fuzz_books.socroi, "recalculate", careless)
    assert "a part came or went" in fuzz_kinds.tried("formulas", 1, tmp_path)


def test_a_long_run_goes_on_where_it_ended_and_counts_each_formula(tmp_path, capsys):
    path = tmp_path / "counts.json"
    for most in (40, 80):
        assert not long_run.run(path, most, 8, ["cells", "exports"])
    counts = json.loads(path.read_text(encoding="utf-8"))
    assert counts["cases"] == {"cells": 60, "exports": 20}
    assert counts["under_way"] is None
    assert "seed 8: 80 cases (60 cells, 20 exports)" in capsys.readouterr().out


def test_a_long_run_passes_over_a_case_that_ends_its_process(tmp_path, monkeypatch):
    tries = []
    monkeypatch.setitem(fuzz_kinds.KINDS, "cells", lambda *_: tries.append(1))
    path = tmp_path / "counts.json"
    counts = long_run.Counts(path, 8)
    counts.all["under_way"] = ["cells", 8_000_000, 1]
    counts.save()
    assert long_run.run(path, 20, 8, ["cells"])
    counts = long_run.Counts(path, 8)
    assert [each[:2] for each in counts.all["failed"]] == [["cells", 8_000_000]]
    assert len(tries) == counts.total == 20


def test_a_batch_without_end_is_ended_by_the_clock(tmp_path, monkeypatch):
    def endless(*_):
        while True:
            with contextlib.suppress(Exception):
                time.sleep(1)

    monkeypatch.setitem(fuzz_kinds.KINDS, "cells", endless)
    monkeypatch.setattr(long_run, "PATIENCE", 1)
    assert long_run.run(tmp_path / "counts.json", 1, 8, ["cells"])
    assert "after 1 s" in long_run.Counts(tmp_path / "counts.json", 8).all["failed"][0][2]


@pytest.fixture
def touches(tmp_path):
    """A folder with rows of touches and a table of paths that `socroi paths` replaces."""
    keep = tmp_path / "keep"
    keep.mkdir()
    (keep / "touches.csv").write_text("user,time,channel,conversion\nann,2026-01-01,X,yes\n", encoding="utf-8")
    (keep / "old.csv").write_text(
        "of last year, and longer than what comes in its place: path, conversions, nulls\n" * 9
    )
    return keep


@pytest.mark.skipif(sys.platform != "linux", reason="the open files of a process are looked at as Linux shows them")
@pytest.mark.parametrize("kind", faults.KINDS)
def test_a_command_is_refused_something_at_each_moment_of_it(touches, kind):
    command = ("paths", "touches.csv", "-o", "old.csv", "--force")
    record = faults.apart("paths", command, kind, touches)
    assert record["wrong"] == []
    if kind != "memory":
        # A file is opened, filled, synchronised and renamed, and so is its folder.
        assert {"create", "write", "fsync", "rename"} <= record["asked"].keys()
        assert record["ends"]["2"] >= 4


@pytest.mark.skipif(sys.platform != "linux", reason="likewise")
def test_a_command_that_writes_without_care_is_found(touches, monkeypatch):
    from socroi.sources import paths

    monkeypatch.setattr(paths, "put", lambda target, content: pathlib.Path(target).write_bytes(content))
    record = faults.apart("paths", ("paths", "touches.csv", "-o", "old.csv", "--force"), "disk", touches)
    assert "old.csv" in record["wrong"][0][2]
