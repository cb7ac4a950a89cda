"""Commands that write where the target is no file, has another name, may not be written, or lies in no folder."""

import os
import signal
from contextlib import contextmanager

import pytest

from tests.cli.test_full_disk import COMMANDS, files  # noqa: F401 - a fixture

SWEEP = bool(os.environ.get("SOCROI_SWEEP"))
FEW = {"calc", "calc -o", "freeze", "whatif --chart", "paths", "addin lambdas"}
HAVE = {name: command for name, command in COMMANDS.items() if name != "addin server" and (SWEEP or name in FEW)}
"""Those that write a file each in its own way; with `SOCROI_SWEEP=1` all but `addin server`, which makes a folder."""


def target_of(command):
    """The name of the file that a command leaves."""
    if command[0] == "demo":
        return "export_four_step.xlsx"
    named = [each for each in command if each.startswith("old.")]
    return named[0] if named else next(each for each in command[1:] if each.endswith(".xlsx"))


@contextmanager
def patience(seconds):
    """End a test that hangs on a pipe."""

    def hangs(*_):
        pytest.fail("it hangs")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has neither pipes nor devices in folders")


def refused(run, command, files):  # noqa: F811
    """Run a command that must refuse in one line and leave everything as it is; gives the line."""
    before = {name: content for name, content in files().items() if name != "cache"}
    with patience(60):
        status, _, err = run(*command)
    assert (status, err.count("\n")) == (2, 1), err
    assert {name: content for name, content in files().items() if name != "cache"} == before
    return err


@pytest.mark.parametrize("command", HAVE.values(), ids=HAVE)
def test_a_pipe_is_neither_waited_for_nor_replaced(run, files, tmp_path, command):  # noqa: F811
    target = tmp_path / target_of(command)
    target.unlink()
    os.mkfifo(target)
    refused(run, command, files)
    assert target.is_fifo()


@pytest.mark.parametrize("command", HAVE.values(), ids=HAVE)
def test_a_device_is_not_replaced(run, files, tmp_path, command):  # noqa: F811
    target = tmp_path / target_of(command)
    target.unlink()
    target.symlink_to(os.devnull)
    refused(run, command, files)
    assert target.is_symlink()
    assert target.is_char_device()


@pytest.mark.parametrize("command", HAVE.values(), ids=HAVE)
def test_a_file_that_may_not_be_written_stays(run, files, tmp_path, command):  # noqa: F811
    (tmp_path / target_of(command)).chmod(0o444)
    assert "read-only" in refused(run, command, files)


@pytest.mark.parametrize("command", HAVE.values(), ids=HAVE)
def test_nothing_is_written_into_a_folder_that_may_not_be_written(run, files, tmp_path, command):  # noqa: F811
    tmp_path.chmod(0o555)
    try:
        assert "read-only" in refused(run, command, files)
    finally:
        tmp_path.chmod(0o755)


TYPED = {name: command for name, command in HAVE.items() if "-o" in command and command[0] != "demo"}


@pytest.mark.parametrize("command", TYPED.values(), ids=TYPED)
def test_a_folder_that_was_mistyped_is_not_made(run, files, command):  # noqa: F811
    at = command.index("-o") + 1
    refused(run, (*command[:at], f"no/such/{command[at]}", *command[at + 1 :]), files)


@pytest.mark.parametrize("command", HAVE.values(), ids=HAVE)
def test_the_other_name_of_a_file_keeps_what_it_held_and_is_told_of(run, files, tmp_path, command):  # noqa: F811
    target, other = tmp_path / target_of(command), tmp_path / "other name.bin"
    other.hardlink_to(target)
    before = target.read_bytes()
    with patience(60):
        status, _, err = run(*command)
    assert status == 0, err
    assert "hard link" in err
    assert other.read_bytes() == before != target.read_bytes()
