"""The sheet Sentiment: what people say about the brand each month, beside revenue and retention."""

from __future__ import annotations

from typing import Final

from socroi.templates.audience_value.shared import MONTHS
from socroi.templates.columns import Column
from socroi.templates.table_sheet import TableSheet

_COUNTS: Final = "Sentiment[@positive],Sentiment[@neutral],Sentiment[@negative]"

SENTIMENT: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("positive", ("count",), rule="amount"),
    Column("neutral", ("count",), rule="amount"),
    Column("negative", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("retention", ("rate",), rule="rate"),
    Column("source"),
    Column(
        "net",
        ("change",),
        f'IF(COUNT(Sentiment[@positive],Sentiment[@negative])<2,"",IF(SUM({_COUNTS})=0,"",'
        f"(Sentiment[@positive]-Sentiment[@negative])/SUM({_COUNTS})))",
    ),
)
SHEET: Final = TableSheet(
    key="sentiment",
    table="Sentiment",
    widths=(2, 14, 14, 14, 14, 16, 14, 42, 14),
    size=MONTHS,
    headings=32,
)
