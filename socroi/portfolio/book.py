"""A workbook made from one of our templates, as rows of the portfolio and what is to be said of the book itself.

Four steps, KPI scorecard and hidden returns have results and costs; the sheets may be in any language, and of an older
edition with fewer columns. Only the months that the book counts are read, so that the rows add up to its own totals.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from socroi.books.standing import standing_in
from socroi.engine.schedule.limits import without_collections
from socroi.errors import SocroiError, WorkbookError
from socroi.excel.serials import from_serial
from socroi.portfolio.cells import Cells
from socroi.portfolio.rows import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from socroi.portfolio.cells import Place

TEMPLATES: Final = ("four_step", "kpi_scorecard", "hidden_returns")
"""The templates that have results and costs."""
_RESULTS: Final = {"Results": "month", "Sales": "month"}
_VALUES: Final = ("KpiValues", "Kpis")
_NOTHING: Final = 0.005
"""Half a cent: what is left of a return that is counted and estimated alike."""
_DIMENSIONS: Final = ("platform", "campaign", "activity", "creator", "paid")
_READ: Final = frozenset(
    (
        *(*_DIMENSIONS, "worth", "margin", "kpi", "month", "quantity", "revenue", "source", "part", "line"),
        *("amount", "hours", "rate", "months", "category"),
    )
)
"""The columns that are read, by their keys; the others are computed from them or say what nobody asks here."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a book.

    Attributes:
        file: its path.
        client: the name on its first sheet, else that of the file.
        template: what it was made from.
        language: of its sheets.
        rows: rows of the portfolio, by the names of its columns.
        checks: the texts of its open checks.
        stops: whether one of them says that a figure would be wrong.
        roi: what the book itself shows, in percent; None while it shows none.
        older: whether it is of an older edition, whose own ROI is of the cost of all twelve months.
        problem: why nothing was read; "" where all went well.
    """

    file: str
    client: str = ""
    template: str = ""
    language: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    stops: bool = False
    roi: float | None = None
    older: bool = False
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        held = asdict(self)
        for row in held["rows"]:
            row["month"] = row["month"].isoformat() if row.get("month") else None
        return held

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Reading:
        """Return what `as_json` held."""
        rows = [{**row, "month": date.fromisoformat(row["month"]) if row["month"] else None} for row in held["rows"]]
        return cls(**{**held, "rows": rows})


def read(path: Path) -> Reading:
    """Read a book, whatever becomes of it: a problem is told and not raised."""
    try:
        # Its rows are many small pieces, and no circles among them.
        with without_collections():
            return _read(path)
    except SocroiError as problem:
        return Reading(str(path), path.stem, problem=" ".join(str(problem).split()))
    except MemoryError:
        return Reading(str(path), path.stem, problem=f"{path}: There is not enough memory for it. Read it alone.")
    except Exception as problem:  # noqa: BLE001 - a defect met in one book must not cost the others theirs
        said = " ".join(f"{type(problem).__name__}: {problem}".split())
        return Reading(str(path), path.stem, problem=f"{path}: it met a defect of socroi ({said}). Please report it.")


def _read(path: Path) -> Reading:
    cells = Cells(path)
    found = {name: place for name, place in cells.tables.items() if name in (*_RESULTS, "Costs", *_VALUES)}
    language = _language(found)
    if language is None or not ("Costs" in found or "Results" in found):
        raise WorkbookError(
            "it has no tables of results and costs that are known here.",
            where=str(path),
            hint=f"Take workbooks made from {', '.join(TEMPLATES)}, or export its rows as CSV.",
        )
    template = "hidden_returns" if "Sales" in found else "kpi_scorecard" if "Kpis" in found else "four_step"
    if cells.area("count_start") is not None and not isinstance(cells.one("count_start"), float):
        raise WorkbookError("it was never computed.", where=str(path), hint="Run “socroi calc” on it first.")
    standing = standing_in(cells, cells.sheets)
    stops = cells.one("stops")
    client = cells.one("company")
    book = _Book(cells, found, language, template)
    reading = Reading(
        str(path),
        str(client).strip() if client is not None and str(client).strip() else path.stem,
        template,
        language,
        checks=[] if standing is None else [check.text for check in standing.open],
        # A count that is an error is no clean bill.
        stops=stops is not None and not (isinstance(stops, float) and stops == 0) and stops != "",
        roi=None if standing is None else standing.roi,
        older=book.older,
    )
    currency = cells.one("currency")
    common = {
        "client": reading.client,
        "currency": currency if isinstance(currency, str) and currency.strip() else None,
        "file": str(path),
        "stops": reading.stops,
    }
    results = list(book.results())
    estimates = book.estimates(sum(filter(None, map(_worth_of, results))))
    reading.rows.extend({**common, **row} for row in (*results, *book.costs(), *estimates))
    return reading


class _Book:
    """The tables of one book."""

    def __init__(self, cells: Cells, found: Mapping[str, Place], language: str, template: str) -> None:
        self.cells = cells
        self.found = found
        self.keys = {name: _headings(language)[name] for name in found}
        self.texts: dict[Any, str | None] = {}
        self.template = template
        counted = ("count_start", "count_end") if cells.area("count_start") else ("period_start", "period_end")
        self.start, self.end = (self._day(cells.one(name)) for name in counted)
        # A workbook of an older edition counts the cost of all its twelve months, also of those that are to come.
        so_far = _number(cells.one("months_so_far"))
        self.older = cells.area("count_start") is None and self.start is not None and so_far is not None
        if self.older and self.start is not None and so_far:
            self.end = _later(self.start, int(so_far)) - timedelta(days=1)
        self.margin = _number(cells.one("margin"))
        self.shared = key_of(cells.one("word_shared"))
        self.worths: dict[str, tuple[float | None, float | None]] = {}
        for name in _VALUES:
            for row in self._table(name):
                worth = _number(row.get("worth")), _number(row.get("margin"))
                if key_of(row.get("kpi")):
                    self.worths.setdefault(key_of(row["kpi"]), worth)

    def results(self) -> Iterator[dict[str, Any]]:
        """Yield the results of the months that count."""
        for row in self._table("Results"):
            month = self._counted(row.get("month"))
            quantity, revenue = _number(row.get("quantity")), _number(row.get("revenue"))
            if month is None or (quantity is None and revenue is None):
                continue
            worth, margin = self.worths.get(key_of(row.get("kpi")), (None, None))
            yield {
                **self._named(row), "month": month, "kpi": _text(row.get("kpi")), "quantity": quantity,
                "revenue": revenue, "worth": worth, "margin": self.margin if margin is None else margin,
                "source": _text(row.get("source")), "sheet": self.found["Results"].sheet, "shared": False,
            }  # fmt: skip
        for row in self._table("Sales"):
            month, revenue, part = self._counted(row.get("month")), _number(row.get("revenue")), row.get("part")
            # Search that social media lifts stands beside the traced sales in the book, and a sale without a margin
            # has no return there: both are not counted here either.
            traced = key_of(row.get("line")) == key_of(self.cells.one("word_social"))
            if month is not None and revenue is not None and traced:
                yield {
                    **self._named(row), "month": month, "kpi": _text(row.get("line")), "margin": self.margin,
                    "revenue": None if self.margin is None else revenue * (part if isinstance(part, float) else 1.0),
                    "source": _text(row.get("source")), "sheet": self.found["Sales"].sheet, "shared": False,
                }  # fmt: skip

    def costs(self) -> Iterator[dict[str, Any]]:
        """Yield the costs, a bill of many months as one row for each month of it that counts."""
        for row in self._table("Costs"):
            amount, hours, rate = (_number(row.get(name)) for name in ("amount", "hours", "rate"))
            if amount is None and hours is not None and rate is not None:
                amount = hours * rate
            first = self._day(row.get("month"))
            if amount is None or first is None:
                continue
            months = max(1, int(_number(row.get("months")) or 1))
            named = self._named(row)
            shared = bool(self.shared) and key_of(named["platform"]) == self.shared
            for place in range(months):
                month = _later(first, place)
                if self._within(month):
                    yield {
                        **named, "platform": None if shared else named["platform"], "month": month,
                        "category": _text(row.get("category")), "cost": amount / months, "shared": shared,
                        "sheet": self.found["Costs"].sheet,
                    }  # fmt: skip

    def estimates(self, counted: float) -> Iterator[dict[str, Any]]:
        """Yield what the book estimates beside the return that is counted here, over all the months that count."""
        cost = _number(self.cells.one("cost_total"))
        rois = {name: _number(self.cells.one(f"roi_{name}")) for name in ("low", "likely", "high")}
        if cost is not None and None not in rois.values():
            beside = {name: cost * (1 + roi / 100) - counted for name, roi in rois.items() if roi is not None}
            if any(abs(part) > _NOTHING for part in beside.values()):
                yield {**beside, "kpi": None, "shared": False}

    def _table(self, name: str) -> Iterator[dict[str, Any]]:
        place = self.found.get(name)
        if place is not None:
            keys = [self.keys[name].get(heading, "") for heading in place.headings]
            read = {at: key for at, key in enumerate(keys) if key in _READ}
            for row in self.cells.table(place, list(read)):
                yield dict(zip(read.values(), row, strict=True))

    def _named(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._text(row.get(name)) for name in _DIMENSIONS}

    def _text(self, cell: Any) -> str | None:
        """Return a cell as a text; columns repeat themselves."""
        if cell is None:
            return None
        if cell not in self.texts:
            self.texts[cell] = _text(cell)
        return self.texts[cell]

    def _day(self, cell: Any) -> date | None:
        return _day_of(cell) if isinstance(cell, float) else None

    def _counted(self, cell: Any) -> date | None:
        day = self._day(cell)
        return None if day is None or not self._within(day) else day.replace(day=1)

    def _within(self, day: date) -> bool:
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)


@lru_cache(maxsize=4096)
def _day_of(serial: float) -> date | None:
    try:
        return from_serial(serial)
    except ValueError:
        return None


def _worth_of(row: Mapping[str, Any]) -> float | None:
    """Return what a result brought, as the expression has it."""
    if row.get("revenue") is not None:
        return float(row["revenue"] * (1.0 if row["margin"] is None else row["margin"]))
    return None if row.get("quantity") is None or row.get("worth") is None else float(row["quantity"] * row["worth"])


def _number(cell: Any) -> float | None:
    return cell if isinstance(cell, float) else None


def _text(cell: Any) -> str | None:
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell.strip() or None if isinstance(cell, str) else None


def _later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _language(found: Mapping[str, Place]) -> str | None:
    """Return the language whose headings the tables have; English is tried first."""
    return _language_of(frozenset((name, place.headings) for name, place in found.items())) if found else None


@lru_cache(maxsize=256)
def _language_of(tables: frozenset[tuple[str, tuple[str, ...]]]) -> str | None:
    from socroi.templates.texts import languages

    for language in languages():
        headings = _headings(language)
        if all(set(own) <= headings[name].keys() for name, own in tables):
            return language
    return None


def in_english(reading: Reading) -> Reading:
    """Return a reading with the words of the template's lists in English, so that books of two languages compare."""
    words = _words(reading.language) if reading.language else {}
    listed = ("platform", "category", "paid")
    rows = [
        {**row, **{name: words.get(key_of(row[name]), row[name]) for name in listed if row.get(name)}}
        for row in reading.rows
    ]
    return replace(reading, rows=rows)


@cache
def _words(language: str) -> dict[str, str]:
    """Return the English of the words that a language has for platforms, kinds of cost, paid and organic."""
    from socroi.templates.texts import SOURCE, load_texts, template_entries

    english, own = load_texts(SOURCE), load_texts(language)
    keys = [key for key in template_entries(SOURCE) if key.partition(".")[0] in {"platform", "category", "payment"}]
    return {key_of(own[key]): english[key] for key in keys}


@cache
def _headings(language: str) -> dict[str, dict[str, str]]:
    """Return, for each of our tables, the keys of its columns by their headings in a language."""
    from socroi.templates import find
    from socroi.templates.texts import load_texts

    texts = load_texts(language)
    found: dict[str, dict[str, str]] = {}
    for name in TEMPLATES:
        scoped = texts.scoped(name)
        for table, keys in find(name).column_keys.items():
            if table in (*_RESULTS, "Costs", *_VALUES):
                found.setdefault(table, {}).update({scoped[f"{table.lower()}.{key}"]: key for key in keys})
    return found
