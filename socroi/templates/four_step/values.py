"""The sheet Values: what one action is worth, in each of the ways that the method names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lead_worth
from socroi.templates.checks import known
from socroi.templates.columns import Column
from socroi.templates.lists import from_table, name_filled
from socroi.templates.period import in_count

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

_IN_COUNT: Final = ",".join(in_count("Results[month]"))

KPI_VALUES: Final = (
    Column("kpi"),
    Column("worth", ("cents",), rule="amount"),
    Column(
        "counted",
        ("count",),
        f'IF(KpiValues[@kpi]="","",{known("Results[quantity]", "Results[kpi]", "KpiValues[@kpi]", _IN_COUNT)})',
    ),
    Column(
        "gained",
        ("money",),
        f'IF(KpiValues[@kpi]="","",{known("Results[counted]", "Results[kpi]", "KpiValues[@kpi]")})',
    ),
    Column("evidence", choices="list_evidence"),
    Column("source", ("wrap",)),
    Column("suggestion", added=True),
    Column("margin", ("rate",), rule="rate", added=True),
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
    "service", "recommendations", "reach", "profile_visits", "shares", "mentions", "reviews",
)  # fmt: skip
SUGGESTED: Final = ("followers", "leads", "clicks")
"""Those that the article values, in US dollars; its author calls the values fictional, so that none is filled in."""
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


def draw(order: Order) -> None:
    """Draw the sheet."""
    book, texts = order.book, order.texts
    sheet = book.sheet("values", [2, 34, 14, 14, 14, 27, 52, 30, 14, 14], landscape=True)
    sheet.text("B4", "word.money", "hint")
    sheet.formula("C4", "currency", "hint", "bold")

    sheet.section("B5:G5", "values.kpi")
    _note(sheet, 6, "values.kpi.note")
    own = [
        {"kpi": texts[f"kpi.{key}"], "suggestion": texts[f"suggestion.{key}"] if key in SUGGESTED else None}
        for key in KPIS
    ]
    filled = list(order.contents.rows("KpiValues", own))
    # A KPI that was counted stands here too, for its worth to be typed.
    named = {str(row.get("kpi") or "").casefold() for row in filled}
    counted = from_table(order.contents.tables, ("Results", "kpi"))
    filled += [{"kpi": kpi} for kpi in counted if kpi.casefold() not in named]
    last = sheet.table("KpiValues", 7, filled, size=max(KPI_ROOM, len(filled) + 2))
    name_filled(sheet, "list_kpis", "KpiValues", "kpi", "B8")
    lead_worth.draw_beside(sheet, "J", 7, last)

    row = last + 2
    break_after = row - 1
    sheet.section(f"B{row}:G{row}", "values.ppc")
    _note(sheet, row + 1, "values.ppc.note")
    last = sheet.table("PayPerClick", row + 2, order.contents.rows("PayPerClick"), size=PPC_ROOM)
    sheet.text(f"B{last + 1}:E{last + 1}", "values.ppc.total", "total")
    sheet.formula(
        f"F{last + 1}",
        'IF(stops>0,word_look,IF(COUNT(PayPerClick[avoided])=0,"",'
        "SOCPPCVALUE(PayPerClick[clicks],PayPerClick[cpc],PayPerClick[brand])))",
        "total",
        "money",
    )
    sheet.text(f"G{last + 1}", "values.ppc.beside", "total", "hint")
    # The clicks are those of twelve months: the months so far have their part of them.
    whole = f"F{last + 1}"
    sheet.text(f"B{last + 2}:E{last + 2}", "ppc.so_far", "computed")
    so_far = f"IF(ISNUMBER({whole}),{whole}*year_part,{whole})"
    sheet.formula(f"F{last + 2}", so_far, "computed", "money", name="avoided_cost")

    row = last + 4
    sheet.section(f"B{row}:G{row}", "values.estimates")
    _note(sheet, row + 1, "values.estimates.note")
    indirect = [{"what": texts[f"indirect.{key}"]} for key in INDIRECT]
    last = sheet.table("Estimates", row + 2, order.contents.rows("Estimates", indirect), size=ESTIMATE_ROOM)
    _segments(sheet, last + 2)
    lead_worth.draw(order, sheet, last + 10, "G")
    sheet.print(f"J{last + 9 + lead_worth.LINES}", [break_after])
    sheet.ws.freeze_panes(3, 0)


def _note(sheet: Sheet, row: int, key: str) -> None:
    """Write the paragraph under a section's heading."""
    sheet.text(f"B{row}:G{row}", key, "note")
    sheet.ws.set_row(row - 1, 30)


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
