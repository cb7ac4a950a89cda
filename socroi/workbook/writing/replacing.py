"""The one door through which a file is left: in one step, the new one complete, or the old one as it was.

Nobody's work is written over: not a file that is open elsewhere, not one that another program saved in the meantime,
and nothing that is no file.
"""

from __future__ import annotations

import os
import stat
import time
import warnings
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from socroi.errors import SharedFileWarning, UsageError, WorkbookError
from socroi.workbook.package.fingerprint import fingerprint
from socroi.workbook.writing.in_use import refuse_in_use
from socroi.workbook.writing.leftovers import PREFIX, SUFFIX, hold, sweep

try:
    import fcntl
except ImportError:  # Windows locks no folders
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socroi.workbook.package.fingerprint import Fingerprint

_SIGNS: Final = "abcdefghijklmnopqrstuvwxyz012345"

_TRIES: Final = 500
_PAUSE: Final = 0.005
"""How often and how long to wait for others who rename in the same folder: it takes them a part of a millisecond."""

_TOGETHER: ContextVar[list[TemporaryFile] | None] = ContextVar("_TOGETHER", default=None)
"""Files that wait for their names, where many are written one after the other."""
_WAITING: ContextVar[set[Path] | None] = ContextVar("_WAITING", default=None)
"""Folders that are synced together, once many files have got their names in them."""


@contextmanager
def atomic(target: Path, expected: Fingerprint | None = None) -> Iterator[IO[bytes]]:
    """Open a temporary file beside the target that takes its place when all went well, and vanishes otherwise.

    Where the file has other names, a `SharedFileWarning` tells that they keep the old one. Within `named_together` it
    takes its place when that is asked for.

    Args:
        target: the file to make or to replace, links followed.
        expected: what the file was when it was read; without it, what it is now. It must still be that in the end.

    Raises:
        UsageError: the target is a pipe, a device or anything else that is no file.
        WorkbookError: it is open in another program, was changed by one meanwhile, or cannot be written.
    """
    with _told_of(target):
        found, _ = _look(target)
        before = found if expected is None else expected
        _refuse_changed(target, found, before)
        sweep(target.parent)
        temporary = TemporaryFile(target, before)
        try:
            temporary.open()
            hold(temporary.file.fileno())
            yield temporary.file
            temporary.file.flush()
            _take_permissions(temporary.file.fileno(), target)
            together = _TOGETHER.get()
            if together is None:
                temporary.put_in_place()
            else:
                temporary.send()
                together.append(temporary)
        except BaseException:
            temporary.drop()
            raise


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    """Tell of what the system refuses while a file is written."""
    try:
        yield
    except OSError as problem:
        raise WorkbookError(
            f"The file cannot be written: {problem.strerror or problem}. What was there before is unchanged.",
            where=str(target),
            hint="Close it in other programs, and check the free space."
            if target.parent.is_dir()
            else "Create the folder first.",
        ) from problem


