"""Google Analytics 4: a report download, one table or many, each under `#` lines that say its dates.

Rates are fractions. `Nth day` 0000 is the start date. `Key events` were `Conversions`. Only the table by channel or
source is about social media; site-wide tables of the same file are kept apart, never mixed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from socroi.sources.columns import Column
from socroi.sources.dates import one_date
from socroi.sources.ga4_dates import spans
from socroi.sources.grid import Grid, as_text
from socroi.sources.headings import header_key, headings
from socroi.sources.numerals import is_absent
from socroi.sources.platforms import UNDIVIDED, platform_of
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from datetime import date

    from socroi.sources.export import Export
    from socroi.sources.tidy import Values

FIELDS: Final = headings("ga4").fields

_CHANNEL: Final = re.compile(
    r"(channel group|source|medium|campaign|quelle|channelgruppe|kampagne|canal|support|campagne|fuente|medio|campaña|"
    r"canale|sorgente|mezzo|campagna|origem|mídia|campanha|kanaal|bron|kanał|źródło|kampania|kanal|kaynak|kampanya|"
    r"saluran|sumber|kampanye|参照元|メディア|チャネル|キャンペーン)",
    re.IGNORECASE,
)
_CAMPAIGN: Final = re.compile(
    r"(?:campaign|kampagne|campagne|campaña|campagna|campanha|kampania|kampanya|kampanye|キャンペーン)", re.IGNORECASE
)
_SESSION: Final = (
    "session",
    "sitzung",
    "sesión",
    "sessione",
    "sessão",
    "sessie",
    "sesja",
    "oturum",
    "sesi",
    "セッション",
)
_DATE_LINE: Final = re.compile(
    r"^#\s*(?:(?P<start>Start date|Startdatum|Date de début|Fecha de inicio|Data di inizio|Data de início|Begindatum|"
    r"Data rozpoczęcia|Başlangıç tarihi|Tanggal mulai|開始日)|"
    r"(?:End date|Enddatum|Date de fin|Fecha de finalización|Data di fine|Data de término|Einddatum|Data zakończenia|"
    r"Bitiş tarihi|Tanggal akhir|Tanggal selesai|終了日))\s*[:：]\s*(?P<day>\d{8})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Table:
    header: int
    last: int
    start: date | None
    end: date | None
    names: tuple[str, ...]

    @property
    def dimension(self) -> str:
        return self.names[0]

    @property
    def channel(self) -> str:
        """The column that says where the visits came from; the first one where none does."""
        dimensions = [name for name in self.names if _CHANNEL.search(name) and not _CAMPAIGN.search(name)]
        by_session = [name for name in dimensions if any(word in name.casefold() for word in _SESSION)]
        return next(iter((*by_session, *dimensions)), self.dimension)


class Ga4(Source):
    """A report's download, overview or detail."""

    name = "ga4"
    title = "Google Analytics 4 report"
    understood = "lines that begin with #, among them “# Start date: 20260301”, above each table"

    def claim(self, grid: Grid) -> Claim | None:
        """The `#` lines with a start date, and a table below."""
        dated = next(
            (index for index, row in enumerate(grid.rows[:60]) if row and _DATE_LINE.match(as_text(row[0]))), None
        )
        if dated is None:
            return None
        return Claim(dated, f"Known as {self.title} by “{as_text(grid.rows[dated][0])}” in row {dated + 1}.")

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the table by session channel or source; the others are kept beside it."""
        tables = _tables(grid)
        shell = Records(grid, tables[0].header, {}, last=tables[0].last) if tables else None
        if shell is None:
            raise Records(grid, claim.header, {}).refuse("it has no table.", hint="Export it again.")
        chosen = _chosen(tables, hints, shell)
        rest = [table for table in tables if table is not chosen]
        records = Records(
            grid,
            chosen.header,
            {**FIELDS, "channel": (chosen.channel,)},
            hints=hints,
            last=chosen.last,
        )
        records.window = (chosen.start, chosen.end)
        records.without_totals(blank=True)
        columns = _columns(records, chosen, hints)
        others = {
            table.dimension + " / " + ", ".join(table.names[1:]): _frame(grid, table)
            for table in rest
            if table.last > table.header
        }
        empty = [table for table in rest if table.last == table.header]
        if rest:
            kept = "; ".join(f"“{name}”" for name in others)
            records.notes.append(
                f"The file has {len(tables)} tables. Read is “{chosen.dimension}”; "
                f"apart from it stand {kept or 'no others with rows'}"
                + (f"; {len(empty)} are empty." if empty else ".")
            )
        _say_reach(records, chosen, columns)
        export = records.export(
            columns,
            source=self.name,
            title=self.title,
            because=claim.because,
            window=(chosen.start, chosen.end),
            others=others,
        )
        return replace(export, divided_by=[chosen.channel])


def _tables(grid: Grid) -> list[_Table]:
    """Every table: its header is the first line below `#` lines, and it ends at a blank line or the next `#`."""
    tables: list[_Table] = []
    start: date | None = None
    end: date | None = None
    header: int | None = None
    after_comment = False
    for index, row in enumerate(chain(grid.rows, [[]])):
        first = as_text(row[0]) if row else ""
        blank = not any(as_text(cell) for cell in row)
        if header is not None and (blank or first.startswith("#")):
            names = tuple(filter(None, map(as_text, grid.rows[header])))
            tables.append(_Table(header, index - 1, start, end, names))
            header = None
        if first.startswith("#"):
            after_comment = True
            if match := _DATE_LINE.match(first):
                day = one_date(match["day"])
                start, end = (day, end) if match["start"] else (start, day)
        elif not blank and header is None:
            if not after_comment and tables:
                previous = tables.pop()
                tables.append(replace(previous, last=index))
                continue
            header, after_comment = index, False
    return tables


def _chosen(tables: list[_Table], hints: Hints, shell: Records) -> _Table:
    """The table asked for, else the one by session channel or source with most columns, else the only one with rows."""
    if hints.table is not None:
        named = [
            table for table in tables if header_key(hints.table) in map(header_key, (table.dimension, *table.names))
        ]
        if len(named) != 1:
            raise shell.refuse(
                f"{len(named)} of its tables have the header “{hints.table}”.",
                hint="Its tables: " + "; ".join(", ".join(table.names) for table in tables) + ".",
            )
        return named[0]
    full = [table for table in tables if table.last > table.header]
    social = [table for table in full if _CHANNEL.search(table.channel)]
    by_session = [table for table in social if any(word in table.channel.casefold() for word in _SESSION)]
    candidates = by_session or social or (full if len(full) == 1 else [])
    best = sorted(candidates, key=lambda table: -len(table.names))
    if not best or (len(best) > 1 and len(best[0].names) == len(best[1].names)):
        raise shell.refuse(
            "no table of it is by channel or source, so it does not say what came from social media."
            if not best
            else "it has several tables by channel or source.",
            hint="Name one by its header with --table (in Python table=): "
            + "; ".join(", ".join(table.names) for table in full)
            + ".",
        )
    return best[0]


def _columns(records: Records, table: _Table, hints: Hints) -> dict[str, Values]:
    start, end = (np.full(len(records), day, dtype="datetime64[us]") for day in (table.start, table.end))
    found = spans(records, table.start, table.end)
    if found is not None:
        start, end = found
    del hints
    channels = records.column("channel") if _CHANNEL.search(table.channel) else Column.same(None, len(records))
    return {
        "start": start,
        "end": end,
        "channel": channels.normal(lambda cell: None if is_absent(cell) else as_text(cell)),
        "platform": channels.normal(lambda cell: None if is_absent(cell) else _platform(as_text(cell))),
        "campaign": records.words("campaign"),
        "visits": records.counts("visits"),
        "visitors": records.counts("visitors"),
        "engagements": records.counts("engagements"),
        "engagement_rate": records.numbers("engagement_rate"),
        "conversions": records.counts("conversions", whole=False),
        "revenue": records.numbers("revenue"),
        "currency": Column.same(records.currency("revenue"), len(records)),
    }


def _platform(channel: str) -> str | None:
    """The platform that a source such as `l.instagram.com / referral` names; None if it is no social medium."""
    source, _, medium = channel.partition(" / ")
    found = platform_of(source, medium)
    return found or (UNDIVIDED if source.strip().casefold().endswith((" social", " video")) else None)


def _say_reach(records: Records, table: _Table, columns: dict[str, Values]) -> None:
    channels, platforms = columns["channel"], columns["platform"]
    if not isinstance(channels, Column) or not isinstance(platforms, Column):
        raise TypeError("channels and platforms are columns")
    other = [
        str(channel)
        for channel, platform in zip(channels.cells(), platforms.cells(), strict=True)
        if channel and not platform
    ]
    if other:
        shown = ", ".join(dict.fromkeys(other[:6])) + (" ..." if len(other) > 6 else "")
        records.notes.append(f"{len(other)} rows are not social media and have no platform: {shown}.")
    if UNDIVIDED in platforms.distinct:
        records.notes.append(
            "The channel groups put all social media together: export “Session source / medium” to divide them by "
            "platform."
        )
    if "revenue" not in records:
        records.notes.append(
            f"The table “{table.dimension}” has no revenue: it says what came from social media, not what it returned."
        )


def _frame(grid: Grid, table: _Table) -> pd.DataFrame:
    """A further table as it stands, texts kept as texts."""
    records = Records(grid, table.header, {}, last=table.last)
    rows = [[as_text(cell) for cell in records.row(row)] for row in range(len(records))]
    return pd.DataFrame(rows, columns=records.names, dtype="string")
