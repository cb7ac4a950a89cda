"""An explanation: a number as a tree of the numbers that it was made of, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number, and what it was made of.

    Attributes:
        label: what it is called in the workbook.
        value: what the cell holds, or the sum of the rows that it stands for; None is a blank.
        words: how it is made of its children, in words; "" for what was typed.
        cell: where it stands, with its sheet: `ROI!B4`.
        children: what it was made of, in the order of the formula.
        shown: the value as the cell shows it; "" where that is the value itself.
    """

    label: str
    value: object
    words: str
    cell: str
    children: tuple[Explanation, ...] = ()
    shown: str = ""

    @property
    def table(self) -> pd.DataFrame:
        """The tree as a table: a row for each number, with its depth."""
        import pandas as pd

        rows = [(depth, each.label, each.value, each.words, each.cell) for depth, each in self.walk()]
        return pd.DataFrame(rows, columns=["depth", "label", "value", "words", "cell"])

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Explanation]]:
        """Yield this number and all below it with their depth, in the order to read."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)
