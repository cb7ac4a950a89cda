"""Where a workbook from a template stands, in every language, and nothing of a stranger's."""

import shutil

import openpyxl
import pytest
import xlsxwriter

import socroi
from socroi import templates
from socroi.errors import CellError

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

EVERY = [(info.name, language) for info in templates.catalogue() for language in info.languages]


@pytest.fixture
def book(tmp_path):
    """A copy of an example, with other values in some of its cells."""

    def make(name="four_step", language="en", **cells):
        path = tmp_path / "plan.xlsx"
        shutil.copyfile(templates.shipped(name, language, example=True), path)
        if cells:
            opened = socroi.open(path)
            for place, value in cells.items():
                opened[place.replace("__", "!")] = value
            opened.save()
        return path

    return make


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_standing_is_that_of_the_first_sheet_in_every_language(book, name, language):
    """The figure, its label and the open checks as openpyxl finds them by their looks: marked with a triangle."""
    path = book(name, language)
    standing = socroi.recalculate(path).standing
    start = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    assert (standing.label, standing.roi) == (start["B5"].value, start["B6"].value)
    marked = [row for row in start.iter_rows(min_row=40) if str(row[4].value).startswith("▲")]
    assert [check.text for check in standing.open] == [row[1].value for row in marked]
    assert [check.count for check in standing.open] == [row[3].value for row in marked]
    assert all(check.where.endswith(f"!D{row[0].row}") for check, row in zip(standing.open, marked, strict=True))
    assert standing.checks == sum("✓" in str(row[4].value) for row in start.iter_rows(min_row=40)) + len(marked)


def test_the_months_so_far_are_those_of_the_sheet(book):
    assert socroi.recalculate(book()).standing.months == 9  # January to September, as the example has results


def test_a_check_that_stops_the_roi_comes_first_and_says_that_there_is_none(book):
    standing = socroi.recalculate(book(Values__C9="many")).standing
    assert standing.roi is None
    assert standing.why == "not shown until a check is put right"
    assert [check.stops for check in standing.open][:2] == [True, False]
    assert standing.open[0].text == "Text where a number or a date belongs"


def test_an_empty_template_is_not_known_yet_and_has_no_open_check(tmp_path):
    shutil.copyfile(templates.shipped("four_step"), tmp_path / "blank.xlsx")
    standing = socroi.recalculate(tmp_path / "blank.xlsx").standing
    assert (standing.roi, standing.why, standing.checks, standing.open) == (None, "not known yet", 0, [])


def test_a_figure_that_hangs_on_an_uncomputed_cell_is_not_shown(book):
    path = book()
    made = openpyxl.load_workbook(path)
    made["ROI"]["J7"] = "=NOSUCH(1)"  # roi_total
    made.save(path)
    report = socroi.recalculate(path)
    assert report.uncomputed
    assert (report.standing.roi, report.standing.why) == (None, "could not be computed")


def test_a_check_that_could_not_be_counted_is_open(book):
    path = book()
    counted = socroi.recalculate(path).standing.open[0].where
    made = openpyxl.load_workbook(path)
    made["Start"][counted.removeprefix("Start!")] = "=NOSUCH(1)"
    made.save(path)
    standing = socroi.recalculate(path).standing
    found = next(check for check in standing.open if check.where == counted)
    assert isinstance(found.count, CellError)


def test_days_since_1904_do_not_matter(book):
    path = book()
    made = openpyxl.load_workbook(path)
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.save(path)
    assert socroi.recalculate(path).standing.months == 9


@pytest.mark.parametrize("names", [{}, {"headline": "=Sheet1!$A$1"}, {"headline": "=1", "stops": "=2", "typed": "=3"}])
def test_a_strangers_workbook_has_none(tmp_path, names):
    path = tmp_path / "theirs.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet().write_formula("A1", "=1+1")
        for name, text in names.items():
            made.define_name(name, text)
    assert socroi.recalculate(path).standing is None


def test_an_open_book_says_it_when_it_is_saved(book):
    opened = socroi.open(book())
    opened["Values!C9"] = 20
    report = opened.save()
    assert report.standing.roi == opened["roi_total"]
