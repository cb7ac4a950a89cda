"""How the command line is read: by click, but for the call that most people make.

`socroi calc plan.xlsx -o computed.xlsx` is read here: to load click and to build its commands takes a tenth of the time
in which a small workbook is computed.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from socroi.cli.telling import DONE, REFUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click import ClickException


def run(arguments: list[str] | None) -> int:
    """Do what a command line says, that of this process where none is given, and return the exit status.

    Raises:
        SocroiError: it is refused.
        KeyboardInterrupt: somebody stopped it.
    """
    call = plain_calc(sys.argv[1:] if arguments is None else arguments)
    return _by_click(arguments) if call is None else _computed(*call)


def plain_calc(arguments: Sequence[str]) -> tuple[list[Path], Path | None] | None:
    """Return the books and the target of a `socroi calc` that says nothing else; None for any other call."""
    if len(arguments) < 2 or arguments[0] != "calc" or sys.platform == "win32":  # which leaves `*.xlsx` to the program
        return None
    books: list[Path] = []
    target: Path | None = None
    given = iter(arguments[1:])
    for each in given:
        if each in ("-o", "--out"):
            value = next(given, "")
            if target is not None or not _is_a_path(value):
                return None
            target = Path(value)
        elif _is_a_path(each):
            books.append(Path(each))
        else:
            return None
    return (books, target) if books else None


def _is_a_path(word: str) -> bool:
    return bool(word) and not word.startswith("-") and "://" not in word


def _computed(books: list[Path], target: Path | None) -> int:
    from socroi.cli.computing import compute_all, jobs_of

    try:
        return compute_all(jobs_of(books, target), folder=books[0].is_dir())
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        # Nobody reads any more what is printed, as behind `head`: what Python still has to print goes nowhere.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        return 1


def _by_click(arguments: list[str] | None) -> int:
    import click

    from socroi.cli.commands import cli

    try:
        status = cli.main(args=arguments, prog_name="socroi", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return DONE  # who types the name alone asks what there is
    except click.ClickException as error:
        click.echo(f"socroi: {_one_line(error)}", err=True)
        return REFUSED
    except click.Abort:
        raise KeyboardInterrupt from None
    return status if isinstance(status, int) else 0


def _one_line(error: ClickException) -> str:
    """Click's message, and where to read on."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "socroi"
    return f"{' '.join(error.format_message().split())} See “{path} --help”."
