"""The sheet Calibration of attribution and tests, against SOCCALIBRATE, whose witness is statsmodels."""

import pytest
from every_template import filled

import socroi

TESTS = (
    ("Instagram", 4100, 1650, 700, 2600, 2),
    ("Instagram", 3600, 1900, 1100, 3200, 8),
    ("Instagram", 5200, 1700, 600, 2800, None),
    ("Facebook", 2600, 900, 260, 1540, 18),
    ("LinkedIn", 900, 180, -160, 520, None),
    ("LinkedIn", 1000, 150, -100, 400, 3),
    ("LinkedIn", 1200, 320, 20, 620, 1),
    ("YouTube", 800, 400, 250, 550, 0),
    ("YouTube", 900, 380, 220, 600, 0),
)
CLAIMS = {"Facebook": (5200, 1790), "Instagram": (9400, 2260), "LinkedIn": (1300, 1410), "Search": (700, 200)}
KEYS = ("channel", "claimed", "found", "low", "high", "months")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    rows = [dict(zip(KEYS, row, strict=True)) for row in TESTS]
    rows.append({"channel": "Facebook", "claimed": 100, "found": 50, "low": 60, "high": 70})
    channels = [
        {"channel": name, "social": "yes", "claimed_revenue": revenue, "cost": cost}
        for name, (revenue, cost) in {**CLAIMS, "YouTube": (None, None)}.items()
    ]
    path = tmp_path_factory.mktemp("calibration") / "book.xlsx"
    tables = {"Calibration": rows, "Channels": channels}
    return filled(path, "attribution_and_tests", tables, {"calibration_margin": 0.5})


@pytest.fixture(scope="module")
def theirs():
    columns = [list(column) for column in zip(*TESTS, strict=True)]
    columns[5] = [months or 0 for months in columns[5]]
    claims = [[name, float(revenue), float(cost)] for name, (revenue, cost) in CLAIMS.items()]
    return socroi.SOCCALIBRATE(*columns, claims=claims, margin=0.5).set_index("platform")


@pytest.mark.parametrize("channel", ["Instagram", "Facebook", "LinkedIn"])
def test_factor_revenue_and_roi_of_one_and_of_three_tests_are_those_of_the_function(book, theirs, channel):
    row, own = theirs.loc[channel], book.row("Calibration", channel)
    assert own[0] == row["tests"]
    wanted = [row["low"] / row["claimed"], row["factor"], row["high"] / row["claimed"], row["claimed"]]
    assert own[1:5] == pytest.approx(wanted, rel=1e-9)
    assert own[5:9] == pytest.approx(row[["low", "calibrated", "high", "cost"]].tolist(), rel=1e-9)
    assert own[9:12] == pytest.approx(row[["ROI low", "ROI", "ROI high"]].tolist(), rel=1e-9)


def test_the_sum_is_of_the_channels_that_were_tested(book, theirs):
    own, row = book.row("Calibration", "Tested channels"), theirs.loc["total (3 of 4)"]
    assert [own[4], *own[5:9]] == pytest.approx(
        row[["claimed", "low", "calibrated", "high", "cost"]].tolist(), rel=1e-9
    )
    assert own[9:12] == pytest.approx(row[["ROI low", "ROI", "ROI high"]].tolist(), rel=1e-9)


def test_two_tests_have_a_range_near_that_of_the_function_and_say_what_is_assumed(book):
    two = [row for row in TESTS if row[0] == "YouTube"]
    row = socroi.SOCCALIBRATE(*([list(column) for column in zip(*two, strict=True)][:5])).iloc[0]
    own = book.row("Calibration", "YouTube")
    assert own[1:4] == pytest.approx(row[["low", "factor", "high"]].tolist(), rel=0.35)
    assert own[12] == "two tests: how far they differ is assumed"


def test_a_channel_without_a_test_borrows_nothing_and_a_test_out_of_order_is_found(book):
    own = book.row("Calibration", "Search")
    assert own[0] == 0
    assert set(own[1:4]) | set(own[5:8]) <= {"", None}
    assert own[12] == "no test: no factor is borrowed"
    assert book.check("Tests of Calibration without a figure, or with ends out of order")[0] == 1
