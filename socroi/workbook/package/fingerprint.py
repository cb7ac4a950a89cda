"""What tells one state of a file from the next, to notice that somebody saved it meanwhile."""

from __future__ import annotations

import os
from typing import NamedTuple


class Fingerprint(NamedTuple):
    """A file as it stands: which one it is, its bytes, and when it was last written (nanoseconds)."""

    device: int
    inode: int
    size: int
    modified: int


def fingerprint(status: os.stat_result) -> Fingerprint:
    """Return the state of a file."""
    if os.name == "nt":  # numbers of devices and files differ there between an open file and its path
        return Fingerprint(0, 0, status.st_size, status.st_mtime_ns)
    return Fingerprint(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
