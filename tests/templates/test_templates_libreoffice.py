"""Each template, empty and as its example, computed by LibreOffice too: with our functions replaced by their twins."""

import shutil
import subprocess
import warnings
from contextlib import closing
from datetime import datetime

import openpyxl
import pytest
from every_template import EDITIONS, IDS, computed
from office import Office
from plain_formulas import plain

from socroi.templates import build, canvas, names, shipped
from socroi.templates.texts import languages, load_texts

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

NEED_OUR_ADDIN = {"Models": {"H", "I", "J", "K", "N", "O", *"RSTUVWXY"}}
"""Columns that rest on SOCMARKOV and SOCSHAPLEY, which have no twin; without SOCROI they say so."""


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """What LibreOffice computed, by name and edition."""
    folder = tmp_path_factory.mktemp("plain")
    with pytest.MonkeyPatch.context() as patch:
        ours = canvas.Book.formula
        patch.setattr(canvas.Book, "formula", lambda book, text: plain(ours(book, text)))
        for name, example in EDITIONS:
            build(name, "en", folder / f"{name}-{example}.xlsx", example=example)
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
               "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "computed")]  # fmt: skip
    files = sorted(map(str, folder.glob("*.xlsx")))
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)
    return folder / "computed"


def values(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.column_letter, cell.row): plain_value(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if getattr(cell, "column_letter", None)
    }


def plain_value(value):
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).days  # noqa: DTZ001 - cells have no time zone
    return "" if value is None else value


@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_libreoffice_computes_every_cell_as_our_engine_does(theirs, name, example):
    ours, computed_there = values(computed(name, example=example)), values(theirs / f"{name}-{example}.xlsx")
    different = {}
    for place, value in ours.items():
        other = computed_there.get(place, "")
        if place[1] in NEED_OUR_ADDIN.get(place[0], ()) or same(value, other):
            continue
        different[place] = value, other
    assert different == {}


def same(one, other):
    numbers = [isinstance(each, int | float) and not isinstance(each, bool) for each in (one, other)]
    return one == pytest.approx(other, rel=1e-9, abs=1e-12) if all(numbers) else one == other


def test_without_socroi_the_models_that_need_it_say_so(theirs):
    cells = values(theirs / "attribution_and_tests-True.xlsx")
    assert {cells["Models", column, 9] for column in "HI"} == {"needs SOCROI"}
    assert "#NAME?" not in cells.values()


def test_without_socroi_the_first_sheet_says_what_is_missing(program):
    places = [(name, language) for name in names() for language in languages()]
    with closing(Office(program)) as office:
        books = [office.take(shipped(*place), f"{place[0]}_{place[1]}.xlsx") for place in places]
        for (name, language), saved in zip(places, office.convert(*books), strict=True):
            texts = load_texts(language).scoped(name)
            assert values(saved)[texts["start.sheet"], "B", 4] == texts["word.missing"]


def test_without_socroi_it_is_said_also_where_libreoffice_computes_nothing_as_it_opens_a_workbook(tmp_path):
    """As a new LibreOffice is set: what a workbook has stored is shown, and our functions are Err:508."""
    books = [shutil.copy(computed(name, example=True), tmp_path / f"{name}.xlsx") for name in names()]
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to",
               "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "opened")]  # fmt: skip
    subprocess.run([*command, *map(str, books)], check=True, capture_output=True, timeout=300)
    for name in names():
        shown, texts = values(tmp_path / "opened" / f"{name}.xlsx"), load_texts("en").scoped(name)
        assert shown["Start", "B", 4] == texts["word.missing"]
        assert {shown["Start", column, 6] for column in "BCDE"} == {"–"}


@pytest.mark.parametrize("name", names())
def test_where_socroi_is_known_nothing_is_said_to_be_missing(name):
    shown = values(computed(name, example=True))
    assert load_texts("en").scoped(name)["word.missing"] not in (shown["Start", "B", 4], shown["Start", "B", 6])
