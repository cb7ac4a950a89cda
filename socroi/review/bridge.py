"""A bridge: the way from one figure to another in parts that add up to the cent."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

CENT: Final = 0.005
"""Half a hundredth: what two figures may differ by and still be the same to the cent."""


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a bridge: what changed, and by how much that moved the figure.

    Attributes:
        label: what changed, in the workbook's words.
        amount: how much that moved the figure.
        kind: `volume`, `worth` or `cost`; "" where it is none of them.
        platform, kpi: of which; "" where it is of none.
    """

    label: str
    amount: float
    kind: str = ""
    platform: str = ""
    kpi: str = ""


@dataclass(frozen=True, slots=True)
class Bridge:
    """The way from one figure to another.

    Attributes:
        title: what the figure is, such as `ROI` or `Profit`.
        start: the figure before.
        end: the figure after.
        unit: what it is counted in: `%`, or a currency code; "" where it has none.
        parts: what moved it, in the order to show; they add up to `end - start`.
    """

    title: str
    start: float
    end: float
    unit: str
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not math.isclose(self.start + math.fsum(part.amount for part in self.parts), self.end, abs_tol=CENT):
            raise ValueError(f"the parts of the bridge {self.title!r} do not add up")

    @property
    def change(self) -> float:
        """The figure after minus the figure before."""
        return self.end - self.start

    def shown(self, digits: int = 2) -> Bridge:
        """The same bridge in figures of so many decimals, whose parts still add up exactly as a reader adds them.

        Each figure is rounded down, and the hundredths that are missing then go to the parts that lost the most.
        """
        scale = 10**digits
        start, end = round(self.start * scale), round(self.end * scale)
        floors = [math.floor(part.amount * scale) for part in self.parts]
        missing = end - start - sum(floors)
        order = sorted(range(len(floors)), key=lambda place: floors[place] - self.parts[place].amount * scale)
        for place in order[: max(missing, 0)]:
            floors[place] += 1
        for place in order[::-1][: max(-missing, 0)]:
            floors[place] -= 1
        parts = tuple(replace(part, amount=whole / scale) for part, whole in zip(self.parts, floors, strict=True))
        return Bridge(self.title, start / scale, end / scale, self.unit, parts)

    def few(self, most: int, other: str) -> Bridge:
        """The same bridge in so many parts at most: the largest in their order, and all others together at the end."""
        if len(self.parts) <= most:
            return self
        largest = sorted(self.parts, key=lambda part: -abs(part.amount))[: most - 1]
        kept = tuple(part for part in self.parts if part in largest)
        rest = self.change - math.fsum(part.amount for part in kept)
        return replace(self, parts=(*kept, Part(other, rest)))

    @property
    def table(self) -> pd.DataFrame:
        """The bridge as a table: a row for the start, for each part and for the end."""
        import pandas as pd

        rows = [("start", self.title, self.start), *(("part", part.label, part.amount) for part in self.parts)]
        rows.append(("end", self.title, self.end))
        return pd.DataFrame(rows, columns=["step", "label", "amount"])
