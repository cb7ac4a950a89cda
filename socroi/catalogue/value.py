"""Value: what an action, a fan or a customer is worth."""

from __future__ import annotations

from math import expm1, log1p
from typing import Annotated, Final, Literal

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.suggestion import nearest
from socroi.definition.units import (
    ZEROS,
    Cell,
    Column,
    Cost,
    Count,
    Each,
    Grid,
    Holds,
    Kind,
    Margin,
    Money,
    Paired,
    PairedOrOne,
    Positive,
    Rate,
    Share,
    Text,
    as_text,
)
from socroi.errors import CellError

FAMILY = Family(2, "Value", "What is an action, a fan or a customer worth?")

Leavers = Annotated[
    Literal["pay", "skip"],
    Kind(
        "what leavers do",
        '"pay" (until the end of the period in which they leave) or "skip" (that payment)',
        Holds.CHOICE,
    ),
]

BENCHMARKS: Final[tuple[tuple[str, float, str, float | None, str, str], ...]] = (
    ("follower", 0.25, "USD", None, "S3, step 5: its author calls the values fictional", "illustrative"),
    ("lead", 5.0, "USD", None, "S3, step 5: its author calls the values fictional", "illustrative"),
    ("link click", 1.0, "USD", None, "S3, step 5: its author calls the values fictional", "illustrative"),
    ("Facebook like, cost", 0.23, "USD", 2019.0, "S3, step 4: average in the US; year estimated", "published"),
)
"""KPI, value, currency, year, source, and whether the figure is an illustration or was published as measured."""


@formula(
    twin="IF(SUMPRODUCT(IFERROR(LEN(values),1))=0,#N/A,LET("
    "found,IF(COLUMNS(values)<2,IF(ROWS(values)<2,LEN(values),0)+#VALUE!,"
    "INDEX(values,XMATCH(kpi,TRIM(INDEX(values,0,1))),2)),"
    'IF(found<"",quantity*found,IF(LEN(found),#VALUE!,#N/A))))'
)
def KPIVALUE(kpi: Each[Text], quantity: Each[Count] = 1.0, values: Grid | None = None) -> Money:
    """What a quantity of a KPI is worth, at the KPI's own unit value.

    Args:
        kpi: the name of the KPI, case and surrounding space ignored; one cell, or a range that is answered cell by
            cell.
        quantity: how many there were; one cell, or a range as long as kpi. Left out, it is 1: the unit value
            itself. A blank cell is not known yet, and so is its worth.
        values: your own table of two columns, KPI and the value of one. Where it is left out or still empty, nothing is
            known of what a KPI is worth: no value of anybody else's is taken instead.

    Returns:
        quantity x unit value, in the currency of the values. Where a KPI stands twice in the table, its first row
        counts.

    Errors:
        #N/A: the table is left out or empty, the KPI is not in it, or its value or the quantity is blank, which means
            not known yet.
        #VALUE!: the table has one column only, or the KPI's value is a text.

    Source:
        [S3], steps 4 and 5: a money value for each KPI, times its results.

    Examples:
        =KPIVALUE("lead",4,{"lead",12;"link click",0.5}) -> 48
        =KPIVALUE(" Link Click ",30,{"lead",12;"link click",0.5}) -> 15
        =KPIVALUE("lead",,{"lead",12;"link click",0.5}) -> 12
        =KPIVALUE("lead","",{"lead",12;"link click",0.5}) -> #N/A
        =KPIVALUE({"lead";"follower"},{2;100},{"lead",12;"follower",0.1}) -> {24;10}
        =KPIVALUE("leed",4,{"lead",12;"link click",0.5}) -> #N/A
        =KPIVALUE("lead",4) -> #N/A
    """
    if values is None:
        hint = "Give a table of two columns: the KPI, and what one of it is worth to you."
        raise CellError("#N/A", f'What one "{kpi}" is worth is not known: there is no table of values.', hint)
    if len(values[0]) < 2:
        raise CellError("#VALUE!", "values has one column.", "Give two: the KPI, and what one of it is worth.")
    wanted = kpi.casefold()
    for name, worth, *_ in values:
        if not isinstance(name, CellError) and as_text(name).casefold() == wanted:
            return quantity * _unit_value(kpi, worth)
    known = [as_text(name) for name, *_ in values if isinstance(name, str)]
    raise CellError("#N/A", f'The KPI "{kpi}" is not in the table of values.', nearest(kpi, known))


