"""Workbooks and tables in a bucket (s3://, gs://): listed, fetched, and put back whole, through Arrow's file systems.

Keys and regions are those of the machine (AWS_ACCESS_KEY_ID, AWS_PROFILE and their kin), or of the address; they are
never shown. Nothing is put in place of an object that has changed since it was fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import SourceError, WorkbookError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_BUCKET: Final = re.compile(r"(s3|gs)://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file here, and the object that it is a copy of.

    Attributes:
        address: of the object.
        file: the copy.
        state: size and time of change, which tell whether the object is still the same.
    """

    address: str
    file: Path
    state: tuple[int, int]


def is_bucket(text: str) -> bool:
    """Return whether a text is the address of something in a bucket."""
    return _BUCKET.match(text) is not None


def joined(folder: str, name: str) -> str:
    """Return the address of what is called so below a folder; what follows a `?` stays at its end."""
    place, mark, settings = folder.partition("?")
    return f"{place.rstrip('/')}/{name}{mark}{settings}"


def inside(address: str, endings: Collection[str]) -> list[str]:
    """Return the names, below a folder of a bucket, of the objects with one of the endings; "" where it is one itself.

    Raises:
        SourceError: it cannot be reached, or holds nothing of that kind.
    """
    from pyarrow import fs

    system, place = _opened(address)
    try:
        if system.get_file_info(place).type == fs.FileType.File:
            return [""]
        found = system.get_file_info(fs.FileSelector(place, recursive=True))
    except OSError as problem:
        raise _cannot(problem, address) from problem
    names = [each.path.removeprefix(place.rstrip("/") + "/") for each in found if each.type == fs.FileType.File]
    names = sorted(name for name in names if _suffix(name) in endings and not _hidden(name))
    if not names:
        raise SourceError(
            "there is nothing to read in this folder of the bucket.",
            where=shown(address),
            hint=f"Names end in {', '.join(sorted(endings))}.",
        )
    return names


def fetch(address: str, folder: Path) -> Fetched:
    """Copy an object into a folder here.

    Raises:
        SourceError: it cannot be read.
    """
    system, place = _opened(address)
    target = folder / place.rpartition("/")[2]
    try:
        state = _state(system, place)
        with system.open_input_stream(place) as stream, target.open("wb") as copy:
            while part := stream.read(1 << 22):
                copy.write(part)
    except OSError as problem:
        raise _cannot(problem, address) from problem
    return Fetched(address, target, state)


def store(file: Path, address: str, fetched: Fetched | None = None) -> None:
    """Put a file into a bucket; a reader sees the old object or the new one, whole.

    Args:
        file: what to put there.
        address: of the object.
        fetched: what stood there, where it is to be replaced.

    Raises:
        WorkbookError: the object was changed by others meanwhile; it is as they left it.
        SourceError: it cannot be written.
    """
    system, place = _opened(address)
    try:
        if fetched is not None and _state(system, place) != fetched.state:
            raise WorkbookError(
                "It was changed by somebody else while it was computed; nothing was written.",
                where=shown(address),
                hint="Compute it again.",
            )
        with system.open_output_stream(place) as stream:
            stream.write(file.read_bytes())
    except OSError as problem:
        raise _cannot(problem, address) from problem


def shown(address: str) -> str:
    """Return an address as it may be shown: without what follows a `?`, or stands before an `@`."""
    scheme, _, place = address.partition("?")[0].partition("://")
    return f"{scheme}://{place.rpartition('@')[2]}"


def _opened(address: str) -> tuple[Any, str]:
    from socroi.portfolio.engines import require

    require("portfolio")
    import pyarrow as pa
    from pyarrow import fs

    try:
        system, place = fs.FileSystem.from_uri(address)
    except (OSError, ValueError, pa.ArrowException) as problem:
        raise _cannot(problem, address) from problem
    return system, str(place)


def _state(system: Any, place: str) -> tuple[int, int]:
    from pyarrow import fs

    found = system.get_file_info(place)
    if found.type != fs.FileType.File:
        raise FileNotFoundError("there is no such object")
    return found.size, found.mtime_ns or 0


def _cannot(problem: Exception, address: str) -> SourceError:
    return SourceError(
        f"it cannot be reached: {' '.join(str(problem).split())}.",
        where=shown(address),
        hint="Check the address, and that this machine has the keys of the bucket (AWS_ACCESS_KEY_ID, AWS_PROFILE).",
    )


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].casefold()}"


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "~$")) for part in name.split("/"))
