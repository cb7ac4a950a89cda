"""Expected values are sums by hand of the rows written here."""

from datetime import date

import pytest

from socroi import sources
from socroi.errors import SourceError, UsageError
from socroi.sources.filling import fill
from socroi.templates import SHARED, CostRow

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


def test_rows_are_summed_by_month_and_platform(ads):
    data = fill([ads()]).data
    assert [(row.month, row.platform, row.amount) for row in data.costs] == [
        (date(2026, 1, 1), "Facebook", 30.0),
        (date(2026, 1, 1), "Instagram", 5.0),
        (date(2026, 2, 1), "Facebook", 7.5),
    ]
    assert [(row.month, row.platform, row.kpi, row.quantity, row.revenue) for row in data.results] == [
        (date(2026, 1, 1), "Facebook", "purchases", 1, 30.0),
        (date(2026, 2, 1), "Facebook", "purchases", 2, 55.5),
    ]


def test_what_is_not_known_makes_no_row_and_no_zero(ads):
    assert "Instagram" not in {row.platform for row in fill([ads()]).data.results}


def test_a_platform_with_a_cost_and_no_known_return_is_named(ads):
    remarks = fill([ads()]).remarks
    assert "Instagram: the cost is known and the return is not. The total counts the cost and no return." in remarks


def test_clicks_have_no_worth_beside_the_sales_that_they_led_to(ads):
    assert {row.kpi for row in fill([ads()]).data.results} == {"purchases"}


def test_an_export_without_revenue_gives_its_counts_without_a_worth(data):
    filling = fill([sources.read(data / "x_content.csv")])
    assert {row.kpi for row in filling.data.results} == {"clicks", "engagements", "followers"}
    assert all(row.revenue is None for row in filling.data.results)
    assert all(value.worth is None for value in filling.data.values)
    assert any("No revenue is known" in remark for remark in filling.remarks)
    assert any("No cost is known" in remark for remark in filling.remarks)


def test_ad_spend_alone_is_said_to_be_only_a_part_of_the_cost(ads):
    assert any("Pay, tools and agencies are missing" in remark for remark in fill([ads()]).remarks)
    whole = fill([ads()], costs=[CostRow(date(2026, 1, 1), SHARED, "staff", amount=100.0)])
    assert not any("missing" in remark for remark in whole.remarks)


def test_the_source_of_a_number_names_its_attribution_and_its_window(data):
    rows = fill([sources.read(data / "meta_en_day_platform.csv")]).data.results
    assert rows[1].source == "Meta Ads Manager, 7-day click or 1-day view, 2026-03-01 to 2026-03-01"


def test_two_platforms_that_claim_conversions_are_never_added_silently(ads, data):
    other = sources.read(data / "google_utf16_tab_day.csv")
    assert any("claim is counted twice" in remark for remark in fill([ads(), other]).remarks)


def test_rows_that_span_months_stand_in_the_last_one_and_it_is_said(ads):
    filling = fill([ads(ADS.replace("2026-01-05,2026-01-05", "2025-12-20,2026-01-05"))])
    assert filling.start == date(2026, 1, 1)
    assert sum(row.amount for row in filling.data.costs) == 42.5
    assert any("does not divide 2025-12-20 to 2026-01-05 by month" in remark for remark in filling.remarks)


def test_an_export_longer_than_a_year_starts_twelve_months_before_its_end(ads):
    filling = fill([ads(ADS.replace("2026-01-05,2026-01-05", "2024-06-01,2024-06-01"))])
    assert filling.start == date(2025, 3, 1)
    assert any("2 earlier rows stand on its sheets and are not counted" in remark for remark in filling.remarks)


def test_rows_of_no_social_medium_stay_out(data):
    rows = fill([sources.read(data / "ga4_source_medium.csv")], currency="EUR").data.results
    assert {row.platform for row in rows} == {"Instagram", "Facebook"}
    assert sum(row.revenue for row in rows) == 1200.5


def test_money_without_a_currency_is_refused_until_it_is_said(data):
    with pytest.raises(SourceError, match="does not say in which currency"):
        fill([sources.read(data / "ga4_source_medium.csv")])
    assert fill([sources.read(data / "ga4_source_medium.csv")], currency="usd").currency == "USD"


def test_two_currencies_are_refused(ads, data):
    with pytest.raises(SourceError, match="EUR and USD"):
        fill([ads(), sources.read(data / "meta_en_day_platform.csv")])


def test_a_currency_that_contradicts_the_file_is_refused(ads):
    with pytest.raises(SourceError, match="EUR and HUF"):
        fill([ads()], currency="HUF")


def test_a_currency_of_no_three_letters_is_refused(ads):
    with pytest.raises(UsageError):
        fill([ads()], currency="euro")


def test_money_that_no_count_goes_with_is_revenue_and_no_purchase(data):
    rows = fill([sources.read(data / "youtube_table_data.csv")]).data.results
    assert {row.kpi for row in rows} == {"Revenue"}
    assert sum(row.revenue for row in rows) == pytest.approx(3.2)
