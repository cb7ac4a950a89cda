"""Texts are as Excel writes them: typed ones as in its formula bar, those with prefixes as in its files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render
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

ROW, COLUMN = 100, 30


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" = sum( A1 , $B$2:c3 ) ", "SUM(A1,$B$2:C3)"),
        ("((1+2))*(3)", "(1+2)*3"),
        ("1+(2*3)", "1+2*3"),
        ("(1-2)-3", "1-2-3"),
        ("1-(2-3)", "1-(2-3)"),
        ("2^(3^2)", "2^(3^2)"),
        ("(2^3)^2", "2^3^2"),
        ("(-2)^2", "-2^2"),
        ("-(2^2)", "-(2^2)"),
        ("-(A1%)", "-(A1%)"),
        ("(-A1)%", "-A1%"),
        ("2^(-3)", "2^-3"),
        ("(A1,B2)", "A1,B2"),
        ("SUM((A1,B2),(C3))", "SUM((A1,B2),C3)"),
        ("(A1,B2)*2", "(A1,B2)*2"),
        ("SUM((A1,B2)*2)", "SUM((A1,B2)*2)"),
        ("SUM((A1,B2) C3)", "SUM((A1,B2) C3)"),
        ("(A1:B2)", "A1:B2"),
        ("A1:(B2:C3)", "A1:(B2:C3)"),
        ("(foo):Sheet1!B2", "(foo):Sheet1!B2"),
        ("(a):(b)", "(a):b"),
        ("(Rates) (A1,B2)", "(Rates) (A1,B2)"),
        ("(LAMBDA(x,x))(2)", "LAMBDA(x,x)(2)"),
        ("(x)(2)", "(x)(2)"),
        ("_xlfn.LET(_xlpm.n,1,_xlpm.n(2)+N(3))", "LET(n,1,(n)(2)+N(3))"),
        ("_xlfn.LET(_xlpm.f,1,_xlpm.f(2)+F(3))", "LET(f,1,f(2)+_xludf.F(3))"),
        ("1.50+1e3+0.00001", "1.5+1000+1E-05"),
        ("'Sheet1'!A1+'My Sheet'!A1+'A1'!A1", "Sheet1!A1+'My Sheet'!A1+'A1'!A1"),
        ("'R'!A1+'RC5x'!A1+'XFE1'!A1+'XFE1:Jan'!A1", "'R'!A1+'RC5x'!A1+XFE1!A1+'XFE1:Jan'!A1"),
        ("T[[#This Row],[A]]", "T[@A]"),
        ("T[@[A b]]", "T[@A b]"),
        ("T[[#Data],[#Headers],[A]:[B]]", "T[[#Headers],[#Data],[A]:[B]]"),
        ("T[Hi, ''This]", "T[[Hi, ''This]]"),
        ("_xlfn.SINGLE(A1:A9)+SUM(_xlfn.ANCHORARRAY(C1))", "@A1:A9+SUM(C1#)"),
        ("$A$1:$XFD$3", "$1:$3"),
        ('{1,-2;"a""b",#N/A}', '{1,-2;"a""b",#N/A}'),
    ],
)
def test_a_tree_is_written_with_no_more_parentheses_than_it_needs(text, canonical):
    assert render(parse(text)) == canonical
    assert parse(canonical) == parse(text)


@pytest.mark.parametrize(
    "stored",
    [
        "_xlfn.XLOOKUP(A1,B:B,C:C)",
        "MIN(_xlfn._xlws.FILTER('Expenses log'!$E$2:$E$147,'Expenses log'!$E$2:$E$147<>\"\"))",
        "_xlfn._xlws.SORT(_xlfn.UNIQUE(A1:A9))",
        "_xlfn.STDEV.S(A1:A9)+NETWORKDAYS.INTL(A1,B1)+ISO.CEILING(1.5)",
        "_xlfn.LET(_xlpm.x,8,_xlfn.LET(_xlpm.x,2,_xlpm.x+_xlpm.x)*_xlpm.x)",
        "x+_xlfn.LET(_xlpm.x,1,_xlpm.x)",
        "_xlfn.LET(_xlpm.area,_xlfn.LAMBDA(_xlpm.x,_xlpm.y,_xlpm.x*_xlpm.y),_xlpm.area(D1,E1))",
        "_xlfn.LAMBDA(_xlpm.a,_xlop.b,IF(_xlfn.ISOMITTED(_xlpm.b),_xlpm.a/2,_xlpm.a*_xlpm.b))(A5,B5)",
        "_xlfn.BYROW(A1:C9,_xleta.SUM)",
        "_xlfn.MAP(A1:A9,Rate,_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a))",
        "_xlfn.LET(_xlpm.n,_xlfn.LAMBDA(_xlpm.x,N(_xlpm.x)),_xlpm.n(1)+N(1)+F(2))",
        "N(_xlfn.SINGLE(D18:D22))",
        "SUM(_xlfn.ANCHORARRAY(OFFSET(A1,1,1)))",
        "SUM(Table9[Totals '[']^&*@'#$,,<>])",
        "Table17[[#This Row],[Units]]*Table17[[#This Row],[Unit Cost]]",
        "SUM(Table3[[the two ]])",
        r"'C:\path\[Book.xlsx]Sheet'!A1+[1]Sheet1!A1+[1]!Name+'[1]My Sheet'!A1+'Jan 1:Dec 31'!A1",
    ],
)
def test_the_text_for_a_file_is_what_excel_stored(stored):
    assert render(parse(stored), prefixes=True) == stored


def test_a_relative_reference_is_written_from_the_cell_that_will_hold_it():
    tree = parse("A1+$A$1+B:B", row=0, column=0)
    assert render(tree, 2, 1) == "B3+$A$1+C:C"


def test_a_reference_that_falls_off_the_grid_is_a_reference_error():
    assert render(parse("Sheet1!A1+1", row=1, column=0), 0, 0) == "Sheet1!#REF!+1"
    assert render(parse("SUM(A1:B2)", row=0, column=1), 0, 0) == "SUM(#REF!)"
    assert render(parse("A2"), MAX_ROWS - 1, 0) == "#REF!"


def test_ten_thousand_terms_are_written_without_recursion():
    text = "+".join(f"A{n}" for n in range(1, 10_001))
    assert render(parse(text)) == text


def axes(size, origin):
    return st.one_of(
        st.builds(Coordinate, st.integers(0, size - 1), st.just(True)),
        st.builds(Coordinate, st.integers(-origin, size - 1 - origin), st.just(False)),
    )


sheets = st.sampled_from(["Sheet1", "My Sheet", "It's", "A1", "R1C1", "2024", "Лист.1", "बिक्री", "a-b", "TRUE", "Q 1"])
books = st.sampled_from(["1", "Book.xlsx", "My book.xlsx", r"C:\a b\Book.xlsx", "https://x.org/d/B.xlsx"])
places = st.one_of(
    st.just(HERE),
    st.builds(SheetPrefix, sheets),
    st.builds(SheetPrefix, sheets, sheets),
    st.builds(SheetPrefix, sheets, st.none() | sheets, books),
)
row_axes, column_axes = axes(MAX_ROWS, ROW), axes(MAX_COLUMNS, COLUMN)
cells = st.builds(Cell, row_axes, column_axes, places)
areas = st.one_of(
    st.builds(Area, row_axes, column_axes, row_axes, column_axes, places),
    st.builds(
        Area, st.just(Coordinate(0, True)), column_axes, st.just(Coordinate(MAX_ROWS - 1, True)), column_axes, places
    ),
    st.builds(
        Area, row_axes, st.just(Coordinate(0, True)), row_axes, st.just(Coordinate(MAX_COLUMNS - 1, True)), places
    ),
)
words = st.sampled_from(["a", "ab", "Margin", r"\x", "tax?", "XFE1", "R2D2", "x1.", "बजट", "A1B", "ROI", "_y"])
names = st.builds(Name, words, st.one_of(places, st.builds(SheetPrefix, st.none(), st.none(), books)))
column_names = st.one_of(
    st.sampled_from(["Col", "Col name", " x ", "#Shame", "@at", "[b]", "It's", "a,b:c", "कुल राशि", "#All", "'"]),
    st.text(min_size=1, max_size=5),
)
structured = st.one_of(
    st.builds(Structured, st.sampled_from(["T", "Tab.le_1", "टेबल", "[1]!T"]) | st.none(), first=column_names),
    st.builds(
        Structured,
        st.sampled_from(["T", "Table1"]),
        st.frozensets(st.sampled_from(["#ALL", "#DATA", "#HEADERS", "#TOTALS", "#THIS ROW"])),
        st.none() | column_names,
    ),
    st.builds(Structured, st.just("T"), st.just(frozenset({"#THIS ROW"})), column_names, column_names),
)
numbers = st.builds(Number, st.floats(0, allow_nan=False, allow_infinity=False))
texts = st.builds(Text, st.text())
booleans = st.builds(Boolean, st.booleans())
errors = st.builds(Error, st.sampled_from(CELL_ERRORS))
literals = st.one_of(st.builds(Number, st.floats(allow_nan=False, allow_infinity=False)), texts, booleans, errors)
arrays = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        ArrayConstant,
        st.lists(st.tuples(*[literals] * width), min_size=1, max_size=3).map(tuple),
    )
)
plain_references = st.one_of(cells, areas, names, structured)


def joined(operator, left, right):
    """Build what Excel reads for two references around an operator."""
    if operator == ":" and isinstance(left, Cell) and isinstance(right, Cell) and right.prefix in (HERE, left.prefix):
        return Area(left.row, left.column, right.row, right.column, left.prefix)
    return Binary(operator, left, right)


leaves = st.one_of(numbers, texts, booleans, errors, arrays, plain_references, st.just(Name("p")))
functions = st.sampled_from(["SUM", "IF", "STDEV.S", "XLOOKUP", "FILTER", "BYROW", "LOG10", "ИТОГ", "P"])
infix = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="])


@st.composite
def argument_lists(draw, depth):
    found = [draw(st.one_of(trees(depth - 1), st.just(Missing()))) for _ in range(draw(st.integers(0, 3)))]
    return () if found == [Missing()] else tuple(found)


@st.composite
def references(draw, depth):
    kind = draw(st.integers(0, 5)) if depth > 0 else 0
    if kind < 2:
        return draw(st.one_of(plain_references, errors, st.sampled_from([Name("p"), Name("q")])))
    if kind < 4:
        operator = draw(st.sampled_from([":", " ", ","]))
        return joined(operator, draw(references(depth - 1)), draw(references(depth - 1)))
    if kind == 4:
        return Postfix("#", draw(references(depth - 1)))
    return Call(draw(functions), draw(argument_lists(depth)))


@st.composite
def trees(draw, depth=4):
    """Draw a tree that Excel's grammar can say."""
    kind = draw(st.integers(0, 9)) if depth > 0 else 0
    if kind < 2:
        return draw(leaves)
    if kind < 4:
        return draw(references(depth))
    if kind < 6:
        return Binary(draw(infix), draw(trees(depth - 1)), draw(trees(depth - 1)))
    if kind == 6:
        return draw(st.builds(Unary, st.sampled_from("-+@"), trees(depth - 1)))
    if kind == 7:
        return Postfix("%", draw(trees(depth - 1)))
    if kind == 8:
        return Call("LET", (Name("p"), draw(trees(depth - 1)), draw(trees(depth - 1))))
    function = draw(
        st.one_of(
            trees(depth - 1).filter(lambda node: not isinstance(node, Name) or node.prefix.book is None),
            st.builds(lambda body: Call("LAMBDA", (Name("p"), Name("[q]"), body)), trees(depth - 1)),
        )
    )
    return Apply(function, draw(argument_lists(depth)))


@settings(max_examples=400, deadline=None)
@given(trees(), st.booleans())
def test_the_text_of_a_tree_reads_back_as_the_same_tree(tree, prefixes):
    text = render(tree, ROW, COLUMN, prefixes=prefixes)
    assert parse(text, ROW, COLUMN) == tree, text


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="A1:!$#'\"[]{}(),;@%^&*-+=<>. \nTxé_\\?~", max_size=40))
def test_any_text_is_a_formula_or_refused_and_reads_back_if_it_is_one(text):
    try:
        tree = parse(text, ROW, COLUMN)
    except FormulaError:
        return
    for prefixes in (False, True):
        assert parse(render(tree, ROW, COLUMN, prefixes=prefixes), ROW, COLUMN) == tree
