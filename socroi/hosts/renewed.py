"""A workbook of an older edition of its template carried into today's, with all that was typed into it."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi import templates
from socroi.books.open_workbook import Workbook
from socroi.books.recalculation import recalculate
from socroi.definition.registry import formulas
from socroi.errors import CellError, UsageError, WorkbookError
from socroi.hosts.lambdas import definition
from socroi.hosts.own_sheets import own_sheets
from socroi.hosts.plain.edition import is_plain, write_plain_edition
from socroi.intake.carried_imports import carry_answers, carry_imports
from socroi.review.rules.rule import rules
from socroi.review.subject import Subject
from socroi.sources.link_table import TABLE as LINKS
from socroi.sources.link_table import links_of, put_links
from socroi.templates.carried import Contained, Left
from socroi.templates.contents import Contents
from socroi.templates.edition import is_damaged, is_older, is_rewritten
from socroi.templates.next_year import paper_of
from socroi.templates.origin import identify, unlike
from socroi.templates.tables import ADDED, IMPORTED
from socroi.templates.texts import load_texts
from socroi.workbook.reading.book import load
from socroi.workbook.writing.own_columns import add_columns
from socroi.workbook.writing.replacing import put
from socroi.workbook.writing.rewriting import Rewriting
from socroi.workbook.writing.tables import forms

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from socroi.books.recalculation import Uncomputed
    from socroi.templates.carried import Asked, Typed
    from socroi.workbook.reading.loaded import Loaded

_SUMS: Final = ("return_total", "cost_total")
"""Figures that are compared besides those at the top of the first sheet."""
_ONCE: Final = frozenset({"heard_z"})
"""Defined names that editions before today's had."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the first sheet that is another one now.

    Attributes:
        label: what the workbook calls it.
        before, after: what the old book says once it is computed, and the new one; None is blank.
        why: a sentence.
    """

    label: str
    before: Any
    after: Any
    why: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of a workbook.

    Attributes:
        path: the file that was written; None where the workbook is of today's edition, and nothing was.
        template, language: which template it is, and in which language.
        rows: by table how many rows were carried over.
        settings: how many other input cells were.
        imports: how many imports were.
        left: what was not, and what to do.
        figures: the figures at the top that differ, with the reason.
        same: how many are the same.
        uncomputed: the formula cells that could not be computed.
        compared: whether its formulas were held against today's; those that LibreOffice wrote are not.
    """

    path: Path | None
    template: str
    language: str
    rows: dict[str, int] = field(default_factory=dict)
    settings: int = 0
    imports: int = 0
    left: list[Left] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    same: int = 0
    uncomputed: list[Uncomputed] = field(default_factory=list)
    compared: bool = True


