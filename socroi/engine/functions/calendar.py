"""Dates and times: DATE, YEAR, EDATE, WORKDAY, DATEDIF, YEARFRAC and their kin. Arithmetic: `engine.arithmetic`."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic import dates, day_counts
from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.declaration.declare import elementwise, function, given, per_cell
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.declaration.toolpak import toolpak, without_booleans
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import aligned, checked_numbers, errors_of, first_error, numbers_of
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.model.block import BLANK, NUMBER, VALUE, Block, error, numbers
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.printing.text_values import certain_number, parse_time, read_date, read_number
from socroi.errors import CellError
from socroi.excel.serials import DAY_ZERO, DAYS_1904

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Strings


@function("TODAY", "", Trait.VOLATILE | Trait.DATES)
def _today(evaluator: Evaluator, scope: Scope, *, date_1904: bool) -> Value:
    return evaluator.literal(_serial_now(date_1904=date_1904) // 1)


@function("NOW", "", Trait.VOLATILE | Trait.DATES)
def _now(evaluator: Evaluator, scope: Scope, *, date_1904: bool) -> Value:
    return evaluator.literal(_serial_now(date_1904=date_1904))


def _serial_now(*, date_1904: bool) -> float:
    """Return this moment as a serial number, by the clock on the wall, as Excel does."""
    now = dt.datetime.now().astimezone().replace(tzinfo=None)
    serial = (now - dt.datetime.combine(DAY_ZERO, dt.time())) / dt.timedelta(days=1)
    return serial - (DAYS_1904 if date_1904 else 0)


@elementwise("DATE", "n n n", Trait.DATES)
def _date(year: Data, month: Data, day: Data, *, date_1904: bool) -> Data:
    return dates.serial(year, month, day, date_1904=date_1904)


@elementwise("TIME", "n n n")
def _time(hour: Data, minute: Data, second: Data) -> Data:
    return dates.time_serial(hour, minute, second)


def _part(name: str, read: Callable[..., tuple[Data, Data, Data]], index: int) -> None:
    @elementwise(name, "n", Trait.DATES | Trait.CONDENSED)
    def body(serial: Data, *, date_1904: bool) -> Data:
        return read(serial, date_1904=date_1904)[index]


for _index, _name in enumerate(("YEAR", "MONTH", "DAY")):
    _part(_name, dates.civil, _index)
for _index, _name in enumerate(("HOUR", "MINUTE", "SECOND")):
    _part(_name, dates.clock, _index)


@elementwise("DAYS", "n n")
def _days(end: Data, start: Data) -> Data:
    return np.where((start < 0) | (end < 0), np.nan, np.floor(end) - np.floor(start))


@elementwise("ISOWEEKNUM", "n", Trait.DATES)
def _iso_week(serial: Data, *, date_1904: bool) -> Data:
    return day_counts.isoweeknum(serial, date_1904=date_1904)


def _by_choice(choice: Data | None, default: float, compute: Callable[[int], Data]) -> Data:
    """Compute once for each choice that occurs (a basis, a kind of week), and put the answers together."""
    if choice is None:
        return compute(int(default))
    chosen = np.trunc(choice)
    kinds = distinct_values(chosen)
    result = compute(int(kinds[0]))
    for kind in kinds[1:].tolist():
        result = np.where(chosen == kind, compute(int(kind)), result)
    return np.broadcast_to(result, np.broadcast_shapes(result.shape, chosen.shape))


@elementwise("WEEKDAY", "n n?", Trait.DATES)
def _weekday(serial: Data, kind: Data | None = None, *, date_1904: bool) -> Data:
    return _by_choice(kind, 1, lambda each: day_counts.weekday(serial, each, date_1904=date_1904))


@toolpak("WEEKNUM", "n n?", Trait.DATES, zero_default=False)
def _week(serial: Data, kind: Data | None = None, *, date_1904: bool) -> Data:
    return _by_choice(kind, 1, lambda each: day_counts.weeknum(serial, each, date_1904=date_1904))


@toolpak("EDATE", "n n", Trait.DATES)
def _months_ahead(start: Data, months: Data, *, date_1904: bool) -> Data:
    return day_counts.edate(start, months, date_1904=date_1904)


@toolpak("EOMONTH", "n n", Trait.DATES)
def _month_end(start: Data, months: Data, *, date_1904: bool) -> Data:
    return day_counts.eomonth(start, months, date_1904=date_1904)


@toolpak("YEARFRAC", "n n n?", Trait.DATES)
def _year_fraction(start: Data, end: Data, basis: Data | None = None, *, date_1904: bool) -> Data:
    return _by_choice(basis, 0, lambda each: day_counts.yearfrac(start, end, each, date_1904=date_1904))


@elementwise("DAYS360", "n n b?", Trait.DATES)
def _days_360(start: Data, end: Data, european: Data | None = None, *, date_1904: bool) -> Data:
    return _by_choice(
        None if european is None else european.astype(np.float64),
        0,
        lambda each: day_counts.days360(start, end, european=bool(each), date_1904=date_1904),
    )


@elementwise("DATEDIF", "n n t", Trait.DATES | Trait.TEXTS)
def _difference(start: Data, end: Data, unit: Data, *, strings: Strings, date_1904: bool) -> Data:
    codes = distinct_values(unit)
    result = np.full(np.broadcast_shapes(start.shape, end.shape, unit.shape), np.nan)
    for code in codes.tolist():
        answer = day_counts.datedif(start, end, strings[code].upper(), date_1904=date_1904)
        result = np.where(unit == code, answer, result)
    return result


@per_cell("DATEVALUE", "t", Trait.DATES)
def _date_value(text: str, *, date_1904: bool) -> float:
    number = certain_number(text, date_1904=date_1904)
    serial = read_date(text, date_1904=date_1904)
    if serial is None:
        serial = number if number is not None and any(mark in text for mark in "/-") else parse_time(text)
    if serial is None:
        raise CellError("#VALUE!", f'"{text}" is no date')
    return float(serial // 1)


@per_cell("TIMEVALUE", "t")
def _time_value(text: str) -> float:
    time = parse_time(text)
    if time is None:
        number = read_number(text)
        time = number if number is not None and any(mark in text for mark in "/-:") else None
    if time is None:
        raise CellError("#VALUE!", f'"{text}" is no time')
    return time % 1


@function("NETWORKDAYS", "r r x?", Trait.PLAIN | Trait.DATES)
def _net_workdays(
    evaluator: Evaluator, scope: Scope, start: Value, end: Value, holidays: Block | None, *, date_1904: bool
) -> Value:
    return _working(evaluator, start, end, None, holidays, partial(day_counts.networkdays, date_1904=date_1904))


@function("NETWORKDAYS.INTL", "r r l? x?", Trait.DATES)
def _net_workdays_of_week(
    evaluator: Evaluator,
    scope: Scope,
    start: Value,
    end: Value,
    weekend: Node | None,
    holidays: Block | None,
    *,
    date_1904: bool,
) -> Value:
    count = partial(day_counts.networkdays, date_1904=date_1904)
    return _working(evaluator, start, end, _written(evaluator, scope, weekend), holidays, count)


@function("WORKDAY", "r r x?", Trait.PLAIN | Trait.DATES)
def _workday(
    evaluator: Evaluator, scope: Scope, start: Value, count: Value, holidays: Block | None, *, date_1904: bool
) -> Value:
    ahead = partial(day_counts.workday, date_1904=date_1904)
    return _working(evaluator, start, count, None, holidays, ahead, must_work=True)


@function("WORKDAY.INTL", "r r l? x?", Trait.DATES)
def _workday_of_week(
    evaluator: Evaluator,
    scope: Scope,
    start: Value,
    count: Value,
    weekend: Node | None,
    holidays: Block | None,
    *,
    date_1904: bool,
) -> Value:
    ahead = partial(day_counts.workday, date_1904=date_1904)
    return _working(evaluator, start, count, _written(evaluator, scope, weekend), holidays, ahead, must_work=True)


def _written(evaluator: Evaluator, scope: Scope, node: Node | None) -> Block | None:
    """Return the cells of an argument, None where it was left out: a blank cell is an argument, and counts as 0."""
    return evaluator.block(node, scope) if node is not None and given(node) else None


def _working(
    evaluator: Evaluator,
    first: Value,
    second: Value,
    weekend: Block | None,
    holidays: Block | None,
    count: Callable[[Data, Data, Data, str], Data],
    *,
    must_work: bool = False,
) -> Value:
    """Count working days; like the rest of the old Analysis ToolPak, ranges of several cells and booleans are
    refused.
    """
    if any(isinstance(value, Ref) and not value.is_single for value in (first, second)):
        return error(VALUE)
    blocks = aligned([without_booleans(evaluator.cells(value)) for value in (first, second)])
    a, a_bad = numbers_of(blocks[0], evaluator.context)
    b, b_bad = numbers_of(blocks[1], evaluator.context)
    bad = first_error(a_bad, b_bad)
    week = _weekend(evaluator, weekend)
    if isinstance(week, Block):
        return week
    off, off_bad = _days_off(evaluator, holidays)
    bad = first_error(bad, off_bad)
    if must_work and week == "1111111":
        return error(VALUE)
    return checked_numbers(count(a, b, off, week), bad)


def _weekend(evaluator: Evaluator, weekend: Block | None) -> str | Block:
    if weekend is None:
        return "0000011"
    if weekend.lanes > 1 or not weekend.is_single:
        raise LaneSplit
    bad = errors_of(weekend)
    if bad is not None:
        return weekend
    cell = weekend.scalar(evaluator.strings)
    number = float(cell or 0.0) if isinstance(cell, bool) or cell is None else cell
    marks = day_counts.weekend_days(number)  # type: ignore[arg-type]  # errors are gone
    if marks is None:
        return error(VALUE) if isinstance(cell, str) else numbers(np.full((1, 1, 1), np.nan))
    return marks


def _days_off(evaluator: Evaluator, holidays: Block | None) -> tuple[Data, Bad]:
    if holidays is None:
        return np.zeros(0), None
    if holidays.lanes > 1:
        raise LaneSplit
    counted = ~holidays.where(BLANK)
    data, bad = numbers_of(holidays, evaluator.context)
    if holidays.uniform == NUMBER:
        return data.ravel(), None
    wrong = None if bad is None else first_in_lane(bad).reshape(-1, 1, 1)
    return data[counted], wrong
