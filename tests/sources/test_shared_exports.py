"""Small made files of the collection beside the project, and what `expected.tsv` there says should come of each."""

from datetime import date
from pathlib import Path

import pytest

from socroi import sources
from socroi.errors import SourceError

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "exports"

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="needs the folder ../shared/cases/exports beside the project"
)


def read(name, **hints):
    return sources.read(CASES / name, **hints)


def sums(export, *names):
    return [round(float(export.table[name].sum()), 6) for name in names]


@pytest.mark.parametrize(
    ("name", "rows", "currency", "expected"),
    [
        ("google_keywords_total_in_keyword.csv", 2, "EUR", {"spend": 50, "clicks": 100, "conversions": 4}),
        ("google_ad_groups_total.csv", 1, "EUR", {"spend": 12}),
        ("google_old_total.csv", 2, "EUR", {"spend": 15}),
        ("google_dates_proved_by_window.csv", 2, "GBP", {"spend": 20}),
        ("meta_results_total.csv", 2, "EUR", {"spend": 60.25, "revenue": 180}),
        ("meta_roas_only.csv", 2, "USD", {"spend": 60, "revenue": 160, "leads": 7}),
        ("meta_april.csv", 2, "EUR", {"spend": 150, "revenue": 300}),
        ("meta_april_corrected.csv", 2, "EUR", {"spend": 85, "revenue": 290}),
        ("meta_april_ads_level.csv", 3, "EUR", {"spend": 150}),
        ("instagram_posts_may.csv", 1, None, {"impressions": 1000}),
        ("instagram_posts_june.csv", 2, None, {"impressions": 1600}),
        ("instagram_posts_error_row.csv", 1, None, {"impressions": 1000}),
        ("x_content_link.csv", 1, None, {"impressions": 70, "engagements": 5, "clicks": 4}),
        ("youtube_de_soft_hyphens.csv", 2, None, {"video_views": 1300}),
    ],
)
def test_a_file_has_the_rows_and_the_sums_that_are_expected_of_it(name, rows, currency, expected):
    export = read(name)
    assert len(export.table) == rows
    assert export.currency == currency
    assert sums(export, *expected) == list(expected.values())


def test_the_window_proves_that_the_day_comes_first():
    days = read("google_dates_proved_by_window.csv").table["start"].dt.date.tolist()
    assert days == [date(2026, 4, 3), date(2026, 4, 4)]


def test_the_row_that_instagram_could_not_compute_is_named():
    assert [row for row, _ in read("instagram_posts_error_row.csv").left_out] == [3]


def test_social_media_of_analytics_stand_by_week_and_not_all_in_one_month():
    export = read("ga4_by_week.csv")
    social = export.table[export.table["platform"].notna()]
    assert [float(social[name].sum()) for name in ("visits", "conversions", "revenue")] == [27, 3, 120]
    assert social["start"].dt.day.tolist() == [1, 4, 11, 25]
    assert export.claims == "web analytics"


def test_short_numbers_are_whole_ones_and_doubtful_ones_are_refused_by_row():
    export = read("short_numbers.csv")
    assert export.table["results"].tolist() == [15_000, 1_500, 2_000_000]
    assert [row for row, _ in export.left_out] == [5, 6]


def test_months_are_read_as_people_write_them():
    assert read("months_as_people_write.csv").table["start"].dt.date.tolist() == [date(2026, n, 1) for n in range(1, 6)]


def test_a_formula_in_a_file_is_a_text():
    assert read("formula_in_platform.csv").table["platform"][0].startswith("=HYPERLINK")


def test_a_file_without_a_year_asks_for_it():
    with pytest.raises(SourceError, match=r"no date in the file names a year.*year=2026"):
        read("tiktok_content.csv")
    export = read("tiktok_content.csv", year=2026)
    assert sums(export, "video_views", "engagements") == [1200, 50 + 3 + 1 + 7]
    # The file is of February: a post of July is of the year before.
    assert export.table["published"].dt.date.tolist() == [date(2025, 7, 16), date(2026, 2, 3)]


def test_orders_of_the_shop_stand_once_without_void_ones_refunds_and_persons():
    export = read("shopify_orders_utm.csv")
    table = export.table
    assert table["platform"].fillna("unknown").tolist() == ["Facebook", "Instagram", "unknown"]
    assert table["revenue"].tolist() == [55, 30, 15]
    assert export.claims == "own orders"
    assert not table.astype("string").apply(lambda column: column.str.contains("@").any()).any()
    assert any("“Email”" in note for note in export.notes)


def test_the_same_day_of_the_same_campaign_has_one_key_in_two_exports_and_a_post_too():
    assert len(set(read("meta_april.csv").keys) & set(read("meta_april_corrected.csv").keys)) == 1
    assert set(read("instagram_posts_may.csv").keys) < set(read("instagram_posts_june.csv").keys)
    assert set(read("meta_april.csv").keys).isdisjoint(read("meta_april_ads_level.csv").keys)
