import errno
import os
from datetime import date

import pandas as pd
import pytest
import xlsxwriter
from four_step_case import Computed, read

import socroi
from socroi.errors import UncomputedWarning, UsageError, WorkbookError
from socroi.templates import SHARED, CostRow, ResultRow, TemplateData, build, catalogue, shipped


def test_data_frame_becomes_rows_and_its_gaps_are_not_known_yet():
    frame = pd.DataFrame(
        {
            "month": [pd.Timestamp("2026-03-15"), pd.NaT],
            "platform": ["Facebook", None],
            "kpi": ["Leads", "Leads"],
            "quantity": [3, None],
        }
    )
    assert TemplateData.of(results=frame).results == (
        ResultRow(date(2026, 3, 15), "Facebook", "Leads", 3),
        ResultRow(None, None, "Leads"),
    )


def test_data_frame_with_a_column_that_rows_do_not_have_is_refused():
    with pytest.raises(UsageError, match="no column 'spend'"):
        TemplateData.of(costs=pd.DataFrame({"spend": [1]}))


def test_data_frame_that_lacks_a_column_is_refused():
    with pytest.raises(UsageError, match=r"CostRow cannot be made.*platform"):
        TemplateData.of(costs=pd.DataFrame({"month": [date(2026, 1, 1)]}))


def test_platforms_of_the_data_are_listed_first_and_there_is_room_for_ten(tmp_path):
    rows = [ResultRow(date(2026, 1, 1), name, "Leads", 1) for name in ("Mastodon", "TikTok")]
    build("four_step", "en", tmp_path / "a.xlsx", data=TemplateData(results=rows))
    listed = [cell.value for (cell,) in read(tmp_path / "a.xlsx")["Lists"]["B7:B16"]]
    assert listed[:3] == ["Mastodon", "TikTok", "Facebook"]
    assert len(set(listed) - {None}) == 8


def test_more_platforms_than_there_is_room_for_are_refused(tmp_path):
    rows = [ResultRow(date(2026, 1, 1), f"Platform {number}", "Leads", 1) for number in range(11)]
    with pytest.raises(UsageError, match="11 platforms"):
        build("four_step", "en", tmp_path / "a.xlsx", data=TemplateData(results=rows))


def test_kpi_that_the_values_do_not_list_is_added_to_them_without_a_worth(tmp_path):
    rows = [
        ResultRow(date(2026, 1, 1), "Facebook", "Video views", 10),
        ResultRow(date(2026, 1, 1), "Facebook", "leads", 2),
    ]
    build("four_step", "en", tmp_path / "a.xlsx", data=TemplateData(results=rows))
    listed = {row[0].value: row[1].value for row in read(tmp_path / "a.xlsx")["Values"]["B8:C25"]}
    assert listed["Video views"] is None
    assert listed["Leads"] is None


def test_keys_become_the_words_of_the_language_and_free_text_stays(tmp_path):
    rows = [CostRow(date(2026, 1, 1), SHARED, "staff"), CostRow(date(2026, 1, 1), "Facebook", "Prizes")]
    build("four_step", "en", tmp_path / "a.xlsx", data=TemplateData(costs=rows))
    book = read(tmp_path / "a.xlsx")
    typed = [(row[0].value, row[1].value) for row in book["Costs"]["C7:D8"]]
    assert typed == [("Shared by all", "Staff time"), ("Facebook", "Prizes")]
    assert "Prizes" in [cell.value for (cell,) in book["Lists"]["D7:D22"]]


def test_nothing_is_read_as_zero_where_only_costs_are_known(tmp_path):
    rows = [CostRow(date(2026, 1, 1), "Facebook", "ads", amount=100)]
    build("four_step", "en", tmp_path / "a.xlsx", data=TemplateData(costs=rows))
    computed = Computed(tmp_path / "a.xlsx")
    assert computed["cost_total"] == 100
    assert (computed["return_total"], computed["roi_total"], computed["profit_total"]) == ("", "", "")


def test_year_counts_from_its_first_day_to_its_last(tmp_path):
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    rows = [ResultRow(day, "Facebook", "Leads", 1, 10.0**place) for place, day in enumerate(days)]
    build("four_step", "en", tmp_path / "a.xlsx", data=TemplateData(results=rows))
    computed = Computed(tmp_path / "a.xlsx")
    assert computed["return_total"] == 110
    assert [value for value in computed.cells("month_return") if value != ""] == [10, 100]


def test_unknown_template_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="Choose one of: four_step"):
        shipped("dance")
    with pytest.raises(UsageError, match=r"Did you mean four_step\?"):
        shipped("five step")


def test_template_in_a_language_that_it_was_not_built_in_is_refused():
    with pytest.raises(UsageError, match=r"not there in the language 'tlh'.*en"):
        shipped("four_step", "tlh")


def test_catalogue_describes_each_template_and_its_languages():
    described = {info.name: info for info in catalogue()}
    assert described["four_step"].languages[0] == "en"
    assert "four steps" in described["four_step"].summary
    assert "five steps" in described["kpi_scorecard"].summary


def test_a_template_that_cannot_be_written_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    def fail(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "plan.xlsx").write_bytes(b"of last year")
    monkeypatch.setattr(os, "fsync", fail)
    for target in (tmp_path / "plan.xlsx", str(tmp_path / "plan.xlsx")):
        with pytest.raises(WorkbookError, match="No space left on device"):
            build("four_step", "en", target)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("plan.xlsx", b"of last year")]


@pytest.fixture
def log(tmp_path):
    """A table whose computed column hangs on a cell; its values are of another program."""

    def make(formula):
        path = tmp_path / "log.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Data")
            columns = [{"header": "n"}, {"header": "twice", "formula": "=[@n]*$E$1"}]
            sheet.add_table("A1:B3", {"name": "Log", "columns": columns, "data": [[4, 8], [5, 10]]})
            sheet.write_formula("E1", formula, None, 2)
        return path

    return make


def test_reading_a_table_that_hangs_on_an_uncomputed_cell_gives_a_warning_here_and_keeps_its_values(log):
    with pytest.warns(
        UncomputedWarning, match=r"log.xlsx: Data!B2 could not be computed: it depends on Data!E1"
    ) as told:
        frame = socroi.read_template(log("=NOSUCH()"))["Log"]
    assert [warning.filename for warning in told] == [__file__]
    assert frame["n"].tolist() == [4, 5]


@pytest.mark.filterwarnings("error")
def test_reading_tables_beside_an_uncomputed_cell_gives_no_warning(log):
    path = log("=1+1")
    with xlsxwriter.Workbook(path.with_name("beside.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.add_table("A1:A2", {"name": "Log", "columns": [{"header": "n"}], "data": [[4]]})
        sheet.write_formula("E1", "=NOSUCH()")
    assert socroi.read_template(path)["Log"]["n"].tolist() == [4, 5]
    assert socroi.read_template(path.with_name("beside.xlsx"))["Log"]["n"].tolist() == [4]
