import pytest

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