def _unit_value(kpi: str, worth: Cell) -> float:
    if isinstance(worth, CellError):
        raise worth
    if worth is None:
        raise CellError("#N/A", f'The value of "{kpi}" is not known yet.', "Fill it in.")
    if not isinstance(worth, float):
        raise CellError("#VALUE!", f'The value of "{kpi}" is {as_text(worth)}, not a number.', "Type a number.")
    return worth


@formula(unplaced="The articles' values were made up by their authors, and a workbook holds your own alone.")
def SOCBENCHMARKS(kpi: Text = "") -> Spill:
    """The values that the articles give for a KPI, each with its source, its year and what it is worth as evidence.

    Args:
        kpi: the KPI whose row is wanted; blank means all of them.

    Returns:
        A table: KPI, value, currency, year, source, status. The status "illustrative" is a made-up example,
        "published" a figure that the source gives as measured. No function uses them: they are shown, and no more.

    Errors:
        #N/A: there is no benchmark for that KPI.

    Source:
        [S3]: the example values in step 5, and the average cost of a Facebook like in step 4. The article names no
        year.

    Examples:
        =SOCBENCHMARKS("LEAD") ->
            {"KPI","value","currency","year","source","status";
            "lead",5,"USD","","S3, step 5: its author calls the values fictional","illustrative"}
        =SOCBENCHMARKS("tweet") -> #N/A
    """
    rows = [row for row in BENCHMARKS if not kpi or row[0].casefold() == kpi.casefold()]
    if not rows:
        raise CellError("#N/A", f'There is no benchmark for "{kpi}".', nearest(kpi, [row[0] for row in BENCHMARKS]))
    return Spill(rows, header=("KPI", "value", "currency", "year", "source", "status"))


@formula(
    unplaced="The tables multiply quantity and value row by row, where the product can be seen and traced.",
    twin="SUM(quantity*value)",
)
def SOCVALUE(quantity: Paired[Count], value: PairedOrOne[Money]) -> Money:
    """What all actions together are worth: each quantity times its value.

    Args:
        quantity: how many there were; a range, row by row with value. A blank is not known yet and leaves its row out.
        value: what one of them is worth; a range as long as quantity, or one cell for all rows.

    Returns:
        The sum of quantity x value, in the sheet's currency.

    Errors:
        #N/A: no row has both.
        #VALUE!: the two ranges differ in size.

    Source:
        [S3], step 5: "benefits" are the results multiplied by the values given to the KPIs.

    Examples:
        =SOCVALUE({100;20;300},{0.25;5;1}) -> 425
        =SOCVALUE({100;"";300},2) -> 800
        =SOCVALUE({100;20},{1;2;3}) -> #VALUE!
    """
    return sum(q * v for q, v in zip(quantity, value, strict=True))


@formula(twin="average_sale*close_rate*margin")
def SOCLEADVALUE(average_sale: Money, close_rate: Rate, margin: Margin = 1.0) -> Money:
    """What one lead is worth, before anyone knows whether it will buy.

    Args:
        average_sale: the revenue of an average sale.
        close_rate: the share of leads that buy.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        average_sale x close_rate x margin: money for each lead.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a rate is outside 0 to 1, such as 10 typed for 10%.

    Source:
        Expected value of a lead, as of a prospect in [farris2010], chapter 5; [S3], step 4 asks for a value for each
        KPI.

    Examples:
        =SOCLEADVALUE(200,0.1) -> 20
        =SOCLEADVALUE(200,0.1,0.25) -> 5
        =SOCLEADVALUE(200,10) -> #NUM!
    """
    return average_sale * close_rate * margin


def _log_twin(rate: str) -> str:
    """Return Excel text for the logarithm of 1 + rate, which keeps its digits where the rate is tiny."""
    return f"IF(ABS({rate})<0.0001,{rate}-{rate}^2/2+{rate}^3/3-{rate}^4/4,LN(1+{rate}))"


