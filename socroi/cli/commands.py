"""The commands of `socroi`, each loaded when it runs or is listed."""

from __future__ import annotations

import importlib
from typing import Final

import click

from socroi import __version__
from socroi.errors import UsageError

COMMANDS: Final = (
    *("addin", "calc", "check", "compare", "convert", "demo", "explain", "export", "fill", "freeze"),
    *(
        "functions",
        "import",
        "names",
        "new",
        "next-year",
        "paths",
        "plain",
        "portfolio",
        "renew",
        "report",
        "utm",
        "watch",
        "whatif",
    ),
)
"""Each is a module of this folder that holds the command of its name, loaded when it is asked for."""


class Commands(click.Group):
    """The commands, each loaded when it runs or is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - they are the same everywhere
        """Return their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """Return the command of a name, None where there is none."""
        if cmd_name not in COMMANDS:
            from socroi.definition.suggestion import closest

            meant = closest(cmd_name, COMMANDS)
            if meant:
                raise UsageError(f"there is no command {cmd_name!r}.", hint=f"Did you mean {meant}?")
            return None
        # `import` is a word of Python's.
        name = "import_exports" if cmd_name == "import" else cmd_name.replace("-", "_")
        found: click.Command = getattr(importlib.import_module(f"socroi.cli.{name}"), name)
        return found


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  socroi demo                          the whole way, with demo numbers
  socroi new four_step -o my.xlsx      a workbook to fill in
  socroi import my.xlsx ads.csv        the exports of platforms, into it
  socroi fill my.xlsx results.csv      put rows into its tables
  socroi export Campaigns.csv          whose export it is, and what is read of it
  socroi calc my.xlsx                  compute it, with no spreadsheet program
  socroi check my.xlsx                 look for what is wrong in it
  socroi report my.xlsx                one page about it that a client may get
  socroi functions SOCROI              what a function takes and gives
  socroi addin                         put the functions into Excel
  socroi freeze my.xlsx                a copy with values instead of formulas
  socroi convert old.xls               an .xlsx made of an .xls, .xlsb or .ods
  socroi plain my.xlsx                 a copy with Excel's own formulas instead of ours
  socroi next-year my.xlsx             the workbook of the next year
  socroi renew old.xlsx                a workbook of an older edition, in today's
  socroi paths touches.csv             a table of paths, for attribution
  socroi portfolio clients/            many workbooks as one portfolio
  socroi utm links.csv                 tagged links, built and checked

\b
Exit status of every command:
  0    done
  1    socroi check: done, and something was found
  2    refused: a file or the request is wrong; what was there before is as it was
  3    done, but cells that could not be computed are listed; or data does not fit, and nothing was written
  130  stopped by Ctrl-C
  143  ended by another program; what was there before is as it was""",
)
@click.version_option(__version__, prog_name="socroi", message="%(prog)s %(version)s")
def cli() -> None:
    """What social media work returns: workbooks to fill in, functions to compute them."""
