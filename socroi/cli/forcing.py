"""`--force`, which every command that writes has: over a file that exists, and over one that seems to be open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def force_option(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the decorator of the `--force` of a command that makes a file; `text` is its help.

    The command gets it as its argument `force`; that locks of other programs are passed over is done here.
    """
    return click.option("--force", is_flag=True, callback=_despite_locks, help=text)


def force_in_place() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the decorator of the `--force` of a command that changes a workbook, which hears nothing of it."""
    return click.option(
        "--force",
        is_flag=True,
        expose_value=False,
        callback=_despite_locks,
        help="Write even where the workbook seems to be open in another program.",
    )


def _despite_locks(context: click.Context, _: click.Parameter, value: bool) -> bool:
    if value:
        from socroi.workbook.writing.in_use import despite_locks

        context.with_resource(despite_locks())
    return value
