"""Evidence: how sure the return is."""

from __future__ import annotations

from math import sqrt

from socroi.errors import CellError
from socroi.registry import Family, formula
from socroi.spill import Spill
from socroi.units import Column, Cost, Money, Paired

FAMILY = Family(8, "Evidence", "How sure is the return?")


@formula(
    twin="IF(SUM((low>likely)+(likely>high)),#NUM!,LET(spent,SUM(cost),mean,SUM((low+4*likely+high)/6),"
    'VSTACK({"low","likely","high","PERT mean","PERT spread"},HSTACK((SUM(low)-spent)*100/spent,'
    "(SUM(likely)-spent)*100/spent,(SUM(high)-spent)*100/spent,(mean-spent)*100/spent,"
    "SQRT(SUM(((high-low)/6)^2))*100/spent))))"
)
def SOCRANGE(low: Paired[Money], likely: Paired[Money], high: Paired[Money], cost: Column[Cost]) -> Spill:
    """ROI as a range: if every line of the return comes out low, likely or high, and what is to be expected between.

    Args:
        low: the least that each line of the return may bring; a range, or one cell.
        likely: what each line will most likely bring; a range as long as low.
        high: the most that each line may bring; a range as long as low. A row with a blank is not known yet and is
            left out.
        cost: everything that social media cost; blanks are skipped.

    Returns:
        A table of one row, all in percent as in SOCROI: ROI with all lines low, likely and high; the ROI to be
        expected, with (low + 4 x likely + high) / 6 for each line; and its spread, the square root of the sum of
        ((high - low) / 6)^2, for lines that do not depend on each other.

    Errors:
        #NUM!: a low is above its likely, or a likely above its high.
        #DIV/0!: the cost adds up to zero.
        #N/A: no row has all three, or the cost is not known yet.
        #VALUE!: the ranges differ in size.

    Source:
        Malcolm, Roseboom, Clark and Fazar, "Application of a technique for research and development program
        evaluation", Operations Research 7 (1959), for PERT; S1: indirect returns are hard to measure, so each carries
        a range.

    Examples:
        =SOCRANGE(600,900,1800,500) -> {"low","likely","high","PERT mean","PERT spread";20,80,260,100,40}
        =SOCRANGE({300;300},{450;450},{900;900},500) -> {"low","likely","high","PERT mean","PERT spread";
            20,80,260,100,28.284271247461902}
        =SOCRANGE(600,500,1800,500) -> #NUM!
    """
    if any(a > b or b > c for a, b, c in zip(low, likely, high, strict=True)):
        raise CellError("#NUM!", "A line is not in the order low, likely, high.", "Put its three values in order.")
    spent = sum(cost)
    mean = sum((a + 4 * b + c) / 6 for a, b, c in zip(low, likely, high, strict=True))
    spread = sqrt(sum(((c - a) / 6) ** 2 for a, c in zip(low, high, strict=True)))
    returns = [sum(low), sum(likely), sum(high), mean]
    return Spill(
        [[*((value - spent) * 100 / spent for value in returns), spread * 100 / spent]],
        header=("low", "likely", "high", "PERT mean", "PERT spread"),
    )
