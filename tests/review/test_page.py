"""docs/checking.md names every rule and every name of a result."""

from pathlib import Path

import pytest

from socroi.review.result_names import MEANINGS
from socroi.review.rules.rule import rules

PAGE = (Path(__file__).parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("ident", sorted(rules()))
def test_the_page_names_the_rule_and_how_bad_it_is(ident):
    assert f"\n| `{ident}` | {rules()[ident].severity} | " in PAGE


@pytest.mark.parametrize("name", sorted(MEANINGS))
def test_the_page_says_what_the_name_means(name):
    assert f"\n| `{name}` | {MEANINGS[name]} |" in PAGE
