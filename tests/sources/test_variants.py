"""Exports as they are met: other languages, levels, preambles, totals. Expected values were read off by hand."""

from datetime import date

import pytest
import xlsxwriter
from exporters import write

from socroi import sources
from socroi.errors import SourceError

HOOTSUITE = (
    "Date (GMT),Social network,Social account,Post message,Post permalink,Impressions,Reach,Engagements,Link clicks",
    "2026-04-13 10:00,Instagram,@invented,Hello,https://www.instagram.com/p/abc/,900,700,30,4",
)
BUFFER = (
    "Sent At,Service,Channel,Update Text,Service Link,Impressions,Reach,Likes,Comments,Shares,Clicks",
    "2026-04-13 10:00,linkedin,Invented Ltd,Hello,https://www.linkedin.com/feed/update/1,900,,20,3,1,4",
)
METRICOOL = (
    "Date,Type,Content,URL,Impressions,Reach,Likes,Saved,Comments,Shares,Interactions,Engagement",
    "2026-04-13 10:00,REEL,Hello,https://www.instagram.com/p/abc/,900,700,20,3,4,5,32,3.56",
)
METRICOOL_ES = (
    "Fecha;Tipo;Contenido;URL;Impresiones;Alcance;Me gusta;Guardados;Comentarios;Compartidos;Interacciones",
    "2026-04-13 10:00;REEL;Hola;https://www.tiktok.com/@invented/video/1;1.900;700;20;3;4;5;32",
)
TIKTOK_SHOP = (
    "Order ID,Order Status,Order Substatus,SKU ID,Order Amount,Order Refund Amount,Created Time,Buyer Username",
    '="576461000000000001",Completed,Delivered,="1",="30.000",="0.000",2026-04-13 10:00:00,ann-buys',
    '="576461000000000001",Completed,Delivered,="2",="30.000",="0.000",2026-04-13 10:00:00,ann-buys',
    '="576461000000000002",Canceled,Canceled,="1",="10.500",="0.000",2026-04-14 10:00:00,bob',
    '="576461000000000003",Completed,Delivered,="1",="1610.550",="10.550",2026-04-14 10:00:00,bob',
)
X_ADS = (
    "Time period,Currency,Campaign name,Campaign ID,Funding source name,Spend,Impressions,Link clicks,Results",
    "2026-04-13,USD,Invented,abc1,Card,12.50,3000,40,2",
)
LINKEDIN_FOLLOWERS = (
    "Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers",
    "04/13/2026,1,5,0,6",
)
YOUTUBE_DAYS = (
    "Date,Views,Watch time (hours),Subscribers,Impressions,Impressions click-through rate (%)",
    "Total,300,12.5,5,9000,2.1",
    "2026-04-13,100,4.2,2,4000,2.0",
    "2026-04-14,200,8.3,3,5000,2.2",
)
YOUTUBE_ES = (
    "Contenido,Título del vídeo,Hora de publicación del vídeo,Visualizaciones,Suscriptores,Impresiones",
    "Total,,,120,3,900",
    'abc123,Hola,"Apr 13, 2026",100,2,600',
    'def456,Adiós,"Apr 14, 2026",20,1,300',
)
KLAVIYO_FLOWS = (
    "Flow Name,Message Name,Message Channel,Date,Delivered,Unique Clicks,Unique Placed Order,Revenue",
    "Welcome,First,Email,2026-04-13,100,9,2,50.00",
)
WOO = (
    "Order Number,Order Status,Order Date,Billing Email,Order Total Amount,Order Refund Amount,Order Currency",
    "77,completed,2026-04-13 10:00,ann@example.com,20.00,5.00,EUR",
)
META_NL = (
    "Begin rapportage,Einde rapportage,Dag,Campagnenaam,Bereik,Weergaven,Klikken op link,Besteed bedrag (EUR)",
    "2026-04-01,2026-04-30,2026-04-13,Verzonnen,800,1000,20,12.50",
)
META_JA = (
    "レポート開始日,レポート終了日,キャンペーン名,インプレッション,リンクのクリック,消化金額 (JPY)",
    "2026-04-01,2026-04-30,架空,1000,20,1250",
)
META_AGE = (
    "Reporting starts,Reporting ends,Campaign name,Age,Gender,Amount spent (EUR),Impressions,Link clicks",
    "2026-04-01,2026-04-30,,,,30.00,3000,60",
    "2026-04-01,2026-04-30,Invented,18-24,female,10.00,1000,20",
    "2026-04-01,2026-04-30,Invented,25-34,male,20.00,2000,40",
)
GOOGLE_TR = (
    "Kampanya raporu",
    "1 Nisan 2026 - 30 Nisan 2026",
    "Kampanya,Gün,Para birimi kodu,Göst.,Tıklamalar,Maliyet,Dönüşümler",
    'Uydurma,2026-04-13,TRY,1000,20,"1.250,50",2',
    'Toplam: Hesap,,TRY,1000,20,"1.250,50",2',
)
GOOGLE_VIDEO = (
    "Video report",
    '"April 1, 2026 - April 30, 2026"',
    "Video,Campaign,Campaign type,Currency code,Impr.,Views,Cost",
    "Invented clip,Spring,Video,EUR,1000,400,12.00",
    "Total: Account,,,EUR,1000,400,12.00",
)
STORIES = (
    "Post ID,Account ID,Account username,Publish time,Permalink,Date,Views,Reach,Likes,Replies,Shares,Profile visits",
    "1,2,inv,04/13/2026 10:00,https://www.instagram.com/stories/inv/1,Lifetime,900,700,5,2,1,3",
)
FACEBOOK_DE = (
    "Beitrags-ID,Seiten-ID,Titel,Veröffentlichungszeit,Datum,Aufrufe,Reichweite,Reaktionen,Kommentare,Geteilte Inhalte",
    "1,2,Hallo,04/13/2026 10:00,Gesamte Laufzeit,900,700,5,2,1",
)
GA4_DE = (
    "# ----------------------------------------",
    "# Neu generierte Zugriffe",
    "# Startdatum: 20260401",
    "# Enddatum: 20260430",
    "# ----------------------------------------",
    "",
    "Sitzung – Quelle/Medium,Sitzungen,Schlüsselereignisse,Gesamtumsatz",
    "instagram / social,27,3,120",
    "google / cpc,10,1,40",
)


