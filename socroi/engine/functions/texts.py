"""Texts: LEFT, MID, FIND, SUBSTITUTE, CONCAT, TEXT and their kin.

Excel counts a text in UTF-16 units: an emoji is 2 long. `units` and `text_of` go there and back; texts without such
characters, nearly all of them, are cut as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from socroi.engine.declaration.declare import elementwise, function, map_cells, per_cell
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import aligned, first_error, logicals_of, texts_of, with_errors
from socroi.engine.evaluation.operators import concatenate
from socroi.engine.model.block import TEXT, Block, uniform
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.printing.countries import current_country
from socroi.engine.printing.format_parts import UncomputedFormat
from socroi.engine.printing.number_format import format_in, format_value, is_foreign
from socroi.engine.printing.number_texts import dollar_text, fixed_text
from socroi.engine.printing.settings_of_others import note_country
from socroi.engine.printing.text_values import certain_number, number_value
from socroi.engine.search.wildcards import has_wildcards, wildcard_place
from socroi.errors import CellError
from socroi.excel.limits import LONGEST_TEXT

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.model.block import Data, Scalar, Strings

_TOO_LONG: Final = " " * (LONGEST_TEXT + 1)
"""What stands for every text that is longer than a cell can hold: it becomes #VALUE!."""


def units(text: str) -> str:
    """Return a text with one character for each UTF-16 unit."""
    if text.isascii() or max(text) < "\U00010000":
        return text
    raw = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(int.from_bytes(raw[i : i + 2], "little")) for i in range(0, len(raw), 2))


def text_of(parts: str) -> str:
    """Return a text of UTF-16 units with its pairs put together again."""
    return parts if parts.isascii() else parts.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _whole(number: float, least: float = 0) -> int:
    if number < least:
        raise CellError("#VALUE!", f"{number:g} characters cannot be taken")
    return int(min(number, LONGEST_TEXT + 1))


@elementwise("LEN LENB", "t", Trait.TEXTS | Trait.CONDENSED | Trait.ANY_FORM)
def _length(text: Data, *, strings: Strings) -> Data:
    return strings.derived("length", text, lambda t: float(len(units(t))))


def _mapped(name: str, rule: object) -> None:
    @elementwise(name, "t", Trait.TEXTS | Trait.ANY_FORM)
    def body(text: Data, *, strings: Strings) -> Block:
        codes = strings.derived(name, text, lambda t: float(strings.code(rule(t))))  # type: ignore[operator]  # a text rule
        return uniform(TEXT, codes)


def _upper(text: str) -> str:
    """Return capitals, one for each character: ß has none to Excel."""
    return "".join(capital if len(capital := mark.upper()) == 1 else mark for mark in text)


def _lower(text: str) -> str:
    """Return small letters, one for each character: Σ is σ even at the end of a word."""
    return "".join(small if len(small := mark.lower()) == 1 else mark for mark in text)


_mapped("UPPER", lambda text: text.upper() if text.isascii() else _upper(text))
_mapped("LOWER", lambda text: text.lower() if text.isascii() else _lower(text))
_mapped("TRIM", lambda text: re.sub(" +", " ", text.strip(" ")))
_mapped("CLEAN", lambda text: "".join(ch for ch in text if ord(ch) >= 32))
_mapped("PROPER", lambda text: re.sub(r"[^\W\d_]+", lambda word: _upper(word[0][:1]) + _lower(word[0][1:]), text))
_mapped("ENCODEURL", lambda text: quote(text, safe="-_.~"))


@per_cell("ASC", "t")
def _half_width(text: str) -> str:
    if re.search("[\u3000-\u30ff\uff01-\uff5e]", text):
        raise Uncomputable("whether ASC makes letters narrow depends on the language of Windows")
    return text


@per_cell("LEFT LEFTB", "t n?")
def _left(text: str, count: float | None = 1) -> str:
    return text_of(units(text)[: _whole(1 if count is None else count)])


@per_cell("RIGHT RIGHTB", "t n?")
def _right(text: str, count: float | None = 1) -> str:
    taken = _whole(1 if count is None else count)
    return text_of(units(text)[-taken:]) if taken else ""


@per_cell("MID MIDB", "t n n")
def _middle(text: str, start: float, count: float) -> str:
    first = _whole(start, 1) - 1
    return text_of(units(text)[first : first + _whole(count)])


