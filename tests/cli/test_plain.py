import re
import zipfile

from socroi.books.named_cells import NamedCells
from socroi.workbook.reading.book import load


def calls_ours(path):
    with zipfile.ZipFile(path) as package:
        return any(re.search(rb"SOC[A-Z]+\(|KPIVALUE\(", package.read(name)) for name in package.namelist())


def test_a_new_plain_workbook_has_no_name_of_a_function_of_ours(run, tmp_path):
    assert run("new", "four_step", "--edition", "plain")[0] == 0
    assert not calls_ours(tmp_path / "four_step.xlsx")
    assert "xl/metadata.xml" not in zipfile.ZipFile(tmp_path / "four_step.xlsx").namelist()


def test_a_plain_workbook_with_its_own_currency_and_language_is_as_plain(run, tmp_path):
    command = ("new", "programme", "--edition", "plain", "--lang", "sw", "--currency", "KES", "-o", "mine.xlsx")
    assert run(*command)[0] == 0
    with zipfile.ZipFile(tmp_path / "mine.xlsx") as package:
        assert not any(b"_xlfn" in package.read(name) for name in package.namelist())


def test_a_plain_workbook_is_filled_computed_checked_and_reported_like_any_other(run, tmp_path):
    run("new", "four_step", "--edition", "plain", "-o", "mine.xlsx")
    (tmp_path / "rows.csv").write_text("month,platform,kpi,revenue\n2026-01-05,Facebook,Sales,900\n", "utf-8")
    assert run("fill", "mine.xlsx", "rows.csv")[0] == 0
    assert run("calc", "mine.xlsx")[0] == 0
    assert run("check", "mine.xlsx")[0] in {0, 1}
    assert run("names", "mine.xlsx")[0] == 0
    assert run("report", "mine.xlsx", "-o", "page.html")[0] == 0
    assert run("next-year", "mine.xlsx", "-o", "next.xlsx")[0] == 0
    assert NamedCells(load(tmp_path / "mine.xlsx").book).one("return_total") == 900
    assert not calls_ours(tmp_path / "mine.xlsx")
    assert not calls_ours(tmp_path / "next.xlsx")


def test_plain_of_a_book_writes_beside_it_and_says_how_much_computes_alone_now(run, tmp_path):
    run("new", "programme", "--example", "-o", "mine.xlsx")
    before = (tmp_path / "mine.xlsx").read_bytes()
    status, out, _ = run("plain", "mine.xlsx")
    assert status == 0
    assert not calls_ours(tmp_path / "mine (plain).xlsx")
    assert "cells compute without SOCROI now" in out
    assert (tmp_path / "mine.xlsx").read_bytes() == before


def test_plain_lists_what_stays_as_a_value_and_ends_with_3(run):
    run("new", "attribution_and_tests", "--example", "-o", "mine.xlsx")
    status, _, err = run("plain", "mine.xlsx", "-o", "copy.xlsx")
    assert status == 3
    assert "SOCMARKOV has no plain formula" in err


def test_plain_writes_over_nothing_without_being_told(run, tmp_path):
    run("new", "programme", "-o", "mine.xlsx")
    (tmp_path / "mine (plain).xlsx").write_text("somebody's")
    assert run("plain", "mine.xlsx")[0] == 2
    assert (tmp_path / "mine (plain).xlsx").read_text() == "somebody's"
    assert run("plain", "mine.xlsx", "--force")[0] == 0
