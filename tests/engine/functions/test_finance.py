"""Finance. Expected: Microsoft's documentation, Excel's stored values (files named beside them), hand sums."""

from __future__ import annotations

import pytest


def cents(value):
    return pytest.approx(value, abs=0.005)


FLOWS = {"A1": -70000.0, "A2": 12000.0, "A3": 15000.0, "A4": 18000.0, "A5": 21000.0, "A6": 26000.0}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=PMT(0.08/12,10,10000)", cents(-1037.03)),
        ("=PMT(0.08/12,10,10000,0,1)", cents(-1030.16)),
        ("=PMT(0,10,1000)", -100),
        ("=PV(0.08/12,12*20,500,,0)", cents(-59777.15)),
        ("=FV(0.06/12,10,-200,-500,1)", cents(2581.40)),
        ("=FV(0.12/12,12,-1000)", cents(12682.50)),
        ("=NPER(0.12/12,-100,-1000,10000,1)", pytest.approx(59.6738657, abs=1e-7)),
        ("=RATE(4*12,-200,8000)", pytest.approx(0.007701472488201368, rel=1e-9)),  # RATE.xlsx
        ("=IPMT(0.1/12,1,3*12,8000)", cents(-66.67)),
        ("=PPMT(0.1/12,1,2*12,2000)", cents(-75.62)),
        ("=PPMT(0.08,10,10,200000)", cents(-27598.05)),
        ("=CUMIPMT(0.09/12,30*12,125000,13,24,0)", cents(-11135.23)),
        ("=CUMPRINC(0.09/12,30*12,125000,13,24,0)", cents(-934.11)),
        ("=ISPMT(0.1/12,1,3*12,8000000)", cents(-64814.81)),
        ("=NPV(0.1,-10000,3000,4200,6800)", cents(1188.44)),
        ("=EFFECT(0.0525,4)", pytest.approx(0.0535427, abs=1e-7)),
        ("=NOMINAL(0.053543,4)", pytest.approx(0.05250032, abs=1e-8)),
        ("=RRI(96,10000,11000)", pytest.approx(0.0009933, abs=1e-7)),
        ("=PDURATION(0.025,2000,2200)", pytest.approx(3.859866, abs=1e-6)),
        ("=FVSCHEDULE(1,{0.09,0.11,0.1})", pytest.approx(1.33089)),
        ("=DOLLARDE(1.02,16)", pytest.approx(1.125)),
        ("=DOLLARFR(1.125,16)", pytest.approx(1.02)),
        ("=SLN(30000,7500,10)", 2250),
        ("=SYD(30000,7500,10,1)", cents(4090.91)),
        ("=DB(1000000,100000,6,1,7)", cents(186083.33)),
        ("=DB(1000000,100000,6,7,7)", cents(15845.10)),
        ("=DDB(2400,300,10*365,1)", cents(1.32)),
        ("=DDB(2400,300,10,10)", cents(22.12)),
        ("=VDB(2400,300,10*12,6,18)", cents(396.31)),
        ("=VDB(2400,300,10,0,0.875,1.5)", cents(315.00)),
    ],
)
def test_documented_examples(answer, formula, value):
    assert answer(formula) == value


@pytest.mark.parametrize(
    ("formula", "stored"),
    [
        ("=PMT(1,3,100,300,1)", -78.57142857142858), ("=PMT(1,3,100,0,1)", -57.142857142857146),
        ("=PMT(0.2,30,-300,0,1)", 50.2115271162167), ("=PMT(0.2,30,-300)", 60.25383253946004),
        ("=PMT(0.2,4,-200,10,1)", 62.82911077993046), ("=PMT(0.2,5,-200,0,0)", 66.87594065792302),
    ],
)  # fmt: skip
def test_a_payment_has_the_digits_that_excel_stores(answer, formula, stored):
    """PMT.xlsx of the conformance books; of the 56 payments in all of them 43 are equal to the last bit."""
    assert f"{answer(formula):.15g}" == f"{stored:.15g}"


def test_irr_of_the_documented_flows(answer):
    assert answer("=IRR(A1:A5)", FLOWS) == pytest.approx(-0.0212448, abs=1e-7)
    assert answer("=IRR(A1:A6)", FLOWS) == pytest.approx(0.0866309, abs=1e-7)
    assert answer("=IRR(A1:A3,-0.1)", FLOWS) == pytest.approx(-0.4435069, abs=1e-7)


