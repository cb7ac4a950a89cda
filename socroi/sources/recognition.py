"""Whose file it is: every exporter's headings, in all languages, against the best row of the first forty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.sources.grid import as_text
from socroi.sources.headings import DEEPEST_HEADER, header_key, row_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.sources.grid import Grid
    from socroi.sources.headings import Headings


@dataclass(frozen=True)
class Recognised:
    """How well the headings of an exporter fit a row of a file.

    Attributes:
        row: the index of the row.
        known: the places of the headings that the exporter is known to write.
        missing: the fields that it always has and this row has not.
        shown: headings of the file that it is known by.
        names: all headings of the row.
    """

    row: int
    known: frozenset[int]
    missing: Sequence[str]
    shown: Sequence[str]
    names: Sequence[str]


def recognise(grid: Grid, exporter: Headings) -> Recognised | None:
    """Find the row that has most of the headings that an exporter needs, and of those that it is known to write."""
    best: Recognised | None = None
    for index, row in enumerate(grid.rows[:DEEPEST_HEADER]):
        names = [as_text(cell) if isinstance(cell, str) else "" for cell in row]
        if sum(map(bool, names)) < 2:
            continue
        if best is not None and not exporter.known(names):
            continue
        found = _fit(index, names, exporter)
        if best is None or (-len(found.missing), len(found.known)) > (-len(best.missing), len(best.known)):
            best = found
    return best


def _fit(index: int, names: Sequence[str], exporter: Headings) -> Recognised:
    places: dict[str, str] = {}
    for name, keys in zip(names, row_keys(tuple(names)), strict=True):
        for key in keys:
            places.setdefault(key, name)
    missing, shown = [], []
    for group in exporter.about.get("needs", ()):
        headings = [each for field in group for each in exporter.fields.get(field, ())]
        found = next((places[key] for key in map(header_key, headings) if key in places), None)
        if found is None:
            missing.append(group[0])
        else:
            shown.append(found)
    marks = [places[key] for key in map(header_key, exporter.about.get("marks", ())) if key in places]
    if exporter.about.get("marks") and not marks:
        missing.append("")
    shown += [mark for mark in marks[:1] if mark not in shown]
    return Recognised(index, exporter.known(names), missing, shown, names)