def renew(
    book: str | os.PathLike[str], target: str | os.PathLike[str] | None = None, *, force: bool = False
) -> Renewed:
    """Carry a workbook that was made by an older edition of a template into today's edition.

    The rows of all tables, columns of the user's own, goals, budgets, settings and imports are put into a new workbook
    of the same template, language, currency and first month. The workbook itself is not changed.

    Args:
        book: a workbook that was made from a template.
        target: the file to write, as `.xlsx` or, with macros, `.xlsm`; without it `BOOK-renewed`, beside the book.
        force: write over a file that exists; never over the book itself.

    Raises:
        UsageError: the file exists, is the book itself, or has another ending.
        WorkbookError: the book was not made from a template, or cannot be read; or the file cannot be written.
    """
    book = Path(book)
    before = Workbook(book)
    # A formula that somebody typed into an input cell may never have been computed.
    before.recalculate()
    loaded = before.opened[0]
    origin = identify(loaded)
    if origin is None:
        why, advice = unlike(loaded)
        raise WorkbookError(f"{why}, so there is no edition of it to carry it into.", where=str(book), hint=advice)
    path = _target(book, target, force=force)
    template, texts = templates.find(origin.template), load_texts(origin.language).scoped(origin.template)
    old = Contained(loaded, origin, template, texts)
    typed = old.typed()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "today.xlsx"
        _build(old, typed, made)
        if is_plain(book):
            write_plain_edition(made, made, compute=False)
        if not is_older(old, _contained(load(made), old)) and not is_damaged(old):
            return Renewed(None, origin.template, origin.language, compared=not is_rewritten(old))
        left = [*typed.left, *_told_of(old, typed)]
        told = {each.where for each in left}
        left += [each for each in _overwritten(before) if each.where not in told]
        left += _widen(old, typed, made)
        after = Workbook(made)
        settings = _set(old, typed, after, left)
        uncomputed = after.save(made).uncomputed
        imports = carry_imports(book, made, path) if _has(old, IMPORTED) else 0
        if _has(old, (LINKS,)):
            put_links(made, links_of(book) or ())
        if _has(old, ADDED):
            uncomputed = recalculate(made).uncomputed
            after = Workbook(made)
        figures, same = _figures(old, before, after)
        if path.suffix.casefold() == ".xlsm":
            from socroi.hosts.macro_edition import macro_edition

            macro_edition(made, Path(folder) / "today.xlsm")
            made = Path(folder) / "today.xlsm"
        put(path, made.read_bytes())
    kept = carry_answers(book, path)
    if kept is not None:
        said = "it says something else of exports than the file of the old book, and was left as it is."
        left.append(Left(str(kept), said, "Put both together by hand, or delete it and renew again."))
    rows = {name: sum(any(v is not None for v in row.values()) for row in t.rows) for name, t in typed.tables.items()}
    return Renewed(
        path, origin.template, origin.language, rows, settings, imports, left, figures, same, uncomputed
    )  # fmt: skip


def _target(book: Path, target: str | os.PathLike[str] | None, *, force: bool) -> Path:
    own_name = f"{book.stem}-renewed{'.xlsm' if book.suffix.casefold() == '.xlsm' else '.xlsx'}"
    path = book.with_name(own_name) if target is None else Path(target)
    path = path / own_name if path.is_dir() else path
    if path.suffix.casefold() not in (".xlsx", ".xlsm"):
        raise UsageError("the renewed workbook needs a name that ends in .xlsx or .xlsm.", where=str(path))
    if path.exists() and path.samefile(book):
        raise UsageError("that is the workbook itself.", where=str(path), hint="Name another file.")
    if path.exists() and not force:
        raise UsageError("the file exists already.", where=str(path), hint="Choose another name, or say --force.")
    return path


def _build(old: Contained, typed: Typed, made: Path) -> None:
    """Write today's workbook with the rows of the old one's tables; texts that look like formulas are put in later."""
    first = old.day(old.cells.one("first_month"))
    company = old.cells.one("company")
    tables = {
        name: [{key: None if _is_formula(cell) else cell for key, cell in row.items()} for row in table.rows]
        for name, table in typed.tables.items()
    }
    contents = Contents(
        tables,
        {"company": company} if isinstance(company, str) else {},
        # What was invented for an example stays marked as such.
        example=old.cells.at(0, 1, 1) == old.texts["word.example"],
    )
    currency = old.cells.one("currency")
    templates.build(
        old.origin.template,
        old.origin.language,
        made,
        data=contents,
        currency=currency if isinstance(currency, str) else "EUR",
        start=first if isinstance(first, date) else templates.FIRST_MONTH,
        paper=paper_of(old.loaded),
        names={each.name: definition(each) for each in formulas().values() if each.twin},
    )


def _widen(old: Contained, typed: Typed, made: Path) -> Iterator[Left]:
    """Add the columns of the user's own to the new workbook's tables; yield those for which there is no room."""
    loaded = load(made)
    rewriting = Rewriting(loaded.package)
    for form in forms(loaded):
        table = typed.tables.get(form.table.name)
        if table is None or not table.own:
            continue
        try:
            add_columns(loaded, form, list(table.own), rewriting)
        except UsageError:
            there = next(each for each in old.forms if each.table.name == form.table.name)
            for heading, cells in table.own.items():
                filled = sum(cell is not None for cell in cells)
                yield Left(
                    there.sheet,
                    f"the column “{heading}” of the table {form.table.name} is your own ({filled} cells), and the new "
                    "book has no room for it beside the table.",
                    "Copy it to a free place of the new book.",
                )
    rewriting.save(made)


