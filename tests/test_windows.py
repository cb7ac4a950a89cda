"""What Windows lacks: no part of the tree may lean on it without asking first."""

import ast
import os
import stat
from pathlib import Path

import pytest
import xlsxwriter

from socroi import recalculate
from socroi.books.workers import cores
from socroi.workbook.writing import replacing

PACKAGE = Path(__file__).parents[1] / "socroi"
MODULES = sorted(PACKAGE.rglob("*.py"))
IDS = [str(path.relative_to(PACKAGE)) for path in MODULES]

NOT_IN_OS = {"O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "chown", "chroot", "fchdir", "fchmod", "fchown", "fork",
             "forkpty", "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid", "getpgrp",
             "getpriority", "getresuid", "getsid", "getuid", "killpg", "lchown", "mkfifo", "mknod", "nice", "openpty",
             "pread", "preadv", "pwrite", "pwritev", "sched_getaffinity", "sched_setaffinity", "sendfile", "setegid",
             "seteuid", "setgid", "setpriority", "setsid", "setuid", "statvfs", "sync", "sysconf", "ttyname", "uname",
             "wait", "wait3", "wait4", "waitid", "waitpid"}  # fmt: skip
"""What the Python documentation says of `Availability: Unix` in `os`; fchmod is there on Windows from 3.13 on."""
NOT_IN_SIGNAL = {"SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGCHLD", "alarm", "setitimer"}
NOT_MODULES = {"pwd", "grp", "fcntl", "termios", "tty", "pty", "resource", "syslog", "crypt", "readline"}


def taken(tree):
    """What a piece of code takes from `os` and `signal` that Windows has not, and does not ask for."""
    asked = {
        call.args[1].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "hasattr"
    }
    lacking = {"os": NOT_IN_OS, "signal": NOT_IN_SIGNAL}
    return {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.attr in lacking.get(node.value.id, ()) and node.attr not in asked
    }


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_a_module_asks_before_it_takes_what_windows_has_not(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    outside = ast.Module(
        [node for node in tree.body if id(node) not in inside and not isinstance(node, ast.ClassDef)], []
    )
    for part in (outside, *functions):
        assert not taken(part), f"{path.name} takes {taken(part)} and does not ask with hasattr first"
    tried = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Try) for part in node.body}
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and id(node) not in tried
        for alias in node.names
    }
    assert not imported & NOT_MODULES


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_a_text_file_is_opened_with_its_encoding(path):
    """Without one Windows takes the country's own, in which the Persian texts of a template are question marks."""
    for call in (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = {keyword.arg for keyword in call.keywords}
        if name in {"read_text", "write_text"}:
            assert "encoding" in given, f"{path.name}, line {call.lineno}"
        modes = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name == "open" and modes and set(modes[-1]) <= set("rwxab+t"):
            assert "b" in modes[-1] or "encoding" in given, f"{path.name}, line {call.lineno}"


def test_code_that_does_not_ask_is_found():
    def code(text):
        return taken(ast.parse(text))

    assert code("os.fchown(1, 2, 3)") == {"os.fchown"}
    assert code("if hasattr(os, 'fchmod'):\n os.fchmod(1, 2)\n os.fchown(1, 2, 3)") == {"os.fchown"}
    assert code("if hasattr(os, 'fchown'):\n os.fchown(1, 2, 3)") == set()


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet().write_formula("A1", "=1+2")
    return path


@pytest.mark.parametrize("lacking", [["fchown"], ["fchown", "fchmod"], ["fchown", "O_DIRECTORY"]], ids=str)
def test_a_workbook_is_computed_in_place_where_a_function_of_os_is_missing(book, monkeypatch, lacking):
    """Python 3.13 on Windows has os.fchmod and no os.fchown; before 3.13 it has neither."""
    for name in lacking:
        monkeypatch.delattr(os, name)
    assert recalculate(book).changed == 1
    assert list(book.parent.iterdir()) == [book]


def test_a_file_keeps_its_permissions_where_its_owner_cannot_be_given(book, monkeypatch):
    monkeypatch.delattr(os, "fchown")
    book.chmod(0o640)
    recalculate(book)
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


def test_the_cores_are_counted_where_nobody_says_which_of_them_are_ours(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    assert cores() == os.cpu_count()


def test_a_folder_that_windows_marks_for_its_icon_is_written_to(tmp_path, monkeypatch):
    """Documents carries the mark of a read-only file there, which says nothing about writing into it."""
    tmp_path.chmod(0o555)
    monkeypatch.setattr(os, "access", lambda *_: True)
    try:
        assert not replacing._may_write(tmp_path)
        monkeypatch.setattr(replacing.os, "name", "nt")
        assert replacing._may_write(tmp_path)
    finally:
        monkeypatch.undo()
        tmp_path.chmod(0o755)
