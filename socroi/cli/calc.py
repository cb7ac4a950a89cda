"""`socroi calc`: compute workbooks without a spreadsheet program."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from socroi.cli.console import progress_bar, say
from socroi.cli.folders import make_folder
from socroi.cli.forcing import force_in_place
from socroi.cli.limiting import links_options, locale_option, timeout_option
from socroi.cli.telling import (
    DONE,
    REFUSED,
    SHOWN,
    UNCOMPUTED,
    count,
    in_short,
    tell_links,
    tell_standing,
    tell_uncomputed,
    tell_unknown,
)
from socroi.errors import CellError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from socroi.books.many import Job, Outcome
    from socroi.books.recalculation import Report
    from socroi.portfolio.cluster import Errand

T = TypeVar("T")


@click.command(
    epilog="""\b
Examples:
  socroi calc plan.xlsx                    in place: only the computed values change
  socroi calc plan.xlsx -o computed.xlsx   into another file
  socroi calc books/*.xlsx -o computed/    several, into a folder
  socroi calc clients/ -j 4                every workbook below a folder, four at a time
  socroi calc clients/ -o computed/        the same, into a folder of the same shape
  socroi calc clients/ --links             books that others link to come first, and are read
  socroi calc clients/ --engine spark      on a cluster that sees the same folder
  socroi calc s3://agency/clients --engine spark    and books in a bucket
  socroi calc plan.xlsx --only "ROI!B4"    compute and print one cell, leave the file alone

\b
Exit status: 0 done, 2 a book could not be read or written, 3 some cells could not be computed."""
)
@click.argument("sources", nargs=-1, required=True, metavar="BOOK|FOLDER...")
@click.option("-o", "--out", "goes", help="The file to write, or for several books a folder; left out: in place.")
@click.option(
    "--only",
    multiple=True,
    metavar="CELL|RANGE|NAME",
    help="Compute just what this needs and print it: a line for each cell, its address, a tab, its value. "
    "May be given several times. Nothing is written.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="How many books to compute at a time; left out: as many as the cores and the books are worth.",
)
@click.option(
    "--engine",
    type=click.Choice(["here", "spark"]),
    default="here",
    help="Where books are computed; spark: on a cluster that sees them under the same paths (needs the extra “spark”).",
)
@click.option("--master", metavar="ADDRESS", help="The Spark cluster, as spark://host:7077; left out: this machine.")
@timeout_option()
@locale_option()
@links_options()
@force_in_place()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@click.pass_context
def calc(
    context: click.Context,
    *,
    sources: Sequence[str],
    goes: str | None,
    only: Sequence[str],
    jobs: int | None,
    as_json: bool,
    engine: str,
    master: str | None,
) -> None:
    """Compute every formula of a workbook (.xlsx, .xlsm) and store the values in it.

    Only the values of formula cells change; charts, pictures, macros and all else stay as they are. A cell that
    cannot be computed keeps its old value and is listed. Of a folder every workbook below it is computed; a book that
    cannot be is told of and the rest go on.
    """
    from socroi.workbook.reading.links import current_links

    if engine == "spark" and current_links() is not None:
        raise UsageError("on Spark, no book reads another.", hint="Leave out --links, or compute them here.")
    if _in_buckets(sources, goes, engine):
        context.exit(_compute_on_spark(_errands(sources, goes), master, as_json=as_json))
    books, out = [Path(source) for source in sources], None if goes is None else Path(goes)
    if only:
        context.exit(_print_only(books, out, only, as_json=as_json))
    from socroi.books.many import worthwhile

    if master is not None and engine != "spark":
        raise UsageError("--master names a Spark cluster.", hint="Say --engine spark too.")
    work = _jobs(books, out)
    if engine == "spark":
        from socroi.portfolio.cluster import Errand

        context.exit(_compute_on_spark([Errand.of(job) for job in work], master, as_json=as_json))
    workers = min(jobs, len(work)) if jobs is not None else worthwhile(work)
    tally = _Tally(len(work), keep_going=len(work) > 1 or books[0].is_dir(), as_json=as_json)
    for group in _groups(work, tally):
        if min(workers, len(group)) > 1:
            _compute_together(group, min(workers, len(group)), tally)
        else:
            _compute_one_by_one(group, tally)
    tally.end()
    context.exit(tally.status)


def _in_buckets(sources: Sequence[str], goes: str | None, engine: str) -> bool:
    """Return whether books lie in a bucket.

    Raises:
        UsageError: Spark was not asked for, or some lie in a bucket and others do not.
    """
    there = ["://" in source for source in (*sources, *filter(None, [goes]))]
    if any(there) and engine != "spark":
        raise UsageError(
            "books in a bucket are computed by Spark.",
            hint="Say --engine spark (without --master it runs on this machine), or fetch them into a folder.",
        )
    if any(there) and not all(there):
        raise UsageError("some of this lies in a bucket and some here.", hint="Compute them one after the other.")
    return any(there)


def _errands(sources: Sequence[str], goes: str | None) -> list[Errand]:
    """Return the books of buckets, and where each goes.

    Raises:
        UsageError: two of them would become one.
    """
    from socroi.books.many import SUFFIXES
    from socroi.portfolio.buckets import inside, joined
    from socroi.portfolio.cluster import Errand

    found: dict[str, str | None] = {}
    for source in sources:
        for name in inside(source, SUFFIXES):
            book = joined(source, name) if name else source
            alone = source.partition("?")[0].rpartition("/")[2]
            target = None if goes is None else joined(goes, name or alone)
            if target is not None and target in found.values():
                raise UsageError(f"two of the books would become {target}.", hint="Compute the folders one by one.")
            found[book] = target
    return [Errand(book, target) for book, target in found.items()]


def _compute_on_spark(work: Sequence[Errand], master: str | None, *, as_json: bool) -> int:
    """Compute books on a cluster, tell of those that are not fine, and return the exit status."""
    from dataclasses import asdict

    from socroi.cli.printed import print_json
    from socroi.portfolio.cluster import recalculate_on_spark

    told = []
    with progress_bar("books") as progress, closing(recalculate_on_spark(work, master)) as rows:
        for row in rows:
            told.append(row)
            if row.problem:
                click.echo(f"socroi: {row.problem}", err=True)
            elif row.uncomputed:
                click.echo(f"socroi: {row.book}: {count(row.uncomputed, 'cell')} kept its old value.", err=True)
            if progress is not None:
                progress(len(told), len(work))
    failed = sum(bool(row.problem) for row in told)
    if as_json:
        print_json([asdict(row) for row in told])
    else:
        could_not = f"; {count(failed, 'book')} could not be" if failed else ""
        formulas = count(sum(row.computed for row in told), "formula")
        say(f"{count(len(told) - failed, 'book')} computed on Spark, {formulas}{could_not}.")
    return REFUSED if failed else UNCOMPUTED if any(row.uncomputed for row in told) else DONE


def _groups(work: Sequence[Job], tally: _Tally) -> Iterator[Sequence[Job]]:
    """Yield the books in the order to compute them: all at once, or those that others link to first."""
    from socroi.workbook.reading.links import current_links, following

    links = current_links()
    if links is None or len(work) == 1:
        yield work
        return
    from socroi.books.linked import in_order
    from socroi.records import replace

    groups, circles = in_order(work, links)
    for sentence in circles:
        click.echo(f"socroi: {sentence}.", err=True)
    for group in groups:
        # What was computed into another file is read from there.
        instead = {job.book.resolve(): job.target for job in tally.done if job.target is not None}
        fresh = frozenset(job.book.resolve() for job in tally.done)
        with following(replace(links, instead=instead, fresh=fresh)):
            yield group


class _Tally:
    """Tells of each book, and remembers how it all ends."""

    def __init__(self, books: int, *, keep_going: bool, as_json: bool) -> None:
        self.books = books
        self.as_json = as_json
        self.told: list[dict[str, object]] = []
        self.keep_going = keep_going
        self.failed = self.partly = self.formulas = 0
        self.done: list[Job] = []

    @property
    def status(self) -> int:
        if self.failed:
            return REFUSED
        return UNCOMPUTED if self.partly else DONE

    def take(self, outcome: Outcome[Report]) -> None:
        if outcome.report is None:
            self.failed += 1
            click.echo(f"socroi: {outcome.problem}", err=True)
            return
        for sentence in outcome.told:
            click.echo(f"socroi: {sentence}", err=True)
        tell_links(outcome.report.links, outcome.report.remembered, outcome.job.book.name)
        self.done.append(outcome.job)
        self.formulas += outcome.report.computed
        self.partly += bool(outcome.report.uncomputed)
        if self.as_json:
            self.told.append(_as_dict(outcome.job.book, outcome.report))
        else:
            _tell(outcome.job.book, outcome.job.target, outcome.report, alone=self.books == 1)

    def end(self) -> None:
        """One line for all books, where they are more than fit on a screen; or all of it as JSON."""
        if self.as_json:
            from socroi.cli.printed import print_json

            print_json(self.told)
            return
        if self.books <= SHOWN:
            return
        done = f"{count(self.books - self.failed, 'book')} computed, {count(self.formulas, 'formula')}"
        parts = [done]
        if self.partly:
            parts.append(f"{self.partly:,} of them not in every cell")
        if self.failed:
            parts.append(f"{count(self.failed, 'book')} could not be")
        say("; ".join(parts) + ".")


def _compute_one_by_one(work: Sequence[Job], tally: _Tally) -> None:
    from socroi.books.many import Outcome, outcome_of
    from socroi.books.recalculation import recalculate

    for job in work:
        if tally.keep_going:
            _make_folder(job)
        name = job.book.name
        with progress_bar(f"{name}: computing", before=f"{name}: reading", after=f"{name}: writing") as progress:
            if tally.keep_going:
                outcome = outcome_of(job, progress)
            else:
                outcome = Outcome(job, recalculate(job.book, job.target, progress=progress))
        tally.take(outcome)


def _compute_together(work: Sequence[Job], workers: int, tally: _Tally) -> None:
    from socroi.books.many import compute, outcome_of
    from socroi.books.together import outcomes_of

    for job in work:
        _make_folder(job)
    done = 0
    # Before the progress bar, which has a thread of its own.
    with closing(compute(work, workers, outcome_of, outcomes_of)) as outcomes, progress_bar("books") as progress:
        for outcome in outcomes:
            done += 1
            tally.take(outcome)
            if progress is not None:
                progress(done, len(work))


def _make_folder(job: Job) -> None:
    """Make the folders below the one that `-o` names, which is there by now."""
    if job.target is not None and not job.target.parent.exists():
        job.target.parent.mkdir(parents=True, exist_ok=True)


def _jobs(books: Sequence[Path], out: Path | None) -> list[Job]:
    """What is to be computed, folders looked through, and where each book goes.

    Raises:
        UsageError: a folder holds no workbook, or the target does not fit the books.
    """
    from socroi.books.many import Job, below

    if not any(book.is_dir() for book in books):
        return [Job(book, target) for book, target in zip(books, _targets(books, out), strict=True)]
    if out is not None and (out.is_file() or (out.suffix and not out.is_dir())):
        raise UsageError(
            f"{out} is a file, and the books of a folder need one.", hint="With a folder, -o names a folder."
        )
    if out is not None:
        make_folder(out)
    found: dict[str, Job] = {}
    folders: dict[Path, str] = {}
    for book in books:
        inside = below(book, out if out is not None and _inside(out, book) else None) if book.is_dir() else [book]
        for path in inside:
            within = Path() if out is None else path.relative_to(book) if path is not book else Path(path.name)
            found.setdefault(_real(path, folders), Job(path, None if out is None else out / within))
    twice = _twice(job.target for job in found.values() if job.target is not None)
    if twice is not None:
        raise UsageError(f"two of the books would become {twice}.", hint="Compute the folders one by one.")
    return list(found.values())


def _real(path: Path, folders: dict[Path, str]) -> str:
    """Return where a file lies, links followed; those of its folder once for all of its files."""
    if os.path.islink(path):  # noqa: PTH114 - of a thousand books each is asked for
        return os.path.normcase(os.path.realpath(path))
    if path.parent not in folders:
        folders[path.parent] = os.path.realpath(path.parent)
    return os.path.normcase(os.path.join(folders[path.parent], path.name))  # noqa: PTH118 - likewise


def _twice(names: Iterable[T]) -> T | None:
    """Return what comes first among what comes more than once; None where nothing does."""
    counts = Counter(names)
    return next((name for name in counts if counts[name] > 1), None)


def _inside(out: Path, folder: Path) -> bool:
    return folder.resolve() in out.resolve().parents


def _targets(books: Sequence[Path], out: Path | None) -> list[Path | None]:
    """Where each book goes; None is in place.

    Raises:
        UsageError: a file of another kind, several books and one file, or two books of one name for one folder.
    """
    if out is None:
        return [None] * len(books)
    if len(books) == 1 and not out.is_dir():
        if out.suffix.casefold() != books[0].suffix.casefold():
            raise UsageError(
                f"{out} does not end in {books[0].suffix} as the book does, so no spreadsheet program would open it.",
                hint="Name the file to write, or a folder that exists.",
            )
        return [out]
    if not out.is_dir():
        if out.suffix:
            raise UsageError(
                f"{out} is one file for {len(books)} books.", hint="With several books, -o names a folder."
            )
        make_folder(out)
    names = [book.name for book in books]
    twice = _twice(names)
    if twice is not None:
        raise UsageError(f"two of the books are called {twice}.", where=str(out), hint="Compute them into two folders.")
    return [out / name for name in names]


def _as_dict(book: Path, report: Report) -> dict[str, object]:
    standing = report.standing
    missing = [{"cell": each.where, "formula": each.formula, "why": each.why} for each in report.uncomputed]
    return {
        "book": str(book),
        "written": str(report.path),
        "computed": report.computed,
        "changed": report.changed,
        "roi": None if standing is None else standing.roi,
        "open_checks": [] if standing is None else [{"text": each.text, "cell": each.where} for each in standing.open],
        "uncomputed": missing,
        "links": [
            {"target": file.target, "read": file.read, "path": file.path and str(file.path), "told": file.told}
            for file in report.links
        ],
        "remembered": report.remembered,
    }


def _print_only(books: Sequence[Path], out: Path | None, only: Sequence[str], *, as_json: bool) -> int:
    """Print some cells of one book; return the exit status.

    Raises:
        SocroiError: the book cannot be read, or a place is not in it.
    """
    if len(books) > 1 or books[0].is_dir():
        raise UsageError("--only is for one book.", hint="Name one .xlsx or .xlsm file.")
    if out is not None:
        raise UsageError(
            "--only writes nothing: beside what it computed, other cells would show values that are out of date.",
            hint="Leave out -o to print cells, or --only to compute and write the whole book.",
        )
    from socroi.books.open_workbook import Workbook
    from socroi.cli.printed import print_json
    from socroi.cli.values import shown

    book = Workbook(books[0])
    unknown: dict[str, str] = {}
    cells: dict[str, object] = {}
    for where in only:
        for place, value in book.cells(where).items():
            cells[place] = value
            if not as_json:
                click.echo(f"{place}\t{shown(value)}")
            if isinstance(value, CellError) and value == "#UNKNOWN!":
                unknown[place] = value.why
    if as_json:
        print_json(cells)
    tell_links(book.links, book.remembered, books[0].name)
    return tell_unknown(unknown)


def _tell(book: Path, target: Path | None, report: Report, *, alone: bool) -> None:
    """One line for the book, one for each cell that was not computed, and where it stands."""
    into = f" into {target}" if target is not None else ""
    if not (report.computed or report.uncomputed):
        say(f"{book.name}: no formula in it, nothing to compute{f'; copied{into}' if into else ''}.")
        return
    done = f"{count(report.computed, 'formula')} computed{into}, {report.changed:,} changed"
    say(f"{book.name}: {done}, {report.seconds:.2f} s.{'' if alone else in_short(report.standing)}")
    tell_uncomputed(report.uncomputed)
    if alone:
        tell_standing(report.standing)
