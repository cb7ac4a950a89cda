"""What a file cannot say and a person is asked, once: each question with the flag that answers it."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import SourceError, UsageError
from socroi.sources.hints import Hints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Answers(Hints):
    """What the person said in advance: of each file, and of what becomes of it.

    Attributes:
        map: a file of headings of one's own.
        currency: of files that do not name theirs.
        account: the name of the account of files that do not name theirs.
        platforms: by the file's name of a platform ours; "-" is none.
        truth: whose count of sales to take: "orders", "analytics" or "claims".
        made: the day on which the files were exported, in ISO 8601, where their own time is not that.
    """

    map: str | Path | None = None
    currency: str | None = None
    account: str | None = None
    platforms: Mapping[str, str] = field(default_factory=dict)
    truth: str | None = None
    made: str | None = None

    @property
    def of_file(self) -> dict[str, Any]:
        """Those that `socroi.read_export` takes, by their names."""
        return {each.name: getattr(self, each.name) for each in fields(Hints)} | {"map": self.map}

    @property
    def reads_otherwise(self) -> bool:
        """Whether a file may be read otherwise than without them."""
        return any(self.of_file.values())


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a file.

    Attributes:
        kind: the name of the answer, as in `Answers`.
        text: the question, with what was seen.
        file: of which file.
        flags: what to add to the command for each answer, such as `--date-order dmy`.
        choices: the answers there are; any text where there are none.
        about: what the answer is about: a row, a heading, a platform; "" where it is about the file.
    """

    kind: str
    text: str
    file: str
    flags: tuple[str, ...]
    choices: tuple[str, ...] = ()
    about: str = ""

    def refusal(self) -> OpenQuestion:
        """Return the error of a question that nobody answers."""
        return OpenQuestion(self)


class OpenQuestion(SourceError):
    """A file leaves something open, and nobody is there to be asked. Nothing was written.

    Args:
        question: what it is.
    """

    def __init__(self, question: Question) -> None:
        flags = " or ".join(question.flags)
        super().__init__(question.text, where=question.file, hint=f"Add {flags}.")
        self.question = question


_DATE_ORDER: Final = re.compile(r"--date-order|date_order=")
_DECIMAL: Final = re.compile(r"--decimal|decimal=")
_YEAR: Final = re.compile(r"\byear=")
_SOURCE: Final = re.compile(r"--source|source=")
_TABLE: Final = re.compile(r"--table|table=")
_TOTALS: Final = re.compile(r"totals=\[(\d+)\]")
_UNCHECKED: Final = re.compile(r"unchecked=\[(['\"])(.+?)\1\]")
_COLUMN: Final = re.compile(r"columns=\{(['\"])(.+?)\1: (['\"])(.+?)\3\}")
_ADVICE: Final = re.compile(r"\s*(?:Say|Use it\?|say which:)[^.]*(?:in Python[^.]*)?\.?\s*$")


def question_of(error: SourceError, file: str) -> Question | None:
    """Return the question that a refusal asks; None where no answer would help."""
    said = f"{error.what} {error.hint}"
    what = _ADVICE.sub("", error.what.strip()) or error.what
    flags: tuple[str, ...]
    if found := _TOTALS.search(said):
        row = found[1]
        flags = (f"--total {row}", f"--row {row}")
        return Question("totals", f"{what} Is row {row} a total, to be left out?", file, flags, ("yes", "no"), row)
    if found := _COLUMN.search(said):
        field_, heading = found[2], found[4]
        flags = (f"--column {shlex.quote(f'{field_}={heading}')}",)
        return Question(
            "columns", f"{what} Take “{heading}” for it?", file, flags, ("yes", "no"), f"{field_}={heading}"
        )
    if found := _UNCHECKED.search(said):
        flags = (f"--unchecked {shlex.quote(found[2])}",)
        text = f"{what} Does “{found[2]}” mean something else here, and is not to be compared?"
        return Question("unchecked", text, file, flags, ("yes", "no"), found[2])
    for kind, (pattern, choices) in _ASKED.items():
        if pattern.search(said):
            name = kind.replace("_", "-")
            flags = tuple(f"--{name} {choice}" for choice in choices) or (f"--{name} {_WORDS[kind]}",)
            hint = f" {error.hint}" if kind == "table" else ""
            return Question(kind, f"{what}{hint}", file, flags, choices)
    return None


_ASKED: Final[Mapping[str, tuple[re.Pattern[str], tuple[str, ...]]]] = {
    "year": (_YEAR, ()),
    "date_order": (_DATE_ORDER, ("dmy", "mdy")),
    "decimal": (_DECIMAL, (".", ",")),
    "source": (_SOURCE, ()),
    "table": (_TABLE, ()),
}
_WORDS: Final = {"year": "YYYY, of its last day", "source": "NAME", "table": "HEADER"}


def answered(answers: Answers, question: Question, answer: str) -> Answers | None:
    """Return the answers with one more; None where it says that the file is not to be taken so.

    Raises:
        UsageError: the answer is none of those that there are.
    """
    text = answer.strip()
    if question.choices and text not in question.choices:
        raise UsageError(f"{text!r} is no answer.", hint=f"Say one of: {', '.join(question.choices)}.")
    match question.kind:
        case "totals":
            row = frozenset({int(question.about)})
            return (
                replace(answers, totals=answers.totals | row)
                if text == "yes"
                else replace(answers, rows=answers.rows | row)
            )
        case "columns":
            name, _, heading = question.about.partition("=")
            return replace(answers, columns={**answers.columns, name: heading}) if text == "yes" else None
        case "unchecked":
            return replace(answers, unchecked=answers.unchecked | {question.about}) if text == "yes" else None
        case "year":
            if not (text.isascii() and text.isdigit() and len(text) == 4):
                raise UsageError(f"{text!r} is no year.", hint="Write it as 2026.")
            return replace(answers, year=int(text))
        case "currency":
            return replace(answers, currency=currency_code(text))
        case "platforms":
            return replace(answers, platforms={**answers.platforms, question.about: text})
        case kind:
            given: dict[str, Any] = {kind: text}
            return replace(answers, **given)


def currency_code(text: str) -> str:
    """Return a currency's code.

    Raises:
        UsageError: it has not three letters.
    """
    code = text.strip().upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise UsageError(f"{text!r} is no currency.", hint="Give a code of three letters, such as EUR.")
    return code


def of_currency(file: str) -> Question:
    """Ask which currency the amounts of a file are in."""
    text = "it has amounts and does not say in which currency."
    return Question("currency", text, file, ("--currency EUR",))


def of_platform(name: str, file: str) -> Question:
    """Ask which platform a name stands for."""
    text = f"nothing here knows a platform “{name}”. Which one is it? Its own name adds it, - leaves it out."
    meanings = ["Facebook", "-"] if "=" in name else ["Facebook", name, "-"]
    flags = tuple(f"--platform {shlex.quote(f'{name}={meaning}')}" for meaning in meanings)
    return Question("platforms", text, file, flags, (), name)
