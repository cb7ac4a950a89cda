"""The sheet Values: what one action is worth, in each of the ways that the method names."""

from __future__ import annotations

from typing import Any, Final

from socroi.templates.canvas import Column, Sheet
from socroi.templates.checks import NUMBER
from socroi.templates.fill import EstimateRow, PayPerClickRow, ValueRow
from socroi.templates.four_step.setting import PAGES, Setting
from socroi.templates.lists import name_filled

_IN_PERIOD: Final = 'Results[month],">="&period_start,Results[month],"<"&period_end+1'

KPI_VALUES: Final = (
    Column("kpi"),
    Column("worth", ("cents",), rule="amount"),
    Column(
        "counted",
        ("count",),
        f'IF(COUNTIFS(Results[quantity],{NUMBER},Results[kpi],KpiValues[@kpi],{_IN_PERIOD})=0,"",'
        f"SUMIFS(Results[quantity],Results[kpi],KpiValues[@kpi],{_IN_PERIOD}))",
    ),
    Column(
        "gained",
        ("money",),
        f'IF(COUNTIFS(Results[counted],{NUMBER},Results[kpi],KpiValues[@kpi])=0,"",'
        "SUMIFS(Results[counted],Results[kpi],KpiValues[@kpi]))",
    ),
    Column("evidence", choices="list_evidence"),
    Column("source", ("wrap",)),
)
PAY_PER_CLICK: Final = (
    Column("keyword"),
    Column("clicks", ("count",), rule="amount"),
    Column("cpc", ("cents",), rule="amount"),
    Column("brand", ("rate",), rule="rate"),
    Column(
        "avoided",
        ("money",),
        'IF(COUNT(PayPerClick[@clicks],PayPerClick[@cpc])<2,"",'
        "PayPerClick[@clicks]*PayPerClick[@cpc]*(1-N(PayPerClick[@brand])))",
    ),
    Column("note", ("wrap",)),
)
ESTIMATES: Final = (
    Column("what"),
    Column("low", ("money",)),
    Column("likely", ("money",)),
    Column("high", ("money",)),
    Column("evidence", choices="list_evidence"),
    Column("note", ("wrap",)),
)

KPIS: Final = (
    "followers", "leads", "clicks", "engagements", "signups", "downloads", "demos", "purchases", "kept", "upsells",
    "service", "recommendations",
)  # fmt: skip
ILLUSTRATIVE: Final = {"followers": 0.25, "leads": 5, "clicks": 1}
"""In US dollars, from the article that the method follows; its author calls them fictional."""
INDIRECT: Final = (
    "leadership",
    "relations",
    "word_of_mouth",
    "reputation",
    "authority",
    "sales",
    "service",
    "messaging",
)

KPI_ROOM: Final = 16
PPC_ROOM: Final = 8
ESTIMATE_ROOM: Final = 10


def draw(setting: Setting) -> None:
    """Draw the sheet."""
    book, texts = setting.book, setting.book.texts
    sheet = book.sheet("values", [2, 34, 14, 14, 14, 27, 52], landscape=True)
    sheet.head(PAGES[:6])
    sheet.text("B4", "word.money", "hint")
    sheet.formula("C4", "currency", "hint", "bold")

    sheet.section("B5:G5", "values.kpi")
    _note(sheet, 6, "values.kpi.note")
    given = setting.data.values
    rows = (
        [ValueRow(texts[f"kpi.{key}"], ILLUSTRATIVE.get(key), *_doubt(key)) for key in KPIS]
        if given is None
        else list(given)
    )
    named = {(setting.word("kpi", row.kpi) or "").casefold() for row in rows}
    used = dict.fromkeys(setting.word("kpi", row.kpi) for row in setting.data.results)
    rows += [ValueRow(kpi) for kpi in used if kpi and kpi.casefold() not in named]
    filled = [
        {
            "kpi": setting.word("kpi", row.kpi),
            "worth": row.worth,
            "evidence": setting.word("evidence", row.evidence),
            "source": setting.word("source", row.source),
        }
        for row in rows
    ]
    last = sheet.table("KpiValues", 7, KPI_VALUES, filled, size=max(KPI_ROOM, len(filled) + 2))
    name_filled(sheet, "list_kpis", "KpiValues", "kpi", "B8")

    row = last + 2
    break_after = row - 1
    sheet.section(f"B{row}:G{row}", "values.ppc")
    _note(sheet, row + 1, "values.ppc.note")
    keywords: list[PayPerClickRow] = list(setting.data.pay_per_click or ())
    last = sheet.table("PayPerClick", row + 2, PAY_PER_CLICK, [_fields(one) for one in keywords], size=PPC_ROOM)
    sheet.text(f"B{last + 1}:E{last + 1}", "values.ppc.total", "total")
    sheet.formula(
        f"F{last + 1}",
        'IF(stops>0,word_look,IF(COUNT(PayPerClick[avoided])=0,"",'
        "SOCPPCVALUE(PayPerClick[clicks],PayPerClick[cpc],PayPerClick[brand])))",
        "total",
        "money",
        name="avoided_cost",
    )
    sheet.text(f"G{last + 1}", "values.ppc.beside", "total", "hint")

    row = last + 3
    sheet.section(f"B{row}:G{row}", "values.estimates")
    _note(sheet, row + 1, "values.estimates.note")
    guesses = setting.data.estimates
    lines = [EstimateRow(texts[f"indirect.{key}"]) for key in INDIRECT] if guesses is None else list(guesses)
    shown = [{**_fields(one), "evidence": setting.word("evidence", one.evidence)} for one in lines]
    last = sheet.table("Estimates", row + 2, ESTIMATES, shown, size=ESTIMATE_ROOM)
    _segments(sheet, last + 2)
    sheet.print(f"G{last + 8}", [break_after])
    sheet.ws.freeze_panes(3, 0)


