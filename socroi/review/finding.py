"""A finding: what is wrong in a cell, in a sentence, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from socroi.excel.addresses import quoted

Severity: TypeAlias = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
"""From the worst: a number that is wrong, one that probably is, something to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in one cell.

    Attributes:
        file: the workbook's path as it was given.
        sheet: the sheet's name; "" where the finding is about the whole book.
        cell: its address without the sheet, `B4` or `B4:B9`; "" where it is about the whole sheet or book.
        rule: which rule found it, a word such as `mean-of-ratios`.
        severity: `error`, `warning` or `note`.
        sentence: what is wrong, with the figures.
        advice: what to do.
    """

    file: str
    sheet: str
    cell: str
    rule: str
    severity: Severity
    sentence: str
    advice: str

    @property
    def where(self) -> str:
        """The place as it is typed into a cell: `ROI!B4`, `'My costs'!B4:B9`."""
        if not self.sheet:
            return self.cell
        sheet = quoted(self.sheet)
        return f"{sheet}!{self.cell}" if self.cell else sheet
