"""`socroi addin`: put the functions into Excel, by each of its ways, and into LibreOffice."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import click

from socroi.cli.forcing import force_in_place, force_option
from socroi.errors import UsageError

UNWELL: Final = 3
LONGEST_SHOWN: Final = 60
"""The characters of a formula that are shown of a name."""


@click.group(
    epilog="""\b
Examples:
  socroi addin install             Excel on Windows: the add-in, with its tab in the ribbon
  socroi addin status              is it installed, and does it find Python?
  socroi addin lambdas plan.xlsx   Excel 365: names inside a workbook; nobody needs to install anything
  socroi addin lite                xlwings Lite (Windows, Mac, web): the code to paste
  socroi addin server my_server    a project for xlwings Server
  socroi addin libreoffice         LibreOffice Calc: the extension to open
  socroi addin javascript web      Google Sheets, Excel on the web or a Mac: no Python"""
)
def addin() -> None:
    """Put the functions into Excel or LibreOffice."""


@addin.command()
def install() -> None:
    """Copy the add-in to Excel's start folder, and tell it which Python to call (Windows)."""
    from socroi.hosts import installation

    _say(installation.install(installation.this_machine()))


@addin.command()
@click.pass_context
def status(context: click.Context) -> None:
    """Say whether the add-in is installed and can reach Python (Windows).

    Exit status: 0 all is well, 3 something is missing.
    """
    from socroi.hosts import installation

    lines, well = installation.status(installation.this_machine())
    _say(lines)
    context.exit(0 if well else UNWELL)


@addin.command()
def remove() -> None:
    """Take the add-in away (Windows)."""
    from socroi.hosts import installation

    _say(installation.remove(installation.this_machine()))


@addin.command()
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The file to write; without it, the workbook itself."
)
@click.option("--remove", is_flag=True, help="Take our names out again; cells that call them show #NAME? then.")
@click.option("--replace", is_flag=True, help="Put ours in the place of names of yours that are called alike.")
@force_in_place()
def lambdas(*, book: Path, out: Path | None, remove: bool, replace: bool) -> None:
    """Give a workbook our functions as names, for Excel 365, 2024 and the web: nothing needs to be installed.

    Names that stand for something else in the workbook, as a formula of your own under the name SOCROI, are left alone
    and told. Nothing else in the file changes.
    """
    from socroi.hosts.lambda_names import add_names, take_names_out

    if remove:
        gone = take_names_out(book, out)
        click.echo(f"{out if out is not None else book}: {len(gone)} functions taken out; nothing else was changed.")
        if gone:
            click.echo("Cells that call them show #NAME? now, unless our add-in is there.")
            click.echo("The same command without --remove puts the names back.")
        return
    names = add_names(book, out, replace=replace)
    written = out if out is not None else book
    click.echo(
        f"{written}: {len(names.added)} functions added, {len(names.renewed)} brought up to date, "
        f"{len(names.kept)} there already."
    )
    if names.replaced:
        click.echo(f"In the place of yours: {', '.join(names.replaced)}.")
    if names.theirs:
        listed = ", ".join(f"{name} is {_begin(meaning)}" for name, meaning in names.theirs.items())
        click.echo(
            f"Left alone, as {book} has these names for something of its own, which its cells go on using: {listed}."
        )
        click.echo(
            "To have ours: rename that in Excel (Formulas, Name Manager; a table: Table Design), or add --replace."
        )
    if names.lacking:
        click.echo(f"Plain Excel cannot say these, which show #NAME? without an add-in: {', '.join(names.lacking)}.")
    click.echo("Where a cell still shows #NAME?, press Ctrl+Alt+F9 in Excel once.")


@addin.command()
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("main.py"), show_default=True)
@click.option("--package", is_flag=True, help="The two lines that take the functions from the installed package.")
@force_option("Write over a file that exists.")
def lite(*, out: Path, package: bool, force: bool) -> None:
    """Write the code to paste into xlwings Lite: one file that needs no package."""
    from socroi.hosts.locations import addin as place

    source = place("lite", "main_with_package.py" if package else "main.py")
    _put(source, out, force=force)
    click.echo(f"{out}: open xlwings Lite in Excel, replace its main.py with this, and press Restart.")
    if package:
        click.echo("Add the line “socroi” to its requirements.txt.")


@addin.command()
@click.argument("folder", type=click.Path(path_type=Path))
def server(folder: Path) -> None:
    """Write a project for xlwings Server into FOLDER, which must not exist. You bring its licence key."""
    from socroi.hosts.locations import addin as place
    from socroi.hosts.server import own_identity
    from socroi.workbook.writing.replacing import atomic_folder

    _free(folder, force=False)
    with atomic_folder(folder) as made:
        shutil.copytree(place("server"), made, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        own_identity(made)
    click.echo(f"{folder}: its README.md says how to run it.")


@addin.command()
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("socroi.oxt"), show_default=True)
@force_option("Write over a file that exists.")
def libreoffice(*, out: Path, force: bool) -> None:
    """Write the extension for LibreOffice Calc: one file to open, which needs no Python packages."""
    from socroi.hosts.locations import addin as place

    source = place("libreoffice", "socroi.oxt")
    _put(source, out, force=force)
    click.echo(f"{out}: open it with LibreOffice, or close LibreOffice and run: unopkg add {out}")


@addin.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--url", metavar="ADDRESS", help="Where the files for Excel will lie: https://, the host and the folder.")
def javascript(folder: Path, url: str | None) -> None:
    """Write the functions in JavaScript into FOLDER, which must not exist: for Excel and Google Sheets without Python.

    Without an address, Excel looks for the files on a server on this machine, https://localhost:3000.
    """
    from socroi.hosts.javascript.office import manifest
    from socroi.hosts.locations import addin as place
    from socroi.workbook.writing.replacing import atomic_folder

    _free(folder, force=False)
    own = None if url is None else manifest(url)
    with atomic_folder(folder) as made:
        shutil.copytree(place("javascript"), made, dirs_exist_ok=True)
        if own is not None:
            (made / "excel" / "manifest.xml").write_text(own, encoding="utf-8", newline="\n")
    click.echo(f"{folder}: docs/javascript.md says what to do with its files; its README.md lists them.")


def _put(source: Path, out: Path, *, force: bool) -> None:
    from socroi.workbook.writing.replacing import put

    _free(out, force=force)
    put(out, source.read_bytes())


def _free(path: Path, *, force: bool) -> None:
    """Refuse a path that is taken, or that lies in no folder."""
    if path.exists() and (path.is_dir() or not force):
        raise UsageError("it exists already.", where=str(path), hint="Choose another name.")
    if not path.absolute().parent.is_dir():
        raise UsageError("there is no such folder to write to.", where=str(path.parent), hint="Create it first.")


def _begin(meaning: str) -> str:
    return meaning if len(meaning) <= LONGEST_SHOWN else f"{meaning[:LONGEST_SHOWN]} ..."


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)
