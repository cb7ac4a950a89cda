"""`socroi new`: a workbook to fill in."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socroi.cli.console import console
from socroi.cli.forcing import force_option
from socroi.cli.telling import tell_uncomputed
from socroi.errors import UsageError

if TYPE_CHECKING:
    from socroi.books.recalculation import Uncomputed


def _templates(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of the templates that begin so, for the completion of a shell."""
    from socroi.templates import names

    return [name for name in names() if name.startswith(begun)]


@click.command(
    epilog="""\b
Examples:
  socroi new                                          what there is
  socroi new four_step                                into four_step.xlsx
  socroi new four_step -o plan.xlsx --currency USD    in dollars
  socroi new four_step --start 2026-04                twelve months from April 2026
  socroi new kpi_scorecard --lang fa                  in Persian, from right to left
  socroi new programme --example                      filled in with invented figures, to look at
  socroi new four_step --edition plain                Excel's own formulas alone, for any spreadsheet program
  socroi new four_step --edition 365                  every function inside it, for Excel 365
  socroi new four_step --edition xlsm                 the functions as macros, for Excel on Windows with Python

\b
Exit status: 0 done, 2 the file could not be written or the request is wrong, 3 some cells could not
be computed."""
)
@click.argument("template", required=False, shell_complete=_templates)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The file to write, or a folder. Without it: TEMPLATE.xlsx."
)
@click.option(
    "--lang",
    default="en",
    show_default=True,
    help="Language of the texts, by its code or its name; “socroi new” lists them.",
)
@click.option("--currency", help="Code of the currency of all money, such as EUR.")
@click.option("--start", metavar="YYYY-MM", help="The first of the twelve months.")
@click.option(
    "--edition",
    type=click.Choice(["xlsx", "plain", "365", "xlsm", "lite"], case_sensitive=False),
    default="xlsx",
    show_default=True,
    help="xlsx: the functions that it calls are in it as names. plain: Excel's own formulas stand for them, for Excel "
    "2010 to 2021, Google Sheets, LibreOffice. 365: all functions are in it. xlsm: as macros that call Python. lite: "
    "with the code of xlwings Lite in it, which is experimental.",
)
@click.option("--example", is_flag=True, help="Filled in with invented figures, and marked so on every sheet.")
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"], case_sensitive=False),
    default="a4",
    show_default=True,
    help="The paper to print on.",
)
@force_option("Write over a file that exists.")
@click.pass_context
def new(
    context: click.Context,
    *,
    template: str | None,
    out: Path | None,
    lang: str,
    currency: str | None,
    start: str | None,
    edition: str,
    example: bool,
    paper: str,
    force: bool,
) -> None:
    """Write a workbook to fill in, or list the templates."""
    if template is None:
        _list()
        return
    from socroi import templates

    suffix = ".xlsm" if edition == "xlsm" else ".xlsx"
    stem = f"{template}_example" if example else template
    target = out or Path(f"{stem}{suffix}")
    if target.is_dir():
        target = target / f"{stem}{suffix}"
    lang = _language(lang)
    source = templates.shipped(template, lang, example=example)
    if target.exists() and not force:
        raise UsageError("the file exists already.", where=str(target), hint="Choose another name, or say --force.")
    if target.suffix.casefold() != suffix:
        raise UsageError(f"this workbook needs a name that ends in {suffix}.", where=str(target))
    from socroi.workbook.writing.replacing import put

    uncomputed: list[Uncomputed] = []
    # Made whole elsewhere first: a workbook that stands there already may hold what somebody typed.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Path(folder) / target.name
        if currency is None and start is None and paper == "a4":
            _take(source, made)
        else:
            month = _month(start)
            uncomputed = _build(template, lang, made, _currency(currency), month, paper=paper, example=example)
        if edition == "365":
            from socroi.cli.building import add_functions

            add_functions(made)
        if edition == "plain":
            from socroi.cli.building import as_plain

            as_plain(made)
        if edition == "lite":
            from socroi.cli.building import with_lite

            with_lite(made)
        put(target, made.read_bytes())
    if edition == "lite":
        click.echo("Experimental: nobody has opened such a workbook in Excel yet. The certain way: socroi addin lite.")
    click.echo(
        f"{target}: open it in a spreadsheet program and fill in its yellow cells, sheet by sheet. "
        f"“socroi calc {target}” computes it without one."
    )
    context.exit(tell_uncomputed(uncomputed))


def _take(source: Path, target: Path) -> None:
    """Write the workbook that came with the installation, with macros where the target has them."""
    if target.suffix.casefold() == ".xlsx":
        target.write_bytes(source.read_bytes())
        return
    from socroi.cli import building

    building.with_macros(source, target)


def _build(
    template: str, lang: str, target: Path, currency: str, start: date, *, paper: str, example: bool
) -> list[Uncomputed]:
    """Write a workbook of its own and compute it; return the cells that could not be."""
    from socroi import recalculate
    from socroi.cli import building

    if target.suffix.casefold() == ".xlsx":
        building.build(template, lang, target, currency=currency, start=start, paper=paper, example=example)
        return recalculate(target).uncomputed
    plain = target.with_name("plain.xlsx")
    building.build(template, lang, plain, currency=currency, start=start, paper=paper, example=example)
    uncomputed = recalculate(plain).uncomputed
    building.with_macros(plain, target)
    return uncomputed


def _list() -> None:
    from rich.table import Table
    from rich.text import Text

    from socroi.templates import catalogue
    from socroi.templates.texts import language_names

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for each in catalogue():
        table.add_row(Text(each.name, style="cyan"), Text(each.summary))
    spoken = ", ".join(f"{code} ({name})" for code, name in language_names().items())
    screen = console()
    screen.print(table)
    screen.print(Text(f"Languages: {spoken}. “socroi new NAME --lang CODE” writes one.", style="dim"))


def _language(text: str) -> str:
    """Return the code of a language from what was typed: `hu`, `HU`, `hu-HU` or `Hungarian`."""
    from socroi.templates.texts import language_names

    names = language_names()
    typed = text.strip().casefold()
    by_name = {name.casefold(): code for code, name in names.items()}
    code = by_name.get(typed, re.split("[-_]", typed)[0])
    if code not in names:
        spoken = ", ".join(f"{each} ({name})" for each, name in names.items())
        raise UsageError(f"there are no templates in the language {text!r}.", hint=f"Choose one of: {spoken}.")
    return code


def _currency(text: str | None) -> str:
    code = (text or "EUR").strip().upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise UsageError(f"{text!r} is no currency.", hint="Give a code of three letters, such as EUR.")
    return code


def _month(text: str | None) -> date:
    if text is None:
        return date(date.today().year, 1, 1)  # noqa: DTZ011 - the year on the user's own calendar
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(-\d{1,2})?", text.strip())
    if match is None or not 1 <= int(match[2]) <= 12 or not 1901 <= int(match[1]) <= 2900:
        raise UsageError(f"{text!r} is no month.", hint="Write it as 2026-04.")
    return date(int(match[1]), int(match[2]), 1)
