"""Whether a workbook is open in Excel or LibreOffice: both leave a file beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.errors import WorkbookError

if TYPE_CHECKING:
    from pathlib import Path


def refuse_open(book: Path) -> None:
    """Refuse a workbook that is open: what is written now would be lost when it is saved there.

    Raises:
        WorkbookError: it is open.
    """
    for name, program in ((f"~${book.name}", "Excel"), (f".~lock.{book.name}#", "LibreOffice")):
        if book.with_name(name).exists():
            raise WorkbookError(
                f"it is open in {program}: {name} lies beside it.",
                where=str(book),
                hint="Close it there first. Is it closed, and the program crashed? Say --force (in Python force=True).",
            )
