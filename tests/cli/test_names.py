import json
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "hi" / "four_step_example.xlsx"


def test_the_results_are_listed_by_name_with_their_values(run):
    status, out, _ = run("names", EXAMPLE)
    assert status == 0
    (line,) = [line for line in out.splitlines() if line.split()[:1] == ["roi_total"]]
    assert "37.8%" in line


def test_json_has_the_same_values(run):
    found = {each["name"]: each for each in json.loads(run("names", EXAMPLE, "--json")[1])}
    assert found["return_total"]["value"] == pytest.approx(17289)


def test_a_workbook_without_names_says_how_to_see_all(run, tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "plain.xlsx")
    book.add_worksheet().write(0, 0, 1)
    book.close()
    status, out, _ = run("names", "plain.xlsx")
    assert status == 0
    assert "--all" in out
