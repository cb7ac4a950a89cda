"""The page of differences says what is so."""

import pytest

from socroi.engine.differences import DECLINED, IN_THE_FILE, NOT_COMPUTED, missing
from socroi.engine.functions import every_function
from socroi.hosts.differences_page import differences_page


def test_every_function_of_excel_that_is_not_computed_has_its_reason():
    explained = {name for reason in NOT_COMPUTED for name in reason.functions}
    assert missing() - explained == set()


@pytest.mark.parametrize("name", sorted(name for reason in DECLINED for name in reason.functions))
def test_what_is_declined_is_declared_and_keeps_its_value(answer, name):
    assert name in every_function()
    assert answer(f"{name}(A1,A1,A1)" if name != "INFO" else 'INFO("system")', {"A1": 1}) == "uncomputed"


def test_the_formulas_package_computes_nothing_that_is_missing_here_but_smoothing():
    """Why there is no bridge to it: see CONTRIBUTING.md."""
    package = pytest.importorskip("formulas", reason="the formulas package is not installed")
    theirs = {name.upper().replace("_XLFN.", "").replace("_XLWS.", "") for name in package.get_functions()}
    inner = {"ARRAY", "ARRAYROW", "DUMMYFUNCTION", "__XLUDF.DUMMYFUNCTION", *IN_THE_FILE}
    unpublished = {name for name in theirs if name.startswith("FORECAST.ETS")}
    assert theirs - every_function() - inner - unpublished == set()


def test_a_function_stands_on_the_page_once():
    page = differences_page()
    for name in ("CUBEVALUE", "GROUPBY", "XLOOKUP"):
        assert page.count(f"`{name}`") == 1


@pytest.mark.parametrize(
    ("formula", "value"),
    [('"3/14/2026"+0', 46095), ('"1 234.5"+0', "#VALUE!"), ("ROWS(A:A)", 1_048_576),
     ('"å"<"z"', True)],
)  # fmt: skip
def test_what_is_computed_otherwise_is_as_the_page_says(answer, formula, value):
    assert answer(formula, {"A1": 1}) == value
