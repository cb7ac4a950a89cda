"""Folders that a command makes for what it writes: the last one of a path only, as the rest would be a typing error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def refuse_blank(names: Sequence[str]) -> None:
    """Refuse a name that is empty, as a variable of a script is that was never set: it would mean this whole folder.

    Raises:
        UsageError: there is one.
    """
    if "" in names:
        raise UsageError("a name is empty.", hint="Name a workbook or a folder; this folder is “.”.")


def make_folder(folder: Path) -> Path:
    """Make a folder where it is not there, and return it.

    Raises:
        UsageError: it is a file, the folder around it is not there, or it cannot be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise UsageError(
            "it is a file, and a folder is wanted.", where=str(folder), hint="Choose another with -o."
        ) from None
    except FileNotFoundError:
        raise UsageError(
            "there is no such folder to write to.", where=str(folder.parent), hint="Create it first."
        ) from None
    except OSError as error:
        raise UsageError(f"the folder cannot be made: {error.strerror}.", where=str(folder)) from error
    return folder
