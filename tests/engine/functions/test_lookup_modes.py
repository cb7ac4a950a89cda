"""XLOOKUP and XMATCH. Expected values: Excel's in XLOOKUP.xlsx and XMATCH*.xlsx of ../shared/conformance/excel."""

import pytest

MIXED = dict(zip(["A4", "A5", "A6", "A7", "A8", "A9", "A10"], [2, 5, 4, 5, 3, True, "ala"], strict=True)) | {
    f"B{row}": letter for row, letter in zip(range(4, 11), "abcdefg", strict=True)
}


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2.1234", "a", "a"),
        ("1.8", "#N/A", "#N/A"),
        ("4.8", "c", "c"),
        ("5", "b", "d"),
        ("10", "b", "d"),
        ("1/0", "#DIV/0!", "#DIV/0!"),
        ('"qwerty"', "g", "g"),
        ("TRUE", "f", "f"),
        ("FALSE", "g", "g"),
    ],
)
def test_the_next_smaller_value_is_found_across_kinds(answer, key, first, last):
    assert answer(f"XLOOKUP({key},$A$4:$A$10,$B$4:$B$10,,-1)", MIXED) == first
    assert answer(f"XLOOKUP({key},$A$4:$A$10,$B$4:$B$10,,-1,-1)", MIXED) == last


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2.1234", "e", "e"),
        ("1.8", "a", "a"),
        ("4.8", "b", "d"),
        ("5", "b", "d"),
        ("10", "g", "g"),
        ('"qwerty"', "f", "f"),
        ("FALSE", "f", "f"),
    ],
)
def test_the_next_larger_value_is_found_across_kinds(answer, key, first, last):
    assert answer(f"XLOOKUP({key},$A$4:$A$10,$B$4:$B$10,,1)", MIXED) == first
    assert answer(f"XLOOKUP({key},$A$4:$A$10,$B$4:$B$10,,1,-1)", MIXED) == last


RISING = [1, 2, 3, 4, 5, 5, 5, 6, 7, 7, 7, 8, 9]
FALLING = [9, 8, 7, 7, 7, 6, 5, 5, 5, 4, 3, 2, 1]
NAMES = ["aa", *"abcdefghijkl"]


@pytest.mark.parametrize(
    ("values", "way", "expected"),
    [
        (RISING, 2, [("a", "a"), ("aa", "a"), ("d", "d"), ("h", "h"), ("j", "k"), ("g", "h"), ("c", "d"), ("k", "k")]),
        (FALLING, -2, [("k", "k"), ("l", "k"), ("h", "h"), ("d", "d"), ("b", "a"), ("e", "d"), ("i", "h"), ("a", "a")]),
    ],
)
def test_binary_search_chooses_among_equal_values_as_excel_does(answer, values, way, expected):
    cells = {f"A{row}": value for row, value in enumerate(values, 1)} | {f"B{row}": n for row, n in enumerate(NAMES, 1)}
    keys = [2, 1.8, 5, 7, 7.1, 6.8, 4.8, 8]
    found = [tuple(answer(f"XLOOKUP({key},A1:A13,B1:B13,,{step},{way})", cells) for step in (-1, 1)) for key in keys]
    assert found == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [  # halved by hand: 3 is the middle of three, then 1; 6 and 2 are looked at in 5 1 9 2 6, and so on
        ("XMATCH(2,{1;3;2},0,2)", "#N/A"),
        ("XMATCH(2,{1;3;2},-1,2)", 1),
        ("XMATCH(2,{1;3;2},1,2)", 2),
        ("XMATCH(6,{5;1;4;2;6},0,2)", 5),
        ("XMATCH(5,{5;1;4;2;6},0,2)", "#N/A"),
        ("XMATCH(1,{3;5;1},0,-2)", 3),
        ("XMATCH(3,{3;5;1},0,-2)", "#N/A"),
        ("XMATCH({2;3},{1;3;2},-1,2)", [[1], [2]]),
        # The second of four is looked at first, and what is the key itself ends the search.
        ('XMATCH(7,{"x";7;"y";2},1,2)', 2),
        ('XMATCH(7,{2;7;"x";"y"},0,-2)', 2),
        ('XMATCH(7,{"x";"y";2;7},0,2)', "#N/A"),
        ('XMATCH(7,{9;8;"x";7;7;3;1},0,-2)', 5),  # of those in a row the end, as in a sorted list
    ],
)
def test_an_unsorted_list_is_halved_as_if_it_were_sorted(answer, formula, expected):
    assert answer(formula) == expected


