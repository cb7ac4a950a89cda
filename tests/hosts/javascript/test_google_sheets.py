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


def test_the_sheet_of_one_minute_leads_from_visits_to_the_return(sheets):
    *_, seen = sheets(["newReturnSheet", []], ["newReturnSheet", []], ["seen", []])
    assert set(seen["sheets"]) == {"SOCROI", "SOCROI 2"}, "nothing is written over"
    rows = seen["sheets"]["SOCROI"]
    assert rows[13][0] == "ROI in percent"
    assert "SOCROI(B12,B13)" in rows[13][1]


def test_a_csv_becomes_a_sheet_and_none_of_its_texts_a_formula(sheets):
    text = '\ufeffDay;Spend;Note\n2026-07-01;12,5;"a;\n""b"""\n2026-07-02;-3;=HYPERLINK(1)\n\n2026-07-03;+49 x;@now\n'
    said, seen = sheets(["importCsv", ["ads/july.csv", text]], ["seen", []])
    assert said == "3 rows below their headings are in the sheet ads july."
    assert seen["sheets"]["ads july"] == [
        ["Day", "Spend", "Note"],
        ["2026-07-01", "12,5", 'a;\n"b"'],
        ["2026-07-02", "-3", "'=HYPERLINK(1)"],
        ["2026-07-03", "'+49 x", "'@now"],
    ]
    (refused,) = sheets(["importCsv", ["empty.csv", ""]])
    assert refused == {"thrown": "empty.csv has no rows."}


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


def test_the_script_may_touch_the_open_spreadsheet_and_nothing_else():
    project = json.loads(google_sheets.sheets_files()["appsscript.json"])
    assert [scope.rpartition("/")[2] for scope in project["oauthScopes"]] == [
        "spreadsheets.currentonly",
        "script.container.ui",
    ]
    assert not re.search(r"UrlFetchApp|DriveApp|GmailApp|fetch\(", google_sheets.code_gs())
