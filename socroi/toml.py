"""A small text file in TOML that a person wrote: settings, a map of headings, a brand, what was answered."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

MOST: Final = 1 << 20
"""Bytes of such a file: nobody types more."""


def read_toml(path: str | Path) -> dict[str, Any]:
    """Return what a file says.

    Raises:
        OSError: it cannot be read, or is a folder, a device or a pipe, which might be waited for without end.
        ValueError: it is no TOML; with half a sentence.
    """
    import tomllib

    status = os.stat(path)  # noqa: PTH116 - a text or a path
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "This is no file but a folder, a device or a pipe", str(path))
    if status.st_size > MOST:
        raise ValueError("it is larger than a MiB")
    with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - likewise
        text = file.read()
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("too many brackets stand in each other") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # Python's own, of int
        raise ValueError("it holds a number of more digits than can be read") from None
