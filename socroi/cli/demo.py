"""`socroi demo`: from an export to the ROI, the whole way."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from socroi.cli.console import console
from socroi.cli.folders import make_folder
from socroi.cli.forcing import force_option
from socroi.cli.pairs import pair
from socroi.cli.printed import print_json
from socroi.cli.telling import tell_uncomputed
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rich.console import Console

    from socroi.books.recalculation import Uncomputed
    from socroi.intake.files import File
    from socroi.intake.reading import Reader
    from socroi.reports.summary import Line, Summary
    from socroi.sources import Export
    from socroi.templates import CostRow

TEMPLATE: Final = "four_step"


@click.command(
    epilog="""\b
Examples:
  socroi demo                                       with demo numbers, into the folder demo
  socroi demo --from Campaigns.csv                  with your own export
  socroi demo --from meta.csv --from linkedin.csv   with two of them
  socroi demo --from ads.csv --currency EUR         where the file does not name its currency

\b
Exit status: 0 done, 2 a file or the request is wrong, 3 some cells could not be computed, and no
result is shown."""
)
@click.option(
    "--from",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An export of a platform (.csv, .xlsx, .zip); may be given more than once.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="The folder for the workbook and the picture.",
)
@click.option("--table", metavar="HEADER", help="The table wanted, where a file has several.")
@click.option("--currency", metavar="CODE", help="Currency of the amounts, where the export does not name it.")
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    metavar="NAME=PLATFORM",
    help="What a platform is called here; - for none.",
)
@click.option("--year", type=int, help="Year of the last day of a file whose dates have none.")
@click.option("--source", metavar="NAME", help="Whose export it is, where a file fits two.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign, where nothing in the file shows it.")
@click.option(
    "--date-order", type=click.Choice(["dmy", "mdy"]), help="Day or month first, where nothing in the file shows it."
)
@force_option("With --from: write over a workbook that exists.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@click.pass_context
def demo(
    context: click.Context,
    *,
    files: Sequence[Path],
    out: Path,
    table: str | None,
    currency: str | None,
    platforms: Sequence[str],
    year: int | None,
    source: str | None,
    decimal: str | None,
    date_order: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Read exports, fill a workbook, compute it, and show the ROI.

    Leaves the workbook and a picture of the result in a folder. Without --from it uses demo numbers: the exports of a
    company that does not exist.
    """
    from socroi import demo_data
    from socroi.intake.files import files as files_of
    from socroi.intake.importing import reader_for
    from socroi.intake.new_book import currency_for, first_month_for
    from socroi.intake.questions import Answers, currency_code
    from socroi.reports.summary import read_summary

    screen = console(stderr=as_json)
    own = bool(files)
    folder = out
    stem = "demo" if not own else re.sub(r"[^\w-]+", "_", files[0].stem).strip("_") or "roi"
    book, picture = folder / f"{stem}_{TEMPLATE}.xlsx", folder / f"{stem}_roi.png"
    answers = Answers(
        source=source,
        decimal=decimal,
        date_order=date_order,
        table=table,
        year=year,
        currency=None if currency is None else currency_code(currency),
        platforms=dict(pair(text, "--platform", "X=Facebook") for text in platforms),
    )
    reader = reader_for(book, answers)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as apart:
        named = files_of(files or demo_data.EXPORTS, Path(apart), book)
        exports = [reader.read(file)[0] for file in named]
        for export in exports:
            _tell(screen, export, brief=not own)
        rows = [reader.read(file)[1] for file in named]
        begins = currency_for(rows, answers.currency), first_month_for(rows, reader.memory.platforms)
        make_folder(folder)
        if own and book.exists() and not force:
            raise UsageError(
                "the workbook exists already, and you may have typed in it.",
                where=str(book),
                hint="Choose another folder with -o, or say --force. Further exports go into it by socroi import.",
            )
        uncomputed, remarks = _write(named, reader, book, begins, own=own)
    if uncomputed:
        # Its figures would be the old ones, which in a new workbook are no figures at all.
        click.echo(f"{book}: no result is shown, since not all of it could be computed.", err=as_json)
        context.exit(tell_uncomputed(uncomputed))
    summary = read_summary(book).labelled("" if own else demo_data.LABEL, remarks)
    _draw(summary, picture)
    if as_json:
        print_json({"workbook": str(book), "picture": str(picture), **_plain(summary)})
        return
    screen.print()
    _show(screen, summary, exports)
    click.echo()
    click.echo(f"Workbook: {book}")
    click.echo(f"Picture:  {picture}")
    if not own:
        click.echo("These are demo numbers. Yours: socroi demo --from YOUR_EXPORT.csv")


