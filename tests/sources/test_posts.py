"""Posts of Facebook, Instagram, X and YouTube. Expected values were read off the files by hand."""

import zipfile
from datetime import datetime
from math import isnan

import pytest

from socroi import sources
from socroi.errors import SourceError


def test_facebook_posts_have_a_day_of_publication_and_no_window(data):
    table = sources.read(data / "facebook_content.csv").table
    assert table["published"].tolist() == [datetime(2026, 2, 3, 8, 15), datetime(2026, 2, 14, 18, 0)]  # noqa: DTZ001
    assert table["start"].isna().all()
    assert table["engagements"].tolist() == [31, 12]
    assert table["clicks"][0] == 18
    assert isnan(table["clicks"][1])


def test_long_post_ids_stay_text(data):
    assert sources.read(data / "facebook_content.csv").table["post_id"].tolist() == [
        "122100000000000111",
        "122100000000000112",
    ]


def test_lifetime_numbers_are_called_so(data):
    assert any("life of its post" in note for note in sources.read(data / "facebook_content.csv").notes)


def test_instagram_engagements_are_likes_comments_shares_and_saves(samples):
    table = sources.read(samples / "instagram_content_fixture.csv").table
    assert table["engagements"].tolist() == [5 + 2 + 3 + 4]
    assert table["followers"].tolist() == [1]
    assert table["published"].tolist() == [datetime(2026, 3, 27, 6, 8)]  # noqa: DTZ001 - the file has no zone


def test_x_posts_of_today_read_with_ids_and_clicks(data):
    export = sources.read(data / "x_content.csv")
    assert export.table["post_id"].tolist() == ["1891927361234567890", "1891564972345678901"]
    assert export.table["clicks"].tolist() == [8, 0]
    assert export.table["published"].dt.strftime("%Y-%m-%d").tolist() == ["2025-02-18", "2025-02-17"]


def test_ids_that_excel_ruined_come_back_from_the_link_and_it_is_said(data, tmp_path):
    text = (data / "x_content.csv").read_text(encoding="utf-8")
    text = text.replace('"1891927361234567890"', "1.89E+18").replace('"1891564972345678901"', "1.89E+18")
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    export = sources.read(tmp_path / "x.csv")
    assert export.table["post_id"].tolist() == ["1891927361234567890", "1891564972345678901"]
    assert any("ruined 2 of 2 ids" in note and "1.89E+18" in note for note in export.notes)
    assert "2 ids were restored from the link of the post." in export.notes


def test_one_post_that_stands_twice_counts_once(data, tmp_path):
    text = (data / "x_content.csv").read_text(encoding="utf-8")
    (tmp_path / "x.csv").write_text(text + text.splitlines(keepends=True)[1], encoding="utf-8")
    export = sources.read(tmp_path / "x.csv")
    assert len(export.table) == 2
    assert any(note.startswith("Left out row 4") for note in export.notes)


def test_one_post_with_two_sets_of_numbers_is_refused(data, tmp_path):
    text = (data / "x_content.csv").read_text(encoding="utf-8")
    (tmp_path / "x.csv").write_text(text + text.splitlines(keepends=True)[1].replace("1204", "1300"), encoding="utf-8")
    with pytest.raises(SourceError, match="row 4: this post stands in row 2 too"):
        sources.read(tmp_path / "x.csv")


def test_the_public_x_sample_says_what_excel_did_to_it(samples):
    export = sources.read(samples / "x_tweet_activity_metrics_2016_excel_mangled_head60.csv")
    notes = " ".join(export.notes)
    assert len(export.table) == 33
    assert export.table["post_id"].tolist()[:3] == ["649293177409679360", "649064976133525504", "648875195688714240"]
    assert export.table["impressions"].tolist()[:3] == [424, 411, 548]
    assert "ruined 33 of 33 ids" in notes
    assert "30 of 33 rows have no link to a post" in notes
    assert "not UTF-8" in notes


