"""The commands as a page to read, made from their own help."""

from __future__ import annotations

import click

from socroi.cli import cli

NOTE = "<!-- Generated from the commands' help by `make generate`. Change the command, not this page. -->\n"


def command_page() -> str:
    """Return the Markdown of `docs/commands.md`."""
    parts = [NOTE, "# The commands\n", _help(cli, "socroi")]
    for name in sorted(cli.commands):
        parts += [f"## socroi {name}\n", _help(cli.commands[name], f"socroi {name}")]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return f"```\n{command.get_help(context)}\n```\n"
