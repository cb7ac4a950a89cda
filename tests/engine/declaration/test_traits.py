"""What functions state of themselves. Microsoft's list of compatibility functions says which are one by two names."""

import ast
import re
from pathlib import Path

import pytest

from socroi.engine.declaration.declare import FAMILIES, FUNCTIONS
from socroi.engine.declaration.traits import Trait, has
from socroi.engine.functions import every_function, find
from socroi.generate import function_families

ENGINE = Path(__file__).parents[3] / "socroi" / "engine"

OLD_AND_NEW = [
    ("STDEVP", "STDEV.P"),
    ("STDEV", "STDEV.S"),
    ("VARP", "VAR.P"),
    ("VAR", "VAR.S"),
    ("RANK", "RANK.EQ"),
    ("PERCENTILE", "PERCENTILE.INC"),
    ("PERCENTRANK", "PERCENTRANK.INC"),
    ("QUARTILE", "QUARTILE.INC"),
    ("COVAR", "COVARIANCE.P"),
    ("FORECAST", "FORECAST.LINEAR"),
    ("MODE", "MODE.SNGL"),
    ("NORMDIST", "NORM.DIST"),
    ("TTEST", "T.TEST"),
]

OF_ONE_KIND = [
    ("STDEV.P", "STDEV.S"),
    ("VAR.P", "VAR.S"),
    ("STDEVA", "STDEVPA"),
    ("PERCENTILE.EXC", "PERCENTILE.INC"),
    ("QUARTILE.EXC", "QUARTILE.INC"),
    ("RANK.AVG", "RANK.EQ"),
    ("CORREL", "PEARSON"),
    ("MINA", "MAXA"),
    ("MINIFS", "MAXIFS"),
    ("DAY", "YEAR"),
    ("DAY", "MONTH"),
    ("HOUR", "SECOND"),
    ("ISERR", "ISERROR"),
    ("LEN", "LENB"),
    ("AND", "OR"),
    ("AND", "XOR"),
    ("IFERROR", "IFNA"),
    ("ROUNDUP", "ROUNDDOWN"),
    ("VLOOKUP", "HLOOKUP"),
    ("ROWS", "COLUMNS"),
    ("TOCOL", "TOROW"),
    ("NOW", "TODAY"),
]


def traits(name):
    assert find(name) is not None
    return {trait.name for trait in Trait if has(name, trait)}


@pytest.mark.parametrize(("one", "other"), OLD_AND_NEW + OF_ONE_KIND)
def test_functions_that_differ_in_name_or_in_what_they_pick_have_the_same_traits(one, other):
    assert traits(one) == traits(other)


def test_a_question_about_a_trait_loads_no_family_and_is_answered_as_by_the_declaration():
    # The functions have answered for themselves wherever `find` has loaded them; the generated file must say the same.
    written = (ENGINE / "declaration" / "families.py").read_text(encoding="utf-8")
    assert written == function_families(), "run `make generate` and commit what it makes"


@pytest.mark.parametrize(
    "formula",
    [
        *(f"{name}(A:A)" for name in ("STDEVP", "STDEV.P", "VARP", "KURT", "GEOMEAN", "VARA", "STDEVPA", "DEVSQ")),
        *(f"{name}(A:A,B:B)" for name in ("CORREL", "PEARSON", "SLOPE", "INTERCEPT", "RSQ", "STEYX", "COVAR")),
        *(f"{name}(A:A,0.4)" for name in ("PERCENTILE", "PERCENTILE.EXC")),
        "QUARTILE.EXC(A:A,1)",
    ],
)
def test_whole_columns_are_read_once_and_give_what_their_used_part_gives(work, monkeypatch, formula):
    name = formula.partition("(")[0]
    general, calls = find(name), []
    monkeypatch.setitem(FUNCTIONS, name, lambda *given: (calls.append(name), general(*given))[1])
    cells = {f"A{row}": value for row, value in enumerate([3, 1, 4, 1.5, 5, 9, 2, 6], 1)}
    cells |= {f"B{row}": value for row, value in enumerate([2, 7, 1, 8, 2, 8, 1, None], 1)}
    whole = work({**cells, "D1": "=" + formula})["D1"]
    assert len(calls) == 1
    used = re.sub(r"([AB]):[AB]", r"\g<1>1:\g<1>9", formula)
    assert whole == work({**cells, "D1": "=" + used})["D1"]


def named_together(path, names):
    """The function names that a module spells together: in one set, tuple, dictionary, pattern or text of words."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Set() | ast.Tuple() | ast.List():
                found = [each.value for each in node.elts if isinstance(each, ast.Constant)]
            case ast.Dict():
                found = [each.value for each in (*node.keys, *node.values) if isinstance(each, ast.Constant)]
            case ast.MatchOr():
                found = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
            case ast.Constant(value=str(text)):
                found = text.split()
                if not all(re.fullmatch(r"[A-Z][A-Z0-9.]*", word) for word in found):
                    continue
            case _:
                continue
        spelled = {name for name in found if isinstance(name, str)} & names
        if len(spelled) > 1:
            yield f"{path.relative_to(ENGINE)}:{node.lineno} {sorted(spelled)}"


def test_only_a_declaration_spells_names_of_functions_together():
    elsewhere = {
        "declaration/families.py",  # it is generated from the declarations
        "formula/tree.py",  # LET and LAMBDA are grammar: their arguments declare names
    }
    names = every_function() - {"TRUE", "FALSE"}  # which are values, too
    spelled = []
    for path in sorted(ENGINE.rglob("*.py")):
        if path.relative_to(ENGINE).as_posix() not in elsewhere:
            own = {name for name in names if FAMILIES[name] == path.stem and path.parent.name == "functions"}
            spelled += named_together(path, names - own)
    assert spelled == []


def test_a_body_takes_the_date_system_and_the_texts_where_its_declaration_says_so():
    wanted = {"strings": "TEXTS", "date_1904": "DATES"}
    for path in sorted((ENGINE / "functions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                stated = " ".join(map(ast.unparse, node.decorator_list))
                taken = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
                for argument, trait in wanted.items():
                    assert (argument in taken) == (f"Trait.{trait}" in stated), f"{path.name}:{node.lineno}"
