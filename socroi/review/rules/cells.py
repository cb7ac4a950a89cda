"""Mistakes in what was typed: text that looks like a number, 25 typed for 25%."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Binary, Number, Postfix
from socroi.engine.model.block import BLANK, NUMBER, TEXT
from socroi.excel.addresses import address
from socroi.excel.serials import from_serial
from socroi.review.rules.headings import is_share
from socroi.review.rules.rule import Hit, rule
from socroi.review.subject import Place
from socroi.sources.months import month as month_in
from socroi.sources.months import month_of
from socroi.workbook.reading.number_formats import Shows, shows
from socroi.workbook.reading.validations import column_rules
from socroi.workbook.writing.tables import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.model.book import Table
    from socroi.review.subject import Subject

_DIGITS: Final = r"[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]"
_LIKE_A_NUMBER: Final = re.compile(
    rf"[\s'’]*(?:[~≈]|ca?\.)?\s*[-+−(]?\s*(?:[€$£¥₹]|[A-Z]{{3}}\s|Ft\s|Rs\.?\s|KSh\s|TSh\s)?\s*{_DIGITS}(?:{_DIGITS}|[.,\s\u00a0\u202f'’٬٫](?={_DIGITS}))*"
    r"\s*[)−-]?\s*(?:[€$£¥₹%]|[A-Z]{3}|Ft|k)?\s*"
)
_YEAR: Final = re.compile(r"\s*(?:19|20)[0-9]{2}\s*")
_FEW: Final = 2
"""Numbers that a column must have before a text among them is a mistake."""


def looks_like_a_number(text: str) -> bool:
    """Whether a text would be a number if it had been typed as one: `1,200`, `€ 300`, `12.5%`."""
    return _LIKE_A_NUMBER.fullmatch(text) is not None and len(text) < 30


@rule("text-for-number", "error")
def text_for_number(subject: Subject) -> Iterator[Hit]:
    """A text that looks like a number, and counts as nothing."""
    typed = _number_columns(subject)
    of_numbers: dict[tuple[str, int], bool] = {}
    for sheet in range(len(subject.book.sheets)):
        for place, kind in subject.typed_cells(sheet):
            if kind != TEXT:
                continue
            text = str(subject.value(place))
            wanted = (place.sheet, place.column) in typed and _inside(subject, place, typed[place.sheet, place.column])
            if not text.strip() or not (looks_like_a_number(text) or wanted):
                continue
            if wanted or _among_numbers(subject, place, text, of_numbers):
                yield Hit(
                    place,
                    subject.say("text-for-number", text=text.strip()),
                    subject.say("text-for-number.do"),
                )


def _number_columns(subject: Subject) -> dict[tuple[int, int], Table]:
    """The columns of tables in which the workbook itself wants numbers or dates."""
    found: dict[tuple[int, int], Table] = {}
    for form in forms(subject.loaded):
        for place, given in column_rules(subject.loaded, form).items():
            if given.kind in {"decimal", "whole", "date"}:
                found[form.table.sheet, form.table.left + place] = form.table
    return found


def _inside(subject: Subject, place: Place, table: Table) -> bool:
    return subject.table_at(place) is table


def _among_numbers(subject: Subject, place: Place, text: str, of_numbers: dict[tuple[str, int], bool]) -> bool:
    """Whether a text stands in a column of numbers: in its table, or in the rows around it without a gap.

    `of_numbers` remembers it of the columns of tables, for they are counted whole.
    """
    table = subject.table_at(place)
    if table is not None:
        column = table.name, place.column
        if column not in of_numbers:
            of_numbers[column] = _holds_numbers(subject, table, place.column)
        return of_numbers[column]
    above, below = _run(subject, place, -1), _run(subject, place, 1)
    around = (*above, *below)
    count = sum(subject.kind(cell) == NUMBER for cell in around)
    if count < _FEW or sum(_is_another(subject, cell, text) for cell in around) >= count:
        return False
    # At the top of the column it may be its heading: a year over the figures of that year.
    heads = not any(subject.kind(cell) == NUMBER for cell in above)
    return not heads or (bool(above) and not _YEAR.fullmatch(text))


def _holds_numbers(subject: Subject, table: Table, column: int) -> bool:
    """Whether a column of a table holds numbers, and fewer texts."""
    rows = slice(table.top + table.header_rows, table.bottom - table.totals_rows + 1)
    kinds = subject.book.sheets[table.sheet].columns[column].kind[rows]
    numbers = int((kinds == NUMBER).sum())
    return numbers >= _FEW and numbers > int((kinds == TEXT).sum())


def _is_another(subject: Subject, cell: Place, text: str) -> bool:
    value = subject.value(cell)
    return isinstance(value, str) and value != text and looks_like_a_number(value)


def _run(subject: Subject, place: Place, step: int) -> list[Place]:
    found: list[Place] = []
    cell = place._replace(row=place.row + step)
    while cell.row >= 0 and subject.kind(cell) != BLANK and len(found) < 200:
        found.append(cell)
        cell = cell._replace(row=cell.row + step)
    return found


@rule("percent-typed-whole", "error")
def percent_typed_whole(subject: Subject) -> Iterator[Hit]:
    """25 typed where 25% is meant: a share above 1."""
    factors = _factors(subject)
    for sheet in range(len(subject.book.sheets)):
        columns: dict[int, list[Place]] = {}
        for place, kind in subject.typed_cells(sheet):
            if kind == NUMBER:
                columns.setdefault(place.column, []).append(place)
        for places in columns.values():
            yield from _shares_of(subject, places, factors)


def _shares_of(subject: Subject, places: list[Place], factors: set[Place]) -> Iterator[Hit]:
    groups: dict[tuple[str, bool], list[Place]] = {}
    for place in places:
        share = shows(subject.format(place)) is Shows.SHARE
        heading = _heading(subject, place)
        if share or is_share(heading):
            groups.setdefault((heading, share), []).append(place)
    for (heading, share), cells in groups.items():
        values = {cell: float(str(subject.value(cell))) for cell in cells}
        inside = [value for value in values.values() if 0 < value <= 1]
        for cell, value in values.items():
            others = len(inside) - (0 < value <= 1)
            wrong = _is_share_of_a_template(subject, cell) or _is_too_large(value, heading, others, share=share)
            wrong = wrong or (2 <= value <= 100 and is_share(heading) and cell in factors)
            if value > 1 and wrong:
                yield _too_large(subject, cell, value, heading, share=share)
            elif share and others >= _FEW + 1 and 0 < value < 0.01 and _fits_times_100(value, inside):
                yield Hit(
                    cell,
                    _hundredth(subject, value, [other for other in inside if other != value]),
                    subject.say("percent-typed-whole.hundredth.do", meant=f"{value * 100:.0%}"),
                )


def _heading(subject: Subject, place: Place) -> str:
    """The heading of a cell: that of its column, or what stands left of it on a sheet of settings."""
    heading = subject.heading(place)
    left = place._replace(column=place.column - 1)
    beside = subject.value(left) if place.column and subject.table_at(place) is None else None
    if isinstance(beside, str) and (is_share(beside) or not is_share(heading)):
        return beside.strip()
    return heading


def _is_share_of_a_template(subject: Subject, place: Place) -> bool:
    """Whether a cell is one of a template in which nothing above 1 makes sense: what remains of a sale, brand share."""
    if subject.words is None:
        return False
    table = subject.table_at(place)
    if table is None:
        return subject.name_of(place) == "margin"
    return any(subject.words.column(table, key) == place.column for key in ("margin", "brand"))


def _is_too_large(value: float, heading: str, others: int, *, share: bool) -> bool:
    if share:
        # 120% of growth is one thing, 2500% another.
        return value >= 5 or (is_share(heading) and value > 1) or (others >= _FEW and value >= 2)
    return others >= _FEW and value >= 2


def _too_large(subject: Subject, cell: Place, value: float, heading: str, *, share: bool) -> Hit:
    told = {"value": f"{value:g}", "hundredth": f"{value / 100:g}"}
    key = "percent-typed-whole" if share else "percent-typed-whole.over"
    return Hit(
        cell,
        subject.say(key, named=heading or address(cell.row, cell.column), shown=f"{value:,.0%}", **told),
        subject.say("percent-typed-whole.do", **told),
    )


def _hundredth(subject: Subject, value: float, others: list[float]) -> str:
    low, high = f"{min(others):.0%}", f"{max(others):.0%}"
    return subject.say("percent-typed-whole.hundredth", value=f"{value:.2%}", low=low, high=high)


def _factors(subject: Subject) -> set[Place]:
    """Cells by which a formula multiplies as they are, with nothing divided by 100."""
    found: set[Place] = set()
    for region in subject.regions():
        tree = subject.tree(region)
        nodes = [] if tree is None else list(walk(tree))
        if any(isinstance(node, Postfix) or (isinstance(node, Number) and node.value in {100, 0.01}) for node in nodes):
            continue
        place = Place(region.sheet, region.row, region.column)
        for node in nodes:
            if isinstance(node, Binary) and node.operator == "*":
                areas = (subject.rectangle(side, place) for side in (node.left, node.right))
                found.update(Place(*area[:3]) for area in areas if area is not None and area[1:3] == area[3:])
    return found


def _fits_times_100(value: float, others: list[float]) -> bool:
    rest = [other for other in others if other != value]
    return bool(rest) and min(rest) >= 0.05 and min(rest) / 2 <= value * 100 <= max(rest) * 2


@rule("month-left-out", "warning")
def month_left_out(subject: Subject) -> Iterator[Hit]:
    """A month that is missing between others in a list of months."""
    for sheet in range(len(subject.book.sheets)):
        columns: dict[int, list[Place]] = {}
        for place, kind in subject.typed_cells(sheet):
            if kind == NUMBER and shows(subject.format(place)) is Shows.DATE:
                columns.setdefault(place.column, []).append(place)
        for places in columns.values():
            yield from _missing_months(subject, places)
        yield from _missing_names(subject, sheet)


def _missing_names(subject: Subject, sheet: int) -> Iterator[Hit]:
    """The same in a list of months that are texts: Jan, Feb, April; 2026-01, 2026-02, 2026-04."""
    runs: dict[int, list[tuple[Place, int]]] = {}
    for place, kind in subject.typed_cells(sheet):
        number = _month_number(str(subject.value(place))) if kind == TEXT else None
        run = runs.setdefault(place.column, [])
        if number is not None and (not run or run[-1][0].row == place.row - 1):
            run.append((place, number))
        elif number is not None or (run and run[-1][0].row == place.row - 1):
            yield from _missing_in(subject, run)
            runs[place.column] = [] if number is None else [(place, number)]
    for run in runs.values():
        yield from _missing_in(subject, run)


def _missing_in(subject: Subject, run: list[tuple[Place, int]]) -> Iterator[Hit]:
    # Names without a year begin again after December.
    steps = [(after - before) % 12 if after < 12 else after - before for (_, before), (_, after) in pairwise(run)]
    if len(run) < _FEW + 2 or steps.count(1) * 2 <= len(steps) or not all(0 <= step <= 4 for step in steps):
        return
    for (place, month), step in zip(run[1:], steps, strict=True):
        if step > 1:
            back = range(step - 1, 0, -1)
            missing = ", ".join(_told_month(month - by) for by in back)
            yield Hit(place, subject.say("month-left-out", months=missing), subject.say("month-left-out.do"))


def _told_month(month: int) -> str:
    """A month as 2026-04; where no year is known its number alone."""
    return f"{month // 12}-{month % 12 + 1:02}" if month >= 12 else f"{month % 12 + 1:02}"


@cache
def _month_number(text: str) -> int | None:
    """Return the month of a text, counted from the year 0, or from January where it names no year; None for none."""
    if len(text) > 20:
        return None
    found = month_in(text.strip())
    if found is not None:
        return found[0] * 12 + found[1] - 1
    named = month_of(text.strip())
    return None if named is None else named - 1


@rule("month-of-zeros", "warning")
def month_of_zeros(subject: Subject) -> Iterator[Hit]:
    """A month of zeros in a list of months: what is not known yet was typed as 0."""
    for sheet in range(len(subject.book.sheets)):
        if subject.words is not None:
            return  # its rows are looked at by platform and KPI
        rows: dict[int, list[float]] = {}
        months: dict[int, set[int]] = {}
        for place, kind in subject.typed_cells(sheet):
            if kind == TEXT and _month_number(str(subject.value(place))) is not None:
                months.setdefault(place.column, set()).add(place.row)
            if kind != NUMBER:
                continue
            if shows(subject.format(place)) is Shows.DATE:
                months.setdefault(place.column, set()).add(place.row)
            else:
                rows.setdefault(place.row, []).append(float(str(subject.value(place))))
        for column, dated in months.items():
            yield from _zeros_among(subject, Place(sheet, 0, column), {row: rows[row] for row in dated if row in rows})


def _zeros_among(subject: Subject, top: Place, rows: dict[int, list[float]]) -> Iterator[Hit]:
    zeros = [row for row, figures in rows.items() if len(figures) > 1 and not any(figures)]
    others = [row for row, figures in rows.items() if row not in zeros and any(figures)]
    if len(others) < _FEW + 1 or len(zeros) * 2 > len(others):
        return
    for row in sorted(zeros):
        yield Hit(
            top._replace(row=row),
            subject.say("month-of-zeros", count=len(rows[row])),
            subject.say("zeros.do"),
        )


def _missing_months(subject: Subject, places: list[Place]) -> Iterator[Hit]:
    months: dict[int, Place] = {}
    days = set()
    for place in places:
        try:
            day = from_serial(float(str(subject.value(place))))
        except ValueError:
            return
        days.add(day.day)
        months.setdefault(day.year * 12 + day.month - 1, place)
    if len(months) < 4 or (days != {1} and min(days) < 28):
        return  # single days, not months
    order = sorted(months)
    steps = np.diff(order).tolist()
    if steps.count(1) * 2 <= len(steps):
        return
    for month, step in zip(order[1:], steps, strict=True):
        if step > 1:
            missing = ", ".join(
                f"{(month - back) // 12}-{(month - back) % 12 + 1:02}" for back in range(step - 1, 0, -1)
            )
            yield Hit(
                months[month],
                subject.say("month-left-out", months=missing),
                subject.say("month-left-out.do"),
            )
