import json

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

import socroi
from socroi.templates import shipped

DATA = "month,platform,kpi,quantity\n2026-01,Facebook,Leads,4\n2026-02,Facebook,Leads,6\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "book.xlsx").write_bytes(shipped("kpi_scorecard").read_bytes())
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


def test_it_fills_the_table_whose_columns_fit_and_says_where(run, place):
    status, out, _ = run("fill", "book.xlsx", "data.csv")
    assert status == 0
    assert "2 rows into the table Results on the sheet Results, from row 7 on" in out
    assert socroi.read_template(place / "book.xlsx", keys=True)["Results"]["quantity"].tolist() == [4, 6]


def test_it_writes_another_file_where_it_is_told_to(run, place):
    assert run("fill", "book.xlsx", "data.csv", "-o", "filled.xlsx", "--table", "Results")[0] == 0
    assert (place / "book.xlsx").read_bytes() == shipped("kpi_scorecard").read_bytes()
    assert len(socroi.read_template(place / "filled.xlsx")["Results"]) == 2


def test_what_does_not_fit_is_refused_with_a_sentence(run, place):
    status, _, err = run("fill", "book.xlsx", "data.csv", "--table", "Costs")
    assert status == 2
    assert "no column 'kpi'" in err


def test_cells_that_do_not_fit_are_listed_line_by_line_and_end_with_3(run, place):
    (place / "data.csv").write_text(
        "month,platform,kpi,quantity\nJan 2026,Facebook,Leads,15K\nsoon,Facebook,Leads,ca. 12\n"
        "Mar-26,Facebook,Leads,10-\n"
    )
    status, out, err = run("fill", "book.xlsx", "data.csv")
    assert (status, out) == (3, "")
    told = err.splitlines()
    assert [line.split(": ")[1] for line in told[:3]] == ["data.csv, line 3", "data.csv, line 3", "data.csv, line 4"]
    assert ["'soon'" in told[0], "'ca. 12'" in told[1], "'10-'" in told[2]] == [True, True, True]
    assert told[3:] == ["socroi: nothing was written."]
    assert (place / "book.xlsx").read_bytes() == shipped("kpi_scorecard").read_bytes()


def test_many_cells_that_do_not_fit_are_counted(run, place):
    rows = "".join(f"2026-01,Facebook,Leads,{number} or so\n" for number in range(30))
    (place / "data.csv").write_text("month,platform,kpi,quantity\n" + rows)
    status, _, err = run("fill", "book.xlsx", "data.csv")
    assert status == 3
    assert err.splitlines()[20:] == ["socroi: and 10 more.", "socroi: nothing was written."]


def test_months_and_short_numbers_as_people_write_them_are_read(run, place):
    (place / "data.csv").write_text(
        "month,platform,kpi,quantity\nJan 2026,Facebook,Leads,15K\nFebruary 2026,Facebook,Leads,1.5K\n"
        "03/2026,Facebook,Leads,2M\nApr-26,Facebook,Leads,1\n2026/05,Facebook,Leads,2\n"
    )
    assert run("fill", "book.xlsx", "data.csv")[0] == 0
    filled = socroi.read_template(place / "book.xlsx", keys=True)["Results"]
    assert filled["quantity"].tolist() == [15_000, 1_500, 2_000_000, 1, 2]
    assert [str(day.date()) for day in filled["month"]] == [f"2026-0{month}-01" for month in range(1, 6)]


def test_the_same_file_twice_is_refused_and_goes_in_when_it_is_said(run, place):
    assert run("fill", "book.xlsx", "data.csv")[0] == 0
    once = (place / "book.xlsx").read_bytes()
    status, _, err = run("fill", "book.xlsx", "data.csv")
    assert (status, (place / "book.xlsx").read_bytes()) == (2, once)
    assert "these rows are there already, in the table Results" in err
    assert "--again" in err
    (place / "data.csv").write_text(DATA + "2026-03,Facebook,Leads,8\n", encoding="utf-8")
    status, _, err = run("fill", "book.xlsx", "data.csv")
    assert status == 2
    assert "2 of its 3 rows are there already" in err
    status, out, _ = run("fill", "book.xlsx", "data.csv", "--only-new")
    assert status == 0
    assert "1 row into the table" in out
    assert "Rows that were left out, since they are there already: 2." in out
    assert run("fill", "book.xlsx", "data.csv", "--again")[0] == 0
    quantities = socroi.read_template(place / "book.xlsx", keys=True)["Results"]["quantity"].tolist()
    assert quantities == [4, 6, 8, 4, 6, 8]


def test_a_formula_that_could_not_be_computed_is_listed_and_ends_with_3(run, place):
    book = openpyxl.Workbook()
    book.active.append(["Amount"])
    book.active.append([1])
    book.active["E1"] = "=SUM(Log[Amount])+NOSUCH(1)"
    book.active.add_table(Table(displayName="Log", ref="A1:A2"))
    book.save(place / "log.xlsx")
    (place / "log.csv").write_text("Amount\n2\n")
    status, out, _ = run("fill", "log.xlsx", "log.csv")
    assert status == 3
    assert "1 row into the table Log" in out
    assert "1 cell kept the old value:" in out
    assert "Sheet!E1" in out


def test_what_was_put_in_is_printed_as_json(run, place):
    found = json.loads(run("fill", "book.xlsx", "data.csv", "--json")[1])
    assert (found["table"], found["rows"], found["first"], found["uncomputed"]) == ("Results", 2, 7, [])
