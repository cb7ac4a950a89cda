"""A template is one folder: the one in `further`, which nothing of ours names, is found, built, read and filled."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from every_template import Figures
from four_step_case import read

from socroi import read_template, recalculate, templates
from socroi.cli.new import new
from socroi.errors import UsageError
from socroi.sources.tables import fill_table
from socroi.templates import Contents, build, catalogue, find, names, texts

NAME = "posts_and_sales"
WORDS = {
    "start.title": "Posts and sales",
    "start.subtitle": "what each post sold",
    "start.what": "Type what each post cost and sold.",
    "start.method": "ROI is what was sold less what it cost, for each 100 of cost.",
    "start.steps": "Steps",
    "start.step.posts": "Posts",
    "start.step.posts.note": "A line for each post.",
    "start.step.sums": "Sums",
    "start.step.sums.note": "Read off the result.",
    "posts.sheet": "Posts",
    "posts.title": "Posts",
    "posts.subtitle": "one line each",
    "posts.note": "A blank is not known yet.",
    **{
        f"posts.{key}{more}": f"{word}{more and ' of the post'}"
        for key, word in {
            "day": "Day", "post": "Post", "format": "Format", "cost": "Cost", "sold": "Sold", "gain": "Gain",
        }.items()
        for more in ("", ".prompt")
    },
    "sums.sheet": "Sums",
    "sums.title": "Sums",
    "sums.subtitle": "what came of it",
    "sums.money": "Money",
    "lists.formats": "Formats",
    "format_of.picture": "Picture",
    "format_of.film": "Film",
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Beside our templates the one of the folder `further`, and its words beside ours."""
    (tmp_path / "texts").mkdir()
    own = "".join(f'\nmsgctxt "{NAME}/{key}"\nmsgid "{text}"\nmsgstr ""\n' for key, text in WORDS.items())
    english = (templates.home() / "texts" / "en.po").read_text(encoding="utf-8")
    (tmp_path / "texts" / "en.po").write_text(english + own, encoding="utf-8")
    monkeypatch.setattr(templates, "__path__", [*templates.__path__, str(Path(__file__).with_name("further"))])
    monkeypatch.setattr(templates, "home", lambda: tmp_path)
    monkeypatch.setattr(texts, "home", lambda: tmp_path)
    return tmp_path


def test_folder_is_listed_after_ours_with_what_its_texts_say():
    assert names()[-1] == NAME
    assert len(names()) == 7
    described = catalogue()[-1]
    assert (described.title, described.audience) == ("Posts and sales", "Whoever sells by single posts.")
    assert [sheet for sheet, _ in described.sheets] == ["Start", "Posts", "Sums", "Lists"]


def test_it_is_written_by_the_command_once_it_is_built(home):
    (home / "en").mkdir()
    build(NAME, "en", home / "en" / f"{NAME}.xlsx")
    done = CliRunner().invoke(new, [NAME, "-o", str(home / "mine.xlsx")])
    assert done.exit_code == 0, done.output
    assert read(home / "mine.xlsx").sheetnames == ["Start", "Posts", "Sums", "Lists"]


def test_its_example_is_computed_without_an_error_and_nothing_is_amiss(tmp_path):
    build(NAME, "en", tmp_path / "a.xlsx", example=True)
    assert recalculate(tmp_path / "a.xlsx").uncomputed == []
    figures = Figures(tmp_path / "a.xlsx")
    # 60 + 65 + 70 = 195 on 3 x 40 = 120.
    assert (figures["return_total"], figures["cost_total"], figures["profit_total"]) == (195, 120, 75)
    assert figures["roi_total"] == figures.book["Start"]["B6"].value == 62.5
    shown = [cell.value for sheet in figures.book for row in sheet.iter_rows() for cell in row]
    assert not [text for text in shown if isinstance(text, str) and text.startswith("#")]
    assert "✗ put right" not in [cell.value for row in figures.book["Start"].iter_rows() for cell in row]


def test_its_table_is_read_back_by_the_keys_of_its_columns(tmp_path):
    rows = [{"day": date(2026, 2, 3), "post": "Cake", "format": "Film", "cost": 10, "sold": 25}]
    build(NAME, "en", tmp_path / "a.xlsx", data=Contents({"Posts": rows}))
    recalculate(tmp_path / "a.xlsx")
    posts = read_template(tmp_path / "a.xlsx", keys=True)["Posts"]
    assert tuple(posts.columns) == find(NAME).column_keys["Posts"]
    assert posts.iloc[0].tolist() == [pd.Timestamp("2026-02-03"), "Cake", "Film", 10, 25, 15]


def test_it_is_filled_from_a_file_and_its_checks_look_at_what_came_in(tmp_path):
    build(NAME, "en", tmp_path / "a.xlsx")
    (tmp_path / "posts.csv").write_text(
        "day,post,format,cost,sold\n2026-01-05,Cake,Film,40,70\n2026-01-05,Cake,Film,40,70\n2026-01-09,Bread,Picture,20,10\n",
        encoding="utf-8",
    )
    assert fill_table(tmp_path / "a.xlsx", tmp_path / "posts.csv").rows == 3
    figures = Figures(tmp_path / "a.xlsx")
    # 150 on 100.
    assert figures["roi_total"] == 50
    assert figures.check("Rows that stand there twice") == (2, "▲ look here")


def test_its_drop_down_offers_its_own_list(tmp_path):
    build(NAME, "en", tmp_path / "a.xlsx")
    book = read(tmp_path / "a.xlsx")
    rules = [rule for rule in book["Posts"].data_validations.dataValidation if "D7" in rule.sqref]
    assert [rule.formula1 for rule in rules] == ["list_formats"]
    sheet, cells = next(book.defined_names["list_formats"].destinations)
    assert [cell.value for (cell,) in book[sheet][cells.replace("$", "")]] == ["Picture", "Film"]


def test_column_that_it_does_not_have_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"no column 'likes' in the table Posts.*day, post, format"):
        build(NAME, "en", tmp_path / "a.xlsx", data=Contents({"Posts": [{"likes": 3}]}))
