"""REGEXTEST, REGEXEXTRACT, REGEXREPLACE. Expected values: Excel's, in conformance/excel/ironcalc REGEX.xlsx and
Microsoft's help."""

from __future__ import annotations

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
