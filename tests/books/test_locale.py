"""A workbook computed as in its country: said, or in the settings beside it."""

import openpyxl
import pytest
from click.testing import CliRunner

import socroi
from socroi.cli.commands import cli
from socroi.errors import UsageError

APRIL = 46115
"""2026-04-03, by hand."""


@pytest.fixture
def book(tmp_path):
    def make(name="plan.xlsx"):
        workbook = openpyxl.Workbook()
        for row, text in enumerate(("3/4/2026", "4/4/2026", "12.50"), 1):
            workbook.active.append([text, f"=A{row}+0"])
        workbook.save(tmp_path / name)
        return tmp_path / name

    return make


def stored(path):
    return [cell.value for cell in openpyxl.load_workbook(path, data_only=True).active["B"]]


def settings(folder, text='[socroi]\nlocale = "en-GB"\n'):
    (folder / "socroi.toml").write_text(text, encoding="utf-8")


def test_without_a_country_the_message_says_how_to_name_one(book):
    report = socroi.recalculate(book())
    assert stored(report.path) == [None, None, 12.5]
    assert "--locale en-GB" in report.uncomputed[0].why


@pytest.mark.parametrize("way", ["said", "settings"])
def test_a_book_is_computed_as_in_its_country(book, tmp_path, way):
    if way == "settings":
        settings(tmp_path)
    report = socroi.recalculate(book(), locale="en-GB" if way == "said" else None)
    assert stored(report.path) == [APRIL, APRIL + 1, 12.5]
    assert not report.uncomputed


def test_what_is_said_counts_before_the_settings(book, tmp_path):
    settings(tmp_path)
    assert stored(socroi.recalculate(book(), locale="en-US").path)[0] == 46085


def test_an_open_book_and_what_if_are_in_that_country_too(book):
    with pytest.warns(socroi.errors.UncomputedWarning):
        assert socroi.open(book())["B1"] == "#UNKNOWN!"
    opened = socroi.open(book(), locale="en-GB")
    assert opened["B1"] == APRIL
    opened["A1"] = "5/4/2026"
    assert opened["B1"] == APRIL + 2
    found = socroi.what_if(book(), {"A1": ["3/4/2026", "4/4/2026"]}, ["B1"], locale="en-GB")
    assert found["B1"].tolist() == [APRIL, APRIL + 1]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_folder_is_computed_in_one_country_by_every_worker(book, tmp_path, workers):
    paths = [book(f"{name}.xlsx") for name in "abc"]
    result = CliRunner().invoke(cli, ["calc", str(tmp_path), "-j", workers, "--locale", "en-GB"])
    assert result.exit_code == 0, result.output
    assert [stored(path)[0] for path in paths] == [APRIL] * 3


@pytest.mark.parametrize(
    ("text", "said"),
    [("[socroi]\nlocale = 7", "not known"), ("[socroi", "cannot be read"), ('[socroi]\nlocale = "xx"', "no locale")],
)
def test_settings_that_say_nonsense_are_refused_and_nothing_is_written(book, tmp_path, text, said):
    settings(tmp_path, text)
    before = book().read_bytes()
    with pytest.raises(UsageError, match=said):
        socroi.recalculate(tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").read_bytes() == before
