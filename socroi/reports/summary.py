"""What a filled and computed four-step workbook says, read by its defined names: the sheets may be in any language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from socroi.books.named_cells import NamedCells
from socroi.errors import CELL_ERRORS, WorkbookError
from socroi.excel.serials import DAY_ZERO, DAYS_1904
from socroi.workbook.reading.book import load

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from socroi.engine.model.book import Book


@dataclass(frozen=True, slots=True)
class Line:
    """Return, cost and ROI of a total, a platform or a month. None is not known, which is never zero.

    Attributes:
        name: of the platform, or of the month as `January 2025`.
        returned: money.
        cost: money, the part of the shared costs included.
        roi: percent: 25 is a quarter more than the cost. None too where there was no cost.
        status: why there is no ROI, in the workbook's word; "" where there is one or nothing is known.
    """

    name: str
    returned: float | None = None
    cost: float | None = None
    roi: float | None = None
    status: str = ""

    @property
    def profit(self) -> float | None:
        """Return minus cost; None where one of them is not known."""
        return None if self.returned is None or self.cost is None else self.returned - self.cost

    @property
    def is_blank(self) -> bool:
        """True where nothing is known of it."""
        return self.returned is None and self.cost is None


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a report shows.

    Attributes:
        total: the months that count, of the twelve.
        platforms: those of which something is known, in the workbook's order.
        months: all twelve, in order.
        first, last: first and last day of the months that count.
        currency: ISO code.
        company: as typed on the sheet Start; "" where nobody has.
        direct, indirect: the return, divided by how it came about.
        avoided: what unpaid clicks would have cost as ads; beside the return, never in it.
        ahead: costs of the later months of the year that are known already; not in the total.
        paid, organic: ROI of what was marked as paid, and as organic, in percent; None where a side is not known.
        campaigns: those that were named, in the workbook's order.
        low, high: ROI with the estimated lines at their low and at their high, in percent.
        label: what must stand over it, such as `Demo numbers`.
        remarks: sentences that belong under it.
    """

    total: Line
    platforms: list[Line]
    months: list[Line]
    first: date
    last: date
    currency: str
    company: str = ""
    direct: float | None = None
    indirect: float | None = None
    avoided: float | None = None
    ahead: float | None = None
    paid: float | None = None
    organic: float | None = None
    campaigns: list[Line] = field(default_factory=list)
    low: float | None = None
    high: float | None = None
    label: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def period(self) -> str:
        """The months of which something is known, in words; the whole period while nothing is."""
        known = [line for line in self.months if not line.is_blank]
        whole = f"{self.first:%B %Y}", f"{self.last:%B %Y}"
        first, last = (known[0].name, known[-1].name) if known else whole
        return first if first == last else f"{first} to {last}"

    def labelled(self, label: str, remarks: Sequence[str]) -> Summary:
        """The same summary under a label, with remarks."""
        return replace(self, label=label, remarks=list(remarks))


def read_summary(path: str | os.PathLike[str]) -> Summary:
    """Read the summary of a workbook made from the template `four_step`, as they were last computed.

    Raises:
        WorkbookError: it is no such workbook, it was never computed, or its total shows an error.
    """
    names = _Names(load(path).book, str(path))
    # A workbook of an older edition counts the whole of its twelve months.
    first = names.day("count_start" if names.has("count_start") else "period_start")
    last = names.day("count_end" if names.has("count_end") else "period_end")
    if first is None or last is None:
        raise WorkbookError("it was never computed.", where=str(path), hint="Run “socroi calc” on it first.")
    total = _line("Total", names.one("return_total"), names.one("cost_total"), names.one("roi_total"), names.path)
    platforms = _lines(names, "platform")
    months = []
    for place, (start, returned, cost) in enumerate(
        zip(names.many("months"), names.many("month_return"), names.many("month_cost"), strict=True)
    ):
        name = names.after(start).strftime("%B %Y") if isinstance(start, float) else f"Month {place + 1}"
        line = _line(name, returned, cost, None, names.path)
        if line.profit is not None and line.cost:
            line = replace(line, roi=line.profit * 100 / line.cost)
        months.append(line)

    def number(name: str) -> float | None:
        return _number(names.one(name), name, names.path, words=name.startswith("roi"))

    return Summary(
        total,
        [line for line in platforms if not line.is_blank],
        months,
        first,
        last,
        names.text("currency"),
        names.text("company"),
        direct=number("return_direct"),
        indirect=number("return_indirect"),
        avoided=number("avoided_cost"),
        ahead=number("cost_ahead") if names.has("cost_ahead") else None,
        paid=number("roi_paid") if names.has("roi_paid") else None,
        organic=number("roi_organic") if names.has("roi_organic") else None,
        campaigns=_lines(names, "campaign") if names.has("campaign_names") else [],
        low=number("roi_low"),
        high=number("roi_high"),
    )


def _lines(names: _Names, things: str) -> list[Line]:
    """Return the lines of a block that have a name, such as those of the platforms."""
    columns = [names.many(f"{things}_{name}") for name in ("names", "return", "cost", "roi")]
    return [
        _line(name, returned, cost, roi, names.path)
        for name, returned, cost, roi in zip(*columns, strict=True)
        if isinstance(name, str) and name
    ]


def _line(name: str, returned: Any, cost: Any, roi: Any, where: str) -> Line:
    status = roi if isinstance(roi, str) and roi not in CELL_ERRORS else ""
    return Line(
        name,
        _number(returned, f"the return of {name}", where),
        _number(cost, f"the cost of {name}", where),
        None if status else _number(roi, f"the ROI of {name}", where),
        status,
    )


def _number(cell: Any, what: str, where: str, *, words: bool = False) -> float | None:
    """The cell as a number; blank and empty text are not known; an error or another text is refused."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float):
        return cell
    if words and cell not in CELL_ERRORS:
        return None
    raise WorkbookError(
        f"{what} shows {cell}.", where=where, hint="Open the workbook and look at the cells it comes from."
    )


class _Names:
    """The values of a book by its defined names."""

    def __init__(self, book: Book, path: str) -> None:
        self.path = path
        self._cells = NamedCells(book)
        self._first_day = DAY_ZERO + timedelta(days=DAYS_1904 if book.calculation.date_1904 else 0)

    def has(self, name: str) -> bool:
        """Whether the book has a cell of that name."""
        return self._cells.area(name) is not None

    def many(self, name: str) -> list[Any]:
        """The cells of a named column."""
        area = self._cells.area(name)
        if area is None:
            raise WorkbookError(
                f"it has no name “{name}”: it was not made from the template four_step.",
                where=self.path,
                hint="“socroi new four_step” writes one.",
            )
        return [self._cells.at(area.sheet, row, area.left) for row in range(area.top, area.bottom + 1)]

    def one(self, name: str) -> Any:
        """The cell of a name."""
        return self.many(name)[0]

    def text(self, name: str) -> str:
        """The cell as text; "" where it is blank."""
        cell = self.one(name)
        return cell if isinstance(cell, str) else ""

    def day(self, name: str) -> date | None:
        """The cell as a date; None where it holds no number."""
        cell = self.one(name)
        return self.after(cell) if isinstance(cell, float) and cell > 0 else None

    def after(self, days: float) -> date:
        """The day of a date's serial number, as the book counts them."""
        return self._first_day + timedelta(days=days)
