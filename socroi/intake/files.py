"""The files that are meant, those in folders and zips too, and when each was saved."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from socroi.errors import SourceError, UsageError
from socroi.sources.regular_files import refuse_no_file

if TYPE_CHECKING:
    from collections.abc import Iterable

READ: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".ods", ".zip", ".gz")
"""What a name in a folder ends in to be taken for an export."""
_ONE_EXPORT: Final = "table data.csv"
"""A zip of YouTube Studio: its three files are one export."""
_LARGEST: Final = 512 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file to import.

    Attributes:
        path: where it can be read.
        shown: its name, with that of its zip.
        made: when it was saved, in ISO 8601, of the computer's own time.
        sha: SHA-256 of its bytes.
    """

    path: Path
    shown: str
    made: str
    sha: str


def files(named: Iterable[str | Path], apart: Path, book: Path) -> list[File]:
    """Return the files, each content once.

    Args:
        named: files and folders.
        apart: a folder for what is unpacked.
        book: the workbook, which is no export.

    Raises:
        UsageError: there is no such file, or a folder has no export.
        SourceError: a zip is damaged, or a file cannot be read.
    """
    found: dict[str, File] = {}
    for name in named:
        path = Path(name)
        for each in _inside(path, book) if path.is_dir() else [path]:
            for file in _unpacked(each, apart):
                found.setdefault(file.sha, file)
    return list(found.values())


def _inside(folder: Path, book: Path) -> list[Path]:
    own = {os.path.realpath(book), os.path.realpath(book.with_name(book.name + "~"))}
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.casefold() in READ
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and path.is_file()
        and os.path.realpath(path) not in own
        and not path.name.startswith(f"{book.stem}.data-")
    ]
    if not found:
        raise UsageError("there is no export in this folder.", where=str(folder), hint=f"Looked for {', '.join(READ)}.")
    return found


def _exports_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the exports in a zip; a text beside tables, such as readme.txt, is none."""
    found = [
        each
        for each in archive.infolist()
        if PurePosixPath(each.filename).suffix.casefold() in READ
        and not each.filename.startswith("__MACOSX/")
        and not PurePosixPath(each.filename).name.startswith(".")
    ]
    tables = [each for each in found if not each.filename.casefold().endswith(".txt")]
    return tables or found


def _unpacked_again(file: File, apart: Path) -> list[File]:
    if file.path.suffix.casefold() != ".zip":
        return [file]
    inner = _unpacked(file.path, apart, inside=True)
    return [replace(each, shown=f"{file.shown}{each.shown.removeprefix(file.path.name)}") for each in inner]


def _unpacked(path: Path, apart: Path, *, inside: bool = False) -> list[File]:
    try:
        refuse_no_file(path)
        if not zipfile.is_zipfile(path):
            return [_file(path, path.name)]
        with zipfile.ZipFile(path) as archive:
            members = _exports_in(archive)
            names = archive.namelist()
            whole = any(PurePosixPath(name).name.casefold() == _ONE_EXPORT for name in names)
            if "[Content_Types].xml" in names or "content.xml" in names or whole or not members:
                return [_file(path, path.name)]
            unpacked = [_member(archive, each, path, apart) for each in members]
        # A zip may hold another one, as mail programs make them; not that one a third.
        return [inner for file in unpacked for inner in (_unpacked_again(file, apart) if not inside else [file])]
    except FileNotFoundError:
        raise UsageError("there is no such file.", where=str(path), hint="Check the name and the folder.") from None
    except zipfile.BadZipFile as error:
        raise SourceError("the zip file is damaged.", where=path.name, hint="Download the export again.") from error
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror}.", where=str(path)) from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, apart: Path) -> File:
    if member.file_size > _LARGEST:
        raise SourceError(f"{member.filename} is larger than {_LARGEST >> 20} MB, unpacked.", where=path.name)
    content = archive.read(member)
    sha = hashlib.sha256(content).hexdigest()
    folder = apart / sha[:16]
    folder.mkdir(exist_ok=True)
    # The name alone: a zip may say "../" of where a file belongs.
    target = folder / PurePosixPath(member.filename).name
    target.write_bytes(content)
    year, month, day, hour, minute, second = member.date_time
    made = datetime(year, max(month, 1), max(day, 1), hour, minute, min(second, 59))  # noqa: DTZ001 - a zip has no zone
    return File(target, f"{path.name}/{member.filename}", _iso(made), sha)


def _file(path: Path, shown: str) -> File:
    with path.open("rb") as content:
        sha = hashlib.file_digest(content, "sha256").hexdigest()
    return File(path, shown, _iso(datetime.fromtimestamp(path.stat().st_mtime)), sha)  # noqa: DTZ006 - the day as the person knows it


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
