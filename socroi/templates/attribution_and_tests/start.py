"""The sheet Start: the headline, the settings, what to look at."""

from __future__ import annotations

from typing import Final

from socroi.templates.attribution_and_tests import calibration, models, paths, pause, ranges, tests
from socroi.templates.attribution_and_tests.shared import CHANNEL_ROOM, EVENTS
from socroi.templates.checks import Check, below, one_sided, out_of_bounds, texts_for_numbers, unformed
from socroi.templates.facts import Beside, Extremes, low_to_high, shown
from socroi.templates.start import Card, Entry, Start
from socroi.templates.table_sheet import HEAD

_GROUPS: Final = tuple(f"Tests[{key}]" for key in ("size", "converted", "held", "held_converted"))
_KNOWN: Final = "*".join(f"ISNUMBER({group})" for group in _GROUPS)
"""1 for a test whose two groups are known."""
_WEEKS: Final = tuple(f"Pause[{key}]" for key in ("places", "others", "spend"))

CHECKS: Final = (
    Check(
        "texts",
        texts_for_numbers(
            *(f"Paths[{key}]" for key in ("conversions", "revenue", "nulls")),
            *(f"Channels[{key}]" for key in ("cost", "claimed", "claimed_revenue", "heard")),
            *_GROUPS,
            *(f"Tests[{key}]" for key in ("value", "cost", "from_day", "to_day")),
            *(f"Ranges[{key}]" for key in ("low", "likely", "high")),
            "range_cost",
            "heard_asked",
            "position_share",
            "half_life",
            "outcome_figures",
            *_WEEKS,
            "Pause[week]",
            "pause_from",
            "pause_weeks",
            *(f"Calibration[{key}]" for key in ("claimed", "found", "low", "high", "months")),
            "calibration_margin",
            "calibration_drift",
        ),
        "paths",
        stops=True,
    ),
    Check(
        "negative",
        out_of_bounds(
            ["outcome_rates", "calibration_margin", "calibration_drift"],
            [
                "Paths[conversions]",
                "Paths[revenue]",
                "Paths[nulls]",
                "Channels[cost]",
                "Channels[claimed]",
                "Channels[heard]",
                "heard_asked",
                *_GROUPS,
                "Tests[value]",
                "Tests[cost]",
                "range_cost",
                "outcome_figures",
                *_WEEKS,
                "pause_weeks",
                "Calibration[claimed]",
                "Calibration[months]",
            ],
        ),
        "paths",
        stops=True,
    ),
    Check(
        "setting",
        "IF(COUNT(position_share,half_life)<2,1,IF(OR(position_share<0,position_share>0.5,half_life<=0),1,0))",
        "start",
        stops=True,
    ),
    Check("broken", 'COUNTIF(Paths[sound],"!")', "paths", stops=True),
    # Tests with more conversions than people.
    Check(
        "more",
        f"SUMPRODUCT({_KNOWN}*((Tests[converted]>Tests[size])+(Tests[held_converted]>Tests[held])>0))",
        "tests",
        stops=True,
    ),
    Check("disorder", pause.DISORDER, "pause", stops=True),
    Check(
        "unlisted_channels",
        f'SUMPRODUCT(({EVENTS}<>"")*(COUNTIF(Channels[channel],{EVENTS})=0))',
        "channels",
    ),
    Check("too_many", f"MAX(0,COUNTA(Channels[channel])-{CHANNEL_ROOM})", "channels"),
    Check(
        "repeated",
        'SUMPRODUCT((Paths[path]<>"")*(COUNTIF(Paths[path],Paths[path])>1))'
        '+SUMPRODUCT((Channels[channel]<>"")*(COUNTIF(Channels[channel],Channels[channel])>1))',
        "paths",
    ),
    Check("unconverted", 'SUMPRODUCT((Paths[path]<>"")*NOT(ISNUMBER(Paths[conversions])))', "paths"),
    Check("pathless", 'SUMPRODUCT((Paths[path]="")*(ISNUMBER(Paths[conversions])))', "paths"),
    Check(
        "one_side",
        f"{one_sided('Tests', 'size', 'converted')}+{one_sided('Tests', 'held', 'held_converted')}",
        "tests",
    ),
    Check(
        "unformed",
        "+".join(
            (
                unformed("Paths", "counted", "path", "conversions"),
                unformed("Tests", "lift", "size", "held"),
                unformed("Ranges", "state", "low", "likely", "high"),
            )
        ),
        "paths",
    ),
    Check("nulls", "IF(SUM(Paths[counted])=0,0,IF(COUNT(Paths[nulls])=0,1,0))", "paths"),
    Check("overclaim", "IF(N(overclaim)>0.05,1,0)", "models"),
    Check("windowless", 'SUMPRODUCT(ISNUMBER(Channels[claimed])*(Channels[window]=""))', "channels"),
    Check("social", 'SUMPRODUCT((Channels[channel]<>"")*(Channels[social]=""))', "channels"),
    Check("channel_cost", "SUMPRODUCT((Channels[social]=word_yes)*NOT(ISNUMBER(Channels[cost])))", "channels"),
    Check("lot", f"SUMPRODUCT({_KNOWN}*((Tests[converted]<5)+(Tests[held_converted]<5)>0))", "tests"),
    Check("unsure", "COUNTIF(Tests[finding],word_chance)", "tests"),
    Check(
        "short_test",
        "SUMPRODUCT(ISNUMBER(Tests[from_day])*ISNUMBER(Tests[to_day])*(Tests[to_day]<Tests[from_day]))",
        "tests",
    ),
    Check("no_calibration", calibration.UNSOUND, "calibration"),
    Check("spread", "COUNTIF(Ranges[state],0)", "ranges"),
    Check("outcomes", "COUNTIF(outcome_states,0)", "outcomes"),
    Check("unproven", 'SUMPRODUCT((Ranges[mean]<>"")*(Ranges[evidence]=""))', "ranges"),
    Check(
        "below",
        "+".join(
            (
                below("paths", paths.HEAD, "Paths", "path"),
                below("channels", HEAD, "Channels", "channel"),
                below("tests", tests.HEAD, "Tests", "test"),
                below("ranges", ranges.HEAD, "Ranges", "what"),
                below("pause", pause.HEAD, "Pause", "week"),
                below("calibration", calibration.HEAD, "Calibration", "channel"),
            )
        ),
        "paths",
        always=True,
    ),
)
START: Final = Start(
    cards=(
        Card("roi_total", "percent"),
        Card("tested_roi_likely", "percent"),
        Card("attributed_revenue", "money"),
        Card("overclaim", "rate"),
    ),
    charts=(models.spans, models.claims),
    facts=(
        Beside(
            "three",
            (
                shown("start.claimed", "claimed_revenue_total", "money"),
                shown("start.attributed", "attributed_revenue", "money"),
                shown("start.tested_return", "tested_likely", "money"),
            ),
        ),
        Beside("tested_roi", low_to_high("tested_roi")),
        Beside("range_roi", low_to_high("range_roi")),
        Extremes("channel", "best_channel", "worst_channel"),
    ),
    behind={
        "overclaim": 'IF(OR(N(claimed_total)=0,N(credit_linear)=0),"",claimed_total/credit_linear-1)',
        "claimed_revenue_total": 'IF(COUNT(Channels[claimed_revenue])=0,"",SUM(Channels[claimed_revenue]))',
    },
    entries=(
        Entry("chosen_model", word="model.linear", choices="list_models"),
        Entry("position_share", 0.4, look=("rate", "left"), rule="half"),
        Entry("half_life", 1, look=("hours", "left"), rule="above"),
    ),
    checks=CHECKS,
    typed=(
        *("Paths[path]", "Paths[conversions]", "Tests[size]", "Ranges[likely]", "outcome_figures", "Pause[places]"),
        "Calibration[channel]",
    ),
)
