"""Return: what was earned for what was spent."""

from __future__ import annotations

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.units import (
    Aligned,
    Column,
    Cost,
    Margin,
    Money,
    Months,
    Percent,
    Positive,
    Rate,
    Ratio,
    RoiUnit,
)
from socroi.errors import CellError

FAMILY = Family(1, "Return", "What was earned for what was spent?")


@formula(twin='(SUM(revenue)*margin-SUM(cost))*IF(unit="ratio",1,100)/SUM(cost)')
def SOCROI(revenue: Column[Money], cost: Column[Cost], margin: Margin = 1.0, unit: RoiUnit = "percent") -> Percent:
    """Return on investment of social media: what was gained for each 100 spent.

    Args:
        revenue: what social media brought in, one cell or a range; refunds are negative, blanks are skipped.
        cost: everything that social media cost: pay, tools, ads, agencies; blanks are skipped.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.
        unit: "percent" or "ratio"; blank means "percent".

    Returns:
        ((revenue x margin - cost) x 100) / cost. 25 means that each 100 spent came back with 25 more; with the unit
        "ratio" the same is 0.25.

    Errors:
        #DIV/0!: the cost adds up to zero.
        #N/A: revenue or cost holds no number yet, or the unit is unknown.

    Source:
        The formula of [S0] and [S2], step 4: ((revenue attributed to social - cost of social) x 100) / cost of social.

    Examples:
        =SOCROI(1000,500) -> 100
        =SOCROI({1000;500},{500}) -> 200
        =SOCROI(1000,500,0.4) -> -20
        =SOCROI(1000,500,,"ratio") -> 1
        =SOCROI(1000,0) -> #DIV/0!
        =SOCROI(1000,"") -> #N/A
    """
    spent = sum(cost)
    return (sum(revenue) * margin - spent) * (1 if unit == "ratio" else 100) / spent


@formula(twin="SUM(revenue)*margin-SUM(cost)")
def SOCPROFIT(revenue: Column[Money], cost: Column[Cost], margin: Margin = 1.0) -> Money:
    """What is left of the revenue after the goods and the work on social media are paid for.

    Args:
        revenue: what social media brought in, one cell or a range; refunds are negative, blanks are skipped.
        cost: everything that social media cost; blanks are skipped.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        revenue x margin - cost, in the sheet's currency. Below zero is a loss.

    Errors:
        #N/A: revenue or cost holds no number yet.

    Source:
        The numerator of the ROI of [S0] and [S2], step 4.

    Examples:
        =SOCPROFIT(1000,500) -> 500
        =SOCPROFIT({1000;500},400,0.5) -> 350
        =SOCPROFIT(1000,-5) -> #NUM!
    """
    return sum(revenue) * margin - sum(cost)


@formula(
    unplaced="Beside an ROI, revenue for each 1 of spend is read as the same figure, which it is not.",
    twin="SUM(revenue)/SUM(spend)",
)
def SOCROAS(revenue: Column[Money], spend: Column[Cost]) -> Ratio:
    """Return on ad spend: the gross revenue for each 1 spent on ads. It is not ROI, which takes the cost off first.

    Args:
        revenue: what the ads brought in, one cell or a range; blanks are skipped.
        spend: what the ads cost, without pay or tools; blanks are skipped.

    Returns:
        revenue / spend. 4 means that 1 spent on ads went with 4 of revenue.

    Errors:
        #DIV/0!: the spend adds up to zero.
        #N/A: revenue or spend holds no number yet.

    Source:
        The ratio that ad platforms report as "purchase ROAS"; kept apart from the ROI of [S0] and [S2], step 4.

    Examples:
        =SOCROAS(2000,500) -> 4
        =SOCROAS({300;700},{100;100}) -> 5
        =SOCROAS(2000,0) -> #DIV/0!
    """
    return sum(revenue) / sum(spend)


@formula(
    unplaced="It asks for the growth that would have come anyway, which a test tells and nobody has at hand.",
    twin="(SUM(growth)*(1-baseline_rate)*margin-SUM(cost))*100/SUM(cost)",
)
def SOCNETROI(growth: Column[Money], baseline_rate: Rate, cost: Column[Cost], margin: Margin = 1.0) -> Percent:
    """Return on investment of the growth alone, after the growth that would have come anyway is taken out.

    Args:
        growth: the sales growth since social media work began, as money; blanks are skipped.
        baseline_rate: the share of that growth that would have come without social media: organic growth.
        cost: everything that social media cost; blanks are skipped.
        margin: the share of the growth that is left after the goods are paid for; blank means 1: whole sales are
            counted.

    Returns:
        ((growth x (1 - baseline_rate) x margin - cost) x 100) / cost. 25 means 25 gained on each 100 spent.

    Errors:
        #DIV/0!: the cost adds up to zero.
        #N/A: an argument holds no number yet.
        #NUM!: the baseline_rate is outside 0 to 1, such as 25 typed for 25%.

    Source:
        Return on the sales that marketing added, without those that would have come anyway, as [farris2010], chapter
        10: (sales growth - organic sales growth - marketing cost) / marketing cost, times 100 as in [S0], step 4.

    Examples:
        =SOCNETROI(15000,0.2,10000) -> 20
        =SOCNETROI({8000;2000},0.5,5000) -> 0
        =SOCNETROI(15000,0.2,10000,0.5) -> -40
        =SOCNETROI(15000,25,10000) -> #NUM!
    """
    spent = sum(cost)
    return (sum(growth) * (1 - baseline_rate) * margin - spent) * 100 / spent


