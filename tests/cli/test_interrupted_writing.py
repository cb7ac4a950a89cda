"""Whatever fails while a command writes, and whoever ends it: what was there is as it was, and nothing is left.

The disk fails at each write, each sync and each rename of each command in turn. `SOCROI_SWEEP=1` (`make sweep`) tries
every one of them; the others a first, a middle and a last.
"""

import errno
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import pytest

from socroi.workbook.writing import replacing
from tests.cli.test_full_disk import COMMANDS, files  # noqa: F401 - a fixture

SWEEP = bool(os.environ.get("SOCROI_SWEEP"))


class Disk:
    """Counts what is asked of the disk, and fails at one of it."""

    def __init__(self, monkeypatch, fails_at=None):
        self.asked = []
        self.fails_at = fails_at
        real = {"fdopen": os.fdopen, "fsync": os.fsync, "replace": pathlib.Path.replace, "copyfile": shutil.copyfile}
        disk = self

        class Counted:
            """The temporary file."""

            def __init__(self, file):
                self.file = file

            def __enter__(self):
                return self

            def __exit__(self, *_):
                self.file.close()

            def __getattr__(self, name):
                return getattr(self.file, name)

            def write(self, data):
                disk.ask("write")
                return self.file.write(data)

        def first(name):
            def asked(*arguments, **named):
                disk.ask(name)
                return real[name](*arguments, **named)

            return asked

        monkeypatch.setattr(replacing.os, "fdopen", lambda *arguments: Counted(real["fdopen"](*arguments)))
        monkeypatch.setattr(os, "fsync", first("fsync"))
        monkeypatch.setattr(pathlib.Path, "replace", first("replace"))
        monkeypatch.setattr(shutil, "copyfile", first("copyfile"))

    def ask(self, what):
        self.asked.append(what)
        if len(self.asked) - 1 == self.fails_at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


def until_the_rename(asked):
    """The numbers of what may fail: after a rename the new file is there, and only the folder is synchronised."""
    last = max((n for n, what in enumerate(asked) if what in ("replace", "copyfile")), default=len(asked) - 1)
    numbers = [n for n in range(last + 1) if n == 0 or asked[n - 1 : n + 1] != ["replace", "fsync"]]
    return numbers if SWEEP or len(numbers) < 4 else sorted({0, numbers[len(numbers) // 2], *numbers[-2:]})


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_disk_that_fails_at_any_moment_costs_no_file(
    run,
    files,  # noqa: F811
    monkeypatch,
    command,
    tmp_path,
    record_testsuite_property,
):
    before = files()
    with monkeypatch.context() as patched:
        counted = Disk(patched)
        run(*command)
    for name in files().keys() - before.keys():
        path = tmp_path / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, content in before.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    assert counted.asked
    record_testsuite_property(" ".join(command), len(until_the_rename(counted.asked)))
    for number in until_the_rename(counted.asked):
        with monkeypatch.context() as patched:
            disk = Disk(patched, number)
            status, _, err = run(*command)
        assert disk.asked == counted.asked[: len(disk.asked)], "another run asks for the same"
        assert status == 2, (number, counted.asked[number])
        assert "Input/output error" in err
        left = files()
        # `demo` leaves two files, and the first may be complete when the second fails.
        if command[0] != "demo":
            assert left == before, (number, counted.asked[number])
        assert not [name for name in left if name.endswith(".tmp")]


SLOW = """
import os, signal, sys, time
from socroi.cli import main

# Whoever starts the tests in the background lets both be ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

def slow(handle):
    print("writing", flush=True)
    time.sleep(30)

os.fsync = slow
if __name__ == "__main__":
    main(sys.argv[1:])
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows ends a process at once")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("together", [False, True])
def test_whoever_is_told_to_end_puts_things_in_order(files, tmp_path, name, together):  # noqa: F811
    if together and name != "SIGTERM":
        pytest.skip("the workers hear of it in one way")
    before = files()
    command = ["calc", ".", "-j", "2"] if together else ["calc", "book.xlsx"]
    script = tmp_path.parent / f"{tmp_path.name}_slow.py"
    script.write_text(SLOW, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, script, *command], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while process.stdout.readline() != "writing\n":
        assert process.poll() is None
    process.send_signal(getattr(signal, name))
    _, err = process.communicate(timeout=30)
    assert process.returncode == {"SIGINT": 130}.get(name, 143)
    assert err.splitlines()[-1] == {"SIGINT": "socroi: stopped."}.get(name, "socroi: ended.")
    after = files()
    assert after == before
