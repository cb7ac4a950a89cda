"""Several small books of a folder at a time. The witness is each of them computed by itself."""

from __future__ import annotations

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from socroi.books.many import Job, Outcome, compute, outcome_of
from socroi.books.recalculation import recalculate
from socroi.books.together import outcomes_of
from socroi.engine.model.budget import budgeted, continued
from socroi.engine.model.limits import Limits
from socroi.workbook.package.memory import remembering
from socroi.workbook.writing.replacing import atomic, named_together

xlsxwriter = pytest.importorskip("xlsxwriter")


def written(path, draw, *, kind=0):
    with xlsxwriter.Workbook(path) as book:
        sheet, totals = book.add_worksheet("Data"), book.add_worksheet("Totals")
        for row in range(10):
            sheet.write_number(row, 0, draw.choice([draw.randint(1, 99), draw.random()]))
            sheet.write_string(row, 2, draw.choice(["shop", "café & bar"]))
            sheet.write_formula(row, 1, f"=A{row + 1}*3+SUM(A$1:A{row + 1})", None, draw.choice(["", 5, "old"]))
            if kind:
                sheet.write_formula(row, 3, f'=C{row + 1}&" of "&A{row + 1}', None, "")
        totals.write_formula("A1", "=SUM(Data!B1:B10)/(Data!A1-7)", None, 0)
    return path


@pytest.fixture
def paths(tmp_path):
    draw = random.Random(3)
    return [written(tmp_path / f"{number:02}.xlsx", draw, kind=number % 5 == 4) for number in range(20)]


def test_books_computed_together_have_the_bytes_and_the_report_that_each_has_alone(paths, tmp_path):
    alone = {}
    for path in paths:
        report = recalculate(path, tmp_path / "out.xlsx")
        alone[path] = (tmp_path / "out.xlsx").read_bytes(), report.computed, report.changed
    (tmp_path / "out.xlsx").unlink()
    with remembering():
        for turn in range(2):
            for outcome in outcomes_of([Job(path) for path in paths]):
                content, computed, changed = alone[outcome.job.book]
                assert outcome.job.book.read_bytes() == content
                assert (outcome.report.computed, outcome.report.changed) == (computed, changed if turn == 0 else 0)
    assert sorted(tmp_path.iterdir()) == paths


def test_what_is_wrong_with_one_book_is_told_of_it_and_stops_no_other(paths, tmp_path):
    paths[3].write_bytes(b"no workbook")
    (tmp_path / "~$05.xlsx").write_bytes(b"\x03Eva")
    os.link(paths[7], tmp_path / "another name")
    with remembering():
        found = {outcome.job.book: outcome for outcome in outcomes_of([Job(path) for path in paths])}
    assert [path.name for path, outcome in found.items() if outcome.problem] == ["03.xlsx", "05.xlsx"]
    assert "open in Excel (Eva)" in found[paths[5]].problem
    (told,) = found[paths[7]].told
    assert "another name (a hard link)" in told
    assert not any(outcome.told for path, outcome in found.items() if path != paths[7])


def test_every_file_is_on_the_disk_before_it_has_its_name(paths, monkeypatch):
    said = []
    sync, rename = os.fsync, os.replace

    def synced(handle):
        said.append(("on the disk", str(Path(f"/proc/self/fd/{handle}").readlink())))
        sync(handle)

    def named(source, target):
        said.append(("named", os.fspath(source)))
        rename(source, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not tell which file is which")
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", named)
    assert all(outcome.report for outcome in outcomes_of([Job(path) for path in paths]))
    order = {each: at for at, each in enumerate(said)}
    names = [place for what, place in said if what == "named"]
    assert len(names) == len(paths)
    assert all(order["on the disk", place] < order["named", place] for place in names)


def test_a_file_that_another_program_saves_while_it_waits_for_its_name_is_left_alone(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"one")
    two.write_bytes(b"two")
    with named_together() as waiting:
        for path in (one, two):
            with atomic(path) as file:
                file.write(b"ours")
        assert (one.read_bytes(), two.read_bytes()) == (b"one", b"two")
        one.write_bytes(b"theirs, saved meanwhile")
        with pytest.raises(Exception, match="changed by another program"):
            waiting[0].finish()
        waiting[1].finish()
    assert (one.read_bytes(), two.read_bytes()) == (b"theirs, saved meanwhile", b"ours")
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_files_that_never_get_their_names_are_taken_away(tmp_path):
    def ended():
        with named_together():
            with atomic(tmp_path / "plan") as file:
                file.write(b"ours")
            assert len(list(tmp_path.iterdir())) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ended()
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_is_ended_at_the_moment_in_which_a_file_is_made_leaves_none(tmp_path, monkeypatch):
    real = os.open

    def ended(path, *others):
        real(path, *others)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "open", ended)
    with pytest.raises(KeyboardInterrupt), atomic(tmp_path / "plan"):
        pass
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def fatal(job):
    if job.book.name == "11.xlsx":
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(job, report=job.book.name)


def all_of(jobs):
    return [fatal(job) for job in jobs]


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_of_books_handed_out_together_the_one_that_ends_its_process_is_found(paths):
    found = list(compute([Job(path) for path in paths], 1, fatal, all_of))
    assert sorted(outcome.job.book for outcome in found) == paths
    assert [outcome.job.book.name for outcome in found if outcome.problem] == ["11.xlsx"]


def test_a_folder_computed_by_several_processes_is_as_each_book_by_itself(paths, tmp_path):
    alone = {}
    for path in paths:
        recalculate(path, tmp_path / "out.xlsx")
        alone[path] = (tmp_path / "out.xlsx").read_bytes()
    outcomes = list(compute([Job(path) for path in paths], 2, outcome_of, outcomes_of))
    assert {outcome.job.book: outcome.job.book.read_bytes() for outcome in outcomes} == alone


def test_the_time_between_the_parts_of_a_calculation_does_not_count(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("socroi.engine.model.budget.perf_counter", lambda: clock[0])
    with budgeted(Limits(seconds=10), threading.Event()) as budget:
        clock[0] += 6
    clock[0] += 1000
    with continued(budget):
        clock[0] += 3
        budget.inspect()
        assert not budget.why
        clock[0] += 2
        budget.inspect()
    assert budget.why == "it took longer than 10 s"
