"""VLOOKUP, HLOOKUP, LOOKUP and MATCH. Workbooks named here, with Excel's values, are in ../shared/conformance/excel."""

import pytest

CITIES = {
    **dict(zip(["A1", "A2", "A3", "A4", "A5"], ["Albacete", "Aranda", "Berlin", "Madrid", "Zimbawe"], strict=True)),
    **dict(zip(["B1", "B2", "B3", "B4", "B5"], [1, 2, 3, 4, 5], strict=True)),
    **dict(zip(["C1", "C2", "C3", "C4", "C5"], ["banana", "alca", "apple", "orange", "done"], strict=True)),
}
"""The table of HVLOOKUP.xlsx."""

FRUIT = {
    **dict(zip(["A1", "B1", "C1"], ["English", "Spanish", "German"], strict=True)),
    **dict(zip(["A2", "B2", "C2"], ["Apple", "Manzana", "Apfel"], strict=True)),
    **dict(zip(["A3", "B3", "C3"], ["Orange", "Naranja", "Orange"], strict=True)),
    **dict(zip(["A4", "B4", "C4"], ["Pear", "Pera", "Birne"], strict=True)),
    **dict(zip(["A5", "B5", "C5"], ["Strawberry", "Fresa", "Erdbeere"], strict=True)),
    **dict(zip(["A6", "B6", "C6"], ["Potato", "Patata", "Kartoffel"], strict=True)),
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('VLOOKUP("Cuenca",A1:C5,1)', "Berlin"),
        ('VLOOKUP("Aranda",A1:C5,3)', "alca"),
        ("VLOOKUP(23,A1:C5,3)", "#N/A"),
        ('VLOOKUP("Aranda",A1:C5,10)', "#REF!"),
        ("VLOOKUP(1/0,A1:C5,1)", "#DIV/0!"),
        ("VLOOKUP(D9,A1:C5,1/0)", "#DIV/0!"),
        ('VLOOKUP("Aranda",3,1)', "#N/A"),
        ('VLOOKUP("Aranda","Nothing",1)', "#VALUE!"),
        ('VLOOKUP("Aranda",TRUE,1)', "#N/A"),
    ],
)
def test_vlookup_gives_what_excel_stored_in_hvlookup_xlsx(answer, formula, expected):
    assert answer(formula, CITIES) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("*an*", "Naranja"), ("*t?*", "Fresa"), ("*t", "#N/A"), ("*t?t?", "Patata"), ("apple", "Manzana")],
)
def test_exact_vlookup_takes_wildcards_and_ignores_case_as_in_hvlookup_xlsx(answer, pattern, expected):
    assert answer(f'VLOOKUP("{pattern}",A1:C6,2,FALSE)', FRUIT) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('VLOOKUP(2,{1,"a";2,"b";3,"c"},2,FALSE)', "b"),
        ("VLOOKUP(3,SEQUENCE(3,2),2)", 4),
        ('HLOOKUP(2,{1,2,3;"a","b","c"},2,FALSE)', "b"),
        ("HLOOKUP(3,SEQUENCE(2,3),2)", 6),
        ("HLOOKUP(20,SORT({30,10,20;3,1,2},1,1,TRUE),2,FALSE)", 2),
        ("MATCH(40,FILTER({10;20;30;40},{10;20;30;40}>25),0)", 2),
        ("LOOKUP(7.5,SEQUENCE(10))", 7),
        ("LOOKUP(3,{1,2,3,4,5},{10,20,30,40,50})", 30),
        ('LOOKUP("b",{"a","b","c";1,2,3})', 2),
    ],
)
def test_lookups_take_arrays_as_in_match_lookup_arrays_xlsx(answer, formula, expected):
    assert answer(formula) == expected


def test_a_key_that_is_not_found_is_not_available_whatever_the_column(answer):
    # calamine's errors.xlsx in ../shared/conformance/excel: Excel stored #N/A for VLOOKUP(B1,B1,B1,3).
    assert answer("VLOOKUP(B1,B1,B1,3)") == "#N/A"


def test_vlookup_with_a_list_of_columns_gives_them_side_by_side(answer):
    # By hand: the second row of the table.
    assert answer('VLOOKUP("aranda",A1:C5,{2,3},0)', CITIES) == [[2, "alca"]]


def test_an_omitted_last_argument_means_exact_and_a_missing_one_means_nearest(answer):
    # Microsoft's documentation of VLOOKUP: range_lookup is TRUE by default; an empty argument counts as FALSE.
    assert answer('VLOOKUP("Cuenca",A1:C5,2,)', CITIES) == "#N/A"
    assert answer('VLOOKUP("Cuenca",A1:C5,2)', CITIES) == 3


def test_one_sided_columns_below_1_are_value_errors(answer):
    # Microsoft's documentation of VLOOKUP.
    assert answer('VLOOKUP("Aranda",A1:C5,0,0)', CITIES) == "#VALUE!"


