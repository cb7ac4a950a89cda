"""The parts of the sheet Start that all workbooks share: cards, settings, steps, checks, legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from socroi.templates.breakdown import draw_stop
from socroi.templates.charts import put
from socroi.templates.style import BLUE, ORANGE, WARN, WARN_INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.templates.canvas import Sheet
    from socroi.templates.charts import Picture

START_WIDTHS: Final = (2, 34, 30, 31, 30)
ROW: Final = 18
"""The height of a row in points, where nothing else is said."""
STATUS: Final = 4
CARDS: Final = 5
GLANCE: Final = CARDS + 4
"""The first free row below the cards."""
CHART_ROWS: Final = 13
SCALE: Final = 64
"""At this scale, in percent, everything above the checks fits on one page of A4 or Letter."""


@dataclass(frozen=True, slots=True)
class Card:
    """A figure at the top: the defined name that it shows under the text `start.card.<name>`, and its looks."""

    name: str
    look: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An input cell that the whole workbook goes by.

    Args:
        key: its text is `start.<key>`, its defined name the key.
        value: what it holds at first.
        look: the parts of its cell format after `input`.
        choices: the defined name behind its drop-down.
        rule: what may be typed, as in a `Column`.
        wide: whether it takes the place of its hint too.
    """

    key: str
    value: Any
    look: tuple[str, ...] = ()
    choices: str | None = None
    rule: str | None = None
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is looked for.

    Args:
        key: its text is `check.<key>`.
        count: the formula that counts what is amiss; empty text means that there is nothing to say yet.
        page: the sheet to look at.
        stops: whether a figure would be wrong: then no ROI is shown until it is put right.
        always: whether it looks even before anything is typed in the tables.
    """

    key: str
    count: str
    page: str
    stops: bool = False
    always: bool = False


def draw_top(sheet: Sheet, cards: Sequence[Card], left: Picture, right: Picture) -> int:
    """Draw what this workbook is, its headline figures and two charts; return the first free row."""
    sheet.ws.set_default_row(ROW)
    sheet.formula("E1", 'IF(company="","",company)', "title", "subtitle", *sheet.band, "end")
    sheet.text("B3:E3", "start.what", "note", "middle")
    sheet.ws.set_row(2, 46)
    draw_stop(sheet, f"B{STATUS}:D{STATUS}")
    sheet.ws.set_row(STATUS - 1, 30)
    sheet.formula(f"E{STATUS}", 'word_money&": "&currency', "hint", "end")
    sheet.ws.set_row(CARDS - 1, 20)
    sheet.ws.set_row(CARDS, 36)
    sheet.ws.set_row(CARDS + 1, 28)
    for column, card in zip("BCDE", cards, strict=True):
        key = f"start.card.{card.name}"
        sheet.text(f"{column}{CARDS}", key, "card_label")
        shown = f'IF(stops>0,word_look,IF({card.name}="","–",{card.name}))'
        sheet.formula(f"{column}{CARDS + 1}", shown, "card", card.look, "left")
        sheet.text(f"{column}{CARDS + 2}", f"{key}.note", "card_note")
    sheet.book.define("headline", sheet.book.reference(sheet.key, f"B{CARDS + 1}"))
    look = sheet.book.styles.rule(font_color=WARN_INK)
    cells = f"B{CARDS + 1}:E{CARDS + 1}"
    sheet.ws.conditional_format(cells, {"type": "cell", "criteria": "<", "value": 0, "format": look})
    small = sheet.book.styles.rule(font_color=WARN_INK)
    sheet.ws.conditional_format(cells, {"type": "formula", "criteria": "=N(stops)>0", "format": small})
    sheet.section(f"B{GLANCE}:E{GLANCE}", "roi.charts")
    put(sheet, f"B{GLANCE + 1}", left[0], (446, 300), left[1])
    put(sheet, f"D{GLANCE + 1}", right[0], (434, 300), right[1], right=4)
    return GLANCE + CHART_ROWS + 1


def draw_best_and_weakest(sheet: Sheet, row: int) -> int:
    """Draw the platforms with the highest and the lowest ROI, and return the first free row."""
    found = "COUNT(platform_roi)"
    for key, least, function in (("best", 1, "MAX"), ("worst", 2, "MIN")):
        figure = f"{function}(platform_roi)"
        sheet.text(f"B{row}", f"start.{key}", "label")
        name = f"INDEX(platform_names,MATCH({figure},platform_roi,0))"
        sheet.formula(f"C{row}", f'IF({found}<{least},"–",{name})', "label", "bold")
        sheet.formula(f"D{row}", f'IF({found}<{least},"",{figure})', "label", "percent", "left")
        sheet.value(f"E{row}", None, "label")
        row += 1
    return row


def draw_apart(sheet: Sheet, row: int, key: str, figures: Sequence[tuple[str, str, str]]) -> int:
    """Draw up to three figures beside each other under the name `start.<key>`, and return the first free row.

    Each is the key of its heading, the defined name that it shows, and its looks.
    """
    sheet.text(f"B{row}", f"start.{key}", "label")
    sheet.value(f"B{row + 1}", None, "label")
    for place, column in enumerate("CDE"):
        if place >= len(figures):
            sheet.value(f"{column}{row}", None, "label")
            sheet.value(f"{column}{row + 1}", None, "label")
            continue
        heading, name, look = figures[place]
        sheet.text(f"{column}{row}", heading, "label", "hint")
        sheet.formula(f"{column}{row + 1}", f'IF({name}="","–",{name})', "label", look, "left", "bold")
    return row + 2


def draw_trend(sheet: Sheet, row: int, page: str, month: int) -> int:
    """Draw return, cost and the sign of profit month by month, and return the first free row.

    `page` has the block of months, whose figures begin in row `month`.
    """
    sheet.text(f"B{row}", "start.trend", "label")
    sheet.value(f"B{row + 1}", None, "label")
    sheet.ws.set_row(row, 30)
    # Columns begin at zero, or they would mislead. Profit, which may lie below, shows its sign alone.
    columns: dict[str, Any] = {"type": "column", "min": 0}
    signs: dict[str, Any] = {"type": "win_loss", "negative_points": True, "negative_color": ORANGE}
    for place, key, figures, look in (
        ("C", "roi.return", "E", {**columns, "series_color": BLUE}),
        ("D", "roi.cost", "H", {**columns, "series_color": ORANGE}),
        ("E", "start.signs", "I", {**signs, "series_color": BLUE}),
    ):
        sheet.text(f"{place}{row}", key, "label", "hint")
        sheet.value(f"{place}{row + 1}", None, "label")
        cells = sheet.book.reference(page, f"{figures}{month}:{figures}{month + 11}")
        sheet.sparkline(f"{place}{row + 1}", {"range": cells, **look})
    return row + 2


def draw_entries(sheet: Sheet, top: int, entries: Sequence[Entry]) -> int:
    """Draw the settings, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.settings")
    for row, entry in enumerate(entries, top + 1):
        key = f"start.{entry.key}"
        sheet.text(f"B{row}", key, "label")
        cell = f"C{row}"
        if entry.wide:
            sheet.ws.merge_range(f"C{row}:E{row}", "", sheet.book.styles("input"))
        sheet.input(cell, entry.value, key, *entry.look, choices=entry.choices, rule=entry.rule, name=entry.key)
        if not entry.wide:
            sheet.text(f"D{row}:E{row}", f"{key}.note", "hint")
    return top + 1 + len(entries)


