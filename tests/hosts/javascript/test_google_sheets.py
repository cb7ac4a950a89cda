"""Code.gs run in Node.js with what Google Sheets would hand over; no Google was asked."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from answers import EXAMPLES, arguments, same, shown

from socroi.definition.registry import formulas
from socroi.errors import CellError
from socroi.excel.addresses import is_reference
from socroi.hosts.javascript import google_sheets, library
from socroi.sources import read

NODE = Path(__file__).parents[1] / "node"
THERE = [name for name in formulas() if name not in library.not_yet()]


@pytest.fixture
def sheets(program, tmp_path):
    def ask(*calls):
        (tmp_path / "Code.gs").write_text(google_sheets.code_gs(), encoding="utf-8")
        (tmp_path / "calls.json").write_text(json.dumps(calls), encoding="utf-8")
        command = [program("node"), NODE / "sheets_calls.cjs", tmp_path / "Code.gs", tmp_path / "calls.json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, encoding="utf-8")
        return json.loads(done.stdout)

    return ask


def for_sheets(value):
    """A cell or a block as Sheets passes it: a blank is the empty text, an error its text."""
    if isinstance(value, list):
        return [["" if cell is None else for_sheets(cell) for cell in row] for row in value]
    return value.code if isinstance(value, CellError) else value


def test_every_example_gives_what_is_documented_as_google_sheets_calls_it(sheets):
    examples = [each for each in EXAMPLES if each.call.name in THERE]
    answers = sheets(*([each.call.name, list(map(for_sheets, arguments(each)))] for each in examples))
    for example, answer in zip(examples, answers, strict=True):
        if example.is_error:
            assert answer["thrown"].startswith(f"{example.result.code} "), (
                "a sheet shows an error only where it is thrown"
            )
            assert len(answer["thrown"]) > len(example.result.code) + 5, "with a sentence"
        else:
            assert (shown(answer) if isinstance(answer, list) else answer) == same(shown(example.result)), example


def test_a_date_of_the_sheet_is_the_day_that_people_see(sheets):
    day = {"date": [2026, 6, 1, 0, 30]}
    (answer,) = sheets(["SOCBYPERIOD", [[[day]], [[10]], [[5]]]])
    assert answer[1][0] == "2026-07"


def test_every_function_has_the_help_that_sheets_reads():
    code = google_sheets.code_gs()
    for name in THERE:
        comment = re.search(rf"/\*\*((?:(?!\*/).)*)\*/\nfunction {name}\(", code, re.DOTALL)[1]
        assert "@customfunction" in comment
        assert re.findall(r"@param \{range\} \[?(\w+)", comment) == [p.name for p in formulas()[name].parameters]
        assert not is_reference(name)


def test_the_menu_leads_to_functions_that_there_are(sheets):
    _, seen = sheets(["onOpen", []], ["seen", []])
    assert {menu for menu, _, _ in seen["menu"]} == {"SOCROI"}
    code = google_sheets.code_gs()
    assert all(f"function {target}(" in code for _, _, target in seen["menu"])
    assert len(seen["menu"]) == 4


def test_the_day_is_that_of_the_sheet_and_not_that_of_the_script(sheets):
    """Midnight of 1 July in Budapest is 22:00 of 30 June in London's time; the sheet says 1 July."""
    moments = [[{"moment": "2026-06-30T22:00:00Z"}], [{"moment": "2026-01-31T23:30:00Z"}]]
    _, answer = sheets(["zone", "Europe/Budapest"], ["SOCBYPERIOD", [moments, [[10], [20]], [[5], [5]]]])
    assert [row[0] for row in answer[1:3]] == ["2026-02", "2026-07"]


def test_many_dates_ask_for_the_time_zone_a_few_times_only(sheets):
    """Google asks its servers for each call: two thousand would be too slow for the 30 seconds of a function."""
    moments = [[{"moment": f"2026-06-{1 + n % 28:02}T22:00:{n % 60:02}Z"}] for n in range(2_000)]
    _, _, seen = sheets(
        ["zone", "Europe/Budapest"], ["SOCBYPERIOD", [moments, [[1]] * 2_000, [[1]] * 2_000]], ["seen", []]
    )
    assert seen["formatted"] == 28


def test_the_sheet_of_one_minute_leads_from_visits_to_the_return(sheets):
    *_, seen = sheets(["sheet", "Socroi"], ["newReturnSheet", []], ["newReturnSheet", []], ["seen", []])
    assert set(seen["sheets"]) == {"Socroi", "SOCROI 2", "SOCROI 3"}, "nothing is written over"
    rows = seen["sheets"]["SOCROI 2"]
    assert rows[13][0] == "ROI in percent"
    assert "SOCROI(B12;B13)" in rows[13][1]
    assert not any("," in row[1] for row in rows if str(row[1]).startswith("=")), (
        "a comma is a decimal sign in some countries"
    )
    assert seen["formats"]["SOCROI 2"] == [[3, 2, "0.##%"], [4, 2, "0.##%"], [6, 2, "0.##%"]]