def test_a_blank_or_a_text_among_the_flows_is_left_out_and_not_zero(answer):
    gap = {"A1": -100.0, "A3": 60.0, "A4": "none", "A5": 60.0}
    # -100 + 60/(1+r) + 60/(1+r)^2 = 0 by hand: r = 0.1306623...
    assert answer("=IRR(A1:A5)", gap) == pytest.approx(0.13066238629180749, rel=1e-12)
    assert answer("=NPV(0.1,A1:A5)", gap) == pytest.approx(-100 / 1.1 + 60 / 1.21 + 60 / 1.331)


def test_flows_of_one_sign_have_no_rate(answer):
    assert answer("=IRR({1,2,3})") == "#NUM!"
    assert answer("=IRR({-100,110},-1)") == "#VALUE!"  # IRR.xlsx
    assert answer("=NPV(-1,5)") == "#DIV/0!"


@pytest.mark.parametrize(
    ("formula", "stored"),
    [
        ("IRR({-130,30,20,30,20,30})", 2.4507063045575705e-12),
        ("IRR({-20,5,5,5,5,5})", 0.07930826116039724),
        ("IRR({-20,5,5,5,5,5},17)", 0.07930826116414913),
        ("IRR({20,-5,-20,-5,-10,5})", 0.30348071959875655),
        ("IRR({-90,30,20,30,20,30})", 0.13709513129836592),
        ("IRR({-30,-20,-10,5,5,5})", -0.33903735073070584),
        ("IRR({-400,1,1,1,1,1})", -0.6737366751808405),
    ],
)
def test_irr_stops_where_excels_search_does(answer, formula, stored):
    # IRR.xlsx of ../shared/conformance; the exact rates lie up to 9e-12 beside these, the last one's does not
    assert answer(formula) == pytest.approx(stored, rel=1e-14, abs=5e-16)


def test_mirr_of_the_documented_flows(answer):
    flows = dict(
        zip(("A1", "A2", "A3", "A4", "A5", "A6"), (-120000.0, 39000.0, 30000.0, 21000.0, 37000.0, 46000.0), strict=True)
    )
    assert answer("=MIRR(A1:A6,0.1,0.12)", flows) == pytest.approx(0.126094, abs=1e-6)
    assert answer("=MIRR(A1:A4,0.1,0.12)", flows) == pytest.approx(-0.048044655, abs=1e-9)
    assert answer("=MIRR(A2:A4,0.1,0.12)", flows) == "#DIV/0!"


DATED = {
    "A1": -10000.0, "A2": 2750.0, "A3": 4250.0, "A4": 3250.0, "A5": 2750.0,
    "B1": 39448.0, "B2": 39508.0, "B3": 39751.0, "B4": 39859.0, "B5": 39904.0,
}  # fmt: skip


def test_dated_flows_of_the_documentation(answer):
    assert answer("=XNPV(0.09,A1:A5,B1:B5)", DATED) == cents(2086.65)
    assert answer("=XIRR(A1:A5,B1:B5,0.1)", DATED) == pytest.approx(0.373362535, abs=1e-8)


def test_dated_flows_refuse_what_is_no_number(answer):
    assert answer("=XNPV(0.09,A1:A6,B1:B6)", {**DATED, "B6": 39905.0}) == "#NUM!"  # XNPV.xlsx, row 7
    assert answer("=XIRR(A1:A5,B1:B4)", DATED) == "#NUM!"


