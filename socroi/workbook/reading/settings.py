"""The settings file `socroi.toml` beside workbooks: what holds for all books of a folder and stands in none of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "socroi.toml"
_KNOWN: Final = frozenset({"locale"})


def locale_beside(book: Path) -> str | None:
    """Return the locale that the settings file beside a book names; None where there is no such file or word.

    Raises:
        UsageError: the file cannot be read, or says something that is not known.
    """
    file = book.parent / NAME
    if not os.path.isfile(file):  # noqa: PTH113 - asked for each book of thousands
        return None
    from socroi.toml import read_toml

    try:
        said = read_toml(file).get("socroi", {})
    except (OSError, ValueError) as problem:
        raise UsageError(
            f"the settings cannot be read: {problem}.", where=str(file), hint="Mend or remove it."
        ) from None
    if not isinstance(said, dict) or said.keys() - _KNOWN or not isinstance(said.get("locale", ""), str):
        raise UsageError(
            "the settings hold something that is not known.",
            where=str(file),
            hint='Write [socroi] and locale = "en-GB".',
        )
    return said.get("locale")
