"""Whether another program has a file open, by the lock files that Excel and LibreOffice lay beside it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from socroi.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST: Final = 4096
"""Bytes of a lock file that are looked at."""
_OVERRIDDEN: ContextVar[bool] = ContextVar("_OVERRIDDEN", default=False)


def refuse_in_use(target: Path) -> None:
    """Refuse a file that is open elsewhere: what is saved there later would undo what is written here now.

    Raises:
        WorkbookError: there is a lock file beside it, and nobody said `despite_locks`.
    """
    if _OVERRIDDEN.get():
        return
    folder, own = os.path.split(target)
    for name, program in ((f"~${own}", "Excel"), (f".~lock.{own}#", "LibreOffice")):
        if os.path.exists(os.path.join(folder, name)):  # noqa: PTH110, PTH118 - of a thousand books each is asked for
            lock = target.with_name(name)
            raise WorkbookError(
                f"It is open in {program}{_by_whom(lock)}; nothing was written.",
                where=str(target),
                hint=f"Close it there. If it is not open, {name} was left by a crash: delete it, or say --force.",
            )


@contextmanager
def despite_locks(*, force: bool = True) -> Iterator[None]:
    """Write over files that seem to be open elsewhere, where `force` says so."""
    before = _OVERRIDDEN.set(force or _OVERRIDDEN.get())
    try:
        yield
    finally:
        _OVERRIDDEN.reset(before)


def locks_overridden() -> bool:
    """Whether somebody said `despite_locks`; a process that is started has to be told."""
    return _OVERRIDDEN.get()


def _by_whom(lock: Path) -> str:
    """The name in a lock file, as far as it can be read.

    Excel writes a byte that says how long the name is, the name, and the same in UTF-16. LibreOffice writes fields
    with commas between them: the name, the account, the machine, the time.
    """
    try:
        content = lock.read_bytes()[:MOST]
    except OSError:  # on Windows Excel lets nobody read it
        return ""
    if lock.name.startswith("~$"):
        text = content[1 : 1 + content[0]].decode("cp1252", "replace") if content else ""
    else:
        fields = content.decode("utf-8", "replace").split(",")
        text = next((field for field in fields[:2] if field.strip()), "")
    name = "".join(letter for letter in text if letter.isprintable()).strip()
    return f" ({name})" if name else ""
