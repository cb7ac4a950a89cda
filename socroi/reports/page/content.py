"""What stands on the page, in order and in words: the same for every kind of file, which only draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from socroi.reports.page.sentences import difference, how_known, next_steps, open_checks, sentences

if TYPE_CHECKING:
    from socroi.reports.page.brand import Brand
    from socroi.reports.page.facts import Change, ReportFacts
    from socroi.reports.page.findings import View
    from socroi.reports.page.words import Words
    from socroi.reports.summary import Line
    from socroi.review.bridge import Part

MOST_STEPS: Final = 8
"""The steps of a waterfall that are drawn one by one, the largest; the others together."""
MOST_CAMPAIGNS: Final = 10
"""The campaigns with the largest return; more do not fit on a page."""


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that is read first."""

    label: str
    value: str
    note: str = ""
    loss: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its heading, those of its columns, and rows of texts, the first of which names the row.

    Attributes:
        strong: the places of rows that stand out, such as a total.
        note: a sentence below it.
    """

    title: str
    headings: list[str]
    rows: list[list[str]]
    strong: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each name, to both sides of zero; without a value the text says why."""

    title: str
    names: list[str]
    values: list[float | None]
    shown: list[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Series of columns beside each other over the same names; None is no column."""

    title: str
    description: str
    names: list[str]
    series: list[tuple[str, list[float | None]]]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Bars from one figure to the next: the first and the last from zero, each other from where the one before ends.

    Attributes:
        values: the first figure, how much each step moved it, and the last: they add up as they are shown.
        note: a sentence below it.
    """

    title: str
    names: list[str]
    values: list[float]
    shown: list[str]
    note: str

    @property
    def spans(self) -> list[tuple[float, float]]:
        """From where to where each bar goes."""
        stand, found = self.values[0], [(0.0, self.values[0])]
        for value in self.values[1:-1]:
            found.append((stand, round(stand + value, 6)))
            stand = found[-1][1]
        return [*found, (0.0, self.values[-1])]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences under a heading."""

    title: str
    lines: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on the page; a part that is empty or None is left out.

    Attributes:
        language, direction: of its texts; `rtl` is read from right to left.
        label: what must stand over it, such as that its figures are invented.
        steps: ways of counting side by side.
        evidence: how much is known in which way, with what belongs beside the figures.
    """

    language: str
    direction: str
    words: Words
    title: str
    company: str
    period: str
    money: str
    label: str
    brand: Brand
    logo_text: str
    cards: list[Card]
    said: Lines
    bars: Bars | None
    columns: Columns | None
    moved: Waterfall | None
    compared: Table | None
    steps: Table | None
    platforms: Table | None
    campaigns: Table | None
    months: Table | None
    goals: Table | None
    next: Lines
    evidence: Table | None
    known: Lines
    open: Lines
    footer: list[str] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        """The tables that there are, in order."""
        tables = (self.compared, self.platforms, self.steps, self.months, self.campaigns, self.goals, self.evidence)
        return [table for table in tables if table is not None]


def page(facts: ReportFacts, words: Words, brand: Brand) -> Page:
    """Return what stands on the page about a workbook."""
    footer = [words.say("made", file=facts.file)]
    return Page(
        language=words.language,
        direction=words.direction,
        words=words,
        title=words["title"],
        company=facts.company,
        period=words.period(facts.answer.first, facts.answer.last),
        money=f"{words['word.money']}: {facts.currency}",
        label=words["example"] if facts.example else "",
        brand=brand,
        logo_text=words.say("logo", name=brand.name or facts.company),
        cards=_cards(facts, words),
        said=Lines(words["said"], sentences(facts, words)),
        bars=_bars(facts, words),
        columns=_columns(facts, words),
        moved=_moved(facts.change, words),
        compared=_compared(facts, words),
        steps=_steps(facts, words),
        platforms=_platforms(facts, words),
        campaigns=_campaigns(facts, words),
        months=_months(facts, words),
        goals=_goals(facts, words),
        next=Lines(words["next"], next_steps(facts, words) if facts.answer.platforms else []),
        evidence=_evidence(facts, words),
        known=Lines(words["kpivalues.evidence"], how_known(facts, words)),
        open=Lines(words["open"], open_checks(facts, words)),
        footer=[brand.footer, *footer] if brand.footer else footer,
    )


def roi_of(line: Line, words: Words) -> str:
    """Return an ROI, or the workbook's word for why there is none."""
    return words.own(line.status) or words.percent(line.roi)


def _cards(facts: ReportFacts, words: Words) -> list[Card]:
    total = facts.answer.total
    note = ""
    if facts.low is not None and facts.high is not None and not facts.by_month:
        note = words.say("between", low=words.percent(facts.low), high=words.percent(facts.high))
    elif total.roi is not None:
        note = words.say("gained" if total.roi >= 0 else "lost", amount=words.number(abs(total.roi), 1))
    is_loss = (total.roi or 0.0) < 0
    return [
        Card(words["roi.roi"], roi_of(total, words), note, is_loss),
        Card(words["roi.return"], words.money(total.returned), words["start.card.return_total.note"]),
        Card(words["roi.cost"], words.money(total.cost), "" if facts.unpaid else words["start.card.cost_total.note"]),
        Card(words["roi.profit"], words.money(total.profit), words["start.card.profit_total.note"], is_loss),
    ]


def _figures(line: Line, words: Words) -> list[str]:
    return [words.money(line.returned), words.money(line.cost), words.money(line.profit), roi_of(line, words)]


def _headings(first: str, words: Words) -> list[str]:
    return [first, *(words[f"roi.{key}"] for key in ("return", "cost", "profit", "roi"))]


def _bars(facts: ReportFacts, words: Words) -> Bars | None:
    lines = sorted(facts.answer.platforms, key=lambda line: (line.roi is None, -(line.roi or 0.0)))
    if not any(line.roi is not None for line in lines):
        return None
    return Bars(
        words["roi.chart.platform"],
        [words.own(line.name) for line in lines],
        [line.roi for line in lines],
        [roi_of(line, words) for line in lines],
    )


def _columns(facts: ReportFacts, words: Words) -> Columns | None:
    if len(facts.months) < 2:
        return None
    lines = [line for _, line in facts.months]
    first = words["roi.return"] if facts.by_month else words["returns.month.sales"]
    return Columns(
        words["roi.chart.month"] if facts.by_month else words["returns.chart.month"],
        words["chart_months"],
        [words.month_short(day) for day, _ in facts.months],
        [(first, [line.returned for line in lines]), (words["roi.cost"], [line.cost for line in lines])],
    )


def _moved(change: Change | None, words: Words) -> Waterfall | None:
    """Return what moved the ROI from the month before, in figures that add up as shown; None where nothing did."""
    if change is None or change.bridge is None:
        return None
    way = change.bridge.few(MOST_STEPS, words["explain/part.other"]).shown(1)
    steps = [part for part in way.parts if part.amount]
    if not steps:
        return None
    ends = [words.month(view.first) for view in (change.before, change.after)]
    first, last = (words.percent(figure) for figure in (way.start, way.end))
    return Waterfall(
        words.say("moved", before=ends[0], after=ends[1]),
        [ends[0], *(_step(part, words) for part in steps), ends[1]],
        [way.start, *(part.amount for part in steps), way.end],
        [first, *(words.number(part.amount, 1, signed=True) for part in steps), last],
        words["moved_note"],
    )


def _step(part: Part, words: Words) -> str:
    """Return what a step is called, in the language of the page."""
    if not part.kind:
        return part.label
    platform = words.own(part.platform) or words["explain/no_platform"]
    return words.say(f"explain/part.{part.kind}", platform=platform, kpi=words.own(part.kpi))


def _compared(facts: ReportFacts, words: Words) -> Table | None:
    rows, strong = [], []
    pairs: list[tuple[View, View]] = []
    if facts.change is not None:
        pairs.append((facts.change.before, facts.change.after))
    if facts.last_year is not None:
        pairs.append((facts.last_year, facts.answer))
    for before, after in pairs:
        views = (before, after)
        rows += [[words.period(view.first, view.last), *_figures(view.total, words)] for view in views]
        strong.append(len(rows))
        rows.append([words["change"], *_difference(before.total, after.total, words)])
    return Table(words["compared"], _headings(words["roi.period"], words), rows, frozenset(strong)) if rows else None


def _difference(before: Line, after: Line, words: Words) -> list[str]:
    """Return the differences of the figures as they are shown, so that a reader finds the same."""
    found = []
    for was, now in ((before.returned, after.returned), (before.cost, after.cost)):
        known = was is not None and now is not None
        found.append(words.number(difference(was, now), signed=True) if known else words["unknown"])
    if before.profit is None or after.profit is None:
        found.append(words["unknown"])
    else:
        found.append(words.number(difference(before.profit, after.profit), signed=True))
    if before.roi is None or after.roi is None:
        found.append(words["unknown"])
    else:
        points = words.number(difference(before.roi, after.roi, 1), 1, signed=True)
        found.append(words.say("points", number=points))
    return found


def _platforms(facts: ReportFacts, words: Words) -> Table | None:
    if not facts.answer.platforms:
        return None
    rows = [[words.own(line.name), *_figures(line, words)] for line in facts.answer.platforms]
    if not facts.rest.is_blank:
        rows.append([words["roi.unnamed"], *_figures(facts.rest, words)])
    rows.append([words["roi.sum"], *_figures(facts.answer.total, words)])
    headings = _headings(words["roi.platform"], words)
    return Table(words["roi.by_platform"], headings, rows, frozenset({len(rows) - 1}))


def _campaigns(facts: ReportFacts, words: Words) -> Table | None:
    if not facts.campaigns:
        return None
    rows = [[line.name, *_figures(line, words)] for line in facts.campaigns[:MOST_CAMPAIGNS]]
    return Table(words["campaigns"], _headings(words["campaign"], words), rows, note=words["own_cost"])


def _months(facts: ReportFacts, words: Words) -> Table | None:
    if len(facts.months) < 2:
        return None
    headings = _headings(words["roi.month"], words)
    if not facts.by_month:
        headings[1] = words["returns.month.sales"]
    rows = [[words.month(day), *_figures(line, words)] for day, line in facts.months]
    note = "" if facts.by_month else words["sales_months"]
    return Table(words["roi.by_month"], headings, rows, note=note)


def _steps(facts: ReportFacts, words: Words) -> Table | None:
    if not facts.steps:
        return None
    rows = [[words[f"returns.step.{step.key}"], *_figures(step.line, words)] for step in facts.steps]
    places = [place for place, step in enumerate(facts.steps) if step.key == "likely"]
    headings = _headings(words["returns.counted"], words)
    return Table(words["returns.steps"], headings, rows, frozenset(places))


def _goals(facts: ReportFacts, words: Words) -> Table | None:
    if not facts.goals:
        return None
    headings = [words[f"goals.{key}"] for key in ("kpi", "goal", "target", "actual", "pace")]
    rows = [
        [
            words.own(goal.kpi),
            words.own(goal.name),
            words.count(goal.target or 0.0),
            words["unknown"] if goal.actual is None else words.count(goal.actual),
            words.share(goal.pace) if isinstance(goal.pace, float) else words.own(goal.pace or "") or words["unknown"],
        ]
        for goal in facts.goals
    ]
    return Table(words["goals.sheet"], headings, rows)


def _evidence(facts: ReportFacts, words: Words) -> Table | None:
    whole = sum(amount for _, amount in facts.evidence)
    if not whole:
        return None
    rows = [
        [words.own(how) or words["unsaid"], words.money(amount), words.share(amount / whole)]
        for how, amount in facts.evidence
    ]
    return Table(words["kpivalues.evidence"], [words["kpivalues.evidence"], words["roi.return"], words["share"]], rows)


def numeric(table: Table) -> list[bool]:
    """Return for each column whether it holds figures, which end on one line; the first one names the rows."""
    _, *columns = zip(*table.rows, strict=True)
    return [False, *(any(any(sign.isdigit() for sign in cell) for cell in column) for column in columns)]
