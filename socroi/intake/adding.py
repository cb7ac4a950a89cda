"""What files that were read add to what a book knows, and what is said of each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from socroi.intake.ledger import DONE, Import, standing_imports, undone
from socroi.intake.merging import difference, ranks, standing, with_import, without_import
from socroi.intake.result import NEW, THERE, FileReport
from socroi.intake.rows import nothing
from socroi.sources.export import METRICS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from socroi.intake.book import Book
    from socroi.intake.files import File
    from socroi.intake.merging import Difference
    from socroi.intake.questions import Answers
    from socroi.sources.export import Export


def merged(
    state: Book, read: Sequence[tuple[File, Export, pd.DataFrame]], known: Mapping[str, Import], answers: Answers
) -> tuple[list[Import], pd.DataFrame, dict[str, FileReport]]:
    """Add what was read to what a book knows.

    A file that is there and was read otherwise now takes the place of what it brought; where it brings the same, all
    stays as it was.

    Args:
        state: the book.
        read: the files, with their exports and tidy rows.
        known: the imports that stand, by the fingerprints of their files.
        answers: what was said in advance.
    """
    imports, data, reports = list(state.imports), state.data, {}
    now = datetime.now().strftime("%Y-%m-%d %H:%M")  # noqa: DTZ005 - the person's own clock
    fresh = [_import(file, export, rows, answers, now) for file, export, rows in read]
    # The earlier export first, so that what is said to be corrected was.
    order = ranks([replace(each, number=place) for place, each in enumerate(fresh)])
    for place in sorted(range(len(fresh)), key=order.__getitem__):
        file, export, rows = read[place]
        entry = replace(fresh[place], number=max((each.number for each in imports), default=0) + 1)
        before = standing(data, standing_imports(imports)) if len(data) else data
        others, kept = imports, data
        earlier = known.get(file.sha)
        if earlier is not None:
            others, kept = undone(imports, earlier.number), without_import(data, earlier.number)
        more = with_import(kept, rows, entry.number, standing_imports([*others, entry]))
        after = standing(more, standing_imports([*others, entry]))
        # That an order brought no money is news only where it was known as paid.
        told = rows[~nothing(rows) | rows["key"].isin(before["key"])]
        brought = difference(before, after, told)
        if earlier is not None and _same(before, after):
            reports[file.sha] = there(file.shown, earlier)
            continue
        entry = replace(
            entry, new=brought.new, corrected=brought.corrected + brought.completed, unchanged=brought.unchanged
        )
        imports, data = [*others, entry], more
        reports[file.sha] = _new(file, export, entry, brought)
        if earlier is not None:
            reports[file.sha].notes.append(f"It is read anew, and stands in place of import {earlier.number}.")
    return imports, data, reports


def _same(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether the same rows stand with the same figures."""
    one, other = (rows.set_index("key")[list(METRICS)].sort_index() for rows in (before, after))
    return one.equals(other)


def _import(file: File, export: Export, rows: pd.DataFrame, answers: Answers, now: str) -> Import:
    first, last = export.window
    dated = rows[rows["start"].notna() & rows["end"].notna()]
    days = [column.dropna() for column in (rows["start"], rows["end"], rows["published"])]
    latest = max((column.max().date() for column in days if len(column)), default=None)
    earliest = min((column.min().date() for column in days[:2] if len(column)), default=None)
    first = first or earliest
    last = last or (dated["end"].max().date() if len(dated) else None)
    reach = max((day for day in (last, latest) if day is not None), default=None)
    made = file.made if answers.made is None else f"{answers.made}T00:00:00.000000"
    accounts = rows["account"].dropna().unique()
    spend, revenue = (float(rows[name].sum()) if rows[name].notna().any() else None for name in ("spend", "revenue"))
    return Import(
        number=0,
        state=DONE,
        when=now,
        file=file.shown,
        sha=file.sha,
        title=export.title,
        claims=export.claims,
        source=export.source,
        account=str(accounts[0]) if len(accounts) == 1 else "",
        view=str(rows["view"].iloc[0]) if len(rows) else export.level,
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
        made=made,
        daily=bool(len(dated)) and bool((dated["start"] == dated["end"]).all()),
        rows=int((~nothing(rows)).sum()),
        spend=spend,
        revenue=revenue,
        reach=reach.isoformat() if reach else "",
        metrics=" ".join(export.metrics),
    )


def _new(file: File, export: Export, entry: Import, brought: Difference) -> FileReport:
    notes = list(export.notes)
    if export.ignored:
        notes.append(f"Columns not used: {', '.join(export.ignored)}.")
        if "conversions" in export.metrics and "revenue" not in export.metrics:
            notes.append(
                "What was sold is in it, and no revenue that is known: if it is in one of these, name the file alone "
                'and say --column "revenue=HEADING".'
            )
    return FileReport(
        file.shown,
        NEW,
        entry.number,
        export.title,
        export.because,
        export.claims,
        entry.account,
        entry.view,
        entry.first,
        entry.last,
        entry.rows,
        list(export.left_out),
        notes,
        brought,
    )


def there(file: str, entry: Import, *, alone: bool = False) -> FileReport:
    """Return what is said of a file that is there already; `alone` where there are answers that were not for it."""
    notes = ["With other answers it is read anew where it is named alone."] if alone else []
    return FileReport(
        file,
        THERE,
        entry.number,
        entry.title,
        "",
        entry.claims,
        entry.account,
        entry.view,
        entry.first,
        entry.last,
        entry.rows,
        notes=notes,
    )
