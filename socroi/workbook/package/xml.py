"""XML parts, read without ever expanding an entity, and the spellings of text inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast
from xml.etree import ElementTree as ET
from xml.parsers import expat

from socroi.errors import UnsafeWorkbook, WorkbookError
from socroi.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable
    from pyexpat import XMLParserType
    from xml.etree.ElementTree import Element

MOST_DIGITS: Final = 18
"""No number of a package that counts or points to something has more; all of so many are 64 bits."""

_PIECE: Final = 1 << 16
"""Bytes after which the elements of a large part are handed over."""


class _DoctypeError(Exception):
    """A document type was declared."""


class _Builder(ET.TreeBuilder):
    def doctype(self, *_: object) -> None:
        raise _DoctypeError


def parse(data: bytes, part: str, where: str) -> Element:
    """Return the root element of a part.

    Raises:
        UnsafeWorkbook: it declares a document type (the way to entity bombs; no spreadsheet program writes one).
        WorkbookError: it is not well-formed.
    """
    try:
        return ET.fromstring(data, ET.XMLParser(target=_Builder()))  # noqa: S314 - a doctype is refused
    except _DoctypeError as problem:
        raise doctype(part, where) from problem
    except ET.ParseError as problem:
        raise malformed(part, where, problem.position[0], str(problem)) from problem
    except (LookupError, ValueError) as problem:  # an encoding that Python does not know
        raise malformed(part, where, 1, str(problem)) from problem


def pass_over(data: bytes, part: str, where: str, level: int, take: Callable[[Element, Element], None]) -> None:
    """Hand over the elements of a part one by one: a million of them, kept, are a gigabyte.

    Args:
        data: the part.
        part: its name.
        where: the workbook.
        level: of the elements: 2 for those below the root, 3 for those below these.
        take: is given each of them when it ends, and its parent.

    Raises:
        UnsafeWorkbook: it declares a document type.
        WorkbookError: it is not well-formed.
    """
    # The parser below cannot refuse a document type by itself.
    feed(expat.ParserCreate(None, "}"), [data], part, where)
    parser: ET.XMLPullParser[Element] = ET.XMLPullParser(("start",))
    root: Element | None = None
    try:
        for at in range(0, len(data), _PIECE):
            parser.feed(data[at : at + _PIECE])
            for _, element in cast("Iterable[tuple[str, Element]]", parser.read_events()):
                root = element if root is None else root
            if root is not None:
                _hand_over(root, level, take, open_=1)
    except ET.ParseError as problem:
        raise malformed(part, where, problem.position[0], str(problem)) from problem
    if root is not None:
        _hand_over(root, level, take, open_=0)


def _hand_over(root: Element, level: int, take: Callable[[Element, Element], None], open_: int) -> None:
    """Hand over what is complete and take it out of the tree; the last elements are open while more is to come."""
    while level > 2 and len(root) > open_:
        for element in root[0]:
            take(element, root[0])
        del root[0]
    parent = root[-1] if level > 2 and len(root) else root
    if level == 2 or parent is not root:
        done = parent[: len(parent) - open_]
        for element in done:
            take(element, parent)
        del parent[: len(done)]


def doctype(part: str, where: str) -> UnsafeWorkbook:
    """Return the refusal of a part that declares a document type."""
    return UnsafeWorkbook(
        f"The part {part} declares a document type (DTD), which can hide an entity bomb; it was not read.", where=where
    )


def malformed(part: str, where: str, line: int, why: str) -> WorkbookError:
    """Return the refusal of a part that is not well-formed."""
    why = why.partition(": line")[0]
    return WorkbookError(
        f"The part {part} is not well-formed XML at line {line}: {why}.",
        where=where,
        hint="Open the file in Excel, let it repair it, and save it.",
    )


def feed(parser: XMLParserType, pieces: Iterable[bytes], part: str, where: str) -> None:
    """Run an expat parser, its handlers set, over a part; a declared document type is refused.

    Raises:
        UnsafeWorkbook: it declares a document type.
        WorkbookError: it is not well-formed.
    """

    def refuse(*_: object) -> None:
        raise doctype(part, where)

    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise malformed(part, where, problem.lineno, expat.ErrorString(problem.code)) from problem
    except (LookupError, ValueError) as problem:
        if type(problem) not in (LookupError, ValueError):  # raised by a handler
            raise
        raise malformed(part, where, 1, str(problem)) from problem  # an encoding that Python does not know


def digits(text: str) -> int | None:
    """Return a number, of 0 to 9 alone, leading zeros aside of eighteen at most; None for any other text.

    Python's own `int` reads the digits of every script too, and refuses thousands of them with an error of its own.
    """
    if not (text.isascii() and text.isdecimal()):
        return None
    shorter = text.lstrip("0")
    return int(shorter or "0") if len(shorter) <= MOST_DIGITS else None


def whole(element: Element, name: str, default: int, where: str) -> int:
    """Return an attribute as a whole number; refuse a text that is none."""
    text = element.get(name)
    if text is None:
        return default
    bare = text.strip()
    number = digits(bare.removeprefix("-").removeprefix("+"))
    if number is None:
        shown = text if len(text) <= 40 else text[:40] + "..."
        raise WorkbookError(f"The setting {name} is {shown!r}, which is no whole number.", where=where)
    return -number if bare.startswith("-") else number


def local(tag: object) -> str:
    """Return a tag or an attribute name without its namespace; comments have the name ''."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """Return the children whose local name is one of `names`."""
    return [child for child in element if local(child.tag) in names]


def child(element: Element, name: str) -> Element | None:
    """Return the first child with that local name."""
    return next((found for found in element if local(found.tag) == name), None)


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute by its local name, whatever its namespace."""
    found = element.get(name)
    if found is not None:
        return found
    return next((value for key, value in element.attrib.items() if local(key) == name), default)


def flag(element: Element, name: str, *, default: bool = False) -> bool:
    """Return a boolean attribute."""
    found = element.get(name)
    return default if found is None else flag_of(found)


def flag_of(text: str | None) -> bool:
    """Return the meaning of a boolean attribute's text."""
    return text is not None and text.strip() in ("1", "true", "on")


_ESCAPE: Final = pattern("_x([0-9A-Fa-f]{4})_")
_NEEDS_ESCAPE: Final = pattern("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITY: Final = pattern("&(?:(lt|gt|amp|quot|apos)|#x([0-9A-Fa-f]+)|#([0-9]+));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class BadEntityError(ValueError):
    """Text holds an ampersand that begins no entity that XML knows by itself."""


def unescape(text: str) -> str:
    """Return character data as an XML parser would: entities resolved, line ends as line feeds.

    Raises:
        BadEntityError: an ampersand begins none of the entities of XML.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    resolved, count = _ENTITY.subn(_entity, text)
    if count != text.count("&"):
        raise BadEntityError(text)
    return resolved


def _entity(match: re.Match[str]) -> str:
    name, hexadecimal, decimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return chr(code)
    raise BadEntityError(match.group())


def decode_xstring(text: str) -> str:
    """Return a text with its `_xHHHH_` escapes resolved (ST_Xstring, ISO/IEC 29500-1 22.9.2.19)."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass" if _lone(text) else "strict")
    return text


def _lone(text: str) -> bool:
    try:
        text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return True
    return False


def encode_xstring(text: str) -> bytes:
    """Return a text as the content of a `<v>`: control characters as `_xHHHH_`, markup as entities."""
    text = _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def needs_preserve(text: str) -> bool:
    """Whether a parser may take off blanks unless `xml:space="preserve"` says otherwise."""
    return text != text.strip(" \t\n") or "\n" in text
