"""Interest between coupons, odd periods, French depreciation. Expected values are those that Excel stored in
../shared/conformance/excel/ironcalc (ACCRINT.xlsx, accrint_cases.xlsx, PRICE_YIELD.xlsx), and for AMORLINC and
AMORDEGRC those that the tests of fsprojects/ExcelFinancialFunctions keep of Excel.
"""

from __future__ import annotations

import pytest

from socroi.errors import CellError


@pytest.mark.parametrize(
    ("arguments", "stored"),
    [
        ("39508, 39691, 39569, 0.1, 1000, 2, 0", 16.666666666666664),
        ("DATE(2008,4,5), 39691, 39569, 0.1, 1000, 2, 0, TRUE", 7.222222222222221),
        ("DATE(2007,3,1), DATE(2008,8,31), DATE(2008,5,1), 0.1, 1000, 2, 0", 116.94444444444446),
        ("DATE(2007,3,1), DATE(2008,8,31), DATE(2008,5,1), 0.1, 1000, 2, 0, FALSE", 66.94444444444446),
        ("DATE(2017,1,1), DATE(2017,12,1), DATE(2017,4,1), 0.33, 3000, 4, 1", 241.12362637362637),
        ("DATE(2017,1,1), DATE(2017,12,1), DATE(2017,4,1), 0.33, 3000, 4, 1, FALSE", -253.8763736263736),
        ("DATE(2017,1,1), DATE(2017,12,1), DATE(2017,4,1), 0.33, 3000, 4, 3", 240.04109589041096),
        ("44348, 44531, 44621, 0.025, 5000, 2, 1, TRUE", 93.23770491803279),
        ("43831, 44013, 44197, 0.025, 5000, 2, 2, TRUE", 126.38888888888889),
    ],
)
def test_accrint_counts_the_interest_from_the_issue_or_from_the_coupon_before(answer, arguments, stored):
    assert answer(f"ACCRINT({arguments})") == pytest.approx(stored, rel=1e-12)


@pytest.mark.parametrize(
    "arguments",
    [
        "39692, 39873, 39569, 0.1, 1000, 2",
        "39508, 39692, 39569, 0, 1000, 2",
        "39508, 39692, 39569, 0.1, 1000, 3",
        "39508, 39692, 39569, 0.1, 1000, 2, 5",
    ],
)
def test_accrint_refuses_a_settlement_before_the_issue_and_numbers_out_of_range(answer, arguments):
    assert answer(f"ACCRINT({arguments})") == CellError("#NUM!")


@pytest.mark.parametrize(
    ("basis", "frequency", "yearly", "price"),
    [
        (0, 1, 0.05, 131.53696747314225),
        (1, 1, 0.05, 131.5377155865953),
        (2, 1, 0.067, 115.98854775223758),
        (4, 1, 0.03, 153.2398784420665),
        (1, 2, 0.05, 131.55696869340122),
        (2, 2, 0.067, 115.84574814124899),
        (4, 2, 0.03, 153.39613008333555),
    ],
)
def test_a_bond_with_an_odd_first_coupon_has_the_price_that_its_yield_leads_back_to(
    answer, basis, frequency, yearly, price
):
    days, more = "43891, 47543, 43845, 44256, 0.075", f"120, {frequency}, {basis}"
    assert answer(f"ODDFPRICE({days}, {yearly}, {more})") == pytest.approx(price, rel=1e-12)
    assert answer(f"ODDFYIELD({days}, {price}, {more})") == pytest.approx(yearly, rel=1e-8)


def test_the_first_coupon_must_fall_on_a_coupon_day(answer):
    assert answer("ODDFPRICE(43891, 51210, 43845, 44256, 0.075, 0.06, 120, 1, 1)") == CellError("#NUM!")


@pytest.mark.parametrize(
    ("basis", "frequency", "rate", "yearly", "price"),
    [
        (1, 2, 0.075, 0.06, 121.51937811334447),
        (2, 1, 0.075, 0.0589, 122.3689285685928),
        (3, 2, 0.08, 0.0711, 116.47102012136368),
        (4, 2, 0.075, 0.02, 162.34027777777777),
    ],
)
def test_a_bond_with_an_odd_last_coupon_has_the_price_that_its_yield_leads_back_to(
    answer, basis, frequency, rate, yearly, price
):
    days, more = f"43891, 47543, 43845, {rate}", f"120, {frequency}, {basis}"
    assert answer(f"ODDLPRICE({days}, {yearly}, {more})") == pytest.approx(price, rel=1e-12)
    assert answer(f"ODDLYIELD({days}, {price}, {more})") == pytest.approx(yearly, rel=1e-12)


def test_a_security_that_pays_at_maturity_has_the_price_of_the_documentation(answer):
    # Examples of Microsoft's pages on PRICEMAT and YIELDMAT.
    price = answer("PRICEMAT(DATE(2008,2,15), DATE(2008,4,13), DATE(2007,11,11), 0.061, 0.061, 0)")
    assert price == pytest.approx(99.98449887555694, rel=1e-10)
    assert answer("YIELDMAT(DATE(2008,3,15), DATE(2008,11,3), DATE(2007,11,8), 0.0625, 100.0123, 0)") == pytest.approx(
        0.060954333691538, rel=1e-10
    )


@pytest.mark.parametrize(
    ("salvage", "period", "rate", "lost"),
    [(10, 0, 0.15, 75), (10, 0.3, 0.07, 0), (10, 1, 0.15, 9), (10, 1, 0.3, 5), (10, 2, 0.3, 0), (10, 10, 0.07, 2),
     (50, 1, 0.15, 19), (50, 1, 0.3, 23), (50, 2, 0.15, 0)],
)  # fmt: skip
def test_amordegrc_rounds_to_whole_units_and_ends_with_two_halves(answer, salvage, period, rate, lost):
    assert answer(f"AMORDEGRC(100, DATE(1998,2,28), DATE(2000,2,29), {salvage}, {period}, {rate}, 1)") == lost


@pytest.mark.parametrize(
    ("bought", "first", "salvage", "period", "rate", "basis", "lost"),
    [
        ("DATE(2001,3,31)", "DATE(2003,3,31)", 10, 11.3, 0.07, 3, 6),
        ("DATE(2001,3,31)", "DATE(2003,3,31)", 10, 13, 0.07, 3, 0),
        ("DATE(2001,3,31)", "DATE(2003,3,31)", 50, 0.3, 0.1, 1, 10),
        ("DATE(2001,3,31)", "DATE(2002,5,14)", 0, 0, 0.1, 4, 11.22222222222),
        ("DATE(2001,3,31)", "DATE(2002,5,14)", 0, 13, 0.07, 4, 7),
    ],
)
def test_amorlinc_loses_the_same_each_year_until_the_salvage_is_left(
    answer, bought, first, salvage, period, rate, basis, lost
):
    formula = f"AMORLINC(100, {bought}, {first}, {salvage}, {period}, {rate}, {basis})"
    assert answer(formula) == pytest.approx(lost, rel=1e-9)
