"""Expected trees are written by hand, from MS-XLSX 2.2.2 and Microsoft's page on the precedence of operators."""

import pytest

from socroi.engine.formula.parser import MAX_DEPTH, MAX_LENGTH, parse
from socroi.engine.formula.traversal import depth, walk
from socroi.engine.formula.tree import (
    HERE,
    Apply,
    Area,
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    Coordinate,
    Error,
    Missing,
    Name,
    Number,
    Postfix,
    SheetPrefix,
    Structured,
    Text,
    Unary,
)
from socroi.errors import CELL_ERRORS, FormulaError
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS


def relative(row, column, place=HERE):
    return Cell(Coordinate(row, False), Coordinate(column, False), place)


def absolute(row, column, place=HERE):
    return Cell(Coordinate(row, True), Coordinate(column, True), place)


def area(top, left, bottom, right, place=HERE):
    return Area(
        Coordinate(top, False), Coordinate(left, False), Coordinate(bottom, False), Coordinate(right, False), place
    )


def columns(left, right, place=HERE):
    return Area(Coordinate(0, True), left, Coordinate(MAX_ROWS - 1, True), right, place)


def rows(top, bottom, place=HERE):
    return Area(top, Coordinate(0, True), bottom, Coordinate(MAX_COLUMNS - 1, True), place)


A1, B2, C3, B5 = relative(0, 0), relative(1, 1), relative(2, 2), relative(4, 1)
ONE, TWO, THREE, FOUR = Number(1.0), Number(2.0), Number(3.0), Number(4.0)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), (".5", 0.5), ("1.", 1.0), ("1e5", 1e5), ("1.5E-3", 0.0015), ("1E+2", 100.0), ("007", 7.0)],
)
def test_a_number_is_read_as_written(text, value):
    assert parse(text) == Number(value)


def test_quotation_marks_in_a_text_are_doubled():
    assert parse('"say ""hi"" & A1"') == Text('say "hi" & A1')
    assert parse('""') == Text("")


def test_true_and_false_are_values_in_any_case_but_functions_before_parentheses():
    assert parse("TRUE") == parse("true") == Boolean(True)
    assert parse("False") == Boolean(False)
    assert parse("TRUE()") == Call("TRUE", ())


@pytest.mark.parametrize("code", CELL_ERRORS)
def test_every_error_value_is_a_literal(code):
    assert parse(code) == Error(code)
    assert parse(f"IF({code.lower()},1)") == Call("IF", (Error(code), ONE))


@pytest.mark.parametrize("text", ["Sheet1!#REF!", "'My Sheet'!#REF!", "#REF!A1", "#REF!$A$1:$B$2", "[1]S!#REF!"])
def test_what_is_left_of_a_lost_reference_is_a_reference_error(text):
    assert parse(text) == Error("#REF!")


def test_an_array_constant_keeps_rows_signs_texts_booleans_and_errors():
    assert parse('{1,-2;"a;b",TRUE;#N/A,+.5}') == ArrayConstant(
        ((ONE, Number(-2.0)), (Text("a;b"), Boolean(True)), (Error("#N/A"), Number(0.5)))
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-2^2", Binary("^", Unary("-", TWO), TWO)),
        ("2^-2", Binary("^", TWO, Unary("-", TWO))),
        ("2^3^2", Binary("^", Binary("^", TWO, THREE), TWO)),
        ("2^-3^2", Binary("^", Binary("^", TWO, Unary("-", THREE)), TWO)),
        ("1+2*3", Binary("+", ONE, Binary("*", TWO, THREE))),
        ("1-2-3", Binary("-", Binary("-", ONE, TWO), THREE)),
        ("1&2+3", Binary("&", ONE, Binary("+", TWO, THREE))),
        ("1=2&3", Binary("=", ONE, Binary("&", TWO, THREE))),
        ("1<>2>=3", Binary(">=", Binary("<>", ONE, TWO), THREE)),
        ("2^3%", Binary("^", TWO, Postfix("%", THREE))),
        ("-1%%", Postfix("%", Postfix("%", Unary("-", ONE)))),
        ("(1+2)*3", Binary("*", Binary("+", ONE, TWO), THREE)),
        ("--A1", Unary("-", Unary("-", A1))),
        ("-+2", Unary("-", Unary("+", TWO))),
        ("=+A1", Unary("+", A1)),
        ("-A1:B2", Unary("-", area(0, 0, 1, 1))),
        ("@A1:B2*2", Binary("*", Unary("@", area(0, 0, 1, 1)), TWO)),
    ],
)
def test_operators_bind_as_in_excel(text, tree):
    assert parse(text) == tree


