"""The package of a workbook: its parts by name, and how they point to each other (OPC, ISO/IEC 29500-2)."""

from __future__ import annotations

import os
import posixpath
import stat
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import unquote

from socroi.errors import UnsafeWorkbook, UsageError, WorkbookError
from socroi.records import record
from socroi.workbook.package.archive import Archive, Member, open_archive
from socroi.workbook.package.fingerprint import Fingerprint, fingerprint
from socroi.workbook.package.memory import LARGEST, memory
from socroi.workbook.package.xml import children, local, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

MAX_SMALL_PART: Final = 256 << 20
"""Parts that are read as a tree (workbook, tables, relationships) take many times their size in memory."""

T = TypeVar("T")

_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@record(frozen=True, slots=True)
class Relationship:
    """A pointer from one part to another. `kind` is the last word of its type: `worksheet`, `table`, `image` ..."""

    ident: str
    kind: str
    part: str
    external: bool


@record(slots=True)
class Package:
    """An open package; the file itself is closed, and all of its bytes are here.

    Attributes:
        workbook: the name of the workbook part.
        written: the state of the file when it was read, to notice that somebody saved it meanwhile.
        real: its path, links followed, where somebody has found that out; "" else.
    """

    path: Path
    where: str
    archive: Archive
    written: Fingerprint
    workbook: str = ""
    real: str = ""
    _members: dict[str, Member] = field(default_factory=dict)

    def member(self, part: str) -> Member | None:
        """Return the member that holds a part, found as programs do: case does not count, `%20` is a blank."""
        return self._members.get(_key(part)) or self._members.get(_key(unquote(part)))

    def require(self, part: str, what: str) -> Member:
        """Return the member that holds a part, or refuse the workbook because `what` is missing."""
        member = self.member(part)
        if member is None:
            raise WorkbookError(
                f"{what} is missing from the file: it has no part {part}.",
                where=self.where,
                hint="Open the file in Excel, let it repair it, and save it.",
            )
        return member

    def chunks(self, part: str, what: str) -> Iterator[bytes]:
        """Yield the bytes of a part."""
        return self.archive.chunks(self.require(part, what))

    def read(self, part: str, what: str, limit: int = MAX_SMALL_PART) -> bytes:
        """Return the bytes of a part."""
        return self.archive.read(self.require(part, what), limit)

    def tree(self, part: str, what: str) -> Element:
        """Return the root element of a part, to be looked at and not to be changed: other books may have it, too."""
        return self.made_of(part, what, "tree", lambda data: parse(data, part, self.where))

    def made_of(self, part: str, what: str, of: str, make: Callable[[bytes], T], limit: int = MAX_SMALL_PART) -> T:
        """Return what `make` makes of the bytes of a part; of a run over many books it is made once for equal bytes.

        Args:
            part: its name.
            what: what it is called where it is missing.
            of: tells what is made from all else that is made of the same bytes.
            make: makes it, from the bytes alone; nobody may change it afterwards.
            limit: the bytes that it may have.
        """
        member = self.require(part, what)
        kept = memory()
        if kept is None or max(member.size, member.packed) > min(LARGEST, limit):
            return make(self.archive.read(member, limit))
        packed = self.archive.content[member.data : member.data + member.packed]
        key = of, packed, member.method, member.flags, member.crc, member.size
        found: T = kept.made(key, member.size, lambda: make(self.archive.read(member, limit)))
        return found

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return the pointers of a part by their identifiers; none where it has none. They are not to be changed."""
        folder, _, name = part.rpartition("/")
        source = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if self.member(source) is None:
            return {}
        what = "A list of relationships"
        return self.made_of(source, what, f"from {folder}", lambda data: self._pointers(data, source, folder))

    def _pointers(self, data: bytes, source: str, folder: str) -> dict[str, Relationship]:
        found = {}
        for element in children(parse(data, source, self.where), "Relationship"):
            ident, kind = element.get("Id", ""), element.get("Type", "").rpartition("/")[2]
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            found[ident] = Relationship(ident, kind, target if external else resolve(folder, target), external)
        return found


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def resolve(folder: str, target: str) -> str:
    """Return the part that a target names, as seen from a part in `folder`."""
    target = target.replace("\\", "/").partition("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def open_package(path: str | os.PathLike[str]) -> Package:
    """Read a workbook file and make sure that it is one.

    Raises:
        UsageError: there is no such file, or it is a folder.
        WorkbookError: it is no `.xlsx` or `.xlsm` workbook, or it is damaged.
        UnsafeWorkbook: it is locked by a password, or built to do harm.
    """
    path = Path(path)
    where = str(path)
    content, written = _content(path, where)
    if not content.startswith((b"PK\3\4", b"PK\5\6")) and content.rfind(b"PK\5\6", -66_000) < 0:
        raise _not_a_zip(content, where)
    archive = open_archive(content, where)
    package = Package(path, where, archive, written, _members={_key(m.name): m for m in archive.members})
    package.workbook = _workbook_part(package)
    return package


def _content(path: Path, where: str) -> tuple[bytes, Fingerprint]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UsageError("This is a folder.", where=where, hint="Name a workbook (.xlsx or .xlsm).")
        if not stat.S_ISREG(status.st_mode):
            raise UsageError("This is no file.", where=where, hint="Name a workbook (.xlsx or .xlsm).")
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            content = file.read()
    except FileNotFoundError:
        raise UsageError("There is no such file.", where=where, hint="Check the name and the folder.") from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        # To Windows a file that another program has for itself alone is one that may not be read.
        hint = "Close it in other programs, and check who may read it."
        raise WorkbookError(f"The file cannot be read: {why}.", where=where, hint=hint) from problem
    if not content:
        raise WorkbookError("The file is empty.", where=where, hint="Fetch or save it again.")
    return content, fingerprint(status)


def _not_a_zip(content: bytes, where: str) -> WorkbookError:
    if content.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return UnsafeWorkbook(
                "The workbook is locked by a password.",
                where=where,
                hint="Open it in Excel, take the password off (File, Info, Protect Workbook), and save it.",
            )
        return WorkbookError(
            "This is a workbook in the old .xls format (Excel 97-2003), or another old Office file.",
            where=where,
            hint="Open it in Excel or LibreOffice and save it as .xlsx, or say “socroi convert” and its name.",
        )
    if content.startswith(b"PK"):
        return WorkbookError(
            "The file is cut short or damaged: it begins like a workbook, but its directory is missing.",
            where=where,
            hint="Fetch or copy it again.",
        )
    start = content[:4096]
    if b"\0" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return WorkbookError(
            "This is a text file (such as CSV), not a workbook, whatever its name says.",
            where=where,
            hint="Open it in Excel and save it as .xlsx, or name it .csv and import it.",
        )
    return WorkbookError("This is no workbook.", where=where, hint="Name an .xlsx or .xlsm file.")


def _workbook_part(package: Package) -> str:
    """Return the name of the workbook part; refuse packages of other kinds."""
    mimetype = package.member("mimetype")
    if mimetype is not None and b"opendocument" in package.archive.read(mimetype, 1024):
        raise WorkbookError(
            "This is an OpenDocument file, not an Excel workbook.",
            where=package.where,
            hint="Open it in LibreOffice and save it as .xlsx, or say “socroi convert” and its name.",
        )
    part = next((r.part for r in package.relationships("").values() if r.kind == "officeDocument"), "xl/workbook.xml")
    if part.casefold().endswith(".bin") or (package.member(part) is None and package.member("xl/workbook.bin")):
        raise WorkbookError(
            "This is a binary workbook (.xlsb).",
            where=package.where,
            hint="Open it in Excel and save it as .xlsx, or say “socroi convert” and its name.",
        )
    if package.member(part) is None or package.member("[Content_Types].xml") is None:
        raise WorkbookError(
            "This is a zip file, but no workbook.", where=package.where, hint="Name an .xlsx or .xlsm file."
        )
    return part


def not_a_workbook(package: Package, root: Element) -> WorkbookError:
    """Return the refusal of an Office file of another kind."""
    kind = {"document": "a Word document", "presentation": "a PowerPoint presentation"}.get(
        local(root.tag), "no workbook"
    )
    return WorkbookError(f"This is {kind}.", where=package.where, hint="Name an .xlsx or .xlsm file.")
