"""A workbook that a report asks: by defined names and by the headings of its tables, month by month if need be."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from socroi.books.open_workbook import Workbook
from socroi.errors import CellError, UsageError, WorkbookError
from socroi.excel.addresses import column_letters, column_of, quoted
from socroi.excel.serials import from_serial
from socroi.reports.page.findings import Check, Goal, Results, Row, Step, View
from socroi.reports.summary import Line
from socroi.review.movements import FIGURES, between
from socroi.review.movements import counted as counted_in
from socroi.review.rules.method import months_unpaid
from socroi.review.subject import Subject
from socroi.templates.texts import languages, load_texts
from socroi.workbook.reading.links import sentences

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from datetime import date

    import pandas as pd

    from socroi.books.recalculation import Uncomputed
    from socroi.review.bridge import Bridge
    from socroi.review.movements import Counts
    from socroi.templates.texts import Texts

MONTHLY: Final = "month_return"
"""The name of the months' return, where it is the return of the headline."""
_NEEDED: Final = ("count_start", "count_end", "months", "month_cost", "cost_total")
_TOTALS: Final = (("return_total", "roi_total"), ("return_likely", "roi_likely"))
_STEPS: Final = ("direct", "search", "low", "likely", "high")


class Book:
    """A workbook from a template, open, with what it says at the moment."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.where = str(path)
        self._book = Workbook(path)
        self._names = {name.casefold() for name in self._book.names}
        self._total = next((pair for pair in _TOTALS if self.has(pair[0])), None)
        if self._total is not None and self.has("period_start") and not self.has("count_start"):
            raise WorkbookError(
                "it is of an older edition, which sets the return of the months so far against the cost of all twelve.",
                where=self.where,
                hint="“socroi check” says what its ROI is; “socroi renew” carries it, with all that was typed, into "
                "today's edition.",
            )
        if self._total is None or not all(map(self.has, _NEEDED)):
            raise WorkbookError(
                "it has no return and cost by month, which a report is made of.",
                where=self.where,
                hint="Report a workbook made from four_step, kpi_scorecard or hidden_returns; what any other "
                "workbook says stands on its own first sheet.",
            )
        if not isinstance(self.one("count_start"), float):
            raise WorkbookError("it cannot be computed.", where=self.where, hint="“socroi calc” says which cells.")
        self.language, self._texts = self._spoken()

    @property
    def links(self) -> list[str]:
        """What is to be known of the values of linked workbooks, each a sentence without its full stop."""
        return sentences(self._book.links, self._book.remembered)

    @property
    def uncomputed(self) -> list[Uncomputed]:
        """The formula cells that could not be computed, of those that were needed so far."""
        return self._book.uncomputed

    # Cells

    def has(self, name: str) -> bool:
        """Whether the workbook has this defined name."""
        return name.casefold() in self._names

    def one(self, name: str) -> Any:
        """Return the cell of a name; None where there is none."""
        return self._book.rows(name)[0][0] if self.has(name) else None

    def column(self, name: str) -> list[Any]:
        """Return the cells of a named column; none where there is no such name."""
        return [row[0] for row in self._book.rows(name)] if self.has(name) else []

    def text(self, name: str) -> str:
        """Return the cell of a name as text; "" where it holds none."""
        cell = self.one(name)
        return cell if isinstance(cell, str) else ""

    def number(self, name: str) -> float | None:
        """Return the cell of a name where it is a number."""
        cell = self.one(name)
        return cell if isinstance(cell, float) else None

    def _line(self, name: str, returned: Any, cost: Any, roi: Any) -> Line:
        for what, cell in (("return", returned), ("cost", cost), ("ROI", roi)):
            if isinstance(cell, CellError):
                raise WorkbookError(
                    f"the {what} of {name or 'the total'} shows {cell}.",
                    where=self.where,
                    hint="Open the workbook and look at the cells it comes from.",
                )
        return Line(name, _number(returned), _number(cost), _number(roi), _text(roi))

    # What language it is in

    def _spoken(self) -> tuple[str, Texts]:
        """Return the language whose words the formulas of the workbook return."""
        words = {key: self.text(f"word_{key}") for key in ("fine", "look", "amiss", "money")}
        for language in languages():
            texts = load_texts(language)
            if all(texts[f"word.{key}"] == word for key, word in words.items()):
                return language, texts
        return "en", load_texts("en")

    @property
    def is_example(self) -> bool:
        """Whether every sheet says that the figures are invented."""
        return bool(self._book[f"{quoted(self._book.sheets[0])}!B2"] == self._texts["word.example"])

    # Months

    @property
    def can_count_one_month(self) -> bool:
        """Whether it can be asked for one month alone: books of the first edition cannot."""
        return all(map(self.has, ("count_to", "count_how", "word_one_month", "word_to_date")))

    def as_it_stands(self) -> View:
        """Return what it shows now."""
        first, last = (self._day(name) for name in ("count_start", "count_end"))
        returned, roi = self._total or _TOTALS[0]
        total = self._line("", self.one(returned), self.one("cost_total"), self.one(roi))
        columns = [self.column(f"platform_{name}") for name in ("names", "return", "cost", "roi", "own_cost")]
        rows = [row for row in zip(*columns, strict=True) if isinstance(row[0], str) and row[0]]
        lines = [self._line(*row[:4]) for row in rows]
        own = {row[0]: row[4] for row in rows if isinstance(row[4], float)}
        return View(
            first.replace(day=1), last.replace(day=1), total, [line for line in lines if not line.is_blank], own
        )

    def alone(self, month: date) -> View:
        """Return what it shows for one month; it goes on counting that month until it is asked for others."""
        self._book.set({"count_to": month, "count_how": self.text("word_one_month")})
        return self.as_it_stands()

    def ends(self, first: date, last: date) -> tuple[Counts, Counts] | None:
        """Return what was counted and spent in two months; None in a book that does not count its return by rows."""
        if not self.has("return_total"):
            return None
        found = []
        for month in (first, last):
            self.alone(month)
            found.append(counted_in(self._subject, f"{month:%Y-%m}"))
        return found[0], found[1]

    def bridge(self, before: Counts, after: Counts) -> Bridge | None:
        """Return what moved the ROI from one end to the other; None where one of them has none."""
        if None in {end.figure(FIGURES["roi_total"]) for end in (before, after)}:
            return None
        return between(self._subject, "roi_total", before, after)

    @cached_property
    def _subject(self) -> Subject:
        return Subject(self._book)

    def until(self, month: date) -> View:
        """Return what it shows for all months up to one."""
        self._book.set({"count_to": month, "count_how": self.text("word_to_date")})
        return self.as_it_stands()

    def months(self, until: date | None = None) -> list[tuple[date, Line]]:
        """Return the months that count, from the first of the twelve on, with their return and cost."""
        if self.can_count_one_month:
            last = until or self._day("count_end")
            self.until(last.replace(day=1))
        last = until or self._day("count_end")
        name = MONTHLY if self.has(MONTHLY) else "month_sales"
        found = []
        for serial, returned, cost in zip(
            self.column("months"), self.column(name), self.column("month_cost"), strict=True
        ):
            day = _date(serial)
            if day is not None and day <= last:
                line = self._line(f"{day:%Y-%m}", returned, cost, None)
                if line.profit is not None and line.cost:
                    line = replace(line, roi=line.profit * 100 / line.cost)
                found.append((day, line))
        return found

    def _day(self, name: str) -> date:
        day = _date(self.one(name))
        if day is None:
            raise WorkbookError(f"its name “{name}” holds no date.", where=self.where, hint="Look at its first sheet.")
        return day

    # What else it says

    def rest(self) -> Line:
        """Return what no platform has."""
        return self._line("", self.one("unnamed_return"), self.one("unnamed_cost"), None)

    def checks(self) -> tuple[list[Check], int]:
        """Return the checks that are open, those that stop the ROI first, and how many have looked."""
        rows = list(zip(*(self.column(f"check_{name}") for name in ("texts", "counts", "words")), strict=True))
        amiss = self.text("word_amiss")
        looked = [row for row in rows if isinstance(row[1], float | CellError)]
        unknown = next((row for row in looked if row[1] == "#UNKNOWN!"), None)
        if unknown is not None:
            raise WorkbookError(
                f"its check “{unknown[0]}” could not be computed: {unknown[1].why or 'it was not tried'}.",
                where=self.where,
                hint="“socroi calc” says which cells. Where memory or time was short, try again with more.",
            )
        found = [
            Check(str(text), count if isinstance(count, float) else str(count), word == amiss)
            for text, count, word in looked
            if not isinstance(count, float) or count > 0
        ]
        return sorted(found, key=lambda check: not check.stops), len(looked)

    def unpaid(self, view: View) -> list[date | None]:
        """Return the months whose costs hold nobody's time; None alone for all."""
        return months_unpaid(self._subject, view.first, view.last)

    def steps(self) -> list[Step]:
        """Return the ways of counting that hidden_returns sets side by side."""
        names = {"search": "return_sales"}
        if not self.has("roi_search"):
            return []
        cost = self.one("cost_total")
        steps = [
            Step(key, self._line("", self.one(names.get(key, f"return_{key}")), cost, self.one(f"roi_{key}")))
            for key in _STEPS
        ]
        return [step for step in steps if not step.line.is_blank]

    def goals(self) -> list[Goal]:
        """Return the goals of four_step, or the KPIs with a target of kpi_scorecard."""
        if self.has("kpi_target"):
            names = ("goal", "names", "target", "actual", "status")
            columns = zip(*(self.column(f"kpi_{name}") for name in names), strict=True)
            return [
                Goal(_text(goal), _text(kpi), _number(target), _number(actual), _text(status))
                for goal, kpi, target, actual, status in columns
                if _number(target) is not None
            ]
        # Of the sheet Goals the column of the progress has a name; goal, KPI, target, actual and pace stand beside it.
        found = []
        for place in self._book.cells("goal_progress") if self.has("goal_progress") else ():
            sheet, _, cell = place.rpartition("!")
            column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]  # an address
            goal, kpi, target, actual, pace = (
                self._book[f"{sheet}!{column_letters(column_of(column) + by)}{row}"] for by in (-6, -5, -3, -1, 1)
            )
            if _number(target) is not None:
                found.append(Goal(_text(goal), _text(kpi), _number(target), _number(actual), _number(pace)))
        return found

    # Tables

    def _table(self, name: str) -> pd.DataFrame | None:
        try:
            return self._book.frame(name)
        except UsageError:
            return None

    def _cells(self, table: str, *keys: str) -> Iterable[tuple[Any, ...]]:
        """Yield the rows of a table, in columns by their keys; a column that it lacks is blank."""
        frame = self._table(table)
        if frame is None:
            return iter(())
        headings = [self._heading(table, key) for key in keys]
        columns = [frame[name].tolist() if name in frame else [None] * len(frame) for name in headings]
        return zip(*columns, strict=True)

    def _heading(self, table: str, key: str) -> str:
        name = f"{table.casefold()}.{key}"
        return self._texts[name] if name in self._texts else ""  # noqa: SIM401 - the texts of a language are no mapping

    def results(self) -> Results:
        """Return the rows of the table of results, or of sales; none where there is no such table."""
        keys = ("month", "platform", "kpi", "quantity", "revenue", "value", "counted", "campaign")
        rows = [
            Row(
                _date(day), _text(platform), _text(kpi), _number(quantity) or 0.0, _number(revenue), _number(value),
                _number(counted), _text(campaign),
            )
            for day, platform, kpi, quantity, revenue, value, counted, campaign in self._cells("Results", *keys)
        ]  # fmt: skip
        return Results([row for row in rows if row.day is not None])

    def campaigns(self, results: Results) -> list[Line]:
        """Return return and own cost of each campaign, the largest return first; none where the book names none.

        A workbook that sums up its campaigns itself is asked for them; of others the rows that name one are added up.
        """
        columns = [self.column(f"campaign_{name}") for name in ("names", "return", "cost", "roi")]
        lines = [self._line(_text(name), *figures) for name, *figures in zip(*columns, strict=True) if _text(name)]
        if not self.has("campaign_names"):
            lines = self._added_up(results)
        return sorted((line for line in lines if not line.is_blank), key=lambda line: -(line.returned or 0.0))

    def _added_up(self, results: Results) -> list[Line]:
        returned: dict[str, float] = {}
        for row in results.rows:
            if row.campaign and row.counted is not None:
                returned[row.campaign] = returned.get(row.campaign, 0.0) + row.counted
        cost: dict[str, float] = {}
        for campaign, counted in self._cells("Costs", "campaign", "counted"):
            if _text(campaign) and _number(counted) is not None:
                cost[campaign] = cost.get(campaign, 0.0) + counted
        lines = []
        for name in dict.fromkeys([*returned, *cost]):
            came, paid = returned.get(name), cost.get(name)
            lines.append(Line(name, came, paid, None if came is None or not paid else (came - paid) * 100 / paid))
        return lines

    def evidence(self, results: Results) -> list[tuple[str, float]]:
        """Return how much of the return is known in which way, the largest part first."""
        found: dict[str, float] = {}
        if self.has("line_evidence"):
            lines = zip(self.column("line_evidence"), self.column("line_likely"), strict=True)
            parts = [(_text(how), _number(likely)) for how, likely in lines]
        else:
            kinds: dict[str, str] = {}
            for table in ("KpiValues", "Kpis"):
                kinds |= {_text(kpi): _text(how) for kpi, how in self._cells(table, "kpi", "evidence") if _text(kpi)}
            parts = [(kinds.get(row.kpi, ""), row.counted) for row in results.rows]
        for how, amount in parts:
            if amount is not None:
                found[how] = found.get(how, 0.0) + amount
        return sorted(found.items(), key=lambda part: -part[1])

    def sources(self) -> list[tuple[str, float]]:
        """Return the part of the results that each source has, the largest first; none where no source was typed."""
        found: dict[str, float] = {}
        for table in ("Results", "Sales"):
            for source, counted in self._cells(table, "source", "counted"):
                if _number(counted) is not None:
                    found[_text(source)] = found.get(_text(source), 0.0) + counted
        whole = sum(found.values())
        if not whole or not any(found):
            return []
        return sorted(((source, amount / whole) for source, amount in found.items()), key=lambda part: -part[1])

    def counts_whole(self, results: Results) -> bool:
        """Whether sales count whole, for want of a margin."""
        if self.has("headline_whole"):
            return self.text("headline_whole") == self._texts["word.whole"]
        sales = self.has("month_sales") or any(row.revenue is not None for row in results.rows)
        margin = self.number("margin")
        return sales and (margin is None or margin >= 1)


def _date(cell: Any) -> date | None:
    serial = _number(cell)
    return None if serial is None or serial < 1 else from_serial(serial)


def _text(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _number(cell: Any) -> float | None:
    return cell if isinstance(cell, float) and cell == cell else None  # noqa: PLR0124 - a frame's blank is not itself
