"""`socroi export` says whose an export is, and makes a map of a table that nobody knows."""

import json

import pytest

ROWS = "Date,Campaign name,Spend,Mood\n2026-04-13,Spring,12.50,glad\n2026-04-14,Spring,10.00,sad\n"
X_POSTS = (
    "Post id,Date,Post text,Address Link,Impressions,Likes,Engagements\n"
    '1,"Tue, Feb 18, 2025",Hello,https://x.com/a/status/1,70,3,5\n'
)


@pytest.fixture
def weekly(tmp_path):
    path = tmp_path / "weekly.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_an_export_is_told_with_its_rows_and_sums(run, tmp_path):
    path = tmp_path / "meta.csv"
    path.write_text(
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions\n"
        "2026-04-01,2026-04-30,A,10.00,100\n2026-04-01,2026-04-30,B,5.50,50\n2026-04-01,2026-04-30,,15.50,150\n",
        encoding="utf-8",
    )
    status, out, _ = run("export", path)
    assert status == 0
    assert "Meta Ads Manager (meta_ads), platform's claim." in out
    assert "2 rows by campaign, 2026-04-01 to 2026-04-30." in out
    assert "spend: 15.5 EUR" in out
    assert out.count("Left out row 4") == 1
    assert "Left out row 4: a totals row without a name, the sum of the rows above it." in out


def test_as_json_it_can_be_read_by_programs(run, tmp_path, weekly):
    run("export", weekly, "--teach", tmp_path / "weekly.toml")
    status, out, _ = run("export", weekly, "--map", tmp_path / "weekly.toml", "--json")
    said = json.loads(out)
    assert status == 0
    assert (said["rows"], said["sums"]["spend"], said["window"]) == (2, 22.5, ["2026-04-13", "2026-04-14"])


def test_a_map_has_no_json_and_a_program_that_asks_for_it_is_told_so_in_words(run, tmp_path, weekly):
    """It printed words where a program waited for JSON."""
    status, out, error = run("export", weekly, "--teach", tmp_path / "weekly.toml", "--json")
    assert (status, out) == (2, "")
    assert error == "socroi: --teach writes a map, and reads nothing that --json could print. Leave out --json.\n"
    assert not (tmp_path / "weekly.toml").exists()


def test_a_first_map_is_not_written_over_one_that_a_person_corrected(run, tmp_path, weekly):
    target = tmp_path / "weekly.toml"
    assert run("export", weekly, "--teach", target)[0] == 0
    status, _, error = run("export", weekly, "--teach", target)
    assert status == 2
    assert "the map exists already" in error
    assert run("export", weekly, "--teach", target, "--force")[0] == 0


def test_a_heading_that_is_missing_is_named_and_can_be_said(run, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(X_POSTS, encoding="utf-8")
    status, _, error = run("export", path)
    assert status == 2
    assert "--columns “Post Link=Address Link”" in error
    status, out, _ = run("export", path, "--columns", "Post Link=Address Link")
    assert status == 0
    assert "X (Twitter) post analytics (x_posts)" in out


def test_a_pair_without_two_sides_is_refused(run, weekly):
    status, _, error = run("export", weekly, "--columns", "Link")
    assert status == 2
    assert "Write the known heading, =, and the one of the file" in error
