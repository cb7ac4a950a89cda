"""`socroi import`: exports of platforms into the workbook that is already there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socroi.cli.console import console, say
from socroi.cli.forcing import force_in_place
from socroi.cli.pairs import pair
from socroi.cli.showing_imports import plain, show, show_diff, show_list, tell_written
from socroi.cli.telling import REFUSED, UNCOMPUTED, tell_standing, tell_uncomputed
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.intake.importing import Plan
    from socroi.intake.questions import Answers, Question


@click.command(
    "import",
    epilog="""\b
Examples:
  socroi import plan.xlsx Campaigns.csv                 look first, then say whether to write
  socroi import plan.xlsx downloads/ orders.zip --yes   all exports of a folder and a zip
  socroi import plan.xlsx ads.csv --dry-run             look only
  socroi import plan.xlsx ads.csv --currency EUR        where the file does not name its currency
  socroi import plan.xlsx --list                        what was imported
  socroi import plan.xlsx --diff 7                      where import 7 says otherwise than the rest
  socroi import plan.xlsx --undo 7                      without import 7

\b
Of each row the later export stands; of each account and day one level counts; of each month one truth: own orders,
else web analytics, else what the platforms claim. So files may overlap, come in any order, and be imported twice. Rows
typed by hand are never touched. The book before is kept as plan.xlsx~, what you answered in plan.socroi.toml.

