"""Mistakes in what cells show: old values, errors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import ERROR, TEXT, UNCOMPUTED
from socroi.errors import CellError
from socroi.excel.addresses import area_of
from socroi.review.rules.cells import looks_like_a_number
from socroi.review.rules.rule import Hit, rule
from socroi.review.rules.table_rows import TableRows
from socroi.review.subject import Place
from socroi.workbook.reading.number_formats import Shows, shows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.model.block import Scalar
    from socroi.engine.model.book import Region
    from socroi.review.subject import Subject

NEAR: Final = 1e-9
"""Figures of two programs differ in the last digits: by so much of themselves they may."""


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two values of a cell are the same for a reader; a blank and an empty text are."""
    if isinstance(one, float | bool) and isinstance(other, float | bool):
        return math.isclose(float(one), float(other), rel_tol=NEAR, abs_tol=NEAR)
    return (one if one not in (None, "") else "") == (other if other not in (None, "") else "")


def told(subject: Subject, value: Scalar) -> str:
    """Return a value for a sentence."""
    if value is None or value == "":
        return subject.say("nothing")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:,.10g}"
    return f"“{value}”" if isinstance(value, str) else str(value)


def _cells(region: Region) -> Iterator[Place]:
    for row in range(region.row, region.row + region.count):
        yield Place(region.sheet, row, region.column)


def is_computed(subject: Subject, place: Place) -> bool:
    """Whether our engine has a value for a formula cell."""
    column = subject.book.sheets[place.sheet].columns[place.column]
    return not (int(column.kind[place.row]) == ERROR and float(column.data[place.row]) == UNCOMPUTED)


@rule("stale-value", "error")
def stale_value(subject: Subject) -> Iterator[Hit]:
    """A cell that shows an old value: it was not computed since something changed."""
    cells = [place for region in subject.regions() for place in _cells(region)]
    if cells and all(subject.stored(place) is None for place in cells):
        first = cells[0]
        yield Hit(
            first,
            subject.say("stale-value.never", count=len(cells)),
            subject.say("stale-value.never.do"),
        )
        return
    for region in subject.regions():
        old = [
            place
            for place in _cells(region)
            if is_computed(subject, place) and not same(subject.stored(place), subject.value(place))
        ]
        if not old or subject.is_volatile(region):
            continue
        first = old[0]
        both = {"old": told(subject, subject.stored(first)), "new": told(subject, subject.value(first))}
        key = "stale-value.more" if len(old) > 1 else "stale-value"
        yield Hit(
            first,
            subject.say(key, count=len(old) - 1, **both),
            subject.say("stale-value.do"),
            old[-1] if len(old) > 1 else None,
        )


@rule("not-computed", "note")
def not_computed(subject: Subject) -> Iterator[Hit]:
    """A cell that could not be computed, so that neither it nor what reads it was checked."""
    cells: dict[str, list[Place]] = {}
    for failure in subject.calculation.results.failures:
        places = [Place(failure.sheet, failure.row + down, failure.column) for down in range(failure.count)]
        # A text that may be a number is told of by itself.
        told = [place for place in places if not _reads_text_for_number(subject, place)]
        if told:
            cells.setdefault(failure.why, []).extend(told)
    names = {sheet.name: index for index, sheet in enumerate(subject.book.sheets)}
    for sheet, cell, why in subject.loaded.unsupported:
        top, left, _, _ = area_of(cell)
        cells.setdefault(why, []).append(Place(names[sheet], top, left))
    for why, places in cells.items():
        key = "not-computed.more" if len(places) > 1 else "not-computed"
        yield Hit(places[0], subject.say(key, count=len(places), why=why), subject.say("not-computed.do"))


@rule("error-value", "warning")
def error_value(subject: Subject) -> Iterator[Hit]:
    """A formula that shows an error."""
    for region in subject.regions():
        wrong = [place for place in _cells(region) if _is_error(subject, place)]
        if not wrong or any(_holds_error(subject, place) for place in _read(subject, region, wrong[0])):
            continue
        error = subject.value(wrong[0])
        read = _read(subject, region, wrong[0])
        if str(error) == "#VALUE!" and any(_is_text_for_number(subject, place) for place in read):
            continue  # the text is what is wrong, and is told of by itself
        key = "error-value.more" if len(wrong) > 1 else "error-value"
        yield Hit(
            wrong[0],
            subject.say(key, error=error, count=len(wrong)),
            subject.say(_WHAT_TO_DO.get(str(error), "error-value.do")),
            wrong[-1],
        )


_WHAT_TO_DO: Final = {
    "#DIV/0!": "error-value.div0",
    "#REF!": "error-value.ref",
    "#NAME?": "error-value.name",
    "#VALUE!": "error-value.value",
    "#N/A": "error-value.na",
}
"""The texts that say what to do about an error."""


def _reads_text_for_number(subject: Subject, place: Place) -> bool:
    region = subject.region(place)
    return region is not None and any(_is_text_for_number(subject, each) for each in _read(subject, region, place))


def _is_text_for_number(subject: Subject, place: Place) -> bool:
    typed = subject.kind(place) == TEXT and subject.region(place) is None
    return typed and looks_like_a_number(str(subject.value(place)))


def _is_error(subject: Subject, place: Place) -> bool:
    return isinstance(subject.value(place), CellError) and is_computed(subject, place)


def _holds_error(subject: Subject, place: Place) -> bool:
    return isinstance(subject.value(place), CellError)


def _read(subject: Subject, region: Region, place: Place) -> Iterator[Place]:
    for area in subject.reads(region, place.row - region.row):
        if (area.bottom - area.top + 1) * (area.right - area.left + 1) > 10_000:
            continue
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield Place(area.sheet, row, column)


_PLAIN: Final = (
    ("Results", ("quantity", "revenue")),
    ("Costs", ("amount", "hours", "rate", "months")),
    ("KpiValues", ("worth",)),
)
"""The columns of amounts and counts of a template."""


@rule("figure-shown-otherwise", "warning")
def figure_shown_otherwise(subject: Subject) -> Iterator[Hit]:
    """An amount or a count that its cell shows as a share, a day or a time: it counts as another figure."""
    for table, keys in _PLAIN:
        rows = TableRows(subject, table)
        for row in rows:
            for key in keys:
                place = rows.place(row, key)
                value = None if place is None else subject.value(place)
                if place is None or not isinstance(value, float):
                    continue
                key_of_text = _OTHERWISE.get(shows(subject.format(place)))
                if key_of_text is not None:
                    sentence = subject.say(key_of_text, value=f"{value:,.10g}")
                    yield Hit(place, sentence, subject.say("figure-shown-otherwise.do"))


_OTHERWISE: Final = {
    Shows.SHARE: "figure-shown-otherwise.share",
    Shows.DATE: "figure-shown-otherwise.day",
    Shows.TIME: "figure-shown-otherwise.time",
    Shows.DURATION: "figure-shown-otherwise.time",
}
"""The text about each way of showing a number that is none for an amount."""
