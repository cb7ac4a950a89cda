"""The sheet Answers: how likely customers are to recommend us, from 0 to 10."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.canvas import ROOM, Column

if TYPE_CHECKING:
    from socroi.templates.template import Order

_SCORE: Final = "Answers[@score]"

ANSWERS: Final = (
    Column("date", ("date", "center"), rule="date"),
    Column("score", ("count", "center"), rule="ten"),
    Column("group", choices="list_groups"),
    Column("comment"),
    Column(
        "verdict",
        ("center",),
        f"IF(ISNUMBER({_SCORE}),IF(AND({_SCORE}>=0,{_SCORE}<=10,{_SCORE}=INT({_SCORE})),"
        f'IF({_SCORE}>=9,word_promoter,IF({_SCORE}>=7,word_passive,word_detractor)),"!"),"")',
    ),
)
HEAD: Final = 6
SIZE: Final = 120


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("answers", [2, 16, 12, 26, 56, 18], landscape=False)
    sheet.text("B4:F4", "answers.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.ws.set_row(HEAD - 1, 26)
    last = sheet.table("Answers", HEAD, order.contents.rows("Answers"), size=SIZE, filters=True, reach=ROOM)
    sheet.ws.freeze_panes(HEAD, 0)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 5)