@per_cell("REPLACE REPLACEB", "t n n t")
def _replace(text: str, start: float, count: float, new: str) -> str:
    first, taken, old = _whole(start, 1) - 1, _whole(count), units(text)
    return text_of(old[:first] + units(new) + old[first + taken :])


@per_cell("SUBSTITUTE", "t t t n?")
def _substitute(text: str, old: str, new: str, instance: float | None = None) -> str:
    if instance is not None and instance < 1:
        raise CellError("#VALUE!", "the instance to replace is below 1")
    if not old:
        return text
    if instance is None:
        if len(text) + text.count(old) * (len(new) - len(old)) > LONGEST_TEXT:
            raise CellError("#VALUE!", "the text is longer than a cell can hold")
        return text.replace(old, new)
    pieces = text.split(old)
    at = int(instance)
    if at >= len(pieces):
        return text
    return old.join(pieces[:at]) + new + old.join(pieces[at:])


@per_cell("FIND FINDB", "t t n?")
def _find(wanted: str, text: str, start: float | None = 1) -> float:
    return _position(units(text), start, lambda within, first: within.find(units(wanted), first))


@per_cell("SEARCH SEARCHB", "t t n?")
def _search(wanted: str, text: str, start: float | None = 1) -> float:
    within = units(text)
    if has_wildcards(wanted):
        pattern = units(wanted)
        return _position(within, start, lambda haystack, first: wildcard_place(pattern, haystack, first))
    sought = _folded(units(wanted))
    return _position(_folded(within), start, lambda haystack, first: haystack.find(sought, first))


