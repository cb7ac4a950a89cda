"""Numbers inside `<v>`: Excel's spelling, the same whichever packages are installed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi.engine.model.block import ERROR, NUMBER, TEXT, UNCOMPUTED, Strings
from socroi.errors import WorkbookError
from socroi.workbook.writing import spelling

SPELLED = {
    5.0: b"5",
    -0.0: b"0",
    0.1: b"0.1",
    1e-4: b"0.0001",
    1e-5: b"1E-5",
    -8.182731844841332e-05: b"-8.182731844841332E-5",
    1.5e-7: b"1.5E-7",
    1e15: b"1000000000000000",
    1.5e16: b"1.5E+16",
    1e20: b"1E+20",
}


@pytest.fixture(params=["with orjson", "without"])
def speller(request, monkeypatch):
    if request.param == "without":
        monkeypatch.setattr(spelling, "ORJSON", None)
    else:
        monkeypatch.setattr(spelling, "ORJSON", pytest.importorskip("orjson"))


def test_numbers_are_spelled_as_excel_does(speller):
    assert spelling.number_texts(np.array(list(SPELLED))) == list(SPELLED.values())


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_the_accelerated_spelling_is_the_plain_one(numbers):
    pytest.importorskip("orjson")
    accelerated = spelling.joined_numbers(np.array(numbers))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "ORJSON", None)
        assert spelling.joined_numbers(np.array(numbers)) == accelerated


@pytest.mark.parametrize("number", [np.inf, -np.inf, np.nan])
def test_what_is_no_finite_number_is_never_spelled(speller, number):
    with pytest.raises(WorkbookError, match="no finite number"):
        spelling.joined_numbers(np.array([1.0, number, 2.0]))


@pytest.mark.parametrize(
    ("kind", "data"), [(NUMBER, np.inf), (ERROR, UNCOMPUTED), (ERROR, -1.0), (ERROR, 2.5), (TEXT, 0.0), (TEXT, 1.0)]
)
def test_what_no_cell_can_hold_is_never_spelled(kind, data):
    strings = Strings()
    strings.codes(["x" * 32768, "😀" * 16384])
    with pytest.raises(WorkbookError, match=r"no cell can hold it|that a cell can hold"):
        spelling.value_element(kind, data, strings, b"")


def test_the_longest_text_is_spelled():
    strings = Strings()
    strings.code("😀" * 16383 + "x")
    assert spelling.value_element(TEXT, 0.0, strings, b"").endswith(b"x</v>")
