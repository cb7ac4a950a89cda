"""What docs/security.md says is never done."""

import ast
from pathlib import Path

import pytest

import socroi
from socroi.engine.model import budget
from socroi.workbook.package import archive
from socroi.workbook.reading import book, cells

PACKAGE = Path(socroi.__file__).parent
PAGE = (PACKAGE.parent / "docs" / "security.md").read_text(encoding="utf-8")
CONNECTING = {
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "aiohttp",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "urllib3",
    "webbrowser",
}
RUNNING = {"eval", "exec", "compile", "__import__"}
MEANT = {
    "hosts/server_guard.py": {"asyncio"},  # waits for the server behind it, and opens nothing
    "records.py": {"exec"},  # as dataclasses: from the names of fields, which stand in the package
}


def imported(tree):
    """The modules that a file imports, at its head or inside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_opens_a_connection_or_runs_a_text(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    meant = MEANT.get(path.relative_to(PACKAGE).as_posix(), set())
    modules = set(imported(tree)) - meant
    assert not {name for name in modules if name.partition(".")[0] in CONNECTING | {"pickle", "marshal", "shelve"}}
    assert "urllib.request" not in modules
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & RUNNING - meant


def test_the_limits_on_the_page_are_those_of_the_code():
    assert (archive.MAX_PART, archive.MAX_TOTAL) == (4 * 2**30 - 1, 16 * 2**30)
    assert (archive.RATIO, archive.RATIO_FROM) == (200, 100 * 2**20)
    assert (cells.MAX_SLOTS, book.MAX_STRINGS) == (400_000_000, 2**30)
    assert "4 GiB, 16 GiB in all, or a part beyond 100 MiB that is 200 times" in PAGE
    assert "400,000,000 cells in dense columns; 1 GiB of shared strings" in PAGE


def test_the_budgets_on_the_page_are_those_of_the_code():
    usual, tight = socroi.Limits(), socroi.Limits.untrusted()
    assert (usual.memory, usual.steps, tight.memory) == (None, None, 1 << 30)
    assert f"| {usual.seconds:g} | {tight.seconds:g} |" in PAGE
    assert f"| {usual.cells:,} | {tight.cells:,} |" in PAGE
    assert f"| {usual.text:,} characters | {tight.text:,} |" in PAGE
    assert f"| none | {tight.steps:,} |" in PAGE
    assert f"| {budget.MOST_FILLED:,} | {budget.MOST_FILLED:,} |" in PAGE
