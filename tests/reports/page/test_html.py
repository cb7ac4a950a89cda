"""What the HTML holds, read by Python's own parser."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from socroi.reports.page.brand import Brand
from socroi.reports.page.content import page
from socroi.reports.page.drawing import scale
from socroi.reports.page.facts import read_facts
from socroi.reports.page.html import html
from socroi.reports.page.words import Words
from socroi.templates.texts import languages

VOID = {"meta", "img", "rect", "line", "link", "br", "input"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


class Read(HTMLParser):
    """Tags with their attributes, texts, and the tags that are open at each."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.open = [], [], []
        self.feed(text)
        assert self.open == [], "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"style", "title"}:
            self.texts.append(data)


@pytest.mark.parametrize("language", languages())
def test_in_every_language_it_is_whole_and_fetches_nothing(language, example_page):
    text = html(example_page("four_step", language))
    read = Read(text)
    assert ("html", {"lang": language, "dir": "rtl" if language == "fa" else "ltr"}) in read.tags
    assert not re.search(r"https?:|//|@import|url\(|<script|<link|srcset", text)
    assert [value for _, found in read.tags for name, value in found.items() if name in {"src", "href"}] == []


def test_it_says_the_figures_of_the_workbook(example_page):
    texts = Read(html(example_page())).texts
    assert {"37.8%", "17,289", "12,549", "4,740", "Lindenhof Bakery and Baking School"} <= set(texts)
    assert "Example: every figure is invented." in texts


def test_another_language_than_the_workbooks_takes_its_words_along(example_page):
    texts = Read(html(example_page("four_step", "en", into="hu"))).texts
    assert {"37,8%", "17\N{NO-BREAK SPACE}289", "Közvetlen eladás"} <= set(texts)
    assert not {"Direct commerce", "Purchases"} & set(texts)


def test_headings_go_down_by_one_and_every_table_names_its_rows_and_columns(example_page):
    read = Read(html(example_page()))
    headings = [tag for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == "h1"
    assert set(headings[1:]) == {"h2"}
    scopes = [found.get("scope") for tag, found in read.tags if tag == "th"]
    assert set(scopes) == {"col", "row"}
    ids = [found["id"] for _, found in read.tags if "id" in found]
    assert len(ids) == len(set(ids))
    wanted = {name for _, found in read.tags for name in found.get("aria-labelledby", "").split()}
    assert wanted <= set(ids)


def test_the_chart_of_the_months_has_a_title_and_says_what_it_shows(example_page):
    text = html(example_page())
    assert '<title id="drawn">Return and cost by month</title>' in text
    assert '<desc id="described">For each month a column of return beside one of cost.' in text


def test_columns_are_as_high_as_their_figures(example_page):
    page = example_page()
    (_, returned), _ = page.columns.series
    heights = [
        float(height) for height in re.findall(r'<rect class="return"[^>]* width="4\.18" height="([\d.]+)"', html(page))
    ]
    assert heights == pytest.approx([value / 3000 * 100 for value in returned], abs=0.01)  # the scale ends at 3,000


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0.0, 2168.8], [0, 1000, 2000, 3000]), ([-66.0, 166.0], [-100, 0, 100, 200]), ([], [0, 0.25])],
)
def test_a_scale_has_round_steps_and_holds_zero_and_every_value(values, expected):
    assert scale(values) == pytest.approx(expected)


def test_what_somebody_typed_is_text_and_never_markup(filled):
    book = filled(
        [(date(2026, 6, 1), "Facebook", "Purchases", 40, 800)],
        [(date(2026, 6, 1), "Facebook", 400)],
        settings={"company": '<script>alert("&")</script>'},
    )
    brand = Brand(name="<b>", footer='"><img src=x>')
    text = html(page(read_facts(book), Words("en"), brand))
    read = Read(text)
    assert "script" not in {tag for tag, _ in read.tags}
    assert '<script>alert("&")</script> · <b>' in read.texts
    assert ("img", {"src": "x"}) not in read.tags


def test_the_clients_logo_and_colour_are_in_it(example_page):
    read = Read(text := html(example_page(brand=Brand("Northwind", PNG, "image/png", "#FFCC00"))))
    (logo,) = (found for tag, found in read.tags if tag == "img")
    assert logo["src"].startswith("data:image/png;base64,")
    assert logo["alt"] == "Logo of Northwind"
    assert ".band{background:#FFCC00;color:#000000}" in text


def test_charts_are_turned_where_the_page_is_read_from_the_right(example_page):
    left, right = (
        [
            float(x)
            for x in re.findall(
                r'<rect class="return" x="([\d.]+)"[^>]* width="4\.18"', html(example_page("four_step", language))
            )
        ]
        for language in ("en", "fa")
    )
    assert left == sorted(left)
    assert right == sorted(right, reverse=True)


def test_the_same_workbook_gives_the_same_bytes(example_page):
    assert html(example_page()) == html(example_page())


@pytest.mark.parametrize("language", languages())
def test_the_steps_of_the_waterfall_add_up_as_a_reader_adds_them(language, example_page):
    moved = example_page("four_step", into=language).moved
    first, *steps, last = (round(10 * value) for value in moved.values)
    assert first + sum(steps) == last
    assert len(moved.names) == len(moved.shown) == len(moved.spans) <= 10
    assert moved.spans[-2][1] == moved.values[-1]


def test_the_waterfall_is_drawn_with_a_bar_and_a_figure_for_each_step(example_page):
    made = example_page()
    text = html(made).partition('<figure class="bars moved"')[2].partition("</figure>")[0]
    assert text.count("<rect") == text.count("<b") == len(made.moved.names)
    for words in (*made.moved.names, *made.moved.shown):
        assert words in text
