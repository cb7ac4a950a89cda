"""Which files a workbook links to, and which of them may be read: those below its own folder, and below folders that
were named.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from socroi.errors import UsageError
from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.package.parts import open_package
from socroi.workbook.package.xml import attribute, child, children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from socroi.workbook.package.parts import Package, Relationship

_SUFFIXES: Final = (".xlsx", ".xlsm")
_ADDRESS: Final = pattern(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:", re.IGNORECASE)
_SERVER: Final = pattern(r"file://(?!/)|file:////", re.IGNORECASE)
_FILE: Final = pattern(r"^file:(?://)?(?:/(?=[A-Za-z]:))?", re.IGNORECASE)
_NAMED: Final = 3
_DRIVE: Final = pattern(r"[A-Za-z]:/")


@record(frozen=True, slots=True)
class Links:
    """That linked workbooks are read, and where they may lie.

    Attributes:
        folders: beside the workbook's own folder.
        instead: of books that were just computed into another file, that file.
        fresh: books that were just computed.
    """

    folders: tuple[Path, ...] = ()
    instead: Mapping[Path, Path] = field(default_factory=dict)
    fresh: frozenset[Path] = frozenset()


@record(frozen=True, slots=True)
class LinkedFile:
    """A link of a workbook.

    Attributes:
        target: the file as the workbook names it.
        path: the file that was found; None where it was not, or may not be read.
        told: why it was not read, or what is to be known of its values, a sentence without its full stop; else "".
        read: whether its values were taken.
    """

    target: str
    path: Path | None
    told: str = ""
    read: bool = False


_CURRENT: Final[ContextVar[Links | None]] = ContextVar("links", default=None)


def current_links() -> Links | None:
    """Return what may be read of linked workbooks; None where they are not to be read."""
    return _CURRENT.get()


@contextmanager
def followed(links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> Iterator[None]:
    """Read linked workbooks as somebody asks for: True for those below the book's folder, a folder or several for those
    below these, too. False leaves what is set already.

    Raises:
        UsageError: one of the folders is none.
    """
    if links is False:
        yield
        return
    named = () if links is True else (links,) if isinstance(links, str | os.PathLike) else tuple(links)
    folders = tuple(Path(folder) for folder in named)
    for folder in folders:
        if not folder.is_dir():
            raise UsageError("This is no folder.", where=str(folder), hint="Name the folder where linked books lie.")
    with following(Links(folders)):
        yield


@contextmanager
def following(links: Links | None) -> Iterator[None]:
    """Read linked workbooks, or none."""
    token = _CURRENT.set(links)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def linked_file(package: Package, part: str, links: Links) -> LinkedFile:
    """Return the file that a link of a workbook means, found and not yet read."""
    targets = _targets(package, part)
    if not targets:
        return LinkedFile("", None, "a link to another workbook names no file")
    home = _real(package.path.parent)
    allowed = (home, *map(_real, links.folders))
    whys = []
    for target in targets:
        path, why = _located(target, home, allowed, links.folders)
        if path is not None and path == _real(package.path):
            return LinkedFile(target, None, f"it links to itself as {target}")
        if path is not None:
            return LinkedFile(target, path)
        whys.append((target, why))
    return LinkedFile(whys[0][0], None, whys[-1][1])


def target_of(package: Package, part: str) -> str:
    """Return the file that a link of a workbook means, as the workbook names it, without its folders."""
    targets = _targets(package, part)
    return unquote(targets[-1]).replace("\\", "/").rpartition("/")[2] if targets else ""


def sentences(links: Sequence[LinkedFile], remembered: Sequence[str]) -> list[str]:
    """Return what is to be known of the values of linked workbooks, each a sentence without its full stop.

    Args:
        links: the linked workbooks, where they were to be read.
        remembered: the files whose values were taken from what the book remembers, where they were not.
    """
    told = []
    for file in links:
        if file.told:
            kept = "" if file.read else "; the values that the book remembers of it are kept"
            told.append(f"{file.told.rstrip('.')}{kept}")
    if remembered:
        named = ", ".join(remembered[:_NAMED])
        more = f" and {len(remembered) - _NAMED:,} more" if len(remembered) > _NAMED else ""
        told.append(
            f"the values of {named}{more} are those that the book remembers, as stored when it was saved; "
            "--links reads the file itself"
        )
    return told


def links_of(book: Path, links: Links) -> list[LinkedFile]:
    """Return the files that a workbook links to."""
    package = open_package(book)
    parts = (p.part for p in package.relationships(package.workbook).values() if p.kind == "externalLink")
    return [linked_file(package, part, links) for part in parts if package.member(part) is not None]


def _targets(package: Package, part: str) -> list[str]:
    """Return where a link says that its file lies: from the folder of the book, which newer files add, and whole."""
    book = child(package.tree(part, "A link to another workbook"), "externalBook")
    if book is None:
        return []
    pointers = package.relationships(part)
    idents = [attribute(element, "id") for other in children(book, "alternateUrls") for element in other]
    idents.append(attribute(book, "id"))
    found: Sequence[Relationship | None] = [pointers.get(ident) for ident in idents]
    return [pointer.part for pointer in found if pointer is not None and pointer.external and pointer.part]


def _located(target: str, home: Path, allowed: Sequence[Path], named: Sequence[Path]) -> tuple[Path | None, str]:
    """Return the file that a target means, or why there is none to be read."""
    text = unquote(target)
    plain = text.replace("\\", "/")
    if _ADDRESS.match(plain) or plain.startswith("//") or _SERVER.match(plain):
        return None, f"{text} lies on the network, which is never asked"
    plain = _FILE.sub("", plain)
    whole = plain.startswith("/") or _DRIVE.match(plain) is not None
    # The file may lie elsewhere by now; where it does is said by whoever names a folder.
    places = [_real(home / plain), *(_real(folder / plain.rpartition("/")[2]) for folder in named)]
    inside = [place for place in places if any(folder in place.parents for folder in allowed)]
    there = next((place for place in inside if place.suffix.casefold() in _SUFFIXES and place.is_file()), None)
    if there is not None:
        return there, ""
    if whole and not named:
        return None, f"{text} is a whole path; say --links-from and the folder where it lies now"
    if places[0] not in inside:
        return None, f"{text} lies outside of the book's folder; say --links-from and the folder where it lies"
    if places[0].suffix.casefold() not in _SUFFIXES:
        return None, f"{text} is no .xlsx or .xlsm workbook"
    return None, f"{text} is not there"


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
