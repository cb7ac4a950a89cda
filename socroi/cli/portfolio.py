"""`socroi portfolio`: many workbooks, exports and tables as one portfolio."""

from __future__ import annotations

import json
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socroi.cli.console import progress_bar, say
from socroi.cli.folders import refuse_blank
from socroi.cli.printed import print_json
from socroi.cli.telling import DONE, REFUSED, SHOWN, count
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.portfolio.result import Portfolio

_WRITTEN = (".csv", ".parquet", ".xlsx", ".html")


@click.command(
    epilog="""\b
Examples:
  socroi portfolio clients/                                  every workbook below a folder
  socroi portfolio clients/ --by client -o portfolio.xlsx    a workbook: who earns, who loses, where next
  socroi portfolio clients/ ads.csv -o portfolio.html        with an export, as a page
  socroi portfolio rows.parquet --by platform,month -o out.parquet
  socroi portfolio s3://agency/clients --by client           in a bucket
  socroi portfolio "postgres://me@host/shop#results" --by platform

\b
Exit status: 0 done, 2 something could not be read (the rest is there)."""
)
@click.argument("sources", nargs=-1, required=True, metavar="FOLDER|FILE|ADDRESS...")
@click.option(
    "--by",
    default="client,platform,month",
    show_default=True,
    metavar="NAMES",
    help="Of client, month, quarter, year, platform, campaign, activity, creator, paid, currency, file.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write: .xlsx, .html, .csv or .parquet.")
