"""How values are spelled inside `<v>`, and which `t` attribute goes with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, ERROR_CODE, NUMBER, TEXT, Strings
from socroi.errors import CELL_ERRORS, WorkbookError
from socroi.excel.limits import LONGEST_TEXT, fits_cell
from socroi.patterns import pattern
from socroi.workbook.package.accelerators import ORJSON, worth_loading
from socroi.workbook.package.xml import encode_xstring, needs_preserve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_TYPED: Final = pattern(rb' (?:t|vm)="[^"]*"')
_VALUE_METADATA: Final = pattern(rb' vm="[^"]*"')
_FOR_EXPONENT: Final = pattern(rb"(?<![0-9.])(?:[0-9.]+e[-+]?[0-9]+|0\.0000[0-9]+)")
KNOWN_ERRORS: Final = frozenset(CELL_ERRORS[: CELL_ERRORS.index("#GETTING_DATA") + 1])
TYPE: Final = {BLANK: b"", NUMBER: b"", TEXT: b"str", BOOLEAN: b"b", ERROR: b"e"}
"""The `t` attribute of a formula cell by the kind of its value."""


def joined_numbers(data: NDArray[np.float64]) -> bytes:
    """Return the shortest decimal that reads back as each number, as Excel spells it (`5`, `0.1`, `1E+20`), with commas
    between them.
    """
    if not len(data):
        return b""
    data = data + 0.0  # takes the sign off a negative zero
    if ORJSON is None or not worth_loading(len(data)):
        joined = repr(data.tolist())[1:-1].replace(" ", "").encode()
    else:
        joined = ORJSON.dumps(np.ascontiguousarray(data), option=ORJSON.OPT_SERIALIZE_NUMPY)[1:-1]
    if b"n" in joined:  # null, nan or inf
        raise WorkbookError("A value is no finite number: no cell can hold it.")
    joined = joined.replace(b".0,", b",").removesuffix(b".0")
    if b"e" in joined or b",0.0000" in joined or b"-0.0000" in joined or joined.startswith(b"0.0000"):
        joined = _FOR_EXPONENT.sub(_exponent, joined)
    return joined


def number_texts(data: NDArray[np.float64]) -> list[bytes]:
    """Return numbers as `joined_numbers` spells them, one by one."""
    return joined_numbers(data).split(b",") if len(data) else []


def _exponent(match: re.Match[bytes]) -> bytes:
    # repr and orjson disagree from where an exponent is shorter: at 0.00001, and at 0.000001.
    digits, _, power = repr(float(match[0])).encode().partition(b"e")
    return b"%bE%+d" % (digits.removesuffix(b".0"), int(power))


def retyped(blob: bytes, kind: bytes) -> bytes:
    """Return a cell's attributes with another `t` in its place, and without the metadata of the old value."""
    if kind:
        if b' t="' in blob:
            blob = re.sub(rb'(?<= t=")[^"]*', kind, blob)
        else:
            blob += b' t="' + kind + b'"'
        return _VALUE_METADATA.sub(b"", blob)
    return _TYPED.sub(b"", blob)


def error_text(code: float) -> bytes:
    """Return an error as the file format knows it; newer ones are `#VALUE!`, as Excel itself writes them in `<v>`."""
    if code not in ERROR_CODE.values():
        raise WorkbookError("A value is an error that Excel does not know: no cell can hold it.")
    text = CELL_ERRORS[int(code)]
    return (text if text in KNOWN_ERRORS else "#VALUE!").encode()


def error_mark(data: float, marks: Mapping[float, int]) -> bytes:
    """Return the `vm` attribute's value for an error that older readers do not know, where the workbook has one."""
    found = 0 if CELL_ERRORS[int(data)] in KNOWN_ERRORS else marks.get(data, 0)
    return b"%d" % found if found else b""


def value_element(kind: int, data: float, strings: Strings, prefix: bytes, *, ascii_only: bool = False) -> bytes:
    """Return the whole `<v>` element for a value, nothing for a blank."""
    if kind == BLANK:
        return b""
    if kind == NUMBER:
        text = number_texts(np.array([data]))[0]
    elif kind == TEXT:
        words = strings[data]
        if not fits_cell(words):
            raise WorkbookError(f"A text is longer than the {LONGEST_TEXT:,} characters that a cell can hold.")
        text = encode_xstring(words)
        if ascii_only:
            text = text.decode().encode("ascii", "xmlcharrefreplace")
        if needs_preserve(words):
            return b'<%bv xml:space="preserve">%b</%bv>' % (prefix, text, prefix)
    elif kind == BOOLEAN:
        text = b"1" if data else b"0"
    else:
        text = error_text(data)
    return b"<%bv>%b</%bv>" % (prefix, text, prefix)
