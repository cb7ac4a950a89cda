"""What people are told to type to get SOCROI."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = [
    path
    for folder in ("docs", "socroi", "addin", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".md", ".py", ".bas", ".html", ".toml", ".txt"} and "node_modules" not in path.parts
] + [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "Makefile"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nobody_is_sent_to_an_index_for_it(path):
    """The package is on none, so that whoever takes the name there would be installed in its place."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"""pip(?:["']|3|\.exe)* install (?:-\S+ )*["'`]*socroi(?![^\s"'`]*\.whl|\\)""", text)
