"""The worksheet functions as a UNO interface.

Calc learns of an add-in's functions by reflection: from a type library (`.rdb`) that says how each method is called.
The format is that of LibreOffice's `unoidl/README.md`; `unoidl-write` of its SDK makes the same file from the IDL text.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, TypeVar

from socroi.definition.units import Holds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter

MODULES: Final = ("org", "socroi")
INTERFACE: Final = "XSocroi"
CALLER: Final = "com.sun.star.beans.XPropertySet"
"""The type of an argument that nobody types: Calc fills in the document."""

_BASE: Final = "com.sun.star.uno.XInterface"
_BLOCK: Final = "[][]any"
_KNOWN: Final = 0x80000000

_T = TypeVar("_T")

Method = tuple[str, str, list[tuple[str, str]]]
"""A method's name, what it returns, and the name and type of each argument."""


def method_name(formula: Formula) -> str:
    """Return the method that computes a function, as LibreOffice calls it."""
    return formula.name.lower()


def argument_name(parameter: Parameter) -> str:
    """Return the name of an argument in the interface, where UNO allows no underscores: `hourlyRate`."""
    first, *others = parameter.name.split("_")
    return first + "".join(map(str.capitalize, others))


def wants_document(formula: Formula) -> bool:
    """Whether a function needs to know from which day its document counts dates."""
    return any(parameter.kind.holds is Holds.DATE for parameter in formula.parameters)


def methods(formulas: Iterable[Formula]) -> list[Method]:
    """Return the methods of the interface.

    A required argument is a block of cells, which the wizard shows in bold; an optional one is `any`, which Calc leaves
    void where it is omitted. A result that can spill is a block too.
    """
    found: list[Method] = []
    for formula in formulas:
        arguments = [(argument_name(p), _BLOCK if p.required else "any") for p in formula.parameters]
        if wants_document(formula):
            arguments.append(("document", CALLER))
        found.append((method_name(formula), _BLOCK if formula.spills else "any", arguments))
    return found


def idl(formulas: Iterable[Formula]) -> str:
    """Return the interface as IDL text."""
    lines = [
        f"    {_spelled(returned)} {name}({', '.join(f'[in] {_spelled(kind)} {word}' for word, kind in arguments)});"
        for name, returned, arguments in methods(formulas)
    ]
    opening = " ".join(f"module {name} {{" for name in MODULES)
    closing = " ".join("};" for _ in MODULES)
    return "\n".join([opening, f"interface {INTERFACE}", "{", *lines, "};", closing, ""])


def _spelled(kind: str) -> str:
    if kind.startswith("[]"):
        return f"sequence< {_spelled(kind[2:])} >"
    return kind.replace(".", "::")


def type_library(formulas: Iterable[Formula], banner: bytes = b"") -> bytes:
    """Return the interface as a type library.

    Args:
        formulas: the functions, in the order of their methods.
        banner: bytes after the header, which readers skip; `unoidl-write` puts its version there.
    """
    return _Library(banner).whole(methods(formulas))


class _Library:
    """A type library while it is written: depth first, so that the root of its names comes last."""

    def __init__(self, banner: bytes) -> None:
        self._bytes = bytearray(b"UNOIDL\xff\0" + bytes(8) + banner)
        self._places: dict[str, int] = {}

    def whole(self, every: list[Method]) -> bytes:
        entry = self._interface(every)
        for name in (INTERFACE, *reversed(MODULES)):
            place = len(self._bytes)
            self._bytes += name.encode() + b"\0"
            position = len(self._bytes)
            if name == MODULES[0]:
                self._bytes[8:16] = struct.pack("<II", position, 1)
            else:
                self._bytes += struct.pack("<BI", 0, 1)
            self._bytes += struct.pack("<II", place, entry)
            entry = position
        return bytes(self._bytes)

    def _interface(self, every: list[Method]) -> int:
        start = len(self._bytes)
        self._bytes.append(5)
        self._number(1)
        self._text(_BASE)
        self._number(0)  # optional bases
        self._number(0)  # attributes
        self._list(every, self._method)
        return start

    def _method(self, method: Method) -> None:
        name, returned, arguments = method
        self._text(name)
        self._text(returned)
        self._list(arguments, self._argument)
        self._number(0)  # exceptions

    def _argument(self, argument: tuple[str, str]) -> None:
        self._bytes.append(0)  # in
        for text in argument:
            self._text(text)

    def _list(self, items: list[_T], write: Callable[[_T], None]) -> None:
        self._number(len(items))
        for item in items:
            write(item)

    def _number(self, number: int) -> None:
        self._bytes += struct.pack("<I", number)

    def _text(self, text: str) -> None:
        """Write a text, or where it stands already."""
        if text in self._places:
            self._number(_KNOWN | self._places[text])
            return
        self._places[text] = len(self._bytes)
        self._number(len(text))
        self._bytes += text.encode("ascii")