def test_lookups_compare_numbers_bit_by_bit(answer):
    # https://learn.microsoft.com/en-us/answers/a/11355118: `=` rounds to 15 digits, MATCH and VLOOKUP do not.
    assert answer("MATCH(10.1-10,A1,0)", {"A1": 0.1}) == "#N/A"
    assert answer("MATCH(ROUND(10.1-10,2),A1,0)", {"A1": 0.1}) == 1


ORDERED = dict(
    zip(["A2", "A3", "A4", "A5", "A6", "A7"], ["Alpha", "Beta", "Delta", "Delta", "Gamma", "Omega"], strict=True)
)


@pytest.mark.parametrize(
    ("key", "nearest", "exact"),
    [
        ('"alpha"', 1, 1),
        ('"a"', "#N/A", "#N/A"),
        ('"beta"', 2, 2),
        ("0", "#N/A", "#N/A"),
        ("B9", "#N/A", "#N/A"),
        ('"delta"', 4, 3),
    ],
)
def test_match_in_a_sorted_list_of_texts_is_as_in_match_xlsx(answer, key, nearest, exact):
    assert answer(f"MATCH({key},$A$2:$A$7)", ORDERED) == nearest
    assert answer(f"MATCH({key},$A$2:$A$7,0)", ORDERED) == exact


WILD = dict(
    zip(["A12", "A13", "A14", "A15", "A16", "A20"], ["Patata", "ata", "Mulata", "Question?", "", 0], strict=True)
)


@pytest.mark.parametrize(
    ("key", "expected"),
    [('"*a*"', 1), ('"a*"', 2), ('"??l*"', 3), ('"*~?"', 4), ('"*"', 1), ('"Q*"', 4), ('""', 5), ("B19", 9), ("0", 9)],
)
def test_match_finds_wildcards_and_empty_texts_but_no_blank_cells_as_in_match_xlsx(answer, key, expected):
    # The blank key is 0 here; MATCH.xlsx has it with a list that holds no 0.
    assert answer(f"MATCH({key},$A$12:$A$20,0)", WILD) == expected


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("MATCH(A1,B1:B2,0)", {"A1": "", "B2": 1}),
        ("MATCH(A1,B1:B2,0)", {"A1": 0, "B2": 1}),
        ("MATCH(A1,B1:B2,0)", {"A1": "TRUE", "B1": True}),
        ("MATCH(A1,B1:B2,0)", {"A1": False, "B1": "FALSE", "B2": 0}),
        ("MATCH(A1,B1:B2,0)", {"A1": 13, "B1": "13"}),
    ],
)
def test_match_never_finds_another_kind_of_value_as_in_match_xlsx(answer, formula, cells):
    assert answer(formula, cells) == "#N/A"


def test_match_with_minus_1_goes_down_a_descending_list_as_in_simple_functions_xlsx(answer):
    cells = {f"O{row}": 11 - row for row in range(2, 11)}
    given = [2.818, 7.231, 2.323, 9.049, 5.312, 2.372, 3.955, 8.676, 4.268]
    assert [answer(f"MATCH({key},$O$2:$O$10,-1)", cells) for key in given] == [7, 2, 7, "#N/A", 4, 7, 6, 1, 5]


def test_match_with_minus_1_on_an_ascending_list_is_not_available(answer):
    # Microsoft's example of MATCH: "the values in the range B2:B5 are not in descending order".
    assert answer("MATCH(40,{25;28;40;41},-1)") == "#N/A"


def test_lookup_of_2_in_1_over_a_condition_finds_the_last_match(answer):
    # ENGINES.md: another engine gave the first; the idiom is used for the last.
    cells = {"A2": "FB", "A3": "IG", "A4": "FB", "A5": "X", "B2": 1, "B3": 2, "B4": 3, "B5": 4}
    assert answer('LOOKUP(2,1/(A2:A5="FB"),B2:B5)', cells) == 3


def test_lookup_takes_arrays_whole_in_a_plain_formula(work):
    cells = {"A2": "FB", "A3": "IG", "A4": "FB", "B2": 1, "B3": 2, "B4": 3, "D9": '=LOOKUP(2,1/(A2:A4="FB"),B2:B4)'}
    assert work(cells)["D9"] == 3


def test_a_key_above_all_finds_the_last_number_or_text_of_a_column(answer):
    # The idiom of LOOKUP(9.99E+307, A:A); by hand.
    cells = {"A1": "head", "A2": 5, "A3": 9, "A4": "tail", "A5": 2}
    assert answer("LOOKUP(9.99E+307,A:A)", cells) == 2
    assert answer('LOOKUP("zzz",A:A)', cells) == "tail"


