"""What is read is a file: a pipe might be waited for without an end, and a device might never stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def refuse_no_file(path: Path) -> None:
    """Refuse what is there and is no file.

    Raises:
        SourceError: it is a folder, a device or a pipe.
        OSError: it cannot be looked at.
    """
    if path.is_dir():
        raise SourceError("it is a folder.", where=str(path), hint="Name one file.")
    if path.exists() and not path.is_file():
        raise SourceError("it is no file but a device or a pipe.", where=str(path), hint="Save it as a file first.")
