"""One worksheet function, and the group that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from socroi.definition import twin
from socroi.definition.literature import WORKS, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from socroi.definition import examples
    from socroi.definition.literature import Work
    from socroi.definition.parameter import Parameter
    from socroi.definition.units import Kind


class RefusedFormula(Exception):
    """A catalogue entry breaks a rule of the catalogue. This is a mistake in our code, never in a sheet."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of functions that answer one question; each module of the catalogue is one family.

    Attributes:
        order: its place in lists and in the documentation.
        title: what a person reads above the group.
        question: what its functions answer, in one sentence.
    """

    order: int
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Formula:
    """One worksheet function, with all that is known of it.

    Attributes:
        body: the bare Python function; only the gate calls it.
        family: the group that it belongs to; `module` is that group's module name.
        errors: when each cell error appears, by error.
        source: where its definition comes from, with the keys of the works in brackets.
        twin: the same in plain Excel over the argument names, or "".
        gives: the kind of the result, where it is one number.
        many: whether the result can be more than one cell even where every argument is one.
        spills: whether the result can be more than one cell at all.
        unplaced: why it stands in no cell of our workbooks, in a sentence; "" where it does.
    """

    name: str
    body: Callable[..., Any]
    module: str
    family: Family
    summary: str
    parameters: tuple[Parameter, ...]
    returns: str
    errors: dict[str, str]
    source: str
    examples: tuple[examples.Example, ...]
    twin: str
    gives: Kind | None
    many: bool
    spills: bool
    unplaced: str = ""

    @property
    def signature(self) -> str:
        """How Excel shows the call: `SOCROI(revenue, cost, [margin], [unit])`."""
        return f"{self.name}({', '.join(p.name if p.required else f'[{p.name}]' for p in self.parameters)})"

    @property
    def works(self) -> dict[str, Work]:
        """The works that its source cites, by key, in the order in which it names them."""
        return {key: WORKS[key] for key in cited(self.source)}

    def expression(self, given: Collection[str]) -> str:
        """Return plain Excel text over the names of the given arguments, equal to the call in value and in error.

        It is to be computed as an array formula, as LAMBDA does. ValueError where the function has no twin.
        """
        if not self.twin:
            raise ValueError(f"{self.name} has no twin")
        return twin.guarded(self.twin, self.parameters, given)