def test_the_first_row_of_youtube_is_a_total_that_need_not_be_the_sum(data):
    export = sources.read(data / "youtube_table_data.csv")
    assert export.table["video_views"].tolist() == [1000, 500]
    assert any("Views 1,510 against 1,500" in note for note in export.notes)
    assert export.currency == "EUR"


def test_youtubes_zip_is_read_by_its_table(data, tmp_path):
    with zipfile.ZipFile(tmp_path / "Content.zip", "w") as archive:
        archive.write(data / "youtube_table_data.csv", "Table data.csv")
        archive.writestr("Chart data.csv", "Date,Content,Views\n2026-03-01,aBcDeFgHi01,10\n")
        archive.writestr("Totals.csv", "Date,Views\n2026-03-01,10\n")
    assert sources.read(tmp_path / "Content.zip").table["video_views"].tolist() == [1000, 500]


def test_the_public_youtube_sample_keeps_its_three_differences(samples):
    export = sources.read(samples / "youtube_studio_table_data.csv")
    assert len(export.table) == 102
    assert any("Views 97,004 against 97,001" in note for note in export.notes)
    assert export.table["click_rate"][0] == pytest.approx(0.0453)


def test_daily_graphs_of_meta_become_one_row_for_each_platform_and_day(data):
    export = sources.read(data / "meta_daily_utf16.csv")
    table = export.table
    rows = list(
        zip(
            table["start"].dt.day,
            table["platform"],
            table["reach"].fillna(-1),
            table["followers"].fillna(-1),
            strict=True,
        )
    )
    assert rows == [(1, "Facebook", 120, -1), (1, "Instagram", -1, 3), (2, "Facebook", 95, -1), (2, "Instagram", -1, 0)]
    assert any(note.startswith("Read “Facebook visits” as profile visits") for note in export.notes)


def test_a_graph_whose_title_is_not_known_is_left_out_beside_one_that_is(tmp_path):
    text = "sep=,\nFacebook reach\nDate,Primary\n2026-03-01,1\n\nMoonlight\nDate,Primary\n2026-03-01,9\n"
    (tmp_path / "graph.csv").write_bytes(text.encode("utf-16"))
    export = sources.read(tmp_path / "graph.csv")
    assert export.table["reach"].tolist() == [1]
    assert any("“Moonlight”" in note and "Left out" in note for note in export.notes)


def test_a_graph_may_have_its_title_in_its_header(tmp_path):
    (tmp_path / "graph.csv").write_bytes("Date,Instagram reach\n2026-03-01,7\n".encode("utf-16"))
    assert sources.read(tmp_path / "graph.csv").table["reach"].tolist() == [7]


def test_a_daily_graph_of_an_unknown_title_is_refused(tmp_path):
    (tmp_path / "graph.csv").write_bytes("sep=,\nMoonlight\nDate,Primary\n2026-03-01,1\n".encode("utf-16"))
    with pytest.raises(SourceError, match="“Moonlight”, which is not known here"):
        sources.read(tmp_path / "graph.csv")


def test_the_second_header_row_of_old_facebook_insights_is_left_out_and_said(data):
    export = sources.read(data / "facebook_insights_old.csv")
    assert export.table["reach"].tolist() == [410, 90]
    assert export.table["post_id"].tolist() == ["100000000000222_333", "100000000000222_334"]
    assert export.table["published"].dt.strftime("%Y-%m-%d %H:%M").tolist() == ["2015-09-30 18:42", "2015-02-03 07:05"]
    assert "Left out row 2, which describes the columns." in export.notes


def test_the_overview_of_x_is_sorted_by_day(data):
    table = sources.read(data / "x_overview.csv").table
    assert table["start"].dt.day.tolist() == [17, 18]
    assert table["followers"].tolist() == [2, 5]
    assert table["video_views"].tolist() == [0, 30]
