"""REGEXTEST, REGEXEXTRACT, REGEXREPLACE. Expected values: Excel's, in conformance/excel/ironcalc REGEX.xlsx and
Microsoft's help."""

from __future__ import annotations

import sys
import time

import pytest


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=REGEXTEST("Lonely heather","[A-Z]")', True),
        ('=REGEXTEST("Lonely heather","[0-9]+")', False),
        ('=REGEXTEST("alfalfa","^ALF",1)', True),
        ('=REGEXTEST("a","[")', "#VALUE!"),
        ('=REGEXEXTRACT("DylanWilliams","[A-Z][a-z]+")', "Dylan"),
        ('=REGEXEXTRACT("DylanWilliams","[A-Z][a-z]+",1)', [["Dylan", "Williams"]]),
        ('=REGEXEXTRACT("(378) 555-4195","([0-9]+)-([0-9]+)",2)', [["555", "4195"]]),
        ('=REGEXEXTRACT("none","[0-9]")', "#N/A"),
        ('=REGEXREPLACE("SoniaBrown","([A-Z][a-z]+)([A-Z][a-z]+)","$2, $1")', "Brown, Sonia"),
        ('=REGEXREPLACE("378-555-4195","[0-9]+-","***-",1)', "***-555-4195"),
        ('=REGEXREPLACE("378-555-4195","[0-9]+-","***-")', "***-***-4195"),
    ],
)
def test_a_regular_expression_gives_what_excel_gives(answer, formula, expected):
    assert answer(formula) == expected


@pytest.mark.parametrize("formula", ['=REGEXTEST("a","\\p{L}")', '=REGEXTEST("é","\\w")', '=REGEXTEST("a","(?R)")'])
def test_an_expression_that_python_reads_otherwise_is_not_computed(answer, formula):
    assert answer(formula) == "uncomputed"


ENDLESS = ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){20}b", "a*a*a*a*a*a*a*a*b", "^(a?){40}a{40}$"]
"""Each takes Python's `re` from minutes to centuries for forty letters."""


@pytest.mark.parametrize("expression", ENDLESS)
def test_an_expression_that_tries_too_many_ways_ends_and_says_why(work, expression):
    started = time.process_time()
    worked = work({"A1": "a" * 39 + "!", "A2": f'=REGEXTEST(A1,"{expression}")', "A3": "=1+1"})
    assert time.process_time() - started < 5
    assert worked["A3"] == 2
    # What a better engine decides at once is right.
    assert worked["A2"] is False or "takes too long" in worked.calculation.results.failures[0].why


def test_a_repeated_group_is_looked_for_as_any_other_part(answer):
    assert answer('=REGEXEXTRACT("ab,cd,ef!","([a-z]+,)+[a-z]+")') == "ab,cd,ef"
    assert answer('=REGEXREPLACE("aXbXb","(Xb)+","-")') == "a-"
    assert answer('=REGEXREPLACE("1.000.000 of 2.000","[0-9]{1,3}(\\.[0-9]{3})*","#")') == "# of #"


def test_where_nothing_can_stop_it_an_expression_without_a_bound_is_not_tried(work, monkeypatch):
    monkeypatch.setitem(sys.modules, "regex", None)
    worked = work({"A1": '=REGEXTEST("bananas","(an|na){2,}s")', "A2": '=REGEXTEST("bananas","a[n]+")'})
    assert worked["A1"] == "uncomputed"
    assert worked["A2"] is True
