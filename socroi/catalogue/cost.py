"""Cost: what the work on social media takes, in pay and in money."""

from __future__ import annotations

from math import isfinite, ulp
from typing import Annotated, Literal

from socroi.catalogue.breakdown import total_label
from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    ZEROS,
    Aligned,
    Cell,
    Column,
    Cost,
    Count,
    Holds,
    Hours,
    Kind,
    Markup,
    Money,
    Paired,
    PairedOrOne,
    Positive,
    Rate,
    Text,
)

FAMILY = Family(4, "Cost", "What did it take, in pay and in money?")

CostView = Annotated[
    Literal["total", "table"],
    Kind("a view", '"total" (one number) or "table" (by category, with shares)', Holds.CHOICE),
]


@formula(
    unplaced="The table of costs multiplies hours and pay in each row, for a table takes no array formula.",
    twin="SUM(hours*hourly_rate*(1+overhead))",
)
def SOCLABOR(hours: Paired[Hours], hourly_rate: PairedOrOne[Cost], overhead: PairedOrOne[Markup] = ZEROS) -> Cost:
    """What the working time costs: staff and management, each at their own rate.

    Args:
        hours: the hours worked; a range, a row for each person or task. A blank is not known yet and leaves its row
            out.
        hourly_rate: the pay of an hour; a range as long as hours, or one cell for all rows.
        overhead: what comes on top of pay (insurance, holidays, rooms), as a share of it; a range, or one cell for all
            rows. Blank means 0.

    Returns:
        The sum of hours x hourly_rate x (1 + overhead).

    Errors:
        #N/A: no row has both hours and a rate.
        #VALUE!: the ranges differ in size.
        #NUM!: hours or a rate of pay are below 0, or the overhead is outside 0 to 3, such as 25 typed for 25%.

    Source:
        [S0] and [S2], step 3: how much time it takes, and what that is as pay of employees and management.

    Examples:
        =SOCLABOR({10;2},{20;50}) -> 300
        =SOCLABOR({10;2},{20;50},0.5) -> 450
        =SOCLABOR(10,20,25) -> #NUM!
    """
    return sum(h * r * (1 + o) for h, r, o in zip(hours, hourly_rate, overhead, strict=True))


@formula(unplaced="The sheets add up costs by category, platform and month, each in a cell that can be traced.")
def SOCCOST(category: Aligned[Text], amount: Aligned[Cost], show: CostView = "total") -> Money | Spill:
    """All costs together, or by category with the share of each.

    Args:
        category: the kind of cost of each row: pay, tools, ads. Case and surrounding space are ignored; a blank is a
            category of its own, "(blank)".
        amount: what was spent; a range as long as category. A blank is not known yet and adds nothing.
        show: "total" or "table"; blank means "total".

    Returns:
        The total of the amounts that are known; or a table of category, amount and share, in order of first
        appearance, with a total row. A category of which no amount is known yet shows none, and the total's name says
        how many it covers: "total (2 of 3)".

    Errors:
        #N/A: no category or no amount is known yet.
        #VALUE!: the ranges differ in size.
        #DIV/0!: the table's total is zero, so that there are no shares.

    Source:
        [S0] and [S2], step 3: all of it belongs into the calculation; [S3], step 3: all costs in one period.

    Examples:
        =SOCCOST({"Ads";"Pay";"ads"},{100;300;200}) -> 600
        =SOCCOST({"Ads";"Pay";"ads"},{100;300;200},"table") ->
            {"category","amount","share";
            "Ads",300,0.5;"Pay",300,0.5;"total",600,1}
        =SOCCOST({"Ads";"Pay"},{100;""},"table") ->
            {"category","amount","share";
            "Ads",100,1;"Pay","","";"total (1 of 2)",100,1}
        =SOCCOST({"Ads";"Pay"},{100;-1}) -> #NUM!
    """
    total = sum(a for a in amount if a is not None)
    if show == "total":
        return total
    names: dict[str, str] = {}
    sums: dict[str, float | None] = {}
    for name, spent in zip(category, amount, strict=True):
        if name is None and spent is None:
            continue
        key = (name or "(blank)").casefold()
        names.setdefault(key, name or "(blank)")
        before = sums.get(key)
        sums[key] = before if spent is None else (before or 0.0) + spent
    rows: list[list[Cell]] = [[names[key], s, None if s is None else s / total] for key, s in sums.items()]
    label = total_label(sum(spent is not None for spent in sums.values()), len(sums))
    return Spill([*rows, [label, total, 1.0]], header=("category", "amount", "share"))


