"""Numbers inside `<v>`: Excel's spelling, the same whichever packages are installed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    elif spelling.ORJSON is None:
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
