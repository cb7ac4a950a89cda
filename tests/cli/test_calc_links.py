"""`socroi calc --links`: linked books are read, and of a folder those that others read are computed first."""

import json

import pytest
from linking_books import stored, write_linking, write_prices


@pytest.fixture
def chain(tmp_path):
    """A folder where a.xlsx reads b.xlsx, which reads z.xlsx; nothing was computed since 40 was written into that."""
    folder = tmp_path / "books"
    write_prices(folder / "z.xlsx", computed=False)
    write_linking(folder / "b.xlsx", "[1]Prices!C1*10", target="z.xlsx")
    write_linking(folder / "a.xlsx", "[1]Data!A1+1", target="b.xlsx")
    return folder


def test_books_that_others_read_are_computed_first(run, chain):
    assert run("calc", chain, "--links")[0] == 0
    assert stored(chain / "a.xlsx") == [801]


def test_results_in_another_folder_are_read_from_there_by_several_workers(run, chain, tmp_path):
    assert run("calc", chain, "--links", "-o", tmp_path / "out", "-j", "2")[0] == 0
    assert stored(tmp_path / "out" / "a.xlsx") == [801]
    assert stored(chain / "b.xlsx") == [0], "the books themselves stay"


def test_a_circle_is_told(run, tmp_path):
    for name, other in (("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")):
        write_linking(tmp_path / name, "[1]Data!A1+1", target=other)
    status, _, errors = run("calc", tmp_path, "--links")
    assert status == 0
    assert "books link in a circle, a.xlsx -> b.xlsx -> a.xlsx" in errors


def test_a_missing_file_is_named_on_standard_error_and_in_json(run, tmp_path):
    book = write_linking(tmp_path / "plan.xlsx", "[1]Prices!A1+1", target="gone.xlsx")
    status, _, errors = run("calc", book, "--links")
    assert status == 0
    assert errors.splitlines() == [
        "socroi: plan.xlsx: gone.xlsx is not there; the values that the book remembers of it are kept."
    ]
    (told,) = json.loads(run("calc", book, "--links", "--json")[1])
    assert told["links"] == [{"target": "gone.xlsx", "read": False, "path": None, "told": "gone.xlsx is not there"}]


def test_a_folder_of_linked_books_is_named(run, tmp_path):
    write_prices(tmp_path / "elsewhere" / "prices.xlsx")
    book = write_linking(tmp_path / "plan.xlsx", "[1]Prices!A1+1", target="file:///D:/prices.xlsx")
    assert run("calc", book, "--links-from", tmp_path / "elsewhere")[0] == 0
    assert stored(book) == [41]
    assert run("calc", book, "--links-from", tmp_path / "elsewhere", "--only", "A1")[1] == "Data!A1\t41\n"


def test_spark_reads_no_links(run, tmp_path):
    book = write_linking(tmp_path / "plan.xlsx", "[1]Prices!A1+1", target="gone.xlsx")
    assert "no book reads another" in run("calc", book, "--links", "--engine", "spark")[2]
