"""The sheet Start of every template: what it shows is data, its order is the same for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from socroi.templates import period
from socroi.templates.breakdown import draw_stop
from socroi.templates.charts import put
from socroi.templates.style import WARN, WARN_INK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from socroi.templates.canvas import Book
    from socroi.templates.charts import Picture
    from socroi.templates.checks import Check
    from socroi.templates.facts import Fact
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

WIDTHS: Final = (2, 34, 30, 31, 30)
ROW: Final = 18
"""The height of a row in points, where nothing else is said."""
STATUS: Final = 4
CARDS: Final = 5
BESIDE: Final = CARDS + 3
"""The first row below the cards: what belongs beside the headline."""
CHART_ROWS: Final = 13


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
        own: what it holds where the contents say nothing.
        word: the key of the text that it holds instead.
        look: the parts of its cell format after `input`.
        choices: the defined name behind its drop-down.
        rule: what may be typed, as in a `Column`.
        wide: whether it takes the place of its hint too.
    """

    key: str
    own: Any = None
    word: str | None = None
    look: tuple[str, ...] = ()
    choices: str | None = None
    rule: str | None = None
    wide: bool = False


COMPANY: Final = Entry("company", wide=True)
CURRENCY: Final = Entry("currency", choices="list_currencies")
FIRST_MONTH: Final = Entry("first_month", look=("month", "left"), rule="date")
COUNT_TO: Final = Entry("count_to", look=("month", "left"), choices="months")
COUNT_HOW: Final = Entry("count_how", word="reach.to_date", choices="list_reach")
MARGIN: Final = Entry("margin", look=("rate", "left"), rule="rate")
SHARED_BY: Final = Entry("shared_by", word="shared_by.by_return", choices="list_shared_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the first sheet of a template shows.

    Args:
        cards: four headline figures.
        charts: two charts, each by what draws it.
        facts: the lines behind the headline.
        behind: up to three figures that facts and checks go by and nobody has to see: defined name and formula.
        entries: settings besides the company, the currency and the first month.
        dates: columns of tables with the dates that the twelve months go by; none where the template counts no months.
        so_far: whether return and cost count up to the last month that has a result, or to the month that is chosen.
        whole: the formulas that count the sales that count whole, and all that count, where a margin may be given.
        steps: each step and the sheet it leads to; none where each sheet is a step.
        checks: what is looked for.
        typed: columns of tables; while all are blank there is nothing to find fault with.
    """

    cards: Sequence[Card]
    charts: tuple[Callable[[Book], Picture], Callable[[Book], Picture]]
    facts: Sequence[Fact]
    behind: Mapping[str, str] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    dates: Sequence[str] = ()
    so_far: bool = False
    whole: tuple[str, str] | None = None
    steps: Sequence[tuple[str, str]] = ()
    checks: Sequence[Check]
    typed: Sequence[str]

    def draw(self, order: Order) -> None:
        """Draw the sheet."""
        sheet = order.book.sheet("start", WIDTHS, use="start")
        left, right = (chart(order.book) for chart in self.charts)
        settings = self._draw_facts(sheet, self._draw_top(sheet, left, right))
        months = (FIRST_MONTH, *((COUNT_TO, COUNT_HOW) if self.so_far else ())) if self.dates else ()
        row = _draw_entries(order, sheet, settings, (COMPANY, CURRENCY, *months, *self.entries))
        if self.dates:
            row = period.draw(sheet, row, settings, self.dates, so_far=self.so_far)
        # The first sheet itself and the lists, which stand last, are no steps.
        checks = 1 + _draw_steps(sheet, row + 1, self.steps or [(page, page) for page in order.book.pages[1:-1]])
        row = _draw_checks(sheet, checks, self.checks, self.typed)
        _draw_legend(sheet, row + 1)
        _finish(sheet, settings)

    def _draw_top(self, sheet: Sheet, left: Picture, right: Picture) -> int:
        """Draw the headline, what belongs beside it, and two charts; return the first free row."""
        _draw_headline(sheet, self.cards)
        row = BESIDE
        if self.so_far:
            row = _draw_counted(sheet, row, self.whole)
        glance = _draw_open(sheet, row) + 1
        sheet.section(f"B{glance}:E{glance}", "roi.charts")
        # An error where a program does not know our functions, whatever is typed in.
        sheet.formula(f"E{glance}", "SOCPROFIT(1,1)", "section", "hidden", name="probe")
        put(sheet, f"B{glance + 1}", left[0], (446, 300), left[1])
        put(sheet, f"D{glance + 1}", right[0], (434, 300), right[1], right=4)
        return glance + CHART_ROWS + 1

    def _draw_facts(self, sheet: Sheet, top: int) -> int:
        """Draw the figures behind the headline, and return the row after a free one."""
        sheet.section(f"B{top}:E{top}", "start.facts")
        for column, (name, formula) in zip("EDC", self.behind.items(), strict=False):
            sheet.formula(f"{column}{top}", formula, "section", "hidden", name=name)
        row = top + 1
        for fact in self.facts:
            row = fact.draw(sheet, row)
        return row + 1


def _draw_headline(sheet: Sheet, cards: Sequence[Card]) -> None:
    """Draw what this workbook is, and its headline figures."""
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
        figure = f'IF(ISERROR(probe),"–",IF(stops>0,word_look,IF({card.name}="","–",{card.name})))'
        sheet.formula(f"{column}{CARDS + 1}", figure, "card", card.look, "left")
        sheet.text(f"{column}{CARDS + 2}", f"{key}.note", "card_note")
    sheet.book.define("headline", sheet.book.reference(sheet.key, f"B{CARDS + 1}"))
    look = sheet.book.styles.rule(font_color=WARN_INK)
    cells = f"B{CARDS + 1}:E{CARDS + 1}"
    sheet.ws.conditional_format(cells, {"type": "cell", "criteria": "<", "value": 0, "format": look})
    small = sheet.book.styles.rule(font_color=WARN_INK)
    sheet.ws.conditional_format(cells, {"type": "formula", "criteria": "=N(stops)>0", "format": small})


def _draw_counted(sheet: Sheet, row: int, whole: tuple[str, str] | None) -> int:
    """Draw which months the headline counts, whether it counts sales whole, and what is still to come of the costs.

    Returns the first free row.
    """
    sheet.text(f"B{row}", "start.counted", "label")
    for column, month in (("C", "count_start"), ("D", "last_month")):
        shown = f'IF(OR(stops>0,last_month=""),"",{month})'
        sheet.formula(f"{column}{row}", shown, "label", "month", "left", "bold")
    if whole:
        said = f'IF({whole[0]}>0,word_whole,IF({whole[1]}>0,word_margin,""))'
        shown = f'IF(OR(stops>0,last_month=""),"",{said})'
        sheet.formula(f"E{row}", shown, "label", "hint", name="headline_whole")
    else:
        sheet.value(f"E{row}", None, "label")
    sheet.text(f"B{row + 1}", "start.ahead", "label")
    sheet.formula(f"C{row + 1}", 'IF(stops>0,"",cost_ahead)', "label", "money", "left", "bold")
    sheet.text(f"D{row + 1}:E{row + 1}", "start.ahead.note", "label", "hint")
    return row + 2


def _draw_open(sheet: Sheet, row: int) -> int:
    """Draw how many checks are open and what the first of them says, and return the first free row."""
    sheet.text(f"B{row}", "start.open", "label")
    looked = "COUNT(check_counts)=0"
    count = "COUNTIF(check_words,word_amiss)+COUNTIF(check_words,word_look)"
    sheet.formula(f"C{row}", f'IF({looked},"",{count})', "label", "count", "left", "bold", name="open_checks")
    sheet.merged(f"D{row}:E{row}", "label")
    first = "IF(ISNUMBER(MATCH(word_amiss,check_words,0)),word_amiss,word_look)"
    sentence = f"INDEX(check_texts,MATCH({first},check_words,0))"
    shown = f'IF(open_checks="","",IF(open_checks=0,word_fine,{sentence}))'
    sheet.formula(f"D{row}", shown, "label", name="open_check")
    look = sheet.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    sheet.ws.conditional_format(f"C{row}:E{row}", {"type": "formula", "criteria": f"=N($C${row})>0", "format": look})
    return row + 1


def _draw_entries(order: Order, sheet: Sheet, top: int, entries: Sequence[Entry]) -> int:
    """Draw the settings, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.settings")
    given = {"currency": order.currency, "first_month": order.first_month}
    for row, entry in enumerate(entries, top + 1):
        key = f"start.{entry.key}"
        sheet.text(f"B{row}", key, "label")
        if entry.wide:
            sheet.merged(f"C{row}:E{row}", "input")
        own = order.texts[entry.word] if entry.word else entry.own
        value = given.get(entry.key, order.setting(entry.key, own))
        sheet.input(f"C{row}", value, key, *entry.look, choices=entry.choices, rule=entry.rule, name=entry.key)
        if not entry.wide:
            sheet.text(f"D{row}:E{row}", f"{key}.note", "hint")
    return top + 1 + len(entries)


def _draw_steps(sheet: Sheet, top: int, steps: Sequence[tuple[str, str]]) -> int:
    """Draw each step (its key, the sheet it leads to) with what it asks for, and return the first free row."""
    sheet.section(f"B{top}:E{top}", "start.steps")
    for row, (key, page) in enumerate(steps, top + 1):
        sheet.link(f"B{row}", page, sheet.book.texts[f"start.step.{key}"], "step")
        sheet.text(f"C{row}:E{row}", f"start.step.{key}.note", "label", "wrap")
        sheet.ws.set_row(row - 1, 28)
    return top + 1 + len(steps)


def _draw_checks(sheet: Sheet, top: int, checks: Sequence[Check], typed: Sequence[str]) -> int:
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
    for name, column in (("check_texts", "B"), ("check_counts", "D"), ("check_words", "E")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{first}:{column}{last}"))
    stopping = [f"D{row}" for row, check in enumerate(checks, first) if check.stops]
    sheet.formula(f"E{top}", f"SUM({','.join(stopping)})" if stopping else "0", "section", "hidden", name="stops")
    sheet.formula(f"D{top}", f"COUNTA({','.join(typed)})", "section", "hidden", name="typed")
    look = sheet.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    criteria = f"=AND(ISNUMBER($D{first}),$D{first}>0)"
    sheet.ws.conditional_format(f"D{first}:E{last}", {"type": "formula", "criteria": criteria, "format": look})
    return last + 1


def _draw_legend(sheet: Sheet, top: int) -> None:
    """Draw what the looks of a cell mean and how ROI is computed."""
    sheet.section(f"B{top}:E{top}", "start.legend")
    for column, look in (("B", "input"), ("C", "computed"), ("D", "total"), ("E", "helper")):
        sheet.text(f"{column}{top + 1}", f"start.legend.{look}", look, "locked")
    sheet.text(f"B{top + 2}:E{top + 2}", "start.method", "note")
    sheet.ws.set_row(top + 1, 52)


def _finish(sheet: Sheet, settings: int) -> None:
    """Set the sheet up as the one that opens first, and print what stands above the settings, on one page."""
    sheet.ws.set_column("F:F", 2)
    sheet.print(f"F{settings - 1}")
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.set_first_sheet()
    sheet.ws.activate()
    sheet.ws.set_selection(f"C{settings + 1}")
