"""The one way in which a file is left: in one step, the new one complete, or the old one as it was."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from socroi.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def atomic(target: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside the target that takes its place when all went well, and vanishes otherwise."""
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            _take_permissions(file.fileno(), target)
            os.fsync(file.fileno())
        temporary.replace(target)
        temporary = None
        _sync_folder(target.parent)
    except OSError as problem:
        raise WorkbookError(
            f"The file cannot be written: {problem.strerror or problem}. What was there before is unchanged.",
            where=str(target),
            hint="Close it in other programs, and check the free space."
            if target.parent.is_dir()
            else "Create the folder first.",
        ) from problem
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def put(target: str | os.PathLike[str], content: bytes) -> None:
    """Write a file that is complete already.

    Raises:
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
    temporary = None
    try:
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp"))
        inside = temporary / "folder"
        inside.mkdir()
        yield inside
        inside.rename(target)
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


def _take_permissions(handle: int, target: Path) -> None:
    """Give the new file the permissions and the owner of the one it replaces, or those of any new file."""
    # Windows has fchmod since Python 3.13, and no fchown.
    if not hasattr(os, "fchmod"):
        return
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    status = target.stat()
    os.fchmod(handle, stat.S_IMODE(status.st_mode))
    if hasattr(os, "fchown"):
        with suppress(OSError):
            os.fchown(handle, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