@formula(
    unplaced="The sheets ask for sale, purchases and years, since few know a churn and a discount rate.",
    twin='value*margin*IF(leavers="pay",1,1-churn)*IF(discount+churn=0,IF(LEN(periods),periods,1/0),'
    "IF((LEN(periods)=0)+(churn=1),1/(discount+churn),LET("
    f"gone,-churn,kept,periods*({_log_twin('gone')}-{_log_twin('discount')}),"
    "IF(ABS(kept)<0.0001,-kept-kept^2/2-kept^3/6-kept^4/24,1-EXP(kept))/(discount+churn))))",
)
def SOCLTV(
    value: Money,
    periods: Positive | None = None,
    margin: Margin = 1.0,
    discount: Rate = 0.0,
    churn: Rate = 0.0,
    leavers: Leavers = "pay",
) -> Money:
    """Lifetime value of a customer: what they bring over the time that they stay, in today's money.

    Args:
        value: the revenue of one customer in one period.
        periods: for how many periods; blank means without an end, which needs a discount or a churn.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.
        discount: the interest of one period, by which later money counts less; blank means 0.
        churn: the share of customers who leave in one period; blank means 0.
        leavers: whether those who leave in a period still pay for it: "pay", where they pay until the period ends and
            then leave, or "skip", where they left before they paid; blank means "pay".

    Returns:
        The sum over periods t = 1, 2, ... of value x margin x (1 - churn)^(t-1) / (1 + discount)^t; all payments come
        at the end of their period. Where leavers skip theirs, each is worth (1 - churn) of that: with no end it is then
        the margin multiple of the source, r / (1 + i - r) with r = 1 - churn. Without an end and without a discount it
        is value x margin / churn; without churn, Excel's -PV(discount, periods, value x margin).

    Errors:
        #DIV/0!: without an end, and with neither discount nor churn, the value has no limit.
        #N/A: the value is blank, or it is not known what leavers do.
        #NUM!: a rate is outside 0 to 1.

    Source:
        [gupta2003]. Its multiple counts those who stay through each period, the first included: "skip". The other
        convention, in which everybody who is there at the start of a period pays for it, is "pay".

    Examples:
        =SOCLTV(50,12) -> 600
        =SOCLTV(50,,0.4,,0.1) -> 200
        =SOCLTV(110,2,,0.1) -> 190.90909090909091
        =SOCLTV(100,,,0.12,0.2) -> 312.5
        =SOCLTV(100,,,0.12,0.2,"skip") -> 250
        =SOCLTV(50) -> #DIV/0!
    """
    paying = value * margin * (1 if leavers == "pay" else 1 - churn)
    if discount + churn == 0:
        if periods is None:
            raise CellError("#DIV/0!", "Without an end the value has no limit.", "Give periods, a discount or a churn.")
        return paying * periods
    # Of a rate as tiny as 0.1 + 0.2 - 0.3 leaves, 1 - ((1 - churn) / (1 + discount))^periods would keep no digit.
    endless = periods is None or churn == 1
    missing = 1.0 if endless else -expm1(periods * (log1p(-churn) - log1p(discount)))  # type: ignore[operator]  # known
    return paying * missing / (discount + churn)


@formula(
    unplaced="What part of a customer's value may be spent on winning them is a rule that the house sets.",
    twin="ltv*share",
)
def SOCMAXCPA(ltv: Money, share: Share) -> Money:
    """The most that one new customer may cost, as a share of what they bring.

    Args:
        ltv: the lifetime value of a customer, as from SOCLTV.
        share: the part of it that may be spent on winning them: your own decision, for which there is no default.

    Returns:
        ltv x share: money for each customer won.

    Errors:
        #N/A: the ltv or the share is blank.
        #NUM!: the share is outside 0 to 1.

    Source:
        [S3], step 4: decide what a follower, a lead or a click may cost at most.

    Examples:
        =SOCMAXCPA(600,0.25) -> 150
        =SOCMAXCPA(600,"") -> #N/A
        =SOCMAXCPA(600,25) -> #NUM!
    """
    return ltv * share


@formula(twin="SUM(clicks*cpc*(1-brand_share))")
def SOCPPCVALUE(clicks: Paired[Count], cpc: PairedOrOne[Cost], brand_share: PairedOrOne[Share] = ZEROS) -> Money:
    """What the same visits would have cost as pay-per-click: an avoided cost, which is no revenue.

    Args:
        clicks: the visits of each keyword or link; a range. A blank is not known yet and leaves its row out.
        cpc: what a click on that keyword costs as an ad; a range as long as clicks, or one cell for all rows.
        brand_share: the share of those clicks that searched for your own name and would have come anyway; a range, or
            one cell for all rows. Blank means 0.

    Returns:
        The sum of clicks x cpc x (1 - brand_share). Show it on a line of its own, never inside the return.

    Errors:
        #N/A: no row has both clicks and cpc.
        #VALUE!: the ranges differ in size.
        #NUM!: a count or a cost is below 0, or a share is outside 0 to 1.

    Source:
        [S1], point 1: match the keywords with the costs of pay-per-click on the same terms and add the numbers up.

    Examples:
        =SOCPPCVALUE({100;50},{0.5;2}) -> 150
        =SOCPPCVALUE({100;50},{0.5;2},0.2) -> 120
        =SOCPPCVALUE({100;50},{0.5;2;3}) -> #VALUE!
    """
    return sum(c * p * (1 - b) for c, p, b in zip(clicks, cpc, brand_share, strict=True))


