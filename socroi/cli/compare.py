"""`socroi compare`: which inputs changed between two books, and what each change does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from socroi.cli.console import progress_bar
from socroi.cli.explain import bridge_as_dict, show_bridge
from socroi.cli.printed import print_json
from socroi.cli.telling import count, isolated, tell_left
from socroi.cli.values import shown

if TYPE_CHECKING:
    from socroi.engine.model.block import Scalar
    from socroi.review.comparing import Comparison

LISTED: Final = 40
"""Changes that are listed before the rest is counted."""


@click.command(
    epilog="""\b
Examples:
  socroi compare august.xlsx september.xlsx                 what changed, and what that does to the ROI
  socroi compare old.xlsx new.xlsx --name profit_total      to another result
  socroi compare old.xlsx new.xlsx --picture bridge.png     as a waterfall

\b
Exit status: 0 done, 2 a book could not be read, or the result is no number in one of them."""
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--name", default="roi_total", show_default=True, metavar="NAME|CELL", help="The result that is explained."
)
@click.option("--picture", type=click.Path(path_type=Path), help="A PNG or SVG file for the steps, as a waterfall.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
def compare(old: Path, new: Path, *, name: str, picture: Path | None, as_json: bool) -> None:
    """Say which inputs differ between two states of a workbook, and how much of a result's change each explains.

    Rows of tables are known by their dates and texts, wherever they stand, other cells by their place. The parts add up
    to the cent: with up to eight groups of changes each part is its mean effect over all orders (Shapley); with more
    they change one after the other, in the order that is shown (sequential).
    """
    from socroi.review.comparing import compare as compare_books

    with progress_bar("states computed", before="reading") as progress:
        found = compare_books(old, new, name, progress)
    if as_json:
        print_json(_as_dict(found))
    else:
        _show(found)
    for file, cells in found.uncomputed.items():
        tell_left(cells, Path(file).name)
    if picture is not None:
        from socroi.review.subject import Subject
        from socroi.review.waterfall import draw_bridge
        from socroi.review.wording import Wording

        draw_bridge(found.bridge, picture, (str(old), str(new)), Wording(Subject(new)).say("part.other"))
        click.echo(f"{picture}: the picture.", err=as_json)


def _show(found: Comparison) -> None:
    if not found.changes:
        click.echo("No input differs.")
        if not found.bridge.parts:
            return
    for each in found.changes[:LISTED]:
        place = f"{each.what}: {each.column}" if each.column else each.what
        said = f"{_told(each.before)} → {_told(each.after)}"
        click.echo(f"{isolated(each.group)}: {isolated(place)}  {said}")
    if len(found.changes) > LISTED:
        click.echo(f"and {len(found.changes) - LISTED:,} more; --json lists them all.")
    show_bridge(found.bridge, (found.old, found.new))
    how = {
        "Shapley": "Each part is the mean effect of the change over all orders in which they could be made (Shapley).",
        "sequential": "The changes are made one after the other, in this order (sequential).",
    }[found.method]
    click.echo(f"{count(len(found.changes), 'input')} changed. {how}")


def _told(value: Scalar) -> str:
    return shown(value) or "–"


def _as_dict(found: Comparison) -> dict[str, object]:
    changes = [
        {
            "group": each.group,
            "what": each.what,
            "column": each.column,
            "before": each.before,
            "after": each.after,
        }
        for each in found.changes
    ]
    return {
        "old": found.old,
        "new": found.new,
        "method": found.method,
        "bridge": bridge_as_dict(found.bridge),
        "changes": changes,
    }
