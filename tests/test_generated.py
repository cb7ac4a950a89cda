"""What is generated is fresh: made anew, it is what the repository holds."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from socroi.generate import contents, generate

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("generated")
    return {path.relative_to(root).as_posix(): path for path in generate(root)}


def test_every_generated_file_is_what_the_repository_holds(made):
    held = {name: (ROOT / name).read_bytes() if (ROOT / name).exists() else None for name in made}
    stale = [
        name
        for name, path in made.items()
        if held[name] is None or contents(name, held[name]) != contents(name, path.read_bytes())
    ]
    assert stale == [], "run `make generate` and commit what it makes"


def package(value):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as written:
        written.writestr("xl/worksheets/sheet1.xml", f"<c><f>A1^1.5</f><v>{value}</v></c>")
    return contents("book.xlsx", content.getvalue())


def test_the_last_digits_are_those_of_the_machine_and_the_others_are_not():
    assert package("0.13019308020253337") == package("0.13019308020253334")
    assert package("0.13019308020") != package("0.13019308021")
    assert package("-1") != package("1")


def test_no_page_template_or_add_in_is_left_over_from_before(made):
    kept = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("workbook_templates/*/*.xls*")}
    kept |= {path.relative_to(ROOT).as_posix() for path in ROOT.glob("workbook_templates/*/plain/*")}
    kept |= {path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/functions*.md")}
    installed = (path for path in ROOT.glob("addin/*/**/*") if path.is_file() and path.suffix != ".pyc")
    kept |= {path.relative_to(ROOT).as_posix() for path in installed}
    assert kept - set(made) == set()


def attributes(program, folder, paths):
    """Those of the paths that `.gitattributes` marks as generated, by git's own reading of it."""
    git = program("git")
    subprocess.run([git, "init", "--quiet", folder], check=True)
    shutil.copyfile(ROOT / ".gitattributes", folder / ".gitattributes")
    command = [git, "-C", folder, "check-attr", "-z", "--stdin", "linguist-generated"]
    answer = subprocess.run(command, input="\0".join(paths), check=True, capture_output=True, text=True).stdout
    path, _, value = (answer.split("\0")[start::3] for start in range(3))
    return {name for name, mark in zip(path, value, strict=False) if mark == "set"}


def test_git_is_told_which_files_are_generated_and_of_no_other_file(made, program, tmp_path):
    assert set(made) - attributes(program, tmp_path, made) == set(), "mark these in .gitattributes"
    folders = ("addin", "docs", "socroi", "workbook_templates")
    kept = [path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*")]
    by_hand = attributes(program, tmp_path, kept) - set(made)
    elsewhere = {name for name in by_hand if name.startswith(("docs/pictures/", "docs/report/"))} | {
        "docs/benchmarks.md"
    }
    assert {name for name in by_hand - elsewhere if (ROOT / name).is_file() and "__pycache__" not in name} == set()
