"""The sheet Start: what this is, the headline, the settings, the steps, what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.attribution_and_tests import channels, models, paths, ranges, tests
from socroi.templates.attribution_and_tests.pages import CHANNEL_ROOM, EVENTS
from socroi.templates.checks import below, out_of_bounds, texts_for_numbers
from socroi.templates.start import (
    START_WIDTHS,
    Card,
    Check,
    Entry,
    draw_apart,
    draw_checks,
    draw_entries,
    draw_legend,
    draw_steps,
    draw_top,
    finish,
)

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet
    from socroi.templates.template import Order

CARDS: Final = (
    Card("roi_total", "percent"),
    Card("tested_roi_likely", "percent"),
    Card("attributed_revenue", "money"),
    Card("overclaim", "rate"),
)
_STEPS: Final = tuple((page, page) for page in ("paths", "channels", "models", "tests", "ranges"))


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("start", START_WIDTHS, use="start")
    charts = models.spans(order.book), models.claims(order.book)
    settings = _facts(sheet, draw_top(sheet, CARDS, *charts))
    texts = order.texts
    row = draw_entries(
        sheet,
        settings,
        (
            Entry("company", order.setting("company"), wide=True),
            Entry("currency", order.currency, choices="list_currencies"),
            Entry("chosen_model", order.setting("chosen_model", texts["model.linear"]), choices="list_models"),
            Entry("position_share", order.setting("position_share", 0.4), ("rate", "left"), rule="half"),
            Entry("half_life", order.setting("half_life", 1), ("hours", "left"), rule="above"),
        ),
    )
    row = draw_steps(sheet, row + 1, _STEPS)
    typed = ("Paths[path]", "Paths[conversions]", "Tests[size]", "Ranges[likely]")
    checks = row + 1
    row = draw_checks(sheet, checks, _checks(sheet), typed)
    finish(sheet, draw_legend(sheet, row + 1), settings + 1, checks)


def _facts(sheet: Sheet, top: int) -> int:
    """Draw the figures behind the headline, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.facts")
    claims = 'IF(OR(N(claimed_total)=0,N(credit_linear)=0),"",claimed_total/credit_linear-1)'
    sheet.formula(f"E{top}", claims, "section", "hidden", name="overclaim")
    row = draw_apart(
        sheet,
        top + 1,
        "three",
        (
            ("start.claimed", "claimed_revenue_total", "money"),
            ("start.attributed", "attributed_revenue", "money"),
            ("start.tested_return", "tested_likely", "money"),
        ),
    )
    revenue = 'IF(COUNT(Channels[claimed_revenue])=0,"",SUM(Channels[claimed_revenue]))'
    sheet.formula(f"D{top}", revenue, "section", "hidden", name="claimed_revenue_total")
    row = draw_apart(
        sheet,
        row,
        "tested_roi",
        [(f"roi.{key}", f"tested_roi_{key}", "percent") for key in ("low", "likely", "high")],
    )
    row = draw_apart(
        sheet,
        row,
        "range_roi",
        [(f"roi.{key}", f"range_roi_{key}", "percent") for key in ("low", "likely", "high")],
    )
    found = "COUNT(channel_roi)"
    for key, least, function in (("best_channel", 1, "MAX"), ("worst_channel", 2, "MIN")):
        figure = f"{function}(channel_roi)"
        sheet.text(f"B{row}", f"start.{key}", "label")
        name = f"INDEX(channel_names,MATCH({figure},channel_roi,0))"
        sheet.formula(f"C{row}", f'IF({found}<{least},"–",{name})', "label", "bold")
        sheet.formula(f"D{row}", f'IF({found}<{least},"",{figure})', "label", "percent", "left")
        sheet.value(f"E{row}", None, "label")
        row += 1
    return row + 1


def _checks(sheet: Sheet) -> tuple[Check, ...]:
    """Return what is looked for."""
    book = sheet.book
    sizes = ("size", "converted", "held", "held_converted")
    known = "ISNUMBER(Tests[size])*ISNUMBER(Tests[converted])*ISNUMBER(Tests[held])*ISNUMBER(Tests[held_converted])"
    return (
        Check(
            "texts",
            texts_for_numbers(
                *(f"Paths[{key}]" for key in ("conversions", "revenue", "nulls")),
                *(f"Channels[{key}]" for key in ("cost", "claimed", "claimed_revenue")),
                *(f"Tests[{key}]" for key in (*sizes, "value", "cost", "from_day", "to_day")),
                *(f"Ranges[{key}]" for key in ("low", "likely", "high")),
                "range_cost",
                "position_share",
                "half_life",
            ),
            "paths",
            stops=True,
        ),
        Check(
            "negative",
            out_of_bounds(
                (),
                [
                    "Paths[conversions]",
                    "Paths[revenue]",
                    "Paths[nulls]",
                    "Channels[cost]",
                    "Channels[claimed]",
                    *(f"Tests[{key}]" for key in (*sizes, "value", "cost")),
                    "range_cost",
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
        Check("more", _more(known), "tests", stops=True),
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
        Check("nulls", "IF(SUM(Paths[counted])=0,0,IF(COUNT(Paths[nulls])=0,1,0))", "paths"),
        Check("overclaim", "IF(N(overclaim)>0.05,1,0)", "models"),
        Check("windowless", 'SUMPRODUCT(ISNUMBER(Channels[claimed])*(Channels[window]=""))', "channels"),
        Check("social", 'SUMPRODUCT((Channels[channel]<>"")*(Channels[social]=""))', "channels"),
        Check("channel_cost", "SUMPRODUCT((Channels[social]=word_yes)*NOT(ISNUMBER(Channels[cost])))", "channels"),
        Check("lot", f"SUMPRODUCT({known}*((Tests[converted]<5)+(Tests[held_converted]<5)>0))", "tests"),
        Check("unsure", "COUNTIF(Tests[finding],word_chance)", "tests"),
        Check(
            "short_test",
            "SUMPRODUCT(ISNUMBER(Tests[from_day])*ISNUMBER(Tests[to_day])*(Tests[to_day]<Tests[from_day]))",
            "tests",
        ),
        Check("spread", "COUNTIF(Ranges[state],0)", "ranges"),
        Check("unproven", 'SUMPRODUCT((Ranges[mean]<>"")*(Ranges[evidence]=""))', "ranges"),
        Check(
            "below",
            "+".join(
                (
                    below(book, "paths", "B", paths.HEAD, "Paths", "path"),
                    below(book, "channels", "B", channels.HEAD, "Channels", "channel"),
                    below(book, "tests", "B", tests.HEAD, "Tests", "test"),
                    below(book, "ranges", "B", ranges.HEAD, "Ranges", "what"),
                )
            ),
            "paths",
            always=True,
        ),
    )


def _more(known: str) -> str:
    """Count the tests with more conversions than people."""
    return f"SUMPRODUCT({known}*((Tests[converted]>Tests[size])+(Tests[held_converted]>Tests[held])>0))"
