"""The plain edition of a workbook: what it computes, what is in it, what stays as it was.

`SOCROI_SWEEP=1` (`make sweep`) lets LibreOffice compute every template in every language, empty and as its example.
"""

import os
import re
import shutil
import zipfile

import openpyxl
import pytest
import xlsxwriter
from every_template import EDITIONS, IDS, computed

from socroi import recalculate
from socroi.books.named_cells import NamedCells
from socroi.definition.registry import formulas
from socroi.engine.formula.parser import parse
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call
from socroi.excel.functions import STANDARD
from socroi.hosts.lambda_names import add_names
from socroi.hosts.plain.edition import write_plain_edition
from socroi.review.rules.values import same
from socroi.review.subject import Place, Subject
from socroi.review.witnesses import libreoffice
from socroi.templates import languages
from socroi.templates.texts import load_texts
from socroi.workbook.package.xml import unescape
from socroi.workbook.reading.book import load

SWEEP = bool(os.environ.get("SOCROI_SWEEP"))
EVERYWHERE = [(name, example, language) for name, example in EDITIONS for language in languages()]
SOME = [("four_step", True, "en"), ("attribution_and_tests", True, "fa")]
FORMULA = re.compile(r"<(?:f|formula|formula1|formula2|calculatedColumnFormula|definedName)(?: [^>]*)?>([^<]+)</")
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def plain_of(folder, name, example, language="en"):
    named = computed(name, example=example, language=language)
    return named, write_plain_edition(named, folder / f"{name}.xlsx", compute=False)


def formulas_of(path):
    """Every formula of a workbook: in cells, tables, rules and names."""
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/") and name.endswith(".xml")]
        return [unescape(text) for part in parts for text in FORMULA.findall(package.read(part).decode())]


def values_of(path):
    book = load(path).book
    cells = NamedCells(book)
    return {
        Place(region.sheet, region.row + down, region.column + right): cells.at(
            region.sheet, region.row + down, region.column + right
        )
        for region in book.regions
        for down in range(max(region.count, region.extent[0]))
        for right in range(region.extent[1])
    }


@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_a_template_has_no_function_of_ours_and_none_younger_than_the_file_format(name, example, tmp_path):
    _, made = plain_of(tmp_path, name, example)
    texts = formulas_of(made.path)
    called = {node.name for text in texts for node in walk(parse(text)) if isinstance(node, Call)}
    assert called <= STANDARD
    assert not any("_xl" in text or "SOC" in text or "KPIVALUE" in text for text in texts)
    assert max(map(len, texts)) < 2_000  # the longest that was there before


@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_no_cell_spills_and_no_part_says_so(name, example, tmp_path):
    _, made = plain_of(tmp_path, name, example)
    with zipfile.ZipFile(made.path) as package:
        assert "xl/metadata.xml" not in package.namelist()
        assert b"metadata" not in package.read("[Content_Types].xml")
        sheets = [part for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
        text = b"".join(package.read(part) for part in sheets).decode()
    assert " cm=" not in text
    assert all(":" not in area for area in re.findall(r't="array" ref="([^"]*)"', text))


@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_our_own_engine_computes_what_the_named_edition_shows(name, example, tmp_path):
    named, made = plain_of(tmp_path, name, example)
    before = values_of(named)
    assert recalculate(made.path).uncomputed == []
    after = values_of(made.path)
    assert len(before.keys() & after.keys()) > 500
    assert [place for place in before.keys() & after.keys() if not same(before[place], after[place])] == []


@needs_libreoffice
@pytest.mark.libreoffice
@pytest.mark.parametrize(("name", "example", "language"), EVERYWHERE if SWEEP else SOME)
def test_libreoffice_without_our_extension_computes_what_the_named_edition_shows(name, example, language, tmp_path):
    named, made = plain_of(tmp_path, name, example, language)
    before = values_of(named)
    after = libreoffice.compute(Subject(made.path))
    assert len(before.keys() & after.keys()) > 500
    assert [place for place in before.keys() & after.keys() if not same(before[place], after[place])] == []


def test_what_holds_no_formula_is_the_same_byte_for_byte(tmp_path):
    named, made = plain_of(tmp_path, "four_step", True)
    with zipfile.ZipFile(named) as old, zipfile.ZipFile(made.path) as new:
        gone = set(old.namelist()) - set(new.namelist())
        changed = {part for part in new.namelist() if old.read(part) != new.read(part)}
    assert gone == {"xl/metadata.xml"}
    assert changed - {part for part in changed if part.startswith("xl/worksheets/sheet")} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    }  # fmt: skip


@pytest.mark.parametrize("language", languages() if SWEEP else ("en", "fa"))
def test_what_stays_as_a_value_has_a_note_beside_it_in_the_language_of_the_workbook(language, tmp_path):
    _, made = plain_of(tmp_path, "attribution_and_tests", True, language)
    texts = load_texts(language)
    assert {kept.function for kept in made.kept} == {"SOCMARKOV", "SOCSHAPLEY"}
    with zipfile.ZipFile(made.path) as package:
        text = unescape(package.read("xl/worksheets/sheet4.xml").decode())
    for function in ("SOCMARKOV", "SOCSHAPLEY"):
        note = texts["plain/kept"].format(function=function)
        assert len(note) <= 255  # characters that Excel takes
        assert f'prompt="{note}"' in text
    assert len(texts["plain/title"]) <= 32


