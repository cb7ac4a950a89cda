"""What the buttons of the ribbon ask: each entry point takes and gives text, and Excel's part is done by the VBA.

An answer that begins with a minus sign is a refusal, to be shown. None of them calls Excel, which is waiting.
"""

from __future__ import annotations

import re
import sys
import tempfile
from functools import wraps
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi import __version__
from socroi.definition.registry import formulas
from socroi.errors import SocroiError

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN: Final = 10
"""Cells that are named before the rest is counted."""


def _entry(function: Callable[..., str]) -> Callable[..., str]:
    @wraps(function)
    def answer(*arguments: str) -> str:
        try:
            return function(*arguments)
        except SocroiError as refusal:
            return f"-{refusal}"
        except OSError as problem:
            return f"-{problem.strerror or problem}: {problem.filename or 'a file'}"

    return answer


@_entry
def new_template(folder: str) -> str:
    """Write the template of the four steps into a folder, never over a file; return its path, for Excel to open."""
    from socroi import templates  # a function in a cell must not wait for the templates
    from socroi.workbook.writing.replacing import put

    source = templates.shipped("four_step")
    target = free_name(_folder(folder), "Social media ROI", ".xlsx")
    put(target, source.read_bytes())
    return str(target)


@_entry
def check(copy: str) -> str:
    """Compute a copy of the workbook with our own engine; return what to tell. The copy is taken away."""
    from socroi.hosts.second_opinion import compare  # a function in a cell needs no engine

    try:
        opinion = compare(copy)
    finally:
        Path(copy).unlink(missing_ok=True)
    lines = [f"Excel computed the workbook. SOCROI's own engine computed {opinion.computed:,} cells once more"]
    if not opinion.differences:
        lines[0] += ": every one is the same." if opinion.computed else "; there was nothing to compare."
    else:
        lines[0] += f", and {len(opinion.differences):,} differ:"
        lines += [
            f"   {each.where}: Excel {each.stored or 'nothing'}, SOCROI {each.computed or 'nothing'}"
            for each in opinion.differences[:SHOWN]
        ]
        if len(opinion.differences) > SHOWN:
            lines.append(f"   and {len(opinion.differences) - SHOWN:,} more.")
        lines.append("Cells with the time of day or random numbers always differ.")
    if opinion.uncomputed:
        lines.append(f"{opinion.uncomputed:,} cells hold what the engine does not know; Excel's value stands there.")
    return "\n".join(lines)


@_entry
def freeze_to_values(copy: str, original: str, folder: str) -> str:
    """Write a copy of the workbook with values instead of formulas beside the original; return its path.

    A workbook that was never saved, or that lies in a cloud, has no folder here: its frozen copy goes into `folder`.
    """
    from socroi.hosts.frozen import freeze  # as above

    name = re.split(r"[\\/]", original)[-1]
    here = Path(original).parent if Path(original).is_absolute() and Path(original).parent.is_dir() else _folder(folder)
    target = free_name(here, f"{Path(name).stem} (values)", ".xlsx")
    try:
        freeze(copy, target, compute=False)  # Excel has just done so
    finally:
        Path(copy).unlink(missing_ok=True)
    return str(target)


@_entry
def function_help(formula: str) -> str:
    """Return the path of a page of all functions, with the first of ours that a formula calls at its top."""
    from socroi.hosts.help_page import help_page  # as above

    called = next((word for word in re.findall(r"[A-Z]+", formula.upper()) if word in formulas()), "")
    page = Path(tempfile.gettempdir()) / f"socroi {__version__} functions.html"
    page.write_text(help_page(called), encoding="utf-8")
    return str(page)


@_entry
def about(excel: str) -> str:
    """Return what runs here."""
    try:
        xlwings = version("xlwings")
    except PackageNotFoundError:
        xlwings = "not installed"
    return (
        f"SOCROI {__version__}, MIT licence. {len(formulas())} functions.\n"
        f"Excel {excel}, xlwings {xlwings}, Python {sys.version.split()[0]}\n{sys.executable}"
    )


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in a folder that is not taken: `stem.xlsx`, else `stem 2.xlsx` ..."""
    target, number = folder / f"{stem}{suffix}", 2
    while target.exists():
        target, number = folder / f"{stem} {number}{suffix}", number + 1
    return target


def _folder(wanted: str) -> Path:
    """Return the folder where Excel saves files, or the user's own where there is none."""
    folder = Path(wanted)
    return folder if wanted and folder.is_dir() else Path.home()
