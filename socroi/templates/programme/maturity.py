"""The sheet Maturity: statements about how the work is done, scored in up to four rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.columns import Column
from socroi.templates.programme.shared import ROUNDS

if TYPE_CHECKING:
    from socroi.templates.template import Order

MATURITY: Final = (
    Column("area", ("wrap",), choices="list_areas"),
    Column("statement", ("wrap",)),
    Column("weight", ("hours",), rule="amount"),
    *(Column(key, ("hours", "center"), rule="five") for key in ROUNDS),
    Column("remark", ("wrap",)),
)
STATEMENTS: Final = (
    ("strategy", "goals"), ("strategy", "brand"), ("people", "roles"), ("people", "training"), ("process", "plan"),
    ("process", "crisis"), ("planning", "calendar"), ("planning", "library"), ("response", "listening"),
    ("response", "times"), ("integration", "customers"), ("integration", "automation"), ("measurement", "roi"),
    ("measurement", "tests"),
)  # fmt: skip
"""Area, and the key of the statement."""
HEAD: Final = 7
SIZE: Final = 16


def draw(order: Order) -> None:
    """Draw the sheet."""
    book, texts = order.book, order.texts
    sheet = book.sheet("maturity", [2, 26, 58, 11, 12, 12, 12, 12, 34], landscape=True)
    sheet.text("B4:I4", "maturity.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.text("B5:D5", "maturity.round", "label", "bold")
    dates = order.setting("rounds", (None,) * len(ROUNDS))
    for column, key, day in zip("EFGH", ROUNDS, dates, strict=True):
        sheet.input(f"{column}5", day, "maturity.round", "month", "center", rule="date", name=f"round_{key}")
    sheet.ws.set_row(4, 22)
    sheet.ws.set_row(HEAD - 1, 30)
    own = [
        {"area": texts[f"area.{area}"], "statement": texts[f"statement.{key}"], "weight": 1} for area, key in STATEMENTS
    ]
    last = sheet.table("Maturity", HEAD, order.contents.rows("Maturity", own), size=SIZE)
    for row in range(HEAD, last):
        sheet.ws.set_row(row, 29)
    sheet.ws.freeze_panes(HEAD, 3)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 8)
    sheet.ws.fit_to_pages(1, 1)
