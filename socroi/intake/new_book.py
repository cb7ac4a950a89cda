"""What a new book for some exports begins with: its currency, its first month; and what their figures cannot say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from socroi.errors import SourceError
from socroi.intake.platforms import placed
from socroi.intake.rows import months_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from socroi.intake.sums import Sums

MONTHS: Final = 12
"""How many months a book counts."""


def currency_for(frames: Sequence[pd.DataFrame], given: str | None) -> str:
    """Return the currency of the rows of some exports, EUR where they have no money.

    Args:
        frames: their tidy rows.
        given: what was said of those that do not name theirs.

    Raises:
        SourceError: there are several.
    """
    found = {str(code) for rows in frames for code in rows["currency"].dropna().unique()}
    if given:
        found.add(given)
    if len(found) > 1:
        raise SourceError(
            f"amounts are in {' and '.join(sorted(found))}, which cannot be added up.", hint="Take one currency."
        )
    return found.pop() if found else "EUR"


def first_month_for(frames: Sequence[pd.DataFrame], said: Mapping[str, str]) -> date:
    """Return the first of the twelve months: all months of the exports where they fit, else the latest twelve."""
    every = [(months_of(rows), placed(rows, said).notna()) for rows in frames]
    social = {str(month) for months, place in every for month in months[place].dropna().unique()}
    # Exports of no social medium are shown too, in the months that they are of.
    months = sorted(social or {str(month) for months, _ in every for month in months.dropna().unique()})
    if not months:
        return date(date.today().year, 1, 1)  # noqa: DTZ011 - the year on the user's own calendar
    first, last = (int(month[:4]) * MONTHS + int(month[5:]) - 1 for month in (months[0], months[-1]))
    start = max(first, last - MONTHS + 1)
    return date(start // MONTHS, start % MONTHS + 1, 1)


def gaps(summed: Sums, *, other_costs: bool) -> list[str]:
    """Say what is missing, and what the result can therefore not say.

    Args:
        summed: what counts of the exports.
        other_costs: whether the book has costs besides what platforms billed.
    """
    said = []
    returned = any(row.revenue is not None for row in summed.results)
    if not returned:
        said.append(
            "No revenue is known, so there is no return and no ROI. It is not zero: type what one action is worth on "
            "the sheet Values, or the money that was traced on the sheet Results."
        )
    paid = {row.platform for row in summed.costs if row.platform}
    silent = sorted(paid - {row.platform for row in summed.results if row.platform})
    if returned and silent:
        said.append(
            f"{' and '.join(silent)}: the cost is known and the return is not. The total counts the cost and no return."
        )
    if not summed.costs and not other_costs:
        said.append(
            "No cost is known, so there is no ROI. It is not zero: type pay, tools, ads and agencies on the sheet "
            "Costs."
        )
    elif not other_costs:
        said.append(
            "The only cost is what the platform billed. Pay, tools and agencies are missing: type them on the sheet "
            "Costs, and the ROI will be lower."
        )
    return said