@formula(
    unplaced="It is asked of one offer before it starts, where there is no table to fill in yet.",
    twin="IF(value<0,#NUM!,SUM(cost)/(value*margin))",
)
def SOCBREAKEVEN(cost: Column[Cost], value: Money, margin: Margin = 1.0) -> Positive:
    """The number of actions (sales, leads, clicks) that pay the cost back.

    Args:
        cost: everything that social media cost; blanks are skipped.
        value: what one action is worth; one cell.
        margin: the share of that value that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        cost / (value x margin): a count, not rounded.

    Errors:
        #DIV/0!: an action is worth nothing after margin.
        #NUM!: an action is worth less than nothing, so no number of them pays back.
        #N/A: cost or value holds no number yet.

    Source:
        Break-even quantity, [farris2010], chapter 3: fixed cost / contribution of one unit; the values of [S3], step 4.

    Examples:
        =SOCBREAKEVEN(500,25) -> 20
        =SOCBREAKEVEN({300;200},25,0.4) -> 50
        =SOCBREAKEVEN(500,0) -> #DIV/0!
    """
    if value < 0:
        raise CellError("#NUM!", "An action is worth less than nothing.", "Check the value.")
    return sum(cost) / (value * margin)


@formula(
    unplaced="Only the workbook programme has what is paid once, and its cell says the same for Excel 2010.",
    twin='LET(due,SUM(cost),known,TOCOL(monthly_gain<""),gains,TOCOL(IF(monthly_gain<"",monthly_gain*margin,0)),'
    "so_far,SCAN(0,gains,LAMBDA(before,gain,before+gain)),months,MAX(SEQUENCE(ROWS(gains))*known),"
    "paid,IFERROR(MATCH(TRUE,so_far>=due,0),months+1),gap,IFERROR(MATCH(FALSE,known,0),months+1),"
    "IF(due=0,0,IF(paid<=MIN(gap,months),paid-(INDEX(so_far,paid)-due)/INDEX(gains,paid),"
    "IF((gap<months)+(SUM(gains)<=0),#N/A,due*months/SUM(gains)))))",
)
def SOCPAYBACK(cost: Column[Cost], monthly_gain: Aligned[Money], margin: Margin = 1.0) -> Months:
    """Months until the gains have paid the cost back.

    Args:
        cost: what was spent at the start; blanks are skipped.
        monthly_gain: the gain of each month in turn, a range; or one cell with the gain of a usual month. Blanks after
            the last known month have not come yet. A blank between them is not known: if the cost is not paid back
            before it, neither is the answer.
        margin: the share of the gain that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        The month in which the gains so far reach the cost, with the part of that month in proportion. 2.5 means in the
        middle of the third month. Where they do not reach it yet, the months to come are taken to be like the average
        of those known: cost / average gain. So a list of months gives what its usual month gives.

    Errors:
        #N/A: the months known gain nothing on average, so that it is never paid back, or a gain between them is not
            known yet.

    Source:
        Payback period with interpolation in the last period, as textbooks of capital budgeting define it: [ross2010],
        chapter 9.

    Examples:
        =SOCPAYBACK(600,200) -> 3
        =SOCPAYBACK(600,{100;200;400;100}) -> 2.75
        =SOCPAYBACK(600,{200;200}) -> 3
        =SOCPAYBACK(600,{100;200;"";""}) -> 4
        =SOCPAYBACK(600,{100;"";900}) -> #N/A
        =SOCPAYBACK(600,-50) -> #N/A
    """
    due = sum(cost)
    never = CellError("#N/A", "The gains do not pay the cost back, at this pace never.", "Look at cost and gain.")
    if due == 0:
        return 0.0
    months = max(month for month, known in enumerate(monthly_gain, 1) if known is not None)
    gained = 0.0
    for month, known in enumerate(monthly_gain[:months]):
        if known is None:
            raise CellError("#N/A", f"The gain of month {month + 1} is not known yet.", "Fill it in.")
        gain = known * margin
        if gained + gain >= due:
            return month + (due - gained) / gain
        # Added up rather than taken off the cost, beside which a small gain would lose its digits.
        gained += gain
    if gained <= 0:
        raise never
    return due * months / gained
