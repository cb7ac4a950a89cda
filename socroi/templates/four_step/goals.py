"""The sheet Goals: what is to be reached, how far it is, and what it is good for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.templates.checks import NUMBER
from socroi.templates.four_step.lists import GOALS
from socroi.templates.style import BLUE, WARN, WARN_INK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.templates.template import Order

SUGGESTED: Final = {
    "awareness": "followers", "engagement": "engagements", "authority": "recommendations", "conversion": "leads",
    "retention": "kept", "upsell": "upsells", "experience": "service",
}  # fmt: skip
ROOM: Final = 12
_HEAD: Final = 6
_SO_FAR: Final = 'Results[month],">="&period_start,Results[month],"<"&count_end+1'
"""Also where one month alone counts: a goal is for the year."""
_COLUMNS: Final = ("goal", "kpi", "start", "target", "measured", "actual", "progress", "pace", "serves")


def draw(order: Order) -> None:
    """Draw the sheet."""
    book, texts = order.book, order.texts
    sheet = book.sheet("goals", [2, 22, 24, 12, 12, 14, 12, 16, 11, 50], landscape=True)
    sheet.text("B4:J4", "goals.note", "note")
    sheet.ws.set_row(3, 44)
    for column, key in zip("BCDEFGHIJ", _COLUMNS, strict=True):
        sheet.text(f"{column}{_HEAD}", f"goals.{key}", "header")
    sheet.ws.set_row(_HEAD - 1, 32)
    own = [
        {"goal": texts[f"goal.{key}"], "kpi": texts[f"kpi.{SUGGESTED[key]}"], "serves": texts[f"serves.{key}"]}
        for key in GOALS
    ]
    rows: Sequence[Mapping[str, Any]] = order.setting("goals", own)
    last = _HEAD + max(ROOM, len(rows))
    for line in range(_HEAD + 1, last + 1):
        row = rows[line - _HEAD - 1] if line - _HEAD <= len(rows) else {}
        sheet.ws.set_row(line - 1, 30)
        sheet.input(f"B{line}", row.get("goal"), "goals.goal", "wrap", choices="list_goals")
        sheet.input(f"C{line}", row.get("kpi"), "goals.kpi", "wrap")
        for column, key in (("D", "start"), ("E", "target"), ("F", "measured")):
            sheet.input(f"{column}{line}", row.get(key), f"goals.{key}", "measure")
        sheet.formula(
            f"G{line}",
            f'IF(ISNUMBER(F{line}),F{line},IF(OR(C{line}="",NOT(ISNUMBER(D{line}))),"",'
            f'IF(COUNTIFS(Results[quantity],{NUMBER},Results[kpi],C{line},{_SO_FAR})=0,"",'
            f"D{line}+SUMIFS(Results[quantity],Results[kpi],C{line},{_SO_FAR}))))",
            "computed",
            "measure",
        )
        unknown = f"COUNT(D{line},E{line},G{line})<3"
        sheet.formula(f"H{line}", f'IF({unknown},"",SOCGOAL(G{line},E{line},D{line},1))', "computed", "rate")
        sheet.formula(
            f"I{line}",
            f'IF(OR({unknown},N(months_so_far)=0),"",H{line}*12/months_so_far)',
            "computed",
            "rate",
        )
        sheet.input(f"J{line}", row.get("serves"), "goals.serves", "wrap")
    sheet.ws.conditional_format(
        f"D{_HEAD + 1}:G{last}",
        {
            "type": "formula",
            "criteria": f"=MOD(D{_HEAD + 1},1)<>0",
            "format": book.styles.rule(num_format=texts["format.hours"]),
        },
    )
    sheet.ws.conditional_format(
        f"H{_HEAD + 1}:H{last}",
        {
            "type": "data_bar",
            "bar_color": "#9CC3DC",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
            "bar_border_color": BLUE,
        },
    )
    sheet.ws.conditional_format(
        f"I{_HEAD + 1}:I{last}",
        {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER(I{_HEAD + 1}),I{_HEAD + 1}<1)",
            "format": book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True),
        },
    )
    sheet.ws.freeze_panes(_HEAD, 0)
    book.define("goal_progress", book.reference("goals", f"H{_HEAD + 1}:H{last}"))
