"""The results of a workbook by their names, `roi_total` and its kin, with what they hold and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.review.subject import Place, Subject
from socroi.review.wording import Wording
from socroi.workbook.reading.number_formats import GENERAL

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd

    from socroi.engine.model.block import Scalar

MEANINGS: Final[Mapping[str, str]] = {
    "roi_total": "ROI of the months that count, in percent: 25 means that each 100 spent came back with 25 more",
    "profit_total": "return less cost of the same months",
    "return_total": "what came back, all results at what they are worth",
    "return_direct": "the part of the return that was traced to a sale",
    "return_indirect": "the part of the return that was not traced: counts at what one is worth",
    "return_by_kpi": "the return added up by KPI; the same as return_total unless a row names no known KPI",
    "cost_total": "all costs of the months that count, pay included",
    "cost_shared": "the part of the cost that no single platform has",
    "cost_ahead": "costs of the later months of the year that are known already; in no total",
    "avoided_cost": "what the unpaid clicks would have cost as ads; beside the return, never in it",
    "roi_low": "ROI with the estimated returns at their low",
    "roi_likely": "ROI with the estimated returns as they are likely",
    "roi_high": "ROI with the estimated returns at their high",
    "platform_names": "the platforms, in the order of the figures",
    "platform_return": "return of each platform",
    "platform_cost": "cost of each platform, its part of the shared cost included",
    "platform_own_cost": "cost of each platform alone",
    "platform_roi": "ROI of each platform, in percent",
    "unnamed_return": "return of rows that name none of the platforms",
    "unnamed_cost": "cost of rows that name none of the platforms",
    "months": "the first day of each of the twelve months",
    "month_return": "return of each month",
    "month_cost": "cost of each month; a bill that is spread counts in each of its months",
    "months_so_far": "how many of the twelve months count",
    "count_start": "the first day that counts",
    "count_end": "the last day that counts",
    "last_month": "the last month that has a result",
    "category_names": "the categories of cost",
    "category_cost": "cost of each category",
    "goal_progress": "how far each goal is reached: 0.5 is half of the way",
    "headline": "the figure at the top of the first sheet",
    "open_checks": "how many checks of the workbook are not fine",
    "stops": "how many findings keep the ROI from being shown",
    "currency": "the currency of all amounts",
    "company": "whose workbook it is",
    "margin": "what remains of a sale after the cost of the goods; blank counts whole sales",
}
"""What the names of our workbooks mean. They are the same in every language of a workbook."""
_DAYS: Final = frozenset({"count_start", "count_end"})
_DAY: Final = "yyyy-mm-dd"
"""How days are shown whose cells show nothing: they are for formulas."""
_WORDS: Final = ("word_", "list_", "_xl", "check_")


@dataclass(frozen=True, slots=True)
class ResultName:
    """A name of a workbook.

    Attributes:
        name: as it is written in formulas.
        where: the cells that it names.
        value: what it holds; of several cells how many have a value.
        shown: the value as its cell shows it.
        meaning: what it is; "" where the workbook gave the name itself.
    """

    name: str
    where: str
    value: Scalar
    shown: str
    meaning: str


def names(path: str | os.PathLike[str] | Subject, *, every: bool = False) -> list[ResultName]:
    """Return the results of a computed workbook by their names.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        every: all names of cells, those also that only the workbook's own formulas need.

    Raises:
        SocroiError: the file cannot be read.
    """
    subject = path if isinstance(path, Subject) else Subject(path)
    words = Wording(subject)
    known = {name: place for place, name in enumerate(MEANINGS)}
    found = []
    ours = subject.words is not None
    for defined in subject.book.names:
        name = defined.name
        area = None if defined.sheet is not None else subject.named.area(name)
        if area is None or not (every or name in known or not (ours or name.startswith(_WORDS))):
            continue
        first = Place(area.sheet, area.top, area.left)
        where = subject.where(first)
        if area[1:3] == area[3:]:
            value = subject.value(first)
            shown = words.shown(first) or words.formatted(value, _DAY if name in _DAYS else GENERAL)
        else:
            last = subject.where(first._replace(row=area.bottom, column=area.right)).rpartition("!")[2]
            where = f"{where}:{last}"
            cells = [
                first._replace(row=row, column=column)
                for row in range(area.top, area.bottom + 1)
                for column in range(area.left, area.right + 1)
            ]
            filled = sum(words.shown(cell) != "" for cell in cells)
            value, shown = float(filled), f"{filled} of {len(cells)} cells"
        found.append(ResultName(name, where, value, shown, MEANINGS.get(name, "")))
    return sorted(found, key=lambda each: (known.get(each.name, len(known)), each.name))


def names_table(found: list[ResultName]) -> pd.DataFrame:
    """Return names as a table, a row for each."""
    import pandas as pd

    rows = [(each.name, each.where, each.value, each.meaning) for each in found]
    return pd.DataFrame(rows, columns=["name", "where", "value", "meaning"])
