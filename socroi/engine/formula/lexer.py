"""A formula's text, cut into tokens by one regular expression.

A token is a match object; its kind is the name of the group that matched (`cell`, `columns`, `rows`, `sides`, `number`,
`string`, `error`, `name`, `function`, `structured`, `prefix`, `space`, `bad`), or, for operators and punctuation, their
own text. Tokens lie end to end, so a text can be put together again from them. The kinds follow MS-XLSX 2.2.2
("Formulas") and are wider where other writers are: sheet names with a digit in front need no apostrophes.
"""

from __future__ import annotations

import re
from typing import Final

from socroi.errors import CELL_ERRORS

_DIGITS = "0123456789"


def _letters(ascii_ones: str) -> str:
    """Return the inside of a character class: these of ASCII and all above it but the kinds of space. Hindi needs its
    vowel signs, Persian the zero-width joiners. It says which are *not* in it, or `re` takes 40 ms over its ranges.
    """
    others = "".join(char for char in map(chr, range(0x7F)) if not char.isalpha() and char not in ascii_ones)
    return rf"^{re.escape(others)}\s\x7f-\xa0"


_FIRST_OF_NAME: Final = _letters("_\\")
_IN_NAME: Final = _letters(_DIGITS + "_.?\\")
_AFTER_REFERENCE: Final = _letters(_DIGITS + "_.?\\$(![")
NAME: Final = rf"[{_FIRST_OF_NAME}][{_IN_NAME}]*+"
_BARE_SHEET = rf"[{_letters(_DIGITS + '_.')}]++"
_END = rf"(?![{_AFTER_REFERENCE}])"

_COLUMN = r"(\$?)([A-Za-z]{1,3})"
_ROW = r"(\$?)([1-9][0-9]{0,6})"
_RANGE = r"(\.?:\.?)"

CELL_LIKE: Final = r"[A-Za-z]{1,3}[0-9]{1,7}"
_BOOK = r"\[[^\[\]']++\]"
_PREFIX = (
    # `A1:Sheet2!B2` is a range from A1; `Jan:Dec!B2` is a span of sheets, and `Q1:Q4!B2` is one too.
    rf"(?:'(?:[^']|'')++'|(?:{_BOOK})?+(?!{CELL_LIKE}:(?!{CELL_LIKE}!)){_BARE_SHEET}(?::{_BARE_SHEET})?|{_BOOK})!"
)
_AGAIN = rf"(?:'(?:[^']|'')++'|(?:{_BOOK})?+{_BARE_SHEET})!"
_SIDES = (
    # `Data!A:Data!C`: whole columns or rows with the sheet named on both sides. Only a sheet's `!` stands before it.
    rf"(?<=!)(?:{_COLUMN}:({_AGAIN}){_COLUMN}|{_ROW}:({_AGAIN}){_ROW}){_END}"
)
_BRACKETS = r"\[(?:[^\[\]']|'[\s\S]|\[(?:[^\[\]']|'[\s\S])*+\])*+\]"
_ERRORS = "|".join(re.escape(code) for code in CELL_ERRORS)

TOKEN: Final = re.compile(
    r"(?P<space>[ \t\r\n\xa0\u3000]++)"
    r"|<=|>=|<>|[-+*/^&%,;:(){}@=<>]"
    rf"|(?P<sides>{_SIDES})"
    rf"|(?P<prefix>{_PREFIX})"
    rf"|(?P<cell>{_COLUMN}{_ROW}(?:{_RANGE}{_COLUMN}{_ROW})?{_END})"
    rf"|(?P<function>({NAME})[ \t\r\n]*+\()"
    rf"|(?P<columns>{_COLUMN}{_RANGE}{_COLUMN}{_END})"
    rf"|(?P<rows>{_ROW}{_RANGE}{_ROW}{_END})"
    r"|(?P<number>(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?)"
    r'|(?P<string>"(?:[^"]|"")*+")'
    rf"|(?P<structured>({NAME})?+({_BRACKETS}))"
    rf"|(?P<name>{NAME})"
    rf"|(?P<error>(?i:{_ERRORS}))"
    r"|\#"
    # All that is left, so that a text without end is looked through once and not from each of its characters.
    r"|(?P<bad>[\s\S]++)"
)

CELL_GROUP: Final = TOKEN.groupindex["cell"]
COLUMNS_GROUP: Final = TOKEN.groupindex["columns"]
ROWS_GROUP: Final = TOKEN.groupindex["rows"]
SIDES_GROUP: Final = TOKEN.groupindex["sides"]
FUNCTION_GROUP: Final = TOKEN.groupindex["function"]
STRUCTURED_GROUP: Final = TOKEN.groupindex["structured"]

_BEFORE_INTERSECTION = frozenset({"cell", "columns", "rows", "sides", "name", "structured", "error", ")", "#"})
_AFTER_INTERSECTION = frozenset({"prefix", "cell", "columns", "rows", "name", "structured", "error", "function", "("})

Tokens = tuple[list[str], list[re.Match[str]]]


def scan(text: str, start: int = 0) -> Tokens:
    """Return the kinds and the matches of the tokens that mean something.

    A space is kept, as the intersection operator, only between two things that can be references.
    """
    matches = list(TOKEN.finditer(text, start))
    kinds = [match.lastgroup or match[0] for match in matches]
    if "space" not in kinds:
        return kinds, matches
    meant = [
        index
        for index, kind in enumerate(kinds)
        if kind != "space"
        or (
            0 < index < len(kinds) - 1
            and kinds[index - 1] in _BEFORE_INTERSECTION
            and kinds[index + 1] in _AFTER_INTERSECTION
        )
    ]
    return [kinds[index] for index in meant], [matches[index] for index in meant]
