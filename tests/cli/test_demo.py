"""The whole way. Totals are checked against sums of the export's own lines, made with Python's csv module."""

import csv
import io
import json
from contextlib import redirect_stdout
from math import fsum
from pathlib import Path

import pytest

from socroi import cli, demo_data
from socroi.reports.summary import read_summary

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
ROWS = [
    "Reporting starts,Reporting ends,Campaign name,Platform,Amount spent (EUR),Purchases,Purchases conversion value",
    "2026-01-01,2026-01-31,Invented: a,facebook,100.00,3,250.00",
    "2026-02-01,2026-02-28,Invented: a,instagram,300.00,2,150.00",
]


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "My export (1).csv"
    path.write_text("\n".join(ROWS), encoding="utf-8-sig")
    return path


def column(path, name, header):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))[header:]
    index, first = rows[0].index(name), rows[0][0]
    kept = [row for row in rows[1:] if row[0] != "Total" and (first != "Reporting starts" or row[2])]
    return fsum(float(row[index].replace(",", "")) for row in kept)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What `socroi demo` prints, and the folder that it leaves."""
    folder, printed = tmp_path_factory.mktemp("run") / "demo", io.StringIO()
    with redirect_stdout(printed), pytest.raises(SystemExit) as ended:
        cli.main(["demo", "-o", str(folder)])
    assert not ended.value.code
    return printed.getvalue(), folder


def test_the_demo_shows_the_roi_and_leaves_a_workbook_and_a_picture(shown):
    printed, folder = shown
    for text in ("Demo numbers", "ROI +", "By platform", "By month"):
        assert text in printed
    assert (folder / "demo_roi.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "demo_four_step.xlsx").is_file()


def test_the_demos_workbook_adds_up_to_its_exports_and_costs(shown):
    total = read_summary(shown[1] / "demo_four_step.xlsx").total
    meta, linkedin = demo_data.EXPORTS
    returned = column(meta, "Purchases conversion value", 0) + column(linkedin, "Total Conversion Value", 3)
    spent = column(meta, "Amount spent (EUR)", 0) + column(linkedin, "Total Spent", 3)
    with demo_data.COSTS.open(encoding="utf-8", newline="") as lines:
        own = fsum(
            float(row["amount"] or 0) + float(row["hours"] or 0) * float(row["hourly rate"] or 0)
            for row in csv.DictReader(lines)
        )
    assert total.returned == pytest.approx(returned)
    assert total.cost == pytest.approx(spent + own)
    assert total.roi == pytest.approx((returned - spent - own) * 100 / (spent + own))


def test_platforms_and_months_of_the_demo_add_up_to_its_total(shown):
    results = read_summary(shown[1] / "demo_four_step.xlsx")
    for lines in (results.platforms, results.months):
        assert fsum(line.returned for line in lines) == pytest.approx(results.total.returned)
        assert fsum(line.cost for line in lines) == pytest.approx(results.total.cost)


def test_ones_own_export_gives_its_own_roi(run, export, tmp_path):
    """100 + 300 spent, 250 + 150 returned: ROI 0 by hand; Facebook +150%, Instagram -50%."""
    status, out, _ = run("demo", "--from", export, "-o", "out")
    assert status == 0
    assert "ROI +0.0%  return 400  cost 400  profit 0  (EUR)" in out
    assert "+150%" in out
    assert "-50%" in out
    assert "Demo" not in out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "My_export_1_four_step.xlsx",
        "My_export_1_roi.png",
    ]


def test_what_was_left_out_is_said(run, tmp_path):
    path = tmp_path / "ads.csv"
    path.write_text("\n".join([ROWS[0], "2026-01-01,2026-02-28,,,400.00,5,400.00", *ROWS[1:]]), encoding="utf-8")
    assert "Left out row 2, a totals row." in run("demo", "--from", path)[1]


def test_two_exports_are_put_together_with_a_warning(run, export, tmp_path):
    other = tmp_path / "linkedin.csv"
    other.write_text(
        "Start Date (in UTC),End Date (in UTC),Campaign Name,Currency,Total Spent,Impressions,Conversions,"
        "Total Conversion Value\n1/1/2026,1/31/2026,Invented,EUR,100.00,900,1,50.00\n",
        encoding="utf-8",
    )
    status, out, _ = run("demo", "--from", export, "--from", other)
    assert status == 0
    assert "return 450  cost 500" in out
    assert "is counted twice here" in " ".join(out.split())


def test_an_export_without_revenue_says_what_is_missing_and_shows_no_zero(run, tmp_path):
    path = tmp_path / "ads.csv"
    path.write_text("\n".join(line.rsplit(",", 1)[0] for line in ROWS), encoding="utf-8")
    status, out, _ = run("demo", "--from", path)
    assert status == 0
    assert "ROI not known  return -  cost 400  profit -" in out
    assert "No revenue is known" in out
    assert "Facebook: 3 conversions" in out


def test_a_file_that_is_not_understood_is_refused_and_leaves_nothing(run, tmp_path):
    (tmp_path / "home.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    status, _, err = run("demo", "--from", "home.csv")
    assert status == 2
    assert "its format is not known here" in err
    assert not (tmp_path / "demo").exists()


def test_an_amount_without_a_currency_asks_for_it(run, tmp_path):
    text = "# Start date: 20260301\n# End date: 20260331\nSession source,Sessions,Total revenue\nfacebook,10,20.5\n"
    (tmp_path / "ga.csv").write_text(text, encoding="utf-8")
    status, _, err = run("demo", "--from", "ga.csv")
    assert status == 2
    assert "--currency EUR" in err
    assert "return 20" in run("demo", "--from", "ga.csv", "--currency", "USD")[1]


def test_a_workbook_in_which_someone_may_have_typed_is_never_written_over(run, export, tmp_path):
    book = tmp_path / "demo" / "My_export_1_four_step.xlsx"
    book.parent.mkdir()
    book.write_bytes(b"mine")
    status, _, err = run("demo", "--from", export)
    assert status == 2
    assert "exists already" in err
    assert book.read_bytes() == b"mine"
    assert run("demo", "--from", export, "--force")[0] == 0


def test_a_folder_that_is_a_file_is_refused(run, tmp_path):
    (tmp_path / "taken").write_bytes(b"")
    status, _, err = run("demo", "-o", "taken")
    assert status == 2
    assert "a folder is wanted" in err


@pytest.mark.samples
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")) or [None], ids=lambda path: path and path.stem)
def test_every_public_sample_ends_in_a_workbook_with_a_result_or_the_reason_why_not(run, tmp_path, path):
    if path is None:
        pytest.skip("needs the folder ../shared/samples beside the project")
    status, out, _ = run("demo", "--from", path)
    assert status == 0
    results = read_summary(next((tmp_path / "demo").glob("*.xlsx")))
    assert results.total.roi is not None or "No revenue is known" in out


def test_the_figures_are_printed_as_json_and_all_else_goes_to_the_other_stream(run, export):
    status, out, err = run("demo", "--from", export, "-o", "out", "--json")
    found = json.loads(out)
    assert status == 0
    assert found["total"] == {"name": "Total", "return": 400, "cost": 400, "profit": 0, "roi": 0, "status": ""}
    assert [(each["name"], each["roi"]) for each in found["platforms"]] == [("Facebook", 150), ("Instagram", -50)]
    assert "My export (1).csv" in err
