"""Saving: new values go in, every other byte of the package stays, and no crash can cost the file that was there."""

from __future__ import annotations

import io
import os
import stat
import struct
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from socroi.errors import UsageError, WorkbookError
from socroi.workbook.package.archive import DEFLATED, MAX_PART, STORED, Archive, Member, crc32, deflater, split_extra
from socroi.workbook.package.fingerprint import fingerprint
from socroi.workbook.package.threads import BIG, aside
from socroi.workbook.reading.quick import OddSheetError
from socroi.workbook.writing.changes import Edits, SheetChanges, plan, refuse_unwritable
from socroi.workbook.writing.quick import Patcher
from socroi.workbook.writing.replacing import atomic, refuse_read_only, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from socroi.workbook.package.parts import Package
    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.known_sheets import Rewritten

_ZIP64: Final = 1
_MAX16: Final = (1 << 16) - 1


def save(
    loaded: Loaded, results: Mapping[int, SheetChanges], target: str | os.PathLike[str], *, followed: bool = False
) -> int:
    """Write the workbook with new values to `target`, which may be the file it was read from.

    Only the values that differ from those in the file are written; parts without any are copied as they lie, and so is
    the whole file if nothing differs. The file appears at once and complete, or not at all.

    Args:
        loaded: the workbook as it was read.
        results: by sheet index, the cells to write.
        target: the file to make or to replace.
        followed: whether it is no link, because somebody followed it.

    Returns:
        the number of cells that got another value.

    Raises:
        UsageError: the target is a folder, or lies in none.
        WorkbookError: it is read-only, it changed since it was read, or it cannot be written.
    """
    target = Path(target if followed else os.path.realpath(target))
    is_source = check_target(target, loaded.package)
    edits: dict[str, tuple[int, Edits | Rewritten]] = {}
    for index, result in results.items():
        part = loaded.parts[index]
        if part is None:
            raise ValueError(f"{loaded.book.sheets[index].name} is no worksheet")
        if part.known is not None:
            # A single book has no need of it.
            from socroi.workbook.writing.known_sheets import rewritten

            new = rewritten(part, result, loaded.book.strings)
            if new is not None:
                if new.count:
                    edits[loaded.package.require(part.part, "The sheet").name] = index, new
                continue
        sheet = loaded.book.sheets[index]
        wanted = plan(sheet, part, result, loaded.error_marks)
        refuse_unwritable(wanted, loaded.book.strings, f"{loaded.package.where}!{sheet.name}")
        if wanted:
            edits[loaded.package.require(part.part, "The sheet").name] = (index, wanted)
    if not edits and is_source:
        return 0
    with atomic(target, loaded.package.written if is_source else None) as file:
        if edits and len(loaded.package.archive.content) < BIG:
            # Written in one piece: each step back in a file that is buffered is a call of the system.
            whole = io.BytesIO()
            _write(loaded, edits, results, whole)
            file.write(whole.getbuffer())
        elif edits:
            _write(loaded, edits, results, file)
        else:
            file.write(loaded.package.archive.content)
        written = state_of(file)
    if is_source:
        loaded.package.written = written or fingerprint(target.stat())
    return sum(wanted.count for _, wanted in edits.values())


def check_target(target: Path, package: Package) -> bool:
    """Refuse a target that cannot be written; return whether it is the file that was read."""
    where = str(target)
    found = _status(where)
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise UsageError("This is a folder.", where=where, hint="Name the file to write.")
    folder = os.path.split(where)[0]
    around = _status(folder)
    if around is None or not stat.S_ISDIR(around.st_mode):
        raise UsageError("There is no such folder to write to.", where=folder, hint="Create it first.")
    refuse_read_only(target, found, around)
    source = os.fspath(package.path)
    # Two looks at one path are of two files where another program puts its own there between them.
    if found is None or where in (source, package.real or os.path.realpath(source)):
        return found is not None
    there = _status(source)
    return there is not None and os.path.samestat(found, there)


def _status(place: str) -> os.stat_result | None:
    """Return the state of a file or a folder, asked for once; None where there is none."""
    try:
        return os.stat(place)  # noqa: PTH116 - of a thousand books each is asked for
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(
    loaded: Loaded,
    edits: Mapping[str, tuple[int, Edits | Rewritten]],
    results: Mapping[int, SheetChanges],
    file: IO[bytes],
) -> None:
    archive = loaded.package.archive
    content = memoryview(archive.content)
    physical = sorted(archive.members, key=lambda member: member.start)
    ends = [member.start for member in physical[1:]] + [archive.directory]
    moved: dict[str, tuple[Member, int]] = {}
    file.write(content[: physical[0].start])
    copied = physical[0].start
    for member, end in zip(physical, ends, strict=True):
        if member.name in edits:
            file.write(content[copied : member.start])
            start, copied = file.tell(), end
            index, wanted = edits[member.name]
            if isinstance(wanted, Edits):
                new = _write_part(loaded, index, wanted, results[index], member, file)
            else:
                new = deflate(archive, member, iter((wanted.data,)), file)
            moved[member.name] = new, start
        else:
            moved[member.name] = member, file.tell() + member.start - copied
    file.write(content[copied : archive.directory])
    write_directory(archive, [moved[member.name] for member in archive.members], file)


