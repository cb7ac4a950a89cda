"""What if: one workbook computed for many values of its inputs, the workbook kept and only what changes recomputed."""

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from dataclasses import field
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from socroi.books.open_workbook import Workbook
from socroi.engine.model.budget import budgeted
from socroi.errors import CellError, UsageError
from socroi.patterns import pattern
from socroi.records import record

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from threading import Event

    import pandas as pd

    from socroi.engine.model.block import Scalar
    from socroi.engine.model.limits import Limits

MOST: Final = 100_000
"""Scenarios beyond this many are a slip of the keyboard."""

_SETTING: Final = pattern(r"((?:'(?:[^']|'')*'!)?[^=']+)=(.+)", re.DOTALL)
_RANGE: Final = pattern(r"(?P<first>.+?)\.\.(?P<last>[^:]+)(?::(?P<step>.+))?")


@record(slots=True)
class Scenarios:
    """A table of scenarios.

    Attributes:
        inputs: the cells that are set, as they were named; `outputs`: the cells that are read.
        now: the values that the outputs and, before them, the inputs have in the workbook.
        rows: for each scenario the values of the inputs, then those of the outputs.
    """

    inputs: list[str]
    outputs: list[str]
    now: list[Scalar]
    rows: list[list[Scalar]] = field(default_factory=list)

    @property
    def uncomputed(self) -> dict[str, str]:
        """The outputs that could not be computed, as the workbook is or in some scenario, and why."""
        found: dict[str, str] = {}
        for row in [self.now, *self.rows]:
            for place, value in zip(self.outputs, row[len(self.inputs) :], strict=True):
                if isinstance(value, CellError) and value == "#UNKNOWN!":
                    found.setdefault(place, value.why)
        return found

    def frame(self) -> pd.DataFrame:
        """Return the table with a column for each input and output."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=[*self.inputs, *self.outputs])


def what_if(
    path: str | os.PathLike[str],
    inputs: Mapping[str, Sequence[object]],
    outputs: Sequence[str],
    *,
    pairwise: bool = False,
    limits: Limits | None = None,
    cancel: Event | None = None,
    locale: str | None = None,
    links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
) -> pd.DataFrame:
    """Compute a workbook for many values of its inputs; the file is left alone.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        inputs: for each input cell the values to try, `{"Values!C4": range(5, 11)}`.
        outputs: the cells, ranges or names to read.
        pairwise: whether the first values go together, then the second ones, and so on; otherwise every value of one
            input is tried with every value of the others.
        limits: what all scenarios together may use; left out: ten minutes and the memory that is free.
        cancel: an event that stops them once it is set.
        locale: the country of the book, as for `recalculate`.
        links: whether linked workbooks are read, as for `recalculate`.

    Returns:
        a row for each scenario, a column for each input and each output cell.

    Raises:
        SocroiError: the file cannot be read, a place is not in it, or an input holds a formula.
    """
    with budgeted(limits, cancel):
        return scenarios(Workbook(path, locale=locale, links=links), inputs, outputs, pairwise=pairwise).frame()


def scenarios(
    book: Workbook,
    inputs: Mapping[str, Sequence[object]],
    outputs: Sequence[str],
    *,
    pairwise: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Scenarios:
    """Compute an open workbook for many values of its inputs, which get their own values back afterwards.

    Args:
        book: the workbook; inputs, outputs, pairwise: as in `what_if`.
        inputs: for each input cell the values to try.
        outputs: the cells, ranges or names to read.
        pairwise: whether values that stand in the same place go together.
        progress: called with (scenarios computed, scenarios in all).

    Raises:
        UsageError: a place is not in the book, an input holds a formula, or there are too many scenarios.
    """
    if not inputs:
        raise UsageError("no input is set.", hint="Name at least one, as Values!C4=5..10:1.")
    places = list(inputs)
    checked = [book.check_input(place) for place in places]
    twice = next((place for place in checked if checked.count(place) > 1), None)
    if twice is not None:
        raise UsageError(f"{twice} is set twice.", hint="Give all its values at once.")
    reads = _reads(book, outputs)
    combinations, count = _combined([list(inputs[place]) for place in places], pairwise=pairwise)
    before = {place: book[place] for place in places}
    found = Scenarios(places, list(reads), [*before.values(), *(book[place] for place in reads.values())])
    with restored(book, before), budgeted():
        for values in combinations:
            book.set(dict(zip(places, values, strict=True)))
            found.rows.append([*(book[place] for place in places), *(book[place] for place in reads.values())])
            if progress is not None:
                progress(len(found.rows), count)
    return found


@contextmanager
def restored(book: Workbook, values: Mapping[str, object]) -> Iterator[None]:
    """Give inputs these values back in the end."""
    try:
        yield
    finally:
        book.set(values)


def _reads(book: Workbook, outputs: Sequence[str]) -> dict[str, str]:
    """Return the place to read by the heading of its column: a range is all its cells."""
    reads: dict[str, str] = {}
    for output in outputs:
        value = book.rows(output)
        if len(value) == 1 and len(value[0]) == 1:
            reads[output] = output
        else:
            reads.update({place: place for place in book.cells(output)})
    if not reads:
        raise UsageError("no cell is read.", hint="Name at least one, as ROI!B4.")
    return reads


def _combined(values: list[list[object]], *, pairwise: bool) -> tuple[Iterator[tuple[object, ...]], int]:
    if pairwise:
        counts = {len(each) for each in values}
        if len(counts) > 1:
            raise UsageError(
                f"in pairs, every input needs as many values; these have {', '.join(str(len(v)) for v in values)}.",
                hint="Leave out --pairwise to try each value with each other.",
            )
        count = counts.pop()
        combinations: Iterator[tuple[object, ...]] = zip(*values, strict=True)
    else:
        count = math.prod(len(each) for each in values)
        combinations = product(*values)
    if count > MOST:
        raise UsageError(
            f"these are {count:,} scenarios, more than {MOST:,}.", hint="Take larger steps, or fewer inputs."
        )
    return combinations, count


def setting(text: str) -> tuple[str, list[Any]]:
    """Read `Values!C4=5..10:1`, `C4=5%..10%:1%`, `C4=1,2,5` or `C4=12`.

    Returns:
        the place and its values.

    Raises:
        UsageError: it is none of these.
    """
    match = _SETTING.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text!r} sets nothing.", hint="Write a cell and its values, as Values!C4=5..10:1.")
    place, values = match[1].strip(), match[2].strip()
    span = _RANGE.fullmatch(values)
    if span is None:
        return place, [_value(part.strip()) for part in values.split(",")]
    first, last = _number(span["first"], text), _number(span["last"], text)
    given = span["step"]
    step = abs(_number(given, text)) if given is not None else Decimal(1)
    if step == 0:
        raise UsageError(f"{text!r} takes steps of 0.", hint="Write the step after a colon, as 5..10:0.5.")
    count = int(abs(last - first) / step) + 1
    if count > MOST:
        raise UsageError(f"{text!r} has {count:,} values, more than {MOST:,}.", hint="Take larger steps.")
    if last < first:
        step = -step
    return place, [float(first + step * i) for i in range(count)]


def _number(text: str, setting_text: str) -> Decimal:
    stripped = text.strip()
    percent = stripped.endswith("%")
    try:
        number = Decimal(stripped.removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UsageError(
            f"{stripped!r} in {setting_text!r} is no number.",
            hint="Write first..last:step, as 5..10:0.5, with a point as the decimal sign.",
        )
    return number / 100 if percent else number


def _value(text: str) -> float | str | bool | None:
    if not text:
        return None
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    try:
        number = Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except InvalidOperation:
        return text
    return float(number) if number.is_finite() else text
