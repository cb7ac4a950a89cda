from pathlib import Path

import pytest

from socroi.review.result_names import MEANINGS, names

BOOKS = Path(__file__).parents[2] / "workbook_templates"


def test_the_results_of_a_workbook_are_listed_with_value_and_meaning():
    found = {each.name: each for each in names(BOOKS / "fa" / "four_step_example.xlsx")}
    assert found["roi_total"].value == pytest.approx((17289 - 12549) * 100 / 12549)
    assert found["roi_total"].meaning.startswith("ROI")
    assert list(found)[:3] == ["roi_total", "profit_total", "return_total"]
    assert not [name for name in found if name.startswith(("word_", "list_"))]


def test_the_days_that_count_are_shown_as_days():
    found = {each.name: each for each in names(BOOKS / "en" / "four_step_example.xlsx")}
    assert [found["count_start"].shown, found["count_end"].shown] == ["2026-01-01", "2026-09-30"]
    assert found["last_month"].shown == "Sep 2026"


def test_every_name_that_is_documented_is_one_of_a_workbook_of_ours():
    known = {each.name for path in (BOOKS / "en").glob("*_example.xlsx") for each in names(path, every=True)}
    assert set(MEANINGS) <= known
