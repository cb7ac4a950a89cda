"""A short run of the random attacks, and the cases that once found something."""

import bombs
import fuzz_books
import fuzz_kinds
import pytest

import socroi

FEW = {"packages": 60, "formulas": 10, "whatif": 8, "cells": 200, "exports": 60}

FORMULAS = [
    "CONCATENATE(LAMBDA(x,x))",  # an error that the file has no mark for was told as changed each time anew
]  # fmt: skip
"""Formulas that were found, in the form in which they are smallest."""


@pytest.mark.parametrize("kind", FEW)
def test_a_short_run_finds_nothing(kind, tmp_path):
    wrong = {number: text for number in range(FEW[kind]) if (text := fuzz_kinds.tried(kind, number, tmp_path))}
    assert wrong == {}


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_that_was_found_once_is_computed_as_it_should_be(formula, array, tmp_path):
    path = bombs.write(tmp_path / "book.xlsx", formula, "X1:Y1" if array else "")
    fuzz_books.must_hold(path, tmp_path)


def test_a_case_has_a_number_that_gives_it_again(tmp_path):
    import random

    import fuzz_formulas

    first, second = (fuzz_formulas.formula(random.Random("formulas 5")) for _ in range(2))
    assert first == second


def test_what_breaks_a_promise_is_told(tmp_path, monkeypatch):
    """A program that writes another part than it was given is found by a single case."""
    real = socroi.recalculate

    def careless(path, target, **options):
        report = real(path, target, **options)
        import zipfile

        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("xl/more.xml", b"<x/>")
        return report

    monkeypatch.setattr(fuzz_books.socroi, "recalculate", careless)
    assert "a part came or went" in fuzz_kinds.tried("formulas", 1, tmp_path)
