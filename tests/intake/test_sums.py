"""Expected values are sums by hand of the rows written here."""

from datetime import date
from pathlib import Path

import pytest

from socroi import sources
from socroi.errors import SourceError
from socroi.intake import new_book, truth
from socroi.intake.importing import Import
from socroi.intake.merging import with_import
from socroi.intake.rows import empty, tidy
from socroi.intake.sums import sums

DATA = Path(__file__).resolve().parents[1] / "sources" / "data"
HEADER = (
    "Reporting starts,Reporting ends,Campaign name,Platform,Amount spent (EUR),Purchases,Purchases conversion value"
    ",Link clicks"
)
ADS = f"""{HEADER}
2026-01-05,2026-01-05,Invented: a,facebook,10.00,1,30.00,20
2026-01-06,2026-01-06,Invented: a,facebook,20.00,,,30
2026-01-06,2026-01-06,Invented: a,instagram,5.00,,,10
2026-02-01,2026-02-01,Invented: b,facebook,7.50,2,55.50,9
"""


@pytest.fixture
def ads(tmp_path):
    def write(text=ADS, name="ads.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
        return sources.read(tmp_path / name)

    return write


def summed(*exports, currency="EUR"):
    """What counts of some exports."""
    data, imports = empty(), []
    for number, export in enumerate(exports, 1):
        rows = tidy(export, currency=currency)
        about = {"title": export.title, "claims": export.claims, "source": export.source, "sha": str(number)}
        imports.append(
            Import(
                number, "", export.path.name, account=export.account or "", view=str(rows["view"].iloc[0]), first="",
                last="", rows=len(rows), metrics=" ".join(export.metrics), **about,
            )
        )  # fmt: skip
        data = with_import(data, rows, number, imports)
    return sums(data, imports, {})


def test_rows_are_summed_by_month_and_platform(ads):
    found = summed(ads())
    assert [(row.month, row.platform, row.amount) for row in found.costs] == [
        (date(2026, 1, 1), "Facebook", 30.0),
        (date(2026, 1, 1), "Instagram", 5.0),
        (date(2026, 2, 1), "Facebook", 7.5),
    ]
    assert [(row.month, row.platform, row.kpi, row.quantity, row.revenue) for row in found.results] == [
        (date(2026, 1, 1), "Facebook", "purchases", 1, 30.0),
        (date(2026, 2, 1), "Facebook", "purchases", 2, 55.5),
    ]


def test_what_is_not_known_makes_no_row_and_no_zero(ads):
    assert "Instagram" not in {row.platform for row in summed(ads()).results}


def test_clicks_have_no_worth_beside_the_sales_that_they_led_to(ads):
    assert {row.kpi for row in summed(ads()).results} == {"purchases"}


def test_an_export_without_revenue_gives_its_counts_without_a_worth():
    found = summed(sources.read(DATA / "x_content.csv"))
    assert {row.kpi for row in found.results} == {"clicks", "engagements", "followers"}
    assert all(row.revenue is None for row in found.results)
    said = new_book.gaps(found, other_costs=False)
    assert [text.split(",")[0] for text in said] == ["No revenue is known", "No cost is known"]


def test_a_platform_with_a_cost_and_no_known_return_is_named(ads):
    said = new_book.gaps(summed(ads()), other_costs=False)
    assert "Instagram: the cost is known and the return is not. The total counts the cost and no return." in said
    assert "Pay, tools and agencies are missing" in said[-1]
    assert len(new_book.gaps(summed(ads()), other_costs=True)) == 1


def test_the_source_of_a_number_names_its_attribution_and_its_window():
    rows = summed(sources.read(DATA / "meta_en_day_platform.csv"), currency="USD").results
    assert "Meta Ads Manager, 7-day click or 1-day view, 2026-03-01 – 2026-03-01" in {row.source for row in rows}


def test_two_platforms_that_claim_conversions_are_never_added_silently(ads):
    other = sources.read(DATA / "google_utf16_tab_day.csv")
    found = summed(ads(ADS.replace("2026-02-01", "2026-01-31")), other)
    assert any("claim is counted twice here" in " ".join(text.split()) for text in found.remarks)


def test_rows_that_span_months_stand_in_the_last_one_and_it_is_said(ads):
    found = summed(ads(ADS.replace("2026-01-05,2026-01-05", "2025-12-20,2026-01-04")))
    assert sum(row.amount for row in found.costs) == 42.5
    assert any("does not divide 2025-12-20 to 2026-01-04 by month" in text for text in found.remarks)


def test_rows_of_no_social_medium_stay_out():
    rows = summed(sources.read(DATA / "ga4_source_medium.csv")).results
    assert {row.platform for row in rows} == {"Instagram", "Facebook"}
    assert sum(row.revenue for row in rows) == 1200.5


def test_money_that_no_count_goes_with_is_revenue_and_no_purchase():
    rows = summed(sources.read(DATA / "youtube_table_data.csv")).results
    assert {row.kpi for row in rows} == {"revenue"}
    assert sum(row.revenue for row in rows) == pytest.approx(3.2)


def test_a_new_book_begins_with_the_first_month_or_twelve_before_the_last(ads):
    frames = [tidy(ads())]
    assert new_book.first_month_for(frames, {}) == date(2026, 1, 1)
    frames.append(tidy(ads(ADS.replace("2026-01-05,2026-01-05", "2024-06-01,2024-06-01"), "early.csv")))
    assert new_book.first_month_for(frames, {}) == date(2025, 3, 1)


def test_a_new_book_has_one_currency(ads):
    euros, dollars = tidy(ads()), tidy(sources.read(DATA / "meta_en_day_platform.csv"))
    assert new_book.currency_for([euros], None) == "EUR"
    with pytest.raises(SourceError, match="EUR and USD"):
        new_book.currency_for([euros, dollars], None)
    with pytest.raises(SourceError, match="EUR and HUF"):
        new_book.currency_for([euros], "HUF")


def test_a_long_text_of_a_post_is_cut_and_still_tells_posts_apart(tmp_path):
    head = "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views"
    text = "long " * 8000
    lines = [f'"{text}{end}",,2026-04-0{end},1,1,1,{end}0' for end in (1, 2)]
    (tmp_path / "posts.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    rows = tidy(sources.read(tmp_path / "posts.csv"))
    assert rows["key"].nunique() == 2
    assert max(rows["key"].str.len().max(), rows["post"].str.len().max()) < 1000


def test_months_that_follow_each_other_are_named_as_a_whole():
    assert truth._named(["2025-11", "2025-12", "2026-01", "2026-03"]) == "2025-11 to 2026-01, 2026-03"
    assert truth._named(["2026-04"]) == "2026-04"
