"""`socroi explain`: where a number comes from, and what moved it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socroi.cli.console import console, say
from socroi.cli.limiting import links_options, locale_option
from socroi.cli.printed import print_json
from socroi.cli.telling import isolated, tell_left, tell_links
from socroi.errors import UsageError

if TYPE_CHECKING:
    from typing import Any

    from socroi.review.bridge import Bridge
    from socroi.review.explanation import Explanation
    from socroi.review.subject import Subject


@click.command(
    epilog="""\b
Examples:
  socroi explain my.xlsx                                     the ROI as a tree, down to its rows
  socroi explain my.xlsx "ROI!B31"                           any other cell
  socroi explain my.xlsx --from 2026-08 --to 2026-09         what moved it from one month to the next
  socroi explain september.xlsx --since august.xlsx          what moved it from one book to the next
  socroi explain my.xlsx --from 2026-08 --to 2026-09 --picture bridge.svg

\b
Exit status: 0 done, 2 the book or the request is wrong."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("name", default="roi_total", metavar="[NAME|CELL]")
@click.option("--since", type=click.Path(path_type=Path), metavar="BOOK", help="The workbook before, to compare with.")
@click.option("--from", "first", metavar="YYYY-MM", help="The month before, in the one workbook; with --to.")
@click.option("--to", "last", metavar="YYYY-MM", help="The month after.")
@click.option("--picture", type=click.Path(path_type=Path), help="A PNG or SVG file for the steps, as a waterfall.")
@click.option("--depth", type=click.IntRange(0), default=4, show_default=True, help="How deep the tree goes.")
@click.option("--rows", type=click.IntRange(0), default=8, show_default=True, help="Rows that are shown of a range.")
@locale_option()
@links_options()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
def explain(
    *,
    book: Path,
    name: str,
    since: Path | None,
    first: str | None,
    last: str | None,
    picture: Path | None,
    depth: int,
    rows: int,
    as_json: bool,
) -> None:
    """Say where a number of a workbook (.xlsx, .xlsm) comes from, in the workbook's own language.

    A tree shows what it was made of, down to the rows that count. With --since, or --from and --to, it is a bridge: how
    many more or fewer were counted, what one of them was worth, and what was spent, by platform, in parts that add up
    to the cent.
    """
    if (first is None) != (last is None):
        raise UsageError("--from and --to belong together.", hint="Give both months, as --from 2026-08 --to 2026-09.")
    if since is not None and first is not None:
        raise UsageError("--since and --from are two requests.", hint="Leave one of them out.")
    if since is None and first is None:
        if picture is not None:
            raise UsageError("--picture draws the steps between two figures.", hint="Say --since, or --from and --to.")
        _tree(book, name, depth, rows, as_json=as_json)
        return
    from socroi.review.movements import bridge
    from socroi.review.subject import Subject
    from socroi.review.wording import Wording

    subject = Subject(book)
    months = (first, last) if first is not None and last is not None else None
    way = bridge(subject, name, since=since, months=months)
    ends = months or (str(since), str(book))
    words = Wording(subject)
    if as_json:
        print_json(bridge_as_dict(way))
    else:
        figures = {key: _figure(value, way.unit) for key, value in (("start", way.start), ("end", way.end))}
        change = f"{way.change:+,.2f}"
        sentence = words.say("bridge", figure=way.title, before=ends[0], after=ends[1], change=change, **figures)
        click.echo(isolated(sentence))
        show_bridge(way, ends)
    if picture is not None:
        from socroi.review.waterfall import draw_bridge

        draw_bridge(way, picture, ends, words.say("part.other"))
        click.echo(f"{picture}: the picture.", err=as_json)
    _tell_rest(subject, book)


def bridge_as_dict(way: Bridge) -> dict[str, Any]:
    """Return a bridge as what JSON can hold."""
    parts = [{"label": part.label, "amount": part.amount} for part in way.parts]
    return {"title": way.title, "start": way.start, "end": way.end, "unit": way.unit, "parts": parts}


def show_bridge(way: Bridge, ends: tuple[str, str]) -> None:
    """Print a bridge as a table whose figures add up as they are shown."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = way.shown()
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column(Text(way.title, style="bold"), overflow="fold")
    grid.add_column(Text(way.unit, style="bold"), justify="right")
    grid.add_row(Text(ends[0], style="bold"), Text(f"{shown.start:,.2f}", style="bold"))
    for part in shown.parts:
        grid.add_row(Text(isolated(part.label)), f"{part.amount:+,.2f}")
    grid.add_row(Text(ends[1], style="bold"), Text(f"{shown.end:,.2f}", style="bold"))
    console().print(grid)


def _figure(value: float, unit: str) -> str:
    text = f"{value:,.2f}"
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".rstrip()


def _tree(book: Path, name: str, depth: int, rows: int, *, as_json: bool) -> None:
    from socroi.review.explaining import explain as explain_cell
    from socroi.review.subject import Subject

    subject = Subject(book)
    found = explain_cell(subject, name, depth=depth, rows=rows)
    if as_json:
        print_json(_as_dict(found))
    else:
        _print_tree(found, "", "")
    _tell_rest(subject, book)


def _tell_rest(subject: Subject, book: Path) -> None:
    tell_left(subject.uncomputed, book.name)
    tell_links(subject.loaded.links, subject.loaded.remembered, book.name)


def _print_tree(found: Explanation, first: str, rest: str) -> None:
    """Print a number and what lies below it; lines are as long as they are, so that nothing is cut off."""
    say(first + _line(found))
    for place, child in enumerate(found.children, 1):
        last = place == len(found.children)
        _print_tree(child, rest + ("└── " if last else "├── "), rest + ("    " if last else "│   "))


def _line(found: Explanation) -> str:
    value = isolated(found.shown or _plain(found.value))
    text = f"{click.style(isolated(found.label), bold=True)}: {value}"
    if found.words:
        text += click.style(f" = {isolated(found.words)}", dim=True)
    return f"{text}  {click.style(isolated(found.cell), fg='cyan')}"


def _plain(value: object) -> str:
    return "–" if value in (None, "") else f"{value}"


def _as_dict(found: Explanation) -> dict[str, Any]:
    return {
        "label": found.label,
        "value": found.value,
        "shown": found.shown,
        "words": found.words,
        "cell": found.cell,
        "children": [_as_dict(child) for child in found.children],
    }
