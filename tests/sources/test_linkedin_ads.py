"""Expected values were read off the files by hand."""

from datetime import date

import pytest

from socroi import sources
from socroi.errors import SourceError


def test_a_utf_16_file_with_preamble_is_read(data):
    export = sources.read(data / "linkedin_utf16_tab.csv")
    assert export.table["spend"].tolist() == [1200.4, 99.6]
    assert export.table["revenue"].tolist() == [1350.0, 0.0]
    assert export.table["click_rate"].tolist() == pytest.approx([0.0082, 0.005])
    assert export.currency == "GBP"


def test_one_start_date_for_all_rows_means_the_window_of_the_report(data):
    export = sources.read(data / "linkedin_utf16_tab.csv")
    assert export.window == (date(2026, 3, 1), date(2026, 3, 31))
    assert set(export.table["end"].dt.date) == {date(2026, 3, 31)}


def test_clicks_of_every_kind_stand_in_for_landing_page_clicks_and_say_so(data):
    export = sources.read(data / "linkedin_utf16_tab.csv")
    assert export.table["clicks"].tolist() == [410, 40]
    assert any("Clicks to Landing Page" in note for note in export.notes)


def test_the_public_fixture_is_daily_and_its_total_is_left_out(samples):
    export = sources.read(samples / "linkedin_campaign_performance_fixture.csv")
    assert export.table["start"].dt.date.tolist() == [date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 2)]
    assert export.table["spend"].tolist() == [1234.5, 10.25, 100.0]
    assert export.table["clicks"].tolist() == [150, 2, 30]
    assert export.table["revenue"].sum() == 400.0
    assert export.currency == "USD"
    assert "Left out row 8, a totals row." in export.notes


def test_a_day_before_the_reports_own_start_is_refused(data, tmp_path):
    text = (
        (data / "linkedin_utf16_tab.csv")
        .read_bytes()
        .decode("utf-16")
        .replace("\r\n3/1/2026\tInv", "\r\n1/3/2026\tInv")
    )
    (tmp_path / "ads.csv").write_bytes(text.encode("utf-16"))
    with pytest.raises(SourceError, match="before the report's own start"):
        sources.read(tmp_path / "ads.csv")
