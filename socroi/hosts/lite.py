"""The code for xlwings Lite: one file to paste, which carries all that the functions need, and the two-line variant."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import socroi
from socroi import __version__
from socroi.hosts.xlwings_version import XLWINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRY: Final = "socroi.hosts.excel"
_ROOT: Final = Path(socroi.__file__).parent
_QUOTES: Final = "'''"

_HEAD: Final = f'''"""SOCROI {__version__} for xlwings Lite: what social media work returns, as worksheet functions.

How: in Excel open xlwings Lite, replace all of main.py with this file, press Restart. Then type =SOCROI( in a cell.

Nothing has to be installed: the modules below are SOCROI itself, as text. They are written to a folder in memory and
imported from there. MIT licence. Made by `make generate` for xlwings {XLWINGS}; do not edit.
"""

import sys
import tempfile
from pathlib import Path

SOURCES = {{
'''

_TAIL: Final = """}


def unpack():
    for name in [name for name in sys.modules if name.partition(".")[0] == "socroi"]:
        del sys.modules[name]
    folder = Path(tempfile.mkdtemp(prefix="socroi-"))
    for name, text in SOURCES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))


unpack()

from socroi.hosts.excel import *
"""

WITH_PACKAGE: Final = """# SOCROI for xlwings Lite, with the line  socroi  in requirements.txt.
from socroi.hosts.excel import *
"""


def main_py() -> str:
    """Return the self-contained `main.py`.

    Raises:
        ValueError: a module cannot be written as a raw text.
    """
    parts = [_HEAD]
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if _QUOTES in text:
            raise ValueError(f"{path} has three single quotes in a row, which a raw text cannot hold")
        parts.append(f'"{_name(path)}": r{_QUOTES}{text}{_QUOTES},\n')
    return "".join([*parts, _TAIL])


def modules() -> list[Path]:
    """Return the files that the functions need, and no other, in the order of their names."""
    found: set[Path] = set()
    waiting = [ENTRY, *(f"socroi.catalogue.{path.stem}" for path in (_ROOT / "catalogue").glob("*.py"))]
    while waiting:
        for path in _files(waiting.pop()):
            if path not in found:
                found.add(path)
                waiting += _imported(path)
    return sorted(found)


def _files(module: str) -> Iterator[Path]:
    """Yield the file of a module, and those of the packages that it lies in."""
    place = _ROOT.parent.joinpath(*module.split("."))
    if place.is_dir():
        yield place / "__init__.py"
    elif place.with_suffix(".py").exists():
        yield place.with_suffix(".py")
    parent = module.rpartition(".")[0]
    if parent:
        yield from _files(parent)


def _imported(path: Path) -> Iterator[str]:
    """Yield what a module imports when it runs; what the package itself fetches on demand is not for a cell."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if path == _ROOT / "__init__.py" else ast.walk(_without_type_checking(tree))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "socroi":
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] == "socroi")


def _without_type_checking(tree: ast.Module) -> ast.Module:
    body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING")
    ]
    return ast.Module(body, [])


def _name(path: Path) -> str:
    return path.relative_to(_ROOT.parent).as_posix()
