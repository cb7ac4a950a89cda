"""A second engine computes the workbook, and each cell is held against ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING, Final

from socroi.definition.registry import formulas
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call
from socroi.errors import CellError, UsageError
from socroi.review.finding import Finding
from socroi.review.rules.values import is_computed, same, told
from socroi.review.subject import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from socroi.engine.model.block import Scalar
    from socroi.review.subject import Subject

NAMES: Final = ("ironcalc", "formulas", "libreoffice")
"""The engines that can be asked, the quick ones first."""
SMALL: Final = {"ironcalc": 20_000, "formulas": 2_000}
"""Formula cells of a book that an engine recomputes without being asked to."""
PATIENCE: Final = 300
"""Seconds that another engine has."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What a second engine said.

    Attributes:
        engine: its name; "" where none was asked.
        compared: how many formula cells it could be compared in.
        silent: how many it has no value for, because it does not know their functions.
        findings: the cells that differ.
        note: why it was not asked, or what it could not do; "" where there is nothing to say.
    """

    engine: str
    compared: int = 0
    silent: int = 0
    findings: tuple[Finding, ...] = ()
    note: str = ""


def installed(name: str) -> bool:
    """Whether an engine can be asked here."""
    return which("soffice") is not None if name == "libreoffice" else find_spec(name) is not None


def hear(subject: Subject, name: str | None = None) -> Testimony:
    """Let a second engine compute a workbook, and compare.

    Args:
        subject: the workbook.
        name: the engine; None for IronCalc where it is installed and the book is not large.

    Raises:
        UsageError: there is no such engine, or it is not installed.
    """
    cells = sum(region.count for region in subject.regions())
    asked = name is not None
    if name is None:
        if not cells:
            return Testimony("")
        name = next((engine for engine in SMALL if installed(engine)), None)
        if name is None:
            return Testimony(
                "", note="Not recomputed by a second engine: “pip install .[check]” in its folder brings one."
            )
        if cells > SMALL[name]:
            return Testimony(
                "", note=f"Not recomputed by a second engine, for its {cells:,} formulas: say --with {name}."
            )
    if name not in NAMES:
        raise UsageError(f"there is no engine {name!r}.", hint=f"Choose one of: {', '.join(NAMES)}.")
    if not installed(name):
        how = "Install LibreOffice." if name == "libreoffice" else f"Run “pip install {name}”."
        raise UsageError(f"{name} is not installed.", hint=how)
    values = _asked(subject, name)
    if isinstance(values, str):
        return Testimony(name, silent=cells, note=f"{name} could not compute it: {values}")
    found = _compared(subject, name, values)
    return found if asked else _without_single_voices(found)


def _without_single_voices(found: Testimony) -> Testimony:
    """Nobody asked for the cells in which one engine stands alone against ours: they are counted."""
    alone = [finding for finding in found.findings if finding.severity == "note"]
    if not alone:
        return found
    note = f"{found.note} {found.engine} differs in {len(alone)} cells that no other engine could say anything of."
    kept = tuple(finding for finding in found.findings if finding.severity != "note")
    return replace(found, findings=kept, note=note.strip())


def _asked(subject: Subject, name: str, only: frozenset[Place] | None = None) -> Mapping[Place, Scalar] | str:
    module = import_module(f"socroi.review.witnesses.{name}")
    values: Mapping[Place, Scalar] | str = module.compute(subject, only)
    return values


def _compared(subject: Subject, name: str, values: Mapping[Place, Scalar]) -> Testimony:
    compared = silent = 0
    differing: set[Place] = set()
    unheard = _not_understood(subject, values)
    for place in _formula_cells(subject):
        if place not in values or place in unheard or not is_computed(subject, place):
            silent += 1
            continue
        compared += 1
        if not same(subject.value(place), values[place]):
            differing.add(place)
    first = [place for place in sorted(differing) if not _is_explained(subject, place, differing)]
    first = [
        place for place in first if (region := subject.region(place)) is not None and not subject.is_volatile(region)
    ]
    if not first:
        return Testimony(name, compared, silent)
    # Every engine has mistakes of its own: one that stands alone against two is no reason to doubt the book.
    other, second = _second_opinion(subject, name, frozenset(first))
    alone = [place for place in first if place in second and same(second[place], subject.value(place))]
    doubted = [place for place in first if place not in set(alone)]
    note = f"{name} differs in {len(alone)} cells in which {other} agrees with socroi." if alone else ""
    found = (
        _finding(subject, place, {name: values[place], **({other: second[place]} if place in second else {})})
        for place in doubted
    )
    return Testimony(name, compared, silent, tuple(found), note)


def _is_volatile(subject: Subject, place: Place) -> bool:
    region = subject.region(place)
    return region is None or subject.is_volatile(region)


def _second_opinion(subject: Subject, name: str, places: frozenset[Place]) -> tuple[str, Mapping[Place, Scalar]]:
    """What another engine that is at hand says of some cells."""
    other = next((engine for engine in SMALL if engine != name and installed(engine)), "")
    if not other:
        return "", {}
    values = _asked(subject, other, places)
    if isinstance(values, str):
        return other, {}
    return other, {place: values[place] for place in places - _not_understood(subject, values) if place in values}


def _finding(subject: Subject, place: Place, said: Mapping[str, Scalar]) -> Finding:
    agreed = len(said) > 1
    theirs = "; ".join(f"{engine} {told(subject, value)}" for engine, value in said.items())
    return Finding(
        subject.file,
        subject.book.sheets[place.sheet].name,
        subject.where(place).rpartition("!")[2],
        "engines-differ",
        "error" if agreed else "note",
        subject.say("engines-differ", ours=told(subject, subject.value(place)), theirs=theirs),
        subject.say("engines-differ.do"),
    )


def _formula_cells(subject: Subject) -> Iterator[Place]:
    for region in subject.regions():
        for row in range(region.row, region.row + region.count):
            yield Place(region.sheet, row, region.column)


_UNKNOWN: Final = frozenset(("#NAME?", "#UNKNOWN!", "#CALC!", "#SPILL!"))
"""Errors by which an engine says that it does not know a function, or arrays."""


def _is_unknown(value: Scalar) -> bool:
    return isinstance(value, CellError) and value.code in _UNKNOWN


def _calls_ours(subject: Subject, place: Place) -> bool:
    """Whether a formula calls a function of ours, which other engines know by the LAMBDA of the workbook at best."""
    region = subject.region(place)
    tree = None if region is None else subject.tree(region)
    return tree is not None and any(isinstance(node, Call) and node.name.upper() in formulas() for node in walk(tree))


def _not_understood(subject: Subject, values: Mapping[Place, Scalar]) -> set[Place]:
    """Cells that the engine has no value for, and all that read them: an error there says nothing of the book."""
    unknown = {
        place
        for place in _formula_cells(subject)
        if place in values
        and not same(values[place], subject.value(place))
        and (_is_unknown(values[place]) or _calls_ours(subject, place))
    }
    if not unknown:
        return unknown
    # A formula over a cell without a value has none either; each round goes one formula further.
    reads = {
        (region.sheet, region.row, region.column): [*subject.reads(region), *subject.reads(region, region.count - 1)]
        for region in subject.regions()
    }
    regions = list(subject.regions())
    for _ in range(len(regions)):
        before = len(unknown)
        by_sheet: dict[int, list[Place]] = {}
        for place in unknown:
            by_sheet.setdefault(place.sheet, []).append(place)
        for region in regions:
            cells = [Place(region.sheet, region.row + down, region.column) for down in range(region.count)]
            if all(cell in unknown for cell in cells):
                continue
            touched = any(
                area.top <= place.row <= area.bottom and area.left <= place.column <= area.right
                for area in reads[region.sheet, region.row, region.column]
                for place in by_sheet.get(area.sheet, ())
            )
            if touched:
                unknown.update(cells)
        if len(unknown) == before:
            return unknown
    return unknown


def _is_explained(subject: Subject, place: Place, differing: set[Place]) -> bool:
    """Whether a cell differs because one that it reads does."""
    region = subject.region(place)
    if region is None:
        return False
    return any(
        area.sheet == other.sheet
        and area.top <= other.row <= area.bottom
        and area.left <= other.column <= area.right
        and other != place
        for area in subject.reads(region, place.row - region.row)
        for other in differing
    )
