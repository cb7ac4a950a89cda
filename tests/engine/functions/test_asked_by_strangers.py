"""Calls in strangers' workbooks that once came out otherwise. Expected: what Excel had stored beside them (E), or a
specification and a hand sum (S).
"""

import pytest

LINE = {f"B{row}": row for row in range(5, 10)} | {f"C{row}": 10.0 * row for row in range(5, 10)}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('NUMBERVALUE("(2.500,27)",",",".")', -2500.27),  # E
        ('NUMBERVALUE(" ( 5 )% ")', -0.05),  # S: the sign and the per cent sign, in either order
        ('NUMBERVALUE("(5%)")', -0.05),
        ('NUMBERVALUE("(-5)")', "#VALUE!"),
        ('NUMBERVALUE("((5))")', "#VALUE!"),
        ('NUMBERVALUE("()")', "#VALUE!"),
        ("LOOKUP(7,B5:C9,C5:C9)", 70.0),  # E: the first column is searched
        ("LOOKUP(7.5,B5:C9,B5:B9)", 7.0),
        ("LOOKUP(6,{1,5,9;10,20,30},{7,8,9})", 8.0),  # S: of a wider array the first row
        ('SWITCH(FALSE,A1,"match")', "#N/A"),  # E, A1 is blank
        ('SWITCH(TRUE,A1,"match",TRUE,"true")', "true"),
        ('SWITCH(FALSE,A1,"blank",FALSE,"false")', "false"),
        ("NETWORKDAYS.INTL(DATE(2025,1,1),DATE(2026,1,1),A4)", "#NUM!"),  # E, A4 is blank
        ("NETWORKDAYS.INTL(DATE(2025,1,1),DATE(2026,1,1),)", 262.0),
        ("WORKDAY.INTL(DATE(2025,1,1),5,A4)", "#NUM!"),
        ('IFERROR(TREND({3},{2},{5}),"")', 3.0),  # E: through one point a level line
        ("TREND({2;4;9},{7;7;7},{1})", 5.0),  # S: a redundant variable has the coefficient 0
        ("LINEST({2;4;9},{7;7;7})", [[0.0, 5.0]]),
    ],
)
def test_a_call_gives_what_excel_gives(answer, formula, expected):
    assert answer(formula, LINE) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("YEARFRAC(DATE(2023,12,6),DATE(2023,12,31),)", pytest.approx(25 / 360)),  # E: the basis left empty is 0
        ("COUPNUM(DATE(2026,5,10),DATE(2030,8,31),2,)", 9.0),  # as where it is left out
        ("DELTA(0,)", 1.0),
        ("EDATE(DATE(2026,1,31),)", "#N/A"),  # needed, and left empty
        ("WEEKNUM(DATE(2026,1,1),)", "uncomputed"),  # its default is 1: not known
        ("ERF(1,)", "uncomputed"),
        ("COMPLEX(1,2,)", "uncomputed"),
        ('AVERAGEA({1;2;4;"Text";TRUE})', 1.75),  # E: of an array texts are 0, booleans left out
        ('AVERAGEA({1,3},"4")', pytest.approx(8 / 3)),
        ("MAXA({-1;TRUE})", "uncomputed"),
        ('STDEVA({1;2;"x"})', 1.0),
        ("VARA({1;2;TRUE})", "uncomputed"),
        ("AVERAGEA(B5:B6,TRUE)", pytest.approx(12 / 3)),
    ],
)
def test_an_argument_left_empty_and_a_boolean_in_an_array_count_as_in_excel_or_are_left(answer, formula, expected):
    assert answer(formula, LINE) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("IMSUM()", "uncomputed"),
        ("IMPRODUCT()", "uncomputed"),
        ("NEGBINOM.DIST(1E300,5,0.5,FALSE)", "#NUM!"),
        ("NEGBINOM.DIST(5,1E300,0.5,TRUE)", "#NUM!"),
        ('LEN(TEXT(1E308,"#,##0.00"))', 309 + 102 + 3),  # digits, commas, the point and two zeros
        ('LEN(TEXT(-1.7E308,"0.0%"))', 1 + 311 + 3),
    ],
)
def test_a_call_at_the_edge_of_what_there_is_ends_in_a_value_an_error_or_words(answer, formula, expected):
    assert answer(formula) == expected


def test_a_database_that_is_no_range_is_refused_whatever_it_holds(answer):
    cells = {"A1": "a", "D1": "a", "D2": 3, "D3": "=1/0"}
    assert answer('DSUM(D1:D3*1,"a",A1:A2)', cells) == "#VALUE!"
    assert answer('DCOUNT({"a";1},"a",A1:A2)', cells) == "#VALUE!"
    assert answer('DSUM(D1:D3*NOSUCH(),"a",A1:A2)', cells) == "uncomputed"


LONGEST = 'REPT("x",32767)'


@pytest.mark.parametrize(
    "formula",
    [
        f'{LONGEST}&"y"',
        f'CONCATENATE({LONGEST},"y")',
        f'CONCAT({LONGEST},"y")',
        f'TEXTJOIN(",",TRUE,{LONGEST},"y")',
        f'SUBSTITUTE({LONGEST},"x","yy",1)',
        f'REPLACE({LONGEST},1,0,"y")',
        'ENCODEURL(REPT("é",20000))',
        f"ARRAYTOTEXT(CHOOSE({{1,2}},{LONGEST},1))",
        f"VALUETOTEXT({LONGEST},1)",
        f'TEXT(1,REPT("""x""",30))&{LONGEST}',
        'REPT("😀",16384)',  # two units each
        'REPT("😀",16383)&"ab"',
        f'LEN({LONGEST}&"y")',  # what is no text inside a formula is none for what reads it
        f'IF(ISERROR({LONGEST}&"y"),{LONGEST}&"y",1)',
        f'SOCUTM("https://a.example/?utm_source="&{LONGEST},"source")',
    ],
)
def test_a_text_of_more_than_32767_characters_is_a_value_error_wherever_it_is_made(answer, formula):
    assert answer(formula) == "#VALUE!"  # S: the limit of a cell, by Microsoft's list of them


