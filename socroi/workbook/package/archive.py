"""The zip container of a workbook, down to its bytes: what to copy untouched, what may be inflated, what to refuse.

The standard library reads zip files, but it cannot copy a member as it lies (compressed data, local header, data
descriptor), and it trusts the sizes that a file declares. So the directory is read by hand here (APPNOTE 6.3).
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final, Protocol

from socroi.errors import UnsafeWorkbook, WorkbookError
from socroi.records import record
from socroi.workbook.package.accelerators import ISAL
from socroi.workbook.package.threads import BIG, ahead

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PART: Final = (1 << 32) - 1
"""No part may inflate to 4 GiB or more."""
MAX_TOTAL: Final = 1 << 34
"""Nor may all that is read of one package inflate to more than 16 GiB."""
RATIO: Final = 200
RATIO_FROM: Final = 100 << 20
"""A part beyond 100 MiB must not be more than 200 times its compressed size; sheets are 10 to 100 times theirs."""

STORED: Final = 0
DEFLATED: Final = 8
_INPUT: Final = 1 << 20
_OUTPUT: Final = 1 << 22
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_LENGTHS: Final = struct.Struct("<2H")
"""What a local header ends with: how long the name and the extra fields are."""
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_END64: Final = struct.Struct("<4sQ2H2I4Q")
_LOCATOR: Final = struct.Struct("<4sIQI")
_ZIP64_EXTRA: Final = 1
_CODEC: Final = zlib if ISAL is None else ISAL


@record(slots=True)
class Member:
    """One entry of the directory; `start` is where its local header lies in the file, `data` where its bytes do."""

    name: str
    raw_name: bytes
    made_by: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    internal: int
    external: int
    extra: bytes
    comment: bytes
    start: int
    data: int = 0


@record(slots=True)
class Archive:
    """The members in directory order; where the directory begins; how many bytes stand before the zip file itself."""

    content: bytes
    where: str
    members: list[Member]
    directory: int
    comment: bytes
    shift: int = 0
    inflated: int = 0

    def chunks(self, member: Member, limit: int = MAX_PART) -> Iterator[bytes]:
        """Yield a member's inflated bytes in pieces of at most 4 MiB.

        Raises:
            UnsafeWorkbook: it inflates beyond `limit` or out of all proportion, or it is encrypted.
            WorkbookError: its data is damaged (checksum, length, compression).
        """
        if member.flags & 1:
            raise UnsafeWorkbook(
                f"The part {member.name} is encrypted.", where=self.where, hint="Save it without a password first."
            )
        if member.method not in (STORED, DEFLATED):
            raise WorkbookError(
                f"The part {member.name} is compressed by method {member.method}, which no spreadsheet program uses.",
                where=self.where,
                hint="Open and save it in Excel or LibreOffice.",
            )
        size = crc = 0
        made = self._pieces(member)
        for piece in ahead(made) if member.size > BIG else made:
            size += len(piece)
            self.inflated += len(piece)
            crc = crc32(piece, crc)
            if size > limit or self.inflated > MAX_TOTAL or (size > RATIO_FROM and size > RATIO * member.packed):
                raise UnsafeWorkbook(
                    f"The part {member.name} inflates from {member.packed:,} to more than {size:,} bytes: "
                    "it looks like a zip bomb and was not read further.",
                    where=self.where,
                )
            yield piece
        if size != member.size or crc != member.crc:
            raise self._damaged(member)

    def read(self, member: Member, limit: int = MAX_PART) -> bytes:
        """Return a member's inflated bytes."""
        return b"".join(self.chunks(member, limit))

    def _pieces(self, member: Member) -> Iterator[bytes]:
        view = memoryview(self.content)[member.data : member.data + member.packed]
        if member.method == STORED:
            for at in range(0, len(view), _OUTPUT):
                yield bytes(view[at : at + _OUTPUT])
            return
        inflater = _CODEC.decompressobj(-15)
        try:
            for at in range(0, len(view), _INPUT):
                piece = inflater.decompress(view[at : at + _INPUT], _OUTPUT)
                while piece:
                    yield piece
                    piece = inflater.decompress(inflater.unconsumed_tail, _OUTPUT)
                if inflater.eof:
                    return
            while piece := inflater.decompress(inflater.unconsumed_tail, _OUTPUT):
                yield piece
        except _CODEC.error as problem:
            raise self._damaged(member) from problem
        if not inflater.eof:
            raise self._damaged(member)

    def _damaged(self, member: Member) -> WorkbookError:
        return WorkbookError(
            f"The part {member.name} is damaged: its data does not match its checksum.",
            where=self.where,
            hint="Fetch or save the file again.",
        )


def crc32(data: bytes | memoryview, start: int = 0) -> int:
    """Return the checksum of bytes that follow others with the checksum `start`."""
    found: int = _CODEC.crc32(data, start)
    return found


