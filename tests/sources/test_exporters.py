"""The files of headings, and the exporters that they say all of. Expected values were read off the rows by hand."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from exporters import write

from socroi import sources
from socroi.errors import SourceError
from socroi.sources.export import CLAIMS, COLUMNS
from socroi.sources.exports_page import exports_page
from socroi.sources.headings import exporters, fields, header_key, headings


@pytest.mark.parametrize("name", exporters())
def test_a_file_of_headings_names_fields_that_there_are(name):
    found = headings(name)
    assert found.about["claims"] in CLAIMS
    assert found.about["seen"]
    for field, (part, whole, _) in found.ratios.items():
        assert {field, part, whole} <= set(found.fields)
        assert {field, part, whole} <= set(fields())
    assert {field for group in found.about.get("needs", ()) for field in group} <= set(found.fields)


def test_every_exporter_has_a_file_of_headings_and_every_file_one_exporter():
    assert [source.name for source in sources.sources()] == list(exporters())


def test_the_page_of_exports_lists_every_exporter_and_how_well_it_is_known():
    page = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert page == exports_page()
    assert all(f"`{name}`" in page for name in exporters())


@pytest.mark.parametrize("name", exporters())
def test_a_heading_means_one_field_in_a_language(name):
    for language, columns in headings(name).about.get("headings", {}).items():
        keys = [header_key(each) for field, names in columns.items() if field != "other" for each in names]
        assert sorted(keys) == sorted(set(keys)), language


def test_soft_hyphens_odd_spaces_case_and_apostrophes_do_not_matter():
    assert header_key("\ufeffVi\xadde\xado\u00a0TITEL") == "video titel"
    assert header_key("Nom de l\u2019ensemble") == header_key("Nom de l'ensemble")


TIKTOK = (
    "By Day,Campaign name,Cost,Impressions,CPM,Clicks (destination),CPC (destination),CTR (destination),Currency",
    "2026-04-01,Invented: A,20.00,1000,20.00,10,2.00,1.00%,EUR",
    "2026-04-02,Invented: A,10.00,500,20.00,5,2.00,1.00%,EUR",
    "Total of 2 results,,30.00,1500,20.00,15,2.00,1.00%,EUR",
)
SNAPCHAT = (
    "Start Time,End Time,Campaign Name,Amount Spent,Paid Impressions,Swipe Ups,Currency",
    "2026-04-21 00:00:00 AST,2026-04-22 00:00:00 AST,Invented,12.50,900,9,USD",
)
REDDIT = (
    "Date,Campaign Name,Ad Group Name,Spend (USD),Impressions,Clicks,eCPM (USD),CTR",
    "2026-04-01,Invented,One,10.00,1000,20,10.00,2.000%",
)
MICROSOFT = (
    "Report name: Invented",
    '"Report time: 4/1/2026 - 4/30/2026"',
    "",
    "Gregorian date,Account name,Campaign name,Currency code,Impressions,Clicks,CTR (%),Avg. CPC,Spend,Revenue",
    "4/13/2026,Invented Ltd,Search,EUR,100,5,5.00%,1.20,6.00,30.00",
    "©2026 Microsoft Corporation. All rights reserved.,,,,,,,,,",
)
SPROUT = (
    "Date,Network,Profile,Audience,Impressions,Engagements,Engagement Rate (per Impression),Post Link Clicks",
    '04-13-2026,X,@invented,3,"1,234",12,1.0%,4',
    "04-13-2026,LinkedIn,Invented,1,500,10,2.0%,2",
)
MAILCHIMP = (
    "Title,Subject,Send Date,Total Recipients,Successful Deliveries,Unique Clicks,Total Orders,Total Revenue",
    'Spring,Hello,"Apr 13, 2026 10:00 am",1000,990,40,3,120.00',
)
KLAVIYO = (
    "Campaign Name,Subject,Send Time,Total Recipients,Unique Clicks,Unique Placed Order,Revenue,Spam Complaints",
    "Spring,Hello,2026-04-13 10:00:00,1000,40,3,120.00,0",
)
PINTEREST = (
    "Date,Campaign name,Spend in account currency,Impressions,Outbound clicks,Total conversions,Total conversion value",
    "2026-04-13,Invented,10.00,1000,20,2,50.00",
)
PINS = ("Date,Impressions,Engagements,Pin clicks,Outbound clicks,Saves", "2026-04-13,1000,50,30,20,10")
X_ADS = (
    "Fecha;Nombre de la campaña;Importe gastado;Impresiones;Clics en el enlace;Conversiones",
    "13/04/2026;Inventada;12,50 €;3.000;40;2",
)
X_VIDEO = (
    "Video overview,,,,,",
    "Date,Views,Watch Time (ms),Completion Rate,Average Watch Time (ms),Estimated Revenue",
    '"Tue, Feb 18, 2025",40,90000,0.2,2250,0',
)
WOO = (
    "Date,Order #,Status,Customer,Items sold,Net sales,Attribution",
    "2026-04-13 10:00:00,77,completed,Ann,2,20.00,Source: x",
)


@pytest.mark.parametrize(
    ("rows", "source", "level", "expected"),
    [
        (TIKTOK, "tiktok_ads", "campaign", {"platform": "TikTok", "spend": 20, "clicks": 10, "currency": "EUR"}),
        (SNAPCHAT, "snapchat_ads", "campaign", {"platform": "Snapchat", "spend": 12.5, "clicks": 9, "currency": "USD"}),
        (REDDIT, "reddit_ads", "ad set", {"platform": "Reddit", "spend": 10, "clicks": 20, "currency": "USD"}),
        (MICROSOFT, "microsoft_ads", "campaign", {"platform": "Microsoft Ads", "spend": 6, "revenue": 30}),
        (
            SPROUT,
            "sprout",
            "day",
            {"platform": "X", "impressions": 1234, "engagement_rate": 0.01, "account": "@invented"},
        ),
        (MAILCHIMP, "mailchimp", "campaign", {"platform": "E-mail", "clicks": 40, "revenue": 120, "recipients": 1000}),
        (KLAVIYO, "klaviyo", "campaign", {"platform": "E-mail", "conversions": 3, "revenue": 120}),
        (PINTEREST, "pinterest_ads", "campaign", {"platform": "Pinterest", "spend": 10, "revenue": 50}),
        (PINS, "pinterest_organic", "day", {"platform": "Pinterest", "clicks": 20, "engagements": 50}),
        (X_ADS, "x_ads", "campaign", {"platform": "X", "spend": 12.5, "impressions": 3000, "currency": "EUR"}),
        (X_VIDEO, "x_video", "day", {"platform": "X", "video_views": 40}),
        (WOO, "woocommerce", "order", {"order": "77", "revenue": 20, "platform": "X"}),
    ],
)
def test_the_first_row_of_an_export_is_read_under_the_names_of_the_table(tmp_path, rows, source, level, expected):
    export = sources.read(write(tmp_path, *rows))
    assert (export.source, export.level) == (source, level)
    row = export.table.iloc[0]
    assert {name: row[name] for name in expected} == expected
    assert set(export.table.columns) == set(COLUMNS)


def test_a_total_of_tiktok_and_the_line_below_a_report_of_microsoft_are_left_out(tmp_path):
    assert [row for row, _ in sources.read(write(tmp_path, *TIKTOK)).left_out] == [4]
    assert [row for row, _ in sources.read(write(tmp_path, *MICROSOFT)).left_out] == [6]


@pytest.mark.parametrize("turn", range(1, 6))
@pytest.mark.parametrize("rows", [TIKTOK, SNAPCHAT, REDDIT, KLAVIYO, PINTEREST, PINS], ids=lambda rows: rows[0][:20])
def test_the_order_of_the_columns_does_not_matter(tmp_path, rows, turn):
    cells = [row.split(",") for row in rows]
    turned = [",".join(row[turn:] + row[:turn]) for row in cells]
    before, after = sources.read(write(tmp_path, *rows)), sources.read(write(tmp_path, *turned, name="turned.csv"))
    assert before.source == after.source
    pd.testing.assert_frame_equal(before.table, after.table)


def test_days_without_a_year_run_back_over_new_year_from_the_year_that_was_said(tmp_path):
    rows = (
        "Date,Video Views,Profile Views,Likes,Comments,Shares",
        "30 de diciembre,5,1,1,0,0",
        "31 de diciembre,6,1,1,0,0",
    )
    path = write(tmp_path, *rows, "1 de enero,7,1,1,0,0", "2 de enero,8,1,1,0,0")
    days = sources.read(path, year=2026).table["start"].dt.date.tolist()
    assert days == [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)]


def test_an_order_that_stands_twice_with_other_figures_is_refused(tmp_path):
    rows = ("Name,Financial Status,Created at,Currency,Total,Lineitem name", "#1,paid,2026-04-01,EUR,10.00,Cup")
    with pytest.raises(SourceError, match="order #1 stands in row 2 too"):
        sources.read(write(tmp_path, *rows, "#1,paid,2026-04-01,EUR,12.00,Cup"))


def test_an_empty_period_is_said_to_be_one(tmp_path):
    with pytest.raises(SourceError, match="a header and no rows"):
        sources.read(write(tmp_path, TIKTOK[0], "No data available.,,,,,,,,"))


def test_personal_columns_are_dropped_and_said(tmp_path):
    export = sources.read(write(tmp_path, *WOO))
    assert "Dropped on reading, as they are about persons: “Customer”." in export.notes


def test_a_count_below_five_is_not_known_and_said(tmp_path):
    rows = ("Campaign name,Cost,Impressions,Clicks (all),Currency", "A,10,<5,2,EUR", "B,20,100,--,EUR")
    export = sources.read(write(tmp_path, *rows, "Total of 2 results,30,103,2,EUR"))
    assert export.table["impressions"].isna().tolist() == [True, False]
    assert any("“<5”" in note for note in export.notes)


def test_the_campaign_report_of_google_is_read_in_german_with_its_window(tmp_path):
    rows = ("Kampagne,Klicks,Impr.,Kosten,Währungscode", 'A,1,100,"12,50",EUR')
    export = sources.read(write(tmp_path, "Kampagnenbericht", "1. April 2026 - 30. April 2026", *rows))
    assert export.table["spend"].tolist() == [12.5]
    assert export.window == (date(2026, 4, 1), date(2026, 4, 30))