def test_relative_references_are_distances_from_the_cell_and_absolute_ones_are_places():
    assert parse("B$2", row=4, column=3) == Cell(Coordinate(1, True), Coordinate(-2, False))
    assert parse("$C5:D$6", row=4, column=3) == Area(
        Coordinate(0, False), Coordinate(2, True), Coordinate(5, True), Coordinate(0, False)
    )
    assert parse("a1") == A1


def test_whole_columns_and_rows_reach_over_the_grid():
    assert parse("A:C", column=1) == columns(Coordinate(-1, False), Coordinate(1, False))
    assert parse("$A:C") == columns(Coordinate(0, True), Coordinate(2, False))
    assert parse("3:$5", row=2) == rows(Coordinate(0, False), Coordinate(4, True))
    assert parse("SUM(Sheet1!A:A)") == Call(
        "SUM", (columns(Coordinate(0, False), Coordinate(0, False), SheetPrefix("Sheet1")),)
    )


@pytest.mark.parametrize("sheet", ["Data", "'My Data'", "[1]Data", "'it''s'"])
@pytest.mark.parametrize("area", ["A:C", "$A:C", "3:$5", "A1:B2"])
def test_a_range_may_name_its_sheet_on_both_sides(sheet, area):
    first, last = area.split(":")
    assert parse(f"SUM({sheet}!{first}:{sheet}!{last})", 7, 7) == parse(f"SUM({sheet}!{area})", 7, 7)


def test_the_last_cell_is_a_reference_and_beyond_it_are_names():
    assert parse("XFD1048576") == relative(MAX_ROWS - 1, MAX_COLUMNS - 1)
    assert parse("XFE1") == Name("XFE1")
    assert parse("A1048577") == Name("A1048577")
    assert parse("XFE1:B2") == Binary(":", Name("XFE1"), B2)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "A1:INDEX(B:B,3)",
            Binary(":", A1, Call("INDEX", (columns(Coordinate(1, False), Coordinate(1, False)), THREE))),
        ),
        ("OFFSET(A1,1,2):B5", Binary(":", Call("OFFSET", (A1, ONE, TWO)), B5)),
        ("A1:B2:C3", Binary(":", area(0, 0, 1, 1), C3)),
        ("A1 : B2", area(0, 0, 1, 1)),
        ("Sheet1!A1:Sheet1!B2", area(0, 0, 1, 1, SheetPrefix("Sheet1"))),
        ("A1:Sheet2!B2", Binary(":", A1, relative(1, 1, SheetPrefix("Sheet2")))),
        ("A1:LOG10(1)", Binary(":", A1, Call("LOG10", (ONE,)))),
        ("A1:B2 B2:C3", Binary(" ", area(0, 0, 1, 1), area(1, 1, 2, 2))),
        ("A1\n  B2", Binary(" ", A1, B2)),
        ("A1 (B2)", Binary(" ", A1, B2)),
        ("(A1,B2)", Binary(",", A1, B2)),
        ("A1,B2", Binary(",", A1, B2)),
        ("SUM((A1,B2),C3)", Call("SUM", (Binary(",", A1, B2), C3))),
        ("(A1 B2,C3:B5)", Binary(",", Binary(" ", A1, B2), area(2, 2, 4, 1))),
        ("A1#", Postfix("#", A1)),
        ("SUM(A1#,B2#)", Call("SUM", (Postfix("#", A1), Postfix("#", B2)))),
        ("@A1#", Unary("@", Postfix("#", A1))),
    ],
)
def test_reference_operators_join_references(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("prefix", "place"),
    [
        ("Sheet1!", SheetPrefix("Sheet1")),
        ("2024!", SheetPrefix("2024")),
        ("Q1.2_x!", SheetPrefix("Q1.2_x")),
        ("Лист1!", SheetPrefix("Лист1")),
        ("बिक्री!", SheetPrefix("बिक्री")),
        ("می‌شود!", SheetPrefix("می‌شود")),
        ("'My Sheet'!", SheetPrefix("My Sheet")),
        ("'It''s'!", SheetPrefix("It's")),
        ("'A1'!", SheetPrefix("A1")),
        ("Sheet1:Sheet3!", SheetPrefix("Sheet1", "Sheet3")),
        ("Q1:Q4!", SheetPrefix("Q1", "Q4")),
        ("'Jan 1:Dec 31'!", SheetPrefix("Jan 1", "Dec 31")),
        ("[1]Sheet1!", SheetPrefix("Sheet1", book="1")),
        ("'[1]My Sheet'!", SheetPrefix("My Sheet", book="1")),
        ("[Book.xlsx]Sheet1:Sheet2!", SheetPrefix("Sheet1", "Sheet2", "Book.xlsx")),
        (r"'C:\path\[Book.xlsx]Sheet'!", SheetPrefix("Sheet", book=r"C:\path\Book.xlsx")),
    ],
)
def test_a_prefix_names_the_place_of_a_reference(prefix, place):
    assert parse(f"{prefix}A1") == relative(0, 0, place)
    assert parse(f"1+{prefix}$A$1*2") == Binary("+", ONE, Binary("*", absolute(0, 0, place), TWO))
    assert parse(f"{prefix}A1:B2") == area(0, 0, 1, 1, place)


