"""What an exporter is here: a format that knows itself, and a way to read it. A new one is one new file here."""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from socroi.sources.headings import DEEPEST_HEADER, exporters, header_key, headings, without_currency
from socroi.sources.hints import Hints
from socroi.sources.recognition import recognise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.headings import Headings

__all__ = ["Claim", "Hints", "Source", "sources"]


@dataclass(frozen=True)
class Claim:
    """A source knows the format of a grid: the row of its header and the sentence that says by what."""

    header: int
    because: str


class Source(ABC):
    """One exporter's format. A concrete subclass registers itself by being in a module of `socroi.sources`."""

    name: ClassVar[str]
    """Short name, such as `meta_ads`."""
    title: ClassVar[str]
    """For people: product and kind of report."""
    understood: ClassVar[str]
    """What its file looks like, as the end of a sentence that begins with the title."""

    @property
    def headings(self) -> Headings | None:
        """Its headings; None where it is not known by any."""
        return headings(self.name) if self.name in exporters() else None

    def claim(self, grid: Grid) -> Claim | None:
        """Tell by the format alone whether the grid is this exporter's: here, by its headings."""
        if self.headings is None:
            return None
        found = recognise(grid, self.headings)
        if found is None or found.missing:
            return None
        quoted = ", ".join(f"“{name}”" for name in found.shown)
        return Claim(found.row, f"Known as {self.title} by the columns {quoted} in row {found.row + 1}.")

    @abstractmethod
    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read a grid that was claimed.

        Raises:
            SourceError: some cell is not what the format says.
        """

    def is_main(self, grid: Grid) -> bool:  # noqa: ARG002 - a file with one table has nothing to choose
        """Where a file has several parts of this exporter, tell whether this one is to be read."""
        return False

    def header_with(self, grid: Grid, *wanted: Collection[str]) -> Claim | None:
        """Find the first row that has, for each group, one of its headers (currency codes aside)."""
        groups = [{header_key(name) for name in group} for group in wanted]
        for index, row in enumerate(grid.rows[:DEEPEST_HEADER]):
            names = {
                header_key(without_currency(cell)[0]): cell for cell in row if isinstance(cell, str) and cell.strip()
            }
            names |= {header_key(cell): cell for cell in row if isinstance(cell, str) and cell.strip()}
            found = [next((names[key] for key in names if key in group), None) for group in groups]
            if all(found):
                quoted = ", ".join(f"“{str(name).strip()}”" for name in found)
                return Claim(index, f"Known as {self.title} by the columns {quoted} in row {index + 1}.")
        return None


@cache
def sources() -> Sequence[Source]:
    """All exporters, found in this folder, by name."""
    package = importlib.import_module("socroi.sources")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"socroi.sources.{module.name}")
    found: list[Source] = [kind() for kind in _concrete(Source)]
    tabular = importlib.import_module("socroi.sources.tabular").Tabular
    found += [tabular(headings(name)) for name in exporters() if name not in {source.name for source in found}]
    return sorted(found, key=lambda source: source.name)


def _concrete(kind: type[Any]) -> list[type[Any]]:
    found: list[type[Any]] = []
    for child in kind.__subclasses__():
        if (
            hasattr(child, "name")
            and not getattr(child, "__abstractmethods__", None)
            and child.__module__.startswith("socroi.sources.")
        ):
            found.append(child)
        found += _concrete(child)
    return found
