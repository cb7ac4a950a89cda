"""`socroi.fill` and `socroi.read_template`: rows into the tables of a workbook, and back."""

import re
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest

import socroi
from socroi.errors import SourceError, UsageError, WorkbookError
from socroi.templates import shipped

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

BOOK = shipped("kpi_scorecard")
ROWS = [
    {"Month": f"2026-{month:02}", "Platform": platform, "KPI": "Leads", "Quantity": month}
    for month in range(1, 13)
    for platform in ("Facebook", "Instagram")
]


@pytest.fixture
def book(tmp_path):
    """The scorecard in which somebody has said that a lead is worth 5."""
    path = tmp_path / "book.xlsx"
    worth = socroi.open(BOOK)
    worth["KPIs!F11"] = 5
    worth.save(path)
    return path


def named(path, name):
    found = openpyxl.load_workbook(path, data_only=True)
    sheet, cell = next(found.defined_names[name].destinations)
    return found[sheet][cell.replace("$", "")].value


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_rows_come_back_as_they_went_in(book):
    given = pd.DataFrame(ROWS).assign(Month=lambda rows: pd.to_datetime(rows["Month"]))
    done = socroi.fill(book, given)
    assert (done.table, done.rows, done.first, done.grown) == ("Results", 24, 7, 0)
    back = socroi.read_template(book)["Results"]
    pd.testing.assert_frame_equal(back[list(given)], given, check_dtype=False)
    # Leads are worth 5: 2 x (1 + ... + 12) x 5.
    assert back["Value"].sum() == 2 * 78 * 5


def test_workbook_is_computed_with_the_rows(book):
    socroi.fill(book, ROWS)
    socroi.fill(book, [{"month": "2026-01", "platform": "Facebook", "category": "Ads", "amount": 390}], "Costs")
    assert named(book, "roi_total") == pytest.approx((780 - 390) * 100 / 390)


def test_columns_are_found_by_the_keys_of_the_template_in_any_case(book):
    socroi.fill(book, [{"MONTH": "2026-01", "platform": "X (Twitter)", "kpi": "Leads", "quantity": 3}])
    (row,) = socroi.read_template(book, keys=True)["Results"].to_dict("records")
    assert (row["month"], row["platform"], row["quantity"]) == (pd.Timestamp(2026, 1, 1), "X (Twitter)", 3)


def test_rows_are_put_below_what_was_typed_or_over_it(book):
    socroi.fill(book, ROWS[:3])
    assert socroi.fill(book, ROWS[3:5]).first == 10
    assert len(socroi.read_template(book)["Results"]) == 5
    done = socroi.fill(book, ROWS[:1], over=True)
    assert done.first == 7
    assert len(socroi.read_template(book)["Results"]) == 1


def set_print_area(path, sheet, area):
    """Print an area of a sheet, as a person sets it; all else in the file stays as it is."""
    with zipfile.ZipFile(path) as package:
        held = {name: package.read(name) for name in package.namelist()}
    found = re.compile(rb"(<definedName name=\"_xlnm.Print_Area\"[^>]*>" + sheet.encode() + rb"!)[^<]*")
    held["xl/workbook.xml"], count = found.subn(rb"\g<1>" + area.encode(), held["xl/workbook.xml"])
    assert count == 1
    with zipfile.ZipFile(path, "w") as package:
        for name, content in held.items():
            package.writestr(name, content)


def test_table_grows_with_its_filter_formulas_formats_drop_downs_and_print_area(book):
    set_print_area(book, "Results", "$A$1:$J$102")
    before = openpyxl.load_workbook(book)["Results"]
    assert before.tables["Results"].ref == "B6:N102"
    done = socroi.fill(book, ROWS * 5)
    assert done.grown == 24
    sheet = openpyxl.load_workbook(book)["Results"]
    table = sheet.tables["Results"]
    assert (table.ref, table.autoFilter.ref) == ("B6:N126", "B6:N126")
    assert sheet.print_area.endswith("$J$126")
    assert sheet["I126"].value == sheet["I102"].value
    assert (sheet["B126"].number_format, sheet["B126"].fill.fgColor.rgb) == ("mmm yyyy", "FFFFF7DC")
    assert named(book, "return_total") == 5 * 780


