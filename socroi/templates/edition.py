"""Whether two workbooks are of one edition of their template: the same tables, names, questions and formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.definition.registry import formulas

if TYPE_CHECKING:
    from socroi.templates.carried import Contained

_SHEET: Final = re.compile(r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!")
_CELLS: Final = re.compile(r"\$?\b[A-Z]{1,3}\$?\d+\b")
_OTHER_PROGRAM: Final = re.compile(r"<Application>[^<]*(?:LibreOffice|OpenOffice)", re.IGNORECASE)
LOST_REFERENCE: Final = re.compile(r"#(?:NULL|REF)!(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
"""An error in a formula where a cell was, and not in a text of it."""
_PROPERTIES: Final = "docProps/app.xml"


def is_older(book: Contained, today: Contained) -> bool:
    """Tell whether a workbook lacks something that today's edition of its template has.

    What its user added does not matter. Formulas are compared without their addresses, which move with the rows of
    tables, and not at all where a program has written them anew that knows no columns of tables.
    """
    return bool(_traits(today) - _traits(book)) or (not is_rewritten(book) and bool(_formulas(today) - _formulas(book)))


def _traits(book: Contained) -> set[tuple[str, ...]]:
    """Return its columns, its names, and the names of its input cells by sheet."""
    columns = {
        (form.table.name, heading) for form in book.forms if book.is_ours(form) for heading in form.table.columns
    }
    computed = {
        (form.table.name, form.table.columns[place])
        for form in book.forms
        if book.is_ours(form)
        for place in form.computed
        if place < len(book.origin.keys[form.table.name])
        and book.origin.keys[form.table.name][place] not in book.template.column_keys[form.table.name]
    }
    named = {(name.name,) for name in book.loaded.book.names if name.sheet is None and name.name not in formulas()}
    asked = {(each.page, *each.names) for each in book.asked() if each.names}
    return {*columns - computed, *named, *asked}


def _formulas(book: Contained) -> set[str]:
    """Return the formulas of the template's sheets, without addresses and names of sheets."""
    return {
        _CELLS.sub("@", _SHEET.sub("", region.text.replace(" ", "")))
        for place in book.pages
        for region in book.loaded.book.sheets[place].regions
    }


def is_damaged(book: Contained) -> bool:
    """Tell whether formulas of the template have lost what they read, as LibreOffice saves them in an .ods."""
    sheets = book.loaded.book.sheets
    return any(LOST_REFERENCE.search(region.text) for place in book.pages for region in sheets[place].regions)


def is_rewritten(book: Contained) -> bool:
    """Tell whether LibreOffice saved a workbook: its formulas then name cells where they named columns of tables."""
    package = book.loaded.package
    if not any(member.name == _PROPERTIES for member in package.archive.members):
        return False
    return _OTHER_PROGRAM.search(package.read(_PROPERTIES, "The file").decode("utf-8", "replace")) is not None
