"""GROUPBY and PIVOTBY over blanks, odd spellings and several levels.

Witness: results of Excel, read there as ARRAYTOTEXT(...,1) writes them, that a public test suite of another engine
records for these cells.
"""

from __future__ import annotations

import pytest

ORDERS = [
    ("Region", "Product", "Year", "Qty", "Price", "Flag"),
    ("East", "Pen", 2023, 3, 1.5, True), ("West", "Book", 2024, 1, 12.0, False),
    ("East", "Ink", 2024, 5, 4.25, True), ("North", "Pen", 2023, 2, 1.5, True),
    ("West", "Pen", 2023, 4, 1.25, True), ("east", "Book", 2023, 2, 11.5, False),
    ("South", "Ink", 2024, 7, 4.0, True), ("North", "Book", 2024, 1, 13.0, True),
    ("West", "Ink", 2023, 6, 4.5, False), ("East", "Pen", 2024, 8, 1.75, True),
    (None, "Pen", 2024, 2, 1.5, True), ("South", None, 2023, 3, 4.0, True),
    ("North", "Ink", 2023, None, 4.25, True), ("East", "Book", 2024, 2, 12.5, False),
    ("West", "Book", 2023, "x", 12.0, True), (7, "Pen", 2024, 1, 1.5, True),
    ("South", "Pen", 2024, 9, 1.25, False), ("North", "Pen", 2024, 3, 1.5, True),
]  # fmt: skip
LEVELS = [
    ("K1", "K2", "T", "V"), ("c", "y", "t", 20), ("a", "x", "t", 4), ("d", "y", "t", 6), ("b", "x", "t", 3),
    ("a", "y", "t", 1), ("c", "x", "t", 2), ("d", "x", "t", 9), ("b", "y", "t", 4), ("a", "x", "t", 6),
]  # fmt: skip
POWERS = [("k", "c1", "c2", "v1", "v2")] + [
    ("r", first, second, 2**place, 100 * 2**place)
    for place, (first, second) in enumerate((first, second) for first in "ABC" for second in "pq")
]


def cells_of(name, rows):
    return {
        f"{name}!{'ABCDEF'[column]}{row}": value
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values)
        if value is not None
    }


SHEETS = ("Sheet1", "In", "Pv", "Mw")
CELLS = {**cells_of("In", ORDERS), **cells_of("Pv", LEVELS), **cells_of("Mw", POWERS)}


@pytest.fixture
def written(answer):
    """What ARRAYTOTEXT(...,1) writes of a formula's result, without line breaks."""
    return lambda formula, cells=CELLS: answer(f"ARRAYTOTEXT({formula},1)", cells, sheets=SHEETS)


def test_a_blank_key_comes_last_and_an_outer_key_is_spelled_as_in_its_first_line(written):
    assert written("GROUPBY(In!A2:B19,In!D2:D19,SUM,0,2)") == (
        '{7,"Pen",1;7,"",1;"east","Book",4;"east","Ink",5;"east","Pen",11;"east","",20;"North","Book",1;'
        '"North","Ink",0;"North","Pen",5;"North","",6;"South","Ink",7;"South","Pen",9;"South",,3;"South","",19;'
        '"West","Book",1;"West","Ink",6;"West","Pen",4;"West","",11;,"Pen",2;,"",2;"Grand Total","",59}'
    )
    assert written("GROUPBY(In!A2:B19,In!D2:D19,SUM,0,1,{1,-2})") == (
        '{7,"Pen",1;"East","Pen",11;"East","Ink",5;"East","Book",4;"North","Pen",5;"North","Ink",0;'
        '"North","Book",1;"South","Pen",9;"South","Ink",7;"South",,3;"West","Pen",4;"West","Ink",6;'
        '"West","Book",1;,"Pen",2;"Total","",59}'
    )


def test_a_value_sorts_outer_groups_by_theirs_and_inner_ones_inside(written):
    assert written("GROUPBY(Pv!A2:B10,Pv!D2:D10,SUM,0,1,3)") == (
        '{"b","x",3;"b","y",4;"a","y",1;"a","x",10;"d","y",6;"d","x",9;"c","x",2;"c","y",20;"Total","",55}'
    )


@pytest.mark.parametrize(
    ("values", "result"),
    [(("v", None, 1, 2, 3), '{"a",2;"b",4;"Total",6}'), (("v", 1, "z", 2, 3), "{#VALUE!}"),
     (("a", "b", "c", "d", "e"), '{"a",0;"b",0;"k",0;"Total",0}')],
)  # fmt: skip
def test_a_header_is_a_text_above_numbers_and_blanks_alone(written, values, result):
    # Excel's third result was of three other keys: texts all the way down are no header.
    cells = {f"A{row}": key for row, key in enumerate("kabab", 1)}
    cells |= {f"B{row}": value for row, value in enumerate(values, 1) if value is not None}
    assert written("GROUPBY(A1:A5,B1:B5,SUM)", cells) == result


