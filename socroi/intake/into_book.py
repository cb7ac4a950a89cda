"""The sums put into Results and Costs: rows of earlier imports make way, rows typed by hand are never touched."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError
from socroi.excel.serials import DAYS_1904, from_serial, to_serial
from socroi.templates.lists import PLATFORM_ROOM
from socroi.workbook.writing.tables import forms, put_at, values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from socroi.intake.book import Book
    from socroi.intake.sums import Measured, Sums
    from socroi.workbook.writing.rewriting import Rewriting
    from socroi.workbook.writing.tables import Value

    Row = dict[str, Any]
    Counts = dict[tuple[str, str, str], float]
    Totals = dict[tuple[str, str], tuple[float | None, float | None, float | None]]

SOURCE: Final = {"Results": "source", "Costs": "what"}
"""The column of each table that says where a row comes from: of an import it begins with the word for one."""
_IDENTITY: Final = {
    "Results": ("month", "platform", "kpi", "source"),
    "Costs": ("month", "platform", "category", "what"),
}
_LISTS: Final = (("KpiValues", "kpi"), ("Kpis", "kpi"))


class Tables:
    """Results and Costs of a book, as they stand and as they are to be."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.forms = {form.table.name: form for form in forms(book.loaded)}
        self.mark = f"{book.texts['word.import']}: "
        self._shift = DAYS_1904 if book.loaded.book.calculation.date_1904 else 0

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table by the keys of its columns, down to the last one."""
        form = self.forms[table]
        keys = self.book.origin.keys[table]
        return [dict(zip(keys, row, strict=True)) for row in values(self.book.loaded, form)]

    def imported(self, row: Row, table: str) -> bool:
        """Tell whether a row comes from an import."""
        return str(row.get(SOURCE[table]) or "").startswith(self.mark)

    def wanted(self, sums: Sums) -> dict[str, list[Row]]:
        """Return the rows that imports are to have in each table, in the words of the book."""
        results = [asdict(row) for row in sums.results]
        costs = [asdict(row) for row in sums.costs]
        for row in (*results, *costs):
            row["month"] = to_serial(row["month"]) - self._shift
            row["platform"] = self._word("platform", row["platform"])
        for row in results:
            row["kpi"] = self._word("kpi", row["kpi"])
            row["kind"] = self._word("kind", row["kind"])
            row["source"] = f"{self.mark}{row['source']}"
        for row in costs:
            row["category"] = self._word("category", row["category"])
            row["what"] = f"{self.mark}{row['what']}"
        return {"Results": results, "Costs": costs}

    def _word(self, family: str, key: str | None) -> str | None:
        # A KPI that a person wrote is theirs: “Demos” is not our `demos`.
        name = f"{family}.{(key or '').casefold() if family == 'platform' else key}"
        return self.book.texts[name] if key and name in self.book.texts else key

    def totals(self, imported: dict[str, list[Row]] | None = None) -> Totals:
        """Return cost, results and revenue by month and platform.

        Args:
            imported: the rows of imports; None takes those that stand in the book.
        """
        found: Totals = {}
        for table in ("Costs", "Results"):
            rows = [row for row in self.rows(table) if imported is None or not self.imported(row, table)]
            for row in (*rows, *((imported or {}).get(table, ()))):
                month, platform = row.get("month"), str(row.get("platform") or "")
                if not isinstance(month, float | int):
                    continue
                key = f"{from_serial(month + self._shift):%Y-%m}", platform
                cost, results, revenue = found.get(key, (None, None, None))
                if table == "Costs":
                    cost = _plus(cost, _cost(row))
                else:
                    sold = row.get("revenue") if isinstance(row.get("revenue"), float) else None
                    counts = sold is not None or row.get("kpi") in self._sales
                    results, revenue = _plus(results, row.get("quantity") if counts else None), _plus(revenue, sold)
                found[key] = cost, results, revenue
        return found

    def counts(self, imported: dict[str, list[Row]] | None = None) -> Counts:
        """Return what else is counted, by month, platform and KPI.

        Args:
            imported: the rows of imports; None takes those that stand in the book.
        """
        found: Counts = {}
        rows = [row for row in self.rows("Results") if imported is None or not self.imported(row, "Results")]
        for row in (*rows, *((imported or {}).get("Results", ()))):
            sold = isinstance(row.get("revenue"), float) or row.get("kpi") in self._sales
            month = row.get("month")
            if sold or not isinstance(month, float | int) or not isinstance(row.get("quantity"), float | int):
                continue
            key = f"{from_serial(month + self._shift):%Y-%m}", str(row.get("platform") or ""), str(row.get("kpi") or "")
            found[key] = round(found.get(key, 0.0) + row["quantity"], 6)
        return found

    @property
    def _sales(self) -> set[str | None]:
        return {self._word("kpi", "purchases"), self._word("kpi", "leads")}

    def put(self, wanted: dict[str, list[Row]], rewriting: Rewriting) -> int:
        """Put the rows of imports in place of those that stand; return how many rows of the sheets changed."""
        changed = 0
        for table, rows in wanted.items():
            changed += self._put(table, rows, rewriting)
        if changed:
            self._list(wanted, rewriting)
        return changed

    def _put(self, table: str, wanted: Sequence[Row], rewriting: Rewriting) -> int:
        form, keys = self.forms[table], self.book.origin.keys[table]
        there = self.rows(table)
        identity = _IDENTITY[table]
        slots = [place for place, row in enumerate(there) if self.imported(row, table)]
        by_name: dict[tuple[Any, ...], int] = {}
        for place in slots:
            by_name.setdefault(_name(there[place], identity), place)
        taken = {id(row): by_name.pop(name) for row in wanted if (name := _name(row, identity)) in by_name}
        inputs = [key for place, key in enumerate(keys) if place not in form.computed]
        used = set(taken.values())
        blank = [place for place, row in enumerate(there) if not any(row[key] is not None for key in inputs)]
        free = [place for place in slots if place not in used] + blank
        beyond = len(there)
        given: dict[int, dict[int, Value]] = {}
        for row in wanted:
            known = taken.get(id(row))
            old: Row = {} if known is None else there[known]
            place = known if known is not None else free.pop(0) if free else beyond
            beyond += place == beyond
            # What a person added to a row, such as its kind, stays.
            new = {key: row[key] if row.get(key) is not None or key in _FIGURES else old.get(key) for key in inputs}
            if not old or any(old[key] != new[key] for key in inputs):
                given[form.first + place] = {keys.index(key): value for key, value in new.items()}
        gone = [place for place in free if place in set(slots)]
        given |= {form.first + place: {} for place in gone}
        if given:
            put_at(self.book.loaded, form, given, rewriting)
        return len(given)

    def measure(self, measured: Sequence[Measured], rewriting: Rewriting) -> None:
        """Say on the sheet Sources what measures each KPI; what a person has typed there stays, and is not repeated."""
        form = self.forms.get("Sources")
        if form is None or "Sources" not in self.book.origin.keys:
            return
        keys, there = self.book.origin.keys["Sources"], self.rows("Sources")
        mine = [place for place, row in enumerate(there) if str(row["remark"] or "").startswith(self.mark)]
        typed = {_folded(row["kpi"]) for place, row in enumerate(there) if row["measured"] and place not in mine}
        wanted = [row for each in measured if _folded((row := self._source_row(each))["kpi"]) not in typed]
        names = {(there[place]["kpi"], there[place]["remark"]): place for place in mine}
        taken = {id(row): names[name] for row in wanted if (name := (row["kpi"], row["remark"])) in names}
        blank = [place for place, row in enumerate(there) if not any(row.values())]
        free = [place for place in mine if place not in taken.values()] + blank + [*range(len(there), form.rows)]
        given: dict[int, dict[int, Value]] = {}
        for row in wanted:
            if id(row) not in taken and not free:
                break  # the sheet is full: the check names what is left
            old: Row = there[taken[id(row)]] if id(row) in taken else {}
            place = taken[id(row)] if id(row) in taken else free.pop(0)
            # Window and second source are a person's to say.
            new = {key: row.get(key) if row.get(key) is not None else old.get(key) for key in keys}
            if new != old:
                given[form.first + place] = {keys.index(key): value for key, value in new.items()}
        given |= {form.first + place: {} for place in free if place in mine}
        if given:
            put_at(self.book.loaded, form, given, rewriting)

    def _source_row(self, each: Measured) -> Row:
        measured, claim = _TRUTHS[each.kind]
        platform = self._word("platform", next(iter(each.platforms))) if len(each.platforms) == 1 else None
        words = {"measured": self.book.texts[f"measure.{measured}"], "claim": self.book.texts[f"claim.{claim}"]}
        return {"kpi": self._word("kpi", each.kpi), "platform": platform, **words, "remark": f"{self.mark}{each.title}"}

    def _list(self, wanted: dict[str, list[Row]], rewriting: Rewriting) -> None:
        """Put the KPIs, platforms and categories that are new to the book into its lists."""
        named = {key: list(dict.fromkeys(row[key] for row in wanted["Results"])) for key in ("kpi", "platform")}
        named["platform"] = list(dict.fromkeys([*named["platform"], *(row["platform"] for row in wanted["Costs"])]))
        named["category"] = list(dict.fromkeys(row["category"] for row in wanted["Costs"]))
        for table, key in (*_LISTS, ("Platforms", "platform"), ("Categories", "category")):
            form = self.forms.get(table)
            if form is None or table not in self.book.origin.keys:
                continue
            rows = self.rows(table)
            listed = [str(row[key] or "").casefold() for row in rows]
            new = [name for name in named[key] if name and str(name).casefold() not in listed]
            if not new:
                continue
            place = self.book.origin.keys[table].index(key)
            at = list(range(len(rows), len(rows) + len(new)))
            if table == "Platforms":
                at = self._room(rows, len(new), named["platform"])
            given: dict[int, dict[int, Value]] = {
                form.first + row: {place: name} for row, name in zip(at, new, strict=True)
            }
            put_at(self.book.loaded, form, given, rewriting)

    def _room(self, rows: Sequence[Row], count: int, wanted: Sequence[str]) -> list[int]:
        """Return rows of the list of platforms for new ones: free ones, then those of platforms that nothing names.

        Raises:
            UsageError: the sheets have no rows for so many.
        """
        named = {str(name).casefold() for name in wanted}
        for table in SOURCE:
            named |= {
                str(row["platform"] or "").casefold() for row in self.rows(table) if not self.imported(row, table)
            }
        unused = [place for place, row in enumerate(rows) if str(row["platform"] or "").casefold() not in named]
        places = [*range(len(rows), PLATFORM_ROOM), *reversed(unused)]
        if len(places) < count:
            raise UsageError(
                f"it has room for {PLATFORM_ROOM} platforms, and needs {len(rows) - len(unused) + count}.",
                where=str(self.book.path),
                hint='Put some together with --platform "X=Y".',
            )
        return places[:count]


_WINDOW: Final = re.compile(r", \d{4}-\d\d-\d\d (?:–|to) \d{4}-\d\d-\d\d$")
"""Earlier editions wrote "to"."""
_TRUTHS: Final = {
    "orders": ("orders", "own"),
    "analytics": ("analytics", "analytics"),
    "claims": ("platform", "platform"),
}
"""What the sheet Sources offers for each truth: what measures it, and whose claim it is."""
_FIGURES: Final = frozenset({"quantity", "revenue", "amount"})
"""A figure that the exports do not know is blank, whatever stood there."""


def _name(row: Row, identity: Sequence[str]) -> tuple[Any, ...]:
    """Return what a row of an import is about; the window behind its source moves with the next import."""
    return tuple(_WINDOW.sub("", cell) if isinstance(cell := row.get(name), str) else cell for name in identity)


def _folded(text: Any) -> str:
    return str(text or "").strip().casefold()


def _plus(one: float | None, other: Any) -> float | None:
    if not isinstance(other, float | int):
        return one
    return round((one or 0.0) + other, 6)


def _cost(row: Row) -> float | None:
    if isinstance(row.get("amount"), float | int):
        return float(row["amount"])
    hours, rate = row.get("hours"), row.get("rate")
    return float(hours * rate) if isinstance(hours, float | int) and isinstance(rate, float | int) else None


def first_day(book: Book) -> date | None:
    """Return the first day of the twelve months that a book counts."""
    from socroi.books.named_cells import NamedCells

    found = NamedCells(book.loaded.book).one("first_month")
    shift = DAYS_1904 if book.loaded.book.calculation.date_1904 else 0
    return from_serial(found + shift).replace(day=1) if isinstance(found, float) else None


def currency_of(book: Book) -> str | None:
    """Return the currency of a book."""
    from socroi.books.named_cells import NamedCells

    found = NamedCells(book.loaded.book).one("currency")
    return found.strip().upper() if isinstance(found, str) and found.strip() else None


def currency_cell(book: Book) -> str | None:
    """Return where a book says its currency, as Start!C40."""
    from socroi.books.named_cells import NamedCells
    from socroi.excel.addresses import address

    area = NamedCells(book.loaded.book).area("currency")
    return None if area is None else address(area.top, area.left, book.loaded.book.sheets[area.sheet].name)
