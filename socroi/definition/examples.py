"""The examples in a formula's documentation, read as test vectors: `=SOCROI({1000;500},{500}) -> 200`.

An argument is a number, a text, TRUE or FALSE, an error, an array constant, a call of another of our functions, or
nothing at all (a blank). The result is one of the same, without calls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from socroi.errors import CELL_ERRORS, CellError

Scalar = float | str | bool | CellError | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of our functions, as an example writes it."""

    name: str
    arguments: tuple[Argument, ...]


Argument = Scalar | list[list[Scalar]] | Call


@dataclass(frozen=True, slots=True)
class Example:
    """One example: what is typed, what that means, and what the cell (or the spill) shows."""

    text: str
    call: Call
    result: Scalar | list[list[Scalar]]

    @property
    def is_error(self) -> bool:
        """Whether the example shows an error."""
        return isinstance(self.result, CellError)

    def __str__(self) -> str:
        return self.text


_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?)
    | "(?P<text>(?:[^"]|"")*)"
    | (?P<error>\#[A-Z0-9_/]+[!?]?)
    | (?P<word>[A-Z]+)
    | (?P<mark>[(){},;])
    )\s*""",
    re.VERBOSE,
)


def parse(line: str) -> Example:
    """Return the example that a line holds. ValueError says what cannot be read."""
    formula, arrow, result = line.partition(" -> ")
    if not arrow:
        raise ValueError(f"{line!r} has no ' -> result'")
    if not formula.startswith("="):
        raise ValueError(f"{line!r} does not begin with an equals sign")
    call = _Reader(formula[1:]).whole()
    answer = _Reader(result).whole()
    if not isinstance(call, Call):
        raise ValueError(f"{formula!r} calls no function")  # noqa: TRY004 - the line is wrong, not its type
    if isinstance(answer, Call):
        raise ValueError(f"{result!r} is no result")  # noqa: TRY004 - likewise
    return Example(line, call, answer)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise ValueError(f"{text!r} cannot be read from {text[position:]!r} on")
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            position = match.end()
        self.tokens.append(("end", ""))
        self.at = 0

    def whole(self) -> Argument:
        value = self.argument()
        if self.tokens[self.at][0] != "end":
            raise ValueError(f"{self.text!r} goes on after its end")
        return value

    def next(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, mark: str) -> bool:
        if self.tokens[self.at] == ("mark", mark):
            self.at += 1
            return True
        return False

    def argument(self) -> Argument:
        if self.tokens[self.at] in {("mark", ","), ("mark", ")")}:
            return None
        if self.skip("{"):
            return self.array()
        if self.tokens[self.at][0] == "word" and self.tokens[self.at + 1] == ("mark", "("):
            return self.call()
        return self.scalar()

    def call(self) -> Call:
        name = self.next()[1]
        self.at += 1
        if self.skip(")"):
            return Call(name, ())
        arguments = [self.argument()]
        while self.skip(","):
            arguments.append(self.argument())
        if not self.skip(")"):
            raise ValueError(f"{self.text!r} lacks a closing bracket")
        return Call(name, tuple(arguments))

    def array(self) -> list[list[Scalar]]:
        rows: list[list[Scalar]] = [[self.scalar()]]
        while not self.skip("}"):
            if self.skip(","):
                rows[-1].append(self.scalar())
            elif self.skip(";"):
                rows.append([self.scalar()])
            else:
                raise ValueError(f"{self.text!r} has an array without its end")
        if len({len(row) for row in rows}) > 1:
            raise ValueError(f"{self.text!r} has an array with rows of different lengths")
        return rows

    def scalar(self) -> Scalar:
        group, text = self.next()
        if group == "number":
            return float(text[:-1]) / 100 if text.endswith("%") else float(text)
        if group == "text":
            return text.replace('""', '"')
        if group == "error" and text in CELL_ERRORS:
            return CellError(text)
        if group == "word" and text in {"TRUE", "FALSE"}:
            return text == "TRUE"
        raise ValueError(f"{self.text!r} has {text!r} where a value is expected")
