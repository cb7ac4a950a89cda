"""What a portfolio is read from: folders of workbooks, single ones, exports, CSV, Parquet, and tables of a database."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import SocroiError, SourceError, UsageError
from socroi.portfolio.buckets import fetch, inside, is_bucket, joined, shown
from socroi.portfolio.copies import same_files, same_rows, told
from socroi.portfolio.rows import CLAIMS, FLAGS, NAMES, NUMBERS, TEXTS, key_of, schema, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import ibis.expr.types as ir
    import pandas as pd
    import pyarrow as pa

    from socroi.portfolio.book import Reading
    from socroi.portfolio.memory import Memory

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+]{2,}://", re.IGNORECASE)
_DATABASES: Final = (".duckdb", ".ddb")
_BOOKS: Final = (".xlsx", ".xlsm")
_KINDS: Final = (*_BOOKS, ".csv", ".parquet")
TABLE: Final = "portfolio"
"""The table of a database that is read where the address names none after a `#`."""
_ANY_OF: Final = ("revenue", "quantity", "cost")
_ALSO: Final = {"date": "month", "day": "month", "spend": "cost", "amount": "cost", "value": "revenue"}
"""Other headings that a CSV may have, by the column that they are."""
_SHARED: Final = ("shared", "shared by all")


@dataclass
class Gathered:
    """All sources, read.

    Attributes:
        readings: of the workbooks, those that failed too.
        tables: the rows of workbooks and exports.
        files: Parquet files that an engine reads itself.
        databases: (address, table).
        problems: sentences on what was left out.
        remarks: sentences on what was read and is doubted.
    """

    readings: list[Reading] = field(default_factory=list)
    tables: list[pa.Table] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    databases: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def gather(
    sources: Sequence[str],
    memory: Memory | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    copies: Path | None = None,
) -> Gathered:
    """Read what is named; a file that cannot be read is told of, and the rest goes on.

    Args:
        sources: folders, files, addresses of buckets and of tables of databases.
        memory: what was read before.
        jobs: how many processes read books.
        progress: is called with how many books are read, and how many there are.
        copies: a folder for what lies in buckets; it is needed until the answer is computed.

    Raises:
        UsageError: there is no such file, or a folder holds nothing that is known here.
        SourceError: a bucket cannot be reached.
    """
    from socroi.portfolio.folder import read_books

    found = Gathered()
    paths: list[Path] = []
    fetched: dict[str, str] = {}
    for source in sources:
        if is_bucket(source):
            if copies is None:
                raise UsageError("what lies in a bucket needs a folder for its copies.", where=shown(source))
            place = copies / str(len(fetched))
            paths.extend(_fetch(source, place))
            fetched[str(place)] = shown(source).rstrip("/")
            continue
        if _ADDRESS.match(source):
            address, _, name = source.partition("#")
            found.databases.append((address, name or TABLE))
            continue
        text, _, name = source.partition("#") if not Path(source).exists() else (source, "", "")
        path = Path(text)
        if path.suffix.casefold() in _DATABASES:
            found.databases.append((f"duckdb://{path}", name or TABLE))
        else:
            paths.extend(_files(path))
    paths = list({os.path.realpath(path): path for path in paths}.values())
    twice = same_files(paths)
    found.remarks.extend(told({str(path): str(first) for path, first in twice.items()}, "the same bytes as"))
    paths = [path for path in paths if path not in twice]
    others = []
    for path in paths:
        if path.suffix.casefold() == ".parquet":
            found.files.append(path)
        elif path.suffix.casefold() not in _BOOKS:
            others.append(path)
    for path in others:
        try:
            found.tables.append(_text(path, found))
        except SocroiError as problem:
            found.problems.append(" ".join(str(problem).split()))
    books = [path for path in paths if path.suffix.casefold() in _BOOKS]
    _take_books(found, read_books(books, memory, jobs, progress))
    for copy, address in fetched.items():
        _call(found, copy, address)
    return found


def _fetch(address: str, folder: Path) -> list[Path]:
    """Copy what lies in a bucket into a folder of the same shape."""
    folder.mkdir(parents=True)
    found = []
    for name in inside(address, _KINDS):
        place = (folder / name).parent if name else folder
        place.mkdir(parents=True, exist_ok=True)
        found.append(fetch(joined(address, name) if name else address, place).file)
    return found


def _call(found: Gathered, place: str, address: str) -> None:
    """Call files by where they lie in their bucket, and not by where their copies do."""
    import pyarrow.compute as pc

    def called(text: str) -> str:
        # A single object's own name is the end of its address already.
        name = address.rpartition("/")[2]
        return text.replace(f"{place}/{name}", address).replace(place, address)

    found.problems[:] = map(called, found.problems)
    found.remarks[:] = map(called, found.remarks)
    for at, reading in enumerate(found.readings):
        rows = [{**row, "file": called(row["file"])} for row in reading.rows]
        found.readings[at] = replace(reading, file=called(reading.file), rows=rows, problem=called(reading.problem))
    for at, rows in enumerate(found.tables):
        column = rows.schema.get_field_index("file")
        one = pc.replace_substring(rows["file"], f"{place}/{address.rpartition('/')[2]}", address)
        found.tables[at] = rows.set_column(column, rows.schema.field(column), pc.replace_substring(one, place, address))


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise UsageError("There is no such file or folder.", where=str(path), hint="Check the name and the folder.")
    if not path.is_dir():
        return [path]
    found = [
        each
        for each in sorted(path.rglob("*"))
        if each.suffix.casefold() in _KINDS
        and not any(part.startswith((".", "~$")) for part in each.relative_to(path).parts)
        and each.is_file()
    ]
    if not found:
        raise UsageError(
            "There is nothing to read in this folder or below it.",
            where=str(path),
            hint="Workbooks end in .xlsx or .xlsm, tables in .csv or .parquet.",
        )
    return found


def _take_books(found: Gathered, readings: Iterable[Reading]) -> None:
    """Take the rows of workbooks; one that is no book of ours may be an export."""
    from socroi.portfolio.book import in_english

    rows: list[Mapping[str, Any]] = []
    ordered = sorted(readings, key=lambda reading: reading.file)
    copies, remarks = same_rows(ordered)
    found.remarks.extend([*told(copies, "the same rows as"), *remarks])
    ordered = [reading for reading in ordered if reading.file not in copies]
    several = len({reading.language for reading in ordered if reading.language}) > 1
    for reading in ordered:
        if reading.problem:
            try:
                found.tables.append(_export(Path(reading.file), found))
            except SocroiError:
                found.problems.append(reading.problem)
                found.readings.append(reading)
            continue
        found.readings.append(reading)
        rows.extend(in_english(reading).rows if several else reading.rows)
        if len(rows) > 200_000:
            found.tables.append(table(rows))
            rows = []
    if rows:
        found.tables.append(table(rows))


def _text(path: Path, found: Gathered) -> pa.Table:
    """Read a CSV with our columns, or else an export."""
    import pandas as pd

    if path.suffix.casefold() == ".csv":
        try:
            head = pd.read_csv(path, nrows=0, encoding="utf-8-sig")
        except (ValueError, OSError, pd.errors.ParserError):
            head = pd.DataFrame()
        columns = {_ALSO.get(key_of(name), key_of(name)) for name in head.columns}
        if columns & set(_ANY_OF) and columns & {"month", "client"}:
            return rows_of(pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False), path)
    return _export(path, found)


def rows_of(frame: pd.DataFrame, path: Path) -> pa.Table:
    """Return a table of texts as rows of the portfolio.

    Raises:
        SourceError: a cell is no number or no day.
    """
    import pandas as pd
    import pyarrow as pa

    named = {_ALSO.get(key_of(name), key_of(name)): frame[name].astype("string").str.strip() for name in frame.columns}
    known: dict[str, Any] = {}
    for name in NAMES:
        texts = named.get(name)
        if texts is None:
            known[name] = pd.Series([None] * len(frame), dtype="object")
            continue
        texts = texts.mask(texts == "")
        if name in NUMBERS:
            known[name] = pd.to_numeric(texts, errors="coerce")
        elif name == "month":
            known[name] = pd.to_datetime(texts.where(texts.str.len() != 7, texts + "-01"), errors="coerce")
        elif name in FLAGS:
            known[name] = texts.str.lower().isin(["true", "yes", "1"])
        else:
            known[name] = texts
        wrong = known[name].isna() & texts.notna()
        if bool(wrong.any()):
            row = int(wrong.to_numpy().nonzero()[0][0])
            wanted = "day, such as 2026-03-01" if name == "month" else "number, such as 1234.5"
            raise SourceError(
                f"“{texts.iloc[row]}” under {name} in row {row + 2} is no {wanted}.",
                where=str(path),
                hint="Put it right, or give the file to “socroi fill”, which reads numbers of many countries.",
            )
    shared = known["platform"].astype("string").str.lower().isin(_SHARED).fillna(value=False)
    known["shared"] = shared.astype(bool) | (known["shared"].eq(True)).astype(bool)
    known["platform"] = known["platform"].mask(known["shared"])
    known["file"] = known["file"].where(known["file"].notna(), str(path))
    known["month"] = pd.to_datetime(known["month"])
    columns = []
    for kind in schema():
        series = known[kind.name]
        if kind.name == "month":
            values = [None if pd.isna(day) else day.date().replace(day=1) for day in series]
        elif kind.name in TEXTS or kind.name in NUMBERS:
            values = [None if pd.isna(cell) else cell for cell in series]
        else:
            values = [bool(cell) if not pd.isna(cell) else False for cell in series]
        columns.append(pa.array(values, type=kind.type))
    return pa.Table.from_arrays(columns, schema=schema())


def _export(path: Path, found: Gathered) -> pa.Table:
    """Read a platform's, an analytics' or a shop's export."""
    from socroi.sources.reading import read as read_export

    export = read_export(path)
    client = export.account or path.stem
    rows: list[dict[str, Any]] = []
    for row in export.table.to_dict("records"):
        day = next((row[name] for name in ("end", "start", "published") if row[name] == row[name] and row[name]), None)
        common = {
            "month": None if day is None else day.date().replace(day=1), "client": client,
            "platform": _known(row["platform"]), "campaign": _known(row["campaign"]), "file": str(path),
            "currency": _known(row["currency"]), "source": export.title, "shared": False,
            "claims": CLAIMS.get(export.claims),
        }  # fmt: skip
        quantity, revenue, spend = (_known(row[name]) for name in ("conversions", "revenue", "spend"))
        if revenue is not None or quantity is not None:
            rows.append({**common, "kpi": "conversions", "quantity": quantity, "revenue": revenue})
        leads = _known(row["leads"])
        if leads is not None:
            rows.append({**common, "kpi": "leads", "quantity": leads})
        if spend is not None:
            rows.append({**common, "category": "ads", "cost": spend, "claims": None})
    found.remarks.extend(f"{path.name}: {note}" for note in export.notes)
    return table(rows)


