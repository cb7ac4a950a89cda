"""Witnesses: what customers and the shop itself say, beside what platforms claim and what tests show."""

from __future__ import annotations

from math import fsum
from typing import Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import ONES, Cell, Column, Confidence, Cost, Count, Margin, Money, Paired, Text
from socroi.errors import CellError
from socroi.methods.multinomial import simultaneous

FAMILY = Family(16, "Witnesses", "What do customers and the shop itself say, beside what platforms claim?")

FEWEST_ANSWERS: Final = 30
"""Below these the intervals of all answers together are too wide to be of use."""
MOST_ANSWERS: Final = 100_000_000
"""Answers beyond which the quantiles of an interval lose their digits, and take seconds each."""
CLAIMED: Final = "more is claimed than was sold"


@formula(unplaced="The sheet Four witnesses has all answers in cells that Excel 2010 computes, with an interval.")
def SOCHEARD(
    answer: Paired[Text],
    quantity: Paired[Count] = ONES,
    asked: Count | None = None,
    tracked: Paired[Count | None] | None = None,
    confidence: Confidence = 0.95,
) -> Spill:
    """How did you hear of us: each answer's share with an interval, and what the silent could make of it.

    Args:
        answer: what each customer answered, or each answer once; case and surrounding space are ignored. A blank is no
            answer.
        quantity: how many customers gave that answer; a range as long as answer. Blank means 1: one row, one customer.
        asked: how many customers were asked, the silent among them; blank: nothing is said of those.
        tracked: how many of those asked came from there by the shop's own tracking (links, paths); a range as long as
            answer. Blank: no dark part is told.
        confidence: how sure the intervals of all answers together are to hold the true shares; blank means 0.95.

    Returns:
        A table with a row for each answer, the most frequent first: answer, customers, its share of all
        answers, and the low and high end of it (Jeffreys, with an equal part of the doubt for each answer, so
        that all intervals together hold as often as confidence says; answers of a lot of all customers are
        taken for granted); then, of all who were asked, the least share that answer can have, where none of the
        silent would have given it, and the most, where all of them would (Manski's bounds: no guess about the
        silent); then the customers tracked, and the dark part, from and to: those who say so and whom no link
        shows, answers - tracked with none and with all of the silent, not below 0.

    Errors:
        #NUM!: fewer than 30 answers or more than 100,000,000, all answers the same, a quantity that is not whole, or
            fewer asked than answered.
        #N/A: no row has an answer.
        #VALUE!: the ranges differ in size.

    Source:
        The interval of a share: [brown2001]; of all at once: [goodman1965]; the silent: [manski1989].

    Examples:
        =SOCHEARD({"friend";"Instagram";"search"},{24;40;16},200,{"";22;30}) -> {
            "answer","customers","share","low","high","at least","at most","tracked","dark from","dark to";
            "Instagram",40,0.5,0.3689319542942553,0.631068045705745,0.2,0.8,22,18,138;
            "friend",24,0.3,0.1897236338046384,0.4304691562098233,0.12,0.72,"","","";
            "search",16,0.2,0.10963284807146097,0.3206157144967211,0.08,0.68,30,0,106}
        =SOCHEARD({"friend";"Instagram"},{9;11}) -> #NUM!
    """
    counts: dict[str, tuple[str, int]] = {}
    seen: dict[str, float] = {}
    links = tracked or [None] * len(answer)
    for said, many, link in zip(answer, quantity, links, strict=True):
        if many != int(many):
            raise CellError("#NUM!", f"{many:g} customers answered {said}.", "Count customers; they are whole.")
        key = said.casefold()
        name, before = counts.get(key, (said, 0))
        counts[key] = name, before + int(many)
        if link is not None:
            seen[key] = seen.get(key, 0.0) + link
    counts = {key: (name, many) for key, (name, many) in counts.items() if many}
    answers = sum(many for _, many in counts.values())
    if answers < FEWEST_ANSWERS:
        why = f"{answers} customers answered; {FEWEST_ANSWERS} are the fewest that tell."
        raise CellError("#NUM!", why, f"Ask on, until {FEWEST_ANSWERS - answers} more have answered.")
    if answers > MOST_ANSWERS:
        raise CellError("#NUM!", f"{answers} customers answered.", f"Give {MOST_ANSWERS} at most.")
    if len(counts) < 2:
        raise CellError("#NUM!", "All gave the same answer.", "Offer several, in an order that changes.")
    if asked is not None and asked < answers:
        raise CellError("#NUM!", f"{answers} answered, and {asked:g} were asked.", "Count all who were asked.")
    ordered = sorted(counts, key=lambda key: -counts[key][1])
    ends = simultaneous([counts[key][1] for key in ordered], confidence)
    silent = None if asked is None else asked - answers
    table: list[list[Cell]] = []
    for key, (low, high) in zip(ordered, ends, strict=True):
        name, many = counts[key]
        row: list[Cell] = [name, float(many), many / answers, low, high]
        if silent is None or asked is None:
            row += [None, None]
        else:
            row += [many / asked, (many + silent) / asked]
        link = seen.get(key)
        if link is None:
            row += [None, None, None]
        else:
            row += [link, max(0.0, many - link), None if silent is None else max(0.0, many + silent - link)]
        table.append(row)
    header = ("answer", "customers", "share", "low", "high", "at least", "at most", "tracked", "dark from", "dark to")
    return Spill(table, header=header)


