"""What is printed where a terminal or a pipe cannot show every sign: UTF-8 on Windows, plain signs in the C locale."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

_PLAIN: Final = {
    **dict.fromkeys("█▉▊▋▌▍▎▏▐▀▄■", "#"),
    **dict.fromkeys("─━═╌╍┄┅–—−‐", "-"),
    **dict.fromkeys("│┃║", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰╴╶┏┓┗┛┡┩╇╈", "+"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("\u2066\u2067\u2068\u2069\u200e\u200f", ""),
    "×": "x", "÷": "/", "…": "...", "→": "->", "•": "*", "✓": "ok", "▲": "!", "✗": "x", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
"""What stands for a sign that is drawn and not read: a bar stays a bar."""
_TABLE: Final = str.maketrans(_PLAIN)
ERRORS: Final = "socroi-plain"


def _instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign, "?") for sign in text), error.end


codecs.register_error(ERRORS, _instead)


def prepare(streams: Iterable[TextIO]) -> None:
    """Make streams print every text: as it is where they can, else with plain signs.

    On Windows a pipe or a file has the code page of the system, in which half of the world cannot be written: it gets
    UTF-8, which what reads it expects. Where the C locale was asked for (`LANG=C`), Python writes UTF-8 all the same:
    letters stay, what is drawn becomes plain.
    """
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if _is_ascii(stream):
            # Click writes UTF-8 past a stream that says it is ASCII: so it says UTF-8, and gets nothing but ASCII.
            reconfigure(encoding="utf-8")
            _through(stream, lambda text: text.encode("ascii", ERRORS).decode("ascii"))
        elif sys.platform == "win32" and not stream.isatty():
            reconfigure(encoding="utf-8", errors=ERRORS)
        else:
            reconfigure(errors=ERRORS)
            if _in_the_c_locale():
                _through(stream, lambda text: text.translate(_TABLE))


def _through(stream: TextIO, change: Callable[[str], str]) -> None:
    """Let a stream print what `change` makes of each text."""
    write = stream.write

    def write_lines(lines: Iterable[str]) -> None:
        write(change("".join(lines)))

    stream.write = lambda text: write(change(text))  # type: ignore[method-assign]
    stream.writelines = write_lines  # type: ignore[method-assign]


def _is_ascii(stream: TextIO) -> bool:
    try:
        return codecs.lookup(stream.encoding).name == "ascii"
    except (LookupError, TypeError):
        return False


def _in_the_c_locale() -> bool:
    """Whether somebody has asked for the C locale; Python sets LC_CTYPE to UTF-8 then, and does not say so."""
    if os.environ.get("LC_ALL"):
        return os.environ["LC_ALL"] in {"C", "POSIX"}
    kind = os.environ.get("LC_CTYPE", "")
    coerced = kind in {"", "C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"}
    return coerced and os.environ.get("LANG", "") in {"C", "POSIX"}
