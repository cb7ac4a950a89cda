"""Whose page it is: name, logo, colour, font and footer, from a small file in TOML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.suggestion import closest
from socroi.errors import UsageError
from socroi.toml import read_toml

if TYPE_CHECKING:
    import os

COLOUR: Final = "#17405C"
"""That of a page without one of its own."""
KEYS: Final = ("name", "logo", "colour", "font", "footer")
READ: Final = 4.5
"""The contrast from which on text can be read, as WCAG 2 has it."""
LARGEST: Final = 1_000_000
"""Bytes of a logo: it becomes a part of every file."""
LONGEST: Final = 200
"""Characters of a name, a font or a footer."""
_KINDS: Final = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose page it is.

    Attributes:
        name: of whoever hands it over; "" leaves it out.
        logo: a PNG or JPEG picture; empty where there is none.
        logo_kind: its media type.
        colour: of the band at the top, `#RRGGBB`.
        font: the font to use where the reader's computer has it.
        footer: a line at the end.
    """

    name: str = ""
    logo: bytes = b""
    logo_kind: str = ""
    colour: str = COLOUR
    font: str = ""
    footer: str = ""

    @property
    def ink(self) -> str:
        """Black or white, whichever is read better on the colour: one of them has a contrast above 4.5."""
        return "#FFFFFF" if _contrast(self.colour, "#FFFFFF") >= _contrast(self.colour, "#000000") else "#000000"

    @property
    def strong(self) -> str:
        """The colour of figures and headings on white: the brand's own where it can be read there."""
        return self.colour if _contrast(self.colour, "#FFFFFF") >= READ else COLOUR


def read_brand(path: str | os.PathLike[str]) -> Brand:
    """Read a brand; the path of its logo counts from the folder that the file is in.

    Raises:
        UsageError: there is no such file, it is no TOML, or it says something that cannot be used.
    """
    where = str(path)
    try:
        said = read_toml(Path(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError("the brand file cannot be read.", where=where, hint="Name a text file in TOML.") from problem
    except ValueError as problem:
        raise UsageError(
            f"it is no TOML: {problem}.", where=where, hint='A line looks like colour = "#17405C".'
        ) from None
    for key in said:
        if key not in KEYS:
            near = "colour" if key == "color" else closest(key, KEYS)
            hint = f"Did you mean {near}?" if near else f"It may say: {', '.join(KEYS)}."
            raise UsageError(f"{key!r} is nothing that a brand has.", where=where, hint=hint)
    texts = {key: _text(key, said.get(key, ""), where) for key in KEYS}
    colour = texts["colour"] or COLOUR
    if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        raise UsageError(f"the colour {colour!r} is none.", where=where, hint='Write it as "#17405C".')
    if not re.fullmatch(r"[\w .-]*", texts["font"]):
        raise UsageError(f"the font {texts['font']!r} is no name of one.", where=where, hint='Write it as "Noto Sans".')
    logo, kind = _logo(Path(path).parent / texts["logo"], where) if texts["logo"] else (b"", "")
    return Brand(texts["name"], logo, kind, colour.upper(), texts["font"], texts["footer"])


def _text(key: str, value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{key} is no text.", where=where, hint=f'Put it in quotes: {key} = "..."')
    if len(value) > LONGEST:
        raise UsageError(f"{key} has more than {LONGEST} characters.", where=where, hint="Say it shorter.")
    return value.strip()


def _logo(path: Path, where: str) -> tuple[bytes, str]:
    try:
        if not path.is_file():
            raise FileNotFoundError(path)
        content = path.read_bytes()
    except OSError as problem:
        raise UsageError(
            f"the logo {path} cannot be read.", where=where, hint="Its path counts from the folder of the brand file."
        ) from problem
    kind = next((kind for mark, kind in _KINDS if content.startswith(mark)), None)
    if kind is None:
        raise UsageError(f"the logo {path} is no PNG or JPEG.", where=where, hint="Export it as PNG.")
    if len(content) > LARGEST:
        raise UsageError(
            f"the logo {path} has {len(content) / LARGEST:.1f} MB.", where=where, hint="Make it smaller than 1 MB."
        )
    return content, kind


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
