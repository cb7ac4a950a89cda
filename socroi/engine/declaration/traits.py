"""What a function is like besides what it computes: stated where it is declared, asked for by its name.

A question about a function whose family is not loaded is answered from `families.py`, which `make generate` writes.
"""

from __future__ import annotations

from enum import Flag, auto
from functools import cache
from typing import Final

from socroi.engine.declaration.families import TRAITS_OF


class Trait(Flag):
    """One thing that is true of a function, whatever it is called with."""

    LIFTED = auto()
    """It is computed cell by cell from nothing but the values of its arguments."""

    PLAIN = auto()
    """It reads nothing but its arguments, and sees nothing in them but values, so that the cells of several formulas
    can be handed to it as lanes. Those that are LIFTED or CONDENSING need not say so.
    """

    STRETCHING = auto()
    """It reads its third argument as far as its first one reaches."""

    DATES = auto()
    """It takes or gives dates: its body is handed the workbook's date system, as `date_1904`, or dates as kind d."""

    TEXTS = auto()
    """Its body is handed the workbook's texts, as `strings`."""

    CONTEXT = auto()
    """Its body is handed all that its evaluation is told, as `context`."""

    FINITE = auto()
    """Its result must be a finite number: anything else, and arithmetic that fails, is #NUM!."""

    VOLATILE = auto()
    """It gives another value each time. What OFFSET, INDIRECT and CELL read is followed instead."""

    INDIFFERENT = auto()
    """Blank cells behind a range make no difference to it, or it counts them without reading them."""

    PADDED = auto()
    """More blank cells behind its ranges leave its result as it is, to the last digit."""

    REFERRING = auto()
    """It may give a whole column itself."""

    CONDENSING = auto()
    """It makes one value of many cells, and of nothing but these cells."""

    CONDENSED = auto()
    """It may stand inside such a call: it looks at nothing but what it is handed."""

    ARRAY = auto()
    """It gives an array even where that has one cell: of such a cell only a number counts, as on the sheet."""

    ARRAY_OF_ARRAY = auto()
    """It gives an array by its form where one of its arguments is one."""

    ANY_FORM = auto()
    """It makes the same of a text whether that stands in a cell or in the call itself; SUM does not."""

    BLANK_IS_NOTHING = auto()
    """To it a blank cell is the same as 0 and as nothing, among many cells."""

    BLANK_IS_ZERO = auto()
    """To it a blank cell and 0 are the same, or it hands them on."""

    HIDING = auto()
    """It refers to cells that the text of the formula does not show."""

    LISTING = auto()
    """It makes a list of references where an argument is a list: OFFSET(A2,{0;5},0)."""

    LISTED = auto()
    """It answers each reference of such a list by itself."""

    COUNTING = auto()
    """Over a window that grows down its own column it is a step from cell to cell, of how many and how much so far."""

    CHOOSING = auto()
    """The same, of the cells of the window that fulfil its second argument."""

    RESCUING = auto()
    """Its first argument, and the second one where that is an error."""


NONE: Final = Trait(0)

_STATED: Final[dict[str, Trait]] = {}


def state(name: str, traits: Trait) -> None:
    """Keep what a function states of itself."""
    _STATED[name] = traits


def has(name: str, trait: Trait) -> bool:
    """Whether the function of that upper-case name has a trait; False where there is no such function."""
    stated = _STATED.get(name)
    return name in _listed(trait) if stated is None else trait in stated


def stated() -> dict[str, list[str]]:
    """Return the names of the functions that are loaded, by trait: what `families.py` is generated from."""
    return {str(trait.name): sorted(name for name in _STATED if trait in _STATED[name]) for trait in Trait}


@cache
def _listed(trait: Trait) -> frozenset[str]:
    return frozenset(TRAITS_OF.get(str(trait.name), "").split())
