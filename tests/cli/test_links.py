"""`--links` of every command that computes; without it, which file's values were taken from memory. By hand."""

import json
import sys

import pytest
from linking_books import stored, write_linking, write_prices

import socroi
import socroi.cli.watch


@pytest.fixture
def plan(tmp_path):
    """A book that remembers a 1 of prices.xlsx, where 40 stands."""
    write_prices(tmp_path / "prices.xlsx")
    return write_linking(tmp_path / "plan.xlsx", "[1]Prices!A1+1", target="prices.xlsx")


REMEMBERED = (
    "socroi: plan.xlsx: the values of prices.xlsx are those that the book remembers, as stored when it was saved; "
    "--links reads the file itself.\n"
)


def test_what_if_takes_them(run, plan):
    asked = ("whatif", plan, "--set", "Data!C1=1,2", "--read", "Data!A1", "--json")
    status, output, errors = run(*asked)
    assert (json.loads(output)["now"]["Data!A1"], status, errors) == (2, 0, REMEMBERED)
    status, output, errors = run(*asked, "--links")
    assert (json.loads(output)["now"]["Data!A1"], status, errors) == (41, 0, "")


def test_check_takes_them(run, plan):
    socroi.recalculate(plan, links=True)
    status, output, errors = run("check", plan, "--with", "none")
    assert status == 1, "the stored 41 is not what it remembers"
    assert "41" in output
    assert errors == REMEMBERED
    assert run("check", plan, "--with", "none", "--links")[::2] == (0, "")


def test_check_of_a_folder_takes_them_in_several_workers(run, plan, tmp_path):
    assert REMEMBERED in run("check", tmp_path, "-j", "2")[2]


def test_a_frozen_copy_takes_them(run, plan, tmp_path):
    assert run("freeze", plan, "-o", tmp_path / "a.xlsx")[2] == REMEMBERED
    assert run("freeze", plan, "-o", tmp_path / "b.xlsx", "--links")[2] == ""
    assert [stored(tmp_path / name) for name in ("a.xlsx", "b.xlsx")] == [[2], [41]]


def test_explain_takes_them(run, plan):
    assert json.loads(run("explain", plan, "Data!A1", "--json")[1])["value"] == 2
    assert run("explain", plan, "Data!A1")[2] == REMEMBERED
    status, output, errors = run("explain", plan, "Data!A1", "--json", "--links")
    assert (json.loads(output)["value"], status, errors) == (41, 0, "")


def test_calc_says_so_and_lists_the_files_in_json(run, plan):
    assert run("calc", plan, "--only", "A1")[2] == REMEMBERED
    status, output, errors = run("calc", plan, "--json")
    assert (status, errors) == (0, REMEMBERED)
    assert json.loads(output)[0]["remembered"] == ["prices.xlsx"]
    assert json.loads(run("calc", plan, "--json", "--links")[1])[0]["remembered"] == []


def test_a_link_that_no_formula_uses_is_not_told(run, tmp_path):
    book = write_linking(tmp_path / "plan.xlsx", "1+1", target="prices.xlsx")
    assert run("calc", book)[2] == ""


def test_a_watched_book_takes_them_and_says_once_what_it_remembers(run, plan, monkeypatch):
    socroi.recalculate(plan, links=True)

    def twice(book, work, every):
        work()
        work()

    monkeypatch.setattr(sys.modules["socroi.cli.watch"], "follow", twice)
    status, _, errors = run("watch", plan, "--json")
    assert (status, errors.count(REMEMBERED)) == (0, 1)
    assert "remembers" not in run("watch", plan, "--json", "--links")[2]


def test_in_python_they_are_named(plan):
    assert socroi.check(plan, second=False).links[0].startswith("the values of prices.xlsx are those")
    assert socroi.explain(plan, "Data!A1", links=True).value == 41
    assert socroi.what_if(plan, {"Data!C1": [1]}, ["Data!A1"], links=True)["Data!A1"].tolist() == [41]
    assert socroi.values(plan, ["Data!A1"], links=True) == {"Data!A1": 41}
    book = socroi.open(plan)
    assert (book["Data!A1"], book.remembered) == (2, ["prices.xlsx"])
