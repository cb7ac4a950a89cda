"""What is found is told in the language of the book, or in the one that is asked for; names of rules never change."""

import ast
import re
from pathlib import Path

import pytest

from socroi.errors import UsageError
from socroi.review.checking import check
from socroi.review.formats import as_json, as_markdown, as_sarif
from socroi.review.rules.rule import rules
from socroi.templates.texts import languages, load_texts, template_entries

BOOKS = Path(__file__).parents[2] / "workbook_templates"
REVIEW = Path(__file__).parents[2] / "socroi" / "review"
OTHERS = [language for language in languages() if language != "en"]
KEYS = sorted(key for key in template_entries("en") if key.startswith("check/"))


def parts(text):
    return sorted(set(re.findall(r"{(\w+)}", text)))


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_about_a_finding_is_translated_and_keeps_its_figures(language):
    texts, english = load_texts(language), template_entries("en")
    assert [key for key in KEYS if key in texts.untranslated] == []
    assert [key for key in KEYS if parts(texts[key]) != parts(english[key].source)] == []


def test_every_rule_has_texts_and_every_text_is_asked_for():
    asked = set()
    for path in REVIEW.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(f"check/{node.value}")
    made = ("check/column.", "check/severity.", "check/kpi-without-source.", "check/do")  # put together, or the CLI's
    assert [key for key in KEYS if key not in asked and not key.startswith(made)] == []
    assert [rule for rule in rules() if not any(key.startswith(f"check/{rule}") for key in KEYS)] == []


def test_a_book_from_a_template_is_told_of_in_its_own_language():
    result = check(BOOKS / "hu" / "four_step_example.xlsx", second=False)
    assert result.language == "hu"
    assert {finding.rule for finding in result.findings} == {"open-check"}
    assert all(finding.sentence.startswith("A munkafüzet egy ellenőrzése nyitott") for finding in result.findings)
    assert "| figyelmeztetés |" in as_markdown([result])


def test_a_book_of_ones_own_is_told_of_in_english_unless_another_language_is_asked_for(own_book):
    def plant(sheet, months, looks):
        sheet.write_formula("F10", "=AVERAGE(F2:F9)", looks["percent"])

    path = own_book(plant)
    english, swahili = check(path, second=False), check(path, second=False, language="sw")
    assert english.findings[0].sentence.startswith("It is the mean of ratios (ROI, F2:F9)")
    assert swahili.findings[0].sentence.startswith("Ni wastani wa uwiano (ROI, F2:F9)")
    for written in (as_json([swahili]), as_sarif([swahili])):
        assert '"mean-of-ratios"' in written
        assert "Ni wastani wa uwiano" in written
    assert '"severity": "error"' in as_json([swahili])


def test_a_language_without_texts_is_refused_with_those_that_there_are(own_book):
    with pytest.raises(UsageError, match="Choose one of: en, ca, fa"):
        check(own_book(), language="xx")
