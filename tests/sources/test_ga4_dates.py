"""Weeks were read off a calendar: 1 January 2026 is a Thursday, and the weeks of Analytics begin on Sunday."""

import pytest
from exporters import write

from socroi import sources
from socroi.errors import SourceError


def spans(folder, heading, *values, start="20260101", end="20260131"):
    rows = [f"{value},facebook / paid_social,10" for value in values]
    head = ["# Traffic acquisition", f"# Start date: {start}", f"# End date: {end}"]
    table = sources.read(write(folder, *head, f"{heading},Session source / medium,Sessions", *rows)).table
    return [f"{a:%m-%d} {b:%m-%d}" for a, b in zip(table["start"], table["end"], strict=True)]


@pytest.mark.parametrize(
    ("heading", "values", "expected"),
    [
        ("Week", (1, 2, 5), ["01-01 01-03", "01-04 01-10", "01-25 01-31"]),
        ("ISO week of the year", (1, 2, 5), ["01-01 01-04", "01-05 01-11", "01-26 01-31"]),
        ("Nth week", ("0000", "0001"), ["01-01 01-03", "01-04 01-10"]),
        ("Nth day", ("0000", "0030"), ["01-01 01-01", "01-31 01-31"]),
        ("Month", ("01",), ["01-01 01-31"]),
        ("Nth month", ("0000",), ["01-01 01-31"]),
        ("Year month", ("202601",), ["01-01 01-31"]),
        ("Date + hour (YYYYMMDDHH)", ("2026011523",), ["01-15 01-15"]),
        ("Date", ("20260115",), ["01-15 01-15"]),
    ],
)
def test_every_dimension_of_time_has_its_first_and_last_day(tmp_path, heading, values, expected):
    assert spans(tmp_path, heading, *values) == expected


def test_a_week_that_two_years_of_the_report_have_is_refused(tmp_path):
    with pytest.raises(SourceError, match="“Week” is '10', and no date of it"):
        spans(tmp_path, "Week", 10, start="20250101", end="20260331")


@pytest.mark.parametrize(
    ("source", "platform"),
    [
        ("threads.net / referral", "Threads"),
        ("www.reddit.com / referral", "Reddit"),
        ("bsky.app / referral", "Bluesky"),
        ("ig_stories / social", "Instagram"),
        ("meta / paid_social", "Meta"),
        ("youtu.be / referral", "YouTube"),
        ("somewhere / social", "Social, not divided"),
        ("newsletter / email", None),
    ],
)
def test_source_and_medium_name_the_platform(tmp_path, source, platform):
    head = ["# Start date: 20260101", "# End date: 20260131", "Session source / medium,Sessions"]
    found = sources.read(write(tmp_path, *head, f"{source},10")).table["platform"]
    assert found.fillna("").tolist() == [platform or ""]
