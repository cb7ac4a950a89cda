"""The sheet Pause of attribution and tests, against SOCGEO and SOCGEOPLAN, whose witness is tbr."""

from datetime import date, timedelta

import numpy as np
import pytest
from every_template import filled

import socroi

BEFORE, DURING = 20, 3
FIRST = date(2026, 1, 5)


def weeks(chance, effect, memory=0.3):
    """Weeks before and during a pause, of places and of others."""
    rows, rest = [], 0.0
    for week in range(BEFORE + DURING):
        others = 9000 + 900 * np.sin(week / 4) + chance.normal(0, 300)
        rest = memory * rest + chance.normal(0, 90)
        paused = week >= BEFORE
        places = 0.4 * others + 200 + rest + (effect if paused else 0)
        spend = chance.uniform(150, 250) if not paused else 0
        rows.append((FIRST + timedelta(weeks=week), round(places, 2), round(others, 2), round(spend, 2)))
    return rows


def book(tmp_path, rows, **settings):
    table = [dict(zip(("week", "places", "others", "spend"), row, strict=True)) for row in rows]
    return filled(tmp_path / "book.xlsx", "attribution_and_tests", {"Pause": table}, settings)


def test_effect_interval_and_chance_are_those_of_socgeo_and_the_smallest_effect_that_of_its_plan(tmp_path):
    rows = weeks(np.random.default_rng(3), -700)
    # A week that is not known yet is left out, in the middle, too.
    rows.insert(7, (rows[7][0] - timedelta(days=1), None, 9000.0, 200.0))
    found = book(tmp_path, rows, pause_from=FIRST + timedelta(weeks=BEFORE))
    known = [row for row in rows if row[1] is not None]
    test, control, spend = ([[row[at]] for row in known] for at in (1, 2, 3))
    theirs = socroi.SOCGEO(test, control, BEFORE, [cell for (cell,) in spend])
    line, blocks = theirs.iloc[0], theirs.iloc[1]
    own_line = found.row("Pause", "A line through the weeks before")
    assert own_line[:4] == pytest.approx(line[["effect", "low", "high", "p"]].tolist(), rel=1e-9)
    own = found.row("Pause", "All stretches as long: take this")
    assert own[:4] == pytest.approx(blocks[["effect", "low", "high", "p"]].tolist(), rel=1e-9)
    assert own[5:8] == pytest.approx(blocks[["iROAS low", "iROAS", "iROAS high"]].tolist(), rel=1e-9)
    assert found["pause_finding"] == "▲ brought less"
    plan = socroi.SOCGEOPLAN(test[:BEFORE], control[:BEFORE], DURING).iloc[0]
    assert found["pause_smallest"] == pytest.approx(plan["smallest effect"], rel=1e-9)
    assert [found["pause_fit"], found["pause_memory"]] == pytest.approx([plan["R2"], plan["memory"]], rel=1e-9)


def test_a_plan_without_a_first_week_tells_what_would_be_seen_and_no_effect(tmp_path):
    rows = weeks(np.random.default_rng(4), 0)[:BEFORE]
    found = book(tmp_path, rows, pause_weeks=4)
    plan = socroi.SOCGEOPLAN([[row[1]] for row in rows], [[row[2]] for row in rows], 4).iloc[0]
    assert found["pause_smallest"] == pytest.approx(plan["smallest effect"], rel=1e-9)
    assert found["pause_verdict"].startswith("✓ yes")
    assert found["pause_finding"] in {"", None}


def test_what_the_weeks_cannot_bear_is_said_in_words(tmp_path):
    rows = weeks(np.random.default_rng(5), 0)[:BEFORE]
    assert "too few weeks" in book(tmp_path, rows, pause_weeks=8)["pause_verdict"]
    chance = np.random.default_rng(6)
    loose = [(day, places, 9000 + chance.normal(0, 900), spend) for day, places, _, spend in rows]
    assert "too little" in book(tmp_path, loose, pause_weeks=4)["pause_verdict"]
    found = book(tmp_path, [rows[1], rows[0], *rows[2:]], pause_weeks=4)
    assert found.check("Weeks of the sheet Pause that are not in order")[0] == 1
    assert found["pause_smallest"] in {"", None}
