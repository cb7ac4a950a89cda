"""Windows that grow or shrink down a column. Each window read by itself, and sums by hand, are the witnesses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_books import Worked

from socroi.engine.calculation import Calculation
from socroi.engine.declaration import windows
from socroi.engine.model.block import pack
from socroi.engine.model.book import Book, Column, Region, Sheet
from socroi.errors import CellError

ROWS = 12
VALUES = st.one_of(
    st.floats(-1e6, 1e6).map(lambda number: round(number, 2)),
    st.sampled_from([None, True, "x", "3", "", 0.0, CellError("#N/A"), CellError("#DIV/0!")]),
)


def filled_down(text, columns, fewest):
    book = Book([Sheet("Sheet1")])
    for index, cells in enumerate(columns):
        held = book.sheets[0].columns[index] = Column(ROWS)
        for row, value in enumerate(cells):
            held.kind[row], held.data[row] = pack(value, book.strings)
    book.sheets[0].regions = [Region(0, 0, 4, ROWS, text)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(windows, "_FEWEST", fewest)
        calculation = Calculation(book)
        calculation.run()
    return Worked(book, calculation).column("E1", ROWS)


def test_a_sum_and_a_count_grow_with_their_window():
    numbers = [[1.0, None, 3.0, "x", True, 2.0] + [0.0] * 6]
    assert filled_down("SUM(A$1:A1)", numbers, 0)[:6] == [1, 1, 4, 4, 4, 6]
    assert filled_down("COUNT(A$1:A1)", numbers, 0)[:6] == [1, 1, 2, 2, 2, 3]
    assert filled_down("COUNTA(A$1:A1)", numbers, 0)[:6] == [1, 1, 2, 3, 4, 5]
    assert filled_down("MAX(A$1:A1)", numbers, 0)[:6] == [1, 1, 3, 3, 3, 3]


@settings(max_examples=150, deadline=None)
@given(
    columns=st.lists(st.lists(VALUES, min_size=ROWS, max_size=ROWS), min_size=2, max_size=2),
    name=st.sampled_from(["SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA"]),
    window=st.sampled_from(["A$1:A1", "A1:A$12", "$A$1:B1", "A1:$B$12", "A$3:A1", "INDEX(A:A,1):A1"]),
)
def test_windows_together_give_what_each_gives_alone(columns, name, window):
    text = f"{name}({window})"
    together, alone = filled_down(text, columns, 0), filled_down(text, columns, ROWS + 1)
    for one, other in zip(together, alone, strict=True):
        assert type(one) is type(other)
        if isinstance(one, float):
            assert np.isclose(one, other, rtol=1e-15, atol=1e-9)
        else:
            assert one == other
