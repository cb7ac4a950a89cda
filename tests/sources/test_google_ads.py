"""Expected values were read off the files by hand."""

from datetime import date
from math import isnan

from socroi import sources


def test_a_utf_16_file_with_tabs_is_read_by_day(data):
    table = sources.read(data / "google_utf16_tab_day.csv").table
    assert table["start"].dt.date.tolist() == [date(2026, 1, 31), date(2026, 2, 1)]
    assert table["spend"].tolist() == [1033.33, 45.0]
    assert table["impressions"].tolist() == [1200, 300]


def test_the_total_rows_are_left_out_and_said(data):
    export = sources.read(data / "google_utf16_tab_day.csv")
    assert "Left out rows 6, 7, totals rows." in export.notes


def test_conversions_may_be_fractional_and_a_dash_is_not_zero(data):
    table = sources.read(data / "google_utf16_tab_day.csv").table
    assert table["conversions"].tolist() == [1.5, 2.0]
    assert isnan(table["revenue"][1])


def test_only_video_campaigns_count_as_a_social_medium(data):
    export = sources.read(data / "google_utf16_tab_day.csv")
    assert export.table["platform"].tolist() == ["YouTube", "Google Ads"]
    assert any("no social medium" in note for note in export.notes)


def test_the_public_sample_without_days_gets_the_window_above_its_header(samples):
    export = sources.read(samples / "google_ads_campaign_report_eur.csv")
    assert export.window == (date(2026, 3, 27), date(2026, 4, 23))
    assert export.currency == "EUR"
    assert export.table["campaign"].tolist() == ["i-smile.gr", "dentplant.gr", "Οδοντικά Εμφυτεύματα Αθήνα"]
    assert export.table["spend"].tolist() == [0.0, 0.0, 0.0]
    assert "Left out rows 7, 8, 9, totals rows." in export.notes
