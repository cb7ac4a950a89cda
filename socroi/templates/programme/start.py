"""The sheet Start: the headline, the settings, what to look at."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from socroi.templates.checks import Check, below, one_sided, out_of_bounds, repeated, texts_for_numbers, unformed
from socroi.templates.facts import Beside, Line, Trend, shown
from socroi.templates.period import CALENDAR
from socroi.templates.programme import findings, hours, maturity
from socroi.templates.programme.shared import ROUNDS
from socroi.templates.start import Card, Start
from socroi.templates.style import ORANGE
from socroi.templates.table_sheet import HEAD

_SCORES: Final = tuple(f"Maturity[{key}]" for key in ROUNDS)
_UNDATED_TASKS: Final = 'SUMPRODUCT((Tasks[money]<>"")*NOT(ISNUMBER(Tasks[since])))'

CHECKS: Final = (
    CALENDAR,
    Check(
        "texts",
        texts_for_numbers(
            *_SCORES,
            "Maturity[weight]",
            *(f"Tasks[{key}]" for key in ("before", "after", "rate", "since")),
            *(f"Spend[{key}]" for key in ("month", "once", "monthly")),
            *(f"Answers[{key}]" for key in ("date", "score")),
        ),
        "maturity",
        stops=True,
    ),
    Check(
        "negative",
        out_of_bounds(
            (),
            ["Tasks[before]", "Tasks[after]", "Tasks[rate]", "Spend[once]", "Spend[monthly]", "Maturity[weight]"],
        ),
        "hours",
        stops=True,
    ),
    Check(
        "scores",
        "+".join(
            [f'COUNTIF({score},">5")+COUNTIF({score},"<0")' for score in _SCORES] + ['COUNTIF(Answers[verdict],"!")']
        ),
        "answers",
        stops=True,
    ),
    Check(
        "rounds",
        "+".join(
            f"IF(COUNT({score})*(COUNT(round_{key})=0)>0,1,0)" for score, key in zip(_SCORES, ROUNDS, strict=True)
        ),
        "maturity",
    ),
    Check(
        "order",
        "+".join(f"IF(COUNT(round_{a},round_{b})=2,IF(round_{b}<=round_{a},1,0),0)" for a, b in pairwise(ROUNDS)),
        "maturity",
    ),
    Check(
        "unscored",
        "+".join(
            f'IF(COUNT({score})=0,0,SUMPRODUCT((Maturity[statement]<>"")*NOT(ISNUMBER({score}))))' for score in _SCORES
        ),
        "maturity",
    ),
    Check("areas", 'SUMPRODUCT((Maturity[statement]<>"")*(COUNTIF(list_areas,Maturity[area])=0))', "maturity"),
    Check("one_side", one_sided("Tasks", "before", "after"), "hours"),
    Check("unpaid", "COUNT(Tasks[saved])-COUNT(Tasks[money])", "hours"),
    Check("since", _UNDATED_TASKS, "hours"),
    Check("slower", 'COUNTIF(Tasks[saved],"<0")', "hours"),
    Check("unproven_hours", 'SUMPRODUCT((Tasks[money]<>"")*(Tasks[evidence]=""))', "hours"),
    Check(
        "undated",
        "SUMPRODUCT(NOT(ISNUMBER(Spend[month]))*(ISNUMBER(Spend[once])+ISNUMBER(Spend[monthly])>0))"
        "+SUMPRODUCT(NOT(ISNUMBER(Answers[date]))*ISNUMBER(Answers[score]))",
        "spend",
    ),
    Check("repeated", repeated("Spend", "month", "what", "once", "monthly", figure="what"), "spend"),
    Check(
        "unformed",
        f"{unformed('Tasks', 'counted', 'task', 'before')}+{unformed('Spend', 'counted', 'month', 'once', 'monthly')}",
        "spend",
    ),
    Check("few", "IF(COUNT(Answers[score])=0,0,SUMPRODUCT((findings_answered>0)*(findings_answered<30)))", "answers"),
    Check(
        "outside",
        'COUNTIFS(Tasks[money],">-1E+99",Tasks[since],">="&period_end+1)'
        '+COUNTIF(Spend[month],">="&period_end+1)+SUMPRODUCT(ISNUMBER(Spend[once])*ISNUMBER(Spend[month])*(Spend[month]<period_start))'
        '+COUNTIF(Answers[date],">="&period_end+1)+COUNTIF(Answers[date],"<"&period_start)',
        "spend",
    ),
    Check(
        "below",
        "+".join(
            (
                below("maturity", maturity.HEAD, "Maturity", "statement", column="C"),
                below("hours", hours.HEAD, "Tasks", "task"),
                below("spend", HEAD, "Spend", "month"),
                below("answers", HEAD, "Answers", "date"),
            )
        ),
        "spend",
        always=True,
    ),
)
START: Final = Start(
    cards=(
        Card("roi_total", "percent"),
        Card("saved_total", "money"),
        Card("maturity_latest", "rate"),
        Card("nps_total", "score"),
    ),
    charts=(findings.maturity, findings.saved_so_far),
    facts=(
        Beside(
            "efficiency",
            (
                shown("start.hours_saved", "hours_saved", "hours"),
                shown("start.saved_monthly", "saved_monthly", "money"),
                shown("start.payback", "payback", "hours"),
            ),
        ),
        Beside("rounds", [shown(f"maturity.{key}", f"maturity_{key}", "rate") for key in ROUNDS[:3]]),
        Trend(
            "findings",
            findings.MONTH,
            (
                Line("findings.saved", "C"),
                Line("findings.spent", "D", ORANGE),
                Line("roi.running", "F", look="balance"),
            ),
        ),
    ),
    dates=("Tasks[since]", "Spend[month]", "Answers[date]"),
    so_far=True,
    checks=CHECKS,
    typed=("Tasks[before]", "Spend[once]", "Spend[monthly]", "Answers[score]", *_SCORES),
)
