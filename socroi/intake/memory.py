"""What a person said of a book's exports, in a small file beside the book, so that nothing is asked twice.

`plan.socroi.toml` is a text that may be read, changed and copied to another book:

    truth = "orders"

    [platforms]
    "FB page" = "Facebook"

    ["meta_ads / Shop"]
    currency = "EUR"
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError
from socroi.toml import read_toml
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from pathlib import Path

KEPT: Final = ("currency", "decimal", "date_order")
"""Answers that hold for each file of an account. The year of dates that have none does not: it is asked each time."""
_PLATFORMS: Final = "platforms"
_HEAD: Final = (
    "# What was said of the exports in {name}. socroi import asks nothing of it again; change it as you like.\n"
)


class Memory:
    """The answers of one book."""

    def __init__(self, book: Path) -> None:
        if not book.name:
            raise UsageError("it is a folder.", where=str(book), hint="Name one workbook.")
        self.path = book.with_name(f"{book.stem}.socroi.toml")
        self.book = book.name
        self._said: dict[str, Any] = {}
        self._changed = False
        if self.path.is_file():
            try:
                self._said = read_toml(self.path)
            except (OSError, ValueError) as error:
                raise UsageError(
                    f"it cannot be read: {error}.", where=str(self.path), hint="Put it right, or delete it."
                ) from error

    def answer(self, source: str, account: str, name: str) -> str | None:
        """Return what was said of an account, else of its source."""
        for place in (_place(source, account), _place(source, "")):
            said = self._said.get(place)
            if isinstance(said, dict) and isinstance(said.get(name), str):
                return str(said[name])
        return None

    def remember(self, source: str, account: str, name: str, value: str) -> None:
        """Keep what was said of an account."""
        section = self._said.setdefault(_place(source, account), {})
        self._changed |= section.get(name) != value
        section[name] = value

    @property
    def platforms(self) -> dict[str, str]:
        """What was said of platforms: by the file's name of them, in lower case, ours; "-" is none."""
        said = self._said.get(_PLATFORMS, {})
        return {str(name).casefold(): str(meant) for name, meant in said.items()} if isinstance(said, dict) else {}

    def place(self, name: str, meant: str) -> None:
        """Keep which platform a name stands for."""
        section = self._said.setdefault(_PLATFORMS, {})
        self._changed |= section.get(name) != meant
        section[name] = meant

    @property
    def truth(self) -> str | None:
        """Whose count of sales is taken; None takes the best that is there."""
        said = self._said.get("truth")
        return said if isinstance(said, str) else None

    def take(self, truth: str) -> None:
        """Keep whose count of sales is taken."""
        self._changed |= self._said.get("truth") != truth
        self._said["truth"] = truth

    def save(self) -> None:
        """Write the file, where something was said that it does not have.

        Raises:
            WorkbookError: it cannot be written.
        """
        if not self._changed:
            return
        lines = [_HEAD.format(name=self.book)]
        lines += [f"{_key(name)} = {_text(value)}\n" for name, value in self._said.items() if isinstance(value, str)]
        for name, section in self._said.items():
            if isinstance(section, dict):
                lines.append(f"\n[{_key(name)}]\n")
                lines += [f"{_key(key)} = {_text(str(value))}\n" for key, value in section.items()]
        put(self.path, "".join(lines).encode())
        self._changed = False


def _place(source: str, account: str) -> str:
    return f"{source} / {account}" if account else source


def _key(text: str) -> str:
    return text if text in {"truth", _PLATFORMS, *KEPT} else _text(text)


def _text(text: str) -> str:
    """Return a text as TOML writes it; its basic strings have the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)