def test_a_function_that_gives_an_array_refuses_the_whole(written):
    # The second one by the rule that Excel showed in the first: a group of one row is an array too.
    assert written("GROUPBY(In!A2:A19,In!E2:E19,LAMBDA(x,x))") == "{#VALUE!}"
    assert written("GROUPBY({1;2},{3;4},LAMBDA(x,x*2),0,0)") == "{#VALUE!}"
    assert written('GROUPBY(In!A2:A19,In!E2:E19,LAMBDA(x,IF(ROWS(x)>3,VALUE("a"),1)))') == (
        '{7,1;"East",#VALUE!;"North",#VALUE!;"South",1;"West",#VALUE!;,1;"Total",#VALUE!}'
    )


def test_subtotals_of_columns_stand_beside_them(written):
    assert written("PIVOTBY(In!A2:A19,In!B2:C19,In!E2:E19,SUM,0,1,,-2)") == (
        '{"","Grand Total","Book","Book","Book","Ink","Ink","Ink","Pen","Pen","Pen",,;'
        '"","","",2023,2024,"",2023,2024,"",2023,2024,"",2023;7,1.5,"","","","","","",1.5,"",1.5,"","";'
        '"East",31.5,24,11.5,12.5,4.25,"",4.25,3.25,1.5,1.75,"","";"North",20.25,13,"",13,4.25,4.25,"",3,1.5,1.5,"","";'
        '"South",9.25,"","","",4,"",4,1.25,"",1.25,4,4;"West",29.75,24,12,12,4.5,4.5,"",1.25,1.25,"","","";'
        ',1.5,"","","","","","",1.5,"",1.5,"","";"Total",93.75,61,23.5,37.5,17,8.75,8.25,11.75,4.25,7.5,4,4}'
    )
    assert written("PIVOTBY(In!A2:A19,In!C2:C19,In!E2:E19,SUM)") == (
        '{"",2023,2024,"Total";7,"",1.5,1.5;"East",13,18.5,31.5;"North",5.75,14.5,20.25;"South",4,5.25,9.25;'
        '"West",17.75,12,29.75;,"",1.5,1.5;"Total",40.5,53.25,93.75}'
    )


def test_the_names_of_several_fields_across_the_top_are_one_text(written):
    assert written("PIVOTBY(In!A1:B19,In!B1:C19,In!E1:E19,SUM,3)") == (
        '{"","","Product, Year","","","","","","","";"","","Book","Book","Ink","Ink","Pen","Pen",,"Total";'
        '"","",2023,2024,2023,2024,2023,2024,2023,"";"Region","Product","Price","Price","Price","Price","Price",'
        '"Price","Price","Price";7,"Pen","","","","","",1.5,"",1.5;"east","Book",11.5,12.5,"","","","","",24;'
        '"east","Ink","","","",4.25,"","","",4.25;"east","Pen","","","","",1.5,1.75,"",3.25;'
        '"North","Book","",13,"","","","","",13;"North","Ink","","",4.25,"","","","",4.25;'
        '"North","Pen","","","","",1.5,1.5,"",3;"South","Ink","","","",4,"","","",4;'
        '"South","Pen","","","","","",1.25,"",1.25;"South",,"","","","","","",4,4;"West","Book",12,12,"","","","","",24;'
        '"West","Ink","","",4.5,"","","","",4.5;"West","Pen","","","","",1.25,"","",1.25;'
        ',"Pen","","","","","",1.5,"",1.5;"Total","",23.5,37.5,8.75,8.25,4.25,7.5,4,93.75}'
    )


