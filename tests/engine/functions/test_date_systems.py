"""The date system reaches every function that takes or gives dates: the same days in a workbook of the 1904 system.

Expected: arithmetic (the same call in the 1900 system, dates 1462 days less), and what LibreOffice 25.2 computed in a
workbook of the 1904 system.
"""

import random

import pytest

from socroi.engine.declaration import traits
from socroi.engine.declaration.families import TRAITS_OF
from socroi.engine.declaration.traits import Trait
from socroi.engine.model.book import CalculationSettings

BY_1904 = CalculationSettings(date_1904=True)

OF_DATES = """
    DATE DATEDIF DATEVALUE DAY DAYS DAYS360 EDATE EOMONTH HOUR ISOWEEKNUM MINUTE MONTH NETWORKDAYS NETWORKDAYS.INTL NOW
    SECOND TIME TIMEVALUE TODAY WEEKDAY WEEKNUM WORKDAY WORKDAY.INTL YEAR YEARFRAC TEXT VALUE
    ACCRINT ACCRINTM AMORDEGRC AMORLINC COUPDAYBS COUPDAYS COUPDAYSNC COUPNCD COUPNUM COUPPCD DISC DURATION INTRATE
    MDURATION ODDFPRICE ODDFYIELD ODDLPRICE ODDLYIELD PRICE PRICEDISC PRICEMAT RECEIVED TBILLEQ TBILLPRICE TBILLYIELD
    XIRR XNPV YIELD YIELDDISC YIELDMAT
"""
"""Excel's functions of dates and times, as Microsoft lists them, and those of securities that take dates."""

THE_SAME_IN_BOTH = {"DAYS", "TIME", "TIMEVALUE", "XIRR", "XNPV"}
"""Those that see no more of dates than how far they lie apart, or the time of day."""

A, B, C = "DATE({a})", "DATE({b})", "DATE({c})"
CALLS = {
    "DATE": [A],
    "DATEDIF": [f'DATEDIF({A},{B},"{unit}")' for unit in ("d", "m", "y", "ym", "md", "yd")],
    "DATEVALUE": ['DATEVALUE("{iso}")'],
    "DAY": [f"DAY({A})"],
    "DAYS": [f"DAYS({B},{A})"],
    "DAYS360": [f"DAYS360({A},{B})", f"DAYS360({A},{B},TRUE)"],
    "EDATE": [f"EDATE({A},{{n}})"],
    "EOMONTH": [f"EOMONTH({A},{{n}})"],
    "HOUR": [f"HOUR({A}+0.3)"],
    "ISOWEEKNUM": [f"ISOWEEKNUM({A})"],
    "MINUTE": [f"MINUTE({A}+0.3)"],
    "MONTH": [f"MONTH({A})"],
    "NETWORKDAYS": [f"NETWORKDAYS({A},{B})", f"NETWORKDAYS({A},{B},{C})"],
    "NETWORKDAYS.INTL": [f'NETWORKDAYS.INTL({A},{B},"0001000",{C})'],
    "NOW": ["INT(NOW())"],
    "SECOND": [f"SECOND({A}+0.3)"],
    "TIME": ["TIME(1,2,3)"],
    "TIMEVALUE": ['TIMEVALUE("{iso} 7:12")'],
    "TODAY": ["TODAY()"],
    "WEEKDAY": [f"WEEKDAY({A})", f"WEEKDAY({A},2)"],
    "WEEKNUM": [f"WEEKNUM({A})", f"WEEKNUM({A},2)", f"WEEKNUM({A},21)"],
    "WORKDAY": [f"WORKDAY({A},{{n}})", f"WORKDAY({A},{{n}},{C})"],
    "WORKDAY.INTL": [f"WORKDAY.INTL({A},{{n}},12,{C})"],
    "YEAR": [f"YEAR({A})"],
    "YEARFRAC": [f"YEARFRAC({A},{B},{basis})" for basis in range(5)],
    "TEXT": [f'TEXT({A},"yyyy-mm-dd ddd")'],
    "VALUE": ['VALUE("{iso}")'],
    "ACCRINT": [f"ACCRINT({A},{B},{C},0.05,1000,2,{basis})" for basis in range(5)],
    "ACCRINTM": [f"ACCRINTM({A},{B},0.05,1000,{basis})" for basis in range(5)],
    "AMORDEGRC": [f"AMORDEGRC(1000,{A},{B},50,2,0.15,1)"],
    "AMORLINC": [f"AMORLINC(1000,{A},{B},50,0,0.15,1)"],
    **{
        name: [f"{name}({A},{B},{frequency},{basis})" for frequency, basis in ((1, 0), (2, 1), (4, 4))]
        for name in ("COUPDAYBS", "COUPDAYS", "COUPDAYSNC", "COUPNCD", "COUPNUM", "COUPPCD")
    },
    **{name: [f"{name}({A},{B},97,100,{basis})" for basis in range(5)] for name in ("DISC", "INTRATE", "YIELDDISC")},
    "PRICEDISC": [f"PRICEDISC({A},{B},0.001,100,{basis})" for basis in range(5)],
    "RECEIVED": [f"RECEIVED({A},{B},100,0.001,{basis})" for basis in range(5)],
    **{name: [f"{name}({A},{B},0.05,0.04,2,1)"] for name in ("DURATION", "MDURATION")},
    "ODDFPRICE": ["ODDFPRICE(DATE(2008,11,11),DATE(2021,3,1),DATE(2008,10,15),DATE(2009,3,1),0.0785,0.0625,100,2,1)"],
    "ODDFYIELD": ["ODDFYIELD(DATE(2008,11,11),DATE(2021,3,1),DATE(2008,10,15),DATE(2009,3,1),0.0575,84.5,100,2,0)"],
    "ODDLPRICE": ["ODDLPRICE(DATE(2008,2,7),DATE(2008,6,15),DATE(2007,10,15),0.0375,0.0405,100,2,0)"],
    "ODDLYIELD": ["ODDLYIELD(DATE(2008,4,20),DATE(2008,6,15),DATE(2007,12,24),0.0375,99.875,100,2,0)"],
    "PRICE": [f"PRICE({A},{B},0.05,0.04,100,2,1)"],
    "YIELD": [f"YIELD({A},{B},0.05,95,100,2,1)"],
    "PRICEMAT": [f"PRICEMAT({B},{C},{A},0.05,0.04,1)"],
    "YIELDMAT": [f"YIELDMAT({B},{C},{A},0.05,99,1)"],
    **{name: [f"{name}({A},EDATE({A},7),0.09)"] for name in ("TBILLEQ", "TBILLPRICE")},
    "TBILLYIELD": [f"TBILLYIELD({A},EDATE({A},7),98.45)"],
    "XIRR": [f"XIRR({{{{-100;60;60}}}},CHOOSE({{{{1;2;3}}}},{A},{B},{C}))"],
    "XNPV": [f"XNPV(0.09,{{{{-100;60;60}}}},CHOOSE({{{{1;2;3}}}},{A},{B},{C}))"],
}
GIVES_DATES = [
    "DATE",
    "DATEVALUE",
    "EDATE",
    "EOMONTH",
    "NOW",
    "TODAY",
    "WORKDAY",
    "WORKDAY.INTL",
    "COUPNCD",
    "COUPPCD",
    "VALUE",
]


