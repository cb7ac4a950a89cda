"""What a VBA project says of itself, put as Office writes it: the streams PROJECT and `dir` of [MS-OVBA].

The tool that adds the modules declares the module of a new sheet as a class and leaves a blank line among the windows,
which is not in the grammar; the project keeps the name of the template it was made from.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

from socroi.errors import SocroiError

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME: Final = "SOCROI"
_PROJECT_NAME: Final = 0x0004
"""The record that holds the project's name ([MS-OVBA] 2.3.4.2.1.6)."""
_PROJECT_VERSION: Final = 0x0009
"""The record whose size is not what follows ([MS-OVBA] 2.3.4.2.1.11): four bytes and two."""


def as_office_writes(project: bytes, sheets: Iterable[str]) -> bytes:
    """Return a VBA project under our name, with the modules of its sheets as documents.

    Args:
        project: the file `vbaProject.bin`.
        sheets: the names of modules that belong to sheets.
    """
    file = CFB.from_bytes(project)
    text = file.get_stream("PROJECT").decode("cp1252")
    file.write_stream("PROJECT", declared(text, sheets).encode("cp1252"))
    names = decompress(file.get_stream_in_storage("VBA", "dir"))
    file.write_stream_in_storage("VBA", "dir", compress(_renamed(names)))
    changed: bytes = file.to_bytes()
    return changed


def declared(text: str, sheets: Iterable[str]) -> str:
    """Return the text of the stream PROJECT in the form of [MS-OVBA] 2.3.1."""
    for sheet in sheets:
        text = re.sub(rf"(?m)^Class={re.escape(sheet)}\r?$", f"Document={sheet}/&H00000000\r", text)
    text = re.sub(r'(?m)^Name="[^"]*"', f'Name="{NAME}"', text)
    head, mark, windows = text.partition("[Workspace]\r\n")
    return head + mark + "".join(f"{line}\r\n" for line in windows.splitlines() if line)


def _renamed(records: bytes) -> bytes:
    """Return the records of the stream `dir` with our name as the project's."""
    at = 0
    while at + 6 <= len(records):
        kind, size = struct.unpack_from("<HI", records, at)
        if kind == _PROJECT_NAME:
            name = NAME.encode("ascii")
            return records[:at] + struct.pack("<HI", kind, len(name)) + name + records[at + 6 + size :]
        at += 6 + (6 if kind == _PROJECT_VERSION else size)
    raise SocroiError("The VBA project does not say its name.")