def test_a_column_of_payments_is_computed_at_once(filled):
    worked = filled(
        {"A1": 12.0, "A2": 24.0, "A3": 0.0}, {"B1": ("=PMT(0.01,A1,1000)", 3), "C1": ("=IPMT(0.01,1,A1,1000)", 2)}
    )
    assert worked.column("B1", 3) == [cents(-88.85), cents(-47.07), "#NUM!"]
    assert worked.column("C1", 2) == [cents(-10), cents(-10)]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=PRICE(DATE(2008,2,15),DATE(2017,11,15),0.0575,0.065,100,2,0)", cents(94.63)),
        ("=YIELD(DATE(2008,2,15),DATE(2016,11,15),0.0575,95.04287,100,2,0)", pytest.approx(0.065, abs=1e-7)),
        ("=DURATION(DATE(2018,7,1),DATE(2048,1,1),0.08,0.09,2,1)", pytest.approx(10.9191453, abs=1e-7)),
        ("=MDURATION(DATE(2008,1,1),DATE(2016,1,1),0.08,0.09,2,1)", pytest.approx(5.73567, abs=1e-5)),
        ("=DISC(DATE(2018,7,1),DATE(2048,1,1),97.975,100,1)", pytest.approx(0.000686384, abs=1e-9)),
        ("=INTRATE(DATE(2008,2,15),DATE(2008,5,15),1000000,1014420,2)", pytest.approx(0.05768)),
        ("=RECEIVED(DATE(2008,2,15),DATE(2008,5,15),1000000,0.0575,2)", cents(1014584.65)),
        ("=PRICEDISC(DATE(2008,2,16),DATE(2008,3,1),0.0525,100,2)", cents(99.80)),
        ("=YIELDDISC(DATE(2008,2,16),DATE(2008,3,1),99.795,100,2)", pytest.approx(0.052823, abs=1e-6)),
        ("=ACCRINTM(DATE(2008,4,1),DATE(2008,6,15),0.1,1000,3)", pytest.approx(20.54794521)),
        ("=TBILLEQ(DATE(2008,3,31),DATE(2008,6,1),0.0914)", pytest.approx(0.094151, abs=1e-6)),
        ("=TBILLPRICE(DATE(2008,3,31),DATE(2008,6,1),0.09)", pytest.approx(98.45)),
        ("=TBILLYIELD(DATE(2008,3,31),DATE(2008,6,1),98.45)", pytest.approx(0.091417, abs=1e-6)),
        ("=COUPNUM(DATE(2007,1,25),DATE(2008,11,15),2,1)", 4),
        ("=COUPDAYBS(DATE(2011,1,25),DATE(2011,11,15),2,1)", 71),
        ("=COUPPCD(DATE(2011,1,25),DATE(2011,11,15),2,1)", 40497),
        ("=PRICE(DATE(2017,11,15),DATE(2008,2,15),0.0575,0.065,100,2,0)", "#NUM!"),
    ],
)
def test_documented_examples_of_securities(answer, formula, value):
    assert answer(formula) == value


def test_xirr_takes_payments_before_the_first_one_and_xnpv_refuses_them(answer):
    # Issue 1120 of PhpSpreadsheet: 0.13796 in Excel, although Microsoft's page says #NUM!. Its tables of tests, which
    # are held to Excel, have #NUM! for XNPV, and 0.1212676 for the same payments in two orders.
    paid = (1893.67, 139947.43, 52573.25, 48849.74, 26369.16, -273029.18)
    days = (43643, 43636, 43637, 43640, 43643, 43673)
    cells = {f"A{row}": flow for row, flow in enumerate(paid, 1)} | {f"B{row}": day for row, day in enumerate(days, 1)}
    assert answer("=XIRR(A1:A6,B1:B6)", cells) == pytest.approx(0.13796, abs=5e-6)
    assert answer("=XNPV(0.1,A1:A6,B1:B6)", cells) == "#NUM!"
    quarters = {"A1": -1000.0, "A2": 4300.0, "A3": -1000.0, "A4": -1000.0, "A5": -1000.0}
    quarters |= {"B1": 40452.0, "B2": 40544.0, "B3": 40360.0, "B4": 40179.0, "B5": 40269.0}
    assert answer("=XIRR(A1:A5,B1:B5)", quarters) == pytest.approx(0.1212676, abs=5e-8)


@pytest.mark.parametrize(
    ("flows", "days", "stored"),
    [
        ((-20, 5, 5, 5, 5, 5), (44958, 44986, 45017, 45078, 45108, 45139), 1.1859161972999572),
        ((-20, 9, 9, 9, 9, 9), (23, 23.67, 123.69, 400.992, 500, 500), 3.131423544883728),
        ((-55, 10, 5, 5, 5, 5), (100, 120, 300, 101, 200, 150), -0.9271996639668942),
        ((-400, 100, 10, 5, 6, 5), (44958, 44986, 45017, 45078, 45108, 45139), -0.9977533546974883),
        ((-400, 1, 1, 1, 1, 1), (45292, 45323, 45353, 45386, 45782, 46179), -0.9121843662112951),
        ((-20, 5, 5, 0, 0, 5), (45292, 45323, 45353, 45386, 45782, 46179), -0.2371315099298954),
    ],
)
def test_xirr_stops_where_excel_stops(answer, flows, days, stored):
    # XIRR.xlsx of ../shared/conformance; the exact rates lie up to 1e-8 beside these.
    cells = {f"A{row}": flow for row, flow in enumerate(flows, 1)} | {f"B{row}": day for row, day in enumerate(days, 1)}
    assert answer("=XIRR(A1:A6,B1:B6)", cells) == pytest.approx(stored, rel=1e-14)
