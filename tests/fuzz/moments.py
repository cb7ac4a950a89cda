"""A command that is refused something at each moment of it: a write, a sync, a rename, an array.

The command runs once. At each moment the process forks: the copy is refused what it asked for and goes on to its end, and
what it leaves is judged; then the folder is put back as it was at that moment, and the command goes on to the next one.
So a moment costs what comes after it, and not the whole command.
"""

import contextlib
import errno
import io
import json
import os
import shutil
import signal
import stat
import sys
import threading
import time
import traceback
from pathlib import Path

PATIENCE = 90
"""Seconds that a copy may take to its end."""
LARGE = 500
"""Cells from which on an array may be refused."""
MAKERS = ("empty", "zeros", "ones", "full", "array", "asarray", "arange", "concatenate", "tile", "repeat", "where", "stack", "column_stack", "broadcast_to", "fromiter", "frombuffer")  # fmt: skip
LASTING = {"write", "fsync", "truncate", "mkdir", "sendfile"}
"""What a full disk refuses ever after; a disk that failed once may go on."""
SAME = 2
"""Of arrays that are asked for by the same lines of ours, in the same chain of calls, so many are refused."""


def outcome(arguments):
    """Run a command in this process; gives status, output and errors, a traceback among them."""
    from socroi import cli

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        cli.main(list(arguments))
        status = -1
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - whatever escapes is what is looked for
        status = -1
        err.write(traceback.format_exc())
    finally:
        sys.stdout, sys.stderr = before
    return status, *(each.buffer.getvalue().decode("utf-8", "replace") for each in (out, err))


