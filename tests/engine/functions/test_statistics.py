"""Statistics. Expected: Microsoft's documentation, hand sums, Excel's stored values (files named beside them)."""

from __future__ import annotations

import pytest

LIST = {
    f"A{row}": value
    for row, value in enumerate([1345.0, 1301.0, 1368.0, 1322.0, 1310.0, 1370.0, 1318.0, 1350.0, 1303.0, 1299.0], 1)
}
SMALL = {"A1": 3.0, "A2": 5.0, "A3": 3.0, "A4": "x", "A5": True, "A7": 4.0, "A8": 5.0}


def near(value):
    return pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=STDEV(A1:A10)", pytest.approx(27.46391572, abs=1e-8)),
        ("=STDEV.P(A1:A10)", pytest.approx(26.05455814, abs=1e-8)),
        ("=VAR.S(A1:A10)", pytest.approx(754.26666667, abs=1e-7)),
        ("=VARP(A1:A10)", pytest.approx(678.84, abs=1e-7)),
        ("=MEDIAN(A1:A10)", 1320),
        ("=MEDIAN(1,2,3,4,5,6)", 3.5),
        ("=LARGE({3,4,5,2,3,4,5,6,4,7},3)", 5),
        ("=SMALL({3,4,5,2,3,4,6,4,7},4)", 4),
        ("=PERCENTILE({1,2,3,4},0.3)", near(1.9)),
        ("=PERCENTILE.EXC({1,2,3,6,6,6,7,8,9},0.25)", 2.5),
        ("=QUARTILE({1,2,4,7,8,9,10,12},1)", 3.5),
        ("=QUARTILE.EXC({6,7,15,36,39,40,41,42,43,47,49},3)", 43),
        ("=PERCENTRANK({13,12,11,8,4,3,2,1,1,1},2)", 0.333),
        ("=PERCENTRANK.EXC({1,2,3,6,6,6,7,8,9},5.43)", 0.381),
        ("=MODE({5.6,4,4,3,2,4})", 4),
        ("=MODE.MULT({1;2;3;4;3;2;1;2;3;5;6;1})", [[1], [2], [3]]),
        ("=AVEDEV(4,5,6,7,5,4,3)", pytest.approx(1.020408, abs=1e-6)),
        ("=DEVSQ(4,5,8,7,11,4,3)", 48),
        ("=GEOMEAN(4,5,8,7,11,4,3)", pytest.approx(5.476987, abs=1e-6)),
        ("=HARMEAN(4,5,8,7,11,4,3)", pytest.approx(5.028376, abs=1e-6)),
        ("=SKEW(3,4,5,2,3,4,5,6,4,7)", pytest.approx(0.359543, abs=1e-6)),
        ("=SKEW.P(3,4,5,2,3,4,5,6,4,7)", pytest.approx(0.303193, abs=1e-6)),
        ("=KURT(3,4,5,2,3,4,5,6,4,7)", pytest.approx(-0.151799637, abs=1e-8)),
        ("=TRIMMEAN({4,5,6,7,2,3,4,5,1,2,3},0.2)", pytest.approx(3.778, abs=5e-4)),
        ("=STANDARDIZE(42,40,1.5)", near(4 / 3)),
    ],
)
def test_documented_examples(answer, formula, value):
    assert answer(formula, LIST) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=MEDIAN(A1:A8)", 4),
        ("=STDEVA(A1:A3,A5)", near(1.632993161855452)),
        ("=VARPA(A1:A4)", 3.1875),
        ("=LARGE(A1:A8,1)", 5),
        ("=LARGE(A1:A8,6)", "#NUM!"),
        ("=RANK(5,A1:A8)", 1),
        ("=RANK(4,A1:A8)", 3),
        ("=RANK(3,A1:A8,1)", 1),
        ("=RANK.AVG(5,A1:A8)", 1.5),
        ("=RANK(6,A1:A8)", "#N/A"),
        ("=MODE(1,2,3)", "#N/A"),
        ("=STDEV(1)", "#DIV/0!"),
        ("=MEDIAN(A4:A6)", "#NUM!"),
        ("=GEOMEAN(1,0)", "#NUM!"),
        ("=PERCENTILE(A1:A8,1.1)", "#NUM!"),
        ('=STDEV(1,"x")', "#VALUE!"),
    ],
)
def test_texts_booleans_and_blanks_in_a_range_are_left_out(answer, formula, value):
    assert answer(formula, SMALL) == value


