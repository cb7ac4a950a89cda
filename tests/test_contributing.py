"""The guides for contributors are literally true: their examples are written into a copy of the package, and run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from socroi import sources
from socroi.definition.registry import formulas

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "docs" / "contributing").glob("*.md"))
PAGES = [ROOT / "CONTRIBUTING.md", *GUIDES]
BLOCK = re.compile(r"^( *)```\w*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"# ((?:socroi|tests)/[\w/.]+)(, at its end)?\n")


def blocks(guide):
    """What a guide says to write: the file, whether at its end, and the text."""
    text = (ROOT / "docs" / "contributing" / f"{guide}.md").read_text(encoding="utf-8")
    written = [dedent(body) for _, body in BLOCK.findall(text)]
    return [(place[1], bool(place[2]), body[place.end() :]) for body in written if (place := PLACE.match(body))]


def follow(root, guide):
    """Write into a copy of the project what a guide says, and return the tests among the files."""
    for file, at_its_end, body in blocks(guide):
        path = root / file
        assert path.exists() == at_its_end, f"{guide}.md is of a file that {'is not' if at_its_end else 'is'} there"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as lines:
            lines.write(body)
    return [file for file, _, _ in blocks(guide) if file.startswith("tests/") and file.endswith(".py")]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The package, and the tests that the guides write to or speak of."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "socroi", root / "socroi", ignore=shutil.ignore_patterns("__pycache__", "_data"))
    for file in ("tests/catalogue/test_rate.py", "tests/catalogue/test_examples.py", "tests/sources/conftest.py"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, root / file)
    (root / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    return root


@pytest.fixture(scope="module")
def following_function(copy):
    """The copy after the guide to a function was followed, and the tests that it has one write."""
    return copy, follow(copy, "function")


@pytest.fixture
def module_of_function(following_function):
    """The module of the function, to be broken; it is mended afterwards."""
    path = following_function[0] / "socroi" / "catalogue" / "rate.py"
    whole = path.read_text(encoding="utf-8")
    yield path, whole
    path.write_text(whole, encoding="utf-8")


def run_tests(root, *arguments):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=variables, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_function_of_the_guide_does_not_exist_yet_and_becomes_one_by_following_it(following_function):
    copy, tests = following_function
    (name,) = re.findall(r"^def (SOC[A-Z]+)", blocks("function")[0][2], re.MULTILINE)
    assert name not in formulas(), "choose another example for the guide"
    status, said = run_tests(copy, *tests, "tests/catalogue/test_examples.py", "-k", f"{name} or view")
    # Three examples, that it does not spill, and the test of the guide.
    assert (status, "5 passed" in said) == (0, True), said


def test_what_the_guide_shows_as_red_is_what_is_printed(copy, module_of_function):
    rate, whole = module_of_function
    guide = (ROOT / "docs" / "contributing" / "function.md").read_text(encoding="utf-8")
    rate.write_text(re.sub(r"(def SOCCPV.*?)    Source:\n.*?\n", r"\1", whole, flags=re.DOTALL), encoding="utf-8")
    command = [sys.executable, "-c", "from socroi.definition.registry import formulas; formulas()"]
    done = subprocess.run(command, cwd=copy, check=False, capture_output=True, text=True)
    assert re.search(r"^socroi\.\S*: SOCCPV.*$", guide, re.MULTILINE)[0] == done.stderr.splitlines()[-1]
    rate.write_text(whole.replace("(100,5000) -> 0.02", "(100,5000) -> 0.2"), encoding="utf-8")
    said = run_tests(copy, "tests/catalogue/test_examples.py", "-k", "SOCCPV")[1]
    shown = re.findall(r"^(?:FAILED|E  ) .*$", guide, re.MULTILINE)
    assert len(shown) == 2
    assert [line for line in shown if line not in said] == []


def test_export_of_the_guide_does_not_exist_yet_and_is_read_by_following_it(copy):
    assert "fediads" not in {source.name for source in sources.sources()}
    tests = follow(copy, "export")
    status, said = run_tests(copy, *tests)
    assert (status, "1 passed" in said) == (0, True), said


def test_excel_function_of_the_guide_stands_in_its_module_and_in_its_test_as_it_is_shown():
    shown = blocks("excel_function")
    assert len(shown) == 2
    for file, _, body in shown:
        assert body.strip("\n") in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_guide_names_is_there(page):
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    named = re.findall(r"`((?:socroi|tests|docs|workbook_templates)/[\w/.]+)`", text)
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [link for link in linked if not (page.parent / link).exists()] == []


def test_contributing_leads_to_every_guide():
    text = PAGES[0].read_text(encoding="utf-8")
    assert [guide.name for guide in GUIDES if f"(docs/contributing/{guide.name})" not in text] == []
    assert len(GUIDES) == 7