@pytest.mark.parametrize(
    ("pattern", "first", "last"),
    [
        ("*r*", 123, "Yay!"),
        ("*o", 321, 321),
        ("??day", "#N/A", "#N/A"),
        ("???day", "Yay!", "Yay!"),
        ("*day", 2, "Yay!"),
        ("barb", 12, 12),
    ],
)
def test_wildcards_are_a_match_mode(answer, pattern, first, last):
    words = ["Green", "Blue", "Oreo", "Barb", "Tuesday", "Friday"]
    values = [123, 1234, 321, 12, 2, "Yay!"]
    cells = {f"A{row}": word for row, word in enumerate(words, 2)} | {f"B{row}": v for row, v in enumerate(values, 2)}
    assert answer(f'XLOOKUP("{pattern}",$A$2:$A$10,$B$2:$B$10,,2)', cells) == first
    assert answer(f'XLOOKUP("{pattern}",$A$2:$A$10,$B$2:$B$10,,2,-1)', cells) == last


def test_wildcards_do_not_go_with_binary_search(answer):
    assert answer('XLOOKUP("Dan",{"Dan";"Fun"},{1;2},,2,2)') == "#VALUE!"


COUNTRIES = {
    "A1": "Country",
    "A2": "China",
    "A3": "India",
    "A4": "Spain",
    "B1": "Prefix",
    "B2": "+84",
    "B3": "+99",
    "B4": "+34",
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('XLOOKUP("India",A:A,B:B)', "+99"),
        ('XLOOKUP("India",A:A,TRUE)', "#VALUE!"),
        ('XLOOKUP("India",A:A,B:B,,12)', "#VALUE!"),
        ('XLOOKUP("India",A:A,B:B,,-2)', "#VALUE!"),
        ('XLOOKUP("India",A:A,B:B,,,TRUE)', "+99"),
        ('XLOOKUP("China",A1:A4,B1:B3)', "#VALUE!"),
        ('XMATCH("China",A1:B2)', "#VALUE!"),
    ],
)
def test_sizes_and_modes_are_checked(answer, formula, expected):
    assert answer(formula, COUNTRIES) == expected


def test_a_blank_key_finds_the_first_blank_cell_and_in_a_whole_column_the_last(answer):
    cells = {"R1": 2, "R2": 3, "S1": "a", "S2": "b", "S3": "here"}
    assert answer('XLOOKUP(T12,R:R,S:S,"none")', cells) == "here"
    assert answer('XLOOKUP(T12,R:R,S:S,"none",,-1)', cells) == 0
    assert answer("XMATCH(T12,R:R,,-1)", cells) == 1_048_576


def test_an_empty_argument_finds_the_first_blank_by_binary_search(answer):
    cells = {f"L{row}": letter for row, letter in enumerate("abcde", 1)} | {f"M{row}": row for row in range(1, 7)}
    assert answer("XLOOKUP(,L:L,M:M,,1,2)", cells) == 6


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("XMATCH(35,{10,20,30,40,50},1)", 4),
        ("XMATCH(35,{10,20,30,40,50},-1)", 3),
        ("XMATCH(20,{10,20,20,30},0,-1)", 3),
        ("XMATCH(25,{10,20,30,40,50},1,2)", 3),
        ("XMATCH(25,{50,40,30,20,10},-1,-2)", 4),
        ("XMATCH(99,{10,20,30})", "#N/A"),
        ("XMATCH(2,{1,2;3,4})", "#VALUE!"),
        ('XMATCH("ban*",{"apple","banana","cherry"},2)', 2),
        ('XMATCH("ban*",{"apple","banana","cherry"})', "#N/A"),
    ],
)
def test_xmatch_in_array_constants(answer, formula, expected):
    assert answer(formula) == expected