@formula(
    unplaced="It multiplies five guesses; the sheets ask what a KPI is worth and how that is known instead.",
    twin="posts_per_day*30*clicks_per_post*conversion_rate*conversion_value/unlikes_per_month",
)
def SOCFANVALUE(
    unlikes_per_month: Count,
    posts_per_day: Count,
    clicks_per_post: Count,
    conversion_rate: Rate,
    conversion_value: Money,
) -> Money:
    """What one fan is worth over the time that they stay a fan.

    Args:
        unlikes_per_month: how many fans or followers of the page leave in a month.
        posts_per_day: how many posts with a link to your site there are on a day.
        clicks_per_post: how many clicks such a post gets.
        conversion_rate: the share of those clicks that convert.
        conversion_value: what a conversion is worth.

    Returns:
        posts x 30 x clicks x conversion_rate x conversion_value / unlikes: money for each fan. How many fans there are
        does not matter: the more there are, the longer each stays and the smaller is each one's part of the clicks.

    Errors:
        #DIV/0!: no fan leaves.
        #N/A: an argument is blank.
        #NUM!: a count is below 0, or the conversion_rate is outside 0 to 1.

    Source:
        The "value of a like" of [zarrella2012]: likes / unlikes per month x posts per month x clicks / likes x rate x
        value, in which the likes cancel.

    Examples:
        =SOCFANVALUE(10,1,5,0.02,50) -> 15
        =SOCFANVALUE(0,1,5,0.02,50) -> #DIV/0!
    """
    return posts_per_day * 30 * clicks_per_post * conversion_rate * conversion_value / unlikes_per_month


@formula(twin="questions*answered_share*deflection_rate*cost_per_contact")
def SOCSAVINGS(questions: Count, answered_share: Share, deflection_rate: Rate, cost_per_contact: Cost) -> Money:
    """Service cost saved by answers that customers find on social media instead of calling.

    Args:
        questions: how many questions were asked there.
        answered_share: the share of them that got an answer.
        deflection_rate: the share of answered questions that would have become a call or a letter otherwise.
        cost_per_contact: what such a call or letter costs.

    Returns:
        questions x answered_share x deflection_rate x cost_per_contact: an avoided cost.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a share is outside 0 to 1, or a count or a cost is below 0.

    Source:
        [S1]: service cost saved, because one answer in public serves many.

    Examples:
        =SOCSAVINGS(400,0.5,0.25,8) -> 400
        =SOCSAVINGS(400,50,0.25,8) -> #NUM!
    """
    return questions * answered_share * deflection_rate * cost_per_contact


@formula(twin="advocates*referrals_each*conversion_rate*value")
def SOCWOM(advocates: Count, referrals_each: Count, conversion_rate: Rate, value: Money) -> Money:
    """What word of mouth brings: people who recommend the company, times what comes of it.

    Args:
        advocates: how many people recommend the company.
        referrals_each: how many people each of them reaches with a recommendation.
        conversion_rate: the share of those people who buy.
        value: what one such purchase is worth.

    Returns:
        advocates x referrals_each x conversion_rate x value, in the sheet's currency.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a count is below 0, or the conversion_rate is outside 0 to 1.

    Source:
        [S1]: word of mouth as a return of its own; [S3], step 2.

    Examples:
        =SOCWOM(50,3,0.1,40) -> 600
        =SOCWOM(-50,3,0.1,40) -> #NUM!
    """
    return advocates * referrals_each * conversion_rate * value


@formula(
    unplaced="Where orders are counted, they are a KPI of their own, and an order's worth stands beside it.",
    twin="SUM(revenue)/SUM(orders)",
)
def SOCAOV(revenue: Column[Money], orders: Column[Count]) -> Money:
    """Average order value: what one order brings.

    Args:
        revenue: what the orders brought in, one cell or a range; refunds are negative, blanks are skipped.
        orders: how many orders there were, one cell or a range; blanks are skipped.

    Returns:
        The sum of revenue / the sum of orders, in the sheet's currency.

    Errors:
        #DIV/0!: there were no orders.
        #N/A: revenue or orders hold no number yet.

    Source:
        The "average sale" that [S3], step 1 names among the goals, as shops and Google Analytics define it,
        [clifton2012].

    Examples:
        =SOCAOV(5000,100) -> 50
        =SOCAOV({5000;1000},{100;20}) -> 50
        =SOCAOV(5000,0) -> #DIV/0!
    """
    return sum(revenue) / sum(orders)