@pytest.mark.parametrize(
    "name",
    ["Margin", r"\x", "_x", "a.b", "tax?", "R2D2", "A1B", "SUM1A", "LOG10x", "Größe", "बजट", "x1.", "A01", "TRUEX"],
)
def test_names_in_any_script_are_names_even_when_nearly_cells(name):
    assert parse(name) == Name(name)
    assert parse(f"Sheet1!{name}") == Name(name, SheetPrefix("Sheet1"))
    assert parse(f"[1]!{name}*2") == Binary("*", Name(name, SheetPrefix(book="1")), TWO)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("T[Col]", Structured("T", first="Col")),
        ("T[]", Structured("T")),
        ("T[#All]", Structured("T", frozenset({"#ALL"}))),
        ("T[ #this row ]", Structured("T", frozenset({"#THIS ROW"}))),
        ("T[[#Headers],[Col]]", Structured("T", frozenset({"#HEADERS"}), "Col")),
        ("T[[#Totals], [Year]]", Structured("T", frozenset({"#TOTALS"}), "Year")),
        ("T[[#This Row],[A]:[B]]", Structured("T", frozenset({"#THIS ROW"}), "A", "B")),
        ("T[[#Headers],[#Data],[A]]", Structured("T", frozenset({"#HEADERS", "#DATA"}), "A")),
        ("T[[#All],[#Totals]]", Structured("T", frozenset({"#ALL", "#TOTALS"}))),
        ("T[[A]:[B]]", Structured("T", first="A", last="B")),
        ("[[#This Row],Amount]", Structured(None, frozenset({"#THIS ROW"}), "Amount")),  # as XlsxWriter spells it
        ("T[[#This Row], Net amount ]", Structured("T", frozenset({"#THIS ROW"}), "Net amount")),
        ("T[[#All],Amount]", Structured("T", frozenset({"#ALL"}), "Amount")),
        ("T[[#This Row],It''s]", Structured("T", frozenset({"#THIS ROW"}), "It's")),
        ("[@Col]", Structured(None, frozenset({"#THIS ROW"}), "Col")),
        ("[@[Col name]]", Structured(None, frozenset({"#THIS ROW"}), "Col name")),
        ("[@[A]:[B]]", Structured(None, frozenset({"#THIS ROW"}), "A", "B")),
        ("[@]", Structured(None, frozenset({"#THIS ROW"}))),
        ("T[@]", Structured("T", frozenset({"#THIS ROW"}))),
        ("[Col]", Structured(None, first="Col")),
        ("T[Col name]", Structured("T", first="Col name")),
        ("T[[the two ]]", Structured("T", first="the two ")),
        ("T['#Shame]", Structured("T", first="#Shame")),
        ("T['[Not me']]", Structured("T", first="[Not me]")),
        ("T[Hi, ''This]", Structured("T", first="Hi, 'This")),
        ("T[Totals '[']^&*@'#$,,<>]", Structured("T", first="Totals []^&*@#$,,<>")),
        ("टेबल[कुल राशि]", Structured("टेबल", first="कुल राशि")),
        ("[1]!T[Col]", Structured("[1]!T", first="Col")),
    ],
)
def test_structured_references_keep_table_parts_and_columns(text, tree):
    assert parse(text) == tree


