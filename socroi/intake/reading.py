"""A file read with the answers that are there: those of the person, else those remembered, else those asked for."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from socroi.errors import SocroiError, SourceError
from socroi.intake.questions import answered, currency_code, of_currency, question_of
from socroi.intake.rows import tidy
from socroi.sources.choosing import NoSuchHeading, SeveralTables, choose
from socroi.sources.grid import grids
from socroi.sources.reading import read
from socroi.sources.source import Hints

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from socroi.intake.files import File
    from socroi.intake.memory import Memory
    from socroi.intake.questions import Answers, Question
    from socroi.sources.export import Export

    Ask = Callable[[Question], str | None]


class Reader:
    """Reads files one after the other; what it was told stays in the memory."""

    def __init__(self, answers: Answers, memory: Memory, ask: Ask | None = None) -> None:
        self.answers = answers
        self.memory = memory
        self._ask = ask
        self._known: dict[str, tuple[Export, pd.DataFrame]] = {}
        self._missed: dict[str, NoSuchHeading] = {}
        self._headings: set[str] = set()

    def refuse_missing_columns(self) -> None:
        """Refuse a heading that was said in advance and that none of the files has.

        Raises:
            SourceError: there is one.
        """
        for heading, error in self._missed.items():
            if heading not in self._headings:
                raise error

    def read(self, file: File) -> tuple[Export, pd.DataFrame]:
        """Return an export and its tidy rows; a file that was read before is not read again.

        Raises:
            OpenQuestion: it leaves something open.
            SourceError: it is not understood.
        """
        if file.sha not in self._known:
            self._known[file.sha] = self._read(file)
        return self._known[file.sha]

    def read_all(self, file: File) -> list[tuple[File, Export, pd.DataFrame]]:
        """Return the exports of a file: one, or those of its sheets where it has one for each month.

        Raises:
            OpenQuestion: it leaves something open.
            SourceError: it is not understood, or its sheets are of the same days.
        """
        try:
            return [(file, *self.read(file))]
        except SeveralTables as error:
            sheets = self._sheets(file, error)
            if sheets is None:
                raise _named(error, file) from error
            return sheets

    def _sheets(self, file: File, error: SeveralTables) -> list[tuple[File, Export, pd.DataFrame]] | None:
        """Read each sheet as a file of its own; None where they share days, and may show the same twice."""
        if self.answers.totals or self.answers.rows:
            return None
        read = []
        for name in error.sheets:
            sha = hashlib.sha256(f"{file.sha} {name}".encode()).hexdigest()
            part = replace(file, shown=f"{file.shown}, {name}", sha=sha)
            if sha not in self._known:
                self._known[sha] = self._read(part, name)
            read.append((part, *self._known[sha]))
        spans = sorted((rows["start"].min(), rows["end"].max()) for _, _, rows in read)
        known = all(first == first and last == last for first, last in spans)  # noqa: PLR0124 - NaT is unequal to itself
        return read if known and all(before[1] < after[0] for before, after in pairwise(spans)) else None

    def _read(self, file: File, sheet: str | None = None) -> tuple[Export, pd.DataFrame]:
        answers = self.answers if sheet is None else replace(self.answers, sheet=sheet)
        export: Export | None = None
        told: dict[str, str] = {}
        while export is None:
            try:
                export = read(file.path, **answers.of_file)
            except SeveralTables:
                raise
            except NoSuchHeading as error:
                # One of the other files may have it.
                self._missed[error.heading] = error
                kept = {field: heading for field, heading in answers.columns.items() if heading != error.heading}
                answers = replace(answers, columns=kept)
            except SourceError as error:
                question = question_of(error, file.shown)
                if question is None or (question.kind in told and question.kind in {"decimal", "date_order", "year"}):
                    raise _named(error, file) from error
                said = self._remembered(file, question) or self.asked(question)
                more = answered(answers, question, said)
                if more is None or more == answers:
                    raise _named(error, file) from error
                told[question.kind] = said
                answers = more
        self._headings |= set(answers.columns.values())
        account = export.account or answers.account or ""
        for name in ("decimal", "date_order"):
            given = getattr(answers, name)
            if given is not None:
                self.memory.remember(export.source, account, name, given)
        currency = self._currency(export, account, file)
        return export, tidy(export, account=answers.account, currency=currency)

    def asked(self, question: Question) -> str:
        """Return the person's answer.

        Raises:
            OpenQuestion: nobody is there to be asked.
        """
        said = None if self._ask is None else self._ask(question)
        if said is None:
            raise question.refusal()
        return said

    def _remembered(self, file: File, question: Question) -> str | None:
        """Return what was said of other files of this exporter."""
        if question.kind not in {"decimal", "date_order"}:
            return None
        try:
            _, source, _ = choose(file.path, grids(file.path), Hints())
        except SocroiError:
            return None
        return self.memory.answer(source.name, self.answers.account or "", question.kind)

    def _currency(self, export: Export, account: str, file: File) -> str | None:
        known = export.currency
        if known is not None or not {"spend", "revenue"} & set(export.metrics):
            return None
        said = self.answers.currency or self.memory.answer(export.source, account, "currency")
        if said is None:
            said = currency_code(self.asked(of_currency(file.shown)))
        self.memory.remember(export.source, account, "currency", said)
        return said


def _named(error: SourceError, file: File) -> SourceError:
    """Return a refusal under the name by which the person knows the file."""
    return SourceError(error.what, where=file.shown, hint=error.hint)
