"""LibreOffice, which opens the workbook, computes all of it and saves it; what it saved is read back."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.books.named_cells import NamedCells
from socroi.review.subject import Place
from socroi.review.witnesses.witness import PATIENCE
from socroi.workbook.reading.book import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.engine.model.block import Scalar
    from socroi.review.subject import Subject

_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Else LibreOffice shows what the file holds, and computes nothing."""


def compute(subject: Subject, only: frozenset[Place] | None = None) -> Mapping[Place, Scalar] | str:
    """Return what LibreOffice computes for each cell, or why it could not; all of them, whatever is asked."""
    del only
    with tempfile.TemporaryDirectory(prefix="socroi-check-", ignore_cleanup_errors=True) as name:
        saved = saved_anew(Path(subject.file), Path(name), _SETTINGS)
        return saved if isinstance(saved, str) else _values(subject, saved)


def saved_anew(book: Path, folder: Path, settings: str | None = None) -> Path | str:
    """Return the `.xlsx` that LibreOffice makes of a copy of a book, or why there is none.

    Args:
        book: any file that it reads; the file is left alone.
        folder: an empty one, for all that is written on the way.
        settings: those of its profile that are not the usual ones.
    """
    program = shutil.which("soffice")
    if program is None:
        return "it is not installed."
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    if settings is not None:
        (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    copy = folder / f"book{book.suffix}"
    shutil.copyfile(book, copy)
    chosen = f"-env:UserInstallation={profile.as_uri()}"
    command = [program, "--headless", chosen, "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(copy)]
    try:
        subprocess.run(  # noqa: S603 - the program that was found, on a copy
            command, check=False, capture_output=True, timeout=PATIENCE, env=os.environ | {"HOME": str(folder)}
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {PATIENCE} seconds."
    saved = folder / "out" / "book.xlsx"
    return saved if saved.exists() else "it saved nothing."


def _values(subject: Subject, saved: Path) -> dict[Place, Scalar]:
    theirs = load(saved).book
    cells = NamedCells(theirs)
    sheets = {sheet.name: index for index, sheet in enumerate(theirs.sheets)}
    found = {}
    for region in subject.regions():
        sheet = sheets.get(subject.book.sheets[region.sheet].name)
        for row in range(region.row, region.row + region.count) if sheet is not None else ():
            assert sheet is not None  # noqa: S101 - the loop is empty without one
            found[Place(region.sheet, row, region.column)] = cells.at(sheet, row, region.column)
    return found
