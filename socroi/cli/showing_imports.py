"""What `socroi import` shows: what became of each file, what changes by month and platform, who claims what."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from socroi.cli.console import console, say
from socroi.cli.telling import count

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from socroi.intake.result import FileReport, ImportResult

SHOWN: Final = 8
"""Rows that were left out which are named of one file before the rest is counted."""
LINES: Final = 60
"""Lines of a table that are shown before the rest is counted."""


def show(screen: Console, result: ImportResult) -> None:
    """What becomes of each file, and what changes."""
    from rich.padding import Padding
    from rich.text import Text

    for each in result.files:
        _show_file(screen, each)
    if not result.changed:
        if not result.refused:
            say(f"{result.book}: nothing new, and the book is as it was.")
        return
    screen.print()
    _show_months(screen, result)
    _show_claims(screen, result)
    if result.remarks:
        screen.print()
    for remark in result.remarks:
        screen.print(Padding(Text(f"! {remark}", style="yellow"), (0, 0, 0, 0), expand=False))


def _show_file(screen: Console, each: FileReport) -> None:
    from rich.padding import Padding
    from rich.text import Text

    line = Text(each.file, style="bold")
    if each.state == "refused":
        screen.print(line.append(f": refused: {each.error}", style="not bold red"))
        return
    window = f", {each.first} to {each.last}" if each.first and each.last else ""
    account = f", account {each.account}" if each.account else ""
    about = f": {each.title} ({each.claims}){account}, {each.view}{window}, {count(each.rows, 'row')}"
    line.append(about, style="not bold")
    if each.state == "already there":
        screen.print(line.append(f". Already there as import {each.number}, nothing new.", style="not bold"))
        return
    if each.state == "undone":
        screen.print(line.append(f". Import {each.number} is taken out.", style="not bold"))
        return
    screen.print(line.append(f": {_brought(each)}.", style="not bold"))
    said = [each.because]
    said += [f"Left out row {number}: {why.rstrip('.')}." for number, why in each.left_out[:SHOWN]]
    more = len(each.left_out) - SHOWN
    said += [f"And {count(more, 'row')} more left out."] if more > 0 else []
    said += [note for note in each.notes if not each.left_out or not note.startswith("Left out row")]
    for sentence in filter(None, said):
        screen.print(Padding(Text(sentence, style="dim"), (0, 0, 0, 2), expand=False))


def _brought(each: FileReport) -> str:
    """Say how many rows are new, corrected ..."""
    brought = each.brought
    if brought is None:
        return "nothing new"
    parts = [f"{brought.new:,} new"] if brought.new else []
    if brought.corrected:
        days = f" ({count(brought.days, 'day')})" if brought.days else ""
        changes = "".join(
            f", {name} {value:+,.2f}"
            for name, value in (("spend", brought.spend), ("revenue", brought.revenue))
            if value
        )
        parts.append(f"{brought.corrected:,} corrected{days}{changes}")
    for number, words in (
        (brought.completed, "with more known"),
        (brought.older, "of which a later export stands"),
        (brought.unchanged, "as before"),
    ):
        if number:
            parts.append(f"{number:,} {words}")
    return "; ".join(parts) or "nothing new"


def _show_months(screen: Console, result: ImportResult) -> None:
    """Per month and platform cost, results and revenue, before and after."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name, side in (("Month", "left"), ("Platform", "left"), ("Cost", "right"), ("Results", "right")):
        table.add_column(name, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("Revenue", justify="right", no_wrap=True)
    same = shown = 0
    for row in result.months.itertuples(index=False):
        pairs = [(row[place], row[place + 1]) for place in (2, 4, 6)]
        if all(_alike(*pair) for pair in pairs):
            same += not all(math.isnan(after) for _, after in pairs)
            continue
        shown += 1
        if shown <= LINES:
            cells = [_change(*pair, places) for pair, places in zip(pairs, (2, 0, 2), strict=True)]
            table.add_row(row[0], row[1], *cells)
    if shown:
        screen.print(table)
    if shown > LINES:
        say(f"and {shown - LINES:,} lines more.")
    if same:
        whose = "of months and platforms" if shown else "of cost, results and revenue"
        say(f"{count(same, 'line')} {whose} as before.")
    changed = [row for row in result.counts.itertuples(index=False) if not _alike(row[3], row[4])]
    if not changed:
        return
    counts = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in ("Month", "Platform", "Counted besides", "Quantity"):
        counts.add_column(name, justify="right" if name == "Quantity" else "left", no_wrap=True)
    for row in changed[:LINES]:
        counts.add_row(*row[:3], _change(row[3], row[4], 0))
    screen.print()
    screen.print(counts)
    if len(changed) > LINES:
        say(f"and {len(changed) - LINES:,} lines more.")


def _show_claims(screen: Console, result: ImportResult) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, title="Who says what was sold", title_justify="left")
    for name in ("Month", "Who", "Platform"):
        table.add_column(name, no_wrap=True)
    for name in ("Purchases", "Revenue", "Counted"):
        table.add_column(name, justify="right", no_wrap=True)
    touched = {row[0] for row in result.months.itertuples(index=False) if not _same(row)}
    rows: list[Any] = [row for row in result.claims.to_numpy().tolist() if row[0] in touched]
    if len({row[2] for row in rows}) < 2 and all(row[6] for row in rows):
        return
    screen.print()
    for row in rows[:LINES]:
        month, _, title, platform, purchases, revenue, taken = row
        table.add_row(month, title, platform, _figure(purchases, 0), _figure(revenue, 2), "yes" if taken else "no")
    screen.print(table)
    if len(rows) > LINES:
        say(f"and {len(rows) - LINES:,} lines more; the sheet Claims has all.")


