import json
from pathlib import Path

import pytest

import socroi

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "en" / "four_step_example.xlsx"


@pytest.fixture
def now(tmp_path):
    """The example with one input changed: what the books keep of each sale."""
    book = socroi.open(EXAMPLE)
    book["margin"] = 0.5
    book.save(tmp_path / "now.xlsx")
    return tmp_path / "now.xlsx"


def test_the_changed_input_and_what_it_does_are_printed(run, now, tmp_path):
    status, out, _ = run("compare", EXAMPLE, now, "--picture", "steps.png")
    assert status == 0
    first, *_, last, picture = out.splitlines()
    assert first.startswith("What remains of a sale: ")
    assert first.endswith("– → 0.5")
    assert last.startswith("1 input changed.")
    assert "Shapley" in last
    assert picture == "steps.png: the picture."
    assert (tmp_path / "steps.png").read_bytes().startswith(b"\x89PNG")


def test_json_adds_up(run, now):
    found = json.loads(run("compare", EXAMPLE, now, "--json")[1])
    bridge = found["bridge"]
    # Half of the 11600 of sales is gone, on a cost of 12549.
    assert [part["amount"] for part in bridge["parts"]] == [pytest.approx(-5800 * 100 / 12549)]
    assert bridge["end"] == pytest.approx((17289 - 5800 - 12549) * 100 / 12549)


def test_two_equal_books_have_no_change(run):
    status, out, _ = run("compare", EXAMPLE, EXAMPLE)
    assert status == 0
    assert out == "No input differs.\n"