\b
Exit status: 0 done, or nothing to do; 2 a file or the request is wrong, a question is open, or nobody said --yes:
nothing was written; 3 written, and some formulas could not be computed.""",
)
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option("--list", "listing", is_flag=True, help="List what was imported.")
@click.option("--diff", type=int, metavar="NUMBER", help="Show where an import says otherwise than the others.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take an import out again.")
@click.option("--skip", is_flag=True, help="Leave out files that are not understood, and write the others.")
@force_in_place()
@click.option("--currency", metavar="CODE", help="Currency of the amounts, where a file does not name it.")
@click.option(
    "--account", metavar="NAME", help="The account, where the files do not name theirs and there are several."
)
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    metavar="NAME=PLATFORM",
    help="What a platform is called here; - for none.",
)
@click.option(
    "--truth",
    type=click.Choice(["orders", "analytics", "claims"]),
    help="Whose count of sales to take; it is remembered.",
)
@click.option("--made", metavar="YYYY-MM-DD", help="When the files were exported, where their own time is not that.")
@click.option(
    "--map",
    "own",
    type=click.Path(path_type=Path),
    metavar="TOML",
    help="A map of headings of your own.",
)
@click.option("--source", metavar="NAME", help="Whose export it is, where a file fits two.")
@click.option("--table", metavar="HEADER", help="The table wanted, where a file has several.")
@click.option("--sheet", metavar="NAME", help="The sheet wanted, where several hold a table of the same days.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign, where nothing in the file shows it.")
@click.option(
    "--date-order", type=click.Choice(["dmy", "mdy"]), help="Day or month first, where nothing in the file shows it."
)
@click.option("--year", type=int, help="Year of the last day of a file whose dates have none.")
@click.option(
    "--total", "totals", multiple=True, type=int, metavar="ROW", help="A row that is a total and does not say so."
)
@click.option(
    "--row", "rows", multiple=True, type=int, metavar="ROW", help="A row that looks like a total and is none."
)
@click.option(
    "--column",
    "--columns",
    "columns",
    multiple=True,
    metavar="FIELD=HEADING",
    help="The file's own heading of a field, such as revenue; may be given more than once.",
)
@click.option(
    "--unchecked", multiple=True, metavar="HEADING", help="A rate that is not to be compared with its columns."
)
@click.pass_context
def import_exports(
    context: click.Context,
    /,
    *,
    book: Path,
    files: Sequence[Path],
    yes: bool,
    dry_run: bool,
    as_json: bool,
    listing: bool,
    diff: int | None,
    undo: int | None,
    skip: bool,
    **options: Any,
) -> None:
    """Import exports of platforms into a workbook made from four_step or kpi_scorecard.

    FILES are exports, folders or zips of them. Shows per platform and month what changes, and asks before it writes.
    """
    from socroi.intake.importing import plan_undo, prepare, reader_for

    if sum((bool(files), listing, diff is not None, undo is not None)) != 1:
        raise UsageError(
            "one thing at a time: files to import, --list, --diff NUMBER or --undo NUMBER.", hint="See --help."
        )
    if listing:
        show_list(book, as_json=as_json)
        return
    if diff is not None:
        show_diff(book, diff, as_json=as_json)
        return
    asking = not yes and sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    if undo is not None:
        plan = plan_undo(book, undo)
    else:
        plan = prepare(book, files, reader_for(book, _answers(options), _ask if asking else None))
    context.exit(_go_on(plan, yes=yes, dry_run=dry_run, as_json=as_json, skip=skip, asking=asking))


def _go_on(plan: Plan, *, yes: bool, dry_run: bool, as_json: bool, skip: bool, asking: bool) -> int:
    """Show a plan, and write it where that is wanted; return the exit status."""
    from socroi.intake.importing import commit

    result = plan.result
    if not as_json:
        show(console(), result)
    refused = bool(result.refused) and not skip
    wanted = yes and not dry_run
    if asking and not dry_run and result.changed:
        what = f"Write into {result.book.name}" + (" without the refused files" if result.refused else "")
        wanted = click.confirm(f"{what}?", default=not result.refused)
        refused = False
    if wanted and not refused:
        result = commit(plan)
    if as_json:
        click.echo(json.dumps(plain(result), ensure_ascii=False, indent=2))
    elif result.written:
        tell_written(result)
    if refused:
        click.echo("socroi: nothing was written; --skip leaves the refused files out.", err=True)
        return REFUSED
    if result.report is not None:
        if as_json:
            return UNCOMPUTED if result.report.uncomputed else 0
        status = tell_uncomputed(result.report.uncomputed)
        tell_standing(result.report.standing)
        return status
    if result.changed and not (wanted or dry_run or asking):
        click.echo("socroi: nothing was written: add --yes to write it, --dry-run to look only.", err=True)
        return REFUSED
    if asking and result.changed and not dry_run:
        say("Nothing was written.")
    return 0


def _answers(options: dict[str, Any]) -> Answers:
    from socroi.intake.questions import Answers, currency_code

    platforms = dict(pair(text, "--platform", "X=Facebook") for text in options["platforms"])
    columns = dict(pair(text, "--column", "link=Address") for text in options["columns"])
    made = options["made"]
    if made is not None:
        made = _day(made)
    return Answers(
        source=options["source"],
        decimal=options["decimal"],
        date_order=options["date_order"],
        table=options["table"],
        sheet=options["sheet"],
        year=options["year"],
        totals=frozenset(options["totals"]),
        rows=frozenset(options["rows"]),
        columns=columns,
        unchecked=frozenset(options["unchecked"]),
        map=options["own"],
        currency=None if options["currency"] is None else currency_code(options["currency"]),
        account=options["account"],
        platforms=platforms,
        truth=options["truth"],
        made=made,
    )


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UsageError(f"{text!r} is no day.", where="--made", hint="Write it as 2026-05-01.") from None


def _ask(question: Question) -> str | None:
    """Ask the person at the terminal until the answer is one that there is."""
    from socroi.intake.questions import Answers, answered

    choices = click.Choice(question.choices) if question.choices else None
    click.echo(f"{question.file}: {question.text}")
    while True:
        answer: str = click.prompt(_PROMPTS.get(question.kind, "Answer"), type=choices)
        try:
            answered(Answers(), question, answer)
        except UsageError as error:
            click.echo(str(error))
            continue
        return answer


_PROMPTS = {
    "year": "Year of its last day",
    "date_order": "Day first (dmy) or month first (mdy)",
    "decimal": "Decimal sign",
    "currency": "Currency, as a code such as EUR",
    "platforms": "Platform",
    "table": "The table, by a header of it",
    "source": "Exporter, by its short name",
}
