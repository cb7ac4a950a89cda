"""Columns of an export under a known header."""

import pytest

from socroi.errors import SourceError
from socroi.sources.grid import Grid
from socroi.sources.records import Records

FIELDS = {"clicks": ("Clicks",), "spend": ("Cost",), "rate": ("CTR",)}


@pytest.fixture
def records(tmp_path):
    def make(*rows):
        return Records(Grid(tmp_path / "export.csv", "", [["Clicks", "Cost", "CTR"], *map(list, rows)]), 0, FIELDS)

    return make


def test_a_multiplier_is_applied_to_counts_and_to_money(records):
    table = records(("15K", "$1.2K", "2.5%"), ("1,200", "$7", "3%"))
    assert table.counts("clicks").tolist() == [15_000, 1_200]
    assert table.numbers("spend").tolist() == [1_200, 7]
    assert table.percents("rate").tolist() == [0.025, 0.03]


@pytest.mark.parametrize("text", ["ca. 12", "10-", "12 hrs", "5%", "$5", "(5)", "12+"])
def test_a_count_that_is_none_is_refused_by_its_row(records, text):
    with pytest.raises(SourceError, match=r"export\.csv, row 3: “Clicks” is .* where a number is expected"):
        records(("1", "1", "1"), (text, "1", "1")).counts("clicks")


def test_accountants_brackets_are_a_minus_in_money(records):
    assert records(("1", "(12.50)", "1")).numbers("spend").tolist() == [-12.5]


@pytest.mark.parametrize("text", ["1e308", "-1e15", "120210987654321098"])
def test_a_figure_that_no_sum_can_hold_beside_others_is_refused(records, text):
    with pytest.raises(SourceError, match=r"export\.csv, row 3: “Cost” is .*, which is no figure of a month"):
        records(("1", "1", "1"), ("1", text, "1")).numbers("spend")
    assert records(("1", "999999999999999", "1")).numbers("spend").tolist() == [999_999_999_999_999]


def test_what_is_refused_says_what_to_do(records):
    with pytest.raises(SourceError, match="write the minus in front"):
        records(("1", "10-", "1")).numbers("spend")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("€ 5", "5 EUR"), "EUR"),
        (("$12 USD", "$7"), "USD"),
        (("12 Ft", "1.2K"), "HUF"),
        (("$5", "$6"), None),
    ],
)
def test_the_currency_is_that_of_the_signs_in_the_cells(records, cells, code):
    assert records(*(("1", cell, "1") for cell in cells)).currency("spend") == code


def test_two_currencies_in_one_column_are_refused(records):
    with pytest.raises(SourceError, match="its amounts are in EUR and HUF"):
        records(("1", "5 €", "1"), ("1", "5 Ft", "1")).currency("spend")