def demo_costs() -> list[CostRow]:
    """The costs that the demo company keeps itself, which serve all its platforms."""
    import csv
    from datetime import date

    from socroi import demo_data
    from socroi.templates import SHARED, CostRow

    with demo_data.COSTS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [
        CostRow(
            date.fromisoformat(f"{row['month']}-01"),
            SHARED,
            row["category"],
            row["what"],
            hours=float(row["hours"]) if row["hours"] else None,
            rate=float(row["hourly rate"]) if row["hourly rate"] else None,
            amount=float(row["amount"]) if row["amount"] else None,
        )
        for row in rows
    ]


def _write(
    files: Sequence[File], reader: Reader, book: Path, begins: tuple[str, date], *, own: bool
) -> tuple[list[Uncomputed], list[str]]:
    """Build the workbook and import the files into it; return the cells that were not computed, and what to know."""
    from socroi import demo_data
    from socroi.cli.building import build
    from socroi.intake.importing import commit, prepare
    from socroi.intake.new_book import gaps
    from socroi.templates import TemplateData
    from socroi.workbook.writing.replacing import put

    currency, start = begins
    costs = () if own else demo_costs()
    data = TemplateData(costs=costs, company=None if own else demo_data.COMPANY)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Path(folder) / book.name
        build(TEMPLATE, "en", made, currency=currency, start=start, data=data)
        plan = prepare(made, [file.path for file in files], reader)
        done = commit(plan)
        if done.kept:
            put(book.with_name(done.kept), made.with_name(done.kept).read_bytes())
        put(book, made.read_bytes())
    found = [] if done.report is None else done.report.uncomputed
    return found, [*done.remarks, *gaps(plan.sums, other_costs=bool(costs))]


def _tell(screen: Console, export: Export, *, brief: bool) -> None:
    """What was read, by what it was known, and what was left out."""
    from rich.padding import Padding
    from rich.text import Text

    first, last = export.window
    window = f", {first} to {last}" if first and last else ""
    rows = len(export.table)
    said = f": {export.title}, {rows:,} row{'' if rows == 1 else 's'}{window}."
    line = Text(export.path.name, style="bold").append(said, style="not bold")
    screen.print(line)
    if brief:
        return
    sentences = [export.because, *export.notes]
    if export.attribution:
        sentences.append(f"Attribution: {'; '.join(export.attribution)}.")
    if export.ignored:
        sentences.append(f"Columns not used: {', '.join(export.ignored)}.")
    for sentence in sentences:
        screen.print(Padding(Text(sentence, style="dim"), (0, 0, 0, 2), expand=False))


def _show(screen: Console, summary: Summary, exports: Sequence[Export]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from socroi.reports import terminal

    terminal.show(screen, summary)
    if summary.total.returned is None:
        terminal.show_counts(screen, exports)
    if summary.remarks:
        screen.print()
    for remark in summary.remarks:
        screen.print(Padding(Text(remark), (0, 0, 0, 0), expand=False))


def _plain(summary: Summary) -> dict[str, Any]:
    """Return what is shown as what JSON can hold."""
    from dataclasses import asdict

    found = asdict(summary) | {"total": _line(summary.total)}
    for key in ("platforms", "months", "campaigns"):
        found[key] = [_line(line) for line in getattr(summary, key)]
    return found


def _line(line: Line) -> dict[str, Any]:
    known = {"return": line.returned, "cost": line.cost, "profit": line.profit, "roi": line.roi}
    return {"name": line.name, **known, "status": line.status}


def _draw(summary: Summary, picture: Path) -> None:
    from socroi.reports.picture import draw

    draw(summary, picture)
