"""A person's own map of headings, for a table that is no exporter's: the same kind of file as `exporters/*.toml`.

title = "Our weekly sheet"
platform = "Instagram"

[headings.own]
day = ["Week ending"]
spend = ["Paid out"]
clicks = ["Taps"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.definition.suggestion import closest
from socroi.errors import SourceError
from socroi.sources.export import CLAIMS, COLUMNS
from socroi.sources.grid import as_text
from socroi.sources.headings import fields, headings_of
from socroi.sources.recognition import recognise
from socroi.sources.tabular import Tabular
from socroi.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from socroi.sources.grid import Grid
    from socroi.sources.headings import Headings
    from socroi.sources.source import Claim, Source

_KEYS: Final = ("title", "platform", "claims", "order", "needs", "notes", "ratios", "headings", "part")
_NO_COLUMNS: Final = ("day", "month", "other")
"""Fields beside the columns of the table: a day is its start and its end, and so is a month."""


def map_fields() -> list[str]:
    """The fields that a map may name."""
    return list(dict.fromkeys([*_NO_COLUMNS, *COLUMNS, *fields()]))


def read_map(path: Path) -> Headings:
    """Read a person's map, and look whether it says what can be read.

    Raises:
        SourceError: it is no such file, or names what there is not.
    """
    try:
        about = read_toml(path)
    except FileNotFoundError:
        raise SourceError(
            "there is no such map.", where=str(path), hint="Make one: socroi export FILE --teach."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the map cannot be read: {error}.", where=str(path)) from error
    except ValueError as error:
        raise SourceError(f"the map is no TOML: {error}.", where=str(path), hint='Texts stand in “"”.') from error
    _check(about, str(path))
    about = {"title": path.stem, "claims": "platform", "understood": "the headings of its map", "seen": "own", **about}
    found = headings_of(path.stem, about)
    about.setdefault("needs", [[field] for field in found.fields])
    return headings_of(path.stem, about)


def _check(about: Mapping[str, Any], where: str) -> None:
    for key in about:
        if key not in _KEYS:
            raise SourceError(f"a map has no {key!r}.", where=where, hint=_meant(key, _KEYS))
    if about.get("claims", "platform") not in CLAIMS:
        raise SourceError(f"claims is {about['claims']!r}.", where=where, hint=f"It is one of {', '.join(CLAIMS)}.")
    if about.get("order", "dmy") not in ("dmy", "mdy"):
        raise SourceError(f"order is {about['order']!r}.", where=where, hint="It is dmy or mdy.")
    languages = about.get("headings")
    if not isinstance(languages, dict) or not all(isinstance(each, dict) and each for each in languages.values()):
        raise SourceError(
            "it names no heading.", where=where, hint="They stand below [headings.own]: spend = [“Paid”]."
        )
    named: dict[str, str] = {}
    for columns in languages.values():
        for field, names in columns.items():
            if field not in map_fields():
                raise SourceError(f"there is no field {field!r}.", where=where, hint=_meant(field, map_fields()))
            if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
                raise SourceError(f"{field} is {names!r}.", where=where, hint=f'Write {field} = ["Its heading"].')
            for name in names if field != "other" else ():
                if named.setdefault(name.casefold(), field) != field:
                    raise SourceError(
                        f"“{name}” is {named[name.casefold()]} and {field}.", where=where, hint="Keep one."
                    )
    known = {field for columns in languages.values() for field in columns}
    for field in [*(each for group in about.get("needs", ()) for each in group)]:
        if field not in known:
            raise SourceError(f"it needs {field!r}, and names no heading for it.", where=where)


def _meant(name: str, known: Sequence[str]) -> str:
    near = closest(name, known)
    return f"Did you mean {near!r}?" if near else f"There are {', '.join(known)}."


def by_map(path: Path, parts: Sequence[Grid], known: Headings) -> tuple[Grid, Source, Claim]:
    """Return the part of a file that a map reads.

    Raises:
        SourceError: no part has its headings, or several have.
    """
    source = Tabular(known)
    found = [(grid, claim) for grid in parts if (claim := source.claim(grid)) is not None]
    if len(found) > 1:
        main = [each for each in found if source.is_main(each[0])]
        if len(main) != 1:
            names = ", ".join(grid.part for grid, _ in found)
            raise SourceError(f"its map fits several parts: {names}.", where=str(path), hint="Say part = in the map.")
        found = main
    if found:
        return found[0][0], source, found[0][1]
    near = [each for grid in parts if (each := recognise(grid, known)) is not None]
    best = min(near, key=lambda each: len(each.missing), default=None)
    missing = list(known.fields) if best is None else best.missing
    wanted = ", ".join(f"“{known.fields[field][0]}” ({field})" for field in missing)
    there = (
        ""
        if best is None
        else f" Row {best.row + 1} has {', '.join(f'“{as_text(name)}”' for name in best.names if name)}."
    )
    raise SourceError(
        f"the map names {wanted}, which the file has not.{there}",
        where=str(path),
        hint="Correct the heading in the map, or leave its line out.",
    )