@formula(
    unplaced="Refunds and discounts are a category of the table of costs, typed as they were given back.",
    twin="SUM(refunds)+SUM(order_values*discount_rates)",
)
def SOCREFUND(refunds: Column[Cost], order_values: Paired[Cost], discount_rates: PairedOrOne[Rate]) -> Cost:
    """What customer care on social media gave back: refunds, and discounts on later orders.

    Args:
        refunds: the amounts paid back, one cell or a range; blanks are skipped, 0 means none.
        order_values: the orders on which a discount was given, before the discount; a range. A blank leaves its row
            out.
        discount_rates: the discount on each of them; a range as long as order_values, or one cell for all rows.

    Returns:
        The sum of the refunds, plus the sum of order_values x discount_rates.

    Errors:
        #N/A: there is no refund, or no order with its discount.
        #VALUE!: the two ranges of orders differ in size.
        #NUM!: an amount is below 0, or a discount is outside 0 to 1.

    Source:
        [S0] and [S2], step 3: money spent on refunding or discounting customer care issues.

    Examples:
        =SOCREFUND({20;30},{100;200},{0.1;0.2}) -> 100
        =SOCREFUND({20;30},0,0) -> 50
        =SOCREFUND({20;30},{100;200},{10;20}) -> #NUM!
    """
    return sum(refunds) + sum(o * d for o, d in zip(order_values, discount_rates, strict=True))


@formula(
    unplaced="The table of costs spreads a bill in each row, for a table takes no array formula.",
    twin="SUM(cost)*MAX(0,MIN(to_month,months)-MAX(from_month,1)+1)/months",
)
def SOCAMORT(cost: Column[Cost], months: Positive, from_month: Positive, to_month: Positive) -> Cost:
    """The part of a cost for many months that falls into some of them: a yearly licence in its share of a quarter.

    Args:
        cost: what was paid for all the months together; blanks are skipped.
        months: for how many months it is paid.
        from_month: the first month of the window, counted from the month in which the cost begins, which is 1.
        to_month: the last month of the window, itself included.

    Returns:
        cost / months for each month that both the cost and the window have; 0 where they have none in common.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a month is not above 0.

    Source:
        [S3], step 3: all costs in one period; spread by the straight-line method of [iasb2003], paragraph 62.

    Examples:
        =SOCAMORT(1200,12,1,3) -> 300
        =SOCAMORT(1200,12,11,14) -> 200
        =SOCAMORT(1200,12,13,15) -> 0
        =SOCAMORT(1200,0,1,3) -> #NUM!
    """
    return sum(cost) * max(0.0, min(to_month, months) - max(from_month, 1) + 1) / months


@formula(twin='IF(SUM(driver)=0,1/0,IF(driver<"",SUM(shared_cost)*driver/SUM(driver),""))')
def SOCALLOC(shared_cost: Column[Cost], driver: Aligned[Count]) -> list[float | None]:
    """A shared cost divided among rows in proportion to a driver: hours, posts, revenue.

    Args:
        shared_cost: what is to be divided; blanks are skipped.
        driver: what it is divided by, a range with a row for each platform or campaign. A blank gets nothing, and shows
            none.

    Returns:
        shared_cost x driver / sum of drivers, in the shape of the driver; the parts add up to the shared cost exactly.

    Errors:
        #DIV/0!: the drivers add up to zero.
        #N/A: the shared cost or every driver is blank.
        #NUM!: a driver is below 0.

    Source:
        Activity-based costing, [cooper1988]; [S3], step 5: each platform is to be looked at with its own costs.

    Examples:
        =SOCALLOC(900,{1;2;6}) -> {100;200;600}
        =SOCALLOC(900,{1,"",2}) -> {300,"",600}
        =SOCALLOC(900,{0;0}) -> #DIV/0!
    """
    shared, whole = sum(shared_cost), sum(d for d in driver if d is not None)
    if not isfinite(shared) or not isfinite(whole):
        raise OverflowError("the sums are too large")
    # In whole grains of the last digit of the shared cost no sum of parts is ever rounded, in whatever order.
    grain = ulp(shared)
    grains = shared / grain
    parts = [None if d is None else round(grains * d / whole) for d in driver]
    largest = max(range(len(driver)), key=lambda index: driver[index] or 0.0)
    parts[largest] = (parts[largest] or 0) + int(grains) - sum(part or 0 for part in parts)
    return [None if part is None else part * grain for part in parts]
