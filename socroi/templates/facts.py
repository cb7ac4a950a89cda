"""The lines behind the headline on the sheet Start: figures side by side, the best and the worst, small charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.templates.sheet import Sheet


class Fact(Protocol):
    """Lines behind the headline."""

    def draw(self, sheet: Sheet, row: int) -> int:
        """Draw the lines from `row` on, and return the first free row."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure under its heading.

    Args:
        heading: the key of its text; after `=` a formula.
        formula: what it shows.
        look: the parts of its cell format after `label`.
        name: the defined name of its cell.
    """

    heading: str
    formula: str
    look: tuple[str, ...]
    name: str | None = None


def shown(heading: str, name: str, look: str) -> Figure:
    """Return a figure that the workbook has under a defined name."""
    return Figure(heading, f'IF({name}="","–",{name})', (look, "left", "bold"))


def low_to_high(name: str) -> tuple[Figure, ...]:
    """Return the three figures of a range in percent, which are named `<name>_low`, `_likely` and `_high`."""
    return tuple(shown(f"roi.{key}", f"{name}_{key}", "percent") for key in ("low", "likely", "high"))


@dataclass(frozen=True, slots=True)
class Beside:
    """Up to three figures beside each other under the name `start.<key>`, each in its one of the `columns`."""

    key: str
    figures: Sequence[Figure]
    columns: str = "CDE"

    def draw(self, sheet: Sheet, row: int) -> int:
        """Draw the figures, and return the first free row."""
        sheet.text(f"B{row}", f"start.{self.key}", "label")
        sheet.value(f"B{row + 1}", None, "label")
        for column in self.columns[len(self.figures) :]:
            sheet.value(f"{column}{row}", None, "label")
            sheet.value(f"{column}{row + 1}", None, "label")
        for column, figure in zip(self.columns, self.figures, strict=False):
            if figure.heading.startswith("="):
                sheet.formula(f"{column}{row}", figure.heading.removeprefix("="), "label", "hint")
            else:
                sheet.text(f"{column}{row}", figure.heading, "label", "hint")
            sheet.formula(f"{column}{row + 1}", figure.formula, "label", *figure.look, name=figure.name)
        return row + 2


@dataclass(frozen=True, slots=True)
class Extremes:
    """The things with the highest and the lowest ROI, from the names `<things>_names` and `<things>_roi`."""

    things: str
    best: str
    worst: str

    def draw(self, sheet: Sheet, row: int) -> int:
        """Draw a line for each, and return the first free row."""
        every = f"{self.things}_roi"
        for line, (key, least, function) in enumerate(((self.best, 1, "MAX"), (self.worst, 2, "MIN")), row):
            figure = f"{function}({every})"
            sheet.text(f"B{line}", f"start.{key}", "label")
            name = f"INDEX({self.things}_names,MATCH({figure},{every},0))"
            sheet.formula(f"C{line}", f'IF(COUNT({every})<{least},"–",{name})', "label", "bold")
            sheet.formula(f"D{line}", f'IF(COUNT({every})<{least},"",{figure})', "label", "percent", "left")
            sheet.value(f"E{line}", None, "label")
        return row + 2


@dataclass(frozen=True, slots=True)
class Line:
    """Twelve months as a small chart: the key of its heading, the column of its figures, its colour, and how it looks.

    `amounts` begin at zero, or they would mislead; a `balance` may lie below; of `signs` only the sign is drawn.
    """

    heading: str
    column: str
    colour: str = BLUE
    look: str = "amounts"


@dataclass(frozen=True, slots=True)
class Trend:
    """Up to three small charts of twelve months, whose figures stand on the sheet `page` from the row `first` on."""

    page: str
    first: int
    lines: Sequence[Line]

    def draw(self, sheet: Sheet, row: int) -> int:
        """Draw the charts, and return the first free row."""
        sheet.text(f"B{row}", "start.trend", "label")
        sheet.ws.set_row(row, 30)
        for column in "BCDE":
            sheet.value(f"{column}{row + 1}", None, "label")
        for column in "CDE"[len(self.lines) :]:
            sheet.value(f"{column}{row}", None, "label")
        for column, line in zip("CDE", self.lines, strict=False):
            sheet.text(f"{column}{row}", line.heading, "label", "hint")
            cells = sheet.book.reference(self.page, f"{line.column}{self.first}:{line.column}{self.first + 11}")
            sheet.sparkline(f"{column}{row + 1}", {"range": cells, "series_color": line.colour, **_LOOKS[line.look]})
        return row + 2


_BELOW_ZERO: Final = {"negative_points": True, "negative_color": ORANGE}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "amounts": {"type": "column", "min": 0},
    "balance": {"type": "column", **_BELOW_ZERO},
    "signs": {"type": "win_loss", **_BELOW_ZERO},
}
