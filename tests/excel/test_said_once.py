"""A fact of Excel stands in socroi/excel and nowhere else: no other module spells it."""

import ast
import operator
from pathlib import Path

import pytest

from socroi.excel.functions import BUILT_IN

PACKAGE = Path(__file__).parents[2] / "socroi"
HOMES = ("excel", "definition/suggestion.py")

MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

DAYS = {1462, 1899, 1904, 25_569, 2_958_465, 2_958_466}
GRID = {1_048_575, 1_048_576, 1_048_577, 16_383, 16_384, 16_385}
FOLDED = {ast.LShift: operator.lshift, ast.Pow: operator.pow, ast.Mult: operator.mul, ast.Sub: operator.sub,
          ast.Add: operator.add}  # fmt: skip
A_LIST = 100
"""So many names of functions in one literal are a list of Excel's functions, not a few of a kind."""


def number(node):
    """The whole number that an expression of constants is: 1048576, 1 << 20, 2**20, 1024 * 1024, (1 << 20) - 1."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in FOLDED:
        left, right = number(node.left), number(node.right)
        if left is not None and right is not None and abs(right) < 64:
            return FOLDED[type(node.op)](left, right)
        return left * right if None not in (left, right) and isinstance(node.op, ast.Mult) else None
    return None


def called(node):
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def a_day(node):
    return number(node) in DAYS


def an_end_of_the_grid(node):
    return number(node) in GRID


def letters_of_a_column(node):
    """Counting with 26; `chr` or `ord` with 64, 65 or "A"; a letter moved on with both."""
    if called(node) == "divmod":
        return number(node.args[1]) == 26
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.FloorDiv | ast.Mod):
        return 26 in (number(node.left), number(node.right))
    inside = list(ast.walk(node)) if isinstance(node, ast.BinOp) or called(node) == "chr" else []
    codes = {called(each) for each in inside} & {"chr", "ord"}
    from_a = any(number(each) in (64, 65) or getattr(each, "value", None) == "A" for each in inside)
    return codes == {"chr", "ord"} or (bool(codes) and from_a)


def an_apostrophe_doubled(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "replace"
        and [getattr(each, "value", None) for each in node.args[:2]] == ["'", "''"]
    )


def a_guess_at_what_was_meant(node):
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
    return "difflib" in names or getattr(node, "module", "") == "difflib"


def a_list_of_functions(node):
    words = []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = node.value.split()
    elif isinstance(node, ast.Set | ast.List | ast.Tuple):
        words = [each.value for each in node.elts if isinstance(each, ast.Constant)]
    elif isinstance(node, ast.Dict):
        words = [each.value for each in node.keys if isinstance(each, ast.Constant)]
    return len(words) >= A_LIST and sum(word in BUILT_IN for word in words) > len(words) / 2


def anothers_addresses(node):
    return isinstance(node, ast.ImportFrom) and node.module == "xlsxwriter.utility"


FACTS = (a_day, an_end_of_the_grid, letters_of_a_column, an_apostrophe_doubled, a_guess_at_what_was_meant)
FACTS += (a_list_of_functions, anothers_addresses)

EXCEPT = {
    ("toml.py", an_end_of_the_grid): "a mebibyte",
    ("workbook/package/archive.py", an_end_of_the_grid): "a mebibyte",
    ("workbook/reading/tags.py", an_end_of_the_grid): "a mebibyte",
    ("engine/declaration/families.py", a_list_of_functions): "generated from the declarations",
}


def spelled(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(fact, node.lineno) for node in ast.walk(tree) for fact in FACTS if fact(node)]


def test_no_other_module_spells_a_fact_of_excel():
    others = {name: path for name, path in MODULES.items() if not name.startswith(HOMES)}
    found = [(name, fact, line) for name, path in others.items() for fact, line in spelled(path)]
    assert [f"{name}:{line}: {fact.__name__}" for name, fact, line in found if (name, fact) not in EXCEPT] == []
    assert {(name, fact) for name, fact, _ in found} == set(EXCEPT), "an exception that nothing needs"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("serial + 1462", a_day),
        ("date(1899, 12, 30)", a_day),
        ("date(1904, 1, 1)", a_day),
        ("LAST = 2_958_465", a_day),
        *((f"last = {size}", an_end_of_the_grid) for size in ("1_048_576", "2**20", "1024 * 1024", "(1 << 14) - 1")),
        ("chr(65 + column)", letters_of_a_column),
        ("index * 26 + ord(letter) - 64", letters_of_a_column),
        ("ord(letter) - ord('A')", letters_of_a_column),
        ("divmod(column - 1, 26)", letters_of_a_column),
        ("chr(ord(column) + 2)", letters_of_a_column),
        ('name.replace("\'", "\'\'")', an_apostrophe_doubled),
        ("from difflib import get_close_matches", a_guess_at_what_was_meant),
        ("import difflib", a_guess_at_what_was_meant),
        (f"NAMES = {sorted(BUILT_IN)}", a_list_of_functions),
        (f"NAMES = '''{' '.join(sorted(BUILT_IN))}'''.split()", a_list_of_functions),
        ("from xlsxwriter.utility import xl_col_to_name", anothers_addresses),
    ],
)
def test_each_spelling_is_seen(text, fact):
    assert any(fact(node) for node in ast.walk(ast.parse(text)))
