"""Workbooks that link to each other: those that others read are computed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.errors import SocroiError
from socroi.workbook.reading.links import links_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from socroi.books.many import Job
    from socroi.workbook.reading.links import Links


def in_order(jobs: Sequence[Job], links: Links) -> tuple[list[list[Job]], list[str]]:
    """Return books in groups, of which each reads books of the groups before it alone, and a sentence for each circle.

    Books in a circle are a group: each reads what the others have stored so far.
    """
    by_place = {job.book.resolve(): job for job in jobs}
    waits = {place: _read_by(place, links) & by_place.keys() - {place} for place in by_place}
    groups, circles = [], []
    while waits:
        ready = [place for place, others in waits.items() if not others & waits.keys()]
        if not ready:
            ready = _circle(waits)
            named = " -> ".join(place.name for place in (*ready, ready[0]))
            circles.append(f"books link in a circle, {named}: each was computed from what the others had stored before")
        for place in ready:
            del waits[place]
        groups.append([by_place[place] for place in ready])
    return groups, circles


def _read_by(book: Path, links: Links) -> set[Path]:
    try:
        return {file.path for file in links_of(book, links) if file.path is not None}
    except SocroiError:  # told when the book is computed
        return set()


def _circle(waits: Mapping[Path, set[Path]]) -> list[Path]:
    """Return the books of one circle, each reading the next, where every book waits for another."""
    way = [next(iter(waits))]
    while True:
        following = min(waits[way[-1]] & waits.keys())
        if following in way:
            return way[way.index(following) :]
        way.append(following)
