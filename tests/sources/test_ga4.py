"""Expected values were read off the files by hand."""

from datetime import date

import pytest

from socroi import sources
from socroi.errors import SourceError


def test_sources_are_named_by_platform_and_the_rest_has_none(data):
    export = sources.read(data / "ga4_source_medium.csv")
    assert export.table["platform"].tolist()[1:3] == ["Instagram", "Facebook"]
    assert export.table["platform"].isna().tolist() == [True, False, False, True]
    assert any("google / organic, (direct) / (none)" in note for note in export.notes)


def test_key_events_and_revenue_are_read_with_the_window_of_the_comment(data):
    export = sources.read(data / "ga4_source_medium.csv")
    assert export.table["conversions"].tolist() == [20, 12, 8, 0]
    assert export.table["revenue"].tolist() == [900, 800.5, 400, 0]
    assert export.window == (date(2026, 3, 1), date(2026, 3, 31))


def test_a_totals_row_with_no_source_is_left_out(data):
    assert "Left out row 10, a totals row." in sources.read(data / "ga4_source_medium.csv").notes


def test_rates_are_fractions(data):
    assert sources.read(data / "ga4_source_medium.csv").table["engagement_rate"][1] == 0.6


def test_of_many_tables_the_one_by_session_channel_is_read_and_the_others_kept_apart(samples):
    export = sources.read(samples / "ga4_acquisition_overview_multitable.csv")
    assert export.table["channel"].tolist() == ["Organic Social"]
    assert export.table["visits"].tolist() == [7]
    assert export.window == (date(2023, 9, 23), date(2023, 10, 20))
    assert len(export.others) == 10
    assert export.others["Nth day / Users"].shape == (28, 2)


def test_another_table_is_read_by_its_header_with_its_days_counted_from_the_start(samples):
    export = sources.read(samples / "ga4_acquisition_overview_multitable.csv", table="Total revenue")
    assert export.table["start"].dt.date.tolist()[:2] == [date(2023, 9, 23), date(2023, 9, 24)]
    assert export.table["start"].dt.date.tolist()[-1] == date(2023, 10, 20)
    assert export.table["revenue"].sum() == 0


def test_a_file_without_a_table_by_channel_is_refused_with_its_tables(tmp_path):
    dated = "# Start date: 20260301\n# End date: 20260302\n"
    text = f"{dated}Country,Users\nIN,3\n\n{dated}Page,Views\n/,3\n"
    (tmp_path / "ga.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"by channel or source.*Country, Users; Page, Views"):
        sources.read(tmp_path / "ga.csv")
