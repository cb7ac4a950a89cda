"""Workbooks that link to others: computed from the files where they lie beside, and told of where they do not.

Expected values by hand.
"""

import os

import openpyxl
import pytest
from linking_books import stored, write_linking, write_prices

import socroi
from socroi.errors import UsageError


@pytest.fixture
def linking(tmp_path):
    """Write a book that links to another."""
    return lambda name, *formulas, **link: write_linking(tmp_path / name, *formulas, **link)


@pytest.fixture
def prices(tmp_path):
    """Write the book that is linked to."""
    return lambda name="prices.xlsx", **how: write_prices(tmp_path / name, **how)


def test_without_links_a_book_keeps_to_what_it_remembers(linking, prices):
    prices()
    report = socroi.recalculate(linking("plan.xlsx", "[1]Prices!A1+1", target="prices.xlsx"))
    assert stored(report.path) == [2]
    assert report.links == []


def test_cells_names_and_tables_are_read_from_the_file_that_lies_beside(linking, prices):
    file = prices()
    formulas = (
        "[1]Prices!A1+1",
        "[1]!Net*2",
        "SUM([1]!Items[Price])",
        "[1]Prices!C1",
        "[1]!Seven",
        "[1]Prices!B1&amp;1",
    )
    report = socroi.recalculate(linking("plan.xlsx", *formulas, target="prices.xlsx"), links=True)
    assert report.uncomputed == []
    assert stored(report.path) == [41, 80, 5, 80, 7, "EUR1"]
    assert [(link.path, link.read, link.told) for link in report.links] == [(file, True, "")]


def test_parts_of_a_linked_table_are_read_like_those_of_ones_own(linking, prices):
    prices()
    formulas = ("ROWS([1]!Items[#All])", "INDEX([1]!Items[[#Headers],[Price]],1)", "SUM([1]!Items[Nothing])")
    report = socroi.recalculate(linking("plan.xlsx", *formulas, target="prices.xlsx"), links=True)
    assert stored(report.path) == [3, "Price", "#REF!"]


def test_a_sheet_that_the_file_does_not_have_is_a_reference_error(linking, prices):
    prices()
    report = socroi.recalculate(linking("plan.xlsx", "[1]Gone!A1", target="prices.xlsx"), links=True)
    assert stored(report.path) == ["#REF!"]


def test_the_place_that_newer_files_add_from_the_books_folder_is_tried_first(linking, prices):
    # link_test.xlsx of IronCalc, saved by Excel, has both
    prices()
    book = linking("plan.xlsx", "[1]Prices!A1", target="file:///C:/Users/me/prices.xlsx", beside="prices.xlsx")
    assert stored(socroi.recalculate(book, links=True).path) == [40]


def test_blanks_and_letters_of_a_name_are_decoded_and_a_folder_below_is_entered(linking, prices):
    prices("data/prices é.xlsx")
    report = socroi.recalculate(linking("plan.xlsx", "[1]Prices!A1", target="data/prices%20%C3%A9.xlsx"), links=True)
    assert stored(report.path) == [40]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("gone.xlsx", "gone.xlsx is not there"),
        ("../prices.xlsx", "../prices.xlsx lies outside of the book's folder; say --links-from"),
        ("file:///C:/Users/me/prices.xlsx", "prices.xlsx is a whole path; say --links-from"),
        ("https://example.org/prices.xlsx", "https://example.org/prices.xlsx lies on the network"),
        ("file:///%5C%5Cserver%5Cshare%5Cprices.xlsx", "lies on the network"),
        ("file://server/share/prices.xlsx", "lies on the network"),
        ("//server/share/prices.xlsx", "lies on the network"),
        ("file:///etc/prices.xlsx", "is a whole path"),
        ("prices.csv", "prices.csv is no .xlsx or .xlsm workbook"),
        ("plan.xlsx", "it links to itself"),
    ],
)
def test_what_may_not_be_read_is_named_and_the_remembered_values_are_kept(linking, prices, tmp_path, target, told):
    prices()
    prices("outside.xlsx").replace(tmp_path.parent / "prices.xlsx")
    report = socroi.recalculate(linking("plan.xlsx", "[1]Prices!A1+1", target=target), links=True)
    assert stored(report.path) == [2]
    assert told in report.links[0].told
    assert not report.links[0].read


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs links of files")
def test_a_link_of_the_file_system_does_not_lead_out_of_the_folder(linking, prices, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside.xlsx"
    prices().replace(outside)
    (tmp_path / "prices.xlsx").symlink_to(outside)
    report = socroi.recalculate(linking("plan.xlsx", "[1]Prices!A1+1", target="prices.xlsx"), links=True)
    assert stored(report.path) == [2]
    assert "outside of the book's folder" in report.links[0].told


def test_a_folder_that_is_named_is_looked_into_for_a_whole_path(linking, prices, tmp_path):
    prices("elsewhere/prices.xlsx")
    book = linking("plan.xlsx", "[1]Prices!A1", target="file:///C:/Users/me/prices.xlsx")
    assert stored(socroi.recalculate(book, links=tmp_path / "elsewhere").path) == [40]
    with pytest.raises(UsageError, match="no folder"):
        socroi.recalculate(book, links=[tmp_path / "nowhere"])


def test_formulas_of_the_linked_book_that_nobody_has_computed_are_no_blanks(linking, prices):
    prices(computed=False)
    report = socroi.recalculate(
        linking("plan.xlsx", "[1]Prices!C1+1", "[1]Prices!A1", target="prices.xlsx"), links=True
    )
    assert [(cell.where, cell.why) for cell in report.uncomputed] == [
        ("Data!A1", "it reads formulas of [prices.xlsx]Prices that nobody has computed yet")
    ]
    assert stored(report.path) == [0, 40]


def test_values_that_their_book_wants_computed_on_opening_are_told_to_be_doubtful(linking, prices):
    book = openpyxl.load_workbook(prices())
    book.calculation.fullCalcOnLoad = True
    book.save(prices().parent / "prices.xlsx")
    report = socroi.recalculate(linking("plan.xlsx", "[1]Prices!A1", target="prices.xlsx"), links=True)
    assert "prices.xlsx asks to be computed when it is opened" in report.links[0].told
    assert report.links[0].read


def test_a_damaged_file_is_told_of(linking, tmp_path):
    (tmp_path / "prices.xlsx").write_bytes(b"nothing")
    report = socroi.recalculate(linking("plan.xlsx", "[1]Prices!A1+1", target="prices.xlsx"), links=True)
    assert "prices.xlsx cannot be read" in report.links[0].told
    assert stored(report.path) == [2]


def test_an_open_book_reads_its_links_too(linking, prices):
    prices()
    book = linking("plan.xlsx", "[1]Prices!A1+1", target="prices.xlsx")
    assert socroi.open(book)["Data!A1"] == 2
    assert socroi.open(book, links=True)["Data!A1"] == 41
