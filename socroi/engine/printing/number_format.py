"""A value as a number format shows it: Excel's TEXT.

The code is read once (`format_sections`), a section is chosen by the value, and its renderer prints the digits of the
value, 15 of them, rounded half away from zero. What no document says was taken from tables of Excel's own output that
SheetJS SSF and borgar/numfmt publish; the tests name them.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.digits import general, significant
from socroi.engine.printing.format_dates import date_text
from socroi.engine.printing.format_numbers import exponent_text, fraction_text, number_text
from socroi.engine.printing.format_parts import Condition, Section, UncomputedFormat
from socroi.engine.printing.format_sections import compile_format
from socroi.engine.printing.locales import native_digits
from socroi.errors import CellError
from socroi.patterns import pattern

if TYPE_CHECKING:
    from socroi.engine.printing.countries import Country

_GENERAL = compile_format("General")[0]
_SYSTEM = {"date": "dddd, mmmm d, yyyy", "time": "h:mm:ss AM/PM"}
"""The long date and the time of a system set to English (United States), which `[$-F800]` and `[$-F400]` stand for."""


_ASIDE: Final = pattern(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_FOREIGN: Final = pattern(
    r"([jtaråwqгдчклмéó])\1|(?<![a-z])[tj]\W{0,2}m|#\.##0|[0#?],[0#?]{1,2} ?%"
    r"|^[^.]*[0#?],00(?![0#?]|[^;]*\.[0#?])|^(?:standard\w*|standaard|estándar|geral|основной|normál)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def is_foreign(code: str) -> bool:
    """Whether a code is one that an Excel of another language reads, such as `TT.MM.JJJJ`, `jj/mm/aaaa` or `#.##0,00`.

    A formula keeps such a text as it was typed. English Excel reads it too, as something that nobody means. In
    `#,00.00` a point stands before decimals: no comma is one.
    """
    return _FOREIGN.search(_ASIDE.sub("", code)) is not None


def format_in(country: Country, value: float | str | bool, code: str, *, date_1904: bool = False) -> str:
    """Return what `TEXT(value, code)` gives in a country: the code is typed, and the value written, as there.

    Raises:
        CellError: as `format_value`. UncomputedFormat: also a code with letters that are not known of the language.
    """
    from socroi.engine.printing.national import kept_marks, us_code

    known = us_code(code, country)
    if known is None:
        raise UncomputedFormat(f'the number format "{code}" in {country.tag}')
    return kept_marks(format_value(value, known, date_1904=date_1904, country=country))


def format_value(
    value: float | str | bool,
    code: str,
    *,
    date_1904: bool = False,
    locale: str = "en-US",
    country: Country | None = None,
) -> str:
    """Return what `TEXT(value, code)` gives, for a value that is not an error.

    A text is printed by the text section, or as it is; a boolean is printed as the text TRUE or FALSE. (TEXT itself
    first reads a text that looks like a number as that number: see `text_values.parse_number`.)

    Args:
        value: a number, text or boolean.
        code: a format code in the form in which files store it, with the point as decimal mark and English letters.
        date_1904: whether serial number 0 is 1904-01-01.
        locale: the language of names of months and days where the code names none.
        country: whose marks numbers have, and whose language it is; left out: the US.

    Raises:
        CellError: `#VALUE!` for an invalid code, a date out of range, or conditions that leave the value without a
        section. UncomputedFormat: for what Excel prints and this engine does not: Hijri dates, East Asian numerals,
        unknown languages.
    """
    if not code:
        return value if isinstance(value, str) else ""
    sections = compile_format(code)
    if isinstance(value, bool):
        value = "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _text(sections, value)
    if not math.isfinite(value):
        raise CellError("#NUM!", "The number is too large.")
    section, minus = _choose(code, sections, value)
    if country is not None:
        locale = country.tag
    names = "" if country is None else country.names
    shown, is_number = _number(section, value, minus=minus, date_1904=date_1904, locale=locale, names=names)
    return country.marks(shown) if country is not None and is_number else shown


def _text(sections: tuple[Section, ...], value: str) -> str:
    last = sections[-1]
    if last.kind != "text" and len(sections) < 4:
        return value
    return "".join(value if token.kind in {"text", "general"} else token.text for token in last.tokens)


def _choose(code: str, sections: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """Return the section for a number, and whether a minus sign goes before it."""
    numeric = sections[:3] if sections[-1].kind != "text" else sections[:-1]
    negative = value < 0
    if not numeric:
        return _GENERAL, negative
    first, second = numeric[0], numeric[1] if len(numeric) > 1 else None
    if len(numeric) == 1 and first.condition is None:
        return first, negative
    test, other = first.condition, second.condition if second else None
    third = numeric[2] if len(numeric) > 2 else None
    if test.holds(value) if test else value > 0 or (value == 0 and third is None and not (other and other.holds(0))):
        return first, negative and not (test and test.only_negative)
    if second is None:
        return _GENERAL, negative and not _else_is_negative(test)
    if other:
        if other.holds(value):
            return second, negative and not other.only_negative
        if third is None:
            raise CellError("#VALUE!", f'No section of the format "{code}" is for {value:.15g}.')
        return third, negative
    if third is None:
        return second, negative and not _else_is_negative(test)
    return (second, False) if negative else (third, False)


def _else_is_negative(test: Condition | None) -> bool:
    """Whether the section for what fails a first condition brings the sign of its numbers.

    It does where only negative numbers can fail, and behind `<` and `<=`: so Excel prints -5 by `[<-6]"A"0;"B"0` as B5.
    """
    if test is None or test.symbol in {"<", "<="}:
        return True
    if test.symbol in {"<>", ">"}:
        return test.limit < 0
    return test.symbol == ">=" and test.limit <= 0


def _number(
    section: Section, value: float, *, minus: bool, date_1904: bool, locale: str, names: str
) -> tuple[str, bool]:
    """Return what a section shows of a number, and whether its points and commas are the marks of a number."""
    sign = "-" if minus else ""
    said = section.language if section.language.strip("0") else ""
    language = said or locale
    if section.system:
        if locale != "en-US":
            raise UncomputedFormat(f"the system's own {section.system} in {locale}")
        section = compile_format(_SYSTEM[section.system])[0]
    match section.kind:
        case "date":
            text = date_text(
                section, value if minus else abs(value), date_1904=date_1904, language=language, names=said or names
            )
            sign = ""
        case "general" | "text":
            text = "".join(general(abs(value)) if token.kind == "general" else token.text for token in section.tokens)
        case "number":
            text, zero = number_text(section, value)
            sign = "" if zero else sign
        case "exponent":
            text, zero = exponent_text(section, significant(value))
            sign = "" if zero else sign
        case "fraction":
            text = fraction_text(section, significant(value))
        case _:
            text = "".join(token.text for token in section.tokens)
    shown = native_digits(sign + text, section.digits)
    if shown is None:
        raise UncomputedFormat(f"digits of the script {section.digits:#x}")
    return shown, section.kind != "date"
