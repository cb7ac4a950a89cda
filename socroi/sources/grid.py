"""A file as rows of cells, before anyone knows whose export it is: a text and its encoding, a workbook, a zip."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from socroi.errors import CELL_ERRORS, SourceError
from socroi.sources.code_pages import code_page, shown
from socroi.sources.long_text import LONG, LongText, long_text
from socroi.sources.numerals import Cell
from socroi.sources.regular_files import refuse_no_file
from socroi.sources.sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Rows = list[list[Cell]] | LongText
"""Rows of cells; those of a long text are parsed when they are asked for."""

LARGEST: Final = 512 * 1024 * 1024
"""No export is larger than this, in bytes, unpacked."""

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_DELIMITERS: Final = (",", ";", "\t", "|")
_GZIP: Final = b"\x1f\x8b"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Grid:
    """The cells of one table-like part of a file.

    Attributes:
        path: the file.
        part: the sheet or the member of the zip; "" where the file has one part.
        rows: all rows, the preamble too; a blank line is an empty list, so that index + 1 is the row in a spreadsheet.
        encoding: of a text file; "" for a workbook.
        delimiter: of a text file; "" for a workbook.
        notes: sentences on how the file had to be read.
        date_1904: the workbook counts its days from 1904.
        hidden: it is a sheet that is hidden.
    """

    path: Path
    part: str
    rows: Rows
    encoding: str = ""
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)
    date_1904: bool = False
    hidden: bool = False

    @property
    def where(self) -> str:
        """The place, for a message."""
        return f"{self.path.name}!{self.part}" if self.part else self.path.name

    def text(self, row: int, column: int) -> str:
        """The cell as text, without surrounding space; "" outside the rows."""
        cells = self.rows[row] if row < len(self.rows) else []
        return as_text(cells[column]) if column < len(cells) else ""

    def with_row(self, row: int, cells: list[Cell]) -> Grid:
        """The same grid, with other cells in one row."""
        if isinstance(self.rows, LongText):
            return replace(self, rows=self.rows.with_row(row, cells))
        return replace(self, rows=[*self.rows[:row], cells, *self.rows[row + 1 :]])

    def lines(self, count: int) -> list[str]:
        """The first rows, their cells joined by a comma, for looking at a preamble."""
        return [", ".join(filter(None, map(as_text, row))) for row in self.rows[:count]]


def as_text(cell: Cell) -> str:
    """A cell as text: a whole number without its `.0`, a missing cell as ""."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell.strip()


def grids(path: Path) -> list[Grid]:
    """Read a file into its parts: one for a text file, one for each sheet of a workbook, one for each text in a zip.

    Raises:
        SourceError: there is no such file, it is empty, or it is no text, no workbook and no zip of texts.
    """
    try:
        refuse_no_file(path)
        if path.stat().st_size > LARGEST:
            raise SourceError(f"it is larger than {LARGEST >> 20} MB, which no platform's export is.", where=str(path))
        content = _bytes(path)
        if content.startswith(_GZIP):
            content = _gunzipped(path)
    except FileNotFoundError:
        raise SourceError("there is no such file.", where=str(path)) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError("the gz file is damaged.", where=path.name, hint="Download the export again.") from error
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror}.", where=str(path)) from error
    if not content[:1024].strip() and not content.strip():
        raise SourceError("the file is empty.", where=path.name, hint="Export it again.")
    if content.startswith(_OLD_EXCEL):
        return [Grid(path, name, rows) for name, rows in sheets(path)]
    if content.startswith(b"PK"):
        return list(_packed(path))
    return [_text(path, "", content)]


def _bytes(path: Path) -> bytearray:
    """The content of a file; not twice in memory, as it may be long."""
    content = bytearray(path.stat().st_size)
    with path.open("rb") as file:
        read = file.readinto(content)
    return content[:read] if read < len(content) else content


def _gunzipped(path: Path) -> bytearray:
    """The text that a gz file holds."""
    with gzip.open(path) as file:
        content = bytearray(file.read(LARGEST + 1))
    if len(content) > LARGEST:
        raise SourceError(f"unpacked it is larger than {LARGEST >> 20} MB.", where=path.name)
    if content.startswith((b"PK", _OLD_EXCEL)):
        raise SourceError("the gz file holds a workbook.", where=path.name, hint="Unpack it, and give that file.")
    return content


def _packed(path: Path) -> Iterator[Grid]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise SourceError("the zip file is damaged.", where=path.name, hint="Download the export again.") from error
    with archive:
        names = archive.namelist()
        if "[Content_Types].xml" in names:
            if "xl/workbook.bin" not in names:
                yield from _workbook(path)
                return
            yield from _by_calamine(path, archive)
            return
        if "content.xml" in names:
            yield from _by_calamine(path, archive)
            return
        texts = [
            name
            for name in names
            if name.casefold().endswith((".csv", ".tsv", ".txt")) and not name.startswith("__MACOSX/")
        ]
        if not texts:
            raise SourceError(
                f"the zip holds {', '.join(names[:5]) or 'nothing'}, and no CSV file.",
                where=path.name,
                hint="Unpack it, and give the file that is meant.",
            )
        if sum(archive.getinfo(name).file_size for name in texts) > LARGEST:
            raise SourceError(f"unpacked it is larger than {LARGEST >> 20} MB.", where=path.name)
        for name in texts:
            try:
                content = archive.read(name)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
                raise SourceError(
                    f"{name} in the zip cannot be unpacked.", where=path.name, hint="Download the export again."
                ) from error
            if content.strip():
                yield _text(path, name, bytearray(content))


