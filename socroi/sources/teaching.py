"""A first map for a table that nobody knows: what each of its headings may hold, to be looked over by a person."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from socroi.errors import SourceError
from socroi.sources import numerals
from socroi.sources.columns import Column
from socroi.sources.dates import is_day
from socroi.sources.export import COLUMNS
from socroi.sources.grid import as_text, grids
from socroi.sources.headings import DEEPEST_HEADER, exporters, header_key, headings, without_currency
from socroi.sources.maps import map_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from socroi.sources.grid import Grid

_SAMPLE: Final = 200
_SHOWN: Final = 3
_ASKED: Final = (
    *("day", "month", "start", "end", "published", "platform", "account", "campaign", "ad_set", "ad", "post", "link"),
    *("currency", "spend", "impressions", "reach", "clicks", "visits", "engagements", "followers", "video_views"),
    *("leads", "conversions", "revenue"),
)
"""The fields that a person is offered; a map may name further ones."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a heading may hold.

    Attributes:
        heading: as the file has it.
        field: the field that it may be; None where nothing is known.
        kind: "a date", "a number" or "a text", by its cells.
        cells: the first of its cells.
    """

    heading: str
    field: str | None
    kind: str
    cells: Sequence[str]


@cache
def _fields_of_headings() -> Mapping[str, str]:
    """The field that each heading of any exporter most often is."""
    counts: dict[str, Counter[str]] = {}
    for name in exporters():
        for field, names in headings(name).fields.items():
            for each in names:
                counts.setdefault(header_key(each), Counter())[field] += 1
    allowed = set(map_fields())
    return {
        key: next((field for field, _ in each.most_common() if field in allowed), "") for key, each in counts.items()
    }


def proposals(path: Path) -> list[Proposal]:
    """Say of each heading of a file what it may hold.

    Raises:
        SourceError: the file has no row of headings.
    """
    found = [(grid, row) for grid in grids(path) if (row := _header(grid)) is not None]
    if not found:
        raise SourceError("it has no row of headings with rows below it.", where=str(path))
    grid, header = found[0]
    names = [as_text(cell) for cell in grid.rows[header]]
    below = [row for row in grid.rows[header + 1 : header + 1 + _SAMPLE] if len(row) >= len(names)]
    taken: set[str] = set()
    made = []
    for place, name in enumerate(names):
        if not name:
            continue
        cells = [text for text in map(as_text, Column.of(row[place] for row in below).distinct) if text]
        kind = _kind(cells)
        field = _fields_of_headings().get(header_key(without_currency(name)[0]))
        if field in taken or not _fits(field, kind):
            field = None
        if field:
            taken.add(field)
        made.append(Proposal(name, field, kind, cells[:_SHOWN]))
    return made


def _header(grid: Grid) -> int | None:
    """The first of the rows with most texts, none of them a number; a row stands below it."""
    best, most = None, 1
    for index, row in enumerate(grid.rows[:DEEPEST_HEADER]):
        texts = [as_text(cell) for cell in row if isinstance(cell, str) and as_text(cell)]
        texts = [text for text in texts if numerals.numeral(text) is None and not is_day(text)]
        if len(texts) > most and index + 1 < len(grid.rows):
            best, most = index, len(texts)
    return best


def _kind(cells: Sequence[str]) -> str:
    written = [cell for cell in cells if not numerals.is_absent(cell)]
    if written and all(map(is_day, written)):
        return "a date"
    if written and all(numerals.numeral(cell) is not None for cell in written):
        return "a number"
    return "a text"


def _fits(field: str | None, kind: str) -> bool:
    if field in ("day", "start", "end", "published"):
        return kind == "a date"
    unit = COLUMNS[field][0].value if field is not None and field in COLUMNS else ""
    return kind == "a number" if unit in ("money", "count", "fraction") else True


def offered(proposal: Proposal) -> list[str]:
    """The fields that a heading may be, by the kind of its cells."""
    return [field for field in _ASKED if _fits(field, proposal.kind)]


def as_map(title: str, made: Iterable[Proposal], *, platform: str | None = None) -> str:
    """Return the map as TOML; headings without a field stand in it as comments."""
    lines = [
        f"# A map of the headings of {title}: which column is which field. Correct it, and read the file with it:",
        "# socroi export FILE --map THIS.toml. The fields: " + ", ".join(_ASKED) + ".",
        "",
        f"title = {_quoted(title)}",
        f"platform = {_quoted(platform)}" if platform else '# platform = "Instagram"',
        '# claims = "platform", "analytics" or "orders": whose truth it is',
        '# order = "dmy", where days such as 3/4/2026 have the day first; or "mdy"',
        "",
        "[headings.own]",
    ]
    for each in made:
        # A map is there to be shared: what people wrote, or are called, does not stand in it.
        said = f"  # {each.kind}" + ("" if each.kind == "a text" else f": {', '.join(each.cells)}")
        if each.field:
            lines.append(f"{each.field} = [{_quoted(each.heading)}]{said}")
        else:
            lines.append(f"# ? = [{_quoted(each.heading)}]{said}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
