"""A seventh template, as a stranger would add it: what each post cost, and what it sold."""

from functools import partial

from socroi.templates.charts import Series, Source, bars
from socroi.templates.checks import Check, below, out_of_bounds, repeated, texts_for_numbers
from socroi.templates.columns import Column
from socroi.templates.contents import Contents
from socroi.templates.facts import Beside, shown
from socroi.templates.invented import months
from socroi.templates.lists import Currencies, Fixed, Lists, words
from socroi.templates.start import Card, Start
from socroi.templates.table_sheet import HEAD, TableSheet
from socroi.templates.template import Template

FORMATS = ("picture", "film")

POSTS = (
    Column("day", ("date", "center"), rule="date"),
    Column("post", ("wrap",)),
    Column("format", choices="list_formats"),
    Column("cost", ("money",), rule="amount"),
    Column("sold", ("money",), rule="amount"),
    Column("gain", ("money",), 'IF(COUNT(Posts[@cost],Posts[@sold])<2,"",Posts[@sold]-Posts[@cost])'),
)


def _sums(order):
    sheet = order.book.sheet("sums", (2, 30, 16, 16, 16, 16), use="result")
    for row, (name, formula, look) in enumerate(
        (
            ("cost_total", 'IF(COUNT(Posts[cost])=0,"",SUM(Posts[cost]))', "money"),
            ("return_total", 'IF(COUNT(Posts[sold])=0,"",SUM(Posts[sold]))', "money"),
            ("profit_total", 'IF(COUNT(Posts[gain])=0,"",SUM(Posts[gain]))', "money"),
            ("roi_total", 'IF(COUNT(cost_total,return_total)<2,"",SOCROI(return_total,cost_total))', "percent"),
        ),
        5,
    ):
        sheet.text(f"B{row}", f"start.card.{name}", "computed")
        sheet.formula(f"C{row}", formula, "computed", look, name=name)


def _picture(book, title):
    return bars(Source(book, "sums"), title, "B5:B7", [Series("sums.money", "C5:C7")]), f"{title}.alt"


def _example(texts, first_month):
    rows = [
        {
            "day": day,
            "post": texts["example.ads"],
            "format": texts["format_of.film"],
            "cost": 40,
            "sold": 60 + 5 * place,
        }
        for place, day in enumerate(months(first_month, 3))
    ]
    return Contents({"Posts": rows}, {"company": texts["example.company"]}, example=True)


TEMPLATE = Template(
    name="posts_and_sales",
    place=7,
    audience="Whoever sells by single posts.",
    start=Start(
        cards=(
            Card("roi_total", "percent"),
            Card("profit_total", "money"),
            Card("return_total", "money"),
            Card("cost_total", "money"),
        ),
        charts=(partial(_picture, title="roi.chart.platform"), partial(_picture, title="roi.chart.month")),
        facts=(
            Beside("apart", (shown("roi.return", "return_total", "money"), shown("roi.cost", "cost_total", "money"))),
        ),
        checks=(
            Check("texts", texts_for_numbers("Posts[day]", "Posts[cost]", "Posts[sold]"), "posts", stops=True),
            Check("negative", out_of_bounds((), ("Posts[cost]", "Posts[sold]")), "posts", stops=True),
            Check("repeated", repeated("Posts", "day", "post", "cost", figure="post"), "posts"),
            Check("below", below("posts", HEAD, "Posts", "day"), "posts", always=True),
        ),
        typed=("Posts[day]", "Posts[cost]", "Posts[sold]"),
    ),
    tables={"Posts": POSTS},
    sheets={
        "posts": TableSheet(key="posts", table="Posts", widths=(2, 14, 40, 16, 14, 14, 14), size=12, filters=True).draw,
        "sums": _sums,
    },
    lists=Lists(
        (2, 22, 14, 62), (Fixed("format_of", FORMATS, "list_formats", heading="formats"), Currencies(), words())
    ),
    example=_example,
)
