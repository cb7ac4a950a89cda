"""What the months say of spending more or less on a platform, and only where they can bear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.errors import CellError
from socroi.methods.response_curve import fit, refuse_rows, refuse_waves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.reports.page.findings import View

STEP: Final = 100.0
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Marginal:
    """A platform, and between what the next 100 spent on it brought back in the months so far.

    Attributes:
        platform: its name.
        low, high: the ends of the interval.
        more: whether more of it is worth a try; otherwise less.
    """

    platform: str
    low: float
    high: float
    more: bool


def marginals(months: Sequence[View], *, whole: bool) -> list[Marginal]:
    """Return the platforms whose interval lies wholly above or wholly below what the step costs.

    The curve is SOCMARGINAL's, over a platform's own cost and its return in each month. Several platforms are looked
    at, so the error of them all together is held to 5 in 100 (Bonferroni).

    Args:
        months: each month alone.
        whole: whether sales count whole: then the return is told too high, and only "less" can be said.
    """
    names = list(dict.fromkeys(line.name for view in months for line in view.platforms))
    curves = []
    for name in names:
        pairs = [
            (view.own_cost[name], line.returned)
            for view in months
            for line in view.platforms
            if line.name == name and line.returned is not None and name in view.own_cost
        ]
        if pairs:
            spend, revenue = [cost for cost, _ in pairs], [returned for _, returned in pairs]
            try:
                refuse_rows(spend)
                refuse_waves(spend, revenue, None)
                curves.append((name, fit(spend, revenue)))
            except CellError:
                continue
    found = []
    for name, curve in curves:
        low, high = curve.gain_interval(curve.mean, STEP, 1 - (1 - CONFIDENCE) / len(names))
        if high < STEP or (low > STEP and not whole):
            found.append(Marginal(name, low, high, more=low > STEP))
    return found
