"""The rules of the tree: which layer may import which, and what may be imported early."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from socroi.engine.declaration.families import FAMILY_OF

PACKAGE = Path(__file__).parents[1] / "socroi"

LAYERS = (
    *(
        "errors",
        "records",
        "patterns",
        "processor",
        "toml",
        "excel",
        "definition",
        "methods",
        "catalogue",
        "gate",
        "pandas",
        "engine",
    ),
    *("workbook", "books", "templates", "sources", "intake", "review", "reports", "portfolio", "hosts", "cli"),
    *("generate", "__main__"),
)
"""From the ground up: a module imports from its own layer and from those before it."""

INSIDE = {
    "engine": (
        *("arithmetic", "formula", "model", "printing", "evaluation", "pivot", "declaration", "statistics"),
        *("search", "grouping", "functions", "catalogue_calls", "differences", "schedule", "incremental"),
        *("calculation", "kindred"),
    ),
    "workbook": ("package", "reading", "writing"),
}
"""The same inside two layers that are large."""

ON_THE_SIDE = {"", "demo_data"}
"""The package itself, which fetches from all of them on demand, and data."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def part(name, depth):
    """The part of a module's name at some depth: `engine` of `socroi.engine.model.block` at 1, `model` at 2."""
    parts = name.split(".")
    return parts[depth] if len(parts) > depth else ""


def names_in(nodes):
    """The modules of socroi that some import statements name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if is_module(name) else node.module for name in inner]
        else:
            continue
        yield from (name for name in found if name.startswith("socroi."))


def is_module(name):
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def imported(path):
    """The modules of socroi that a file imports when it is imported itself, not inside its functions."""
    return names_in(ast.parse(path.read_text(encoding="utf-8")).body)


def imported_late(path):
    """The modules of socroi that a file imports inside its functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return names_in(node for function in functions for node in ast.walk(function))


def named(path):
    return ".".join(("socroi", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_a_module_imports_from_its_own_layer_or_from_one_below_it(path):
    name = named(path)
    own = part(name, 1)
    if own in ON_THE_SIDE:
        return
    for other in imported(path):
        below = part(other, 1)
        assert LAYERS.index(below) <= LAYERS.index(own), f"{name} ({own}) imports {other} ({below})"
        assert not points_up_inside(name, other), f"{name} imports {other}"


def points_up_inside(name, other):
    """Whether an import inside one of the large layers goes to a part that comes later."""
    order = INSIDE.get(part(name, 1))
    if not order or part(other, 1) != part(name, 1) or not part(name, 2) or not part(other, 2):
        return False
    return order.index(part(other, 2)) > order.index(part(name, 2))


LATE = [path for path in MODULES if part(named(path), 1) in INSIDE and any(imported_late(path))]


@pytest.mark.parametrize("path", LATE, ids=[str(path.relative_to(PACKAGE)) for path in LATE])
def test_an_import_inside_a_function_of_a_large_layer_does_not_point_up_either(path):
    name = named(path)
    for other in imported_late(path):
        assert LAYERS.index(part(other, 1)) <= LAYERS.index(part(name, 1)), f"{name} imports {other} late"
        assert not points_up_inside(name, other), f"{name} imports {other} late"


FAMILIES = sorted(path for path in (PACKAGE / "engine" / "functions").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("path", FAMILIES, ids=[path.stem for path in FAMILIES])
def test_a_family_of_functions_imports_no_other_family(path):
    """What two of them need lies below; so each can be loaded, read and tested by itself."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    assert [name for name in names if name.startswith("socroi.engine.functions")] == []


def test_every_module_among_the_families_declares_functions():
    declared = set(FAMILY_OF.values())
    assert {path.stem for path in FAMILIES} == declared


def there(folder):
    found = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return found | {path.parent.name for path in folder.glob("*/__init__.py")}


def test_every_layer_that_is_named_exists_and_every_one_that_exists_is_named():
    assert there(PACKAGE) == set(LAYERS) | ON_THE_SIDE - {""}
    for layer, inside in INSIDE.items():
        assert there(PACKAGE / layer) == set(inside)


def test_a_test_lies_where_its_module_lies():
    """A folder of tests has the name of a folder of the package."""
    tests = Path(__file__).parent
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")}
    assert [str(folder) for folder in sorted(folders) if not (PACKAGE / folder).is_dir()] == []


def modules_after(statement):
    code = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


HEAVY = {"numpy", "pandas", "matplotlib", "xlsxwriter", "rich", "openpyxl", "scipy", "xlwings", "formulas"}
HEAVY |= {"ibis", "duckdb", "pyarrow", "pyspark", "sqlite3", "python_calamine"}


def test_the_catalogue_and_the_gate_need_the_standard_library_alone():
    loaded = modules_after("import socroi; socroi.SOCROI([1000], [500]); socroi.formulas()")
    third_party = {name.split(".")[0] for name in loaded} & (HEAVY | {"click"})
    assert third_party == set()


def test_the_help_of_the_command_line_loads_nothing_heavy():
    loaded = modules_after("import socroi.cli")
    assert {name.split(".")[0] for name in loaded} & HEAVY == set()


def test_the_engine_needs_numpy_and_nothing_else():
    loaded = modules_after("import socroi.books.recalculation")
    assert {name.split(".")[0] for name in loaded} & HEAVY == {"numpy"}


def test_families_of_functions_that_few_workbooks_use_wait_until_one_asks():
    rare = {f"socroi.engine.functions.{family}" for family in FAMILY_OF.values()}
    loaded = modules_after("import socroi.books.recalculation")
    late = {"numpy.random", "multiprocessing", "concurrent.futures", "rich", "socroi.engine.catalogue_calls"}
    late.add("socroi.engine.incremental.open_calculation")
    assert loaded & (rare | late) == set()
    one = modules_after("from socroi.engine.functions import find\nassert find('BAHTTEXT')")
    assert one & rare == {"socroi.engine.functions.thai"}
    assert rare <= modules_after("from socroi.engine.functions import find\nassert not find('NO')")


def test_a_function_that_the_list_of_families_does_not_have_is_found_all_the_same():
    imports = "from socroi.engine.declaration import families\nfrom socroi.engine.functions import find"
    forgotten = f"{imports}\nfamilies.FAMILY_OF.clear()\nassert find('BESSELJ')"
    assert "socroi.engine.functions.bessel" in modules_after(forgotten)
