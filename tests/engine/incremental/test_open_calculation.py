"""A calculation that is kept. Values by hand; and whatever is set, what it shows is what a calculation from scratch
shows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worked_books import Kept, Worked, build

from socroi.engine.calculation import Calculation
from socroi.engine.model.book import DefinedName


def test_only_what_a_cell_needs_is_computed(kept):
    book = kept({"A1": 2, "B1": "=A1*3", "C1": "=B1+1", "D1": "=A1-1", "E1": "=D1*0"})
    assert book["C1"] == 7
    assert sorted(book.log) == ["A1*3", "B1+1"]


def test_an_input_that_changes_computes_what_depends_on_it_and_no_more(kept):
    book = kept({"A1": 2, "A2": 5, "B1": "=A1*3", "B2": "=A2*3", "C1": "=B1+B2"})
    assert book["C1"] == 21
    book.log.clear()
    book["A1"] = 10
    assert book["C1"] == 45
    assert sorted(book.log) == ["A1*3", "B1+B2"]


def test_a_value_that_stays_the_same_is_where_the_change_ends(kept):
    book = kept({"A1": 2, "B1": "=A1>0", "C1": "=IF(B1,10,20)", "D1": "=C1+1"})
    assert book["D1"] == 11
    book.log.clear()
    book["A1"] = 3
    assert book["D1"] == 11
    assert book.log == ["A1>0"]


def test_an_input_that_is_set_to_what_it_was_computes_nothing(kept):
    book = kept({"A1": 2, "B1": "=A1*3"})
    assert book["B1"] == 6
    book.log.clear()
    book["A1"] = 2
    assert book["B1"] == 6
    assert book.log == []


def test_one_row_of_a_column_is_computed_where_one_row_changed(kept):
    book = kept({**{f"A{i}": i for i in range(1, 101)}, "B1:B100": "=A1*2", "C1": "=SUM(B1:B100)"})
    assert book["C1"] == 10_100
    book["A50"] = 0
    assert book.live.outstanding == 2
    assert book["C1"] == 10_000
    assert [book["B49"], book["B50"], book["B51"]] == [98, 0, 102]


def test_a_running_total_is_computed_from_the_change_on(kept):
    book = kept({**{f"A{i}": 1 for i in range(1, 101)}, "B1": "=A1", "B2:B100": "=B1+A2"})
    assert book["B100"] == 100
    book["A60"] = 11
    assert book.live.outstanding == 41
    assert [book["B59"], book["B60"], book["B100"]] == [59, 70, 110]


def test_what_depends_on_a_running_total_follows_it(kept):
    cells = {f"A{i}": 1 for i in range(1, 101)}
    book = kept({**cells, "B1": "=A1", "B2:B100": "=B1+A2", "C1": "=B100>100", "D1": "=IF(C1,1,2)", "E1": "=B50*2"})
    assert [book["D1"], book["E1"]] == [2, 100]
    book["A60"] = 11
    assert [book["D1"], book["E1"]] == [1, 100]


def test_offset_and_indirect_are_followed_to_what_they_read(kept):
    book = kept({"A1": 1, "B1": 5, "B2": 7, "C1": "=OFFSET(B1,A1-1,0)", "D1": '=INDIRECT("B"&A1)'})
    assert [book["C1"], book["D1"]] == [5, 5]
    book["B1"] = 6
    assert [book["C1"], book["D1"]] == [6, 6]
    book["A1"] = 2
    assert [book["C1"], book["D1"]] == [7, 7]
    book["B2"] = 8
    assert [book["C1"], book["D1"]] == [8, 8]
    book.log.clear()
    book["B1"] = 0
    assert [book["C1"], book["D1"]] == [8, 8]
    assert 'INDIRECT("B"&A1)' not in book.log


def test_a_row_that_indirect_sends_to_the_cell_of_another_row_follows_that_cell(kept):
    cells = {f"A{i}": i for i in range(1, 6)} | {f"B{i}": 10 * i for i in range(1, 6)}
    book = kept(cells | {"C1:C5": '=B1+INDIRECT("B"&A1)', "D1:D5": "=IF(A1>0,B1,0)+SUM(B1:INDEX($B$5:$B$5,1))"})
    assert [book["C1"], book["D1"]] == [20, 160]
    book["A1"] = 4
    assert book["C1"] == 50
    book["B4"] = 0
    assert [book["C1"], book["D1"]] == [10, 120]


def test_names_are_followed(kept):
    names = [DefinedName("rate", "Sheet1!$A$1"), DefinedName("twice", "rate*2")]
    book = kept({"A1": 3, "B1": "=twice+1"}, names=names)
    assert book["B1"] == 7
    book["A1"] = 4
    assert book["B1"] == 9


def test_a_spill_that_grows_is_seen_by_what_reads_the_new_cells(kept):
    book = kept({"A1": 2, "C1": ":=SEQUENCE(A1)", "E1": "=C3", "F1": "=SUM(C1:C9)", "G1": ":=SUM(C1#)"})
    assert [book["E1"], book["F1"], book["G1"]] == [0, 3, 3]
    book["A1"] = 4
    assert [book["E1"], book["F1"], book["G1"]] == [3, 10, 10]
    book["A1"] = 1
    assert [book["E1"], book["F1"], book["G1"]] == [0, 1, 1]


def test_a_cell_that_only_a_spill_fills_is_computed_when_it_is_asked_for(kept):
    assert kept({"C1": ":=SEQUENCE(4)"})["C3"] == 3


def test_an_array_that_comes_to_one_cell_by_its_form_is_not_computed_for_a_cell_beside_it(kept):
    book = kept({"A1": 3, "B1": ":=SOCROI(A1,2)", "C1": ":=IF(A1>1,A1:A2,0)", "D4": "=A1+1"})
    assert book["D4"] == 4
    assert sorted(book.log) == ["A1+1", "IF(A1>1,A1:A2,0)"]
    assert book["B1"] == 50


def test_a_spill_is_blocked_and_freed_by_an_input(kept):
    book = kept({"C1": ":=SEQUENCE(3)", "C2": "in the way", "D1": "=SUM(C1:C3)"})
    assert [book["C1"], book["D1"]] == ["#SPILL!", "#SPILL!"]
    book["C2"] = None
    assert [book["C1"], book["C2"], book["D1"]] == [1, 2, 6]


def test_a_cell_that_could_not_be_computed_can_be_once_its_input_is_another(kept):
    book = kept({"A1": 1, "B1": "=IF(A1=1,NOSUCH(),2)", "C1": "=B1+1"})
    assert book["C1"] == "uncomputed"
    assert len(book.live.results.failures) == 1
    book["A1"] = 2
    assert [book["C1"], book.live.results.failures] == [3, []]


def test_a_circle_that_an_input_opens_is_computed(kept):
    book = kept({"A1": 1, "C1": "B1", "B1": "=IF(A1=1,D1,5)", "D1": "=INDIRECT(C1)+1"})
    assert book["D1"] == "uncomputed"
    book["A1"] = 0
    assert [book["D1"], book["B1"]] == [6, 5]
    book["A1"] = 1
    assert book["B1"] == "uncomputed"


def test_what_depends_on_a_circle_that_an_input_closes_is_uncomputed(kept):
    book = kept({"A1": 0, "B1": "=IF(A1=1,B1,5)", "C1": "=B1*2"})
    assert book["C1"] == 10
    book["A1"] = 1
    assert book["C1"] == "uncomputed"


def test_random_numbers_stay_until_everything_is_computed_anew(kept):
    book = kept({"A1": "=RAND()", "B1": "=A1*2"})
    first = book["A1"]
    assert [book["A1"], book["B1"]] == [first, first * 2]
    book.live.refresh()
    second = book["A1"]
    assert second != first
    assert book["B1"] == second * 2


def test_an_interrupted_calculation_can_go_on(kept, monkeypatch):
    book = kept({"A1": 1, "B1": "=A1+1", "C1": "=B1+1", "D1": "=C1+B1"})
    store = book.live.results.store

    def stop(task, block):
        raise KeyboardInterrupt

    monkeypatch.setattr(book.live.results, "store", stop)
    with pytest.raises(KeyboardInterrupt):
        book["D1"]
    monkeypatch.setattr(book.live.results, "store", store)
    assert book["D1"] == 5


FORMULAS = [
    "=A1+A2", "=SUM(A1:A5)", "=B1*2", "=IF(A1>2,B2,C3)", "=OFFSET(A1,A2,0)", '=INDIRECT("A"&A3)', "=SUM(B1:B5)",
    "=IFERROR(1/A4,D1)", ":=SEQUENCE(A1)", ":=A1:A3*10", "=COUNT(D1:D9)", ":=SUM(D1#)", "=INDEX(A1:D5,A1,A2)",
    "=MATCH(A1,A1:A5,0)", "=D2", "=C1+D1", "=A5", "=SUMIF(A1:A5,A1,B1:B5)", "=LARGE(A:A,1)",
    ":=IF(SUM(A1:A5)>A2,SOCROI(A1,A2),A3)", ":=KPIVALUE(A1,A2,A1:B5)", ":=COUNTIF(A1:A5,A1)",
    '=SUM(D1#)+COUNT(A1:A5)+MAX(E1:F9)+COUNTIF(D1#,">1")',
    '=SUM(A1:A5)+COUNT(B1:B5)+MAX(D:D)+COUNTIF(C1:C5,">1")+SUMPRODUCT(ISNUMBER(B1:B9)*(A1:A9>1))',
]  # fmt: skip
TARGETS = ["B1", "B2", "B4", "C1", "C3", "C5", "D1", "D4", "E1", "E2"]


@given(
    st.dictionaries(st.sampled_from(TARGETS), st.sampled_from(FORMULAS), min_size=3),
    st.booleans(),
    st.lists(
        st.tuples(
            st.sampled_from(["A1", "A2", "A3", "A4", "A5"]),
            st.sampled_from([0, 1, 2, 3, 4, None, "x"]),
            st.sampled_from([*TARGETS, None]),
        ),
        max_size=8,
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_set_the_values_are_those_of_a_calculation_from_scratch(formulas, filled, changes):
    cells = {f"A{i}": i % 4 for i in range(1, 6)} | formulas
    if filled:
        cells |= {"G1:G5": "=A1+SUM($A$1:A1)", "H2:H9": "=G1+H1", "F2:F9": '=F1*0.5+INDIRECT("A"&A2)'}
    book = Kept(cells)
    for address, value, read in changes:
        book[address] = value
        cells[address] = value
        if read is not None:
            book[read]
    book.live.finish_all()
    fresh = build(cells)
    calculation = Calculation(fresh)
    calculation.run()
    shown, expected = Worked(book.book, book.live), Worked(fresh, calculation)
    everywhere = [f"{letter}{row}" for letter in "ABCDEFGH" for row in range(1, 12)]
    assert {a: shown[a] for a in everywhere} == {a: expected[a] for a in everywhere}
