import re

import pytest

from socroi.definition.literature import WORKS
from socroi.definition.registry import formulas
from socroi.hosts.help_page import help_page
from socroi.hosts.pages import function_pages


@pytest.fixture(scope="module")
def pages():
    return function_pages()


@pytest.mark.parametrize("name", formulas())
def test_a_function_stands_with_the_whole_references_of_its_source(pages, name):
    formula = formulas()[name]
    page = pages[f"functions-{formula.module}.md"]
    own = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    for key, work in formula.works.items():
        assert f"[{key}](literature.md#{key.lower()})" in own
        assert f"\n- {key}: {work.reference}\n" in own


def test_every_work_is_listed_with_the_functions_that_cite_it(pages):
    sections = dict(re.findall(r"\n## (\w+)\n(.*?)(?=\n## |\Z)", pages["literature.md"], re.DOTALL))
    assert list(sections) == list(WORKS)
    for key, text in sections.items():
        assert f"\n{WORKS[key].reference}\n" in text
        citing = [name for name, formula in formulas().items() if f"[{key}]" in formula.source]
        assert re.findall(r"\[([A-Z]+)\]\(functions-", text) == citing


def test_the_index_leads_to_the_literature(pages):
    assert "(literature.md)" in pages["functions.md"]


def test_every_link_between_the_pages_leads_to_a_heading(pages):
    for text in pages.values():
        for page, anchor in re.findall(r"\]\(([\w-]+\.md)(?:#(\w+))?\)", text):
            headings = [line.removeprefix("## ").lower() for line in pages[page].splitlines() if line.startswith("## ")]
            assert not anchor or anchor in headings


def test_the_help_in_the_browser_has_the_whole_references_too():
    page = help_page()
    assert "<li>welch1947: B. L. Welch, “The generalization" in page
    assert page.count("<li>S1: ") == sum("S1" in formula.works for formula in formulas().values())


def test_the_help_in_the_browser_fits_a_task_pane_a_phone_and_a_dark_screen():
    page = help_page()
    assert '<meta name="viewport" content="width=device-width' in page
    assert "prefers-color-scheme:dark" in page
    assert page.count("<main>") == page.count("</main>") == 1
