"""What a rule is, and the list of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from socroi.excel.addresses import address
from socroi.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socroi.review.finding import Severity
    from socroi.review.subject import Place, Subject

FAMILIES: Final = ("formulas", "ranges", "cells", "values", "method", "rows", "outliers")
"""The modules that hold the rules."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule found something.

    Attributes:
        place: the first cell.
        sentence: what is wrong there; advice: what to do.
        last: the last cell, where they are several.
        severity: how bad it is, where that is not the rule's own.
    """

    place: Place
    sentence: str
    advice: str
    last: Place | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One mistake that is looked for.

    Attributes:
        ident: the word that its findings carry, such as `mean-of-ratios`.
        severity: how bad it is.
        title: one line, for lists of rules.
        find: what finds it in a workbook.
    """

    ident: str
    severity: Severity
    title: str
    find: Callable[[Subject], Iterator[Hit]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield what it finds in a workbook."""
        for hit in self.find(subject):
            sheet = subject.book.sheets[hit.place.sheet].name
            cell = address(hit.place.row, hit.place.column)
            if hit.last is not None and hit.last != hit.place:
                cell += f":{address(hit.last.row, hit.last.column)}"
            severity = hit.severity or self.severity
            yield Finding(subject.file, sheet, cell, self.ident, severity, hit.sentence, hit.advice)


_RULES: Final[dict[str, Rule]] = {}


def rule(
    ident: str, severity: Severity
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Callable[[Subject], Iterator[Hit]]]:
    """Register a function as a rule; the first line of its docstring is the title."""

    def register(find: Callable[[Subject], Iterator[Hit]]) -> Callable[[Subject], Iterator[Hit]]:
        title = (find.__doc__ or "").strip().partition("\n")[0]
        _RULES[ident] = Rule(ident, severity, title.removesuffix("."), find)
        return find

    return register


def rules() -> dict[str, Rule]:
    """Return every rule by its word, in the order in which they were written down."""
    for family in FAMILIES:
        import_module(f"socroi.review.rules.{family}")
    return dict(_RULES)