@click.option(
    "--share",
    type=click.Choice(["spend", "return", "equally", "none"]),
    default="spend",
    show_default=True,
    help="How costs that all platforms of a client share are divided among its lines; none: a line of their own.",
)
@click.option(
    "--margin",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="The share of a sale that is left, where neither the KPI nor the book says one.",
)
@click.option(
    "--values",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV with kpi and worth, perhaps client and margin, for what books do not say themselves.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What computes it; spark needs the extra “spark”.",
)
@click.option("--master", metavar="ADDRESS", help="The Spark cluster, as spark://host:7077; left out: this machine.")
@click.option(
    "--memory", metavar="SIZE", help="How much DuckDB may take, as 2GB; what does not fit goes to disk while it runs."
)
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="How many processes read workbooks.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to remember what was read of each workbook; left out: with your other caches.",
)
@click.option("--no-cache", is_flag=True, help="Read every workbook, and remember nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@click.pass_context
def portfolio(
    context: click.Context,
    *,
    sources: Sequence[str],
    by: str,
    out: Path | None,
    share: Any,
    margin: float,
    values: Path | None,
    engine: str,
    master: str | None,
    memory: str | None,
    jobs: int | None,
    cache: Path | None,
    no_cache: bool,
    as_json: bool,
) -> None:
    """Set return against cost over many workbooks, exports and tables: who earns, who loses, where next.

    A source is a folder, one of our workbooks, an export, a CSV or Parquet file with columns such as client, platform,
    month, revenue and cost, any of these in a bucket, or the address of a database with # and the name of such a table.
    A book that cannot be read is told of and the rest go on; one that has not changed is not read again.
    """
    from socroi.portfolio.engines import require
    from socroi.portfolio.expression import Question
    from socroi.portfolio.memory import memory as remembered
    from socroi.portfolio.result import compute
    from socroi.portfolio.sources import gather, read_worths

    refuse_blank(sources)

    require("portfolio")
    if engine == "spark":
        require("spark")
    elif master is not None:
        raise UsageError("--master names a Spark cluster.", hint="Say --engine spark too.")
    if memory is not None and engine != "duckdb":
        raise UsageError("--memory is a limit for DuckDB.", hint="Spark has spark.executor.memory in its settings.")
    if out is not None and out.suffix.casefold() not in _WRITTEN:
        raise UsageError(f"{out} has no ending that says what to write.", hint=f"Choose one of {', '.join(_WRITTEN)}.")
    question = Question(tuple(name.strip().lower() for name in by.split(",")), margin, share)
    worths = [] if values is None else read_worths(values)
    shows_clients = out is not None and out.suffix.casefold() in {".xlsx", ".html"}
    with tempfile.TemporaryDirectory(prefix="socroi-", ignore_cleanup_errors=True) as copies:
        with nullcontext() if no_cache else remembered(cache) as held, progress_bar("books read") as progress:
            gathered = gather(sources, held, jobs, progress, Path(copies))
        for problem in gathered.problems[:SHOWN]:
            click.echo(f"socroi: {problem}", err=True)
        if len(gathered.problems) > SHOWN:
            click.echo(f"socroi: and {count(len(gathered.problems) - SHOWN, 'more file')} could not be read.", err=True)
        limit = {} if memory is None else {"memory": memory}
        result = compute(gathered, question, worths, engine=engine, master=master, by_client=shows_clients, **limit)
    # A report of nothing would take the place of the last one.
    nothing = bool(gathered.problems) and result.lines.empty
    if out is not None and not nothing:
        _write(result, out)
    if as_json:
        print_json(_plain(result))
    else:
        if out is None:
            _show(result)
        _tell(result, None if nothing else out)
    context.exit(REFUSED if gathered.problems else DONE)


def _write(result: Portfolio, out: Path) -> None:
    from socroi.portfolio.page import write_page
    from socroi.portfolio.tables import write_csv, write_parquet
    from socroi.portfolio.workbook import write_workbook

    writers = {".csv": write_csv, ".parquet": write_parquet, ".xlsx": write_workbook, ".html": write_page}
    writers[out.suffix.casefold()](result, out)


def _plain(result: Portfolio) -> dict[str, Any]:
    """Return every line and their total as what JSON can hold."""
    total = result.total
    figures = {"return": total.returned, "cost": total.cost, "roi": total.roi}
    lines: Any = json.loads(result.lines.to_json(orient="records", date_format="iso"))
    named = {"label": total.label, "currency": result.currency}
    return {"total": {**named, **figures}, "lines": lines, "remarks": result.remarks}


def _show(result: Portfolio) -> None:
    """Print the lines that earn most and least."""
    from rich.table import Table

    from socroi.cli.console import console

    shown = result.lines.sort_values("rank", na_position="last")
    left_out = len(shown) - 2 * SHOWN
    table = Table(box=None, pad_edge=False)
    for name in result.question.by:
        table.add_column(name)
    for name in ("returned", "cost", "profit", "ROI"):
        table.add_column(name, justify="right")
    table.add_column("")
    records = shown.to_dict("records")
    for row in records if left_out <= 0 else records[:SHOWN] + records[-SHOWN:]:
        table.add_row(
            *(str(row[name]) for name in result.question.by),
            *(_money(row[name]) for name in ("returned", "cost", "profit")),
            _percent(row["roi"]),
            " ".join(filter(None, (row["status"], "unlike the others" if row["odd"] else ""))),
        )
    console().print(table)
    if left_out > 0:
        say(f"{left_out:,} lines between them are not shown; -o writes them all.")


def _tell(result: Portfolio, out: Path | None) -> None:
    total = result.total
    figures = f"return {_money(total.returned)}, cost {_money(total.cost)}, ROI {_percent(total.roi)}"
    into = "" if out is None else f"{out}: "
    say(f"{into}{count(len(result.lines), 'line')}, {total.label}: {figures} {result.currency}".rstrip() + ".")
    for remark in result.remarks:
        say(remark)
    checked = [reading for reading in result.readings if reading.checks]
    if checked:
        stopped = sum(reading.stops for reading in checked)
        also = f", {count(stopped, 'book')} of them with one that stops its ROI" if stopped else ""
        say(f"{count(len(checked), 'book')} with open checks{also}.")


def _money(figure: float | None) -> str:
    return "–" if figure is None or figure != figure else f"{figure:,.0f}"  # noqa: PLR0124 - NaN is unequal to itself


def _percent(figure: float | None) -> str:
    return "–" if figure is None or figure != figure else f"{figure:,.0f}%"  # noqa: PLR0124 - NaN is unequal to itself
