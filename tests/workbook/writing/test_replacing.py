"""The one door through which a file is left."""

import ast
import errno
import os
import stat
from pathlib import Path

import pytest
import saving_at_once

import socroi
from socroi.errors import SharedFileWarning, UsageError, WorkbookError
from socroi.workbook.writing.replacing import atomic, atomic_folder, folders_synced_later, put

PACKAGE = Path(socroi.__file__).parent

ELSEWHERE = {
    "cli/addin.py": "inside a folder that is not in its place yet",
    "cli/new.py": "inside a temporary folder",
    "demo_data/__main__.py": "makes the demo exports of the repository",
    "generate.py": "makes files of the repository",
    "hosts/ribbon.py": "a page of help in the temporary folder, made anew each time",
    "hosts/server.py": "inside a folder that is not in its place yet",
    "hosts/vba_projects.py": "inside a temporary folder",
    "intake/files.py": "what lies in a zip, inside a temporary folder",
    "portfolio/buckets.py": "a copy of what lies in a bucket, inside a temporary folder",
    "review/witnesses/libreoffice.py": "inside a temporary folder",
    "sources/months_of_cldr.py": "makes a table of the repository",
}
"""Modules that write by themselves, and why none of them can cost a file of a user's."""


def writes(path):
    """Whether a module writes a file by itself."""
    for call in (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        modes = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name in {"write_bytes", "write_text", "copyfile", "copy2", "copytree"}:
            return True
        if name == "open" and any(set(mode) <= set("wxab+t") for mode in modes):
            return True
    return False


def test_files_are_left_through_one_door():
    found = {str(path.relative_to(PACKAGE).as_posix()) for path in PACKAGE.rglob("*.py") if writes(path)}
    assert found == ELSEWHERE.keys()


def test_a_file_that_is_written_anew_keeps_its_permissions_and_its_link(tmp_path):
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)
    put(link, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert link.is_symlink()


def test_a_file_in_no_folder_is_refused(tmp_path):
    with pytest.raises(WorkbookError, match=r"cannot be written: No such file or directory.* Create the folder first"):
        put(tmp_path / "gone" / "plan.csv", b"")


def test_a_folder_appears_complete_or_not_at_all(tmp_path):
    with atomic_folder(tmp_path / "project") as made:
        (made / "README.md").write_bytes(b"read me")
    assert (tmp_path / "project" / "README.md").read_bytes() == b"read me"
    assert [path.name for path in tmp_path.iterdir()] == ["project"]
    with pytest.raises(WorkbookError, match="No space left"), atomic_folder(tmp_path / "second"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def write_while(plan, something_happens):
    with atomic(plan) as file:
        file.write(b"ours")
        something_happens()


def test_what_another_program_saved_while_we_wrote_is_not_lost(tmp_path):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"old")

    def save():  # as Excel and LibreOffice do
        other = tmp_path / "theirs"
        other.write_bytes(b"new")
        other.replace(plan)

    with pytest.raises(WorkbookError, match="changed by another program"):
        write_while(plan, save)
    assert plan.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_two_processes_that_add_to_one_number_lose_none_of_it(tmp_path):
    """Before folders were locked for the moment of renaming, 23 of 1,500 were lost on a busy machine."""
    counts = saving_at_once.counters(tmp_path, 60)
    assert counts["lost"] == 0


def test_a_book_that_was_replaced_between_two_looks_at_its_place_is_not_overwritten(tmp_path, monkeypatch):
    path, theirs = tmp_path / "plan.xlsx", tmp_path / "theirs.xlsx"
    saving_at_once.write_book(path, 1, 2)
    saving_at_once.write_book(theirs, 2, 2)
    book = socroi.open(path)
    book["S!A1"] = 5
    theirs.replace(path)
    # The answer where the first look is before and the second after the moment of their rename.
    monkeypatch.setattr(Path, "samefile", lambda *_: False)
    with pytest.raises(WorkbookError, match="changed by another program"):
        book.save()
    assert socroi.open(path)["S!B1"] == 2


def test_a_file_that_came_or_went_while_we_wrote_is_left_so(tmp_path):
    plan = tmp_path / "plan.xlsx"
    with pytest.raises(WorkbookError, match="changed by another program"):
        write_while(plan, lambda: plan.write_bytes(b"theirs"))
    assert plan.read_bytes() == b"theirs"
    with pytest.raises(WorkbookError, match="changed by another program"):
        write_while(plan, plan.unlink)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_and_a_device_are_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for target in (pipe, Path(os.devnull)):
        with pytest.raises(UsageError, match="no file but a device or a pipe"):
            put(target, b"new")
    assert pipe.is_fifo()


def test_the_other_names_of_a_file_are_told_of(tmp_path):
    plan, second = tmp_path / "plan.xlsx", tmp_path / "second.xlsx"
    plan.write_bytes(b"old")
    second.hardlink_to(plan)
    with pytest.warns(SharedFileWarning, match="another name .* keeps what it held before"):
        put(plan, b"new")
    assert (plan.read_bytes(), second.read_bytes()) == (b"new", b"old")


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="this system syncs no folders")
def test_many_files_are_complete_on_the_disk_one_by_one_and_their_folder_is_synced_once(tmp_path, monkeypatch):
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (synced.append(stat.S_ISDIR(os.fstat(handle).st_mode)), fsync(handle))
    )
    with folders_synced_later() as sync:
        for name in "abc":
            put(tmp_path / name, b"new")
        assert synced == [False, False, False]
        sync()
        assert synced == [False, False, False, True]
        put(tmp_path / "d", b"new")
    assert synced == [False, False, False, True, False, True]
    put(tmp_path / "e", b"new")
    assert synced[-2:] == [False, True]
