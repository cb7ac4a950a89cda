"""The import of files into a book: first the plan of it, which changes nothing, then the writing."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socroi.errors import SocroiError, SourceError, UsageError
from socroi.intake import beside
from socroi.intake.adding import merged, there
from socroi.intake.book import put_sheets, read_book
from socroi.intake.files import files as files_of
from socroi.intake.into_book import Tables, currency_cell, currency_of, first_day
from socroi.intake.ledger import UNDONE, Import, standing_imports, undone
from socroi.intake.memory import Memory
from socroi.intake.merging import without_import
from socroi.intake.new_book import MONTHS
from socroi.intake.platforms import NONE, unknown
from socroi.intake.questions import Answers, OpenQuestion, of_platform
from socroi.intake.reading import Reader
from socroi.intake.result import MONTH_COLUMNS, REFUSED, FileReport, ImportResult
from socroi.intake.sums import sums
from socroi.intake.truth import TRUTHS
from socroi.workbook.writing.in_use import despite_locks, refuse_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from socroi.intake.book import Book
    from socroi.intake.files import File
    from socroi.intake.into_book import Counts, Totals
    from socroi.intake.reading import Ask
    from socroi.intake.sums import Sums
    from socroi.sources.export import Export


@dataclass(frozen=True, slots=True)
class Plan:
    """An import that is worked out and not written."""

    state: Book
    imports: list[Import]
    data: pd.DataFrame
    sums: Sums
    memory: Memory
    result: ImportResult


def import_exports(
    book: str | os.PathLike[str],
    files: Iterable[str | os.PathLike[str]],
    *,
    dry_run: bool = False,
    skip: bool = False,
    force: bool = False,
    **answers: Any,
) -> ImportResult:
    """Import exports of platforms into a workbook of four_step or kpi_scorecard, and compute it.

    The rows are kept in the book, on the sheet Data. What Results and Costs hold of imports is summed up anew from all
    of them, so that neither the order of imports nor a file that is imported twice changes a sum: of each row the later
    export stands, of each account and day one level counts, of each month one truth. Rows typed by hand are never
    touched. The book before is kept as `plan.xlsx~`.

    Args:
        book: the workbook.
        files: exports, folders or zips of them, in any order.
        dry_run: work it out, and write nothing.
        skip: leave out files that are not understood, and write the others.
        force: write although a program seems to have the book open.
        answers: what files may leave open, as in `socroi.read_export`: `source`, `decimal`, `date_order`, `table`,
            `year`, `totals`, `rows`, `columns`, `unchecked`, `map`; and `currency`; `account`, a name for what the
            files do not name; `platforms`, such as {"FB page": "Facebook"}; `truth`, one of "orders", "analytics",
            "claims"; `made`, the day on which the files were exported, such as "2026-05-01".

    Raises:
        OpenQuestion: a file leaves something open; its `question` says what, and which answers there are.
        SourceError: a file is not understood. Nothing was written.
        UsageError: the book was made from no template that exports can be counted in.
        WorkbookError: the book is open, or cannot be read or written.
    """
    for name in ("totals", "rows", "unchecked"):
        if name in answers:
            answers[name] = frozenset(answers[name])
    with despite_locks(force=force):
        plan = prepare(Path(book), files, reader_for(Path(book), Answers(**answers)))
        if plan.result.refused and not skip and not dry_run:
            first = plan.result.refused[0]
            hint = "Nothing was written. skip=True writes the other files."
            raise SourceError(first.error, where=first.file, hint=hint)
        return plan.result if dry_run else commit(plan)


def reader_for(path: Path, answers: Answers, ask: Ask | None = None) -> Reader:
    """Return what reads the exports of a book, by what was said now and before.

    Args:
        path: the book.
        answers: what was said in advance.
        ask: gets an answer from the person; None where nobody is there.

    Raises:
        UsageError: an answer is none.
    """
    if answers.truth is not None and answers.truth not in TRUTHS:
        raise UsageError(f"{answers.truth!r} is no truth.", hint=f"Say one of: {', '.join(TRUTHS)}.")
    memory = Memory(path)
    for name, meant in answers.platforms.items():
        memory.place(name, meant)
    if answers.truth is not None:
        memory.take(answers.truth)
    return Reader(answers, memory, ask)


def prepare(path: Path, named: Iterable[str | os.PathLike[str]], reader: Reader) -> Plan:
    """Work out an import; nothing is written.

    Args:
        path: the book.
        named: files and folders.
        reader: reads them.
    """
    refuse_in_use(path)
    state = read_book(path)
    memory, answers = reader.memory, reader.answers
    known = {each.sha: each for each in standing_imports(state.imports)}
    reports: dict[str, FileReport] = {}
    read: list[tuple[File, Export, pd.DataFrame]] = []
    parts: dict[str, list[File]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as apart:
        listed = files_of([Path(name) for name in named], Path(apart), path)
        _refuse_rows_of_many(listed, answers)
        # What is said of one file is said of it; a folder's earlier files were read with answers of their own.
        same = {} if answers.reads_otherwise and len(listed) == 1 else known
        for file in listed:
            if file.sha in same:
                reports[file.sha] = there(file.shown, same[file.sha], alone=answers.reads_otherwise)
                continue
            try:
                inside = reader.read_all(file)
                for part, export, rows in inside:
                    _check_currency(state, export, rows, part)
            except SourceError as error:
                if file.sha in known:  # it was read with other answers, and they stand
                    reports[file.sha] = there(file.shown, known[file.sha])
                elif isinstance(error, OpenQuestion):
                    raise
                else:
                    reports[file.sha] = FileReport(file.shown, REFUSED, error=f"{error.what} {error.hint}".strip())
                continue
            read += [each for each in inside if each[0].sha not in same]
            reports |= {part.sha: there(part.shown, same[part.sha]) for part, _, _ in inside if part.sha in same}
            parts[file.sha] = [part for part, _, _ in inside]
    if not same.keys() & {file.sha for file in listed}:
        reader.refuse_missing_columns()
    _ask_platforms(state, read, reader)
    imports, data, brought = merged(state, read, known, answers)
    reports |= brought
    shown = [reports[part.sha] for file in listed for part in parts.get(file.sha, [file])]
    return _plan(state, imports, data, memory, shown, changed=len(imports) > len(state.imports))


def plan_undo(path: Path, number: int) -> Plan:
    """Work out what a book is without one of its imports.

    Raises:
        UsageError: there is no such import, or it was undone already.
    """
    refuse_in_use(path)
    state = read_book(path)
    entry = import_of(state, number)
    data = without_import(state.data, number)
    report = replace(there(entry.file, entry), state=UNDONE)
    return _plan(state, undone(state.imports, number), data, Memory(path), [report], changed=True)


def import_of(state: Book, number: int) -> Import:
    """Return an import that stands, by its number.

    Raises:
        UsageError: there is none.
    """
    standing_ones = standing_imports(state.imports)
    found = next((each for each in standing_ones if each.number == number), None)
    if found is None:
        known = ", ".join(str(each.number) for each in standing_ones)
        raise UsageError(
            f"there is no import {number} that stands.",
            where=str(state.path),
            hint=f"There are: {known}." if known else "Nothing was imported yet.",
        )
    return found


def _plan(
    state: Book, imports: list[Import], data: pd.DataFrame, memory: Memory, reports: list[FileReport], *, changed: bool
) -> Plan:
    tables = Tables(state)
    summed = sums(data, standing_imports(imports), memory.platforms, memory.truth)
    wanted = tables.wanted(summed)
    months = _months(tables.totals(), tables.totals(wanted))
    counts = _counts(tables.counts(), tables.counts(wanted))
    remarks = [*summed.remarks, *_outside(state, months)]
    result = ImportResult(state.path, reports, months, counts, summed.claims, remarks, changed)
    return Plan(state, imports, data.assign(counts=summed.counts), summed, memory, result)


def commit(plan: Plan) -> ImportResult:
    """Write a plan: the book computed, the one before beside it.

    Raises:
        WorkbookError: the book was changed meanwhile, or something cannot be written; the book is as it was.
    """
    from socroi.books.recalculation import recalculate
    from socroi.workbook.writing.replacing import atomic, put
    from socroi.workbook.writing.rewriting import Rewriting

    result, state = plan.result, plan.state
    if not result.changed:
        plan.memory.save()
        return result
    tables = Tables(state)
    rewriting = Rewriting(state.loaded.package)
    tables.put(tables.wanted(plan.sums), rewriting)
    tables.measure(plan.sums.measured, rewriting)
    kept = put_sheets(state, plan.imports, plan.data, plan.sums.claims, rewriting)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Path(folder) / state.path.name
        rewriting.save(made)
        # Computed apart first: a book that cannot be computed is not half written.
        report = replace(recalculate(made), path=state.path)
        before = state.path.with_name(f"{state.path.name}~")
        older = before.read_bytes() if before.exists() else None
        put(before, state.loaded.package.archive.content)
        try:
            with atomic(Path(os.path.realpath(state.path)), state.loaded.package.written) as file:
                file.write(made.read_bytes())
        except BaseException:
            # The book is as it was, and so is the one before it.
            with suppress(OSError, SocroiError):
                before.unlink() if older is None else put(before, older)
            raise
    plan.memory.save()
    beside.sweep(state.path, {kept, state.kept})
    return replace(result, written=True, report=report, kept=kept)


def _refuse_rows_of_many(listed: Sequence[File], answers: Answers) -> None:
    if len(listed) > 1 and (answers.totals or answers.rows):
        raise UsageError("numbers of rows are of one file, and there are several.", hint="Import that file by itself.")


def _check_currency(state: Book, export: Export, rows: pd.DataFrame, file: File) -> None:
    """Refuse money in another currency than the book's: it cannot be added up.

    Raises:
        SourceError: it is.
    """
    own = currency_of(state)
    _ = export.currency
    codes = {str(code) for code in rows["currency"].dropna().unique()}
    if own is not None and codes - {own}:
        hint = f"Export it in {own}, or import it into a book of its own."
        cell = currency_cell(state)
        if cell is not None and len(codes) == 1:
            hint += f" If the book's own amounts are in {min(codes)}, type {min(codes)} into {cell}."
        raise SourceError(
            f"its amounts are in {' and '.join(sorted(codes))}, and those of the book are in {own}.",
            where=file.shown,
            hint=hint,
        )


def _ask_platforms(state: Book, read: Sequence[tuple[File, Export, pd.DataFrame]], reader: Reader) -> None:
    listed = [str(row["platform"]) for row in Tables(state).rows("Platforms") if row["platform"]]
    for file, _, rows in read:
        for name in unknown(set(rows["platform"].dropna().unique()), listed, reader.memory.platforms):
            meant = reader.asked(of_platform(name, file.shown)).strip()
            reader.memory.place(name, meant or NONE)


def _months(before: Totals, after: Totals) -> pd.DataFrame:
    import pandas as pd

    blank = (None, None, None)
    rows = []
    for month, platform in sorted(before.keys() | after.keys()):
        old, new = before.get((month, platform), blank), after.get((month, platform), blank)
        pairs = [value for pair in zip(old, new, strict=True) for value in pair]
        rows.append([month, platform, *pairs])
    frame = pd.DataFrame(rows, columns=list(MONTH_COLUMNS))
    return frame.astype(dict.fromkeys(MONTH_COLUMNS[2:], "float64"))


def _counts(before: Counts, after: Counts) -> pd.DataFrame:
    import pandas as pd

    rows = [[*key, before.get(key), after.get(key)] for key in sorted(before.keys() | after.keys())]
    frame = pd.DataFrame(rows, columns=["month", "platform", "kpi", "before", "after"])
    return frame.astype({"before": "float64", "after": "float64"})


def _outside(state: Book, months: pd.DataFrame) -> list[str]:
    """Say which months the book does not count."""
    start = first_day(state)
    if start is None:
        return []
    number = start.year * 12 + start.month - 1
    outside = sorted(
        {month for month in months["month"] if not 0 <= int(month[:4]) * 12 + int(month[5:]) - 1 - number < MONTHS}
    )
    if not outside:
        return []
    end = f"{(number + MONTHS - 1) // 12}-{(number + MONTHS - 1) % 12 + 1:02}"
    said = (
        f"The book counts {start:%Y-%m} to {end}; the rows of {', '.join(outside)} stand on its sheets and are not "
        "counted. Type another first month on its first sheet to see them."
    )
    return [said]
