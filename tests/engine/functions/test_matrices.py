"""MMULT, MINVERSE, MDETERM, MUNIT, FREQUENCY. Workbooks named here are in ../shared/conformance/excel/ironcalc."""

import pytest


def test_the_product_of_matrices_by_hand(answer):
    assert answer("MMULT({1,2;3,4},{5,6;7,8})") == [[19, 22], [43, 50]]
    assert answer("MMULT({1,2,3},{1;2;3})") == 14


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("MMULT({1,2},{1,2})", "#VALUE!"),
        ('MMULT({1,"2"},{1;2})', "#VALUE!"),
        ("MMULT(A1:B1,{1;2})", "#VALUE!"),
        ("MMULT({1,#N/A},{1;2})", "#N/A"),
        ("MINVERSE({1,2})", "#VALUE!"),
        ("MINVERSE({0})", "#NUM!"),
        ("MINVERSE({1,1;1,1})", "#NUM!"),
        ("MUNIT(-1)", "#VALUE!"),
        ("MUNIT(0.2)", "#VALUE!"),
        ("MUNIT(1.7)", 1),
        ("MUNIT(TRUE)", 1),
        ('MUNIT("hola")', "#VALUE!"),
        ("MUNIT(1/0)", "#DIV/0!"),
        ("MDETERM(MUNIT(3)*4)", pytest.approx(64)),
        ("MDETERM({1,2,3;3,4,-2;2,3.5,6})", pytest.approx(-5.5)),
    ],
)
def test_matrix_functions_as_in_munit_mdeterm_minverse_xlsx(answer, formula, expected):
    # The errors of MMULT by Microsoft's documentation: cells that are empty or hold text are #VALUE!.
    assert answer(formula, {"A1": 1}) == expected


def test_the_inverse_of_a_matrix_as_in_munit_mdeterm_minverse_xlsx(answer):
    found = answer("MINVERSE({3,6,9;9,12,-6;6,10.5,18})")
    expected = [-1.878787878787879, 0.09090909090909097, 0.9696969696969693, 1.3333333333333333, 0, -0.6666666666666664]
    expected += [-0.1515151515151515, -0.030303030303030297, 0.12121212121212119]
    assert [cell for row in found for cell in row] == pytest.approx(expected, abs=1e-12)


DATA = [1, 7, 23, 12, 13, 90, 8, 78, 24, 16, 3, 4, 9, 7.7, 8.5]
"""FREQUENCY.xlsx, A17:A31."""


@pytest.mark.parametrize(("bins", "expected"), [("{10;20;15;5}", [5, 1, 2, 3, 4]), ("{5;10;15;20}", [3, 5, 2, 1, 4])])
def test_frequency_counts_into_bins_in_the_order_given_as_in_frequency_xlsx(answer, bins, expected):
    cells = {f"A{row}": value for row, value in enumerate(DATA, 17)}
    assert answer(f"FREQUENCY(A17:A33,{bins})", cells) == [[count] for count in expected]


def test_frequency_skips_texts_and_passes_errors_on_as_in_frequency_xlsx(answer):
    assert answer("FREQUENCY(A1:A3,{5})", {"A1": 1, "A2": "8", "A3": 78}) == [[1], [1]]
    assert answer("FREQUENCY({1;#DIV/0!},{5})") == "#DIV/0!"


def test_a_bin_that_occurs_twice_counts_once(answer):
    # The idiom SUM(--(FREQUENCY(x,x)>0)) counts distinct numbers; by hand.
    assert answer("SUM(--(FREQUENCY({3;1;3;2;1},{3;1;3;2;1})>0))") == 3
