"""What docs/architecture.md names is there, and what is there on the ground floor it names."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"(?:socroi|tests|docs|addin|workbook_templates)/[\w/.]*", PAGE)))
FOLDERS = sorted({path.parent.name for path in (ROOT / "socroi").glob("*/__init__.py")} - {"demo_data"})


@pytest.mark.parametrize("path", PATHS)
def test_a_path_on_the_page_exists(path):
    assert (ROOT / path).exists()
    assert path.endswith("/") == (ROOT / path).is_dir()


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_page_has_a_line_for_each_folder_of_the_package(folder):
    assert f"\n| `socroi/{folder}/` | " in PAGE


def test_the_words_stand_in_their_order():
    words = re.findall(r"^\| ([a-z ]+) \| ", PAGE.partition("## Words")[2], re.MULTILINE)[1:]
    assert words == sorted(words)
    assert len(words) >= 20