class Deflater(Protocol):
    """What `zlib.compressobj` gives."""

    def compress(self, data: bytes | memoryview, /) -> bytes:
        """Take in more bytes."""

    def flush(self) -> bytes:
        """Close the stream."""


def deflater() -> Deflater:
    """Return a raw deflate compressor that favours speed."""
    found: Deflater = _CODEC.compressobj(1, DEFLATED, -15)
    return found


def open_archive(content: bytes, where: str) -> Archive:
    """Read the directory of a zip file and check it against the file.

    Raises:
        WorkbookError: it is no zip file, or it was cut short.
        UnsafeWorkbook: members overlap or a name occurs twice.
    """
    cut_short = WorkbookError(
        "The file is cut short or damaged: it begins like a workbook, but its directory is missing.",
        where=where,
        hint="Fetch or copy it again.",
    )
    end = content.rfind(b"PK\5\6", max(0, len(content) - (1 << 16) - _END.size))
    if end < 0 or end + _END.size > len(content):
        raise cut_short
    _, disk, _, _, count, size, offset, length = _END.unpack_from(content, end)
    comment = content[end + _END.size : end + _END.size + length]
    stop = end
    locator = end - _LOCATOR.size
    if locator >= 0 and content.startswith(b"PK\6\7", locator):
        _, _, at, _ = _LOCATOR.unpack_from(content, locator)
        if not content.startswith(b"PK\6\6", at):
            at = content.rfind(b"PK\6\6", 0, locator)
        if at < 0 or at + _END64.size > len(content):
            raise cut_short
        _, _, _, _, disk, _, _, count, size, offset = _END64.unpack_from(content, at)
        stop = at
    shift = stop - size - offset  # bytes put before the zip file, as self-extracting archives do
    directory = stop - size
    if disk or directory < 0 or shift < 0:
        raise cut_short
    try:
        members = list(_entries(content, directory, stop, count, shift))
    except (struct.error, ValueError) as problem:
        raise cut_short from problem
    archive = Archive(content, where, members, directory, comment, shift)
    _check_layout(archive, cut_short)
    return archive


def _entries(content: bytes, at: int, stop: int, count: int, shift: int) -> Iterator[Member]:
    unpack = _CENTRAL.unpack_from
    for _ in range(count):
        (magic, made_by, needed, flags, method, time, date, crc, packed, size, names, extras, comments, _, internal,
         external, start) = unpack(content, at)  # fmt: skip
        if magic != b"PK\1\2":
            raise ValueError("no directory entry")
        at += _CENTRAL.size
        raw_name = content[at : at + names]
        at += names
        extra = comment = b""
        if extras or comments:
            extra = content[at : at + extras]
            comment = content[at + extras : at + extras + comments]
            at += extras + comments
        if at > stop:
            raise ValueError("the entry runs beyond the directory")
        if MAX_PART in (size, packed, start):
            wide = dict(split_extra(extra)).get(_ZIP64_EXTRA, b"")
            fields = [size, packed, start]
            for index, value in enumerate(fields):
                if value == MAX_PART:
                    fields[index], wide = struct.unpack("<Q", wide[:8])[0], wide[8:]
            size, packed, start = fields
        yield Member(_name(raw_name), raw_name, made_by, needed, flags, method, time, date, crc, packed, size, internal,
                     external, extra, comment, start + shift)  # fmt: skip


def split_extra(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (id, data) of each extra field; trailing bytes that are no field are left out."""
    at = 0
    while at + 4 <= len(extra):
        ident, length = struct.unpack_from("<2H", extra, at)
        yield ident, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _check_layout(archive: Archive, cut_short: WorkbookError) -> None:
    """Find where each member's data lies; refuse members that share bytes and names that occur twice."""
    content, directory, header = archive.content, archive.directory, _LOCAL.size
    seen: set[str] = set()
    for member in archive.members:
        start = member.start
        if start + header > directory or content[start : start + 4] != b"PK\3\4":
            raise cut_short
        names, extras = _LENGTHS.unpack_from(content, start + header - _LENGTHS.size)
        member.data = start + header + names + extras
        key = member.name.casefold()
        if key in seen or content[start + header : start + header + names] != member.raw_name:
            raise UnsafeWorkbook(
                f"The package names the part {member.name} twice or in two ways: programs would disagree on it.",
                where=archive.where,
                hint="Open and save it in Excel or LibreOffice.",
            )
        seen.add(key)
    ordered = sorted(archive.members, key=lambda member: member.start)
    ends = [member.start for member in ordered[1:]] + [archive.directory]
    for member, end in zip(ordered, ends, strict=False):  # a package without a part has an end all the same
        if member.data + member.packed > end:
            if end == archive.directory:
                raise cut_short
            raise UnsafeWorkbook(
                f"The part {member.name} shares bytes with another one, as in a zip bomb.", where=archive.where
            )
