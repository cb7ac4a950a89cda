"""A window over several months beside a month of its own, and a sheet for each month: the months, by hand."""

from datetime import date

import openpyxl
import pytest
from intake_files import META

from socroi.errors import SourceError
from socroi.intake.importing import import_exports

APRIL = ("2026-04-01", "2026-04-30", "Bikes", 100, 2, 200)


def months(plan, *files, **answers):
    """(cost, revenue) by month, and what was said of it."""
    found = import_exports(plan, files, dry_run=True, **answers)
    shown = {row.month: (row.cost, row.revenue) for row in found.months.itertuples() if row.cost or row.revenue}
    return shown, found.remarks


def book(path, **sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        sheet.append(META.split(","))
        for start, end, who, spend, sold, money in rows:
            sheet.append([date.fromisoformat(start), date.fromisoformat(end), who, spend, 1000, 10, sold, money])
    made.save(path)
    return path


@pytest.mark.parametrize("turned", [False, True])
def test_a_month_counts_by_its_own_rows_beside_a_lifetime_and_the_rest_stands_before_it(plan, meta, turned):
    files = [meta("a.csv", APRIL), meta("life.csv", ("2025-11-01", "2026-04-30", "Bikes", 1150, 12, 1900))]
    found, said = months(plan, *(reversed(files) if turned else files))
    assert found == {"2026-04": (100, 200), "2026-03": (1050, 1700)}
    [told] = [text for text in said if "2025-11-01" in text]
    assert "spend 1,050.00, stands in 2026-03" in told


def test_what_is_left_of_a_window_is_exact_where_one_month_is_left(plan, meta):
    january = meta("a.csv", ("2026-01-01", "2026-01-31", "Bikes", 100, 1, 100))
    found, said = months(plan, january, meta("b.csv", ("2026-01-01", "2026-02-28", "Bikes", 180, 2, 200)))
    assert found == {"2026-01": (100, 100), "2026-02": (80, 100)}
    assert any("stands in 2026-02, and is of that month" in text for text in said)


def test_a_window_that_says_less_than_its_month_takes_nothing_off(plan, meta):
    files = [meta("a.csv", APRIL), meta("life.csv", ("2025-11-01", "2026-04-30", "Bikes", 90, 1, 100))]
    found, said = months(plan, *files)
    assert found == {"2026-04": (90, 100)}
    assert any("spend 100.00, are not added" in text for text in said)


def test_a_sheet_for_each_month_is_a_file_for_each_month(plan, tmp_path):
    path = book(tmp_path / "year.xlsx", April=[APRIL], May=[("2026-05-01", "2026-05-31", "Bikes", 150, 3, 300)])
    assert months(plan, path)[0] == {"2026-04": (100, 200), "2026-05": (150, 300)}


def test_sheets_of_the_same_days_are_refused(plan, tmp_path):
    path = book(tmp_path / "year.xlsx", All=[APRIL], April=[("2026-04-01", "2026-04-30", "Hats", 1, 1, 1)])
    [report] = import_exports(plan, [path], dry_run=True).files
    assert "several tables of Meta Ads Manager: All, April" in report.error
    with pytest.raises(SourceError, match="several tables"):
        import_exports(plan, [path])
