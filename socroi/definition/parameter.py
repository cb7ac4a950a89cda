"""One argument of a worksheet function."""

from __future__ import annotations

from dataclasses import dataclass

from socroi.definition.units import Kind, Shape, Single


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a worksheet function.

    Attributes:
        doc: its meaning, its sign, and what a blank means.
        required: whether the call must give it; otherwise `default` stands for it, None meaning "not given".
        single: what one cell means beside ranges.
    """

    name: str
    kind: Kind
    shape: Shape
    doc: str
    required: bool
    default: float | str | bool | None = None
    single: Single = Single.A_ROW