def test_a_value_may_be_related_to_the_line_that_its_line_is_a_part_of(written):
    formula = "PIVOTBY(In!A2:B19,In!B2:C19,In!E2:E19,LAMBDA(x,y,ROWS(y)),0,2,,2,,,4)"
    assert written(formula) == (
        '{"","","Book","Book","Book","Ink","Ink","Ink","Pen","Pen","Pen",,,"Grand Total";'
        '"","",2023,2024,"",2023,2024,"",2023,2024,"",2023,"","";7,"Pen","","","","","","","",1,1,"","",1;'
        '7,"","","","","","","","",5,8,"","",18;"east","Book",1,1,2,"","","","","","","","",5;'
        '"east","Ink","","","","",1,1,"","","","","",5;"east","Pen","","","","","","",1,1,2,"","",5;'
        '"east","",2,3,5,"",2,4,3,5,8,"","",18;"North","Book","",1,1,"","","","","","","","",4;'
        '"North","Ink","","","",1,"",1,"","","","","",4;"North","Pen","","","","","","",1,1,2,"","",4;'
        '"North","","",3,5,2,"",4,3,5,8,"","",18;"South","Ink","","","","",1,1,"","","","","",3;'
        '"South","Pen","","","","","","","",1,1,"","",3;"South",,"","","","","","","","","",1,1,3;'
        '"South","","","","","",2,4,"",5,8,1,1,18;"West","Book",1,1,2,"","","","","","","","",4;'
        '"West","Ink","","","",1,"",1,"","","","","",4;"West","Pen","","","","","","",1,"",1,"","",4;'
        '"West","",2,3,5,2,"",4,3,"",8,"","",18;,"Pen","","","","","","","",1,1,"","",1;'
        ',"","","","","","","","",5,8,"","",18;"Grand Total","",2,3,5,2,2,4,3,5,8,1,1,18}'
    )


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        (
            "PIVOTBY(Pv!C2:C10,Pv!A2:B10,Pv!D2:D10,SUM,0,1,,1,3)",
            (
                '{"","a","a","b","b","c","c","d","d","Total";"","y","x","x","y","x","y","y","x","";'
                '"t",1,10,3,4,2,20,6,9,55;"Total",1,10,3,4,2,20,6,9,55}'
            ),
        ),
        (
            "PIVOTBY(Pv!C2:C10,Pv!A2:B10,Pv!D2:D10,SUM,0,1,,2,3)",
            (
                '{"","b","b","b","a","a","a","d","d","d","c","c","c","Grand Total";'
                '"","x","y","","y","x","","y","x","","x","y","","";'
                '"t",3,4,7,1,10,11,6,9,15,2,20,22,55;"Total",3,4,7,1,10,11,6,9,15,2,20,22,55}'
            ),
        ),
        (
            "PIVOTBY(Pv!A2:B10,Pv!C2:C10,Pv!D2:D10,SUM,0,1,-3)",
            (
                '{"","","t","Total";"c","y",20,20;"c","x",2,2;"d","x",9,9;"d","y",6,6;"a","x",10,10;"a","y",1,1;'
                '"b","y",4,4;"b","x",3,3;"Total","",55,55}'
            ),
        ),
    ],
)
def test_several_fields_are_sorted_by_totals_where_there_are_any(written, formula, result):
    assert written(formula) == result


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        (
            "PIVOTBY(In!A1:A19,In!C1:C19,In!E1:E19,HSTACK(SUM,MAX),3)",
            (
                '{"","Year","","","","","";"",2023,2023,2024,2024,"Total","Total";"","SUM","MAX","SUM","MAX","SUM","MAX";'
                '"Region","Price","Price","Price","Price","Price","Price";7,"","",1.5,1.5,1.5,1.5;'
                '"East",13,11.5,18.5,12.5,31.5,12.5;"North",5.75,4.25,14.5,13,20.25,13;"South",4,4,5.25,4,9.25,4;'
                '"West",17.75,12,12,12,29.75,12;,"","",1.5,1.5,1.5,1.5;"Total",40.5,12,53.25,13,93.75,13}'
            ),
        ),
        (
            "PIVOTBY(Mw!A2:A7,Mw!A2:A7,Mw!D2:E7,HSTACK(SUM,SUM),0,0)",
            '{"","r","r","Total","Total";"","SUM","SUM","SUM","SUM";"r",63,6300,63,6300}',
        ),
    ],
)
def test_several_functions_have_a_line_with_their_names(written, formula, result):
    assert written(formula) == result


def test_several_functions_of_groups_have_a_line_with_their_names_too(answer):
    # As PIVOTBY lays them out; the tests of EPPlus have the names in the first line too, with headers and without.
    cells = {"A1": "k", "B1": "v", "A2": "b", "B2": 1, "A3": "a", "B3": 2, "A4": "b", "B4": 3}
    lines = [["a", 2, 1, 2 / 6], ["b", 4, 2, 4 / 6], ["Total", 6, 3, 1]]
    names = ["", "SUM", "COUNT", "PERCENTOF"]
    assert answer("GROUPBY(A1:A4,B1:B4,HSTACK(SUM,COUNT,PERCENTOF))", cells) == [names, *lines]
    assert answer("GROUPBY(A1:A4,B1:B4,HSTACK(SUM,COUNT,PERCENTOF),3)", cells) == [names, ["k", "v", "v", "v"], *lines]