def test_a_csv_becomes_a_sheet_and_none_of_its_texts_a_formula(sheets):
    text = '\ufeffDay;Spend;Note\n2026-07-01;12,5;"a;\n""b"""\n2026-07-02;-3;=HYPERLINK(1)\n\n2026-07-03;+49 x;@now\n'
    said, seen = sheets(["importCsv", ["ads/july.csv", text]], ["seen", []])
    assert said.splitlines() == [
        "3 rows below their headings are in the sheet ads july.",
        "Row 4: “Spend” is '+49 x', and no number. Write the figure alone.",
    ]
    assert seen["sheets"]["ads july"] == [
        ["Day", "Spend", "Note"],
        ["2026-07-01", 12.5, 'a;\n"b"'],
        ["2026-07-02", -3, "'=HYPERLINK(1)"],
        ["2026-07-03", "'+49 x", "'@now"],
    ]
    (refused,) = sheets(["importCsv", ["empty.csv", ""]])
    assert refused == {"thrown": "empty.csv has no rows."}


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1.234;5,5\n", [1234, 5.5]),
        ("a,b\n1.234,5\n", [1.234, 5]),
        ('a,b\n"1,234",5.5\n', [1234, 5.5]),
        ("a;b\n1.234;x\n", [1234, "x"]),
        ("a;b\n1234.50;x\n", [1234.5, "x"]),
        ('a,b\n"€1,200.50",5.2%\n', [1200.5, 0.052]),
        ("a;b\n1.200,50 €;EUR 3\n", [1200.5, 3]),
        ("a,b\n120212345678901234,0049\n", ["'120212345678901234", "'0049"]),
        ("a,b\n2026-07-01,12.03.2026\n", ["2026-07-01", "12.03.2026"]),
        ("a,b\n --,1e5\n", ["'--", "1e5"]),
        ("sep=;\na;b\n1,5;2\n", [1.5, 2]),
        ("a\tb\n1 234,5\t2\n", [1234.5, 2]),
    ],
)
def test_a_number_of_a_csv_is_a_number_in_a_sheet_of_any_country(sheets, text, cells):
    """What Google makes of a text depends on the sheet's country: 1.5 is the first of May in a German one."""
    _, seen = sheets(["importCsv", ["x.csv", text]], ["seen", []])
    assert seen["sheets"]["x"][1] == cells


GOOGLE_ADS = """Campaign report
"Apr 1, 2026-Apr 30, 2026"
Campaign,Impr.,Clicks,Cost,Currency code
Spring,100,5,12.00,EUR
Summer,50,2,3.00,EUR
Total - all campaigns,150,7,15.00,EUR
"""


@pytest.mark.parametrize(
    ("text", "row", "label"),
    [
        (GOOGLE_ADS, 6, "Total - all campaigns"),
        ("Campaign;Spent\nA;1,5\nB;2,5\nÖsszesen:;4\n", 4, "Összesen:"),
        ("Campaign,Spent\nBikes,40.25\nResults from 2 campaigns,60.25\n", 3, "Results from 2 campaigns"),
        ("ماه,هزینه\nفروردین,12\nجمع,12\n", 3, "جمع"),
    ],
)
def test_a_totals_row_of_an_import_is_told_since_a_column_with_it_counts_twice(sheets, text, row, label):
    said, _ = sheets(["importCsv", ["x.csv", text]], ["seen", []])
    assert said.splitlines()[1:] == [
        f"Row {row}: a totals row by “{label}”. Delete it before you add up a column: it counts twice."
    ]


def test_figures_that_are_no_numbers_are_told_in_the_words_that_python_has(sheets, tmp_path):
    text = "Month,Platform,KPI,Quantity,Revenue traced\n" + "".join(
        f"2026-04-01,Facebook,Purchases,{figure},\n" for figure in ("15K", "1.5K", "ca. 12", "10-", "n/a", "7")
    )
    (said,) = sheets(["importCsv", ["short.csv", text]])
    (tmp_path / "short.csv").write_text(text, encoding="utf-8")
    _, *told = said.splitlines()
    assert told[:2] == [
        f"Row {row}: “Quantity” is '{figure}', and no number. Write the figure out."
        for row, figure in ((2, "15K"), (3, "1.5K"))
    ]
    # What Python cannot read either, it leaves out in these words.
    left_out = [f"Row {row}: {why}" for row, why in read(tmp_path / "short.csv").left_out if "n/a" not in why]
    assert left_out == told[2:]
    assert len(left_out) == 2


def test_an_import_without_such_rows_says_how_many_there_are_and_nothing_else(sheets):
    text = "Day,Campaign,Post,Spend\n2026-07-01,Sum of all fears,Total recall,12\n2026-07-02,-,12 tips,3\n"
    assert sheets(["importCsv", ["x.csv", text]]) == ["2 rows below their headings are in the sheet x."]


