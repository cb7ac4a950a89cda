import json
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "en" / "four_step_example.xlsx"


def test_a_number_is_printed_as_a_tree_that_is_not_cut_off(run):
    status, out, _ = run("explain", EXAMPLE, "return_total", "--rows", "2", "--depth", "1")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("Return")
    assert ": 17,289 = the sum of Counted" in lines[0]
    assert lines[1].startswith("└── Counted on Results (rows: 63): 17,289")


def test_two_months_are_a_sentence_a_table_and_a_picture(run, tmp_path):
    status, out, _ = run("explain", EXAMPLE, "--from", "2026-08", "--to", "2026-09", "--picture", "steps.svg")
    assert status == 0
    assert out.startswith("ROI: 47.99% in 2026-08, 56.59% in 2026-09, a change of +8.60.")
    assert "Instagram, Purchases: how many" in out
    assert (tmp_path / "steps.svg").read_text().startswith("<?xml")


def test_json_has_the_steps_to_the_last_digit(run):
    found = json.loads(run("explain", EXAMPLE, "profit_total", "--from", "2026-08", "--to", "2026-09", "--json")[1])
    assert found["start"] + sum(part["amount"] for part in found["parts"]) == pytest.approx(found["end"])
    tree = json.loads(run("explain", EXAMPLE, "cost_total", "--json", "--depth", "1")[1])
    assert tree["value"] == pytest.approx(12549)
    assert tree["children"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "2026-08"), "belong together"),
        (("--picture", "a.png"), "draws the steps"),
        (("nonsense",), "no cell and no name"),
        (("--since", "gone.xlsx"), "There is no such file"),
        (("--from", "2026-08", "--to", "2026-09", "--picture", "a.gif"), "does not end in .png or .svg"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, arguments, message):
    status, _, err = run("explain", EXAMPLE, *arguments)
    assert status == 2
    assert message in err
    assert err.count("\n") == 1
