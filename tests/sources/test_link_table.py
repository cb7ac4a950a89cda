"""The sheet Links of a workbook."""

import io
import shutil
import zipfile

import openpyxl
import pytest
import xlsxwriter

from socroi import templates
from socroi.sources.link_table import COLUMNS, links_of, put_links
from socroi.sources.tagged_links import tagged
from socroi.templates.texts import languages

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported")  # openpyxl leaves it out
SHOP = "https://shop.example/bread"


def link(source, placed=""):
    return tagged(SHOP, {"source": source, "medium": "social", "campaign": "spring"}, placed=placed)


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.xlsx"
    shutil.copyfile(templates.shipped("four_step"), path)
    return path


def opened(path):
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def rows(path, sheet="Links"):
    return [list(row) for row in opened(path)[sheet].iter_rows(values_only=True)]


def test_links_come_into_a_workbook_once_and_all_else_stays(plan):
    with zipfile.ZipFile(plan) as package:
        before = {name: package.read(name) for name in package.namelist()}
    assert put_links(plan, [link("instagram"), link("facebook")]).new == 2
    assert put_links(plan, [link("facebook"), link("tiktok")]).new == 1
    assert [row[1] for row in rows(plan)] == ["Source", "instagram", "facebook", "tiktok"]
    assert rows(plan)[1][0] == f"{SHOP}?utm_source=instagram&utm_medium=social&utm_campaign=spring"
    with zipfile.ZipFile(plan) as package:
        after = {name: package.read(name) for name in package.namelist()}
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def test_a_name_written_in_two_ways_is_found_among_all_that_stand_there(plan):
    put_links(plan, [link("instagram")])
    book = opened(plan)
    book["Links"]["A2"] = f"{SHOP}?utm_source=Instagram&utm_medium=social&utm_campaign=spring"
    book.save(plan)
    done = put_links(plan, [link("instagram", placed="https://www.instagram.com/us")])
    assert [each.is_wrong for each in done.links] == [True, True]
    assert [row[8] for row in rows(plan)[1:]] == ["no", "no"]
    assert links_of(plan) == done.links


@pytest.mark.parametrize("language", languages())
def test_the_headings_are_in_the_language_of_the_workbook(tmp_path, language):
    path = tmp_path / "plan.xlsx"
    shutil.copyfile(templates.shipped("four_step", language), path)
    put_links(path, [link("instagram")])
    sheet = opened(path).worksheets[-1]
    headings = [cell.value for cell in sheet[1]]
    assert len(set(headings)) == len(COLUMNS)
    assert list(sheet.tables) == ["Links"]
    assert (headings[0] == "Link") == (language in {"en", "hu"})


def test_any_workbook_takes_them(tmp_path):
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Links")
    assert links_of(path) is None
    put_links(path, [link("instagram")])
    assert opened(path).sheetnames == ["Links", "Links 2"]
    assert len(links_of(path)) == 1