def test_what_is_found_can_be_an_end_of_a_range(answer):
    # Microsoft's fifth example of XLOOKUP: =SUM(XLOOKUP(B3,B6:B10,E6:E10):XLOOKUP(C3,B6:B10,E6:E10)); added up by hand.
    cells = dict(zip(["A1", "A2", "A3", "A4"], ["Apple", "Grape", "Pear", "Banana"], strict=True)) | {
        f"B{r}": 10 * r for r in range(1, 5)
    }
    assert answer('SUM(XLOOKUP("Grape",A1:A4,B1:B4):XLOOKUP("Banana",A1:A4,B1:B4))', cells) == 90
    assert answer('ROW(XLOOKUP("Pear",A1:A4,B1:B4))', cells) == 3


def test_one_key_gets_its_whole_row_and_several_keys_one_cell_each(answer):
    cells = {"A1": 1, "A2": 2, "B1": "x", "B2": "y", "C1": "p", "C2": "q"}
    assert answer("XLOOKUP(2,A1:A2,B1:C2)", cells) == [["y", "q"]]
    assert answer("XLOOKUP({2;1},A1:A2,B1:C2)", cells) == [["y"], ["x"]]
    assert answer('XLOOKUP({2,9},A1:A2,B1:C2,"none")', cells) == [["y", "none"]]


def test_the_value_for_what_is_not_found_is_computed_only_then(work):
    # The last cell would be a circle if its third argument were needed.
    cells = {
        "A1": 1,
        "B1": "x",
        "D1": "=XLOOKUP(1,A1:A2,B1:B2,NOSUCHFUNCTION())",
        "D2": '=XLOOKUP(9,A1:A2,B1:B2,"none")',
    }
    worked = work(cells)
    assert worked["D1"] == "x"
    assert worked["D2"] == "none"


def test_a_column_of_xlookups_computes_the_fallback_for_its_own_rows(work):
    cells = {"A1": "x", "A2": "q", "A3": "Y", "A4": "=1/0", "F1": "x", "F2": "y", "G1": 1, "G2": 2}
    worked = work({**cells, "B1:B4": '=XLOOKUP(A1,$F$1:$F$2,$G$1:$G$2,A1&"?")'})
    assert worked.column("B1", 4) == [1, "q?", 2, "#DIV/0!"]


def test_a_plain_formula_compares_whole_columns_in_its_list(work):
    # MATCH needs Ctrl+Shift+Enter for this; XLOOKUP takes arrays. By hand.
    cells = {
        "A1": "x",
        "A2": "x",
        "B1": 1,
        "B2": 2,
        "C1": "no",
        "C2": "yes",
        "E9": '=XLOOKUP(1,(A1:A2="x")*(B1:B2=2),C1:C2)',
    }
    assert work(cells)["E9"] == "yes"


def test_a_regular_expression_that_matches_in_part_is_left_uncomputed(answer):
    assert answer('XMATCH("[a-z]+",{"1a"},3)') == "uncomputed"


def test_conditions_over_whole_columns_go_with_whole_columns(answer):
    # By hand.
    cells = {"A1": "x", "A2": "x", "B1": 1, "B2": 2, "C1": "no", "C2": "yes"}
    assert answer('XLOOKUP(1,(A:A="x")*(B:B=2),C:C)', cells) == "yes"
    assert answer('XLOOKUP("x2",A:A&B:B,C:C,"none")', cells) == "yes"
    assert answer('XLOOKUP(2,B:B,A:A&"-"&C:C)', cells) == "x-yes"
    assert answer("XLOOKUP(2,B1:B2,C1:C3&C1:C3)", cells) == "#VALUE!"