def files_of(folder):
    """Every file and folder below a folder, by its name: what it holds, None for a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        found[str(path.relative_to(folder))] = path.read_bytes() if path.is_file() else None
    return found


class Kept:
    """A folder as it is now, with what this process has open there, to be put back."""

    def __init__(self, root, aside):
        self.root, self.aside = root, aside
        self.entries = _look(root)
        for name, status in self.entries.items():
            held = aside / str(status.st_ino)
            if stat.S_ISREG(status.st_mode) and not held.exists():
                held.hardlink_to(root / name)
        self.open = {}
        for handle in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208 - numbers
            with contextlib.suppress(OSError):
                status = os.fstat(handle)
                place = str(Path(f"/proc/self/fd/{handle}").readlink())
                if stat.S_ISREG(status.st_mode) and place.startswith(f"{root}/"):
                    self.open[handle] = os.lseek(handle, 0, os.SEEK_CUR), _content(handle), status

    def restore(self):
        now = _look(self.root)
        for name in sorted(now.keys() - self.entries.keys(), reverse=True):
            path = self.root / name
            path.rmdir() if stat.S_ISDIR(now[name].st_mode) else path.unlink()
        for name, status in self.entries.items():
            path, held = self.root / name, self.aside / str(status.st_ino)
            if stat.S_ISDIR(status.st_mode):
                path.mkdir(exist_ok=True)
            elif name not in now or now[name].st_ino != status.st_ino:
                path.unlink(missing_ok=True)
                path.hardlink_to(held)
        for handle, (offset, content, status) in self.open.items():
            if _content(handle) != content:
                with Path(f"/proc/self/fd/{handle}").open("wb", buffering=0) as file:
                    file.write(content)
            os.utime(handle, ns=(status.st_atime_ns, status.st_mtime_ns))
            os.lseek(handle, offset, os.SEEK_SET)


def _content(handle):
    """What an open file holds, also one that was opened for writing alone."""
    return Path(f"/proc/self/fd/{handle}").read_bytes()


def _look(root):
    return {str(path.relative_to(root)): path.lstat() for path in sorted(root.rglob("*"))}


class Moments:
    """Forks at each moment of a command, and gathers what became of each copy.

    Args:
        root: the folder in which everything happens: where the command stands, its temporary files, its home.
        aside: a folder beside it, for what is kept.
        judge: takes what a copy came to, and returns what is wrong with it, "" for nothing.
        lasting: whether all that comes after the first refusal is refused, too.
        counting: whether moments are counted and none is tried, until it is told which.
    """

    def __init__(self, root, aside, judge, *, lasting=False, counting=False):
        self.root, self.aside, self.judge, self.lasting = root, aside, judge, lasting
        self.asked, self.elsewhere, self.wrong = [], 0, []
        self.owner, self.result, self.busy, self.refusing = os.getpid(), None, False, False
        self.alike = {}
        self.passed, self.thinned = 0, 0
        self.counting, self.every = counting, 1

    def ask(self, what, error):
        """Called before each thing that may be refused; raises in the copy."""
        if os.getpid() != self.owner:
            if self.refusing and self.lasting and what in LASTING:
                raise error
            return
        if self.busy:
            return
        if self.counting or (self.thinned + len(self.asked)) % self.every:
            self.thinned += 1
            return
        if threading.current_thread() is not threading.main_thread():
            self.elsewhere += 1
            return
        self.busy = True
        try:
            refused = self._try(what)
        finally:
            self.busy = False
        if refused:
            raise error

    def _try(self, what):
        number = len(self.asked)
        self.asked.append(what)
        kept, result = Kept(self.root, self.aside), self.aside / "result"
        result.unlink(missing_ok=True)
        pid = os.fork()
        if pid == 0:
            self.refusing, self.result = True, result
            return True
        left = _waited(pid)
        try:
            status, out, err = json.loads(result.read_text(encoding="utf-8")) if result.exists() else (left, "", "")
            if wrong := self.judge(what, status, out, err):
                self.wrong.append((number, what, wrong))
        finally:
            kept.restore()
        return False

    def counted(self, most):
        """Go on to try of what was counted so many at most, evenly; all of it where `most` is None."""
        self.every = -(-self.thinned // most) if most and self.thinned else 1
        self.counting, self.thinned, self.passed, self.alike = False, 0, 0, {}

    def ended(self, found):
        """End a copy with what it came to; the process itself goes on."""
        if os.getpid() != self.owner:
            if self.result is not None:
                self.result.write_text(json.dumps(found), encoding="utf-8")
            os._exit(0)

    def unlike(self):
        """Whether an array is asked for by lines that have not asked often enough."""
        frame, chain = sys._getframe(2), []
        while frame is not None:
            if "/socroi/" in frame.f_code.co_filename:
                chain.append((frame.f_code, frame.f_lineno))
            frame = frame.f_back
        times = self.alike[key] = self.alike.get((key := tuple(chain)), 0) + 1
        if times > SAME:
            self.passed += 1
        return times <= SAME


def _waited(pid):
    """Wait for a copy; gives how it ended without a word."""
    end = time.monotonic() + PATIENCE
    pause = 0.0005
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return -1000 - os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(0.02, pause * 1.5)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return -2000


def failing_disk(moments):
    """Let everything that a program asks of the disk below the root be a moment."""
    from socroi.workbook.writing import replacing

    root = str(moments.root)

    def error():
        number = errno.ENOSPC if moments.lasting else errno.EIO
        return OSError(number, os.strerror(number))

    class Raw(io.FileIO):
        """A file whose writes may fail where they reach the disk, not where they are buffered."""

        def write(self, data):
            moments.ask("write", error())
            return super().write(data)

        def truncate(self, size=None):
            moments.ask("truncate", error())
            return super().truncate(size)

    real = io.open

    def below(file):
        with contextlib.suppress(OSError, TypeError, ValueError):
            path = Path(f"/proc/self/fd/{file}").readlink() if isinstance(file, int) else Path(os.fsdecode(file))
            return os.path.normpath(Path.cwd() / path).startswith(f"{root}/")
        return False

    def opened(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        if not set(mode) & set("wax+") or not below(file) or moments.busy:
            return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        buffer = (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw)
        return buffer if "b" in mode else io.TextIOWrapper(buffer, encoding, errors, newline)

    def first(what, function):
        def asked(*arguments, **named):
            moments.ask(what, error())
            return function(*arguments, **named)

        return asked

    import _io
    import builtins

    for module in (io, builtins, _io):
        module.open = opened
    os.fsync, os.sendfile = first("fsync", os.fsync), first("sendfile", os.sendfile)
    replacing._tell_of_other_names = lambda *_: None
    # The lock of a folder is held by the process that waits for its copy.
    os.register_at_fork(after_in_child=lambda: setattr(replacing, "_TRIES", 1))

    def heard(event, arguments):
        if moments.busy or (os.getpid() != moments.owner and not moments.lasting):
            return
        if event == "open":
            if below(arguments[0]) and not isinstance(arguments[0], int):
                flags = arguments[2] or 0
                moments.ask("create" if flags & os.O_CREAT else "open", error())
        elif event in {"os.rename", "os.mkdir", "os.link"} and (below(arguments[0]) or below(arguments[1])):
            moments.ask(event.removeprefix("os."), error())

    sys.addaudithook(heard)


def refusing_memory(moments):
    """Let every large array be a moment."""
    import numpy as np

    from socroi.workbook.writing import replacing

    replacing._tell_of_other_names = lambda *_: None
    os.register_at_fork(after_in_child=lambda: setattr(replacing, "_TRIES", 1))

    def first(real):
        def made(*arguments, **named):
            array = real(*arguments, **named)
            if (
                not moments.busy
                and getattr(array, "size", 0) >= LARGE
                and os.getpid() == moments.owner
                and moments.unlike()
            ):
                moments.ask("array", MemoryError())
            return array

        return made

    for name in MAKERS:
        setattr(np, name, first(getattr(np, name)))
    # Rows of a sheet, texts of a book and parts of a package are made without an array.


def emptied(folder):
    """Take everything out of a folder."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
