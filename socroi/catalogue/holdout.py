"""Evidence by a part held out: what those who saw an ad did beyond those who were left alone."""

from __future__ import annotations

import re
from math import sqrt
from typing import Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Cell, Confidence, Cost, Count, Kind, Money, Text
from socroi.errors import CellError
from socroi.methods.distributions import normal_tail
from socroi.methods.looks import EXPECTED, MOST_LOOKS, SURE, always_z, look_z
from socroi.methods.proportions import newcombe_at, ratio_ends

FAMILY = Family(8, "Holdouts", "What did a campaign bring that would not have come anyway?")

Look = Annotated[float, Kind("a look", "a whole number, not below 1", low=1)]
Part = Annotated[float, Kind("a part", "a fraction between 0 and 1: 0.5 is half", low=0, high=1, open=True)]

UNFAIR: Final = 0.001
"""Groups so unequal that a fair lot brings them more rarely than this were not made by that lot."""
NO_LIMIT: Final = "no limit"
_LIFTED: Final = (
    "test rate", "control rate", "absolute", "low", "high", "relative", "incremental", "incremental low",
    "incremental high",
)  # fmt: skip
_PRICED: Final = (
    "relative low", "relative high", "z", "cost per incremental", "cost low", "cost high", "iROAS", "iROAS low",
    "iROAS high", "sample ratio p",
)  # fmt: skip
_PLAIN_NUMBER: Final = re.compile(r"[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?", re.IGNORECASE)


_LOOK_Z: Final = (
    "LET(o,NORM.S.INV((1+sure)/2),IF(often=1,o,LET("
    "g,(2*SEQUENCE(96)-1)*PI()/192,x,COS(g),"
    "w,(1-2*MMULT(COS(2*g*SEQUENCE(1,48))/(4*SEQUENCE(1,48)^2-1),SEQUENCE(48,1,1,0)))/48,"
    "REDUCE(o,SEQUENCE(14),LAMBDA(z,i,LET(l,z*SQRT(often),h,SQRT(2*PI()),"
    "k,EXP(-0.5*(l*(x-TRANSPOSE(x)))^2)/h,"
    "f,REDUCE(EXP(-0.5*(l*x)^2)/h,SEQUENCE(often-1),LAMBDA(d,j,MMULT(k,d*w*l))),"
    "z+LN((1-SUM(f*w)*l)/(1-sure))*NORM.S.DIST(-z,TRUE)/NORM.S.DIST(z,FALSE)))))))*SQRT(often/turn)"
)
_ALWAYS_Z: Final = (
    f"LET(p,(a+b+0.5)/(n+m+1),v,{EXPECTED**2:.9g}*p/(1-p)/(1/n+1/m),SQRT((1+1/v)*(LN(1+v)-2*LN(1-sure))))"
)
# The names are short, as a name may hold 8,192 characters and each mention of one costs six more in the file.
_LIFT: Final = (
    "LET(n,test_size,a,test_conversions,m,control_size,b,control_conversions,sure,confidence,"
    "s,looks,t,look,worth,value,paid,cost,q,test_share,"
    'ever,LOWER(s)="always",often,IF(ever,0,IF(LEN(s),IFERROR(VALUE(s),""),1)),turn,IF(LEN(t),t,often),'
    "e,IF(LEN(q),(n-(n+m)*q)/SQRT((n+m)*q*(1-q)),0),odds,2*NORM.S.DIST(-ABS(e),TRUE),"
    'IF(often="",#N/A,IF((a>n)+(b>m)'
    f"+(1-ever)*((often<>INT(often))+(often<1)+(often>{MOST_LOOKS})+(turn<>INT(turn))+(turn<1)+(turn>often))"
    f"+(often>1)*((sure<{SURE[0]})+(sure>{SURE[1]}))"
    f"+ever*(LEN(t)>0)+(odds<{UNFAIR})>0,#NUM!,LET("
    f"p,a/n,q_,b/m,z,IF(ever,{_ALWAYS_Z},{_LOOK_Z}),y,z*z,"
    "f,z*SQRT(p*(1-p)/n+y/(4*n*n)),g,z*SQRT(q_*(1-q_)/m+y/(4*m*m)),"
    "i,(p+y/(2*n)-f)/(1+y/n),j,(p+y/(2*n)+f)/(1+y/n),k,(q_+y/(2*m)-g)/(1+y/m),l,(q_+y/(2*m)+g)/(1+y/m),"
    "u,p-q_,low,u-SQRT((p-i)^2+(l-q_)^2),high,u+SQRT((j-p)^2+(q_-k)^2),"
    'head,{"test rate","control rate","absolute","low","high","relative","incremental","incremental low",'
    '"incremental high"},'
    "base,IF({1,2,3,4,5,6,7,8,9}=6,u/q_,HSTACK(p,q_,u,low,high,0,u*n,low*n,high*n)),"
    "IF(LEN(s)+LEN(t)+LEN(worth)+LEN(paid)+LEN(q),LET("
    "v,k*(2*q_-k),d,p*q_,"
    "o,IF(p=0,0,i*(2*p-i)/(d+SQRT(MAX(0,d^2-i*(2*p-i)*l*(2*q_-l))))),"
    "w,IF(q_=0,1/0,(d+SQRT(MAX(0,d^2-j*(2*p-j)*v)))/v),"
    # 4 to 6 what one of those gained cost, 7 to 9 what came back; both on average, at best and at worst.
    "x,{1,2,3,4,5,6,7,8,9,10},h,n*IF((x=4)+(x=7),u,IF((x=5)+(x=9),high,low)),"
    'VSTACK(HSTACK(head,{"relative low","relative high","z","cost per incremental","cost low","cost high","iROAS",'
    '"iROAS low","iROAS high","sample ratio p"}),HSTACK(base,IF(x=2,w-1,IF((x>3)*(x<7),'
    f'IF(LEN(paid),IF(h>0,paid/IF(h>0,h,1),"{NO_LIMIT}"),""),'
    'IF((x>6)*(x<10),IF(LEN(paid)*LEN(worth),h*worth/paid,""),'
    'IF(x=10,IF(LEN(q),odds,""),IF(x=1,o-1,z)))))))),VSTACK(head,base))))))'
)