def test_one_sorted_list_serves_a_whole_column(filled):
    worked = filled(
        LIST,
        {
            "B1": ("=RANK(A1,$A$1:$A$10)", 10),
            "C1": ("=LARGE($A$1:$A$10,B1)", 10),
            "D1": ("=PERCENTRANK($A$1:$A$10,A1)", 10),
            "E1": ("=MEDIAN(A1:A3)", 8),
        },
    )
    assert worked.column("B1", 10) == [4, 9, 2, 5, 7, 1, 6, 3, 8, 10]
    assert worked.column("C1", 10) == [LIST[f"A{row}"] for row in range(1, 11)]
    assert worked.column("D1", 3) == [0.666, 0.111, 0.888]
    assert worked.column("E1", 8) == [1345, 1322, 1322, 1322, 1318, 1350, 1318, 1303]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=CORREL({3,2,4,5,6},{9,7,12,15,17})", pytest.approx(0.997054, abs=1e-6)),
        ("=RSQ({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", pytest.approx(0.05795, abs=1e-5)),
        ("=COVARIANCE.P({3,2,4,5,6},{9,7,12,15,17})", 5.2),
        ("=COVARIANCE.S({2,4,8},{5,11,12})", pytest.approx(9.666667, abs=1e-6)),
        ("=SLOPE({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", pytest.approx(0.305556, abs=1e-6)),
        ("=INTERCEPT({2,3,9,1,8},{6,5,11,7,5})", pytest.approx(0.0483871, abs=1e-7)),
        ("=STEYX({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", pytest.approx(3.305719, abs=1e-6)),
        ("=FORECAST(30,{6,7,9,15,21},{20,28,31,38,40})", pytest.approx(10.607253, abs=1e-6)),
        ("=LINEST({1,9,5,7},{0,4,2,3})", [[near(2), near(1)]]),
        ("=TREND({1,9,5,7},{0,4,2,3},{5;6})", [[near(11)], [near(13)]]),
        ("=CORREL({1,2},{1})", "#N/A"),
        ("=CORREL({1,1},{1,2})", "#DIV/0!"),
    ],
)
def test_documented_examples_of_pairs(answer, formula, value):
    assert answer(formula) == value


def test_linest_tells_its_statistics(answer):
    # Microsoft's office buildings: value by floor space, offices, entrances and age.
    space = [2310, 2333, 2356, 2379, 2402, 2425, 2448, 2471, 2494, 2517, 2540]
    offices = [2, 2, 3, 3, 2, 4, 2, 2, 3, 4, 2]
    entrances = [2, 2, 1.5, 2, 3, 2, 1.5, 2, 3, 4, 3]
    age = [20, 12, 33, 43, 53, 23, 99, 34, 23, 55, 22]
    value = [142000, 144000, 151000, 150000, 139000, 169000, 126000, 142900, 163000, 169000, 149000]
    cells = {}
    for letter, numbers in zip("ABCDE", (space, offices, entrances, age, value), strict=True):
        cells.update({f"{letter}{row}": float(number) for row, number in enumerate(numbers, 1)})
    table = answer("=LINEST(E1:E11,A1:D11,TRUE,TRUE)", cells)
    assert table[0] == [
        pytest.approx(x, rel=1e-8) for x in (-234.2371645, 2553.21066, 12529.76817, 27.64138737, 52317.83051)
    ]
    assert table[1] == [
        pytest.approx(x, rel=1e-8) for x in (13.26801148, 530.6691519, 400.0668382, 5.429374042, 12237.3616)
    ]
    assert table[2][:2] == [pytest.approx(0.996747993, rel=1e-8), pytest.approx(970.5784629, rel=1e-8)]
    assert table[3][:2] == [pytest.approx(459.7536742, rel=1e-8), 6]
    assert table[4][:2] == [pytest.approx(1732393319.0, rel=1e-8), pytest.approx(5652135.316, rel=1e-8)]
    assert table[2][2] == "#N/A"


def test_an_error_or_an_uncomputed_cell_in_a_list_is_the_result(answer, work):
    assert answer("=MEDIAN(A1:A2)", {"A1": 1.0, "A2": "=NA()"}) == "#N/A"
    assert work({"A1": "=NOSUCHFUNCTION(1)", "B1": "=RANK(1,A1:A2)"})["B1"] == "uncomputed"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('SUM(FILTER(A1:A2,B1:B2="x"))', 0),
        ('COUNT(FILTER(A1:A2,B1:B2="x"))', 0),
        ('COUNTA(FILTER(A1:A2,B1:B2="x"))', 1),
        ('SUM({"12"},3)', 3),
        ('SUM(TEXTSPLIT("12",","))', 0),
        ('SUM(--TEXTSPLIT("12",","))', 12),
        ('SUM(IFERROR(FILTER(A1:A2,B1:B2="x"),0))', 0),
        ('SUM(LEFT("12x",2))', 12),
    ],
)
def test_an_array_of_one_text_is_an_array(answer, formula, value):
    # Microsoft's help on SUM: text in an array is ignored, text typed into the list of arguments is counted.
    assert answer(formula, {"A1": "12", "A2": "apple", "B1": "x", "B2": "y"}) == value


@pytest.mark.parametrize(
    ("formula", "mode"),
    [  # FormulaEvalTestData_Copy.xlsx of Apache POI, saved by Excel: EverythingTests, row 936
        ('=MODE(B2,C1,"1",B1)', "#VALUE!"),
        ('=MODE(B1,"1",2,3)', "#VALUE!"),
        ('=MODE("1",1,#DIV/0!,2,3)', "#VALUE!"),
        ("=MODE(B1,1,D7)", "#VALUE!"),
        ("=MODE(1,1,2,3)", 1),
        ("=MODE(B1:D2,2)", 2),
    ],
)
def test_a_text_or_a_blank_cell_alone_has_no_place_in_mode(answer, formula, mode):
    assert answer(formula, {"B1": 1, "B2": 2, "C1": "sp ace s"}) == mode
