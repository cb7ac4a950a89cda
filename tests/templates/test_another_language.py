"""A language more is one file: a seventh `.po` in the folder of texts, and nothing else."""

import re
import shutil

import pytest
from four_step_case import read

from socroi import read_template, recalculate
from socroi.definition.registry import formulas
from socroi.generate import lambda_names
from socroi.hosts.libreoffice.extension import parts
from socroi.hosts.libreoffice.help import english_texts
from socroi.hosts.templates_page import templates_page
from socroi.hosts.translations import outstanding, report
from socroi.templates import build, catalogue, names, texts
from socroi.templates.locations import home

HEADER = """msgid ""
msgstr ""
"Language: qya\\n"
"X-Language-Name: Quenya\\n"
"X-Direction: rtl\\n"

"""
SAID = {"start.sheet": "Yesta", "results.month": "Asta", "word.shared": "Ilya"}


@pytest.fixture(scope="module")
def quenya(tmp_path_factory):
    """Our languages, and one that is made up: three texts and a function are translated, and all else is not yet."""
    root = tmp_path_factory.mktemp("languages")
    shutil.copytree(home() / "texts", root / "texts")
    english = texts.load_texts("en")
    entries = [(key, english[key], said) for key, said in SAID.items()]
    entries += [("function/SOCROI", formulas()["SOCROI"].summary, "Entulesse"), ("programme.gone", "Gone", "Vanwa")]
    written = "".join(f'msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{said}"\n\n' for key, source, said in entries)
    (root / "texts" / "qya.po").write_text(HEADER + written, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(texts, "home", lambda: root)
        yield root


@pytest.mark.parametrize("name", names())
def test_workbook_of_another_language_is_built_in_it_and_the_rest_is_english(quenya, name, tmp_path):
    path = tmp_path / "qya.xlsx"
    build(name, "qya", path, example=True, names=lambda_names())
    assert recalculate(path).uncomputed == []
    book = read(path)
    assert book.sheetnames[0] == "Yesta"
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    build(name, "en", tmp_path / "en.xlsx")
    assert book.sheetnames[1:] == read(tmp_path / "en.xlsx").sheetnames[1:]


def test_filled_workbook_of_another_language_is_known_by_its_headings(quenya, tmp_path):
    build("four_step", "qya", tmp_path / "qya.xlsx")
    assert "Asta" in read_template(tmp_path / "qya.xlsx")["Results"]
    assert "month" in read_template(tmp_path / "qya.xlsx", keys=True)["Results"]


def test_every_list_of_languages_has_the_new_one(quenya):
    assert all("qya" in info.languages for info in catalogue())
    assert "Quenya (`qya`)" in templates_page()
    assert "Sheets in Persian and Quenya are laid out from right to left" in templates_page()
    assert parts()["CalcAddIns.xcu"].decode().count('xml:lang="qya"') == 1


def test_command_that_lists_the_templates_names_the_new_language(quenya, capsys, monkeypatch):
    from socroi import cli

    monkeypatch.setenv("COLUMNS", "300")
    with pytest.raises(SystemExit):
        cli.main(["new"])
    assert "qya (Quenya)" in capsys.readouterr().out


def test_what_is_left_to_translate_is_listed_as_text_to_paste_into_the_file(quenya, tmp_path):
    found = outstanding("qya")
    english = len(texts.template_entries("en")) + len(english_texts(formulas().values()))
    assert len(found.missing) == english - len(SAID) - 1
    assert [entry.key for entry in found.stale] == ["programme.gone"]
    lines = list(report("qya"))
    assert re.fullmatch(r"# qya\.po: \d+ to translate, 1 out of date", lines[0])
    pasted = tmp_path / "qya.po"
    pasted.write_text("\n".join(lines), encoding="utf-8")
    assert [(entry.key, entry.source) for entry in texts.read_catalogue(pasted)] == list(found.missing)


def test_text_whose_english_was_changed_is_listed_with_the_english_of_today(quenya):
    path = quenya / "texts" / "qya.po"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('msgid "Month"', 'msgid "Moon"'), encoding="utf-8")
    try:
        assert texts.load_texts("qya")["results.month"] == "Month"
        assert any(line.endswith('results.month is in English now "Month"') for line in report("qya"))
    finally:
        path.write_text(before, encoding="utf-8")
