"""FILTER, SORT, SORTBY, UNIQUE. SORT.xlsx and FILTER_ERRORS.xlsx are in ../shared/conformance/excel/ironcalc."""

import pytest

NAME, DIV0, NA = "=NOSUCHNAME", "=1/0", "=NA()"
ALL_SORTS = [1, 5, 2, -2, 5, 7, "Hola", "De", "HOLA", NAME, "Qwer", None, "AAAA", 123, "2", DIV0, NA]
WORDS = "abra cada abra nos sin-tu sf ad sa df ghdf xvsd 12 de efv uhgf nht ettyer".replace("sin-tu", "sin_tu").split()
WORDS = [12 if word == "12" else word.replace("_", " ") for word in WORDS]
SHEET = {f"A{row}": value for row, value in enumerate(ALL_SORTS, 1) if value is not None} | {
    f"B{row}": word for row, word in enumerate(WORDS, 1)
}


def test_sort_orders_numbers_texts_errors_and_blanks_as_in_sort_xlsx(answer):
    rising = [-2, 1, 2, 5, 5, 7, 123, "2", "AAAA", "De", "Hola", "HOLA", "Qwer", "#DIV/0!", "#NAME?", "#N/A", 0]
    falling = ["#N/A", "#NAME?", "#DIV/0!", "Qwer", "Hola", "HOLA", "De", "AAAA", "2", 123, 7, 5, 5, 2, 1, -2, 0]
    assert answer("SORT(A1:A17)", SHEET) == [[value] for value in rising]
    assert answer("SORT(A1:A17,1,-1)", SHEET) == [[value] for value in falling]


def test_sort_by_another_column_and_sortby_agree_with_sort_xlsx(answer):
    expected = [0, 1, 2, "Hola", 5, "AAAA", "HOLA", 123, "#N/A", "#NAME?", "#DIV/0!", -2, "De", 7, 5, "2", "Qwer"]
    assert [row[0] for row in answer("SORT(A1:B17,2)", SHEET)] == expected
    assert [row[0] for row in answer("SORTBY(A1:A17,B1:B17)", SHEET)] == expected
    falling = ["Qwer", "2", 5, 7, "De", -2, "#DIV/0!", "#NAME?", "#N/A", 123, "HOLA", "AAAA", 5, "Hola", 1, 2, 0]
    assert [row[0] for row in answer("SORTBY(A1:A17,B1:B17,-1)", SHEET)] == falling


def test_sort_takes_several_columns_and_sorts_across(answer):
    # By hand.
    assert answer('SORT({1,"b";2,"a";1,"a"},{1,2},{-1,1})') == [[2, "a"], [1, "a"], [1, "b"]]
    assert answer('SORT({3,1,2;"c","a","b"},,,TRUE)') == [[1, 2, 3], ["a", "b", "c"]]
    assert answer("SORTBY({1;2;3;4},{1;1;0;0},1,{1;2;3;4},-1)") == [[4], [3], [2], [1]]


@pytest.mark.parametrize(
    "formula", ["SORT({1;2},2)", "SORT({1;2},1,0)", "SORTBY({1;2},{1;2;3})", "SORTBY({1;2},{1;2},2)"]
)
def test_columns_that_are_not_there_and_orders_that_are_none_are_value_errors(answer, formula):
    # Microsoft's documentation of SORT and SORTBY.
    assert answer(formula) == "#VALUE!"


PEOPLE = {f"A{row}": name for row, name in enumerate(["Marie", "Random", "Elisa", "Marisa", "Marie", "Random"], 1)}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("UNIQUE(A1:A13)", ["Marie", "Random", "Elisa", "Marisa", 0]),
        ("UNIQUE(A1:A12,,FALSE)", ["Marie", "Random", "Elisa", "Marisa", 0]),
        ("UNIQUE(A1:A15,,TRUE)", ["Elisa", "Marisa"]),
        ("UNIQUE(A1:A15,)", ["Marie", "Random", "Elisa", "Marisa", 0]),
        ("UNIQUE(A:A)", ["Marie", "Random", "Elisa", "Marisa", 0]),
    ],
)
def test_unique_counts_blanks_as_one_value_as_in_sort_xlsx(answer, formula, expected):
    assert answer(formula, PEOPLE) == [[value] for value in expected]


