"""Mathematics, angles, numerals. Expected: Microsoft's documentation, Excel's stored values (files named beside)."""

from __future__ import annotations

import math

import pytest

from socroi.engine.arithmetic import sums


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=MOD(3,-2)", -1),
        ("=MOD(-3,2)", 1),
        ("=MOD(10.2,10)", 0.1999999999999993),  # MOD_QUOTIENT.xlsx
        ("=MOD(5,-0.0000000001)", -1.821609865774887e-16),  # MOD_QUOTIENT.xlsx
        ("=QUOTIENT(-10,3)", -3),
        ("=POWER(5,2)", 25),
        ("=SQRTPI(2)", 2.5066282746310002),
        ("=LOG(86,2.7182818)", pytest.approx(4.4543473, abs=1e-7)),
        ("=LOG(8,2)", 3),
        ("=LOG10(1E5)", 5),
        ("=SIGN(-4)", -1),
        ("=FACT(5)", 120),
        ("=FACT(1.9)", 1),
        ("=FACTDOUBLE(7)", 105),
        ("=FACTDOUBLE(-1)", 1),
        ("=COMBIN(8,2)", 28),
        ("=COMBINA(4,3)", 20),
        ("=PERMUT(100,3)", 970200),
        ("=PERMUTATIONA(3,2)", 9),
        ("=MULTINOMIAL(2,3,4)", 1260),
        ("=GCD(24,36)", 12),
        ("=GCD(5,0)", 5),
        ("=LCM(24,36)", 72),
        ("=SERIESSUM(2,0,1,{1,2,3})", 17),  # SERIESSUM.xlsx
        ("=SUMX2MY2({2,3,9},{6,5,11})", -88),
        ("=SUMX2PY2({2,3,9},{6,5,11})", 276),
        ("=SUMXMY2({2,3,9},{6,5,11})", 24),
        ("=ATAN2(-1,-1)", -2.356194490192345),
        ("=SIN(PI())", pytest.approx(1.22514845490862e-16, rel=1e-12)),  # trigonometric_functions.xlsx
        ("=COS(PI()/2)", pytest.approx(6.1257422745431e-17, rel=1e-12)),  # trigonometric_functions.xlsx
        ("=COTH(1000)", 1),
        ("=ACOTH(6)", pytest.approx(0.168236118310606, rel=1e-13)),
        ("=DEGREES(PI())", 180),
        ("=ROMAN(499)", "CDXCIX"),
        ("=ROMAN(499,1)", "LDVLIV"),
        ("=ROMAN(499,4)", "ID"),
        ('=ARABIC("mcmxii")', 1912),
        ('=ARABIC("-LVII")', -57),
        ("=BASE(7,2,8)", "00000111"),
        ('=DECIMAL("zap",36)', 45745),
        ("=BIN2DEC(1111111111)", -1),
        ("=DEC2HEX(-54)", "FFFFFFFFCA"),
        ('=HEX2BIN("F",8)', "00001111"),
        ("=BITAND(13,25)", 9),
        ("=BITLSHIFT(4,2)", 16),
        ("=BITRSHIFT(13,2)", 3),
    ],
)
def test_documented_examples(answer, formula, value):
    assert answer(formula) == value


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=MOD(3,0)", "#DIV/0!"),
        ("=SQRT(-16)", "#NUM!"),
        ("=LN(0)", "#NUM!"),
        ("=LOG(10,1)", "#DIV/0!"),
        ("=FACT(-1)", "#NUM!"),
        ("=FACT(171)", "#NUM!"),
        ("=COMBIN(2,3)", "#NUM!"),
        ("=GCD(-1,2)", "#NUM!"),
        ("=GCD(TRUE,2)", "#VALUE!"),
        ("=QUOTIENT(TRUE,2)", "#VALUE!"),
        ("=SERIESSUM(0,0,2,{1,2,3})", "#NUM!"),  # SERIESSUM.xlsx
        ("=ATAN2(0,0)", "#DIV/0!"),
        ("=COT(0)", "#DIV/0!"),
        ("=SIN(134217728)", "#NUM!"),
        ("=ROMAN(4000)", "#VALUE!"),
        ("=DEC2BIN(512)", "#NUM!"),
        ("=BITAND(-1,2)", "#NUM!"),
        ("=SUMXMY2({1,2},{1})", "#N/A"),
    ],
)
def test_what_has_no_value_is_an_error(answer, formula, error):
    assert answer(formula) == error


def test_a_text_of_a_number_counts_as_the_number_and_a_blank_as_zero(answer):
    assert answer('=ABS("-5")+EXP(Z9)') == 6


def test_blanks_in_a_range_are_zero_to_lcm_but_left_out_on_their_own(answer):
    cells = {"A2": 5.0}  # GCD_LCM.xlsx, rows 13 and 35
    assert answer("=LCM(A1:A2)", cells) == 0
    assert answer("=LCM(A1,A2)", cells) == 5
    assert answer("=GCD(A1,A3)", cells) == "#VALUE!"


