"""The rules of the tree: which layer may import which, and what may be imported early."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from socroi.engine.functions.families import FAMILY_OF

PACKAGE = Path(__file__).parents[1] / "socroi"

LAYERS = [
    "foundation",
    "catalogue",
    "gate",
    "engine",
    "workbook",
    "recalculation",
    "warm",
    "batch",
    "whatif",
    "templates",
    "sources",
    "portfolio",
]
LAYERS += ["report", "hosts", "cli", "generate", "__main__"]
"""From the ground up: a module imports from its own layer and from those before it. What is not named is foundation."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(name):
    part = name.split(".")[1] if "." in name else ""
    if part == "python":
        return "gate"
    return part if part in LAYERS or not part else "foundation"


def imported(path):
    """The modules of socroi that a file imports when it is imported itself, not inside its functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in nodes:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        for name in names:
            if name == "socroi" and isinstance(node, ast.ImportFrom):
                yield from (f"socroi.{alias.name}" for alias in node.names if (PACKAGE / f"{alias.name}.py").exists()
                            or (PACKAGE / alias.name).is_dir())  # fmt: skip
            elif name.startswith("socroi."):
                yield name


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_a_module_imports_from_its_own_layer_or_from_one_below_it(path):
    name = ".".join(("socroi", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    own = layer(name)
    if own in ("", "demo_data"):
        return
    for other in imported(path):
        below = layer(other)
        assert LAYERS.index(below) <= LAYERS.index(own), f"{name} ({own}) imports {other} ({below})"


def modules_after(statement):
    code = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


HEAVY = {"numpy", "pandas", "matplotlib", "xlsxwriter", "rich", "openpyxl", "scipy", "xlwings", "formulas"}


def test_the_catalogue_and_the_gate_need_the_standard_library_alone():
    loaded = modules_after("import socroi; socroi.SOCROI([1000], [500]); socroi.formulas()")
    third_party = {name.split(".")[0] for name in loaded} & (HEAVY | {"click"})
    assert third_party == set()


def test_the_help_of_the_command_line_loads_nothing_heavy():
    loaded = modules_after("import socroi.cli")
    assert {name.split(".")[0] for name in loaded} & HEAVY == set()


def test_the_engine_needs_numpy_and_nothing_else():
    loaded = modules_after("import socroi.recalculation")
    assert {name.split(".")[0] for name in loaded} & HEAVY == {"numpy"}


def test_families_of_functions_that_few_workbooks_use_wait_until_one_asks():
    rare = {f"socroi.engine.functions.{family}" for family in FAMILY_OF.values()}
    loaded = modules_after("import socroi.recalculation")
    late = {"numpy.random", "multiprocessing", "concurrent.futures", "rich", "socroi.engine.catalogue_calls"}
    assert loaded & (rare | late) == set()
    one = modules_after("from socroi.engine.functions import find\nassert find('BAHTTEXT')")
    assert one & rare == {"socroi.engine.functions.thai"}
    assert rare <= modules_after("from socroi.engine.functions import find\nassert not find('NO')")


def test_a_function_that_the_list_of_families_does_not_have_is_found_all_the_same():
    forgotten = "from socroi.engine.functions import families, find\nfamilies.FAMILY_OF.clear()\nassert find('BESSELJ')"
    assert "socroi.engine.functions.bessel" in modules_after(forgotten)