def test_unique_ignores_case_and_tells_kinds_apart(answer):
    # By hand. That a blank and a 0 both stay: stackoverflow.com/questions/72146462.
    assert answer('UNIQUE({"a";"A";1;"1";TRUE})') == [["a"], [1], ["1"], [True]]
    assert answer("ROWS(UNIQUE(A1:A2))", {"A1": 0}) == 2


def test_counta_counts_the_blanks_of_an_array_as_one_more(answer):
    # exceljet.net/formulas/count-unique-values: "empty cells in the range can increase the count by 1".
    assert answer("COUNTA(UNIQUE(A1:A8))", PEOPLE) == 5
    assert answer("COUNTA(A1:A8)", PEOPLE) == 6


def test_unique_of_rows_and_of_columns(answer):
    # By hand.
    assert answer('UNIQUE({1,"x";1,"X";1,"y"})') == [[1, "x"], [1, "y"]]
    assert answer("UNIQUE({1,2,1},TRUE)") == [[1, 2]]
    assert answer("UNIQUE({1;1},,TRUE)") == "#CALC!"


CELLS = {
    "A9": "a",
    "A10": "b",
    "A11": "c",
    "A12": "d",
    "B9": "Finance",
    "B10": "Calc",
    "B11": "Finance",
    "B12": "Calc",
} | {
    "C9": "HR",
    "C10": "HR",
    "C11": "Calc",
    "C12": "Calc",
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('FILTER(A9:A12,(B9:B12="Finance")+(C9:C12="HR"))', [["a"], ["b"], ["c"]]),
        ('FILTER(A9:A12,(B9:B12="Finance")*(C9:C12="HR"))', "a"),
        ("FILTER({1;2;3;4},{1;2;3;4}>3)", 4),
        ("FILTER({1;2;3;4},{1;2;3;4}>10)", "#CALC!"),
        ('FILTER({1;2},{1;2}>10,"none")', "none"),
        ('FILTER({3;5;7},{"yes";1;1})', "#VALUE!"),
        ("FILTER({1,2,3;4,5,6},{1,0,1})", [[1, 3], [4, 6]]),
        ("FILTER({1;2},{TRUE;FALSE;TRUE})", "#VALUE!"),
    ],
)
def test_filter_keeps_what_is_included_as_in_filter_errors_xlsx(answer, formula, expected):
    # The last two by Microsoft's documentation of FILTER.
    assert answer(formula, CELLS) == expected


def test_filter_passes_an_error_in_its_condition_on(answer):
    # Microsoft's documentation: "If any value of the include argument is an error, FILTER will return an error."
    assert answer("FILTER({1;2},{1;#N/A})") == "#N/A"


def test_a_column_of_filters_gives_each_row_its_own_total(work):
    # By hand; the rows keep different numbers of cells.
    cells = {"A1": "x", "A2": "y", "A3": "x", "B1": 1, "B2": 2, "B3": 4, "D1": "x", "D2": "y", "D3": "z"}
    worked = work({**cells, "E1:E3": "=SUM(FILTER($B$1:$B$3,$A$1:$A$3=D1,0))"})
    assert worked.column("E1", 3) == [5, 2, 0]


def test_a_lambda_may_filter_for_every_element(answer):
    # By hand.
    cells = {"A1": "x", "A2": "y", "A3": "x", "B1": 1, "B2": 2, "B3": 4}
    assert answer('MAP({"x";"y"},LAMBDA(k,SUM(FILTER(B1:B3,A1:A3=k))))', cells) == [[5], [2]]


@pytest.mark.parametrize("formula", ["SORT(A1:A3)", "UNIQUE(A1:A3)", "FILTER({1;2;3},A1:A3)", "TOCOL(A1:A3,2)"])
def test_what_was_not_computed_makes_the_whole_array_unknown(answer, formula):
    assert answer(formula, {"A1": 1, "A2": "=NOSUCHFUNCTION(1)", "A3": 2}) == "uncomputed"
