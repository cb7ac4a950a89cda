"""The sheet Answers: how likely customers are to recommend us, from 0 to 10."""

from __future__ import annotations

from typing import Final

from socroi.templates.columns import Column
from socroi.templates.table_sheet import TableSheet

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
SHEET: Final = TableSheet(
    key="answers",
    table="Answers",
    widths=(2, 16, 12, 26, 56, 18),
    size=120,
    filters=True,
    headings=26,
    frozen=0,
    landscape=False,
)