@formula(
    unplaced="It asks for all marketing and all sales, and the workbooks are of social media alone.",
    twin='LET(paid,SUM(spend),sold,SUM(revenue),fresh,IF(SUM(LEN(new_revenue)),SUM(new_revenue),""),'
    'claims,IF(SUM(LEN(claimed)),SUM(claimed)/sold,""),'
    'each,IF(SUM(LEN(new_customers)),paid/SUM(new_customers),""),mer,sold/paid,'
    # What divides by nothing is the answer, and no cell of a table.
    "wrong,mer+N(each)+N(fresh)+N(claims),IF(ISERROR(wrong),wrong,"
    'VSTACK({"spend","revenue","MER","left","nCAC","new revenue","returning revenue","new MER","claimed of revenue",'
    '"finding"},HSTACK(paid,sold,mer,sold*margin-paid,each,fresh,IF(fresh="","",sold-fresh),'
    f'IF(fresh="","",fresh/paid),claims,IF(claims="","",IF(claims>1,"{CLAIMED}",""))))))',
)
def SOCBLENDED(
    spend: Column[Cost],
    revenue: Column[Money],
    new_customers: Column[Count] | None = None,
    new_revenue: Column[Money] | None = None,
    claimed: Column[Money] | None = None,
    margin: Margin = 1.0,
) -> Spill:
    """All marketing against all sales: no platform's claim in it, and none that could count a sale twice.

    Args:
        spend: all that was spent on marketing in the period, every platform; blanks are skipped.
        revenue: all sales of the shop in the same period; blanks are skipped.
        new_customers: how many customers bought for the first time; blank: no cost per new customer is told.
        new_revenue: the sales to those; blank: new and returning are not told apart.
        claimed: the sales that all platforms together claim; blank: they are not compared.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.

    Returns:
        A table of one row: spend; revenue; MER, revenue / spend (3 is three times the spend: a ratio, no return); what
        is left, revenue x margin - spend; nCAC, spend / new customers, which is the highest that winning one can have
        cost, as returning customers cost some of it, too; new and returning revenue; new MER, new revenue / spend;
        claimed / revenue, where more than 1 cannot be; and a finding that says so. MER shows no cause: sales that come
        anyway are in it.

    Errors:
        #DIV/0!: nothing was spent, nobody is new, or claims are compared with no sales.
        #N/A: spend or revenue holds no number.
        #NUM!: a cost or a count is below 0.

    Source:
        Revenue / spend: [farris2010]; claims of platforms are never added up without the shop's own total beside them:
        [S3], step 5, analyse each one separately.

    Examples:
        =SOCBLENDED({2000;1000},9000,60,4500,{6000;5000},0.5) -> {"spend","revenue","MER","left","nCAC","new revenue",
            "returning revenue","new MER","claimed of revenue","finding";
            3000,9000,3,1500,50,4500,4500,1.5,1.2222222222222223,"more is claimed than was sold"}
        =SOCBLENDED(3000,9000) -> {"spend","revenue","MER","left","nCAC","new revenue","returning revenue","new MER",
            "claimed of revenue","finding";3000,9000,3,6000,"","","","","",""}
        =SOCBLENDED(0,9000) -> #DIV/0!
    """
    paid, sold = fsum(spend), fsum(revenue)
    fresh = None if new_revenue is None else fsum(new_revenue)
    claims = None if claimed is None else fsum(claimed) / sold
    return Spill(
        [
            [
                paid,
                sold,
                sold / paid,
                sold * margin - paid,
                None if new_customers is None else paid / fsum(new_customers),
                fresh,
                None if fresh is None else sold - fresh,
                None if fresh is None else fresh / paid,
                claims,
                CLAIMED if claims is not None and claims > 1 else None,
            ]
        ],
        header=("spend", "revenue", "MER", "left", "nCAC", "new revenue", "returning revenue", "new MER",
                "claimed of revenue", "finding"),
    )  # fmt: skip
