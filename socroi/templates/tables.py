"""The tables of a filled workbook as pandas frames, and which template and language a workbook was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from socroi.excel.serials import DAYS_1904, from_serial
from socroi.templates.texts import languages, load_texts
from socroi.workbook.reading.book import load
from socroi.workbook.reading.validations import column_rules
from socroi.workbook.writing.tables import forms, values

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd

    from socroi.workbook.reading.book import Loaded
    from socroi.workbook.writing.tables import Form


@dataclass(frozen=True, slots=True)
class Origin:
    """The template and the language that a workbook was made from, and the keys of its columns by table."""

    template: str
    language: str
    keys: Mapping[str, tuple[str, ...]]


def read_template(path: str | os.PathLike[str], *, keys: bool = False) -> dict[str, pd.DataFrame]:
    """Read the tables of a workbook, whether it was made from a template or has tables of its own.

    Args:
        path: the workbook.
        keys: name the columns by the keys of the template (`month`, `quantity`), the same in every language, instead
            of by their headings.

    Returns:
        for each table, by its name, its rows down to the last one in which something was typed. Columns of dates
        become datetimes, blanks NaN, NaT or None; computed columns have the values that were last computed.

    Raises:
        UsageError: there is no such file.
        WorkbookError: it is no workbook, or with `keys` none that was made from a template.
    """
    import pandas as pd

    from socroi.errors import WorkbookError

    loaded = load(path)
    origin = identify(loaded) if keys else None
    if keys and origin is None:
        raise WorkbookError(
            "it was not made from a template, so its columns have no keys.",
            where=str(path),
            hint="Read it without keys; the columns then have their headings.",
        )
    found = {}
    for form in forms(loaded):
        rules = column_rules(loaded, form)
        rows = values(loaded, form)
        columns: dict[str, Any] = {}
        names = form.table.columns if origin is None else origin.keys.get(form.table.name, form.table.columns)
        for place, name in enumerate(names):
            cells = [row[place] for row in rows]
            if rules.get(place) is not None and rules[place].kind == "date":
                cells = [_day(cell, date_1904=loaded.book.calculation.date_1904) for cell in cells]
                columns[name] = pd.Series(cells, dtype="datetime64[ns]" if _all_days(cells) else "object")
            else:
                columns[name] = pd.Series(cells, dtype=_dtype(cells))
        found[form.table.name] = pd.DataFrame(columns)
    return found


def _day(cell: Any, *, date_1904: bool) -> Any:
    if not isinstance(cell, float):
        return cell
    try:
        return from_serial(cell + (DAYS_1904 if date_1904 else 0))
    except ValueError:
        return cell


def _all_days(cells: list[Any]) -> bool:
    return all(cell is None or not isinstance(cell, float | str | bool) for cell in cells)


def _dtype(cells: list[Any]) -> str:
    known = [cell for cell in cells if cell is not None]
    return "float64" if known and all(isinstance(cell, float) for cell in known) else "object"


def identify(loaded: Loaded) -> Origin | None:
    """Return the template and the language whose headings all tables of a workbook have; None where it is none."""
    from socroi.errors import SocroiError
    from socroi.templates import find, names

    tables = {form.table.name: form.table.columns for form in forms(loaded)}
    for template in names():
        wanted = find(template).column_keys
        if not wanted.keys() <= tables.keys() or any(
            len(columns) != len(tables[name]) for name, columns in wanted.items()
        ):
            continue
        for language in languages():
            try:
                texts = load_texts(language).scoped(template)
            except SocroiError:
                continue
            if all(
                texts[f"{name.lower()}.{key}"] == heading
                for name, columns in wanted.items()
                for key, heading in zip(columns, tables[name], strict=True)
            ):
                return Origin(template, language, wanted)
    return None


def keys_of(form: Form, origin: Origin | None) -> tuple[str, ...]:
    """Return the keys of a table's columns; none where the workbook was not made from a template."""
    return () if origin is None else tuple(origin.keys.get(form.table.name, ()))
