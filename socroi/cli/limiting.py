"""`--timeout` and `--locale`, which every command has that computes a workbook."""

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
