"""A heading is missing: the refusal names the exporter, the heading and the one that may be meant."""

import pytest
import test_exporters as made
import test_variants as variants
from exporters import write
from hypothesis import given, settings
from hypothesis import strategies as st

from socroi import sources
from socroi.errors import SourceError, UsageError
from socroi.sources.headings import header_key, headings, without_currency

META = (
    "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks",
    "2026-04-01,2026-04-30,Invented,12.50,1000,20",
)
X_POSTS = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements",
    '1,"Tue, Feb 18, 2025",Hello,https://x.com/a/status/1,70,3,5',
)
SAMPLES = {
    "meta_ads": META,
    "x_posts": X_POSTS,
    "tiktok_ads": made.TIKTOK,
    "snapchat_ads": made.SNAPCHAT,
    "reddit_ads": made.REDDIT,
    "sprout": made.SPROUT,
    "mailchimp": made.MAILCHIMP,
    "klaviyo": made.KLAVIYO,
    "pinterest_ads": made.PINTEREST,
    "pinterest_organic": made.PINS,
    "x_ads": variants.X_ADS,
    "hootsuite": variants.HOOTSUITE,
    "buffer": variants.BUFFER,
    "metricool": variants.METRICOOL,
    "tiktok_shop": variants.TIKTOK_SHOP,
    "youtube": variants.YOUTUBE_ES,
    "woocommerce": variants.WOO,
    "google_ads": variants.GOOGLE_VIDEO,
    "instagram_content": variants.STORIES,
    "facebook_content": variants.FACEBOOK_DE,
}


def cases():
    """Each heading that an exporter needs and that its sample has alone of its group."""
    for name, rows in SAMPLES.items():
        head = max(rows, key=lambda row: row.count(","))
        head = next(row for row in rows if row.count(",") == head.count(","))
        keys = [header_key(without_currency(cell)[0]) for cell in head.split(",")]
        known = headings(name)
        for group in known.about["needs"]:
            places = [
                place
                for place, key in enumerate(keys)
                if key in {header_key(each) for field in group for each in known.fields[field]}
            ]
            marks = {header_key(mark) for mark in known.about.get("marks", ())}
            if len(places) == 1 and keys[places[0]] not in marks:
                yield pytest.param(name, rows, head, places[0], id=f"{name}-{keys[places[0]]}")


def renamed(rows, head, place, name):
    cells = head.split(",")
    return [",".join([*cells[:place], name, *cells[place + 1 :]]) if row == head else row for row in rows]


@pytest.mark.parametrize(("name", "rows", "head", "place"), list(cases()))
def test_of_each_exporter_a_heading_that_is_missing_is_named(tmp_path, name, rows, head, place):
    title = next(source.title for source in sources.sources() if source.name == name)
    with pytest.raises(SourceError) as refused:
        sources.read(write(tmp_path, *renamed(rows, head, place, "Qwxyz")))
    assert f"it looks like {title}; “" in str(refused.value)
    assert "is missing in row" in str(refused.value)
    assert "docs/exports.md" not in str(refused.value)


@pytest.mark.parametrize(("name", "rows", "head", "place"), list(cases()))
def test_with_the_heading_said_the_file_is_read_as_before(tmp_path, name, rows, head, place):
    before = sources.read(write(tmp_path, *rows))
    field = next(
        field
        for group in headings(name).about["needs"]
        for field in group
        if header_key(without_currency(head.split(",")[place])[0]) in map(header_key, headings(name).fields[field])
    )
    path = write(tmp_path, *renamed(rows, head, place, "Qwxyz"), name="renamed.csv")
    for said in (field, headings(name).fields[field][0]):
        after = sources.read(path, columns={said: "Qwxyz"}, source=name)
        columns = [column for column in before.table if column != "currency"]
        assert after.table[columns].equals(before.table[columns])


def test_the_refusal_says_what_to_type(tmp_path):
    with pytest.raises(SourceError, match=r"there is “Address Link”.* --columns “Post Link=Address Link” to a command"):
        sources.read(write(tmp_path, X_POSTS[0].replace("Post Link", "Address Link"), X_POSTS[1]))


@settings(deadline=None)
@given(st.text(st.characters(categories=("L", "Nd", "Zs")), min_size=1, max_size=20))
def test_what_no_exporter_knows_is_an_error_that_says_so(tmp_path_factory, said):
    if said.strip() in headings("meta_ads").fields:
        return
    path = write(tmp_path_factory.mktemp("near"), *META)
    with pytest.raises(UsageError, match="no exporter has a field or a heading"):
        sources.read(path, columns={f"{said} zzz": "Campaign name"})