def _known(cell: Any) -> Any:
    import pandas as pd

    return None if pd.isna(cell) else cell


def shaped(rows: ir.Table, where: str, *, shared: bool = True) -> ir.Table:
    """Return a table of a database or a Parquet file with our columns; what it lacks is not known.

    Args:
        rows: the table.
        where: it is, for sentences.
        shared: whether a cost may be shared by all platforms; looking for it in each of many rows takes time.

    Raises:
        SourceError: it has neither results nor costs.
    """
    import ibis

    own = {_ALSO.get(key_of(name), key_of(name)): name for name in rows.columns}
    if not set(own) & set(_ANY_OF):
        raise SourceError(
            f"the table has no column of {', '.join(_ANY_OF)}.",
            where=where,
            hint=f"Name its columns as these: {', '.join(NAMES)}.",
        )
    columns: dict[str, Any] = {}
    for name in NAMES:
        kind = "date" if name == "month" else "float64" if name in NUMBERS else "boolean" if name in FLAGS else "string"
        found = ibis.null(kind) if name not in own else rows[own[name]].cast(kind)
        columns[name] = found.truncate("M") if name == "month" and name in own else found
    columns["file"] = ibis.coalesce(columns["file"], ibis.literal(where))
    if not shared:
        return rows.select(**{**columns, "shared": ibis.literal(False)})
    by_name = columns["platform"].lower().strip().isin(_SHARED).fill_null(False)
    columns["shared"] = columns["shared"].fill_null(False) | by_name
    columns["platform"] = ibis.ifelse(columns["shared"], ibis.null("string"), columns["platform"])
    return rows.select(**columns)


