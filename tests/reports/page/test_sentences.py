"""Sentences say what the figures bear; sums are done by hand."""

import re
from dataclasses import replace
from datetime import date

import pytest

from socroi import templates
from socroi.reports.page.brand import Brand
from socroi.reports.page.content import page
from socroi.reports.page.facts import read_facts
from socroi.reports.page.findings import Check
from socroi.reports.page.marginal import Marginal
from socroi.reports.page.sentences import how_known, next_steps, open_checks, sentences
from socroi.reports.page.words import Words
from socroi.reports.summary import Line
from socroi.templates.texts import languages, load_texts, template_entries

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
CAUSAL = r"\b(because|due to|thanks to|caused?|led to|drove|driven|owing to|as a result|therefore|so that)\b"


@pytest.fixture
def said(two_months):
    return sentences(read_facts(two_months), Words("en"))


def test_best_and_worst_are_told_with_their_figures(said):
    # Facebook: 1,800 for 800; X: 150 for 500, on 15 purchases.
    assert said[0] == (
        "Facebook brought back the most for each 100 spent: ROI 125.0%, with a return of 1,800 and a cost of 800."
    )
    assert said[1] == (
        "X (Twitter) brought back the least: ROI \N{MINUS SIGN}70.0%, with a return of 150 and a cost of 500. "
        "It rests mostly on Purchases (15): with so few, chance may weigh much."
    )


def test_what_changed_is_told_by_its_largest_part(said):
    assert said[2] == (
        "From June 2026 to July 2026 the ROI went from 50.0% to 50.0%: return +150, cost +100. "
        "The largest part of that is Facebook: return +200, cost 0. Purchases there: 40, then 50."
    )


def test_of_one_platform_neither_best_nor_worst_is_told(filled):
    book = filled(
        [(month, "Facebook", "Purchases", 40, 800) for month in (JUNE, JULY)],
        [(JUNE, "Facebook", 400), (JULY, "Facebook", 500)],
    )
    (only,) = sentences(read_facts(book), Words("en"))
    assert only == "From June 2026 to July 2026 the ROI went from 100.0% to 60.0%: return 0, cost +100."


def test_of_one_month_no_change_is_told(filled):
    book = filled(
        [(JUNE, "Facebook", "Purchases", 40, 800), (JUNE, "X (Twitter)", "Purchases", 40, 500)],
        [(JUNE, "Facebook", 400), (JUNE, "X (Twitter)", 400)],
    )
    assert [sentence.split(" ")[0] for sentence in sentences(read_facts(book), Words("en"))] == ["Facebook", "X"]


def test_platforms_that_are_alike_are_not_ranked(filled):
    book = filled(
        [(JUNE, name, "Purchases", 40, 800) for name in ("Facebook", "X (Twitter)")],
        [(JUNE, name, 400) for name in ("Facebook", "X (Twitter)")],
    )
    assert sentences(read_facts(book), Words("en")) == []


def test_a_platform_without_a_cost_of_its_own_is_not_the_best_one(example_facts):
    first = sentences(example_facts("four_step"), Words("en"))[0]
    assert first.startswith("Of the platforms with a cost of their own: Facebook brought back the most")


def test_no_sentence_names_a_cause(example_facts):
    words = Words("en")
    for name in ("four_step", "kpi_scorecard", "hidden_returns"):
        facts = example_facts(name)
        said = [
            *sentences(facts, words),
            *next_steps(facts, words),
            *how_known(facts, words),
            *open_checks(facts, words),
        ]
        assert said
        assert [line for line in said if re.search(CAUSAL, line, re.IGNORECASE)] == []


def test_where_the_months_bear_nothing_it_says_what_would(example_facts):
    said = next_steps(example_facts("four_step"), Words("en"))
    assert said[0].startswith("Not enough to say. It takes at least 8 months")
    assert said[1] == "While whole sales are counted, nothing says that more would pay."


def test_open_checks_are_named_with_their_counts(example_facts):
    assert open_checks(example_facts("four_step"), Words("en")) == [
        "Platforms with results but no cost of their own: 1",
        "Cost categories never used (forgotten?): 6",
    ]


def test_of_a_workbook_without_anything_it_says_what_to_do():
    facts = read_facts(templates.shipped("four_step"))
    assert open_checks(facts, Words("en")) == [load_texts("en")["word.empty"]]


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_same_places_for_figures(language):
    english, texts = load_texts("en"), load_texts(language)
    for key in [key for key in english._entries if key.startswith("report/")]:
        found = [sorted(re.findall(r"\{\w+\}", each[key])) for each in (english, texts)]
        assert found[0] == found[1], key
    assert [key for key in texts.untranslated if key.startswith("report/")] == []


def test_every_text_of_reports_is_used(two_months, filled, example_facts):
    words = Words("en")
    losing = filled(
        [(JUNE, "Facebook", "Purchases", 40, 100), (JULY, "Facebook", "Purchases", 40, 100)],
        [(JUNE, "Facebook", 400), (JULY, "Facebook", 300)],
        settings={"margin": 0.5},
        name="losing.xlsx",
    )
    told = [
        example_facts("four_step"),
        example_facts("hidden_returns", "hu"),
        read_facts(two_months),
        read_facts(losing),
    ]
    told += [replace(told[0], **changed) for changed in STATES]
    for facts in told:
        page(facts, words, Brand(name="Northwind"))
    reports = {key for key in template_entries("en") if key.startswith("report/")}
    assert reports & words.texts.unused == set()


STATES = (
    {"checks": [], "whole": False, "margin": 0.5},
    {"checks": [Check("Rows", 1.0, stops=True)], "evidence": [("", 10.0)]},
    {"marginals": [Marginal("Facebook", 110, 120, more=True), Marginal("X", 10, 20, more=False)]},
    {"campaigns": [Line("Autumn", 10.0, None)]},
)


@pytest.mark.parametrize(("language", "said"), [("en", "the ROI is too high"), ("hu", "a ROI túl magas")])
def test_that_nobodys_time_is_in_the_cost_stands_first_among_what_is_missing(filled, language, said):
    facts = read_facts(filled([(JUNE, "Meta", "Purchases", 5, 900)], [(JUNE, "Meta", 300)]))
    words = Words(language, "en")
    assert said in open_checks(facts, words)[0]
    (cost,) = (card for card in page(facts, words, Brand()).cards if card.label == words["roi.cost"])
    assert not cost.note
