import re
from pathlib import Path

import pytest

from socroi.hosts.templates_page import templates_page
from socroi.templates import catalogue, names
from socroi.templates.texts import language_names

DOCS = Path(__file__).parents[2] / "docs"
PAGE = templates_page()


@pytest.mark.parametrize("info", catalogue(), ids=lambda info: info.name)
def test_gallery_says_who_a_template_is_for_what_it_answers_and_which_sheets_it_has(info):
    section = PAGE.partition(f'<a id="{info.name}"></a>')[2].partition("<a id=")[0]
    assert f"![{info.title}" in section
    assert info.audience in section
    assert info.question in section
    assert all(f"| {sheet} |" in section for sheet, _ in info.sheets)


def test_every_picture_and_file_that_the_gallery_shows_is_there():
    places = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert sum(place.endswith(".png") for place in places) == len(names()) + 1
    assert [place for place in places if not (DOCS / place).exists()] == []


def test_no_picture_of_a_template_is_left_over_or_heavy():
    pictures = sorted((DOCS / "pictures").glob("template_*.png"))
    assert [path.name for path in pictures if f"pictures/{path.name}" not in PAGE] == []
    assert [path.name for path in pictures if path.stat().st_size > 150_000] == []


def test_gallery_names_every_language_in_words():
    assert all(f"{name} (`{code}`)" in PAGE for code, name in language_names().items())
    assert [code for code, name in language_names().items() if name == code] == [], (
        "its .po needs X-Language-Name in the header"
    )
