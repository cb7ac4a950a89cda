"""The shared strings of a workbook."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from socroi.patterns import pattern
from socroi.workbook.package.xml import BadEntityError, decode_xstring, feed, unescape

_ITEM: Final = pattern(
    rb"<((?:[a-z0-9]+:)?+)si>(?:<\1t(?: xml:space=\"preserve\")?+>([^<]*+)</\1t>|(<\1t ?/>)|((?:<\1r>.*?)))</\1si>\s*+",
    re.DOTALL,
)
_STRIDE: Final = 5
_FRAME: Final = pattern(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>\s*)?<(?:[a-z0-9]+:)?sst(?:\s[^<>]*)?>\s*</(?:[a-z0-9]+:)?sst>\s*"
)
_RUN: Final = pattern(rb"<(?:[a-z0-9]+:)?t(?: xml:space=\"preserve\")?>([^<]*)</")
_PHONETIC: Final = pattern(rb"<((?:[a-z0-9]+:)?)(rPh)[ >].*?</\1\2>", re.DOTALL)


def shared_strings(data: bytes, part: str, where: str) -> list[str]:
    """Return the texts in order; the runs of rich text joined, phonetic guides left out.

    Raises:
        WorkbookError: the part is not well-formed.
        UnsafeWorkbook: it declares a document type.
    """
    quick = None if b"<!" in data else _quick(data)
    return quick if quick is not None else _careful(data, part, where)


def _quick(data: bytes) -> list[str] | None:
    """Return the texts where every item is a plain `<t>` or runs of them; None where anything is odd."""
    parts = _ITEM.split(data)
    if not _FRAME.fullmatch(b"".join(parts[0::_STRIDE])):
        return None
    plain = parts[2::_STRIDE]
    try:
        for i, rich in enumerate(parts[4::_STRIDE]):
            if rich is not None:
                plain[i] = b"".join(_RUN.findall(_PHONETIC.sub(b"", rich)))
        return [decode_xstring(unescape(text.decode())) if text else "" for text in plain]
    except (BadEntityError, UnicodeDecodeError):
        return None


class _Reader:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self._path: list[str] = []
        self._buffer: list[str] = []
        self._runs: list[str] = []

    def start(self, tag: str, _: dict[str, str]) -> None:
        self._path.append(tag.rpartition("}")[2])
        self._buffer.clear()
        if len(self._path) == 2 and self._path[1] == "si":
            self._runs.clear()

    def data(self, text: str) -> None:
        self._buffer.append(text)

    def end(self, _: str) -> None:
        path = self._path
        if len(path) in (3, 4) and path[1] == "si" and path[-1] == "t" and (len(path) == 3 or path[2] == "r"):
            self._runs.append("".join(self._buffer))
        elif len(path) == 2 and path[1] == "si":
            self.texts.append(decode_xstring("".join(self._runs)))
        path.pop()
        self._buffer.clear()


def _careful(data: bytes, part: str, where: str) -> list[str]:
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    feed(parser, (data,), part, where)
    return reader.texts
