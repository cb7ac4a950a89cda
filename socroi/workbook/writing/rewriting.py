"""Whole parts of a package put in, replaced or taken out, every other one copied as it lies."""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from socroi.errors import WorkbookError
from socroi.patterns import pattern
from socroi.workbook.package.archive import DEFLATED, Member, crc32, deflater
from socroi.workbook.package.fingerprint import fingerprint
from socroi.workbook.package.parts import MAX_SMALL_PART, Package, resolve
from socroi.workbook.writing.replacing import atomic, state_of
from socroi.workbook.writing.saving import check_target, deflate, write_directory

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENT_TYPES: Final = "[Content_Types].xml"
_FIRST_DAY: Final = 0x21
"""1 January 1980, the first day of a zip file's calendar."""
_RELATIONSHIP: Final = pattern(r"<(?:[\w.-]+:)?Relationship\s[^<>]*?(?:/>|>\s*</(?:[\w.-]+:)?Relationship>)")
_OVERRIDE: Final = pattern(r"<(?:[\w.-]+:)?Override\s[^<>]*?(?:/>|>\s*</(?:[\w.-]+:)?Override>)")


class Rewriting:
    """The changes to one package, collected part by part and written by `save`."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._parts: dict[str, bytes] = {}
        self._dropped: set[str] = set()

    @property
    def added(self) -> list[str]:
        """The names of the parts that are put in and that the package did not have."""
        return [name for name in self._parts if self.package.member(name) is None]

    def name(self, part: str) -> str:
        """Return a part's name as the package spells it."""
        member = self.package.member(part)
        return part if member is None else member.name

    def has(self, part: str) -> bool:
        """Whether there is such a part, the changes so far counted."""
        name = self.name(part)
        return name in self._parts or (self.package.member(part) is not None and name not in self._dropped)

    def text(self, part: str) -> str:
        """Return the text of a part, the changes so far counted.

        Raises:
            WorkbookError: there is no such part, or it is not in UTF-8.
        """
        name = self.name(part)
        data = self._parts.get(name)
        if data is None:
            data = self.package.read(part, f"The part {part}", MAX_SMALL_PART)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise WorkbookError(
                f"The part {part} is not in UTF-8, as spreadsheet programs write it.",
                where=self.package.where,
                hint="Open the file in Excel and save it.",
            ) from problem

    def put(self, part: str, content: str | bytes) -> None:
        """Add a part, or replace it."""
        name = self.name(part)
        self._dropped.discard(name)
        self._parts[name] = content.encode() if isinstance(content, str) else content

    def edit(self, part: str, change: Callable[[str], str]) -> bool:
        """Change the text of a part; return whether that made a difference."""
        old = self.text(part)
        new = change(old)
        if new != old:
            self.put(part, new)
        return new != old

    def drop(self, part: str) -> None:
        """Take out a part, its own relationships, and what the package says of its type."""
        folder, _, last = part.rpartition("/")
        for gone in (part, f"{folder}/_rels/{last}.rels"):
            self._parts.pop(self.name(gone), None)
            self._dropped.add(self.name(gone))
        wanted = f'partname="/{part}"'.casefold()
        self.edit(
            CONTENT_TYPES,
            lambda text: _OVERRIDE.sub(lambda m: "" if wanted in m[0].replace("'", '"').casefold() else m[0], text),
        )

    def unlink(self, part: str, kind: str) -> list[str]:
        """Take out the relationships of a part that are of one kind, by the last word of their type.

        Returns:
            the parts that they named; take them out with `drop`.
        """
        folder, _, last = part.rpartition("/")
        relationships = f"{folder}/_rels/{last}.rels" if part else "_rels/.rels"
        if not self.has(relationships):
            return []
        targets: list[str] = []

        def change(found: re.Match[str]) -> str:
            attributes = dict(re.findall(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']", found[0]))
            if attributes.get("Type", "").rpartition("/")[2] != kind:
                return found[0]
            if attributes.get("TargetMode") != "External":
                targets.append(resolve(folder, attributes.get("Target", "")))
            return ""

        self.edit(relationships, lambda text: _RELATIONSHIP.sub(change, text))
        return targets

    def save(self, target: str | os.PathLike[str]) -> None:
        """Write the package; the file appears at once and complete, or not at all.

        Raises:
            UsageError: the target is a folder, or lies in none.
            WorkbookError: it is read-only, it changed since it was read, or it cannot be written.
        """
        path = Path(os.path.realpath(target))
        is_source = check_target(path, self.package)
        with atomic(path, self.package.written if is_source else None) as file:
            self._write(file)
            written = state_of(file)
        if is_source:
            self.package.written = written or fingerprint(path.stat())

    def _write(self, file: IO[bytes]) -> None:
        archive = self.package.archive
        content = memoryview(archive.content)
        physical = sorted(archive.members, key=lambda member: member.start)
        ends = [member.start for member in physical[1:]] + [archive.directory]
        moved: dict[str, tuple[Member, int]] = {}
        file.write(content[: physical[0].start])
        for member, end in zip(physical, ends, strict=True):
            start = file.tell()
            if member.name in self._parts:
                written = deflate(archive, member, iter((self._parts[member.name],)), file)
                moved[member.name] = written, start
            elif member.name not in self._dropped:
                file.write(content[member.start : end])
                moved[member.name] = member, start
        members = [moved[member.name] for member in archive.members if member.name in moved]
        added = [_add(name, data, file) for name, data in self._parts.items() if name not in moved]
        write_directory(archive, members + [(member, member.start) for member in added], file)


def _add(name: str, data: bytes, file: IO[bytes]) -> Member:
    """Write a new member and return its entry."""
    squeeze = deflater()
    packed = squeeze.compress(data) + squeeze.flush()
    raw = name.encode()
    start = file.tell()
    sizes = (crc32(data), len(packed), len(data))
    member = Member(name, raw, 20, 20, 0x800, DEFLATED, 0, _FIRST_DAY, *sizes, 0, 0, b"", b"", start)
    file.write(struct.pack("<4s5H3I2H", b"PK\3\4", member.needed, member.flags, member.method, member.time, member.date,
                           member.crc, member.packed, member.size, len(raw), 0))  # fmt: skip
    file.write(raw + packed)
    return member