@formula(
    unplaced="The table of tests has the same interval in each row, for a table takes no array formula.", twin=_LIFT
)
def SOCLIFT(
    test_size: Count,
    test_conversions: Count,
    control_size: Count,
    control_conversions: Count,
    confidence: Confidence = 0.95,
    looks: Text | None = None,
    look: Look | None = None,
    value: Money | None = None,
    cost: Cost | None = None,
    test_share: Part | None = None,
) -> Spill:
    """What a campaign brought that would not have come anyway: people who saw it against a holdout who did not.

    Args:
        test_size: how many people could see the campaign.
        test_conversions: how many of them converted; for brand lift, how many of those asked named the brand.
        control_size: how many people of the same kind, chosen by lot, were kept from seeing it.
        control_conversions: how many of those converted all the same.
        confidence: how sure the interval is to hold the true lift; blank means 0.95.
        looks: how often you decided beforehand to look at the result, 1 to 20, after equally many people each time; or
            "always", to look every day and stop when you like. Blank means once, at an end fixed before.
        look: which of the looks this is, from 1; blank means the last.
        value: what one conversion is worth, such as its margin; blank: no iROAS is told.
        cost: what the campaign cost; blank: neither cost per incremental conversion nor iROAS is told.
        test_share: the share of the people whom the lot was to put into the test group, such as 0.5; blank: that it did
            so is not checked.

    Returns:
        A table of one row: the rate of the test and of the control group; the absolute lift p - q with the low and
        high end of its interval (Newcombe's hybrid of two Wilson intervals (l, u): p - q - sqrt((p - l_p)^2 +
        (u_q - q)^2) and p - q + sqrt((u_p - p)^2 + (q - l_q)^2), which keeps its promise where conversions are few and
        the usual one does not); the relative lift (p - q) / q; and the incremental conversions, (p - q) x test_size,
        with both ends. Where the interval holds 0, the campaign may have brought nothing. With any argument after
        confidence the row goes on: the ends of the relative lift (each the r at which the interval of p - (1 + r) q
        ends at 0), the z of the intervals, the cost per incremental conversion with its ends, cost / incremental ("no
        limit" where that may be none), iROAS, incremental x value / cost, with its ends (2 is twice the cost), and how
        often the lot gives group sizes so far from test_share. z is that of confidence with one look; with several c x
        sqrt(looks / look), c such that all looks together find a lift that is not there in 1 - confidence of all
        tests: 4.56, 3.23, 2.63, 2.28 and 2.04 for five looks at 0.95; with "always" sqrt((1 + 1 / v) x (ln(1 + v) - 2
        ln(1 - confidence))), v = 0.04 x m / (1 - m) / (1 / test_size + 1 / control_size), m = (all conversions + 0.5) /
        (all people + 1), a line that holds for all days together.

    Errors:
        #NUM!: there are more conversions than people, or a count is below 0; looks or look are not whole or outside
            their limits; confidence is outside 0.5 to 0.9999 with several looks; or the groups are so far from
            test_share as the lot brings in fewer than 1 of 1000 tests: then the lot, or who was counted, went wrong,
            and no lift can be told.
        #DIV/0!: a group is empty; in the relative lift, where nobody in the control group converted; in iROAS, where
            the cost is 0.
        #N/A: one of the first four arguments is blank, or looks is neither a number nor "always".

    Source:
        [newcombe1998], method 10, on the intervals of [wilson1927]; of a ratio: [donner2012]. Looks: the lines
        of O'Brien and Fleming, [jennison2000], section 2.5; always: [robbins1970], as [johari2017] use it for tests on
        the web. The check of the lot: [fabijan2019].

    Examples:
        =SOCLIFT(80,56,80,48) -> {"test rate","control rate","absolute","low","high","relative","incremental",
            "incremental low","incremental high";
            0.7,0.6,0.1,-0.0472134654468412,0.241366093430967,0.16666666666666666,8,-3.7770772357472926,19.309287474477362}
        =SOCLIFT(400,120,400,90,,,,20,150,0.5) -> {"test rate","control rate","absolute","low","high",
            "relative","incremental","incremental low","incremental high","relative low","relative high","z",
            "cost per incremental","cost low","cost high","iROAS","iROAS low","iROAS high","sample ratio p";0.3,
            0.225,0.07499999999999998,0.014003979771623778,0.13528192529406946,0.33333333333333326,
            29.999999999999993,5.601591908649511,54.11277011762778,0.05463396502908502,0.6868307260324331,
            1.9599639845400536,5.000000000000001,2.771988934847303,26.778102090654357,3.999999999999999,
            0.7468789211532681,7.215036015683705,1}
        =SOCLIFT(50000,1000,50000,900,,5,3) -> {"test rate","control rate","absolute","low","high",
            "relative","incremental","incremental low","incremental high","relative low","relative high","z",
            "cost per incremental","cost low","cost high","iROAS","iROAS low","iROAS high",
            "sample ratio p";0.02,0.018,0.0020000000000000018,-0.0002755685667857749,0.004280035286759546,
            0.11111111111111122,100.00000000000009,-13.778428339288745,214.0017643379773,-0.014375458203601976,
            0.25252246348220075,2.6337231436781248,"","","","","","",""}
        =SOCLIFT(5000,500,5000,400,,"always") -> {"test rate","control rate","absolute","low","high",
            "relative","incremental","incremental low","incremental high","relative low","relative high","z",
            "cost per incremental","cost low","cost high","iROAS","iROAS low","iROAS high","sample ratio p";0.1,
            0.08,0.020000000000000004,0.00260249367136239,0.03745196467757743,0.25000000000000006,
            100.00000000000001,13.01246835681195,187.25982338788714,0.029254167429321187,0.5179126124167261,
            3.0375382188295763,"","","","","","",""}
        =SOCLIFT(100,120,100,90) -> #NUM!
        =SOCLIFT(5300,53,4700,40,,,,,,0.5) -> #NUM!
    """
    if test_conversions > test_size or control_conversions > control_size:
        raise CellError("#NUM!", "There are more conversions than people.", "Count each person once.")
    often = _looks(looks, look)
    if often > 1 and not SURE[0] <= confidence <= SURE[1]:
        why = f"confidence is {confidence:g}; with several looks it is from {SURE[0]} to {SURE[1]}."
        raise CellError("#NUM!", why, "Choose 0.95, or look once.")
    odds = None
    if test_share is not None:
        people = test_size + control_size
        drift = (test_size - people * test_share) / sqrt(people * test_share * (1 - test_share))
        odds = 2 * normal_tail(abs(drift))
        if odds < UNFAIR:
            why = f"{test_size / people:.2%} of the people are in the test group, and the lot was to put"
            hint = "Find out who was lost or counted twice; without that no lift can be told."
            raise CellError("#NUM!", f"{why} {test_share:.2%} there: that is no chance.", hint)
    one, two = test_conversions / test_size, control_conversions / control_size
    if often == 0:
        pooled = (test_conversions + control_conversions + 0.5) / (test_size + control_size + 1)
        z = always_z(pooled, (test_size, control_size), confidence)
    else:
        z = look_z(often, int(look or often), confidence)
    lift = one - two
    low, high = newcombe_at((one, test_size), (two, control_size), z)
    nobody = CellError("#DIV/0!", "Nobody in the control group converted.")
    ends = [lift * test_size, low * test_size, high * test_size]
    row: list[Cell] = [one, two, lift, low, high, nobody if two == 0 else lift / two, *ends]
    if all(argument is None for argument in (looks, look, value, cost, test_share)):
        return Spill([row], header=_LIFTED)
    least, most = ratio_ends((one, test_size), (two, control_size), z)
    row += [least - 1, nobody if most is None else most - 1, z]
    gained = (ends[0], ends[2], ends[1])
    row += [None if cost is None else cost / extra if extra > 0 else NO_LIMIT for extra in gained]
    if cost is None or value is None:
        row += [None] * 3
    elif cost == 0:
        row += [CellError("#DIV/0!", "The campaign cost nothing.")] * 3
    else:
        row += [extra * value / cost for extra in ends]
    return Spill([[*row, odds]], header=(*_LIFTED, *_PRICED))


def _looks(looks: str | None, look: float | None) -> int:
    """Return how often a test is looked at, 0 for always."""
    if looks is not None and looks.casefold() == "always":
        if look is not None:
            raise CellError("#NUM!", "look is given, and looks is always.", "Leave look blank.")
        return 0
    if looks is not None and not _PLAIN_NUMBER.fullmatch(looks):
        why = f'looks is "{looks}", neither a number of looks nor "always".'
        raise CellError("#N/A", why, f'Type 1 to {MOST_LOOKS}, or "always".')
    often = 1.0 if looks is None else float(looks)
    if not 1 <= often <= MOST_LOOKS or often != int(often):
        why = f"looks is {often:g}, and is a whole number from 1 to {MOST_LOOKS}."
        raise CellError("#NUM!", why, 'Give a number, or "always".')
    if look is not None and (look > often or look != int(look)):
        why = f"look is {look:g} of {often:g} looks."
        raise CellError("#NUM!", why, f"Give a whole number from 1 to {often:g}, and looks as it was decided before.")
    return int(often)
