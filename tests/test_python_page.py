"""The examples of docs/python.md run, one after the other in one folder, and show what the page says."""

import doctest
import re
from pathlib import Path

import pytest

import socroi

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS = list(re.finditer(r"^```pycon\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


def run(text, names, line, said):
    """Run the examples of a text among the names that those before it have made."""
    test = doctest.DocTestParser().get_doctest(text, {}, "docs/python.md", "docs/python.md", line)
    test.globs = names
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    return runner.run(test, out=said.append, clear_globs=False).failed


def test_every_example_of_the_page_shows_what_the_page_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names, said = {}, []
    failed = sum(run(block[1], names, PAGE[: block.start(1)].count("\n"), said) for block in BLOCKS)
    assert not failed, "".join(said)
    assert {"report", "book", "filled", "tables"} <= names.keys()


def test_an_example_that_shows_something_else_is_told():
    assert run(">>> 1 + 1\n3\n", {}, 0, []) == 1


@pytest.mark.parametrize("name", [name for name in socroi.__all__ if name != "__version__"])
def test_the_page_tells_of_every_public_name(name):
    assert re.search(rf"\b{name}\b", PAGE), f"docs/python.md says nothing of socroi.{name}"
