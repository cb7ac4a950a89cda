"""Journeys: the paths of touches that customers took, written as "a > b > c", and added up where they are equal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Final, Literal

from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

Model = Literal["last", "first", "linear", "position", "decay"]

SEPARATOR: Final = ">"
DEFAULTS: Final[dict[Model, float]] = {"position": 0.4, "decay": 1.0}


@dataclass(frozen=True, slots=True)
class Journeys:
    """Paths of which no two are equal.

    Attributes:
        channels: the channels, in order of first appearance and as first spelled.
        amounts: for each path, as indices of channels, what was added up: conversions and whatever came beside them.
    """

    channels: list[str]
    amounts: dict[tuple[int, ...], tuple[float, ...]]

    @property
    def conversions(self) -> float:
        """All conversions together."""
        return sum(amounts[0] for amounts in self.amounts.values())


class _Channels(dict[str, int]):
    """Indices of channels by a touch as it is written: case and surrounding space are ignored."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._indices: dict[str, int] = {}

    def __missing__(self, touch: str) -> int:
        name = touch.strip()
        if not name:
            raise ValueError(touch)
        index = self._indices.setdefault(name.casefold(), len(self.names))
        if index == len(self.names):
            self.names.append(name)
        self[touch] = index
        return index


def gather(paths: Sequence[str | None], conversions: Sequence[float | None], *more: Sequence[float | None]) -> Journeys:
    """Return the journeys of rows, equal paths added up.

    Args:
        paths: a path for each row.
        conversions: how many converted on it; a row where either is None is left out.
        *more: further amounts to add up; None adds nothing.

    Raises:
        CellError: #N/A where no row has a path and its conversions; #VALUE! where a path has an empty touch.
    """
    if None in paths or None in conversions:
        known = [p is not None and c is not None for p, c in zip(paths, conversions, strict=True)]
        paths, conversions = list(compress(paths, known)), list(compress(conversions, known))
        more = tuple(list(compress(amounts, known)) for amounts in more)
    if not paths:
        raise CellError("#N/A", "No row has paths and conversions.", "Fill in at least one row.")
    # Text by text first: there are fewer different texts than rows, and only those have to be taken apart.
    texts: dict[str | None, int] = {}
    rows = [texts.setdefault(path, len(texts)) for path in paths]
    sums = [_sums(rows, len(texts), amounts) for amounts in (conversions, *more)]
    channels = _Channels()
    journeys: dict[tuple[int, ...], tuple[float, ...]] = {}
    for path, amounts in zip(texts, zip(*sums, strict=True), strict=True):
        try:
            touches = tuple(map(channels.__getitem__, (path or "").split(SEPARATOR)))
        except ValueError:
            raise CellError(
                "#VALUE!", f'The path "{path}" has an empty touch.', 'Write a path as "a > b > c".'
            ) from None
        before = journeys.setdefault(touches, amounts)
        if before is not amounts:
            journeys[touches] = tuple(a + b for a, b in zip(before, amounts, strict=True))
    return Journeys(channels.names, journeys)


def _sums(rows: list[int], texts: int, amounts: Sequence[float | None]) -> list[float]:
    """Return what the rows of each text add up to; None adds nothing."""
    sums = [0.0] * texts
    for row, amount in zip(rows, amounts, strict=True):
        if amount:
            sums[row] += amount
    return sums


def touch_weights(touches: int, model: Model, parameter: float | None) -> list[float]:
    """Return the weight of each touch of a path, first to last; they add up to 1.

    Args:
        touches: how many there are, at least 1.
        model: the rule.
        parameter: of "position" the share of the first and of the last touch each, of "decay" the half-life in touches;
            None for the usual one.

    Raises:
        CellError: #NUM! where the parameter is outside its limits.
    """
    setting = DEFAULTS.get(model, 0.0) if parameter is None else parameter
    if model == "position" and not 0 <= setting <= 0.5:
        why = f"parameter is {setting:g}; the first and the last touch get from 0 to 0.5 each."
        raise CellError("#NUM!", why, "Leave it out for 0.4.")
    if model == "decay" and setting <= 0:
        raise CellError("#NUM!", f"parameter is {setting:g}; a half-life is above 0.", "Leave it out for 1.")
    match model:
        case "last":
            return [0.0] * (touches - 1) + [1.0]
        case "first":
            return [1.0] + [0.0] * (touches - 1)
        case "linear":
            return [1 / touches] * touches
        case "position":
            if touches < 3:
                return [1 / touches] * touches
            return [setting, *[(1 - 2 * setting) / (touches - 2)] * (touches - 2), setting]
        case "decay":
            halved = [2.0 ** (-back / setting) for back in range(touches - 1, -1, -1)]
            whole = sum(halved)
            return [weight / whole for weight in halved]
