"""Rows that are there with other figures. The figures expected are those of the rows written here."""

import pytest

import socroi
from socroi.errors import MisfitError, UsageError
from socroi.templates import shipped

ROWS = [
    {"month": "2026-01", "platform": "Facebook", "kpi": "Leads", "quantity": 4},
    {"month": "2026-02", "platform": "Facebook", "kpi": "Leads", "quantity": 6},
]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(shipped("four_step").read_bytes())
    socroi.fill(path, [row | {"source": "mine"} for row in ROWS])
    return path


def quantities(book):
    return socroi.read_template(book, keys=True)["Results"][["quantity", "source"]].to_numpy().tolist()


def test_a_corrected_row_takes_its_place_and_a_new_one_goes_below(book):
    data = [ROWS[0], ROWS[1] | {"quantity": 7}, ROWS[1] | {"month": "2026-03", "quantity": 9}]
    done = socroi.fill(book, data, "Results", correct=True)
    assert done.remarks == ["Rows: 1 as before, 1 corrected, 1 new."]
    assert (done.rows, done.first, done.there_already) == (2, 8, 1)
    assert quantities(book) == [[4, "mine"], [7, "mine"], [9, None]]


def test_rows_that_are_there_stay_as_they_are(book):
    done = socroi.fill(book, ROWS, "Results", correct=True)
    assert done.remarks == ["Rows: 2 as before."]
    assert quantities(book) == [[4, "mine"], [6, "mine"]]


def test_a_row_that_fits_several_is_named_by_its_line(book):
    socroi.fill(book, [ROWS[0] | {"quantity": 1}], "Results")
    with pytest.raises(MisfitError, match="line 1: several rows of the table are about the same"):
        socroi.fill(book, [ROWS[0] | {"quantity": 5}], "Results", correct=True)
    with pytest.raises(MisfitError, match="line 2: a row above it is about the same"):
        socroi.fill(book, [ROWS[1], ROWS[1]], "Results", correct=True)


def test_figures_alone_say_nothing_of_a_row(book):
    with pytest.raises(UsageError, match="figures alone"):
        socroi.fill(book, [{"quantity": 5, "revenue": 1}], "Results", correct=True)