def test_pairs_with_a_blank_are_left_out_of_sums_of_squares(answer):
    assert answer("=SUMX2MY2(A1:A3,B1:B3)", {"A1": 3.0, "B1": 1.0, "A2": 5.0, "A3": "x", "B3": 2.0}) == 8


def test_a_column_of_powers_and_remainders(filled):
    worked = filled({"A1": 3.0, "A2": -3.0, "A3": 7.5}, {"B1": ("=MOD(A1,2)", 3), "C1": ("=SIN(A1)", 3)})
    assert worked.column("B1", 3) == [1, 1, 1.5]
    assert worked.column("C1", 3) == [pytest.approx(math.sin(x), rel=1e-14) for x in (3, -3, 7.5)]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=COMPLEX(3,4)", "3+4i"),
        ('=COMPLEX(0,1,"j")', "j"),
        ('=COMPLEX(1,-1,"k")', "#VALUE!"),
        ('=IMSUM("3+4i","5-3i")', "8+i"),
        ('=IMPRODUCT("3+4i","5-3i")', "27+11i"),
        ('=IMDIV("-238+240i","10+24i")', "5+12i"),
        ('=IMABS("5+12i")', 13),
        ('=IMREAL("6-9i")', 6),
        ('=IMAGINARY("4i")', 4),
        ('=IMSQRT("-1")', "6.12323399573677E-17+i"),  # COMPLEXs.xlsx
        ('=IMSUM("1+i","1+j")', "#VALUE!"),
        ('=IMREAL("abc")', "#NUM!"),
        ('=CONVERT(1,"lbm","kg")', 0.45359237),
        ('=CONVERT(68,"F","C")', pytest.approx(20)),
        ('=CONVERT(2.5,"ft","sec")', "#N/A"),
        ('=CONVERT(CONVERT(100,"ft","m"),"ft","m")', 9.290304),
        ('=CONVERT(1,"Mibyte","byte")', 1048576),
        ("=BESSELJ(1.9,2)", pytest.approx(0.329925829, abs=1e-8)),
        ("=BESSELK(1.5,1)", pytest.approx(0.277387804, abs=1e-8)),
    ],
)
def test_documented_examples_of_engineering(answer, formula, value):
    assert answer(formula) == value


def test_numbers_are_added_up_one_after_another(answer):
    # hand: 1E16 + 1 is 1E16 again in doubles, eight times over; in pairs the ones would have met first.
    cells = {"A1": 1e16} | {f"A{row}": 1 for row in range(2, 10)} | {"A10": -1e16}
    assert answer("=SUM(A1:A10)", cells) == 0
    assert answer("=SUM(A1:A5,A6:A10)", cells) == 0
    assert answer("=AVERAGE(A1:A10)", cells) == 0
    assert answer("=SUBTOTAL(9,A1:A10)", cells) == 0
    assert answer("=SUMPRODUCT(A1:A10,A1:A10^0)", cells) == 0
    assert answer("=SUM(TRANSPOSE(A1:A10))", cells) == 0


def test_rows_are_added_up_from_left_to_right(work):
    row = dict(zip("ABCDEFGHIJ", [1e16, *[1] * 8, -1e16], strict=True))
    cells = work(
        {f"{column}{line}": value for line in (1, 2, 3) for column, value in row.items()} | {"L1:L3": "=SUM(A1:J1)"}
    )
    assert cells.column("L1", 3) == [0, 0, 0]


def test_a_text_as_a_factor_alone_is_an_error_in_sumproduct_and_in_a_column_counts_nothing(answer):
    # FormulaEvalTestData_Copy.xlsx of Apache POI, saved by Excel: EverythingTests!J1328
    cells = {"A1": "4", "A2": 5, "B1": 2, "B2": 3}
    assert answer("=SUMPRODUCT(A1:A1,B1:B1)", cells) == "#VALUE!"
    assert answer("=SUMPRODUCT(A1:A2,B1:B2)", cells) == 15


def test_a_range_that_all_rows_share_is_added_up_once_for_all_of_them(work):
    cells = {f"A{row}": 0.25 for row in range(1, 13)} | {f"B{row}": row for row in range(1, 10)}
    assert work({**cells, "C1:C9": "=SUM(B1,$A$1:$A$12)"}).column("C1", 9) == [row + 3 for row in range(1, 10)]
    assert work({**cells, "C1:C9": "=SUM($A$1:$A$12,B1)"}).column("C1", 9) == [row + 3 for row in range(1, 10)]


def test_windows_that_move_are_added_up_in_pieces(monkeypatch, work):
    monkeypatch.setattr(sums, "_AT_ONCE", 30)
    cells = {f"A{row}": row for row in range(1, 40)} | {"A5": "text", "A9": None}
    expected = [sum(n for n in range(row, row + 10) if n not in (5, 9)) for row in range(1, 30)]
    worked = work({**cells, "B1:B29": "=SUM(A1:A10)", "C1:C29": "=AVERAGE(A1:A10)"})
    assert worked.column("B1", 29) == expected
    assert worked["C20"] == 24.5
