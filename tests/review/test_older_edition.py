"""Workbooks of the edition that set the return of some months against the cost of all twelve; summed by hand."""

import re

import pytest
import xlsxwriter

import socroi
from socroi.errors import WorkbookError
from socroi.review.checking import check

RETURNED, COST = [300, 500, 400], [100] * 12


def book(path, roi, *, counts=False, spread=12):
    """A year of which three months brought something, named as that edition does; `counts`: as today's does."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("ROI")
        for row in range(12):
            sheet.write_number(row, 0, 46023 + 31 * row)
            if row < len(RETURNED):
                sheet.write_number(row, 1, RETURNED[row])
            if row < spread:
                sheet.write_number(row, 2, COST[row])
        sheet.write_formula("D1", "=(SUM(B1:B12)-SUM(C1:C12))*100/SUM(C1:C12)", None, 0)
        sheet.write_number("D2", len(RETURNED))
        names = {"months": "A1:A12", "month_return": "B1:B12", "month_cost": "C1:C12", roi: "D1", "months_so_far": "D2",
                 "period_start": "A1", "return_total": "D3", "cost_total": "D4"}  # fmt: skip
        if roi != "roi_total":
            names["month_sales"] = names.pop("month_return")
        if counts:
            names["count_start"] = "A1"
        for name, cells in names.items():
            first, _, last = re.sub("([A-D])", r"$\1$", cells).partition(":")
            made.define_name(name, f"=ROI!{first}{':' + last if last else ''}")
    socroi.recalculate(path)
    return path


def told(path):
    return [each for each in check(path, second=False).findings if each.rule == "older-edition"]


def test_roi_of_the_months_so_far_is_named(tmp_path):
    (finding,) = told(book(tmp_path / "old.xlsx", "roi_total"))
    # 1,200 came back for the 300 of three months; the book says (1200 - 1200) / 1200, nothing.
    assert finding.cell == "D1"
    assert "(3) is 300.0%" in finding.sentence


def test_book_of_ranges_is_told_what_its_months_cost(tmp_path):
    (finding,) = told(book(tmp_path / "old.xlsx", "roi_likely"))
    assert "(3) cost 300." in finding.sentence


@pytest.mark.parametrize("today", [{"counts": True}, {"spread": 3}])
def test_nothing_is_said_where_the_months_of_both_are_the_same(tmp_path, today):
    assert told(book(tmp_path / "new.xlsx", "roi_total", **today)) == []


def test_no_report_is_made_of_it(tmp_path):
    with pytest.raises(WorkbookError, match=r"of an older edition.*socroi check"):
        socroi.report(book(tmp_path / "old.xlsx", "roi_total"), tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()
