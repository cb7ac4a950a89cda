"""Workbooks written by openpyxl, as another program would leave them: values in named cells, in sheets of any name."""

from datetime import date

import pytest

from socroi.errors import WorkbookError
from socroi.reports.summary import read_summary

openpyxl = pytest.importorskip("openpyxl")

ONES = {
    "period_start": 46023,  # 1 January 2026
    "period_end": 46387,  # 31 December 2026
    "return_total": 600.0,
    "cost_total": 450.0,
    "roi_total": 100 / 3,
    "return_direct": 500.0,
    "return_indirect": 100.0,
    "avoided_cost": 12.0,
    "roi_low": 10.0,
    "roi_high": 50.0,
    "currency": "HUF",
    "company": None,
}
COLUMNS = {
    "platform_names": ["Facebook", "Blog", "X", None],
    "platform_return": [600.0, "", None, None],
    "platform_cost": [450.0, None, 0.0, None],
    "platform_roi": [100 / 3, "", "no cost", None],
    "months": [46023 + 30 * n for n in range(12)],
    "month_return": [600.0, *[None] * 11],
    "month_cost": [450.0, *[""] * 11],
}


@pytest.fixture
def book(tmp_path):
    def write(**changed):
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.title = "Megtérülés 'A'"
        quoted = "'Megtérülés ''A'''"
        for row, (name, value) in enumerate((ONES | changed).items(), 1):
            sheet.cell(row, 1, value)
            workbook.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(
                name, attr_text=f"{quoted}!$A${row}"
            )
        for column, (name, values) in enumerate(COLUMNS.items(), 3):
            for row, value in enumerate(values, 1):
                sheet.cell(row, column, value)
            letter = openpyxl.utils.get_column_letter(column)
            text = f"{quoted}!${letter}$1:${letter}${len(values)}"
            workbook.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=text)
        workbook.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return write


def test_the_total_is_read_by_name_whatever_the_sheets_are_called(book):
    results = read_summary(book())
    assert (results.total.returned, results.total.cost, results.total.profit) == (600.0, 450.0, 150.0)
    assert results.total.roi == pytest.approx(33.3333, abs=1e-3)
    assert (results.first, results.last, results.currency) == (date(2026, 1, 1), date(2026, 12, 31), "HUF")


def test_direct_indirect_and_avoided_are_kept_apart(book):
    results = read_summary(book())
    assert (results.direct, results.indirect, results.avoided, results.low, results.high) == (
        500.0,
        100.0,
        12.0,
        10.0,
        50.0,
    )


def test_a_platform_of_which_nothing_is_known_is_no_line(book):
    assert [line.name for line in read_summary(book()).platforms] == ["Facebook", "X"]


def test_a_platform_without_cost_keeps_the_workbooks_own_word(book):
    line = read_summary(book()).platforms[1]
    assert (line.roi, line.status, line.cost) == (None, "no cost", 0.0)


def test_a_months_roi_is_its_profit_for_each_100_of_its_cost(book):
    january, february, *_ = read_summary(book()).months
    assert (january.name, january.roi) == ("January 2026", pytest.approx(33.3333, abs=1e-3))
    assert february.is_blank


def test_blank_totals_are_not_known_and_not_zero(book):
    total = read_summary(book(return_total="", cost_total="", roi_total="")).total
    assert (total.returned, total.cost, total.roi, total.profit) == (None, None, None, None)


def test_an_error_in_the_total_is_refused_and_never_shown_as_a_number(book):
    with pytest.raises(WorkbookError, match="the return of Total shows #VALUE!"):
        read_summary(book(return_total="#VALUE!"))


def test_a_workbook_that_was_never_computed_is_refused(book):
    with pytest.raises(WorkbookError, match="never computed"):
        read_summary(book(period_start=None))


def test_boosts_and_campaigns_are_read_from_a_workbook_that_has_them_and_are_not_known_in_an_older_one(book, tmp_path):
    from socroi import recalculate
    from socroi.templates import build

    assert (read_summary(book()).paid, read_summary(book()).campaigns) == (None, [])
    path = tmp_path / "new.xlsx"
    build("four_step", "en", path, example=True)
    recalculate(path)
    new = read_summary(path)
    # Baking courses: 8,158 returned for 2,900.
    assert new.campaigns[0].roi == pytest.approx((8158 - 2900) * 100 / 2900)
    assert new.paid == pytest.approx((15434 - 6055) * 100 / 6055)


def test_another_workbook_is_refused_in_words(tmp_path):
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(WorkbookError, match="not made from the template four_step"):
        read_summary(tmp_path / "other.xlsx")
