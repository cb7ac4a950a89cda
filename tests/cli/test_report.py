import json
import shutil

import pytest

from socroi import templates


@pytest.fixture
def book(tmp_path):
    shutil.copy(templates.shipped("hidden_returns", "hu", example=True), tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def test_a_report_is_written_under_the_name_of_the_book(run, book, tmp_path):
    status, out, _ = run("report", "plan.xlsx")
    assert (status, out) == (0, "plan.html: ROI 21.1%, 1 check open.\n")
    assert '<html lang="hu"' in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_month_language_and_brand_are_those_that_were_asked_for(run, book, tmp_path):
    (tmp_path / "brand.toml").write_text('name = "Northwind"\ncolour = "#004400"', encoding="utf-8")
    status, _, _ = run(
        "report", "plan.xlsx", "-o", "one.html", "--month", "2026-03", "--lang", "en", "--brand", "brand.toml"
    )
    text = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert status == 0
    for part in ('<html lang="en"', "<p>March 2026 · ", "Northwind", "#004400"):
        assert part in text


def test_a_file_that_exists_is_left_alone_unless_forced(run, book, tmp_path):
    (tmp_path / "plan.html").write_text("mine", encoding="utf-8")
    status, _, err = run("report", "plan.xlsx")
    assert status == 2
    assert "plan.html: the file exists already" in err
    assert (tmp_path / "plan.html").read_text(encoding="utf-8") == "mine"
    assert run("report", "plan.xlsx", "--force")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "plan.doc"], "plan.doc ends in none of .html, .pdf, .pptx, .docx, .png"),
        (["-o", "plan.pdf", "--format", "html"], "plan.pdf does not end in .html"),
        (["--month", "September"], "'September' is no month. Write it as 2026-09."),
        (["--month", "2027-03"], "nothing in the month 2027-03. It has 2026-01 to 2026-09."),
        (["--lang", "xx"], "no texts in the language 'xx'. Choose one of: en"),
        (["--brand", "gone.toml"], "gone.toml: the brand file cannot be read"),
        (["--last-year", "plan.xlsx"], "nothing in 2025-09, a year before"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line_and_leaves_nothing(run, book, tmp_path, arguments, message):
    status, out, err = run("report", "plan.xlsx", *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".xlsx"] == []


def test_of_a_folder_every_book_is_reported_and_a_broken_one_named(run, book, tmp_path):
    folder = tmp_path / "clients" / "north"
    folder.mkdir(parents=True)
    shutil.copy(book, folder / "a.xlsx")
    shutil.copy(templates.shipped("programme", example=True), folder / "b.xlsx")
    (tmp_path / "clients" / "broken.xlsx").write_text("no workbook", encoding="utf-8")
    status, out, err = run("report", "clients", "-o", "out")
    assert status == 2
    assert out == "out/north/a.html: ROI 21.1%, 1 check open.\n"
    assert [line.split(": ")[1] for line in err.splitlines()] == ["clients/broken.xlsx", "clients/north/b.xlsx"]
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.html")) == ["a.html"]


def test_several_books_need_a_folder(run, book):
    status, _, err = run("report", "plan.xlsx", "plan.xlsx")
    assert status == 2
    assert "several books need a folder" in err


def test_a_missing_package_names_the_extra(run, book, monkeypatch, tmp_path):
    import sys

    monkeypatch.setitem(sys.modules, "pptx", None)  # as where it is not installed
    status, _, err = run("report", "plan.xlsx", "-o", "plan.pptx")
    assert status == 2
    assert "the Python package python-pptx is missing. It belongs to the extra `report`: pip install '.[report]'" in err
    assert not (tmp_path / "plan.pptx").exists()


def test_the_answer_of_each_report_is_printed_as_json(run, book):
    (found,) = json.loads(run("report", "plan.xlsx", "--json")[1])
    assert (found["report"], found["currency"], len(found["open_checks"])) == ("plan.html", "EUR", 1)
    assert found["profit"] == pytest.approx(found["return"] - found["cost"])