@pytest.mark.parametrize("formula", [LONGEST, f'LEFT({LONGEST}&"",32766)&"y"', 'REPT("😀",16383)&"a"'])
def test_a_text_that_just_fits_is_one(answer, formula):
    assert answer(f"RIGHT({formula},1)&LEN({formula})") in {"x32767", "y32767", "a32767"}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('CONVERT(1E308,"km","m")', "#NUM!"),  # S: 1E311 is beyond what a cell holds
        ('1/CONVERT(1E308,"km","m")', "#NUM!"),
        ('ISERROR(CONVERT(1E308,"km","m"))', True),
        ('IFERROR(CONVERT({1,1E308},"km","m"),0)', [[1000.0, 0.0]]),
        ("1E308*10", "#NUM!"),
        ("SUM(1E308,1E308)", "#NUM!"),
        ("SUMPRODUCT({1E200},{1E200})", "#NUM!"),
        ("SOCROI(1E308,1E-308)", "#NUM!"),
    ],
)
def test_what_is_no_finite_number_is_a_num_error(answer, formula, expected):
    assert answer(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # One number is not enough for a range of several rows and columns; of an array it is the row.
        ("INDEX(B5:C9,2)", "#REF!"),
        ("SUM(INDEX(B5:C9,2))", "#REF!"),
        ("INDEX(B5:C9,-2)", "#VALUE!"),
        ("SUM(INDEX(B5:C9,2,))", 66.0),
        ("INDEX({1,2;3,4},2)", [[3.0, 4.0]]),
        ("INDEX(B5:C9,1,1,0)", "#VALUE!"),  # the areas are counted from 1
        ("INDEX(B5:C9,1,1,2)", "#REF!"),
        ("ROWS((B5:C9,C5:C6))", "#REF!"),
        # 29 February 1900 is one of Excel's days, and yet that year has 365 to YEARFRAC.
        ("YEARFRAC(1,366,1)", 1.0),  # 31 December 1900
        ("YEARFRAC(1,732,1)", pytest.approx(731 / 365)),
        # The error of a number beside a list comes before those in the list.
        ("SMALL({1,#DIV/0!},#N/A)", "#N/A"),
        ('LARGE({#REF!,2},"second")', "#VALUE!"),
        ("PERCENTILE({1,#DIV/0!},#N/A)", "#N/A"),
        ("Z.TEST({#REF!,3},#NUM!)", "#NUM!"),
        ("FVSCHEDULE(TRUE,{0.1,#N/A})", "#VALUE!"),  # a boolean is no principal
        ("Z.TEST({7},2,1)", "#DIV/0!"),  # one number is no sample, whatever its deviation
        # As many figures are enough, in whatever form; chi-squared is 2, with the freedom of the first of the two.
        ("CHISQ.TEST({2,4,6,4},{4,4;4,4})", pytest.approx(0.572406704)),
        ("CHISQ.TEST({2,4;6,4},{4,4,4,4})", pytest.approx(0.157299207)),
        ("CHISQ.TEST({2,4,6,4},{4,4,4})", "#N/A"),
        ('SEARCH("ß","Strasse")', "#VALUE!"),  # character by character
        ('SEARCH("SS","Straße")', "#VALUE!"),
        ('SEARCH("ßE","Straße")', 5.0),
    ],
)
def test_an_edge_that_two_other_collections_of_values_from_excel_show(answer, formula, expected):
    # The test data of the package `formulas`, whose values are Excel's; of INDEX and Z.TEST also those of Apache POI
    # and LibreOffice.
    assert answer(formula, LINE) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('TEXTBEFORE("12 May; 3 June, noon",{",",";"})', "12 May"),  # whichever comes first
        ('TEXTAFTER("12 May; 3 June, noon",{", ","; "},2)', "noon"),
        ('TEXTAFTER("12 May; 3 June, noon",{",",";"},-2)', " 3 June, noon"),
        ('TEXTBEFORE("shop.example/a?b",{"/","?"},,,,"?")', "shop.example"),
        ('TEXTBEFORE({"a-b";"c/d"},{"-","/"})', [["a"], ["c"]]),
        ('TEXTAFTER("a--b",{"-","--"})', "b"),  # the longest one at a place, as in TEXTSPLIT
        ('TEXTAFTER("ab",{"x","y"})', "#N/A"),
        ('TEXTAFTER("ab",{"a","#"},0)', "#VALUE!"),
        ('TEXTAFTER("a-b",IFERROR(NA(),{"-",#REF!}))', "#REF!"),
        ('TEXTAFTER("a-b",CHOOSE({1,2},"-",""))', "uncomputed"),
        ('TEXTBEFORE("12 May"," ",,,,"all")', "12"),  # the place left empty is the first one
        ('TEXTBEFORE("May"," ",,,,"all")', "all"),
        ('TEXTBEFORE("May"," ",,,1)', "May"),
    ],
)
def test_a_text_ends_at_the_first_of_several_delimiters(answer, formula, expected):
    # Microsoft's help: several delimiters are a list, as in TEXTSPLIT, and instance_num is 1 where it is left out.
    assert answer(formula) == expected