def _write_part(
    loaded: Loaded, index: int, edits: Edits, results: SheetChanges, member: Member, file: IO[bytes]
) -> Member:
    """Write a sheet with its edits; return its new entry."""
    archive = loaded.package.archive
    part = loaded.parts[index]
    known = ([], []) if part is None else (part.runs, part.layouts)
    patcher = Patcher(edits, loaded.book.strings, loaded.error_marks, *known)
    start = file.tell()
    if part is not None and part.plain:
        with suppress(OddSheetError):
            if part.known is not None:
                from socroi.workbook.writing.known_sheets import learn

                new = b"".join(patcher.quick(archive.chunks(member)))
                learn(part, results, loaded.book.strings, new)
                return deflate(archive, member, iter((new,)), file)
            return deflate(archive, member, patcher.quick(archive.chunks(member)), file)
        file.seek(start)
        file.truncate()
    where = f"{loaded.package.where}!{loaded.book.sheets[index].name}"
    data = patcher.careful(archive.read(member))
    if patcher.applied != edits.count:
        raise AssertionError(f"{where}: {patcher.applied} of {edits.count} values found their cell")
    return deflate(archive, member, iter((data,)), file)


def deflate(archive: Archive, member: Member, pieces: Iterator[bytes | memoryview], file: IO[bytes]) -> Member:
    """Write new bytes for a member, compressed as it was; return its new entry."""
    header = archive.content[member.start : member.data]
    names = len(member.raw_name)
    extra = _without_zip64(header[30 + names :]) if len(header) > 30 + names else b""
    start = file.tell()
    file.write(bytes(30) + member.raw_name + extra)
    body = file.tell()
    crc = size = 0
    squeeze = deflater() if member.method == DEFLATED else None

    def packed(piece: bytes | memoryview) -> bytes | memoryview:
        nonlocal crc, size
        crc = crc32(piece, crc)
        size += len(piece)
        return piece if squeeze is None else squeeze.compress(piece)

    for piece in aside(packed, pieces) if member.size > BIG else map(packed, pieces):
        file.write(piece)
    if squeeze is not None:
        file.write(squeeze.flush())
    end = file.tell()
    if size > MAX_PART:
        raise WorkbookError(f"The part {member.name} would grow beyond 4 GiB.", where=archive.where)
    method = STORED if squeeze is None else DEFLATED
    done = Member(member.name, member.raw_name, member.made_by, member.needed, member.flags & ~8, method, member.time,
                  member.date, crc, end - body, size, member.internal, member.external, member.extra, member.comment,
                  member.start, member.data)  # fmt: skip
    file.seek(start)
    needed = max(20, struct.unpack_from("<H", header, 4)[0])
    file.write(
        struct.pack("<4s5H3I2H", b"PK\3\4", needed, done.flags, method, member.time, member.date, crc, done.packed,
                    size, names, len(extra))
    )  # fmt: skip
    file.seek(end)
    return done


def _without_zip64(extra: bytes) -> bytes:
    if not any(ident == _ZIP64 for ident, _ in split_extra(extra)):
        return extra
    return b"".join(
        struct.pack("<2H", ident, len(data)) + data for ident, data in split_extra(extra) if ident != _ZIP64
    )


def write_directory(archive: Archive, members: list[tuple[Member, int]], file: IO[bytes]) -> None:
    """Write the directory of the members, each with the place where it begins now, and the end of the zip file."""
    start = file.tell()
    for member, place in members:
        offset = place - archive.shift
        wide = b""
        if max(member.size, member.packed, offset) >= MAX_PART:
            sizes = (member.size, member.packed, offset)
            wide = b"".join(struct.pack("<Q", value) for value in sizes if value >= MAX_PART)
        extra = _without_zip64(member.extra) if member.extra else b""
        if wide:
            extra = struct.pack("<2H", _ZIP64, len(wide)) + wide + extra
        file.write(
            struct.pack("<4s6H3I5H2I", b"PK\1\2", member.made_by, max(member.needed, 45) if wide else member.needed,
                        member.flags, member.method, member.time, member.date, member.crc, min(member.packed, MAX_PART),
                        min(member.size, MAX_PART), len(member.raw_name), len(extra), len(member.comment), 0,
                        member.internal, member.external, min(offset, MAX_PART))
            + member.raw_name + extra + member.comment
        )  # fmt: skip
    end = file.tell()
    count, size, offset = len(members), end - start, start - archive.shift
    if count >= _MAX16 or size >= MAX_PART or offset >= MAX_PART:
        file.write(struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset))
        file.write(struct.pack("<4sIQI", b"PK\6\7", 0, end - archive.shift, 1))
    short = min(count, _MAX16)
    file.write(
        struct.pack(
            "<4s4H2IH", b"PK\5\6", 0, 0, short, short, min(size, MAX_PART), min(offset, MAX_PART), len(archive.comment)
        )
        + archive.comment
    )
