"""The rows of a book that are too many for its sheet, in a file beside it.

The sheet Data then holds one row that names the file. Its name has the checksum of its content, so that a book never
reads the rows of another state of it: the book before finds its own file still there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import re
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import WorkbookError
from socroi.intake.rows import DATA, DAYS, typed
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import pandas as pd

    from socroi.workbook.writing.table_sheets import Cell

MOST: Final = 50_000
"""Rows that the sheet Data holds; a spreadsheet program is slow beyond them."""
_MARK: Final = "file: "


def write(book: Path, data: pd.DataFrame) -> str:
    """Write the rows beside a book, as Parquet where pyarrow is installed, else as packed CSV; return the name."""
    plain = data[list(DATA)].copy()
    for name in DAYS:
        plain[name] = plain[name].dt.strftime("%Y-%m-%d")
    if importlib.util.find_spec("pyarrow") is not None:
        import pyarrow as pa
        from pyarrow import parquet

        buffer = io.BytesIO()
        parquet.write_table(pa.table({name: _cells(plain[name]) for name in DATA}), buffer)
        content, suffix = buffer.getvalue(), "parquet"
    else:
        import gzip

        content = gzip.compress(plain.to_csv(index=False).encode(), mtime=0)
        suffix = "csv.gz"
    name = f"{book.stem}.data-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    put(book.with_name(name), content)
    return name


def _cells(column: pd.Series[Any]) -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()


def read(book: Path, name: str) -> pd.DataFrame:
    """Read the rows beside a book.

    Raises:
        WorkbookError: the file is not there, or was changed.
    """
    path = book.with_name(name)
    if not path.is_file():
        raise WorkbookError(
            f"the file {name} with its imported rows is not beside it.",
            where=str(book),
            hint="Put both into one folder again.",
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest()[:12] not in name:
        raise WorkbookError("it was changed or is damaged.", where=str(path), hint="Take it from a backup.")
    if name.endswith(".parquet"):
        try:
            from pyarrow import parquet
        except ModuleNotFoundError as problem:
            raise WorkbookError("pyarrow reads it.", where=str(path), hint="Type: pip install pyarrow") from problem
        return typed(parquet.read_table(io.BytesIO(content)).to_pydict())
    import pandas as pd

    frame = pd.read_csv(io.BytesIO(content), compression="gzip", dtype="string", keep_default_na=False)
    columns: dict[str, list[Any]] = {
        column: [None if cell == "" else cell for cell in frame[column]] for column in DATA if column in frame
    }
    return typed(columns)


def sweep(book: Path, kept: Collection[str]) -> None:
    """Take away the files of states of a book that nothing names any more.

    Args:
        book: the book.
        kept: the names of the files that it and the book before it need.
    """
    ours = re.compile(rf"{re.escape(book.stem)}\.data-[0-9a-f]{{12}}\.(?:parquet|csv\.gz)")
    for path in book.parent.iterdir():
        if ours.fullmatch(path.name) and path.name not in kept:
            path.unlink()


def pointer(name: str, width: int, place: int) -> list[list[Cell]]:
    """Return the rows of the sheet Data of a book whose rows stand in a file: one, that names it."""
    row: list[Cell] = [None] * width
    row[place] = f"{_MARK}{name}"
    return [row]


def named(keys: Sequence[Any]) -> str:
    """Return the file that the sheet Data names; "" where it holds the rows itself."""
    first = str(keys[0]) if len(keys) == 1 and keys[0] is not None else ""
    return first.removeprefix(_MARK) if first.startswith(_MARK) else ""