def _doubt(key: str) -> tuple[str | None, str | None]:
    """Return how a suggested value is known, and its source; nothing for a KPI that has none."""
    return ("illustrative", "article") if key in ILLUSTRATIVE else (None, None)


def _note(sheet: Sheet, row: int, key: str) -> None:
    """Write the paragraph under a section's heading."""
    sheet.text(f"B{row}:G{row}", key, "note")
    sheet.ws.set_row(row - 1, 30)


def _fields(row: PayPerClickRow | EstimateRow) -> dict[str, Any]:
    """Return a row by column key."""
    return {name: getattr(row, name) for name in row.__slots__}


def _segments(sheet: Sheet, row: int) -> None:
    """Draw the comparison of customers who follow with those who do not."""
    sheet.section(f"B{row}:G{row}", "values.segments")
    _note(sheet, row + 1, "values.segments.note")
    for place, key in enumerate(("what", "count", "followers", "others", "each", "worth"), 1):
        sheet.text(f"{'ABCDEFG'[place]}{row + 2}", f"segments.{key}", "header")
    sheet.ws.set_row(row + 1, 30)
    for line, (key, look) in enumerate((("kept", "rate"), ("upsell", "rate")), row + 3):
        sheet.text(f"B{line}", f"segments.{key}", "cell")
        sheet.input(f"C{line}", None, "segments.count", "count", rule="amount")
        sheet.input(f"D{line}", None, "segments.followers", look, rule="rate")
        sheet.input(f"E{line}", None, "segments.others", look, rule="rate")
        sheet.input(f"F{line}", None, "segments.each", "money", rule="amount")
        sheet.formula(
            f"G{line}",
            f'IF(COUNT(C{line}:F{line})<4,"",SOCLIFTVALUE(C{line},D{line},E{line},F{line}))',
            "computed",
            "money",
            "left",
        )
    line = row + 5
    sheet.text(f"B{line}", "segments.size", "cell")
    sheet.input(f"C{line}", None, "segments.deals", "count", rule="amount")
    sheet.input(f"D{line}", None, "segments.size_followers", "money", rule="amount")
    sheet.input(f"E{line}", None, "segments.size_others", "money", rule="amount")
    sheet.value(f"F{line}", None, "cell")
    sheet.formula(
        f"G{line}",
        f'IF(COUNT(C{line}:E{line})<3,"",SOCDEALVALUE(C{line},D{line},E{line},0,0,0))',
        "computed",
        "money",
        "left",
    )
    line = row + 6
    sheet.text(f"B{line}", "segments.days", "cell")
    sheet.input(f"C{line}", None, "segments.deals", "count", rule="amount")
    sheet.input(f"D{line}", None, "segments.days_followers", "count", rule="amount")
    sheet.input(f"E{line}", None, "segments.days_others", "count", rule="amount")
    sheet.input(f"F{line}", None, "segments.day_value", "money", rule="amount")
    sheet.formula(
        f"G{line}",
        f'IF(COUNT(C{line}:F{line})<4,"",SOCDEALVALUE(C{line},0,0,D{line},E{line},F{line}))',
        "computed",
        "money",
        "left",
    )
