"""The .xls and the .ods were written by LibreOffice 7; expected values were read off its screen."""

import pytest

from socroi import sources
from socroi.errors import SourceError


def test_the_old_workbook_of_a_linkedin_page_is_read_by_its_sheet_of_days(data):
    export = sources.read(data / "linkedin_page.xls")
    assert (export.source, export.level) == ("linkedin_page", "day")
    assert export.table["start"].dt.strftime("%m-%d").tolist() == ["04-01", "04-13"]
    assert export.table["impressions"].tolist() == [150, 90]
    assert any("“All posts”" in note for note in export.notes)


def test_its_posts_are_read_where_they_are_asked_for(data):
    assert sources.read(data / "linkedin_page.xls", source="linkedin_posts").table["clicks"].tolist() == [5]


def test_an_ods_has_days_as_days_and_figures_as_figures(data):
    table = sources.read(data / "meta_ads.ods").table
    assert table["start"].dt.strftime("%Y-%m-%d").tolist() == ["2026-04-01", "2026-04-01"]
    assert table["spend"].tolist() == [40.25, 20]


def test_an_ods_that_was_cut_off_is_refused(data, tmp_path):
    whole = (data / "meta_ads.ods").read_bytes()
    (tmp_path / "cut.ods").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="damaged"):
        sources.read(tmp_path / "cut.ods")