def _folded(text: str) -> str:
    """Return a text without its case, one character for each: SEARCH finds no ß in ss."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(mark if len(mark.casefold()) > 1 else mark.casefold() for mark in text)


def _position(within: str, start: float | None, locate: object) -> float:
    first = 1 if start is None else int(start)
    if first < 1 or first > len(within) + 1:
        raise CellError("#VALUE!", "the search starts outside the text")
    found: int = locate(within, first - 1)  # type: ignore[operator]  # a callable
    if found < 0:
        raise CellError("#VALUE!", "the text is not found")
    return float(found + 1)


@per_cell("EXACT", "t t")
def _exact(a: str, b: str) -> bool:
    return a == b


@per_cell("REPT", "t n")
def _repeat(text: str, times: float) -> str:
    # Refused here too: what does not fit into a cell may not fit into the memory.
    if times < 0 or len(text) * int(times) > LONGEST_TEXT:
        raise CellError("#VALUE!", "the repeated text does not fit into a cell")
    return text * int(times)


# Code page 1252 leaves these five places to the C1 controls.
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(1, 256)}
_FROM_WINDOWS = {character: float(number) for number, character in _WINDOWS.items()}


@per_cell("CHAR", "n")
def _character(number: float) -> str:
    if not 1 <= int(number) <= 255:
        raise CellError("#VALUE!", "CHAR takes 1 to 255")
    return _WINDOWS[int(number)]


@per_cell("CODE", "t")
def _code(text: str) -> float:
    if not text:
        raise CellError("#VALUE!", "the text is empty")
    return _FROM_WINDOWS.get(text[0], 63.0)


@per_cell("UNICHAR", "n")
def _unicode_character(number: float) -> str:
    point = int(number)
    if not 1 <= point <= 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        raise CellError("#N/A" if 0xD800 <= point <= 0xDFFF else "#VALUE!", "this is no character")
    return chr(point)


@per_cell("UNICODE", "t")
def _unicode(text: str) -> float:
    if not text:
        raise CellError("#VALUE!", "the text is empty")
    return float(ord(text[0]))


@per_cell("VALUE", "v", Trait.DATES | Trait.BLANK_IS_ZERO)
def _value(cell: Scalar, *, date_1904: bool) -> Scalar:
    if isinstance(cell, CellError):
        raise cell
    if isinstance(cell, bool):
        raise CellError("#VALUE!", "a boolean is no number")
    if isinstance(cell, str):
        number = certain_number(cell, date_1904=date_1904)
        if number is None:
            raise CellError("#VALUE!", f'"{cell}" is no number')
        return number
    return cell or 0.0


@per_cell("NUMBERVALUE", "t t? t?")
def _number_value(text: str, decimal: str | None = None, group: str | None = None) -> float:
    country = current_country()
    note_country()
    decimal = decimal if decimal is not None else country.decimal if country else "."
    group = group if group is not None else country.group if country else ","
    number = number_value(text, decimal, group)
    if number is None:
        raise CellError("#VALUE!", f'"{text}" is no number')
    return number


@function("TEXT", "v v", Trait.PLAIN | Trait.DATES)
def _text(evaluator: Evaluator, scope: Scope, value: Block, code: Block, *, date_1904: bool) -> Value:
    country = current_country()
    note_country()

    def shown(cell: Scalar, pattern: str) -> str:
        if isinstance(cell, CellError):
            raise cell
        if isinstance(cell, str):
            number = certain_number(cell, date_1904=date_1904)
            cell = cell if number is None else number
        value = 0.0 if cell is None else cell
        if country is None and is_foreign(pattern):
            raise Uncomputable(
                f'the number format "{pattern}" is written for an Excel of another language: say which (--locale de-DE)'
            )
        try:
            if country is None:
                return format_value(value, pattern, date_1904=date_1904)
            return format_in(country, value, pattern, date_1904=date_1904)
        except UncomputedFormat as problem:
            raise Uncomputable(problem.why) from None

    return map_cells(shown, "vt", aligned([value, code]), evaluator)


@per_cell("FIXED", "n n? b?")
def _fixed(number: float, decimals: float = 2, plain: bool = False) -> str:
    return fixed_text(number, int(decimals), commas=not plain)


@per_cell("DOLLAR USDOLLAR", "n n?")
def _dollar(number: float, decimals: float = 2) -> str:
    country = current_country()
    if country is not None and country.tag != "en-US":
        raise Uncomputable(f"how DOLLAR writes the money of {country.tag} is not known")
    return dollar_text(number, int(decimals))


@function("CONCATENATE", "v...", Trait.PLAIN)
def _concatenate(evaluator: Evaluator, scope: Scope, *blocks: Block) -> Value:
    result = evaluator.literal("")
    for block in blocks:
        if block is not None:
            result = concatenate(result, block, evaluator.strings)
    return result


@function("CONCAT", "r...", Trait.PLAIN | Trait.ANY_FORM)
def _concat(evaluator: Evaluator, scope: Scope, *values: Value) -> Value:
    pieces, bad = _pieces(evaluator, values)
    return _joined(evaluator, [_together([text for text, _ in lane]) for lane in pieces], bad)


@function("TEXTJOIN", "x v r...", Trait.PLAIN | Trait.ANY_FORM)
def _text_join(evaluator: Evaluator, scope: Scope, delimiters: Block, skip: Block, *values: Value) -> Value:
    ignore, wrong = logicals_of(skip, evaluator.strings)
    codes, wrong_delimiter = texts_of(delimiters, evaluator.strings)
    if delimiters.lanes > 1 or ignore.shape != (1, 1, 1):
        raise LaneSplit
    marks = evaluator.strings.texts(codes)
    pieces, bad = _pieces(evaluator, values)
    joined = []
    for lane in pieces:
        texts = [text for text, empty in lane if not (empty and ignore[0, 0, 0])]
        parts = [
            part for i, text in enumerate(texts) for part in ((marks[(i - 1) % len(marks)],) if i else ()) + (text,)
        ]
        joined.append(_together(parts))
    for each in (wrong, wrong_delimiter):
        if each is not None:
            bad = first_error(first_in_lane(each), bad)
    return _joined(evaluator, joined, bad)


def _together(parts: list[str]) -> str:
    return "".join(parts) if sum(map(len, parts)) <= LONGEST_TEXT else _TOO_LONG


def _pieces(evaluator: Evaluator, values: tuple[Value, ...]) -> tuple[list[list[tuple[str, bool]]], Bad]:
    """Return each lane's texts in order, with whether each is empty; and the first error of each lane."""
    blocks = [evaluator.cells(part) for value in values for part in evaluator.parts(value)]
    lanes = max(block.lanes for block in blocks)
    found: list[list[tuple[str, bool]]] = [[] for _ in range(lanes)]
    bad: Bad = None
    for block in blocks:
        codes, wrong = texts_of(block, evaluator.strings)
        if wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
        texts = [evaluator.strings.texts(codes[lane]) for lane in range(block.lanes)]
        for lane in range(lanes):
            found[lane] += [(text, not text) for text in texts[lane if block.lanes > 1 else 0]]
    return found, bad


def _joined(evaluator: Evaluator, texts: list[str], bad: Bad) -> Block:
    block = uniform(TEXT, evaluator.strings.codes(texts).reshape(-1, 1, 1))
    return with_errors(block, None if bad is None else bad.reshape(-1, 1, 1))