def test_prefixes_of_the_file_format_are_taken_off_function_names():
    links = ("[1]!", "[0]!", "socroi.xlam!", "'my socroi.xlam'!", r"'C:\a b\socroi.xlam'!")
    for prefix in ("", "_xlfn.", "_xlfn._xlws.", "_XLFN.", "_xludf.", "_xll.", "_xldudf_", "_xldudf_XLWINGS_", *links):
        assert parse(f"{prefix}socroi(A1)") == Call("SOCROI", (A1,)), prefix


def test_a_function_of_an_addin_is_not_excels_own_of_the_same_name():
    """MS-XLSX 2.2.2.1: behind `_xll.` stands a function of an XLL."""
    assert parse("_xll.SUM(A1)") == Call("_XLL.SUM", (A1,))
    assert parse("_xlfn.XLOOKUP(A1)") == Call("XLOOKUP", (A1,))


def test_the_files_spelling_of_intersection_and_spill_is_read_as_the_operators():
    assert parse("_xlfn.SINGLE(A1:B2)") == parse("@A1:B2")
    assert parse("SUM(_xlfn.ANCHORARRAY(A1))") == parse("SUM(A1#)")


def test_trimmed_ranges_are_the_function_they_stand_for():
    expected = Call("TRIMRANGE", (area(0, 0, 4, 1), TWO, TWO))
    assert parse("A1:.B5") == parse("_xlfn._TRO_TRAILING(A1:B5)") == expected
    assert parse("A1.:.B5") == Call("TRIMRANGE", (area(0, 0, 4, 1), THREE, THREE))


def test_lambda_and_let_names_lose_their_prefix_and_keep_being_optional():
    expected = Apply(
        Call("LAMBDA", (Name("a"), Name("[b]"), Call("ISOMITTED", (Name("b"),)))),
        (A1,),
    )
    assert parse("_xlfn.LAMBDA(_xlpm.a,_xlop.b,_xlfn.ISOMITTED(_xlpm.b))(A1)") == expected
    assert parse("LAMBDA(a, [b], ISOMITTED(b))(A1)") == expected
    assert parse("_xlfn.LAMBDA(_xlpm.a,_xlop.b,ISOMITTED(_xlop.b))(A1)") == expected


def test_a_column_in_the_body_of_a_lambda_stays_a_column():
    assert parse("LAMBDA(x,[Col])") == Call("LAMBDA", (Name("x"), Structured(None, first="Col")))


def test_a_call_of_a_let_name_applies_it_and_elsewhere_the_same_text_is_a_function():
    tree = parse("LET(f,LAMBDA(x,x),F(1)+SUM(1))+f(1)")
    assert isinstance(tree, Binary)
    assert tree.left == Call(
        "LET",
        (
            Name("f"),
            Call("LAMBDA", (Name("x"), Name("x"))),
            Binary("+", Apply(Name("F"), (ONE,)), Call("SUM", (ONE,))),
        ),
    )
    assert tree.right == Call("F", (ONE,))
    assert parse("_xlfn.LET(_xlpm.f,A1,f(2))") == Call("LET", (Name("f"), A1, Call("F", (TWO,))))
    assert parse("LET(sum,SUM(A1),SUM(1)+sum)") == Call(
        "LET", (Name("sum"), Call("SUM", (A1,)), Binary("+", Call("SUM", (ONE,)), Name("sum")))
    )
    assert parse("LET(f,f(1),1)") == Call("LET", (Name("f"), Call("F", (ONE,)), ONE))
    assert parse("LAMBDA(F(,1)%,1)") == Call("LAMBDA", (Postfix("%", Call("F", (Missing(), ONE))), ONE))
    assert parse("_xlfn.LET(_xlpm.f,A1,_xlpm.f(2))") == parse("LET(f,A1,f(2))")


def test_calls_of_calls_and_of_parentheses_apply():
    assert parse("F(1)(2)(3)") == Apply(Apply(Call("F", (ONE,)), (TWO,)), (THREE,))
    assert parse("(LAMBDA(x,x))(2)") == Apply(Call("LAMBDA", (Name("x"), Name("x"))), (TWO,))
    assert parse("Sheet1!Twice(2)") == Apply(Name("Twice", SheetPrefix("Sheet1")), (TWO,))


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("F()", ()),
        ("F( )", ()),
        ("F(,)", (Missing(), Missing())),
        ("F(A1,,2)", (A1, Missing(), TWO)),
        ("F(1,)", (ONE, Missing())),
        ("F( 1 ,\n2 )", (ONE, TWO)),
        ("F (1)", (ONE,)),
    ],
)
def test_missing_arguments_are_kept(text, arguments):
    assert parse(text) == Call("F", arguments)