def _is_formula(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith("=")


def _contained(loaded: Loaded, old: Contained) -> Contained:
    """Return the new workbook as one that holds what people type, known by what it was built from."""
    known = old.template.column_keys
    keys = {
        form.table.name: (*known[form.table.name], *form.table.columns[len(known[form.table.name]) :])
        for form in forms(loaded)
        if form.table.name in known
    }
    return Contained(loaded, replace(old.origin, keys=keys), old.template, old.texts)


def _set(old: Contained, typed: Typed, workbook: Workbook, left: list[Left]) -> int:
    """Put into the new workbook what is typed into no table, and the texts that look like formulas; return how many."""
    new = _contained(workbook.opened[0], old)
    values: dict[str, Any] = {}
    carried = 0
    for each, place in _matched(typed.asked, new.asked()):
        value = each.value
        if isinstance(value, CellError):
            left.append(_left(old, each, f"{value.code} stands in it.", "Type what it should be."))
            continue
        if place is None:
            if value is not None:
                said = f"today's edition does not ask “{each.question[1]}” any more; {_text(old, each)} stood there."
                left.append(_left(old, each, said, "Keep it where you need it."))
            continue
        if isinstance(value, str) and not _offered(workbook, place.choices, value):
            said = f"“{value}” is not offered any more for “{place.question[1]}”."
            left.append(_left(old, each, said, f"Choose again in {new.where(*_place(place))} of the new book."))
            continue
        if each.formula:
            said = f"a formula stands in it (={each.formula}); its value {_text(old, each)} was carried."
            left.append(_left(old, each, said, "Type the formula again where it should go on counting."))
        values[new.where(*_place(place))] = old.day(value) if each.dated else value
        carried += value is not None
    for form in new.forms:
        table = typed.tables.get(form.table.name)
        keys = new.origin.keys.get(form.table.name, ())
        for row, cells in enumerate(table.rows if table else ()):
            values |= {
                new.where(form.table.sheet, form.first + row, form.table.left + keys.index(key)): cell
                for key, cell in cells.items()
                if _is_formula(cell)
            }
        for heading, column in (table.own if table else {}).items():
            if heading in form.table.columns:
                at = form.table.left + form.table.columns.index(heading)
                values[new.where(form.table.sheet, form.table.top, at)] = heading
                values |= {
                    new.where(form.table.sheet, form.first + row, at): cell
                    for row, cell in enumerate(column)
                    if cell is not None
                }
    workbook.set(values)
    return carried


def _matched(asked: Sequence[Asked], today: Sequence[Asked]) -> Iterator[tuple[Asked, Asked | None]]:
    """Yield each input cell with the one that asks the same today: by its name, else by question, row and column."""
    by_name = {(each.page, name): each for each in today for name in each.names}
    free = {id(each): each for each in today}
    found: dict[int, Asked] = {}

    def take(each: Asked, place: Asked | None) -> None:
        if place is not None and id(each) not in found and id(place) in free:
            found[id(each)] = free.pop(id(place))

    for each in asked:
        for name in each.names:
            take(each, by_name.get((each.page, name)))
    by_question = {each.question: each for each in today}
    for each in asked:
        take(each, by_question.get(each.question))
    # The heading of a column may be called otherwise; a name that the new cell has says that it is another one.
    for each in asked:
        alike = (place for place in free.values() if place.question[:3] == each.question[:3] and not place.names)
        take(each, next(alike, None))
    for each in asked:
        yield each, found.get(id(each))


def _place(each: Asked) -> tuple[int, int, int]:
    return each.sheet, each.row, each.column


def _left(old: Contained, each: Asked, said: str, advice: str) -> Left:
    return Left(old.where(*_place(each)), said, advice)


def _text(old: Contained, each: Asked) -> str:
    value = old.day(each.value) if each.dated else each.value
    return f"“{value}”" if isinstance(value, str) else f"{value:,.6g}" if isinstance(value, float) else str(value)


def _offered(workbook: Workbook, choices: str, value: str) -> bool:
    """Whether a drop-down still has a text; one whose list is not known has."""
    if choices.casefold() not in {name.casefold() for name in workbook.names}:
        return True
    offered = {str(cell).casefold() for row in workbook.rows(choices) for cell in row}
    return value.casefold() in offered


def _told_of(old: Contained, typed: Typed) -> Iterator[Left]:
    """Yield what stays in the old book as a whole: sheets, names, notes and pictures that its user has added."""
    yield from own_sheets(old, typed.own_sheets)
    known = {name.name for name in _today(old).book.names}
    for name in old.loaded.book.names:
        if name.sheet is None and name.name not in known | _ONCE and name.name not in formulas():
            yield Left("names", f"{name.name} (={name.text}) is your own.", "Define it in the new book.")
    parts = [member.name for member in old.loaded.package.archive.members]
    if any("vbaProject" in part for part in parts):
        said = "it has macros; those of the new book are today's own."
        yield Left("workbook", said, "If you wrote some yourself, copy them in the editor of macros (Alt+F11).")
    for kind, sign in (("notes on cells", "comments"), ("pictures", "/media/"), ("pivot tables", "/pivotTables/")):
        if any(sign in part for part in parts):
            yield Left("workbook", f"it has {kind}, which are your own.", "Copy them into the new book.")


def _overwritten(before: Workbook) -> Iterator[Left]:
    """Yield the figures that are typed over formulas outside the tables."""
    for each in rules()["formula-overwritten"].findings(Subject(before, "en")):
        yield Left(each.where, each.sentence, "The new book computes this cell.")


def _today(old: Contained) -> Loaded:
    return load(templates.shipped(old.origin.template, old.origin.language))


def _has(old: Contained, tables: Sequence[str]) -> bool:
    return any(form.table.name in tables for form in old.forms)


def _figures(old: Contained, before: Workbook, after: Workbook) -> tuple[list[Figure], int]:
    """Return the figures that differ, with the reason, and how many are the same."""
    names = dict.fromkeys([*(card.name for card in old.template.start.cards), *_SUMS])
    found, same = [], 0
    for name in names:
        if name not in before.names or name not in after.names:
            continue
        one, other = _blank(before[name]), _blank(after[name])
        if _alike(one, other):
            same += one is not None
            continue
        key = f"start.card.{name}"
        label = old.texts[key] if key in old.texts else name  # noqa: SIM401 - texts have no `get`
        why = _why(name, one, other, before, after)
        found.append(Figure(label, one, other, why))
    return found, same


def _blank(value: Any) -> Any:
    return value if isinstance(value, float) else value.code if isinstance(value, CellError) else value or None


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)
    return bool(one == other)


