"""Columns added at the right end of a table, where nothing stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import BLANK
from socroi.errors import UsageError
from socroi.excel.addresses import address
from socroi.workbook.package.xml import encode_xstring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.rewriting import Rewriting
    from socroi.workbook.writing.tables import Form

_REF: Final = re.compile(r'(\bref=")[^"]*(")')
_COUNT: Final = re.compile(r'(<(?:[\w.-]+:)?tableColumns\b[^<>]*?\bcount=")\d+(")')
_END: Final = re.compile(r"</((?:[\w.-]+:)?)tableColumns>")
_IDENT: Final = re.compile(r'<(?:[\w.-]+:)?tableColumn\b[^<>]*?\bid="(\d+)"')


def add_columns(loaded: Loaded, form: Form, headings: Sequence[str], rewriting: Rewriting) -> None:
    """Add columns to a table. The cells of the headings are left to whoever puts values into the columns.

    Args:
        loaded: the workbook.
        form: the table.
        headings: those of the new columns, none of which it has.
        rewriting: what else is changed in the workbook; the columns are added to it.

    Raises:
        UsageError: something stands to the right of the table.
    """
    table = form.table
    right = table.right + len(headings)
    sheet = loaded.book.sheets[table.sheet]
    for at in range(table.right + 1, right + 1):
        column = sheet.columns.get(at)
        taken = column is not None and bool((column.kind[table.top : table.bottom + 1] != BLANK).any())
        if taken or any(sheet.has_formula(row, at) for row in range(table.top, table.bottom + 1)):
            raise UsageError(
                f"the table {table.name} has no room for {len(headings)} columns more.",
                where=f"{loaded.package.where}!{form.sheet}",
                hint="Insert columns beside it in a spreadsheet program first.",
            )
    area = f"{address(table.top, table.left)}:{address(table.bottom, right)}"

    def widened(text: str) -> str:
        ident = max((int(found) for found in _IDENT.findall(text)), default=0)
        end = _END.search(text)
        prefix = "" if end is None else end[1]
        added = "".join(
            f'<{prefix}tableColumn id="{number}" name="{encode_xstring(heading).decode().replace(chr(34), "&quot;")}"/>'
            for number, heading in enumerate(headings, ident + 1)
        )
        text = _REF.sub(rf"\g<1>{area}\g<2>", text)
        text = _COUNT.sub(rf"\g<1>{len(table.columns) + len(headings)}\g<2>", text)
        return _END.sub(lambda found: added + found[0], text)

    rewriting.edit(form.part, widened)


__all__ = ["add_columns"]
