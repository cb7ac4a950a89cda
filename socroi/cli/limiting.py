"""`--timeout` and `--locale`, which every command has that computes a workbook, and `--links`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_SHORTEST: Final = 0.01


def timeout_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the decorator of the `--timeout` of a command, which hears nothing of it."""
    return click.option(
        "--timeout",
        type=click.FloatRange(_SHORTEST),
        metavar="SECONDS",
        expose_value=False,
        callback=_limited,
        help="How long a book may take to read and to compute; a cell that is not computed by then keeps its old value "
        "and is listed. Left out: 600.",
    )


def _limited(context: click.Context, _: click.Parameter, value: float | None) -> None:
    if value is not None:
        from socroi.engine.model.budget import usually
        from socroi.engine.model.limits import Limits

        context.with_resource(usually(Limits(seconds=value)))


def locale_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the decorator of the `--locale` of a command, which hears nothing of it."""
    return click.option(
        "--locale",
        metavar="TAG",
        expose_value=False,
        callback=_in_country,
        help="The country whose dates and numbers the texts of a book are, such as en-GB or de-DE; left out: that of "
        "socroi.toml beside it, and without one only what is the same everywhere is read.",
    )


def _in_country(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        from socroi.engine.printing.countries import within

        context.with_resource(within(value))


def links_options() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the decorator of `--links` and `--links-from`, of which a command hears nothing."""
    alone = click.option(
        "--links",
        is_flag=True,
        expose_value=False,
        callback=_with_links,
        help="Read the workbooks that a book links to, where they lie in its folder or below it: the values stored in "
        "them. Left out: the values that the book remembers of them.",
    )
    elsewhere = click.option(
        "--links-from",
        multiple=True,
        type=click.Path(exists=True, file_okay=False),
        metavar="FOLDER",
        expose_value=False,
        callback=_with_links,
        help="The same, also for those that lie in this folder or below it. May be given several times.",
    )
    return lambda command: alone(elsewhere(command))


def _with_links(context: click.Context, _: click.Parameter, value: bool | tuple[str, ...]) -> None:
    if value:
        from socroi.workbook.reading.links import followed

        # Given both, the folders count, whichever is read first.
        known = context.meta.setdefault("socroi.links", [])
        known += () if value is True else value
        context.with_resource(followed(known or True))