def test_markov_and_shapley_are_shown_until_the_paths_change(tmp_path):
    """The example's values as SOCROI computed them; with another path they say that they need SOCROI."""
    named, made = plain_of(tmp_path, "attribution_and_tests", True)
    shown = openpyxl.load_workbook(named, data_only=True)["Models"]
    book = openpyxl.load_workbook(made.path)
    assert isinstance(shown["H9"].value, float)
    book["Paths"]["B8"] = book["Paths"]["B9"].value
    book.save(tmp_path / "changed.xlsx")
    recalculate(tmp_path / "changed.xlsx")
    changed = openpyxl.load_workbook(tmp_path / "changed.xlsx", data_only=True)["Models"]
    assert changed["H9"].value == changed["I9"].value == "needs SOCROI"
    recalculate(made.path)
    kept = openpyxl.load_workbook(made.path, data_only=True)["Models"]
    assert [kept[f"{column}{row}"].value for column in "HI" for row in range(9, 21)] == [
        shown[f"{column}{row}"].value for column in "HI" for row in range(9, 21)
    ]


def test_an_empty_template_says_what_needs_socroi_as_soon_as_there_are_paths(tmp_path):
    _, made = plain_of(tmp_path, "attribution_and_tests", False)
    book = openpyxl.load_workbook(made.path)
    paths, channels = book["Paths"], book["Channels"]
    channels["B7"], paths["B7"], paths["C7"] = "Instagram", "Instagram > Instagram", 4
    book.save(tmp_path / "typed.xlsx")
    recalculate(tmp_path / "typed.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "typed.xlsx", data_only=True)["Models"]
    assert sheet["C9"].value == 4
    assert sheet["H9"].value == "needs SOCROI"


def own_book(path):
    """A book of somebody's own: calls filled down, in a table, spilled, in a name, in a rule."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Mine")
        sheet.write_column("A1", [1000, 500, "", 20])
        sheet.write_column("B1", [500, 400, 100, 0])
        for row in range(1, 5):
            sheet.write_formula(f"C{row}", f"=SOCROI(A{row},B{row})")
        sheet.write_dynamic_array_formula("D1:D4", "=SOCALLOC(900,A1:A4)")
        sheet.write_dynamic_array_formula("E1:E1", "=INDEX(SOCPOWER(0.02,0.1),2,1)")
        sheet.write_formula("F1", "=SOCBOOT(A1:A4,B1:B4)+1")
        sheet.write_formula("G1", "=_xlfn.XLOOKUP(500,B1:B4,A1:A4)")
        sheet.write_formula("H1", "=best*2")
        book.define_name("best", "=SOCROI(Mine!$A$1,Mine!$B$1)")
        columns = [
            {"header": "Revenue"},
            {"header": "Cost"},
            {"header": "ROI", "formula": "SOCROI([@Revenue],[@Cost])"},
        ]
        sheet.add_table("J1:L3", {"data": [[300, 100], [100, 200]], "columns": columns, "name": "Ads"})
        sheet.conditional_format("A1:A4", {"type": "formula", "criteria": "=SOCPROFIT($A1,$B1)<0"})
    add_names(path)
    recalculate(path)


def test_every_place_of_a_formula_is_converted_and_what_cannot_be_is_told(tmp_path):
    path = tmp_path / "mine.xlsx"
    own_book(path)
    before = openpyxl.load_workbook(path, data_only=True)["Mine"]
    made = write_plain_edition(path, tmp_path / "plain.xlsx")
    assert [(kept.place, kept.function, kept.why) for kept in made.kept] == [
        ("Mine!F1", "SOCBOOT", "has no plain formula")
    ]
    assert made.younger == {"Mine!G1": ("XLOOKUP",)}
    assert not any(re.search("SOC[A-Z]+", text) for text in formulas_of(made.path))
    recalculate(made.path)
    after = openpyxl.load_workbook(made.path, data_only=True)["Mine"]
    for cell in [*(f"{c}{r}" for c in "CD" for r in range(1, 5)), "E1", "G1", "H1", "L2", "L3", "F1"]:
        assert (
            after[cell].value == pytest.approx(before[cell].value)
            if isinstance(after[cell].value, float)
            else (after[cell].value == before[cell].value)
        )
    assert [after[f"D{row}"].value for row in range(1, 5)] == pytest.approx(
        [592.1052631, 296.0526315, None, 11.8421052]
    )
    assert (after["H1"].value, after["L2"].value, after["L3"].value) == (200, 200, -50)


def test_no_name_of_a_function_is_left_in_the_workbook(tmp_path):
    path = tmp_path / "mine.xlsx"
    own_book(path)
    write_plain_edition(path, path)
    assert set(openpyxl.load_workbook(path).defined_names) == {"best"}
    assert not set(openpyxl.load_workbook(path).defined_names) & formulas().keys()
