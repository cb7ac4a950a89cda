"""Files as people have them, put into a table: a title above the headings, a total below the rows."""

import openpyxl
import pytest

from socroi import fill, read_template
from socroi.errors import MisfitError, UsageError
from socroi.templates import shipped

HEAD = "Month,Platform,KPI,Quantity,Revenue traced"
ROWS = ("2026-01,Instagram,Leads,12,100.5", "2026-02,Instagram,Leads,15,1250")


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(shipped("four_step").read_bytes())
    return path


def put(plan, *lines):
    file = plan.with_name("data.csv")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = fill(plan, file)
    rows = read_template(plan, keys=True)["Results"]
    return done, rows[["quantity", "revenue"]].dropna(how="all").to_numpy().tolist()


RIGHT = [[12, 100.5], [15, 1250]]


def test_a_title_above_the_headings_is_left_out_and_said(plan):
    done, rows = put(plan, "Results of the spring,,,,", "as of 1 April,,,,", "", HEAD, *ROWS)
    assert rows == RIGHT
    assert done.remarks == ["Left out above the headings, which stand in line 4: “Results of the spring”."]


@pytest.mark.parametrize("total", [",Total,,27,1350.5", "Összesen,,,27,1350.5", ",,,27,1350.5", ",,Total:,27,"])
def test_a_total_that_is_the_sum_of_the_rows_is_left_out_and_said(plan, total):
    done, rows = put(plan, HEAD, *ROWS, total)
    assert rows == RIGHT
    assert done.rows == 2
    assert done.remarks[-1].startswith("Line 4 was left out: a total ")


def test_a_row_that_says_total_and_is_no_sum_is_put_in_and_said(plan):
    done, rows = put(plan, HEAD, *ROWS, "2026-03,Total,Leads,20,90")
    assert rows == [*RIGHT, [20, 90]]
    assert "says “Total” and is not the sum of the other rows: it was put in" in done.remarks[-1]


def test_a_last_row_with_less_known_is_a_row(plan):
    done, rows = put(plan, HEAD, *ROWS, "2026-03,Instagram,,27,1350.5")
    assert rows == [*RIGHT, [27, 1350.5]]
    assert done.remarks == []


def test_a_note_below_the_rows_is_refused_with_what_to_do(plan):
    with pytest.raises(MisfitError) as refused:
        put(plan, HEAD, *ROWS, "* numbers of the agency,,,,")
    assert "take it out of the data" in str(refused.value)


def test_a_table_of_ones_own_does_not_count_a_total_twice(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Shop", "Sold"])
    sheet.append([None, None])
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Log", ref="A1:B2"))
    sheet["D1"] = "=SUM(B2:B100)"
    path = tmp_path / "own.xlsx"
    book.save(path)
    data = tmp_path / "data.csv"
    data.write_text("Shop;Sold\nNorth;1 200,50\nSouth;800\nGrand total;2 000,50\n", encoding="utf-8")
    fill(path, data)
    assert openpyxl.load_workbook(path, data_only=True).active["D1"].value == 2000.5


def test_what_a_kpi_is_worth_goes_to_the_kpi_that_the_template_lists(plan):
    done, _ = put(plan, "kpi,worth,evidence", "leads,40,Test", "Link clicks,0.5,", "Webinars,7,")
    values = read_template(plan, keys=True)["KpiValues"]
    names = [str(name).casefold() for name in values["kpi"]]
    assert len(names) == len(set(names))
    worth = dict(zip(names, values["worth"], strict=True))
    assert (worth["leads"], worth["link clicks"], worth["webinars"]) == (40, 0.5, 7)
    assert values["evidence"][names.index("leads")] == "Test"
    assert done.rows == 3
    assert done.remarks[-1] == "Rows of which the name alone stood there were completed: 2."


def test_a_kpi_with_a_worth_is_not_listed_twice_and_is_corrected(plan):
    put(plan, "kpi,worth,evidence", "Leads,40,Test")
    with pytest.raises(UsageError, match="each name stands once in the table KpiValues") as refused:
        put(plan, "kpi,worth,evidence", "Leads,50,Integrated")
    assert "--correct" in str(refused.value)
    file = plan.with_name("data.csv")
    assert fill(plan, file, correct=True).rows == 1
    values = read_template(plan, keys=True)["KpiValues"]
    leads = values[values["kpi"] == "Leads"]
    assert leads[["worth", "evidence"]].to_numpy().tolist() == [[50, "Integrated"]]


def test_a_month_that_stands_there_with_a_figure_is_another_row(plan):
    head = "month,platform,kpi,quantity,revenue,source"
    put(plan, head, "2026-01,Instagram,Leads,12,,")
    done, rows = put(plan, head, "2026-01,Instagram,Leads,12,,the fair")
    assert (done.rows, len(rows)) == (1, 2)


@pytest.mark.parametrize(
    ("template", "table", "names", "figures"),
    [
        ("programme", "Maturity", ("area", "statement"), {"first": 3}),
        ("programme", "Tasks", ("task",), {"before": 10, "after": 4}),
        ("attribution_and_tests", "Channels", ("channel",), {"cost": 100}),
        ("hidden_returns", "Indirect", ("what",), {"low": 1, "likely": 2, "high": 3}),
        ("kpi_scorecard", "Kpis", ("kpi",), {"worth": 5}),
    ],
)
def test_rows_that_a_template_suggests_are_completed(tmp_path, template, table, names, figures):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(shipped(template).read_bytes())
    before = read_template(path, keys=True)[table]
    fill(path, [{name: before[name][1] for name in names} | figures], table)
    after = read_template(path, keys=True)[table]
    assert len(after) == len(before)
    assert after.loc[1, list(figures)].to_dict() == figures


def test_a_text_that_the_drop_down_does_not_offer_is_said(tmp_path):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(shipped("hidden_returns").read_bytes())
    head = {"month": "2026-01", "platform": "Facebook", "revenue": 100, "part": 1}
    done = fill(plan, [head | {"line": "Direct sales"}], "Sales")
    assert done.remarks[0].startswith(
        "Not in the drop-down of Line: “Direct sales”. Rows with such a text may not count."
    )
    line = done.remarks[0].partition("It offers: ")[2].partition(",")[0]
    assert fill(plan, [head | {"line": line.upper()}], "Sales").remarks == []


def test_the_text_that_may_be_meant_is_named(plan):
    done = fill(plan, [{"month": "2026-01", "kpi": "Leads", "quantity": 12, "kind": "inderect"}], "Results")
    assert "“inderect”. Rows with such a text may not count. Is indirect meant?" in done.remarks[0]
