"""Parts of long formulas that an open workbook keeps: always the same values as a workbook opened anew has.

Expected values are hand sums.
"""

from __future__ import annotations

import pytest

from socroi.engine.incremental.memo import Memo

CHECK = '=IF(E1="","",COUNTIF(A1:A9,"<0")+COUNTIF(B1:B9,"<0")+SUMPRODUCT(ISTEXT(A1:A9)*1)+SUM(C1:C3))'


@pytest.fixture
def computed(monkeypatch):
    """The calls that were computed and not taken as they were kept."""
    found = []
    value = Memo.value

    def watched(self, arguments, scope, compute):
        return value(self, arguments, scope, lambda: (found.append(arguments), compute())[1])

    monkeypatch.setattr(Memo, "value", watched)
    return found


def test_a_change_computes_the_parts_that_read_the_cell_and_no_others(kept, computed):
    book = kept({"A1": 1, "A2": -1, "B1": -2, "C1": 5, "E1": 1, "F1": CHECK})
    assert book["F1"] == 1 + 1 + 0 + 5
    computed.clear()
    book["B2"] = -7
    assert book["F1"] == 1 + 2 + 0 + 5
    # IF itself, and COUNTIF over B
    assert len(computed) == 2


def test_a_part_is_computed_again_when_a_formula_that_it_reads_gives_another_value(kept):
    book = kept({"A1": 1, "B1": -2, "C1": "=A1*2", "C2": "=C1+1", "E1": 1, "F1": CHECK})
    assert book["F1"] == 0 + 1 + 0 + 5
    book["A1"] = 3
    assert book["F1"] == 0 + 1 + 0 + 13
    book["A1"] = "three"
    assert book["F1"] == "#VALUE!"
    book["A1"] = -3
    assert book["F1"] == 1 + 1 + 0 - 11


def test_a_part_reads_a_column_that_had_no_cells_at_first(kept):
    book = kept({"E1": 1, "F1": CHECK})
    assert book["F1"] == 0
    book["B4"] = -1
    assert book["F1"] == 1


def test_parts_that_read_whole_columns_see_what_is_written_below(kept):
    book = kept({"A1": 1, "F1": '=SUM(A:A)+COUNT(B:B)+COUNTA(C:C)+SUMPRODUCT((D:D<>"")*1)'})
    assert book["F1"] == 1
    book["A900"] = 5
    book["D1200"] = "x"
    assert book["F1"] == 7
    book["C5000"] = "y"
    assert book["F1"] == 8


def test_formulas_that_look_alike_in_two_cells_keep_their_own_parts(kept):
    same = "=SUM($A$1:$A$3)+COUNT($B$1:$B$3)+MAX(A1:A3)"
    book = kept(
        {"A1": 1, "A2": 5, "A3": 2, "A4": 9, "B1": 1, "F1": same, "F2": "=SUM($A$1:$A$3)+COUNT($B$1:$B$3)+MAX(A2:A4)"}
    )
    assert [book["F1"], book["F2"]] == [14, 18]
    book["A4"] = 20
    assert [book["F1"], book["F2"]] == [14, 29]


def test_what_hangs_on_a_let_name_is_not_kept(kept):
    book = kept({"A1": 1, "B1": 2, "F1": "=LET(x,A1:A2,SUM(x)+COUNT(x)+MAX(x)+SUM(B1:B2))"})
    assert book["F1"] == 5
    book["A2"] = 10
    assert book["F1"] == 11 + 2 + 10 + 2