def test_every_function_of_dates_states_that_it_is_one():
    stated = {name for name in OF_DATES.split() if traits.has(name, Trait.DATES)}
    assert set(OF_DATES.split()) - stated == THE_SAME_IN_BOTH


def test_every_function_that_states_it_is_tried_in_both_systems():
    assert set(TRAITS_OF["DATES"].split()) <= set(CALLS)
    assert set(OF_DATES.split()) <= set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_gives_the_same_day_and_the_same_figure_in_both_systems(answer, name):
    draw = random.Random(name)
    computed = 0
    for _ in range(6):
        days = sorted(
            (draw.randint(1980, 2060), draw.randint(1, 12), draw.choice([1, 14, 28, 29, 30, 31])) for _ in "abc"
        )
        shown = {key: ",".join(map(str, day)) for key, day in zip("abc", days, strict=True)}
        iso = f"{days[0][0]}-{days[0][1]:02}-{min(days[0][2], 28):02}"
        for call in CALLS[name]:
            formula = call.format(**shown, n=draw.randint(-40, 40), iso=iso)
            usual = answer(formula)
            other = answer(formula, calculation=BY_1904)
            if name in GIVES_DATES and isinstance(usual, float):
                usual -= 1462
            assert other == (pytest.approx(usual, rel=1e-12) if isinstance(usual, float) else usual), formula
            computed += isinstance(usual, float) or name == "TEXT"
    assert computed, "every call is an error"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('TEXT(EDATE(DATE(2026,1,31),1),"yyyy-mm-dd")', "2026-02-28"),
        ('TEXT(EOMONTH(DATE(2026,1,31),1),"yyyy-mm-dd")', "2026-02-28"),
        ("EDATE(DATE(2026,1,31),1)", 44619.0),
        ("WEEKNUM(DATE(2026,1,1))", 1.0),
        ("YEARFRAC(DATE(2024,2,29),DATE(2025,3,1),1)", 1.00136798905609),
        ("COUPPCD(DATE(2026,5,10),DATE(2030,8,31),2)", 44619.0),
        ("COUPNUM(DATE(2026,5,10),DATE(2030,8,31),2)", 9.0),
        ("NETWORKDAYS(DATE(2026,1,1),DATE(2026,1,31))", 22.0),
        ("WORKDAY(DATE(2026,1,1),10)", 44575.0),
        ("DAYS360(DATE(2026,1,31),DATE(2026,3,1))", 31.0),
        ("ROUND(PRICE(DATE(2026,5,10),DATE(2030,8,31),0.05,0.04,100,2,1),9)", 103.914798647),
        ("COUPPCD(DATE(1904,1,5),DATE(1910,8,31),2)", "#NUM!"),  # in 1903, for which there is no number
        ("EDATE(-1,1)", "#NUM!"),
        ("COUPNUM(-1,500,2)", "#NUM!"),
        ('TEXT(0,"yyyy-mm-dd")', "1904-01-01"),
    ],
)
def test_a_workbook_of_the_1904_system_gives_its_own_days(answer, formula, expected):
    got = answer(formula, calculation=BY_1904)
    assert got == (pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected)


def test_a_function_of_the_catalogue_is_handed_the_days_of_the_workbook(answer):
    call = "SOCBYPERIOD(EDATE(DATE(2026,1,5),{0;1}),{100;50},{40;20})"
    assert answer(call, calculation=BY_1904) == answer(call)
    assert [row[0] for row in answer(call, calculation=BY_1904)][1:3] == ["2026-01", "2026-02"]