@pytest.mark.parametrize(
    ("rows", "source", "expected"),
    [
        (HOOTSUITE, "hootsuite", {"platform": "Instagram", "impressions": 900, "engagements": 30, "clicks": 4}),
        (BUFFER, "buffer", {"platform": "LinkedIn", "impressions": 900, "engagements": 24, "clicks": 4}),
        (METRICOOL, "metricool", {"platform": "Instagram", "impressions": 900, "engagements": 32}),
        (METRICOOL_ES, "metricool", {"platform": "TikTok", "impressions": 1900, "engagements": 32}),
        (TIKTOK_SHOP, "tiktok_shop", {"platform": "TikTok", "revenue": 30, "conversions": 1}),
        (X_ADS, "x_ads", {"platform": "X", "spend": 12.5, "clicks": 40, "currency": "USD", "campaign_id": "abc1"}),
        (LINKEDIN_FOLLOWERS, "linkedin_followers", {"platform": "LinkedIn", "followers": 6}),
        (YOUTUBE_DAYS, "youtube_days", {"platform": "YouTube", "video_views": 100, "click_rate": 0.02}),
        (YOUTUBE_ES, "youtube", {"video_views": 100, "followers": 2, "impressions": 600, "post": "Hola"}),
        (KLAVIYO_FLOWS, "klaviyo", {"platform": "E-mail", "recipients": 100, "revenue": 50, "ad": "First"}),
        (WOO, "woocommerce", {"order": "77", "revenue": 15, "currency": "EUR"}),
        (META_NL, "meta_ads", {"spend": 12.5, "impressions": 1000, "clicks": 20, "reach": 800, "currency": "EUR"}),
        (META_JA, "meta_ads", {"spend": 1250, "impressions": 1000, "clicks": 20, "currency": "JPY"}),
        (META_AGE, "meta_ads", {"spend": 10, "breakdown": "18-24 / female"}),
        (GOOGLE_TR, "google_ads", {"spend": 1250.5, "impressions": 1000, "clicks": 20, "currency": "TRY"}),
        (GOOGLE_VIDEO, "google_ads", {"platform": "YouTube", "video_views": 400, "spend": 12, "ad": "Invented clip"}),
        (STORIES, "instagram_content", {"impressions": 900, "engagements": 8, "profile_visits": 3}),
        (FACEBOOK_DE, "facebook_content", {"impressions": 900, "reach": 700, "engagements": 8, "post": "Hallo"}),
        (GA4_DE, "ga4", {"platform": "Instagram", "visits": 27, "conversions": 3, "revenue": 120}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_first_row_of_a_variant_is_read_under_the_names_of_the_table(tmp_path, rows, source, expected):
    export = sources.read(write(tmp_path, *rows))
    assert export.source == source
    row = export.table.iloc[0]
    assert {name: row[name] for name in expected} == expected


def test_an_order_of_tiktok_shop_on_two_rows_counts_once_and_a_canceled_one_not(tmp_path):
    export = sources.read(write(tmp_path, *TIKTOK_SHOP))
    assert export.table["revenue"].tolist() == [30, 1600]
    assert [row for row, _ in export.left_out] == [3, 4]
    assert "ann-buys" not in export.table.to_csv()


def test_totals_of_the_variants_are_left_out(tmp_path):
    for rows, left in ((YOUTUBE_DAYS, [2]), (YOUTUBE_ES, [2]), (META_AGE, [2]), (GOOGLE_TR, [5]), (GOOGLE_VIDEO, [5])):
        assert [row for row, _ in sources.read(write(tmp_path, *rows)).left_out] == left


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-16", "\t"), ("utf-8-sig", ";"), ("utf-16-le", "\t"), ("utf-8", "|")]
)
@pytest.mark.parametrize(
    "rows", [META_NL, META_JA, GOOGLE_VIDEO[2:], X_ADS, YOUTUBE_DAYS], ids=lambda rows: rows[0][:12]
)
def test_encoding_and_sign_between_cells_do_not_matter(tmp_path, rows, encoding, delimiter):
    usual = sources.read(write(tmp_path, *rows))
    other = sources.read(
        write(tmp_path, *(row.replace(",", delimiter) for row in rows), name="other.csv", encoding=encoding),
        decimal=".",
    )
    assert other.source == usual.source
    assert other.table.equals(usual.table)


def book(path, **sheets):
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def test_of_a_creators_workbook_of_linkedin_the_days_are_read(tmp_path):
    path = book(
        tmp_path / "creator.xlsx",
        DISCOVERY=[("Overall Performance", "4/1/2026 - 4/30/2026"), ("Impressions", 5000), ("Members reached", 900)],
        ENGAGEMENT=[("Date", "Impressions", "Engagements"), ("4/13/2026", 900, 12), ("4/14/2026", 800, 10)],
        FOLLOWERS=[("Total followers on 4/30/2026:", 700), (), ("Date", "New followers"), ("4/13/2026", 3)],
    )
    export = sources.read(path)
    assert (export.source, export.level) == ("linkedin_creator", "day")
    assert export.table["impressions"].tolist() == [900, 800]
    assert export.window == (date(2026, 4, 13), date(2026, 4, 14))


def test_days_impressions_and_engagements_alone_are_no_sheet_of_linkedin(tmp_path):
    with pytest.raises(SourceError):
        sources.read(write(tmp_path, "Date,Impressions,Engagements", "4/13/2026,900,12"))


@pytest.mark.parametrize(
    ("heading", "cell", "start", "end"),
    [
        ("Year", "2026", date(2026, 4, 1), date(2026, 4, 30)),
        ("Day", "13", date(2026, 4, 13), date(2026, 4, 13)),
        ("Date + hour and minute (YYYYMMDDHHMM)", "202604131059", date(2026, 4, 13), date(2026, 4, 13)),
    ],
)
def test_a_year_a_day_and_a_minute_of_google_analytics_are_dates(tmp_path, heading, cell, start, end):
    rows = ["# Start date: 20260401", "# End date: 20260430", "", f"Session source / medium,{heading},Sessions"]
    row = sources.read(write(tmp_path, *rows, f"instagram / social,{cell},27")).table.iloc[0]
    assert (row["start"].date(), row["end"].date()) == (start, end)


GOOGLE = ("Campaign report", '"January 3, 2026 - June 30, 2026"')


@pytest.mark.parametrize(
    ("heading", "cells", "spans"),
    [
        ("Month", ("2026-01-01", "2026-02-01"), ("2026-01-03 2026-01-31", "2026-02-01 2026-02-28")),
        ("Month", ("January 2026", "February 2026"), ("2026-01-03 2026-01-31", "2026-02-01 2026-02-28")),
        ("Week", ("2025-12-29", "2026-01-05"), ("2026-01-03 2026-01-04", "2026-01-05 2026-01-11")),
        ("Week", ("Week of Jan 5, 2026", ""), ("2026-01-05 2026-01-11", "NaT NaT")),
        ("Quarter", ("2026-01-01", "2026-04-01"), ("2026-01-03 2026-03-31", "2026-04-01 2026-06-30")),
        ("Year", ("2025", "2026"), ("2026-01-03 2026-01-03", "2026-01-03 2026-06-30")),
    ],
)
def test_a_period_of_google_ads_is_cut_off_at_the_report(tmp_path, heading, cells, spans):
    rows = [f'"{cell}",A{index},EUR,10{index},5,10.00' for index, cell in enumerate(cells)]
    table = sources.read(write(tmp_path, *GOOGLE, f"{heading},Campaign,Currency code,Impr.,Clicks,Cost", *rows)).table
    found = [f"{start} {end}" for start, end in zip(table["start"].dt.date, table["end"].dt.date, strict=True)]
    assert found == list(spans)


def test_a_segment_of_google_ads_and_a_time_of_day_of_meta_divide_rows_with_keys_of_their_own(tmp_path):
    google = write(
        tmp_path,
        *GOOGLE,
        "Campaign,Device,Currency code,Impr.,Clicks,Cost",
        "A,Phones,EUR,9,1,2.00",
        "A,TV,EUR,9,1,3.00",
    )
    meta = write(
        tmp_path,
        "Reporting starts,Reporting ends,Day,Time of day (ad account time zone),Campaign name,Amount spent (EUR)",
        "2026-04-13,2026-04-13,2026-04-13,00:00:00 - 00:59:59,A,1.00",
        "2026-04-13,2026-04-13,2026-04-13,01:00:00 - 01:59:59,A,2.50",
        name="meta.csv",
    )
    for path, values in ((google, ["Phones", "TV"]), (meta, ["00:00:00 - 00:59:59", "01:00:00 - 01:59:59"])):
        export = sources.read(path)
        assert export.table["breakdown"].tolist() == values
        assert export.keys.is_unique


def test_a_day_that_ends_at_midnight_ends_the_day_before(tmp_path):
    head = "Start Time,End Time,Campaign Name,Amount Spent,Paid Impressions,Swipe Ups,Currency"
    row = sources.read(
        write(tmp_path, head, "2026-04-01 00:00:00 PDT,2026-05-01 00:00:00 PDT,A,12.50,900,9,USD")
    ).table.iloc[0]
    assert (row["start"].date(), row["end"].date()) == (date(2026, 4, 1), date(2026, 4, 30))


def test_the_report_of_linkedin_ends_where_its_lines_say_so_in_words(tmp_path):
    path = write(
        tmp_path,
        "Campaign Performance Report (in UTC)",
        '"Report Start: April 1, 2026, 12:00 AM"',
        '"Report End: April 15, 2026, 11:59 PM"',
        "",
        "Start Date (in UTC),Account Name,Currency,Campaign Name,Total Spent,Impressions,Clicks",
        "4/1/2026,Invented,EUR,A,10.00,1000,20",
    )
    export = sources.read(path)
    assert export.window == (date(2026, 4, 1), date(2026, 4, 15))
    assert export.table["end"].dt.date.tolist() == [date(2026, 4, 15)]


@pytest.mark.parametrize("heading", ["Week", "Month", "By hour", "Mes"])
def test_rows_divided_by_a_time_that_is_not_known_are_refused(tmp_path, heading):
    rows = (
        f"{heading},Campaign name,Cost,Impressions,Clicks (destination),Currency",
        "1,Invented,20.00,1000,10,EUR",
        "2,Invented,10.00,500,5,EUR",
    )
    with pytest.raises(SourceError, match=f"it is divided by “{heading}”"):
        sources.read(write(tmp_path, *rows))
