"""The lines of a portfolio as CSV and Parquet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from socroi.portfolio.result import Portfolio

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(result: Portfolio, target: Path) -> None:
    """Write the lines; UTF-8 with a mark, so that Excel reads every script, and no text that it takes for a formula."""
    frame = result.lines.copy()
    for name in (*result.question.by, "status"):
        frame[name] = frame[name].map(harmless)
    text = io.StringIO()
    frame.to_csv(text, index=False, lineterminator="\r\n")
    put(target, text.getvalue().encode("utf-8-sig"))


def write_parquet(result: Portfolio, target: Path) -> None:
    """Write the lines with their types."""
    content = io.BytesIO()
    frame: pd.DataFrame = result.lines
    frame.to_parquet(content, index=False)
    put(target, content.getvalue())


def harmless(cell: Any) -> Any:
    """Return a text as it may stand in a CSV: Excel computes what begins as a formula, unless a ' stands before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