@pytest.mark.parametrize(("key", "expected"), [(2, 3), (3, 4), (2.6, 3)])
def test_a_binary_search_of_an_unsorted_list_ends_where_excels_would(answer, key, expected):
    # LibreOffice 25.2.
    assert answer(f"MATCH({key},A1:A5,1)", {"A1": 1, "A2": 3, "A3": 2, "A4": 3, "A5": 2.5}) == expected


def test_a_tilde_before_an_ordinary_letter_is_not_itself(answer):
    # LibreOffice 25.2: "a~b" finds "ab", "a~~b" finds "a~b".
    cells = {"A1": "apple", "A2": "a~b", "A3": "a*b", "A4": "ab"}
    assert answer('MATCH("a~*b",A1:A4,0)', cells) == 3
    assert answer('MATCH("a~~b",A1:A4,0)', cells) == 2


def test_text_keys_of_more_than_255_characters_are_value_errors(answer):
    # Microsoft's documentation of MATCH and VLOOKUP: at most 255 characters.
    assert answer('MATCH(REPT("a",256),A1:A2,0)', {"A1": "a" * 256}) == "#VALUE!"


def test_a_column_of_lookups_gives_each_row_its_own(work):
    # By hand: kinds of keys mixed, some missing, one an error.
    cells = {"F1": "a", "F2": 7, "F3": True, "F4": "B", "G1": 10, "G2": 20, "G3": 30, "G4": 40}
    keys = ["A", 7, True, "b", 8, None, "7", "=1/0"]
    cells |= {f"A{row}": key for row, key in enumerate(keys, 1) if key is not None}
    cells |= {"B1:B8": "=VLOOKUP(A1,$F$1:$G$4,2,FALSE)", "C1:C8": "=INDEX($G$1:$G$4,MATCH(A1,$F$1:$F$4,0))"}
    expected = [10, 20, 30, 40, "#N/A", "#N/A", "#N/A", "#DIV/0!"]
    worked = work(cells)
    assert worked.column("B1", 8) == expected
    assert worked.column("C1", 8) == expected


def test_a_column_of_lookups_into_sliding_ranges_searches_each_rows_own(work):
    # By hand: every row looks for 5 in the three cells right of it, and below it.
    cells = {"A1": 1, "A2": 5, "A3": 3, "A4": 5, "A5": 5, "C1:C3": "=MATCH(5,A1:A3,0)", "D1:D3": "=MATCH(4,A1:A3,1)"}
    worked = work(cells)
    assert worked.column("C1", 3) == [2, 1, 2]
    assert worked.column("D1", 3) == [1, 2, 1]


def test_match_in_a_range_that_grows_downwards_counts_only_its_own_rows(work):
    # By hand: the first occurrence of each value so far, and of the value below, which is not there yet.
    cells = {"A1": "x", "A2": "y", "A3": "x", "A4": "z", "C1:C4": "=MATCH(A1,A$1:A1,0)", "D1:D3": "=MATCH(A2,A$1:A1,0)"}
    worked = work(cells)
    assert worked.column("C1", 4) == [1, 2, 1, 4]
    assert worked.column("D1", 3) == ["#N/A", 1, "#N/A"]


def test_a_lookup_that_hangs_on_a_cell_that_was_not_computed_is_not_computed(work):
    cells = {"A1": "a", "A2": "=NOSUCHFUNCTION(1)", "A3": "c", "B1": 1, "B2": 2, "B3": 3}
    cells |= {"D1": '=VLOOKUP("a",A1:B3,2,0)', "D2": '=VLOOKUP("c",A1:B3,2,0)', "D3": '=IFERROR(MATCH("q",A1:A3,0),0)'}
    worked = work(cells)
    assert worked["D1"] == 1
    assert worked["D2"] == "uncomputed"
    assert worked["D3"] == "uncomputed"


def test_a_plain_formula_looks_up_the_key_in_its_own_row(work):
    # Implicit intersection, by hand.
    cells = {"A1": 1, "A2": 2, "D1": 1, "D2": 2, "E1": "one", "E2": "two", "B2": "=VLOOKUP(A1:A2,D1:E2,2,0)"}
    assert work(cells)["B2"] == "two"


def test_a_list_looked_up_in_a_plain_formula_is_left(work):
    # testRVA.xls of Apache POI, saved by Excel: MODE(VLOOKUP({"a","b","b"},C72:D75,2)) is #N/A, as of one value
    formula = 'SUM(VLOOKUP("Berlin",A1:C5,{2,2},FALSE))'
    cells = work({**CITIES, "E1": "=" + formula, "E2": "{=" + formula + "}", "E3": ":=" + formula,
                  "E4": '=SUMPRODUCT(VLOOKUP("Berlin",A1:C5,{2,2},FALSE))'})  # fmt: skip
    assert [cells[f"E{row}"] for row in (1, 2, 3, 4)] == ["uncomputed", 6, 6, 6]
    assert "enter it with Ctrl+Shift+Enter, or inside SUMPRODUCT" in cells.calculation.results.failures[0].why
