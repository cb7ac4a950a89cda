"""`socroi check`: is a workbook right?"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from socroi.cli.console import complain, console, progress_bar, say
from socroi.cli.forcing import force_option
from socroi.cli.limiting import links_options, locale_option, timeout_option
from socroi.cli.telling import REFUSED, count, isolated, roi_of
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.books.many import Job
    from socroi.review.checking import CheckResult
    from socroi.review.clients import Client
    from socroi.review.finding import Severity

_BY_SUFFIX: Final = {".json": "json", ".sarif": "sarif", ".md": "md", ".xlsx": "xlsx", ".txt": "text"}
_COLOURS: Final = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command(
    epilog="""\b
Examples:
  socroi check plan.xlsx                           what is wrong, where, and what to do
  socroi check plan.xlsx --with libreoffice        recomputed by LibreOffice as well
  socroi check plan.xlsx --format sarif -o out.sarif
  socroi check plan.xlsx -o findings.xlsx          the findings as a workbook
  socroi check plan.xlsx --lang hu                 told in Hungarian
  socroi check clients/                            one table of all books below a folder

\b
Exit status: 0 nothing found, 1 something found, 2 a book could not be read."""
)
@click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BOOK|FOLDER...")
@click.option(
    "--with",
    "engine",
    type=click.Choice(["ironcalc", "formulas", "libreoffice", "none"]),
    help="The second engine that recomputes the book. Left out: one that is installed and quick, for a single book "
    "that is not large.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "md", "xlsx"]),
    help="How to write the findings. Left out: as the name of the file ends, else text.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--lang",
    "--language",
    "language",
    metavar="CODE",
    help="Language of what is found, by its code. Left out: that of a book from a template, else English.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write them to.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="warning",
    show_default=True,
    help="From which severity on a finding makes the exit status 1.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="How many books at a time.")
@timeout_option()
@locale_option()
@links_options()
@force_option("Write over a file that exists; never over a book that is checked.")
@click.pass_context
def check(
    context: click.Context,
    *,
    books: Sequence[Path],
    engine: str | None,
    form: str | None,
    as_json: bool,
    language: str | None,
    out: Path | None,
    fail_on: str,
    jobs: int | None,
    force: bool,
) -> None:
    """Look for what is wrong in workbooks (.xlsx, .xlsm). The files are left alone.

    Every formula is recomputed and held against the value in the file, and by a second engine that is not ours where
    one is installed. Then the mistakes of the method are looked for: a mean of ratios, claims of several platforms
    added up, 25 typed for 25%, months missing or typed as zero, costs without anybody's time, a range that stops
    short, and their kin. Sentences are in the language of a book from a template; the names of rules never change.
    """
    if as_json and form not in {None, "json"}:
        raise UsageError(f"--json and --format {form} ask for two things.", hint="Leave out one of them.")
    form = _form("json" if as_json else form, out)
    if language is not None:
        _refuse_unknown(language)
    if out is not None:
        _refuse_taken(out, books, force=force)
    if len(books) > 1 or books[0].is_dir():
        if engine not in {None, "none"}:
            raise UsageError("--with is for one book.", hint="Leave it out for many.")
        clients = _many(books, jobs, language)
        results = [client.result for client in clients if client.result is not None]
        _write(results, form, out, lambda: _show_clients(clients))
        status = max((result.status(cast("Severity", fail_on)) for result in results), default=0)
        context.exit(REFUSED if any(client.problem for client in clients) else status)
    from socroi.review.checking import check as check_book

    second = None if engine == "none" else engine
    with progress_bar(books[0].name, before=f"{books[0].name}: checking"):
        result = check_book(books[0], second, second=engine != "none", language=language)
    _write([result], form, out, lambda: _show(result))
    _tell_links(result, books[0])
    context.exit(result.status(cast("Severity", fail_on)))


def _tell_links(result: CheckResult, book: Path) -> None:
    for sentence in result.links:
        click.echo(f"socroi: {book.name}: {sentence}.", err=True)


def _refuse_unknown(language: str) -> None:
    """Refuse a language that there are no texts in, before many books are read.

    Raises:
        UsageError: it is one.
    """
    from socroi.templates.texts import languages

    if language not in languages():
        hint = f"Choose one of: {', '.join(languages())}."
        raise UsageError(f"there are no texts in the language {language!r}.", hint=hint)


def _form(form: str | None, out: Path | None) -> str:
    """How the findings are written.

    Raises:
        UsageError: a workbook is wanted and no file is named, or the name says something else.
    """
    named = None if out is None else _BY_SUFFIX.get(out.suffix.casefold())
    if form is None:
        form = named or "text"
    if form == "xlsx" and (out is None or named != "xlsx"):
        raise UsageError("A workbook of findings needs a file that ends in .xlsx.", hint="Say -o findings.xlsx.")
    if named == "xlsx" and form != "xlsx":
        raise UsageError(
            f"The file is named as a workbook, and is to hold {form}.", where=str(out), hint="Leave out one."
        )
    if out is not None and not out.parent.is_dir():
        raise UsageError("There is no such folder to write to.", where=str(out.parent), hint="Create it first.")
    return form


def _refuse_taken(out: Path, books: Sequence[Path], *, force: bool) -> None:
    """Refuse to write over a file that is there, and over a workbook in any case.

    Raises:
        UsageError: there is one.
    """
    if not out.exists():
        return
    if any(out.samefile(book) or (book.is_dir() and book.resolve() in out.resolve().parents) for book in books):
        raise UsageError(
            "the findings would replace a book that is checked.", where=str(out), hint="Name another file."
        )
    if not force:
        raise UsageError("the file exists already.", where=str(out), hint="Choose another name, or say --force.")


def _write(results: Sequence[CheckResult], form: str, out: Path | None, show: Callable[[], None]) -> None:
    from socroi.review import formats
    from socroi.workbook.writing.replacing import put

    writers = {"json": formats.as_json, "sarif": formats.as_sarif, "md": formats.as_markdown}
    if form == "xlsx" and out is not None:
        formats.write_workbook(results, out)
    elif form in writers:
        text = writers[form](results)
        if out is None:
            click.echo(text)
            return
        put(out, text.encode())
    elif out is None:
        show()
        return
    else:
        put(out, "\n".join(line for result in results for line in _lines(result)).encode())
    found = sum(len(result.findings) for result in results)
    click.echo(f"{out}: {count(found, 'finding')}.")
    for result in results:
        if result.uncomputed:
            complain(f"socroi: {result.file}: {_not_computed(result)}")


def _not_computed(result: CheckResult) -> str:
    return f"{count(result.uncomputed, 'cell')} could not be computed; “socroi calc” lists them."


def _show(result: CheckResult) -> None:
    for line in _lines(result):
        say(line)
    if result.standing is not None:
        say(roi_of(result.standing))


def _lines(result: CheckResult) -> list[str]:
    """The findings of one book as lines to print."""
    from socroi.review.formats import severity_of, word

    lines = []
    for finding in result.findings:
        head = click.style(severity_of(result, finding), fg=_COLOURS[finding.severity], bold=True)
        lines.append(f"{head} {click.style(isolated(finding.where), bold=True)} [{finding.rule}]")
        lines.append(f"  {isolated(finding.sentence)}")
        advice = f"{click.style(word(result.language, 'do'), dim=True)} {finding.advice}"
        lines.append(f"  {isolated(advice)}")
    counts = result.counts()
    parts = [count(number, severity) for severity, number in counts.items() if number]
    summary = ", ".join(parts) if parts else "nothing found"
    checked = f"{count(result.formulas, 'formula')} recomputed"
    heard = result.testimony
    if heard.engine:
        checked += f", {heard.compared:,} of them by {heard.engine} too"
    lines.append(f"{result.file}: {summary}; {checked}.")
    if heard.note:
        lines.append(heard.note[0].upper() + heard.note[1:])
    if result.uncomputed:
        lines.append(_not_computed(result))
    return lines


def _many(books: Sequence[Path], jobs: int | None, language: str | None) -> list[Client]:
    """Check many books, several at a time, and return a line for each in the order of their paths."""
    from socroi.books.many import Job, below, compute, worthwhile
    from socroi.review.clients import Client, client_of

    paths = [path for book in books for path in (below(book) if book.is_dir() else [book])]
    work = [Job(path) for path in dict.fromkeys(paths)]
    workers = min(jobs, len(work)) if jobs is not None else worthwhile(work)
    found: dict[Path, Client] = {}
    with (
        # Before the progress bar, which has a thread of its own.
        closing(compute(work, workers, partial(client_of, language=language))) as outcomes,
        progress_bar("books checked") as progress,
    ):
        for outcome in outcomes:
            if outcome.report is None:
                click.echo(f"socroi: {outcome.problem}", err=True)
            elif outcome.report.result is not None:
                _tell_links(outcome.report.result, outcome.job.book)
            report = outcome.report or Client(str(outcome.job.book), problem=outcome.problem)
            found[outcome.job.book] = report
            if progress is not None:
                progress(len(found), len(work))
    return [found[job.book] for job in _in_order(work)]


def _in_order(work: Sequence[Job]) -> list[Job]:
    return sorted(work, key=lambda job: str(job.book))


def _show_clients(clients: Sequence[Client]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("book", "ROI", "last month", "errors", "warnings", "stopped by"):
        numeric = heading not in {"book", "stopped by"}
        grid.add_column(Text(heading, style="bold"), justify="right" if numeric else "left", overflow="fold")
    for client in clients:
        if client.result is None:
            grid.add_row(Text(client.file), "", "", "", "", Text("could not be read", style="red"))
            continue
        counts = client.result.counts()
        roi = "-" if client.roi is None else f"{client.roi:+,.1f}%"
        change = "-" if client.change is None else f"{client.change:+,.1f} points"
        grid.add_row(
            Text(client.file),
            roi,
            change,
            Text(str(counts["error"]), style="bold red" if counts["error"] else "dim"),
            Text(str(counts["warning"]), style="yellow" if counts["warning"] else "dim"),
            Text("; ".join(map(isolated, client.stopped))),
        )
    console().print(grid)
    found = sum(bool(client.result and client.result.findings) for client in clients)
    click.echo(f"{count(len(clients), 'book')}, {found:,} with findings; “socroi check BOOK” lists those of one.")