def draw_steps(sheet: Sheet, top: int, steps: Sequence[tuple[str, str]]) -> int:
    """Draw each step (its key, the sheet it leads to) with what it asks for, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.steps")
    for row, (key, page) in enumerate(steps, top + 1):
        sheet.link(f"B{row}", page, sheet.book.texts[f"start.step.{key}"], "step")
        sheet.text(f"C{row}:E{row}", f"start.step.{key}.note", "label", "wrap")
        sheet.ws.set_row(row - 1, 28)
    return top + 1 + len(steps)


def draw_checks(sheet: Sheet, top: int, checks: Sequence[Check], typed: Sequence[str]) -> int:
    """Draw the checks, and return the first free row.

    Args:
        sheet: where to.
        top: the row of their heading.
        checks: in the order to show.
        typed: columns of tables; while all are blank there is nothing to find fault with.
    """
    sheet.section(f"B{top}:E{top}", "start.checks")
    first, last = top + 1, top + len(checks)
    for row, check in enumerate(checks, first):
        sheet.link(f"B{row}", check.page, sheet.book.texts[f"check.{check.key}"], "label")
        sheet.value(f"C{row}", None, "label")
        nothing = f"typed+{check.count}" if check.always else "typed"
        formula = f'IF({nothing}=0,"",{check.count})'
        sheet.formula(f"D{row}", formula, "label", "count", "center")
        word = "word_amiss" if check.stops else "word_look"
        sheet.formula(f"E{row}", f'IF(D{row}="","–",IF(D{row}=0,word_fine,{word}))', "label")
    stopping = [f"D{row}" for row, check in enumerate(checks, first) if check.stops]
    sheet.formula(f"E{top}", f"SUM({','.join(stopping)})" if stopping else "0", "section", "hidden", name="stops")
    sheet.formula(f"D{top}", f"COUNTA({','.join(typed)})", "section", "hidden", name="typed")
    look = sheet.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    criteria = f"=AND(ISNUMBER($D{first}),$D{first}>0)"
    sheet.ws.conditional_format(f"D{first}:E{last}", {"type": "formula", "criteria": criteria, "format": look})
    return last + 1


def draw_legend(sheet: Sheet, top: int) -> int:
    """Draw what the looks of a cell mean and how ROI is computed, and return the last row."""
    sheet.section(f"B{top}:E{top}", "start.legend")
    for column, look in (("B", "input"), ("C", "computed"), ("D", "total"), ("E", "helper")):
        sheet.text(f"{column}{top + 1}", f"start.legend.{look}", look, "locked")
    sheet.text(f"B{top + 2}:E{top + 2}", "start.method", "note")
    sheet.ws.set_row(top + 1, 52)
    return top + 2


def finish(sheet: Sheet, last: int, first_input: int, checks: int) -> None:
    """Set the sheet up for printing, with a page that begins at the row `checks`, and as the one that opens first."""
    sheet.ws.set_column("F:F", 2)
    sheet.print(f"F{last + 1}", [checks - 1], scale=SCALE)
    sheet.ws.set_first_sheet()
    sheet.ws.activate()
    sheet.ws.set_selection(f"C{first_input}")
