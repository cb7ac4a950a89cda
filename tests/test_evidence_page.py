"""The page that says which method answers which question names every method, and none that there is not."""

import re
from pathlib import Path

import socroi
from socroi.definition.registry import formulas

PAGE = (Path(__file__).parents[1] / "docs" / "evidence.md").read_text(encoding="utf-8")


def test_every_function_on_the_page_is_one_of_ours():
    assert set(re.findall(r"\bSOC[A-Z]{2,}\b", PAGE)) - {"SOCROI"} <= set(formulas())


def test_every_function_of_evidence_is_on_the_page():
    families = {"attribution", "calibration", "cohort", "evidence", "experiment", "planning", "repeat"}
    ours = {name for name, formula in formulas().items() if formula.module in families}
    assert [name for name in ours if f"`{name}" not in PAGE] == []


def test_the_size_of_the_test_on_the_page_is_what_the_function_says():
    assert "`=SOCPOWER(0.02, 0.1)` says that finding a lift of one tenth on a rate of 2% takes about 161,000" in PAGE
    assert round(socroi.SOCPOWER(0.02, 0.1)["people"][0], -3) == 161_000
