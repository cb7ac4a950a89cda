"""The commands as a page to read, made from their own help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from socroi.cli.commands import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTE = "<!-- Generated from the commands' help by `make generate`. Change the command, not this page. -->\n"


def command_page() -> str:
    """Return the Markdown of `docs/commands.md`."""
    return "\n".join([NOTE, "# The commands\n", _help(cli, "socroi"), *_sections(cli, "socroi")])


def _sections(group: click.Group, name: str) -> Iterator[str]:
    context = click.Context(group)
    for word in sorted(group.list_commands(context)):
        command, full = group.get_command(context, word), f"{name} {word}"
        assert command is not None  # noqa: S101 - it is listed
        yield f"## {full}\n"
        yield _help(command, full)
        if isinstance(command, click.Group):
            yield from _sections(command, full)


def _help(command: click.Command, name: str) -> str:
    # Named as the command line names it: click keeps the option of the first context that asks for it.
    context = click.Context(
        command, info_name=name, terminal_width=100, max_content_width=100, help_option_names=["-h", "--help"]
    )
    return f"```\n{command.get_help(context)}\n```\n"
