"""`socroi report`: one page about a workbook that a client may get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socroi.cli.console import progress_bar, say
from socroi.cli.forcing import force_option
from socroi.cli.limiting import links_options, locale_option
from socroi.cli.printed import print_json
from socroi.cli.telling import DONE, REFUSED, count, tell_left
from socroi.errors import SocroiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.reports.page.facts import ReportFacts

FORMATS = ("html", "pdf", "pptx", "docx", "png")


@click.command(
    epilog="""\b
Examples:
  socroi report plan.xlsx                           into plan.html
  socroi report plan.xlsx -o september.pdf --month 2026-09
  socroi report plan.xlsx -o plan.pptx --lang hu --brand brand.toml
  socroi report plan.xlsx -o plan.pdf --last-year plan2025.xlsx --paper letter
  socroi report clients/ -o out/ --format pdf       every workbook below a folder

\b
A brand is a text file, each line of which may be left out:
  name = "Northwind Agency"
  logo = "logo.png"          PNG or JPEG, beside the file
  colour = "#17405C"
  font = "Noto Sans"         where the reader's computer has it
  footer = "Questions: reports@northwind.example"

\b
HTML needs nothing else; the other formats need the packages of the extra “report”, which
pip install '.[report]' installs in the folder of SOCROI.

\b
Exit status: 0 done, 2 a book or the request is wrong; of several books the others are reported."""
)
@click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BOOK|FOLDER...")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write, or for several books a folder.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS, case_sensitive=False),
    help="What to write where no file is named.  [default: html]",
)
@click.option("--month", metavar="YYYY-MM", help="The one month to report; left out: the months that the book counts.")
@click.option("--lang", help="Language of the page, by its code; left out: that of the workbook.")
@click.option("--brand", type=click.Path(path_type=Path), help="A TOML file with name, logo, colour, font and footer.")
@click.option("--last-year", type=click.Path(path_type=Path), help="The workbook of the year before, to compare with.")
@click.option(
    "--paper", type=click.Choice(["a4", "letter"], case_sensitive=False), default="a4", show_default=True,
    help="The paper of PDF, PNG and Word.",
)  # fmt: skip
@locale_option()
@links_options()
@force_option("Write over files that exist.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@click.pass_context
def report(
    context: click.Context,
    *,
    books: Sequence[Path],
    out: Path | None,
    kind: str | None,
    month: str | None,
    lang: str | None,
    brand: Path | None,
    last_year: Path | None,
    paper: str,
    force: bool,
    as_json: bool,
) -> None:
    """Write one page about a workbook: what came back, compared with before, and how it is known.

    The workbook has to be made from four_step, kpi_scorecard or hidden_returns. It is computed, never changed. Of a
    folder every workbook below it is reported; a book that cannot be is told of and the rest go on.
    """
    from socroi.reports.page.brand import Brand, read_brand
    from socroi.reports.page.report import report as write

    if last_year is not None and (len(books) > 1 or books[0].is_dir()):
        raise UsageError("--last-year goes with one book.", hint="Report the books one by one.")
    whose = Brand() if brand is None else read_brand(brand)
    jobs = _jobs(books, out, kind)
    if not force:
        there = next((target for _, target in jobs if target.exists()), None)
        if there is not None:
            raise UsageError("the file exists already.", where=str(there), hint="Choose another name, or say --force.")
    keep_going = len(jobs) > 1 or books[0].is_dir()
    status = DONE
    told: list[dict[str, Any]] = []
    with progress_bar("reports") as progress:
        for done, (book, target) in enumerate(jobs):
            if keep_going:
                target.parent.mkdir(parents=True, exist_ok=True)
            try:
                facts = write(book, target, month=month, language=lang, last_year=last_year, brand=whose, paper=paper)
            except SocroiError as problem:
                if not keep_going:
                    raise
                click.echo(f"socroi: {_one_line(problem, book)}", err=True)
                status = REFUSED
                told.append({"book": str(book), "report": None, "problem": _one_line(problem, book)})
            else:
                told.append({"book": str(book), "report": str(target), **_plain(facts)})
                if not as_json:
                    _tell(target, facts)
                tell_left(facts.uncomputed, book.name)
                for sentence in facts.links:
                    click.echo(f"socroi: {book.name}: {sentence}.", err=True)
            if progress is not None:
                progress(done + 1, len(jobs))
    if as_json:
        print_json(told)
    context.exit(status)


def _plain(facts: ReportFacts) -> dict[str, Any]:
    """Return the answer of a report as what JSON can hold."""
    total = facts.answer.total
    figures = {"return": total.returned, "cost": total.cost, "profit": total.profit, "roi": total.roi}
    days = {"first": facts.answer.first, "last": facts.answer.last}
    checks = [{"text": each.text, "count": each.count, "stops": each.stops} for each in facts.checks]
    return {**days, "currency": facts.currency, **figures, "open_checks": checks}


def _tell(target: Path, facts: ReportFacts) -> None:
    roi = facts.answer.total.roi
    shown = "no ROI yet" if roi is None else f"ROI {roi:,.1f}%"
    checks = f", {count(len(facts.checks), 'check')} open" if facts.checks else ""
    say(f"{target}: {shown}{checks}.")


def _one_line(problem: SocroiError, book: Path) -> str:
    text = " ".join(str(problem).split())
    return text if str(book) in text else f"{book}: {text}"


def _jobs(books: Sequence[Path], out: Path | None, kind: str | None) -> list[tuple[Path, Path]]:
    """Return each book with the file to write.

    Raises:
        UsageError: several books and one file, a file of another format than was asked for, or two books of one name.
    """
    several = len(books) > 1 or books[0].is_dir()
    suffix = f".{kind or 'html'}"
    if not several and out is not None and not out.is_dir():
        if kind is not None and out.suffix.casefold() != suffix:
            raise UsageError(f"{out} does not end in {suffix}.", hint="Leave out --format, or name such a file.")
        return [(books[0], out)]
    if several and out is None:
        raise UsageError("several books need a folder to write to.", hint="Name it: -o reports/")
    if several and out is not None and out.is_file():
        raise UsageError(f"{out} is a file, and several books need a folder.", hint="Name a folder: -o reports/")
    folder = out or Path()
    found = []
    for book in books:
        if book.is_dir():
            from socroi.books.many import below

            found += [(path, folder / path.relative_to(book).with_suffix(suffix)) for path in below(book)]
        else:
            found.append((book, folder / f"{book.stem}{suffix}"))
    targets = [target for _, target in found]
    twice = next((target for target in targets if targets.count(target) > 1), None)
    if twice is not None:
        raise UsageError(f"two of the books would become {twice}.", hint="Report them one by one.")
    return found