def named_here(rows: ir.Table) -> frozenset[str]:
    """Return which of our columns a table has; a platform may say that a cost is shared."""
    found = {_ALSO.get(key_of(name), key_of(name)) for name in rows.columns} & set(NAMES)
    return frozenset(found | ({"shared"} if "platform" in found else set()))


def read_worths(path: Path) -> list[dict[str, Any]]:
    """Read the values of KPIs: a CSV with kpi, worth, and perhaps client and margin.

    Raises:
        SourceError: it has no such columns, or a cell is no number.
    """
    import pandas as pd

    try:
        frame = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    except (ValueError, OSError) as problem:
        raise SourceError(f"it is no CSV: {problem}.", where=str(path), hint="Its columns are kpi and worth.") from None
    frame.columns = [key_of(name) for name in frame.columns]
    if not {"kpi", "worth"} <= set(frame.columns):
        raise SourceError(
            "it lacks the column kpi or worth.", where=str(path), hint="client and margin may be there too."
        )
    rows: list[dict[str, Any]] = []
    for place, row in enumerate(frame.to_dict("records"), 2):
        found: dict[str, Any] = {"client": row.get("client") or None, "kpi": row["kpi"] or None}
        for name in ("worth", "margin"):
            text = str(row.get(name) or "").strip()
            try:
                found[name] = float(text) if text else None
            except ValueError:
                raise SourceError(
                    f"“{text}” under {name} in row {place} is no number.", where=str(path), hint="Write it as 12.5."
                ) from None
        rows.append(found)
    return rows
