"""A person's own map of headings. Expected values were read off the rows by hand."""

import re
from datetime import date

import pytest
from exporters import write

from socroi import sources
from socroi.errors import SourceError
from socroi.sources.teaching import as_map, proposals

SHEET = (
    "Our week,,,,",
    "Week ending,Who,Paid out,Taps,Sold",
    "13/04/2026,Ann,12.50,40,2",
    "20/04/2026,Bob,10.00,30,1",
)
MAP = """
title = "Our weekly sheet"
platform = "Instagram"

[headings.own]
day = ["Week ending"]
spend = ["Paid out"]
clicks = ["Taps"]
conversions = ["Sold"]
"""


@pytest.fixture
def own(tmp_path):
    def make(text):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_a_table_of_ones_own_is_read_by_its_map(tmp_path, own):
    export = sources.read(write(tmp_path, *SHEET), map=own(MAP))
    assert (export.source, export.title, export.level) == ("own", "Our weekly sheet", "day")
    assert export.table["spend"].tolist() == [12.5, 10]
    assert export.table["clicks"].tolist() == [40, 30]
    assert export.table["platform"].tolist() == ["Instagram", "Instagram"]
    assert export.window == (date(2026, 4, 13), date(2026, 4, 20))
    assert export.ignored == ["Who"]


def test_a_map_says_whose_truth_it_is_and_has_keys_of_its_own(tmp_path, own):
    export = sources.read(write(tmp_path, *SHEET), map=own(MAP.replace("title", 'claims = "orders"\ntitle')))
    assert export.claims == "own orders"
    assert export.keys.is_unique
    assert export.keys.str.startswith("own|").all()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("spend =", "spent =", "there is no field 'spent'.*Did you mean 'spend'"),
        ('["Paid out"]', '"Paid out"', r"spend is 'Paid out'.*Write spend = \["),
        ('["Taps"]', '["Paid out"]', "“Paid out” is spend and clicks"),
        ("platform =", "plattform =", "a map has no 'plattform'.*Did you mean 'platform'"),
        ("title =", 'claims = "mine"\ntitle =', "claims is 'mine'.*one of platform, analytics, orders"),
        ("title =", 'order = "ymd"\ntitle =', "order is 'ymd'.*dmy or mdy"),
        ("title =", 'needs = [["reach"]]\ntitle =', "it needs 'reach', and names no heading"),
        ("[headings.own]", "[headings.own", "the map is no TOML"),
        ("[headings.own]", "[other]", "a map has no 'other'"),
        (
            '["Sold"]',
            '["Bought"]',
            "the map names “Bought” .conversions., which the file has not",
        ),
    ],
)
def test_a_map_that_is_wrong_is_refused_with_what_to_correct(tmp_path, own, before, after, said):
    with pytest.raises(SourceError, match=said):
        sources.read(write(tmp_path, *SHEET), map=own(MAP.replace(before, after)))


def test_a_map_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="there is no such map"):
        sources.read(write(tmp_path, *SHEET), map=tmp_path / "none.toml")


def test_a_first_map_says_what_each_heading_may_be(tmp_path):
    made = proposals(
        write(tmp_path, "Date,Campaign name,Spend,Mood,E-mail", "2026-04-13,Spring,12.50,glad,ann@example.com")
    )
    assert [(each.heading, each.field, each.kind) for each in made] == [
        ("Date", "day", "a date"),
        ("Campaign name", "campaign", "a text"),
        ("Spend", "spend", "a number"),
        ("Mood", None, "a text"),
        ("E-mail", None, "a text"),
    ]


def test_a_first_map_can_be_read_by_and_holds_nothing_about_persons(tmp_path, own):
    path = write(tmp_path, "Date,Campaign name,Spend,Clicks,E-mail", "2026-04-13,Spring,12.50,7,ann@example.com")
    text = as_map("weekly", proposals(path))
    assert "ann" not in text
    assert "Spring" not in text
    assert re.search(r'# \? = \["E-mail"\]', text)
    export = sources.read(path, map=own(text))
    assert export.table["spend"].tolist() == [12.5]
    assert export.table["campaign"].tolist() == ["Spring"]
