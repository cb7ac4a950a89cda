"""`socroi utm`: tagged links, built and checked before they are published."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from socroi.cli.forcing import force_option
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.sources.tagged_links import Link

WRONG: Final = 3
"""Exit status: some link should not be published."""
_TABLES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@click.command(
    epilog="""\b
Examples:
  socroi utm https://shop.example/ --source instagram --medium social --campaign spring_sale
  socroi utm "https://shop.example/?utm_source=fb"     check one that is tagged
  socroi utm links.csv                                 build or check each row of a table
  socroi utm links.csv -o tagged.csv                   the table with its links, to be published
  socroi utm links.csv --book plan.xlsx                the links into the sheet Links of a workbook
  socroi utm plan.xlsx                                 check all that stand there

\b
A table has a column url, and source, medium, campaign, content, term, id as far as they are wanted; a column
"placed on" names the page on which a link will stand. Without any of them the links are only checked.

\b
Exit status: 0 all links are fine, or doubtful at most; 2 the request is wrong; 3 some link is wrong."""
)
@click.argument("link", metavar="URL|FILE")
@click.option("--source", default="", help="Where the visit comes from: instagram, newsletter ...")
@click.option("--medium", default="", help="By what kind of way: social, paid_social, email ...")
@click.option("--campaign", default="", help="Of which campaign it is.")
@click.option("--content", default="", help="Which of several posts, ads or buttons.")
@click.option("--term", default="", help="The keyword of an ad.")
@click.option("--id", "number", default="", help="The number of the campaign.")
@click.option(
    "--placed-on", "placed", default="", metavar="PAGE", help="The page or site on which the link will stand."
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the links as a CSV.")
@click.option(
    "--book", type=click.Path(path_type=Path), help="Put the links into the sheet Links of this workbook, too."
)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@force_option("Write over a file that exists.")
@click.pass_context
def utm(
    context: click.Context,
    *,
    link: str,
    source: str,
    medium: str,
    campaign: str,
    content: str,
    term: str,
    number: str,
    placed: str,
    out: Path | None,
    book: Path | None,
    as_json: bool,
    force: bool,
) -> None:
    """Build tagged links, and check them: names, case, blanks, what is missing, twice or about a person.

    Tags are written in small letters with _ for blanks, as web analytics counts Facebook and facebook apart. The query
    and the fragment of a link stay as they are.
    """
    from socroi.sources.tagged_links import checked, tagged
    from socroi.workbook.writing.replacing import atomic

    tags = {"source": source, "medium": medium, "campaign": campaign, "content": content, "term": term, "id": number}
    if _is_address(link):
        made = [tagged(link, tags, placed=placed) if any(tags.values()) else checked(link, placed=placed)]
    elif any(tags.values()) or placed:
        raise UsageError(
            f"{link} is a table, and its columns say the tags.", hint="Leave --source and the like out, or give a URL."
        )
    else:
        made = _of_table(Path(link))
    if out is None:
        made = made if book is None else _listed(book, made)
    elif out.exists() and not force:
        raise UsageError("the file exists already.", where=str(out), hint="Choose another name, or say --force.")
    else:
        # The file is opened first: where it cannot be written, the book stays as it is.
        with atomic(out) as file:
            made = made if book is None else _listed(book, made)
            file.write(_as_csv(made).encode("utf-8-sig"))
    if out is not None:
        click.echo(f"{out}: {len(made):,} links, of which {sum(each.is_wrong for each in made):,} are wrong.")
    elif as_json:
        click.echo(json.dumps([_plain(each) for each in made], ensure_ascii=False, indent=2))
    else:
        _tell(made)
    if any(each.is_wrong for each in made):
        context.exit(WRONG)


def _of_table(path: Path) -> list[Link]:
    """The links of a table, or of the sheet Links of a workbook."""
    from socroi.sources.link_table import links_of
    from socroi.sources.tagged_links import from_rows

    links = links_of(path) if path.suffix.casefold() in {".xlsx", ".xlsm"} else None
    return from_rows(_rows(path)) if links is None else links


def _listed(book: Path, made: list[Link]) -> list[Link]:
    """Put links into a workbook; return them as they are among all that stand there."""
    from socroi.sources.link_table import put_links

    done = put_links(book, made)
    click.echo(f"{book}: {done.new:,} new of {len(made):,}, so that {len(done.links):,} stand there.", err=True)
    wanted = {(link.url, link.placed) for link in made}
    return [link for link in done.links if (link.url, link.placed) in wanted]


def _is_address(link: str) -> bool:
    return "://" in link or Path(link).suffix.casefold() not in _TABLES


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table of links, by the names of its columns."""
    from socroi.sources.grid import as_text, grids

    grid = grids(path)[0]
    rows = [[as_text(cell) for cell in row] for row in grid.rows]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise UsageError("it has no row of links below its headings.", where=str(path))
    names = rows[0]
    if not {name.casefold() for name in names} & {"url", "link", "address", "landing page", "website url"}:
        raise UsageError("it has no column of links.", where=str(path), hint="Call the column url.")
    return [dict(zip(names, row, strict=False)) for row in rows[1:]]


def _tell(made: Sequence[Link]) -> None:
    for number, each in enumerate(made, 1):
        click.echo(f"{number}. {each.url}" if len(made) > 1 else each.url)
        for finding in each.findings:
            click.echo(f"   {'wrong' if finding.wrong else 'note'}: {finding.what}")
    if len(made) > 1:
        click.echo(f"{len(made):,} links, of which {sum(each.is_wrong for each in made):,} are wrong.")


def _plain(link: Link) -> dict[str, Any]:
    return {
        "url": link.url,
        **link.tags,
        "placed_on": link.placed,
        "fine": not link.is_wrong,
        "findings": [{"what": each.what, "wrong": each.wrong} for each in link.findings],
    }


def _as_csv(made: Sequence[Link]) -> str:
    from socroi.sources.tagged_links import TAGS

    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["url", *TAGS, "placed on", "fine", "findings"])
    for each in made:
        said = " ".join(finding.what for finding in each.findings)
        cells = [each.url, *(each.tags.get(name, "") for name in TAGS), each.placed]
        table.writerow([*map(_safe, cells), "no" if each.is_wrong else "yes", said])
    return text.getvalue()


def _safe(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