def _why(name: str, one: Any, other: Any, before: Workbook, after: Workbook) -> str:
    """Return why a figure differs, as far as it is known."""
    if isinstance(one, str):
        return "a formula of the old book has lost the cells that it reads."
    if "stops" in after.names and isinstance(after["stops"], float) and after["stops"] > 0:
        return f"the new book shows no result yet: “{after['open_check']}”."
    if _alike(other, _of_the_same_months(name, one, before)):
        return (
            f"the older edition sets the return of the months so far ({before['months_so_far']:.0f}) against the cost "
            "of all twelve; today's counts the cost of the same months."
        )
    return "today's edition computes it otherwise; “socroi explain” shows how, in either book."


def _of_the_same_months(name: str, figure: Any, before: Workbook) -> float | None:
    """Return what a figure of an older edition would be if it counted the cost of the months so far alone."""
    so_far = before["months_so_far"] if "months_so_far" in before.names else None
    known = {"month_cost", "cost_total"} <= set(before.names) and "count_start" not in before.names
    if not known or not isinstance(so_far, float) or not isinstance(figure, float):
        return None
    whole = before["cost_total"]
    months = [row[0] for row in before.rows("month_cost")][: int(so_far)]
    cost = math.fsum(value for value in months if isinstance(value, float))
    if not isinstance(whole, float) or not cost:
        return None
    if name.startswith("roi_"):
        return (whole * (1 + figure / 100) - cost) * 100 / cost
    return {"profit": figure + whole - cost, "cost": cost}.get(name.partition("_")[0])
