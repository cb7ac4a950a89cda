"""Where a workbook from a template stands: its ROI, and the checks of its first sheet that are not fine.

Read by defined names, so that the language of the sheets does not matter. A workbook without them has no standing.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, Protocol

from socroi.books.named_cells import NamedCells
from socroi.engine.model.block import NOT_COMPUTED
from socroi.errors import CellError
from socroi.excel.addresses import address
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.model.book import Book
    from socroi.engine.schedule.precedents import Rectangle

MARKS: Final = ("headline", "stops", "typed", "company", "currency")
"""The names that every template gives to cells of its first sheet."""
_MOST_CHECKS: Final = 100


@record(frozen=True, slots=True)
class OpenCheck:
    """A check that is not fine.

    Attributes:
        text: what is looked for, in the workbook's language.
        where: the cell that counts it, with its sheet.
        count: how often it was found; an error where that could not be counted.
        stops: whether no ROI is shown because of it.
    """

    text: str
    where: str
    count: float | CellError
    stops: bool = False


@record(frozen=True, slots=True)
class Standing:
    """Where a workbook stands.

    Attributes:
        label: what the figure is called in the workbook, such as `ROI, likely`.
        roi: in percent, 25 is a quarter more than the cost; None while it is not known.
        why: why there is none; "" where there is one.
        months: how many of the twelve months it covers so far; None where the workbook does not say.
        checks: how many checks have looked at something.
        open: those that are not fine, the ones that stop the ROI first.
    """

    label: str
    roi: float | None = None
    why: str = ""
    months: int | None = None
    checks: int = 0
    open: list[OpenCheck] = field(default_factory=list)


class Named(Protocol):
    """The values of a workbook's cells by defined name and by place."""

    def area(self, name: str) -> Rectangle | None:
        """Return the cells of a name."""

    def at(self, sheet: int, row: int, column: int) -> Any:
        """Return the value of a cell."""

    def one(self, name: str) -> Any:
        """Return the value of the first cell of a name."""


def standing_of(book: Book) -> Standing | None:
    """Return where a computed workbook stands; None where it was not made from a template."""
    if not book.names:
        return None
    return standing_in(NamedCells(book), [sheet.name for sheet in book.sheets])


def standing_in(names: Named, sheets: Sequence[str]) -> Standing | None:
    """Return the same of cells that were read in whatever way, with the names of the sheets in their order."""
    places = [names.area(mark) for mark in MARKS]
    headline, stops, typed = places[:3]
    if headline is None or stops is None or typed is None or len({place and place.sheet for place in places}) > 1:
        return None
    checks, found = 0, []
    amiss = names.one("word_amiss")
    # The checks stand below the cells `typed` and `stops`: what is looked for, a blank, the count, a word.
    for row in range(stops.top + 1, stops.top + 1 + _MOST_CHECKS):
        text = names.at(stops.sheet, row, typed.left - 2)
        if not isinstance(text, str) or not text:
            break
        count = names.at(stops.sheet, row, typed.left)
        checks += isinstance(count, float | CellError)
        if isinstance(count, CellError) or (isinstance(count, float) and count > 0):
            stopping = amiss is not None and names.at(stops.sheet, row, stops.left) == amiss
            where = address(row, typed.left, sheets[stops.sheet])
            found.append(OpenCheck(text, where, count, stopping))
    found.sort(key=lambda check: not check.stops)
    label = names.at(headline.sheet, headline.top - 1, headline.left)
    shown = names.at(headline.sheet, headline.top, headline.left)
    months = names.one("months_so_far")
    return Standing(
        label if isinstance(label, str) and label else "ROI",
        shown if isinstance(shown, float) else None,
        "" if isinstance(shown, float) else _why(shown, names.one("stops")),
        int(months) if isinstance(months, float) else None,
        checks,
        found,
    )


def _why(shown: Any, stops: Any) -> str:
    if shown is NOT_COMPUTED or stops is NOT_COMPUTED:
        return "could not be computed"
    if isinstance(shown, CellError):
        return f"shows {shown}"
    return "not shown until a check is put right" if isinstance(stops, float) and stops > 0 else "not known yet"
