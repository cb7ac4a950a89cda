"""Columns that read themselves. Sums by hand; the way cell by cell is the witness of the way row by row."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_books import Worked

from socroi.engine.calculation import Calculation
from socroi.engine.model.block import pack
from socroi.engine.model.book import Book, Column, Region, Sheet
from socroi.engine.schedule import recurrences
from socroi.engine.schedule.pending import Pending
from socroi.errors import CellError

ROWS = 12


def computed(inputs, *formulas, starts=(), way="row by row"):
    """Inputs stand in column A from row 1 on; formulas, (column, first row, text), are filled down to row 12."""
    book = Book([Sheet("Sheet1")])
    columns = {0: dict(enumerate(inputs))}
    for column, row, value in starts:
        columns.setdefault(column, {})[row] = value
    for index, cells in columns.items():
        held = book.sheets[0].columns[index] = Column(ROWS + 1)
        for row, value in cells.items():
            held.kind[row], held.data[row] = pack(value, book.strings)
    for column, row, text in formulas:
        book.sheets[0].regions.append(Region(0, row, column, ROWS - row, text))
    calculation = Calculation(book)
    with pytest.MonkeyPatch.context() as patched:
        if way == "cell by cell":
            patched.setattr(recurrences, "sweep", lambda *_: None)
        calculation.run()
    return Worked(book, calculation)


def no_single_cells(*_):
    raise AssertionError("taken apart")


@pytest.fixture
def never_taken_apart(monkeypatch):
    monkeypatch.setattr(Pending, "take_apart", no_single_cells)


@pytest.mark.usefixtures("never_taken_apart")
def test_a_running_total_adds_from_the_top():
    cells = computed([1.0, 2.0, 3.0, None, 5.0], (1, 1, "B1+A2"), starts=[(1, 0, 10.0)])
    assert cells.column("B2", 4) == [12, 15, 15, 20]


@pytest.mark.usefixtures("never_taken_apart")
def test_a_running_total_below_a_heading_is_an_error_as_in_excel():
    cells = computed([1.0, 2.0, 3.0], (1, 1, "B1+A2"), starts=[(1, 0, "Total")])
    assert cells.column("B2", 2) == ["#VALUE!", "#VALUE!"]


@pytest.mark.usefixtures("never_taken_apart")
def test_a_total_may_run_upwards():
    cells = computed([1.0] * ROWS, (1, 0, "B2+A1"))
    assert cells.column("B1", ROWS) == list(range(ROWS, 0, -1))


@pytest.mark.usefixtures("never_taken_apart")
def test_two_columns_may_feed_each_other():
    # a loan of 100: B is the interest of a tenth on the balance above, C the balance after paying 20
    cells = computed([], (1, 1, "C1*0.1"), (2, 1, "C1+B2-20"), starts=[(2, 0, 100.0)])
    assert cells.column("C2", 3) == [90, 79, pytest.approx(66.9)]
    assert cells.column("B2", 3) == [10, 9, pytest.approx(7.9)]


@pytest.mark.usefixtures("never_taken_apart")
def test_a_balance_that_skips_blank_rows_keeps_its_value():
    cells = computed([4.0, None, 6.0], (1, 1, 'IF(A2="",B1,B1+A2)'), starts=[(1, 0, 1.0)])
    assert cells.column("B2", 2) == [1, 7]


@pytest.mark.usefixtures("never_taken_apart")
def test_a_sum_that_cancels_to_the_last_digits_is_zero_in_each_row():
    # Excel's documented rounding of a final difference near zero: 0.1+0.2-0.3 is 0
    cells = computed([0.1, 0.2, -0.3, 0.7], (1, 1, "B1+A2"), starts=[(1, 0, 0.1)])
    assert cells.column("B2", 3) == [pytest.approx(0.3), 0, 0.7]


@pytest.mark.usefixtures("never_taken_apart")
def test_a_column_that_reads_its_own_sum_looks_at_each_cell_once():
    # 100 to give away, 30 at most to each
    cells = computed([], (1, 1, "MIN(30,100-SUM(B$1:B1))"), starts=[(1, 0, 0.0)])
    assert cells.column("B2", 5) == [30, 30, 30, 10, 0]


def test_no_cell_of_columns_that_are_taken_apart_is_left_out():
    cells = computed([], (1, 1, "B1+C1"), (2, 1, "C1+B2"), starts=[(1, 0, 1.0), (2, 0, 1.0)], way="cell by cell")
    # Fibonacci's numbers, two a row
    assert cells.column("B2", 5) == [2, 5, 13, 34, 89]
    assert cells.column("C2", 5) == [3, 8, 21, 55, 144]
    assert cells["B12"] == 28657


def test_a_cell_that_really_reads_itself_is_named():
    cells = computed([1.0], (1, 1, "B2+A2"))
    assert cells["B3"] == "uncomputed"
    assert "circular" in cells.calculation.results.failures[0].why


VALUES = st.one_of(
    st.floats(-1e6, 1e6).map(lambda number: round(number, 2)),
    st.sampled_from([0.0, 0.1, 0.3, 1e300, -1e300, 5e-324, None, True, False, "", "3", "x", CellError("#N/A")]),
)


WINDOWS = ("SUM", "MIN", "MAX", "AVERAGE", "COUNT", "COUNTA")
CRITERIA = ('">1"', '"<>3"', '"<=0.3"', '"x*"', '"?"', '"<>"', '"="', '"3"', '"<x"', '""')


def formulas(column):
    """Formulas for row 2 of column B or C; the other of the two is read from the row above, or by C from its own."""
    other = "C1" if column == "B" else "B2"
    leaf = st.sampled_from([f"{column}1", f"{column}1", other, "A2", "A1", "1", "0", "0.5", '""', "TRUE", "1/0"])
    windows = [f"{name}({of}$1:{of}1)" for name in WINDOWS for of in (column, other[0])]
    leaf = st.one_of(leaf, leaf, st.sampled_from([*windows, f"SUM({other[0]}$1:{other})", "SUM(A$1:A2)"]))

    own = f"{column}$1:{column}1"
    chosen = [f"COUNTIF({own},?)", f"SUMIF({own},?)", f"SUMIF(A$1:A1,?,{own})", f"AVERAGEIF({own},?,A$1:A1)"]
    chosen += [f"INDEX({own},?)", f"COUNTIF({other[0]}$1:{other[0]}1,?)"]

    def inside(parts):
        two = st.tuples(parts, parts)
        return st.one_of(
            two.flatmap(lambda p: st.sampled_from("+-*/").map(lambda o: f"({p[0]}{o}{p[1]})")),
            two.flatmap(
                lambda p: st.sampled_from(["=", "<>", "<", "<=", ">", ">="]).map(lambda o: f"({p[0]}{o}{p[1]})")
            ),
            parts.map(lambda p: f"(-{p})"),
            parts.map(lambda p: f"{p}%"),
            st.tuples(parts, parts, parts).map(lambda p: f"IF({p[0]},{p[1]},{p[2]})"),
            two.map(lambda p: f"IF({p[0]},{p[1]})"),
            two.flatmap(
                lambda p: st.sampled_from(["SUM", "MIN", "MAX", "AND", "OR"]).map(lambda n: f"{n}({p[0]},{p[1]})")
            ),
            st.one_of(parts, st.sampled_from(CRITERIA)).flatmap(
                lambda p: st.sampled_from(chosen).map(lambda form: form.replace("?", p))
            ),
            two.map(lambda p: f"({p[0]}&{p[1]})"),
            parts.map(lambda p: f"ROUND({p},2)"),
            parts.map(lambda p: f"ABS({p})"),
        )

    nested = st.recursive(leaf, inside, max_leaves=5)
    return st.one_of(nested, st.tuples(nested, nested, st.sampled_from("+-")).map(lambda p: f"{p[0]}{p[2]}{p[1]}"))


@settings(max_examples=150, deadline=None)
@given(
    inputs=st.lists(VALUES, min_size=ROWS, max_size=ROWS),
    b=formulas("B"),
    c=formulas("C"),
    starts=st.tuples(VALUES, VALUES),
)
def test_row_by_row_gives_what_cell_by_cell_gives(inputs, b, c, starts):
    asked = [(1, 1, b), (2, 1, c)]
    first = [(1, 0, starts[0]), (2, 0, starts[1])]
    fast = computed(inputs, *asked, starts=first)
    slow = computed(inputs, *asked, starts=first, way="cell by cell")
    for column in "BC":
        assert fast.column(f"{column}2", ROWS - 1) == slow.column(f"{column}2", ROWS - 1), (b, c)


def test_a_window_that_grows_is_added_up_in_the_order_of_its_cells():
    """In another order the last digits come out otherwise: 321.54 for 321.53999999999996."""
    draw = random.Random(3)
    for _ in range(50):
        inputs = [round(draw.uniform(-500, 500), draw.randint(0, 3)) for _ in range(ROWS)]
        asked = [(1, 1, "A2"), (2, 1, "C1+SUM(A$1:A2)"), (3, 1, "SUM(A$1:B2)"), (4, 1, "AVERAGE(A$1:A2)")]
        fast, slow = computed(inputs, *asked), computed(inputs, *asked, way="cell by cell")
        for column in "CDE":
            assert fast.column(f"{column}2", ROWS - 1) == slow.column(f"{column}2", ROWS - 1)


@given(
    terms=st.lists(st.floats(-1e12, 1e12), min_size=ROWS, max_size=ROWS),
    form=st.sampled_from(["B1+A2", "A2+B1", "B1-A2", "SUM(B1,A2)"]),
)
def test_a_cumulative_sum_is_to_the_last_bit_what_adding_one_by_one_gives(terms, form):
    total, expected = 0.0, []
    for term in terms[1:]:
        left = term if form.startswith("A") else total
        total = total - term if "-" in form else total + term
        if not form.startswith("SUM") and abs(total) < abs(left) * 2.0**-48:
            total = 0.0
        expected.append(total)
    assert np.array_equal(computed(terms, (1, 1, form)).column("B2", ROWS - 1), expected)


@pytest.mark.usefixtures("never_taken_apart")
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("COUNTIF(B$1:B1,A2)+1", [2, 2, 2, 1, 3, 4]),
        ('A2&COUNTIF(B$1:B1,A2&"*")', ["10", "20", "11", "30", "12", "21"]),
        ("IF(COUNTIF(A$1:A1,A2)=0,MAX(B$1:B1)+1,0)", [2, 3, 0, 4, 0, 0]),
        ("INDEX(B$1:B1,1)+A2", [2, 3, 2, 4, 2, 3]),
        ("SUMIF(A$1:A1,A2,B$1:B1)+1", [1, 1, 2, 1, 4, 2]),
        ("AVERAGE(B$1:B1)+COUNTA(B$1:B1)", [2, 3.5, 31 / 6, 83 / 12]),
    ],
)
def test_windows_that_grow_are_looked_at_once(form, expected):
    """By hand: A2:A7 are 1, 2, 1, 3, 1, 2; A1 is 9 and B1 is 1."""
    cells = computed([9.0, 1.0, 2.0, 1.0, 3.0, 1.0, 2.0], (1, 1, form), starts=[(1, 0, 1.0)])
    found = cells.column("B2", len(expected))
    assert found == (expected if isinstance(expected[0], str) else pytest.approx(expected))


@pytest.mark.parametrize("way", ["row by row", "cell by cell"])
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("IFERROR(B1/A2,7)", [6, 7, 3.5, 7]),
        ("IFERROR(B1*A2,A1)", [24, 0, 0, 0]),
        ("IFNA(B1/A2,7)", [6, "#DIV/0!", "#DIV/0!", "#DIV/0!"]),
        ("IFERROR(C99,B1)+B1", [12, 12, 12, 12]),
        ("IFNA(VLOOKUP(A2,A$1:A$1,1,FALSE),B1+1)", [13, 14, 15, 16]),
    ],
)
def test_a_balance_goes_on_past_an_error(form, expected, way, monkeypatch):
    """By hand: A2:A5 are 2, 0, 2, 0 and B1 is 12."""
    if way == "row by row":
        monkeypatch.setattr(Pending, "take_apart", no_single_cells)
    found = computed([1.0, 2.0, 0.0, 2.0, 0.0], (1, 1, form), starts=[(1, 0, 12.0)], way=way).column("B2", 4)
    assert found == expected


def test_columns_of_no_form_for_it_are_tried_once(monkeypatch):
    """People insured, and those who leave; each try goes through all of the cells that wait for each other."""
    tried = []
    monkeypatch.setattr(recurrences, "sweep", lambda runs, *_: tried.append(len(runs)))
    insured = (2, 1, "C1-D1-E1-B2")
    left = [(1, 1, "IF(A2=9,C1-D1-E1,0)"), (3, 1, "CHOOSE(1,C2*0.5,0)"), (4, 1, "(C2-D2)*0.5")]
    cells = computed([0.0] * ROWS, *left, insured, starts=[(2, 0, 64.0), (3, 0, 0.0), (4, 0, 0.0)])
    assert cells.column("C2", 4) == [64, 16, 4, 1]
    assert max(tried) <= 4


def test_a_cell_of_a_column_that_was_taken_apart_waits_for_no_more_than_it_asks_for(monkeypatch):
    """Of the whole column it would see each of the others: 3,000 rows took seven seconds, and take a third of one."""
    seen = []
    within = Pending.within

    def counted(self, *rectangle):
        found = list(within(self, *rectangle))
        seen.append(len(found))
        return iter(found)

    monkeypatch.setattr(Pending, "within", counted)
    cells = computed([], (1, 1, "INDEX(B:B,ROW()-1)+1"), starts=[(1, 0, 10.0)])
    assert cells.column("B2", 3) == [11, 12, 13]
    assert sum(seen) < 3 * ROWS


@settings(max_examples=60, deadline=None)
@given(draw=st.randoms(use_true_random=False))
def test_columns_that_read_each_other_without_a_circle_are_computed_whole(draw):
    """Columns of halved sums of cells above and beside, in an order that is not theirs; Python adds them row by row."""
    letters = "BCDEFG"[: draw.randint(2, 6)]
    order = draw.sample(letters, len(letters))
    reads = {
        column: [
            (draw.choice(order[:place]), 0) if place and draw.random() < 0.5 else (draw.choice(letters), -1)
            for _ in range(draw.randint(1, 3))
        ]
        for place, column in enumerate(order)
    }
    forms = ["({})/2", "CHOOSE(1,({})/2)", "IFERROR(({})/2,0)", "INDEX(({})/2,1)", "SUM({})/2"]
    formulas, expected = [], {column: [float(draw.randint(1, 9))] for column in letters}
    starts = [(ord(column) - 65, 0, expected[column][0]) for column in letters]
    for column in letters:
        text = draw.choice(forms).format("+".join(f"{other}{2 + down}" for other, down in reads[column]))
        formulas.append((ord(column) - 65, 1, text))
    for row in range(1, ROWS):
        for column in order:
            expected[column].append(sum(expected[other][row + down] for other, down in reads[column]) / 2)
    cells = computed([], *formulas, starts=starts)
    for column in letters:
        assert cells.column(f"{column}1", ROWS) == pytest.approx(expected[column])