def _same(row: Any) -> bool:
    """Tell whether cost, results and revenue of a month and platform are as before."""
    return all(_alike(row[place], row[place + 1]) for place in (2, 4, 6))


def _alike(before: float, after: float) -> bool:
    return before == after or (math.isnan(before) and math.isnan(after))


def _change(before: float, after: float, places: int) -> str:
    if _alike(before, after):
        return _figure(after, places)
    return f"{_figure(before, places)} → {_figure(after, places)}"


def _figure(value: float, places: int) -> str:
    if math.isnan(value):
        return "–"
    # Analytics and Google count parts of a sale: 1.5 is not shown as 2.
    return f"{value:,.{places}f}" if places or value.is_integer() else f"{value:,.2f}".rstrip("0")


def tell_written(result: ImportResult) -> None:
    """Say that a book was written, and what stands beside it."""
    say(f"{result.book}: written. The book before: {result.book.name}~.")
    if result.kept:
        say(f"Its rows are too many for a sheet and stand beside it: {result.kept}. Keep both files together.")


def plain(result: ImportResult) -> dict[str, Any]:
    """Return a result as JSON has it."""
    return {
        "book": str(result.book),
        "changed": result.changed,
        "written": result.written,
        "files": [asdict(each) for each in result.files],
        "months": _records(result.months),
        "counts": _records(result.counts),
        "claims": _records(result.claims),
        "remarks": result.remarks,
        "rows_beside": result.kept or None,
    }


def _records(frame: Any) -> list[dict[str, Any]]:
    return [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in record.items()}
        for record in frame.to_dict("records")
    ]


def show_list(book: Path, *, as_json: bool) -> None:
    """List what was imported into a book."""
    from rich.table import Table

    from socroi.intake.book import read_book

    imports = read_book(book).imports
    if as_json:
        click.echo(json.dumps([asdict(each) for each in imports], ensure_ascii=False, indent=2))
        return
    if not imports:
        say(f"{book}: nothing was imported yet.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in ("No.", "When", "File", "Exporter", "Level", "Days", "Rows", "New", "Corrected", "Spend", "Revenue"):
        table.add_column(
            name, justify="right" if name in {"No.", "Rows", "New", "Corrected", "Spend", "Revenue"} else "left"
        )
    for each in imports:
        file = each.file if each.state != "undone" else f"{each.file} (undone)"
        days = f"{each.first} to {each.last}" if each.first else "–"
        money = ["–" if value is None else f"{value:,.2f}" for value in (each.spend, each.revenue)]
        counts = [f"{value:,}" for value in (each.rows, each.new, each.corrected)]
        table.add_row(str(each.number), each.when, file, each.title, each.view, days, *counts, *money)
    console().print(table)


def show_diff(book: Path, number: int, *, as_json: bool) -> None:
    """Show the rows of an import of which others say something else."""
    from rich.table import Table

    from socroi.intake.book import read_book
    from socroi.intake.importing import import_of
    from socroi.intake.ledger import standing_imports
    from socroi.intake.merging import differing

    state = read_book(book)
    entry = import_of(state, number)
    rows = differing(state.data, number, standing_imports(state.imports))
    if as_json:
        shown = rows.assign(**{name: rows[name].astype(str) for name in ("start", "end") if name in rows})
        click.echo(json.dumps(_records(shown.astype(object).where(shown.notna(), None)), ensure_ascii=False, indent=2))
        return
    say(f"Import {number}, {entry.file}: {count(len(rows), 'row')} of which other imports say something else.")
    if not len(rows):
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in rows.columns:
        table.add_column(str(name), justify="right" if rows[name].dtype.kind == "f" else "left")
    for row in rows.head(LINES).itertuples(index=False):
        table.add_row(*(_cell(cell) for cell in row))
    console().print(table)
    if len(rows) > LINES:
        say(f"and {len(rows) - LINES:,} rows more.")


def _cell(cell: Any) -> str:
    from pandas import isna

    if isna(cell):
        return "–"
    if hasattr(cell, "date"):
        return str(cell.date())
    return _figure(cell, 2) if isinstance(cell, float) else str(cell)