def test_function_names_may_have_dots_and_look_like_cells():
    assert parse("STDEV.S(A1)") == Call("STDEV.S", (A1,))
    assert parse("log10(A1)") == Call("LOG10", (A1,))
    assert parse("ATAN2(1,2)") == Call("ATAN2", (ONE, TWO))


def test_spaces_and_line_breaks_mean_nothing_but_between_references():
    assert parse(" = 1\n+ \t2 ".strip()) == Binary("+", ONE, TWO)
    assert parse(" ( A1 + B2 ) * 2 % ") == parse("(A1+B2)*2%")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "ends where a value"),
        ("1+", "ends where a value"),
        ("SUM(A1", "ends where an operator, a comma or ) was expected"),
        ("SUM(A1;2)", "There is ; at character 7"),
        ("=SUM(A1;2)", "at character 8"),
        ('A1&"abc', 'What opens with " at character 4'),
        ("'My Sheet!A1", "What opens with ' at character 1"),
        ("T[A", "What opens with [ at character 2"),
        ("1 2", "There is 2 at character 3"),
        ("1)", "There is ) at character 2"),
        ("()", "There is ) at character 2"),
        ("A1:-B2", "a reference on either side of : was expected"),
        ("1:A1", "There is : at character 2"),
        ("5(3)", "There is ( at character 2"),
        ("(A1,)", "There is ) at character 5"),
        ("1,2", "a reference on either side of ,"),
        ("$XFE$1", "inside the grid"),
        ("A$1048577", "inside the grid"),
        ("$1:$1048577", "inside the grid"),
        ("1e999", "a number below 1E+308"),
        ("#FOO!", "There is # at character 1"),
        ("{1,2;3}", "a row of 2 values"),
        ("{A1}", "a number, a text, TRUE, FALSE or an error"),
        ("{}", "a number, a text, TRUE, FALSE or an error"),
        ("{1;}", "a number, a text, TRUE, FALSE or an error"),
        ("Sheet1!", "ends where a reference or a name behind Sheet1!"),
        ("Sheet1! A1", "a reference or a name behind Sheet1!"),
        ("Sheet1![Col]", "a reference or a name was expected"),
        ("T[[#Nothing]]", "#Nothing is no part of a table"),
        ("T[[A],[B]]", "lists columns apart"),
        ("T[[A],B]", "is no part of a table"),
        ("T[[#All],A,B]", "is no part of a table"),
        ("SUM(Data!A:Other!B)", "a range of one sheet was expected"),
        ("a ? b", "There is ? at character 3"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_place_and_what_was_expected(text, says):
    with pytest.raises(FormulaError) as refusal:
        parse(text)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 10_000,
        "-" * 10_000 + "1",
        "1" + "%" * 10_000,
        "F(" * 10_000 + "1" + ")" * 10_000,
        "F" + "(1)" * 10_000,
        "IF(1,2+IF(1,2+" * 99 + "1" + "))" * 99,
        "A1" + "#" * 10_000,
        "[" * 10_000,
        "'" * 10_001,
        "{" * 10_000,
        "['" * 100_000,
        "'a'" * 100_000,
        '"' * 100_001,
        "x[" * 100_000,
    ],
)
def test_nesting_without_end_is_refused(text):
    with pytest.raises(FormulaError):
        parse(text)


def test_as_deep_as_is_allowed_is_read():
    functions = MAX_DEPTH - 1
    tree = parse("F(" * functions + "1" + ")" * functions)
    assert depth(tree) == MAX_DEPTH


def test_ten_thousand_terms_are_a_chain_that_can_be_walked():
    tree = parse("+".join(f"A{n}" for n in range(1, 10_001)))
    assert sum(isinstance(node, Cell) for node in walk(tree)) == 10_000
    assert depth(tree) == 2


def test_walk_gives_a_parent_before_its_children_from_left_to_right():
    tree = parse("-A1+F(B2,2%)")
    assert list(walk(tree)) == [
        tree,
        Unary("-", A1),
        A1,
        Call("F", (B2, Postfix("%", TWO))),
        B2,
        Postfix("%", TWO),
        TWO,
    ]


def test_a_formula_without_end_is_refused_before_it_is_read():
    """A million pluses took 13 s and 1.8 GB."""
    assert parse("1" + "+1" * 20_000)
    with pytest.raises(FormulaError, match="longer than 65,536 characters"):
        parse("1" + "+1" * (MAX_LENGTH // 2))
