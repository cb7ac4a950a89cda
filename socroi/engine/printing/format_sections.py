"""Number format codes, read: ECMA-376 part 1, 18.8.30 and 18.8.31, and what Excel does beyond them.

`compile_format` turns a code into its sections; `number_format` and its renderers print them. A code that Excel
refuses raises `CellError("#VALUE!")`; one that Excel knows and we do not (Hijri dates, Chinese numerals) raises
`UncomputedFormat`, so that nobody takes a guess for a result.
"""

from __future__ import annotations

import operator
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.engine.printing.format_parts import Condition, Plain, Section, Token, UncomputedFormat, invalid
from socroi.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.printing.format_parts import Kind, SectionKind

_TOKEN: Final = pattern(
    r"""
      "(?P<quoted>[^"]*)"
    | \\(?P<escaped>.)
    | _(?P<width>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<end>;)
    | (?P<general>general)
    | (?P<ampm>am/pm|a/p|上午/下午)
    | (?P<exponent>e[+-])
    | (?P<calendar>b[12])
    | (?P<date>y+|m+|d+|h+|s+|b+|g+|e+)
    | (?P<digit>[0\#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<slash>/)
    | (?P<text>@)
    | (?P<broken>["\\_*\[n])
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOUR: Final = pattern(r"black|blue|cyan|green|magenta|red|white|yellow|color ?([1-9]|[1-4]\d|5[0-6])", re.IGNORECASE)
_CONDITION: Final = pattern(r"(<=|>=|<>|<|>|=)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*", re.IGNORECASE)
_ELAPSED: Final = pattern(r"h+|m+|s+", re.IGNORECASE)
_LANGUAGE: Final = pattern(r"(?:([0-9a-f]{1,8})|([a-z]{2,3}(?:-[a-z0-9]+)*))(?:,([0-9a-f]+))?", re.IGNORECASE)
_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_DATE_KINDS: Final[dict[str, Kind]] = {
    "y": "year", "m": "month", "d": "day", "h": "hour", "s": "second", "b": "buddhist", "g": "era", "e": "era year",
}  # fmt: skip
_DATE: Final = frozenset({*_DATE_KINDS.values(), "ampm", "elapsed"})


class _Draft:
    """A section while it is being read."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.condition: Condition | None = None
        self.language = ""
        self.digits = 0
        self.calendar = 0
        self.system = ""

    def add(self, kind: Kind, text: str) -> None:
        self.tokens.append(Token(kind, text))

    def bracket(self, code: str, inside: str) -> None:
        if inside.startswith("$"):
            symbol, dash, language = inside[1:].rpartition("-") if "-" in inside else (inside[1:], "", "")
            head, x, tail = inside[1:].partition("-x-")
            if x:
                symbol, language = head, "x-" + tail
            elif dash and (
                tag := re.fullmatch(r"(.*?)-([a-z]{2,3}(?:-[a-z0-9]+)+(?:,\w+)?)", inside[1:], re.IGNORECASE)
            ):
                symbol, language = tag[1], tag[2]
            if symbol:
                self.add("literal", symbol)
            self.speak(language)
        elif found := _CONDITION.fullmatch(inside):
            self.condition = Condition(_COMPARE[found[1]], found[1], float(found[2]))
        elif _ELAPSED.fullmatch(inside):
            self.add("elapsed", inside.lower())
        elif inside.lower().startswith("dbnum") and inside[5:] in {"1", "2", "3", "4"}:
            raise UncomputedFormat(f"East Asian numerals ([{inside}])")
        elif not _COLOUR.fullmatch(inside):
            raise invalid(code, f"[{inside}] is no colour, condition or elapsed time")

    def speak(self, language: str) -> None:
        """Take the language, digits and calendar of `[$-...]`."""
        lowered = language.lower()
        if lowered in {"f800", "x-sysdate"}:
            self.system = "date"
        elif lowered in {"f400", "x-systime"}:
            self.system = "time"
        elif found := _LANGUAGE.fullmatch(language):
            if found[1]:
                number = int(found[1], 16)
                self.language = f"{number & 0xFFFF:x}"
                self.calendar, self.digits = number >> 16 & 0xFF, number >> 24 & 0xFF
            else:
                self.language = lowered.partition(",")[0]
                if found[3]:
                    number = int(found[3], 16)
                    self.calendar, self.digits = number >> 16 & 0xFF, number >> 24 & 0xFF


@lru_cache(maxsize=1024)
def compile_format(code: str) -> tuple[Section, ...]:
    """Return the one to four sections of a format code.

    Raises:
        CellError: `#VALUE!` for a code that Excel refuses.
        UncomputedFormat: for a code that Excel accepts and this engine does not compute.
    """
    drafts = [_Draft()]
    for found in _TOKEN.finditer(code):
        draft = drafts[-1]
        name, text = found.lastgroup, found[0]
        match name:
            case "quoted" | "escaped":
                if found[name]:
                    draft.add("literal", found[name])
            case "width":
                draft.add("space", " ")
            case "fill":
                pass  # it fills a cell's width, and a text has none
            case "bracket":
                draft.bracket(code, found[name])
            case "end":
                drafts.append(_Draft())
            case "general" | "digit" | "point" | "comma" | "percent" | "slash" | "text" | "exponent" | "ampm":
                draft.tokens.append(Token(name, text))
            case "calendar":
                if text[1] == "2":
                    raise UncomputedFormat("the Hijri calendar (b2)")
            case "date":
                if (text == "B" and found.end() == len(code)) or "E" in text:
                    raise invalid(code, f"{text} stands alone")
                draft.add(_DATE_KINDS[text[0].lower()], text)
            case "broken":
                raise invalid(code, f"{text} needs something after it" if text not in "nN" else "n must be in quotes")
            case _:
                draft.add("literal", text)
    if len(drafts) > 4:
        raise invalid(code, "it has more than four sections")
    sections = tuple(_section(code, draft) for draft in drafts)
    _check(code, sections)
    return sections


def _check(code: str, sections: tuple[Section, ...]) -> None:
    texts = [place for place, section in enumerate(sections) if section.kind == "text"]
    if len(texts) > 1 or (texts and texts[0] != len(sections) - 1):
        raise invalid(code, "only the last section may hold @")
    if len(sections) == 4 and sections[3].kind not in {"text", "general", "empty"}:
        raise invalid(code, "the fourth section is for text")
    if sum(section.condition is not None for section in sections) > 2 or any(s.condition for s in sections[2:]):
        raise invalid(code, "only the first two sections may have conditions")


def _section(code: str, draft: _Draft) -> Section:
    tokens = _exponents(draft.tokens)
    kinds = {token.kind for token in tokens}
    if kinds & _DATE:
        return _date(code, draft, tokens)
    if "text" in kinds:
        if kinds & {"digit", "general", "exponent"}:
            raise invalid(code, "@ stands beside digits")
        return _finish(draft, "text", _as_literals(tokens))
    if "general" in kinds:
        if kinds & {"digit", "exponent", "slash"}:
            raise invalid(code, "General stands beside digits")
        return _finish(draft, "general", _as_literals(tokens))
    if "slash" in kinds:
        return _fraction(code, draft, tokens)
    if "digit" not in kinds:
        if "exponent" in kinds:
            raise invalid(code, "the exponent has no digits")
        scale = 2 * sum(token.kind == "percent" for token in tokens)
        return _finish(draft, "empty", _as_literals(tokens), scale=scale)
    return _number(code, draft, tokens)


def _exponents(tokens: list[Token]) -> list[Token]:
    """Tell `E+` between digits from `e`, the year, with a sign behind it."""
    digits = [place for place, token in enumerate(tokens) if token.kind == "digit"]
    result: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind == "exponent" and token.text[0] == "e" and not (digits and digits[0] < place < digits[-1]):
            result += [Token("era year", "e"), Token("literal", token.text[1])]
        else:
            result.append(token)
    return result


def _as_literals(tokens: list[Token]) -> tuple[Token, ...]:
    """Let marks that mean something beside digits stand for themselves."""
    kept = {"text", "general", "space", "literal"} | _DATE
    return tuple(token if token.kind in kept else Token("literal", token.text) for token in tokens)


def _plain(tokens: tuple[Token, ...], scale: int, decimals: int, *, grouped: bool) -> Plain | None:
    """Return the shape of `#`s, `0`s, a point and `0`s in one piece between literals, where a number section has it."""
    marks = "".join(token.text if token.kind == "digit" else "." if token.kind == "point" else "x" for token in tokens)
    found = re.fullmatch(r"(x*)(#*)(0*)(\.0*)?(x*)", marks)
    if not found or not (found[2] or found[3]) or (found[4] == "." or (grouped and len(found[3]) > 3)):
        return None
    start, end = found.end(1), found.start(5)
    before, after = ("".join(token.text for token in part) for part in (tokens[:start], tokens[end:]))
    return Plain(before, after, len(found[3]), 10.0 ** (scale + decimals), 10**decimals)


def _finish(draft: _Draft, kind: SectionKind, tokens: tuple[Token, ...], *, scale: int = 0, decimals: int = 0,
            grouped: bool = False) -> Section:  # fmt: skip
    return Section(
        kind,
        tokens,
        draft.condition,
        draft.language,
        draft.digits,
        draft.calendar,
        scale,
        decimals,
        grouped,
        draft.system,
        _plain(tokens, scale, decimals, grouped=grouped) if kind == "number" else None,
        _day(tokens) if kind == "date" and draft.calendar in {0, 1} else "",
    )


def _day(tokens: tuple[Token, ...]) -> str:
    """Return the shape of a date that is printed in digits and without its time; "" for any other."""
    shape = ""
    for token in tokens:
        width = len(token.text)
        if token.kind in {"literal", "space"}:
            shape += token.text.replace("{", "{{").replace("}", "}}")
        elif token.kind == "year":
            shape += "{short:02d}" if width <= 2 else "{year:04d}"
        elif token.kind == "month" and width <= 2:
            shape += f"{{month:0{width}d}}"
        elif token.kind == "day" and width <= 2:
            shape += f"{{day:0{width}d}}"
        else:
            return ""
    return shape


def _date(code: str, draft: _Draft, tokens: list[Token]) -> Section:
    """Read `.000` behind a date token as parts of a second, and `m` beside hours or seconds as minutes."""
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "point":
            end = place + 1
            while end < len(tokens) and tokens[end] == Token("digit", "0"):
                end += 1
            zeros = end - place - 1
            if zeros > 3:
                raise invalid(code, "a second has at most three decimals")
            result.append(Token("fraction", "0" * zeros) if zeros else Token("literal", "."))
            place = end
            continue
        if token.kind in {"digit", "percent", "text", "general", "exponent"}:
            raise invalid(code, f"{token.text} stands beside a date")
        result.append(token)
        place += 1
    parts = [place for place, token in enumerate(result) if token.kind in _DATE and token.kind != "ampm"]
    for position, place in enumerate(parts):
        token = result[place]
        if token.kind == "month" and len(token.text) <= 2:
            before = result[parts[position - 1]] if position else None
            after = result[parts[position + 1]] if position + 1 < len(parts) else None
            joined = place > 1 and result[place - 1] == Token("literal", ":") and result[place - 2] is before
            if _says(before, "h") or _says(after, "s") or (joined and _says(before, "s")):
                result[place] = Token("minute", token.text)
    decimals = max((len(token.text) for token in result if token.kind == "fraction"), default=0)
    kept = tuple(t if t.kind in _DATE or t.kind in {"minute", "fraction"} else Token("literal", t.text) for t in result)
    return _finish(draft, "date", kept, decimals=decimals)


def _says(token: Token | None, letter: str) -> bool:
    """Whether a date token is hours or seconds, plain or elapsed."""
    return token is not None and token.kind in {"hour", "second", "elapsed"} and token.text[0].lower() == letter


def _number(code: str, draft: _Draft, tokens: list[Token]) -> Section:
    exponents = [place for place, token in enumerate(tokens) if token.kind == "exponent"]
    body = tokens
    if exponents:
        if len(exponents) > 1 or not any(t.kind == "digit" for t in tokens[: exponents[0]]) or not any(
            t.kind == "digit" for t in tokens[exponents[0] :]
        ):  # fmt: skip
            raise invalid(code, "the exponent has no digits")
        body = tokens[: exponents[0]]
    points = [place for place, token in enumerate(body) if token.kind == "point"]
    point = points[0] if points else len(body)
    for extra in points[1:]:
        body[extra] = Token("literal", ".")
    digits = [place for place, token in enumerate(body) if token.kind == "digit"]
    whole = [place for place in digits if place < point]
    grouped, scale = False, 0
    kept: list[Token] = []
    for place, token in enumerate(body):
        if token.kind == "comma":
            last = kept[-1].kind if kept and place and tokens[place - 1].kind in {"digit", "comma"} else ""
            if whole and whole[0] < place < whole[-1]:
                grouped = True
            elif last == "digit" and (place > digits[-1] or (whole and whole[-1] < place < point)):
                scale -= 3
            elif last != "digit":
                kept.append(Token("literal", ","))
            continue
        scale += 2 * (token.kind == "percent")
        kept.append(token)
    decimals = sum(place > point for place in digits)
    if exponents:  # neither commas nor % scale the number, and commas behind the exponent are not shown
        rest = [t if t.kind in {"digit", "exponent", "space", "literal"} else Token("literal", t.text)
                for t in tokens[exponents[0] :] if t.kind != "comma"]  # fmt: skip
        return _finish(draft, "exponent", (*kept, *rest), decimals=decimals, grouped=grouped)
    return _finish(draft, "number", tuple(kept), scale=scale, decimals=decimals, grouped=grouped)


def _fraction(code: str, draft: _Draft, tokens: list[Token]) -> Section:
    """Tell the whole number, the numerator and the denominator apart: the slash is kept between the last two."""
    slashes = [place for place, token in enumerate(tokens) if token.kind == "slash"]
    slash = slashes[0]
    before = [place for place, token in enumerate(tokens[:slash]) if token.kind == "digit"]
    if len(slashes) > 1 or not before or any(t.kind in {"point", "exponent"} for t in tokens):
        raise invalid(code, "a fraction needs digits on both sides of one /")
    result = [t if t.kind != "comma" else Token("literal", "") for t in tokens]
    fixed = _fixed_denominator(result, slash)
    if not fixed and not any(token.kind == "digit" for token in result[slash:]):
        raise invalid(code, "a fraction needs digits on both sides of one /")
    scale = 2 * sum(token.kind == "percent" for token in result)
    grouped = any(t.kind == "comma" and before[0] < p < before[-1] for p, t in enumerate(tokens[:slash]))
    return _finish(draft, "fraction", tuple(result), scale=scale, grouped=grouped)


def _fixed_denominator(tokens: list[Token], slash: int) -> bool:
    """Join the digits of a denominator that is written out, such as the 16 of `# ??/16`, into one token."""
    start = slash + 1
    while start < len(tokens) and tokens[start].kind in {"literal", "space"} and tokens[start].text == " ":
        start += 1
    end = start
    while end < len(tokens) and tokens[end].text.isdecimal() and len(tokens[end].text) == 1:
        end += 1
    text = "".join(token.text for token in tokens[start:end])
    if not text or text[0] == "0":
        return False
    tokens[start:end] = [Token("denominator", text)]
    return True