class TemporaryFile:
    """A temporary file beside its target.

    Attributes:
        file: open, and locked for as long as it is.
    """

    __slots__ = ("_before", "_path", "_target", "file")

    file: IO[bytes]

    def __init__(self, target: Path, before: Fingerprint | None) -> None:
        self._target, self._before, self._path = target, before, ""

    def open(self) -> None:
        """Make it, so that nobody else may read it.

        `tempfile.mkstemp` does the same, and takes as long to be imported as a small workbook to be computed.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        folder, name = os.path.split(self._target)
        beginning = os.path.join(folder, PREFIX.format(name[:40]))  # noqa: PTH118 - of a thousand books each is asked for
        while True:
            # Known before it is there: whoever ends this process may do so at the moment in which it is made.
            self._path = f"{beginning}{''.join(_SIGNS[byte % len(_SIGNS)] for byte in os.urandom(8))}{SUFFIX}"
            try:
                handle = os.open(self._path, flags, 0o600)
            except FileExistsError:
                self._path = ""
                continue
            self.file = os.fdopen(handle, "w+b")
            return

    def send(self) -> None:
        """Have the system begin to write it to the disk: of many that are on the way, each is waited for shortly."""
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(self.file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def put_in_place(self) -> None:
        """Make sure that it is on the disk, look a second time, and give it its name."""
        os.fsync(self.file.fileno())
        self.file.close()
        target = self._target
        with _alone_in(target.parent):
            # The second look: others may have opened or saved it while this was being written.
            found, names = _look(target)
            _refuse_changed(target, found, self._before)
            Path(self._path).replace(target)
            self._path = ""
        if names > 1:
            _tell_of_other_names(target, names - 1)
        with suppress(OSError):  # the file is in its place, and complete
            _sync_folder_of(target)

    def finish(self) -> None:
        """Put it in its place, or take it away.

        Raises:
            UsageError, WorkbookError: as `atomic`.
        """
        with _told_of(self._target):
            try:
                self.put_in_place()
            except BaseException:
                self.drop()
                raise

    def drop(self) -> None:
        """Take it away, where it is not in its place."""
        with suppress(OSError, AttributeError):  # it may not have been opened
            self.file.close()
        if self._path:
            with suppress(OSError):
                os.unlink(self._path)  # noqa: PTH108 - likewise
            self._path = ""


@contextmanager
def named_together() -> Iterator[list[TemporaryFile]]:
    """Let files that are written in here wait beside their targets, complete, until each of them is told to `finish`.

    To wait for the disk takes as long for many files that are on the way as for one. What nobody has finished is taken
    away in the end.
    """
    waiting: list[TemporaryFile] = []
    before = _TOGETHER.set(waiting)
    try:
        yield waiting
    finally:
        _TOGETHER.reset(before)
        for temporary in waiting:
            temporary.drop()


def state_of(file: IO[bytes]) -> Fingerprint | None:
    """Return what a file that `atomic` gave is when it is complete: a look at its place may find another program's.

    None on Windows, where an open file and its path are told apart by nothing that stays.
    """
    file.flush()
    return None if os.name == "nt" else fingerprint(os.fstat(file.fileno()))


@contextmanager
def folders_synced_later() -> Iterator[Callable[[], None]]:
    """Let the new names of files reach the disk together, at the end or when what this yields is called.

    Each file is complete on the disk before it gets its name, as ever. Until its folder is synced a power cut may bring
    the old one back, whole.
    """
    waiting: set[Path] = set()

    def sync() -> None:
        while waiting:
            with suppress(OSError):
                _sync_folder(waiting.pop())

    before = _WAITING.set(waiting)
    try:
        yield sync
    finally:
        _WAITING.reset(before)
        sync()


def put(target: str | os.PathLike[str], content: bytes) -> None:
    """Write a file that is complete already.

    Raises:
        UsageError: there is something that is no file.
        WorkbookError: it cannot be written; what was there is unchanged.
    """
    with atomic(Path(os.path.realpath(target))) as file:
        file.write(content)


@contextmanager
def atomic_folder(target: Path) -> Iterator[Path]:
    """Make a temporary folder beside a target that does not exist, which becomes it when all went well.

    Raises:
        WorkbookError: something in it cannot be written; nothing is left.
    """
    import shutil
    import tempfile

    temporary = None
    try:
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=PREFIX.format(target.name[:40]), suffix=SUFFIX))
        inside = temporary / "folder"
        inside.mkdir()
        yield inside
        inside.rename(target)
        with suppress(OSError):  # it is in its place, and complete
            temporary.rmdir()
            _sync_folder(target.parent)
    except OSError as problem:
        # A copied tree says for each of its files what happened.
        why = problem.args[0][0][2] if isinstance(problem, shutil.Error) else problem.strerror or problem
        raise WorkbookError(
            f"The folder cannot be written: {why}.",
            where=str(target),
            hint="Check the free space.",
        ) from problem
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no other process of ours rename in a folder between our second look and our own rename.

    Two that looked at the same moment would both find the file unchanged, and the work of the first would be lost.
    Where folders cannot be locked, on Windows or on some networks, the moment between the two is all there is.
    """
    handle = None
    if fcntl is not None and hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            for _ in range(_TRIES):
                with suppress(BlockingIOError):
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                time.sleep(_PAUSE)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _look(target: Path) -> tuple[Fingerprint | None, int]:
    """Return what stands at a place, None where nothing does, and how many names it has; refuse what is not to be
    replaced.
    """
    try:
        status = os.stat(target)  # noqa: PTH116 - of a thousand books each is asked for
    except FileNotFoundError:
        refuse_read_only(target)
        return None, 1
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(
            f"This is {'a folder' if stat.S_ISDIR(status.st_mode) else 'no file but a device or a pipe'}.",
            where=str(target),
            hint="Name the file to write.",
        )
    refuse_read_only(target, status)
    refuse_in_use(target)
    return fingerprint(status), status.st_nlink


def refuse_read_only(target: Path, *known: os.stat_result | None) -> None:
    """Refuse a file, or a folder to write into, that somebody has marked so: a rename would not ask.

    Args:
        target: the file.
        *known: its state and that of its folder, where somebody has just asked for them.

    Raises:
        WorkbookError: it is.
    """
    where = str(target)
    for at, (place, what) in enumerate(((where, "file"), (os.path.split(where)[0], "folder"))):
        status = known[at] if at < len(known) else None
        try:
            status = os.stat(place) if status is None else status  # noqa: PTH116 - likewise
        except (FileNotFoundError, NotADirectoryError):
            continue
        if not _may_write(place, status):
            raise WorkbookError(
                f"The {what} is read-only.", where=place, hint="Write to another place, or allow writing to it."
            )


def _may_write(place: str | Path, status: os.stat_result | None = None) -> bool:
    status = os.stat(place) if status is None else status  # noqa: PTH116 - likewise
    # Windows marks folders such as Documents as read-only to say that they have an icon of their own.
    marked = os.name == "nt" and stat.S_ISDIR(status.st_mode)
    return os.access(place, os.W_OK) and (marked or bool(status.st_mode & stat.S_IWUSR))


def _refuse_changed(target: Path, now: Fingerprint | None, before: Fingerprint | None) -> None:
    if now != before:
        raise WorkbookError(
            "The file was changed by another program since it was read; it was left alone.",
            where=str(target),
            hint="Close it there and start again.",
        )


def _tell_of_other_names(target: Path, others: int) -> None:
    many = f"{others} other names (hard links), which keep" if others > 1 else "another name (a hard link), which keeps"
    warnings.warn(f"{target}: The file has {many} what it held before.", SharedFileWarning, stacklevel=4)


def _take_permissions(handle: int, target: Path) -> None:
    """Give the new file the permissions and the owner of the one it replaces, or those of any new file."""
    # Windows has fchmod since Python 3.13, and no fchown.
    if not hasattr(os, "fchmod"):
        return
    try:
        status = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    os.fchmod(handle, stat.S_IMODE(status.st_mode))
    made = os.fstat(handle)
    if hasattr(os, "fchown") and (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
        with suppress(OSError):
            os.fchown(handle, status.st_uid, status.st_gid)


def _sync_folder_of(target: Path) -> None:
    waiting = _WAITING.get()
    if waiting is None:
        _sync_folder(target.parent)
    else:
        waiting.add(target.parent)


def _sync_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