def test_a_file_read_twice_is_refused_also_under_the_name_of_a_second_download(sheets):
    text = "Day,Spend,Note\n2026-07-01,12.5,=A1\n2026-07-02,3,b\n"
    _, twice, other, _, seen = sheets(
        ["importCsv", ["july.csv", text]],
        ["importCsv", ["july (1).csv", text]],
        ["importCsv", ["july (2).csv", text.replace("12.5", "12.6")]],
        ["importCsv", ["august.csv", text.replace("b", "c")]],
        ["seen", []],
    )
    assert twice["thrown"].startswith("july (1).csv: already there, these very rows are in the sheet july,")
    assert "delete that sheet first" in twice["thrown"]
    assert set(seen["sheets"]) == {"july", "july (2)", "august"}
    assert "in the sheet july (2)." in other


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_file_is_read_in_the_encoding_in_which_it_was_written(sheets, encoding):
    text = "Día;Größe\n1;2\n"
    read, refused = sheets(
        ["textOfBytes", [{"bytes": list(text.encode(encoding))}]], ["textOfBytes", [{"bytes": list(b"PK\x03\x04")}]]
    )
    assert read.removeprefix("\ufeff") == text
    assert refused["thrown"].startswith("This is a workbook or a zip and no CSV file")


def test_the_window_that_asks_for_a_file_decodes_it_with_the_same_function(sheets):
    _, seen = sheets(["askForCsv", []], ["seen", []])
    (page,) = seen["pages"]
    assert "function textOfBytes(bytes)" in page
    assert page.count("<script>") == page.count("</script>") == 1


def test_an_export_longer_than_a_new_sheet_gets_the_rows_and_columns_it_needs(sheets):
    """A sheet of Google's begins with 1,000 rows and 26 columns."""
    wide = ",".join(f"c{n}" for n in range(30))
    _, said, _, seen = sheets(
        ["sheet", "long"],
        ["importCsv", ["Long.csv", {"rows": ["a,b\n1,2\n"], "times": 50_000}]],
        ["importCsv", ["wide.csv", f"{wide}\n{wide}\n"]],
        ["seen", []],
    )
    assert said == "99999 rows below their headings are in the sheet Long 2."
    assert seen["grids"]["Long 2"] == [100_000, 26]
    assert seen["sheets"]["Long 2"][-1] == [1, 2]
    assert seen["grids"]["wide"] == [1000, 30]


def test_the_check_names_each_mistake_with_its_cell(sheets):
    values = [
        ["Platform", "Revenue", "Cost", "Close rate", "ROI"],
        ["a", 100, "", 25, "#DIV/0!"],
        ["b", "1,200", 50, 0.2, 40],
    ]
    formulas_there = [[""] * 5, [""] * 5, ["", "", "", "", "=AVERAGE(E2:E3)"]]
    _, _, seen = sheets(["active", [values, formulas_there]], ["checkSheet", []], ["seen", []])
    (told,) = seen["alerts"]
    assert [line.partition(":")[0] for line in told.splitlines()] == ["D2", "E2", "B3", "E3", "C2"]
    fine = [["Platform", "Revenue", "Cost"], ["a", 100, 50]]
    _, _, seen = sheets(["active", [fine, [[""] * 3] * 2]], ["checkSheet", []], ["seen", []])
    assert seen["alerts"] == ["Nothing was found."]


def test_the_check_of_an_empty_sheet_says_so(sheets):
    _, _, seen = sheets(["active", [[], []]], ["checkSheet", []], ["seen", []])
    assert seen["alerts"] == ["There is nothing in this sheet yet."]


def test_the_check_sees_a_column_of_amounts_that_are_all_texts_and_no_dates(sheets):
    values = [["Day", "Revenue"], ["12.03.2026", "€1,200.50"], [{"moment": "2026-03-13T00:00:00Z"}, "USD 30"]]
    _, _, seen = sheets(["active", [values, []]], ["checkSheet", []], ["seen", []])
    assert [line.partition(":")[0] for line in seen["alerts"][0].splitlines()] == ["B2", "B3"]


def test_a_merged_cell_is_not_blank(sheets):
    values = [["Platform", "Revenue", "Cost"], ["a", 1, 5], ["b", 2, ""], ["c", 3, ""]]
    _, _, seen = sheets(["active", [values, [], [[2, 3, 2, 1]]]], ["checkSheet", []], ["seen", []])
    assert [line.partition(":")[0] for line in seen["alerts"][0].splitlines()] == ["C4"]


def test_a_hundred_thousand_rows_are_checked_and_what_is_left_out_is_told(sheets):
    text = [["Platform", "Revenue", "Cost"]] + [["a", 1, ""]] * 45
    _, _, _, _, seen = sheets(
        ["many", 100_000], ["checkSheet", []], ["active", [text, []]], ["checkSheet", []], ["seen", []]
    )
    assert seen["alerts"][0] == "C2: is blank beside a revenue; a cost that is not known is not 0."
    assert seen["alerts"][1].splitlines()[-1] == "... and 5 more."


def test_the_script_may_touch_the_open_spreadsheet_and_nothing_else():
    project = json.loads(google_sheets.sheets_files()["appsscript.json"])
    assert [scope.rpartition("/")[2] for scope in project["oauthScopes"]] == [
        "spreadsheets.currentonly",
        "script.container.ui",
    ]
    assert not re.search(r"UrlFetchApp|DriveApp|GmailApp|fetch\(", google_sheets.code_gs())
