"""The plain edition, with no values in it, recalculated by engines of others: each agrees with ours in every cell.

Left out are the formulas that an engine cannot compute (`engine_limits`): in the English examples about one in ninety.
`SOCROI_SWEEP=1` (`make rulers`) takes every language, and the empty templates too.
"""

import os
import subprocess
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import mkdtemp

import other_engines
import pytest
import xlsxwriter
from answers import shown
from engine_limits import CELLS, LIMITS, beyond, references_of
from every_template import EDITIONS, computed
from other_engines import NODE, formula_cells, without_values

from socroi import recalculate
from socroi.books.named_cells import NamedCells
from socroi.definition.registry import formulas
from socroi.gate import gate
from socroi.hosts.plain.edition import write_plain_edition
from socroi.hosts.plain.formula import plain_trees
from socroi.hosts.plain.references import References
from socroi.review.rules.values import same
from socroi.review.subject import Place
from socroi.templates import languages
from socroi.workbook.reading.book import load

SWEEP = bool(os.environ.get("SOCROI_SWEEP"))
BOOKS = (
    [(name, example, language) for name, example in EDITIONS for language in languages()]
    if SWEEP
    else [(name, True, "en") for name, example in EDITIONS if example] + [("four_step", False, "en")]
)
ENGINES = tuple(LIMITS)
FOLDER = Path(mkdtemp(prefix="socroi-engines-"))


@pytest.fixture(scope="module")
def compute(program, package):
    """`compute(engine, path)` gives the value of each formula cell."""

    def ask(engine, path):
        if engine != "hyperformula":
            package(engine, "pip install '.[dev]'")
            answer = getattr(other_engines, engine)(path)
        else:
            node = program("node")
            found = subprocess.run([node, "-e", "require.resolve('hyperformula')"], cwd=NODE, check=False)
            if found.returncode:
                pytest.skip("npm install --prefix tests/hosts/node")
            answer = other_engines.hyperformula(path, node)
        assert not isinstance(answer, str), answer
        return answer

    return ask


@cache
def plain(name, *, example, language):
    """A plain workbook that ours has computed, as it is read."""
    path = FOLDER / f"{name}-{example}-{language}.xlsx"
    write_plain_edition(computed(name, example=example, language=language), path, compute=False)
    assert recalculate(path).uncomputed == []
    return path, load(path).book


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "example", "language"), BOOKS)
def test_another_engine_computes_what_ours_does(name, example, language, engine, compute, tmp_path):
    path, book = plain(name, example=example, language=language)
    references, ours = references_of(book), NamedCells(book)
    cells = list(formula_cells(book))
    kept = frozenset(place for place, region, _ in cells if beyond(engine, region, references[place.sheet]))
    assert len(kept) < len(cells) / 40
    bare = without_values(path, tmp_path / "bare.xlsx", kept=kept, simple=engine == "formualizer")
    theirs = compute(engine, bare)
    asked = [place for place, _, _ in cells if place not in kept]
    assert [place for place in asked if not same(ours.at(*place), theirs.get(place))] == []


@pytest.mark.parametrize(("engine", "rule"), [(engine, rule) for engine in ENGINES for rule in LIMITS[engine]])
def test_what_an_engine_is_said_not_to_compute_it_does_not(engine, rule, compute, tmp_path):
    """The witness for what is right is Excel's definition of each function, worked out by hand in the case."""
    formula, right, _ = LIMITS[engine][rule]
    path = tmp_path / "case.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Case")
        sheet.write_row("A1", CELLS)
        sheet.write_formula("A3", f"={formula}", None, 0)
        file.define_name("one", "=Case!$B$1")
    assert recalculate(path).uncomputed == []
    book = load(path).book
    ((place, region, _),) = formula_cells(book)
    assert beyond(engine, region, references_of(book)[0]) == rule
    assert same(NamedCells(book).at(*place), right)
    bare = without_values(path, tmp_path / "bare.xlsx", simple=engine == "formualizer")
    assert not same(compute(engine, bare).get(place), right)


LOOKED_AT = {"": (), ",,5,3": (None, "5", 3), ",,,,25,400": (None, None, None, 25, 400)}
"""What follows the counts of a lift, in the formula and as the gate takes it: once, third of five, priced."""
COUNTS = [(80, 56, 80, 48), (5000, 500, 5200, 400)]


@pytest.mark.parametrize("engine", ENGINES)
def test_another_engine_computes_a_lift_in_functions_of_excel_2010_as_the_gate_does(engine, compute, tmp_path):
    path, expected = tmp_path / "lifts.xlsx", {}
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Lifts")
        for row, (counts, (typed, more)) in enumerate(product(COUNTS, LOOKED_AT.items())):
            sheet.write_row(row, 0, counts)
            told = shown(gate.call(formulas()["SOCLIFT"], *counts, *more))[1]
            cells = ",".join(f"{column}{row + 1}" for column in "ABCD")
            trees = plain_trees(f"SOCLIFT({cells}{typed})", (row, 5), (2, len(told)), References())
            for place, value in enumerate(told):
                sheet.write_formula(row, 5 + place, "=" + trees.at(1, place, (row, 5)).text, None, 0)
                expected[0, row, 5 + place] = value
    theirs = compute(engine, without_values(path, tmp_path / "bare.xlsx", simple=engine == "formualizer"))
    wrong = [(place, value, theirs.get(Place(*place))) for place, value in expected.items()]
    assert [each for each in wrong if not same(*each[1:])] == []
