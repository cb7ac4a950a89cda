"""FORECAST.ETS and FORECAST.ETS.STAT."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from socroi.engine.statistics.smoothing import forecast, smooth

STORED = Path(__file__).resolve().parents[4] / "shared" / "cases" / "ets.json"
"""84 cells of four series with the values that Excel had stored."""

VISITS = [34000, 37000, 44000, 47000, 48000, 48000, 46000, 43000, 32000, 27000, 26000, 24000]
YEARS = [36965.480769230766, 37802.32692307692, 36377.03846153846]


@pytest.mark.parametrize(
    ("values", "alpha", "beta", "stored", "deviation"),
    [  # stored by Excel; alpha and beta are what the widths of its confidence intervals say to 14 digits
        (VISITS, 0.9, 0.899, [22631.98368766159, 21233.710196511893, 19835.436705362197], 3990.641963053714),
        (YEARS, 0.1, 0.099, [36375.08396893267, 36170.555321519205], 665.8266387789457),
    ],
)
def test_smoothing_with_the_parameters_of_excel_comes_to_its_values(values, alpha, beta, stored, deviation):
    fit = smooth(np.array(values, float), alpha, beta)
    found = [fit.level + steps * fit.slope for steps in range(1, len(stored) + 1)]
    assert found == pytest.approx(stored, rel=1e-14)
    assert np.sqrt(np.mean(fit.errors**2)) == pytest.approx(deviation, rel=1e-12)


@pytest.mark.skipif(not STORED.is_file(), reason="the stored cells are not beside the project")
def test_so_do_its_forecasts_of_a_long_series():
    """52 weeks, 13 forecasts."""
    told = json.loads(STORED.read_text("utf-8"))
    values = np.array(told["series"]["1|Sheet8|B2:B53"], float)[:, 0]
    stored = [
        cell["value"] for cell in told["cells"] if "$B$53" in cell["formula"] and "CONFINT" not in cell["formula"]
    ]
    fit = smooth(values, 0.9, 0.001)
    found = [fit.level + steps * fit.slope for steps in range(1, len(stored) + 1)]
    assert len(stored) == 13
    assert found == pytest.approx(stored, rel=1e-14)


LINE = {f"A{row}": row * 7 for row in range(1, 13)} | {f"B{row}": 100 + 3 * row for row in range(1, 13)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [  # hand: the line goes on, three for each week
        ("FORECAST.ETS(91,B1:B12,A1:A12)", 139),
        ("_xlfn.FORECAST.ETS(105,B1:B12,A1:A12,1,1,1)", 145),
        ("FORECAST.ETS.STAT(B1:B12,A1:A12,8)", 7),
        ("FORECAST.ETS.STAT(B1:B12,A1:A12,8,1,1)", 7),
        ("FORECAST.ETS(91,B1:B12,A1:A11)", "#N/A"),
        ("FORECAST.ETS(92,B1:B12,A1:A12)", "uncomputed"),
        ("FORECAST.ETS(84,B1:B12,A1:A12)", "uncomputed"),
        ("FORECAST.ETS(91,B1:B12,A1:A12,4)", "uncomputed"),
        ("FORECAST.ETS(91,B1:B12,A1:A12,1,0)", "uncomputed"),
        ("FORECAST.ETS(91,B1:B12,A1:A12,1,1,7)", "uncomputed"),
        ("FORECAST.ETS(91,B1:B13,A1:A13)", "uncomputed"),
        ("FORECAST.ETS(91,B1:B2,A1:A2)", "uncomputed"),
        ("FORECAST.ETS.STAT(B1:B12,A1:A12,1)", "uncomputed"),
        ("FORECAST.ETS.CONFINT(91,B1:B12,A1:A12)", "uncomputed"),
    ],
)
def test_a_line_goes_on_and_what_is_not_certain_is_left(answer, formula, value):
    found = answer(f"={formula}", LINE)
    assert found == (value if isinstance(value, str) else pytest.approx(value, rel=1e-12))


def test_the_order_of_the_timeline_does_not_matter(answer):
    turned = {f"A{row}": (13 - row) * 7 for row in range(1, 13)} | {
        f"B{row}": 100 + 3 * (13 - row) for row in range(1, 13)
    }
    assert answer("=FORECAST.ETS(91,B1:B12,A1:A12)", turned) == pytest.approx(139, rel=1e-12)


@pytest.mark.parametrize(
    "cells",
    [
        {"A5": 36},  # no equal steps
        {"A5": 28},  # twice the same time
        {"B5": None},
        {"B5": "none"},
        {"B5": "=1/0"},
        {"B5": 150},  # far from the line
    ],
)
def test_gaps_duplicates_and_series_off_the_line_are_left(answer, cells):
    assert answer("=FORECAST.ETS(91,B1:B12,A1:A12)", {**LINE, **cells}) == "uncomputed"


def test_a_series_almost_on_a_line_is_left(answer):
    # Another alpha gives other digits: which of them Excel shows is not known.
    ripple = {f"B{row}": 100 + 3 * row + (0.005 if row % 2 else -0.005) for row in range(1, 13)}
    assert answer("=FORECAST.ETS(91,B1:B12,A1:A12)", {**LINE, **ripple}) == "uncomputed"


@pytest.mark.skipif(not STORED.is_file(), reason="the stored cells are not beside the project")
def test_no_cell_that_excel_had_stored_comes_out_wrong():
    told = json.loads(STORED.read_text("utf-8"))
    series, checked = told["series"], 0
    for cell in told["cells"]:
        if not cell["formula"].startswith("=_xlfn.FORECAST.ETS("):
            continue
        lists = [series[key] for key in cell["inputs"].values() if isinstance(series[key], list)]
        target = next(series[key] for key in cell["inputs"].values() if not isinstance(series[key], list))
        times = next(rows for rows in lists if all(a[0] + 1 == b[0] for a, b in pairwise(rows)))
        values = next(rows for rows in lists if rows is not times)
        found, doubt = forecast(np.array(values, float)[:, 0], target - times[-1][0])
        assert abs(found - cell["value"]) <= doubt
        checked += 1
    assert checked == 28