def _by_calamine(path: Path, archive: zipfile.ZipFile) -> Iterator[Grid]:
    if sum(member.file_size for member in archive.infolist()) > LARGEST:
        raise SourceError(f"unpacked it is larger than {LARGEST >> 20} MB.", where=path.name)
    for name, rows in sheets(path):
        yield Grid(path, name, rows)


def _workbook(path: Path) -> Iterator[Grid]:
    from socroi.engine.model.block import BOOLEAN, ERROR, NUMBER, TEXT
    from socroi.sources.never_computed import compute_missing
    from socroi.sources.sheet_forms import fill_merged, hidden_sheets
    from socroi.workbook.reading.book import load

    loaded = load(path)
    book, out_of_sight = loaded.book, hidden_sheets(loaded)
    for place, sheet in enumerate(book.sheets):
        if not sheet.is_worksheet or not sheet.row_count:
            continue
        computed = compute_missing(loaded, place)
        rows: list[list[Cell]] = [[None] * sheet.column_count for _ in range(sheet.row_count)]
        for index, column in sheet.columns.items():
            for row, (kind, data) in enumerate(zip(column.kind.tolist(), column.data.tolist(), strict=True)):
                if kind == NUMBER:
                    rows[row][index] = data
                elif kind == TEXT:
                    rows[row][index] = book.strings[data]
                elif kind == BOOLEAN:
                    rows[row][index] = "TRUE" if data else "FALSE"
                elif kind == ERROR:
                    rows[row][index] = CELL_ERRORS[int(data)]
        unseen = len(sheet.hidden | sheet.filtered)
        notes = [f"{unseen} rows of the sheet are hidden, by a filter or by hand, and are read too."] if unseen else []
        notes += computed
        if filled := fill_merged(rows, loaded, place):
            notes.append(f"{filled} cells are merged with the one above them, and have its name or its day.")
        date_1904, hidden = book.calculation.date_1904, place in out_of_sight
        yield Grid(path, sheet.name, rows, notes=notes, date_1904=date_1904, hidden=hidden)


def _text(path: Path, part: str, content: bytearray) -> Grid:
    if len(content) >= LONG and (grid := _long(path, part, content)) is not None:
        return grid
    text, encoding, notes = _decoded(path, content)
    declared = _declared(text.partition("\n")[0])
    if declared:
        text = "\n" + text.partition("\n")[2]
    delimiter = declared or _delimiter(text)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(_lines(text), delimiter=delimiter, strict=True)]
    except csv.Error as error:
        raise SourceError(
            f"it is not well-formed CSV ({error}).",
            where=path.name,
            hint="A quotation mark is open or stray: export the file again.",
        ) from error
    return Grid(path, part, rows, encoding, delimiter, notes)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, with what ends them; a `StringIO` would hold it in four times its bytes."""
    return (each.group() for each in _LINE.finditer(text))


def _declared(line: str) -> str:
    """The sign between cells that a first line such as `sep=;` names; "" where it does not."""
    declared = line.strip().strip('"')
    if not declared.casefold().startswith("sep=") or len(declared) > 5:
        return ""
    return declared[4:] or "\t"


def _long(path: Path, part: str, content: bytearray) -> Grid | None:
    """The rows of a long text, as they are cut without a list of them; None where they cannot be."""
    text, encoding, notes = _decoded(path, content)
    head = text[: 1 << 17]
    if encoding not in ("utf-8", "utf-8-sig"):
        content = bytearray(text.encode())
    del text
    declared = _declared(head.partition("\n")[0])
    above = content.index(b"\n") if declared else len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0
    removed = content[:above]
    del content[:above]
    size = len(content)
    delimiter = declared or _delimiter(head)
    rows = long_text(content, delimiter) if delimiter.isascii() else None
    if rows is None:
        # It was changed in place, as a copy would be as long again.
        del content[size:]
        content[:0] = removed
        return None
    return Grid(path, part, rows, encoding, delimiter, notes)


def _decoded(path: Path, content: bytearray) -> tuple[str, str, list[str]]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding), encoding, []
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"its text is damaged at byte {error.start} ({encoding}).", where=path.name
                ) from error
    head = content[:4096]
    if b"\0" in head:
        encoding = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = "\0"
        if "\0" not in text:
            return text, encoding, []
        raise SourceError(
            "it is not a text file.", where=path.name, hint="An export is a .csv, .tsv, .xlsx, .xls, .ods or .zip file."
        )
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    page, proved = code_page(content)
    try:
        text = content.decode(page)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"its text is neither UTF-8 nor UTF-16 (byte {error.start}).",
            where=path.name,
            hint="Export it again, or save it as UTF-8.",
        ) from error
    why = "by its headings" if proved else "which no heading proves. Letters with accents in names may be wrong"
    note = (
        "The file is not UTF-8, as the platform writes it: it was saved again by another program, and was read as "
        f"{shown(page)}, {why}; numbers are not touched."
    )
    return text, page, [note]


def _delimiter(text: str) -> str:
    """The sign that divides most rows into most cells."""
    sample = text[:65536]
    best, most = ",", 0
    for sign in _DELIMITERS:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if row]
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=wide.count) if wide else 0
        score = usual * wide.count(usual)
        if score > most:
            best, most = sign, score
    return best
