"""Letters and addresses; the witness is XlsxWriter, which writes files that Excel opens, and what Excel shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_rowcol_to_cell

from socroi.excel.addresses import address, area_of, cell_of, column_letters, column_number, column_of, is_reference
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

ROWS = st.integers(0, MAX_ROWS - 1)
COLUMNS = st.integers(0, MAX_COLUMNS - 1)


def test_the_letters_of_every_column_are_those_of_xlsxwriter_and_read_back():
    for column in range(MAX_COLUMNS):
        letters = column_letters(column)
        assert letters == xl_col_to_name(column)
        assert column_number(letters) == column_number(letters.lower()) == column


@given(ROWS, COLUMNS)
def test_an_address_is_that_of_xlsxwriter_and_reads_back_with_and_without_dollar_signs(row, column):
    text = address(row, column)
    assert text == xl_rowcol_to_cell(row, column)
    assert cell_of(text) == cell_of(xl_rowcol_to_cell(row, column, True, True)) == xl_cell_to_rowcol(text)


def test_an_area_may_name_any_two_of_its_corners():
    assert area_of("B2:D9") == area_of("D9:B2") == area_of("$B$9:$D$2") == (1, 1, 8, 3)
    assert area_of("C3") == (2, 2, 2, 2)


def test_the_grid_ends_where_excel_lets_it_end():
    assert cell_of("XFD1048576") == (MAX_ROWS - 1, MAX_COLUMNS - 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("XFE1", "the column XFE lies outside the grid, which ends at XFD"),
        ("A1048577", "the row 1048577 lies outside the grid, which ends at 1048576"),
        ("A0", "the row 0 lies outside the grid"),
        ("1A", "'1A' is no cell address"),
        ("", "'' is no cell address"),
        ("AAAA1", "'AAAA1' is no cell address"),
    ],
)
def test_what_is_no_cell_says_why(text, why):
    with pytest.raises(ValueError, match=why):
        cell_of(text)


def test_letters_outside_the_grid_and_none_at_all_are_no_column():
    for letters in ("XFE", "ZZZZ", ""):
        with pytest.raises(ValueError, match="lies outside the grid"):
            column_of(letters)


@pytest.mark.parametrize("name", ["A1", "a01", "xfd1048576", "LOG10", "R", "c", "RC", "R1", "C5", "rc7", "R2C", "R2C3"])
def test_a_name_in_either_style_of_reference_is_one(name):
    """Excel lets no name be one of them: Microsoft, "Names in formulas": not `Z$100`, `R1C1`, `R` or `C`."""
    assert is_reference(name)


@pytest.mark.parametrize("name", ["XFE1", "A1048577", "A0", "AAAA1", "A1B", "RX", "Sheet1", "SOCROI", ""])
def test_a_name_past_the_grid_or_longer_than_a_reference_is_none(name):
    assert not is_reference(name)