def test_what_ends_with_the_table_grows_with_it(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(shipped("hidden_returns").read_bytes())
    socroi.fill(path, [{"keyword": f"word {number}", "clicks": number, "cpc": 2} for number in range(1, 41)])
    # No month has begun yet, so that all of the twelve months' clicks are shown.
    assert named(path, "avoided_cost") == 2 * 820
    sheet = openpyxl.load_workbook(path)["Traffic"]
    rules = [rule for rule in sheet.data_validations.dataValidation if "C50" in rule.sqref]
    assert [rule.promptTitle for rule in rules] == ["Clicks"]


def test_list_that_grows_offers_its_new_entries(book):
    socroi.fill(book, [{"goal": f"Goal {number}"} for number in range(5)], "Goals")
    found = openpyxl.load_workbook(book)
    assert found["Lists"].tables["Goals"].ref == "F6:F16"
    assert "Goals[Business goals]" in found.defined_names["list_goals"].attr_text


def test_all_other_parts_of_the_file_keep_their_bytes(book):
    set_print_area(book, "Results", "$A$1:$J$102")
    before = parts(book)
    socroi.fill(book, ROWS * 5)
    after = parts(book)
    assert before.keys() == after.keys()
    touched = {name for name, content in before.items() if after[name] != content}
    sheets = {name for name in before if name.startswith("xl/worksheets/sheet")}
    tables = {name for name in touched if name.startswith("xl/tables/")}
    assert len(tables) == 1
    assert touched - tables - sheets == {"xl/workbook.xml"}


def test_a_workbook_of_ones_own_is_filled_too_and_formulas_of_its_rows_follow(tmp_path):
    path = tmp_path / "own.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (["Day", "Sold", "Twice"], [date(2026, 1, 1), 2, "=B2*2"]):
        sheet.append(row)
    sheet["E9"] = "a remark"
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Shop", ref="A1:C2"))
    made.save(path)
    socroi.fill(path, [{"day": date(2026, 1, 2), "sold": 5}, {"day": date(2026, 1, 3), "sold": 7}])
    sheet = openpyxl.load_workbook(path).active
    assert (sheet.tables["Shop"].ref, sheet["C3"].value, sheet["C4"].value) == ("A1:C4", "=B3*2", "=B4*2")
    assert sheet["E9"].value == "a remark"
    assert openpyxl.load_workbook(path, data_only=True).active["C4"].value == 14


def test_table_with_something_below_it_is_not_pushed_over_it(book):
    rows = [{"kpi": f"KPI {number}", "kind": "direct"} for number in range(20)]
    before = book.read_bytes()
    with pytest.raises(UsageError, match=r"Kpis needs \d+ more rows, and below it there is room for 1 more"):
        socroi.fill(book, rows, "Kpis")
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("2026-01,Facebook,Leads,many", "'many' in the column 'Quantity' is no number"),
        ("soon,Facebook,Leads,3", "'soon' in the column 'Month' is not a date"),
        ("2026-13,Facebook,Leads,3", "'2026-13' in the column 'Month' is not a date"),
        ("2026-01,Facebook,Leads,-3", "-3 in the column 'Quantity' is not allowed"),
    ],
)
def test_cell_that_is_not_what_its_column_holds_is_refused_with_its_line(book, tmp_path, line, column):
    data = tmp_path / "data.csv"
    data.write_text(f"Month,Platform,KPI,Quantity\n2026-02,Facebook,Leads,4\n{line}\n", encoding="utf-8")
    before = book.read_bytes()
    with pytest.raises(SourceError, match=rf"data\.csv, line 3: .*{re.escape(column)}"):
        socroi.fill(book, data)
    assert book.read_bytes() == before


def test_share_typed_as_25_is_refused_and_25_percent_is_a_quarter(tmp_path):
    path, data = tmp_path / "book.xlsx", tmp_path / "data.csv"
    path.write_bytes(shipped("hidden_returns").read_bytes())
    data.write_text("keyword;clicks;brand\ncourse;1.200;25%\n", encoding="utf-8")
    with pytest.raises(SourceError, match="two ways"):
        socroi.fill(path, data)
    socroi.fill(path, data, decimal=",")
    (row,) = socroi.read_template(path, keys=True)["Keywords"].to_dict("records")
    assert (row["clicks"], row["brand"]) == (1200, 0.25)
    with pytest.raises(SourceError, match=r"25 in the column 'brand' is not allowed.*25% or 0\.25"):
        socroi.fill(path, [{"keyword": "cake", "brand": 25}])


def test_column_that_the_table_does_not_have_is_refused_with_the_nearest_one(book):
    with pytest.raises(UsageError, match=r"no column 'Quantitty'.*Do you mean 'Quantity'"):
        socroi.fill(book, [{"Quantitty": 3}], "Results")


def test_table_is_asked_for_where_several_fit_or_none(book):
    with pytest.raises(UsageError, match=r"several tables fit: Results, Costs"):
        socroi.fill(book, [{"month": "2026-01", "platform": "Facebook"}])
    with pytest.raises(UsageError, match=r"no table has all of the columns month, weather"):
        socroi.fill(book, [{"month": "2026-01", "weather": "fine"}])
    with pytest.raises(UsageError, match=r"the table Results has no column 'weather'.*Its columns are: Month"):
        socroi.fill(book, [{"month": "2026-01", "platform": "Facebook", "kpi": "Leads", "weather": "fine"}])
    with pytest.raises(UsageError, match=r"no table 'Weather'.*Results"):
        socroi.fill(book, [{"month": "2026-01"}], "Weather")


def test_column_that_the_workbook_computes_is_left_out_and_told_of(book):
    done = socroi.fill(book, [{**ROWS[0], "Value": 99}])
    assert done.remarks == ["The column Value was left out: the workbook computes it."]
    assert socroi.read_template(book)["Results"]["Value"].tolist() == [5]


def test_a_table_that_computes_half_of_the_columns_is_not_taken_unasked(book):
    before = book.read_bytes()
    with pytest.raises(UsageError, match=r"no table has all of the columns Kpi, Value.*--table"):
        socroi.fill(book, [{"Kpi": "Leads", "Value": 40}])
    assert book.read_bytes() == before


def test_data_goes_into_another_file_and_the_book_stays(book, tmp_path):
    before = book.read_bytes()
    done = socroi.fill(book, ROWS, out=tmp_path / "filled.xlsx")
    assert done.path == tmp_path / "filled.xlsx"
    assert book.read_bytes() == before
    assert len(socroi.read_template(done.path)["Results"]) == 24


def test_empty_tables_are_empty_frames_and_suggested_rows_are_rows(book):
    tables = socroi.read_template(book, keys=True)
    assert len(tables["Results"]) == 0
    assert tables["Kpis"]["kpi"].tolist()[:2] == ["New followers", "Engagements"]


def test_workbook_that_was_made_from_no_template_has_no_keys(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["Day"])
    made.active.append([1])
    made.active.add_table(openpyxl.worksheet.table.Table(displayName="Shop", ref="A1:A2"))
    made.save(tmp_path / "own.xlsx")
    with pytest.raises(WorkbookError, match="not made from a template"):
        socroi.read_template(tmp_path / "own.xlsx", keys=True)
