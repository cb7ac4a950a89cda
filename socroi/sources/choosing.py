"""Which exporter a file is read by: the one that knows most of its headings; and what is said when none fits."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from socroi.definition.suggestion import closest
from socroi.errors import SourceError, UsageError
from socroi.sources.grid import as_text
from socroi.sources.headings import DEEPEST_HEADER, exporters, header_key, headings
from socroi.sources.recognition import recognise
from socroi.sources.source import sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from socroi.sources.grid import Grid
    from socroi.sources.headings import Headings
    from socroi.sources.hints import Hints
    from socroi.sources.numerals import Cell
    from socroi.sources.recognition import Recognised
    from socroi.sources.source import Claim, Source

    Found = tuple[Grid, Source, Claim]

_LEAD: Final = 3
"""By so many headings an exporter must know a file better than another that fits it too."""

_FEWEST: Final = 3
"""So many headings at least make a file look like that of an exporter."""

_ALIKE: Final = frozenset({"link", "url", "address", "id", "name", "title", "text", "day", "date"})


def choose(path: Path, parts: Sequence[Grid], hints: Hints) -> Found:
    """Return the part of a file that is read, the exporter that reads it, and by what it is known.

    Raises:
        SourceError: no exporter fits, or several do.
    """
    if hints.sheet is not None:
        parts = _named_sheet(path, parts, hints.sheet)
    found = [(grid, each, claim) for grid in parts for each in sources() if (claim := each.claim(grid)) is not None]
    if hints.source is not None:
        found = [each for each in found if each[1].name == hints.source]
    if not found:
        raise _unknown(path, parts, hints)
    found = _in_sight(_best(found))
    if len(found) == 1:
        return found[0]
    main = [each for each in found if each[1].is_main(each[0])]
    if len(main) == 1:
        _say_others(main[0], found)
        return main[0]
    makers = {each.name: each for _, each, _ in found}
    if len(makers) > 1:
        titles = " and ".join(f"{each.title} ({each.name})" for each in makers.values())
        raise SourceError(
            f"it fits {titles}.", where=str(path), hint="Say which by that name: --source (in Python source=)."
        )
    if len(alike := [each for each in found if list(each[0].rows) == list(found[0][0].rows)]) == len(found):
        names = ", ".join(f"“{grid.part}”" for grid, _, _ in alike[1:])
        found[0][0].notes.append(f"Read is “{found[0][0].part}”; {names} is the same.")
        return found[0]
    raise SeveralTables(path, found[0][1].title, [grid.part for grid, _, _ in found])


class SeveralTables(SourceError):
    """A file has several tables of one exporter, such as a sheet for each month.

    Args:
        path: the file.
        title: of the exporter.
        sheets: their names.
    """

    def __init__(self, path: Path, title: str, sheets: Sequence[str]) -> None:
        super().__init__(
            f"it holds several tables of {title}: {', '.join(sheets)}.",
            where=str(path),
            hint="Name the one that counts: --sheet (in Python sheet=). Or save each as a file of its own, as CSV.",
        )
        self.sheets = sheets


def _named_sheet(path: Path, parts: Sequence[Grid], name: str) -> list[Grid]:
    found = [grid for grid in parts if grid.part == name]
    if not found:
        names = ", ".join(f"“{grid.part}”" for grid in parts)
        raise UsageError(f"it has no sheet {name!r}.", where=str(path), hint=f"It has {names}.")
    return found


def _in_sight(found: list[Found]) -> list[Found]:
    """Leave out hidden sheets beside those that are seen, and say of either kind what was done."""
    seen_ones = [each for each in found if not each[0].hidden]
    hidden = ", ".join(dict.fromkeys(f"“{grid.part}”" for grid, _, _ in found if grid.hidden))
    if not hidden:
        return found
    for grid, _, _ in seen_ones:
        grid.notes.append(f"The sheet {hidden} is hidden, and is not read: show it, if it counts.")
    if not seen_ones:
        for grid, _, _ in found:
            grid.notes.append(f"The sheet “{grid.part}” is hidden, and is read: no other holds a table that is known.")
    return seen_ones or found


def _best(found: Sequence[Found]) -> list[Found]:
    """Of the exporters that fit one part, leave those that no other knows better."""
    known = {}
    for place, (grid, each, claim) in enumerate(found):
        if each.name in exporters():
            known[place] = headings(each.name).known(map(as_text, grid.rows[claim.header]))
    return [
        each
        for place, each in enumerate(found)
        if place not in known
        or not any(
            found[other][0] is each[0]
            and (known[place] < known[other] or len(known[other]) >= len(known[place]) + _LEAD)
            for other in known
        )
    ]


def _say_others(chosen: Found, found: Sequence[Found]) -> None:
    others = ", ".join(f"“{grid.part}” ({each.title})" for grid, each, _ in found if grid is not chosen[0])
    if others:
        chosen[0].notes.append(f"Read is “{chosen[0].part}”. The file has other tables: {others}.")


class NoSuchHeading(SourceError):
    """A heading that was said to be one of the file's stands nowhere in it.

    Args:
        where: the file.
        heading: what was said.
        near_by: a heading of the file that is spelt much the same.
    """

    def __init__(self, where: str, heading: str, near_by: str | None) -> None:
        other = "Say the heading as it stands in the file: “socroi export” with the file lists those that are not read."
        hint = f"Did you mean “{near_by}”?" if near_by else other
        super().__init__(f"it has no column “{heading}”.", where=where, hint=hint)
        self.heading = heading


def with_headings(parts: Sequence[Grid], hints: Hints) -> list[Grid]:
    """Return the parts with the headings that were named replaced by those that are known for their fields.

    Raises:
        NoSuchHeading: one that was named stands nowhere.
        UsageError: no exporter has such a field.
    """
    if not hints.columns:
        return list(parts)
    cells = {
        header_key(cell): cell
        for grid in parts
        for row in grid.rows[:DEEPEST_HEADER]
        for cell in row
        if isinstance(cell, str)
    }
    for heading in hints.columns.values():
        if header_key(heading) not in cells:
            near_by = closest(header_key(heading), cells)
            raise NoSuchHeading(parts[0].where, heading, None if near_by is None else cells[near_by])
    return [_renamed(grid, hints) for grid in parts]


def refuse_unknown_fields(title: str, name: str, where: str, hints: Hints) -> None:
    """Refuse a field that was named and that the exporter of the file does not have.

    Raises:
        SourceError: there is one.
    """
    if name not in exporters():
        return
    known = headings(name)
    for said in hints.columns:
        if field_of(known, said) is None:
            near_by = closest(said, known.fields)
            raise SourceError(
                f"{title} has no field “{said}”.",
                where=where,
                hint=f"Did you mean “{near_by}”?" if near_by else f"It has {', '.join(sorted(known.fields))}.",
            )


def _renamed(grid: Grid, hints: Hints) -> Grid:
    names = [hints.source] if hints.source in exporters() else exporters()
    fitting = [name for name in names if name and all(field_of(headings(name), said) for said in hints.columns)]
    if not fitting:
        unknown = [each for each in hints.columns if not any(field_of(headings(name), each) for name in names if name)]
        said = next(iter(unknown or hints.columns))
        every = {each for name in names if name for group in headings(name).fields.values() for each in group}
        near_by = closest(said, every)
        raise UsageError(
            f"no exporter has a field or a heading {said!r}.",
            hint=f"Did you mean {near_by!r}?" if near_by else "Say a field or the missing heading, =, and yours.",
        )
    best, renamed = None, grid
    for name in fitting:
        known = headings(name)
        found = recognise(grid, known)
        if found is None:
            continue
        row = [_named(cell, known, hints) for cell in grid.rows[found.row]]
        tried = grid.with_row(found.row, row)
        again = recognise(tried, known)
        how_well = None if again is None else (-len(again.missing), len(again.known))
        if how_well is not None and (best is None or how_well > best):
            best, renamed = how_well, tried
    return renamed


def _named(cell: Cell, known: Headings, hints: Hints) -> Cell:
    """A heading, or the one that is known for the field that it was said to be."""
    for said, heading in hints.columns.items():
        field = field_of(known, said)
        if field is not None and isinstance(cell, str) and header_key(cell) == header_key(heading):
            return known.fields[field][0]
    return cell


def field_of(known: Headings, said: str) -> str | None:
    """Return the field of an exporter that is meant by its name, or by one of its headings."""
    if said in known.fields:
        return said
    wanted = header_key(said)
    return next((field for field, names in known.fields.items() if wanted in map(header_key, names)), None)


def _unknown(path: Path, parts: Sequence[Grid], hints: Hints) -> SourceError:
    """The refusal of a file that no exporter fits: the nearest one, and what it lacks."""
    if hints.source is not None:
        wanted = next(each for each in sources() if each.name == hints.source)
        near = _near(parts, [wanted])
        return SourceError(
            f"it is not a file of {wanted.title}: {near or seen(parts)}",
            where=str(path),
            hint=f"{wanted.title} has {wanted.understood}.",
        )
    near = _near(parts, sources())
    if near:
        return SourceError(near, where=str(path))
    return SourceError(
        f"its format is not known here: {seen(parts)}",
        where=str(path),
        hint="Read are those of docs/exports.md, such as Meta Ads Manager: if it was edited, export it once more. For "
        f"any other table “socroi export {shlex.quote(path.name)} --teach map.toml” begins a map of its headings.",
    )


def _near(parts: Sequence[Grid], makers: Sequence[Source]) -> str:
    """Say what a file looks like, where one heading alone is missing; "" where it looks like nothing."""
    best: tuple[int, bool, bool] = (0, False, False)
    said = ""
    for grid in parts:
        for maker in makers:
            known = maker.headings
            found = recognise(grid, known) if known is not None else None
            if known is None or found is None or len([field for field in found.missing if field]) != 1:
                continue
            if "" in found.missing or len(found.known) < _FEWEST or 2 * len(found.known) < sum(map(bool, found.names)):
                continue
            # Of two that know as many, it is the one of which a heading is like the missing one; or that was seen.
            sentence, meant = _missing(maker, known, found)
            how_well = len(found.known), meant, "documented only" not in known.about["seen"]
            if how_well > best:
                best, said = how_well, sentence
    return said


def _missing(maker: Source, known: Headings, found: Recognised) -> tuple[str, bool]:
    """The sentence, and whether a heading of the file may be the missing one."""
    field = found.missing[0]
    wanted = known.fields[field]
    free = [name for place, name in enumerate(found.names) if name and place not in found.known]
    meant = next((name for name in free for each in wanted if _alike(name, each)), None)
    if meant is None:
        meant = next((near for each in wanted if (near := closest(each, free))), None)
    said = f"it looks like {maker.title}; “{wanted[0]}” is missing in row {found.row + 1}"
    if meant is None:
        return f"{said}. Export it again with that column.", False
    advice = f"Use it? Say columns={{{field!r}: {meant!r}}} in Python, --columns “{wanted[0]}={meant}” to a command."
    return f"{said}, there is “{meant}”. {advice}", True


def _alike(name: str, wanted: str) -> bool:
    """Tell whether two headings share their last word, and it says what they hold: `Link`, `Post Link`."""
    last = [header_key(text).split()[-1] if header_key(text) else "" for text in (name, wanted)]
    return last[0] == last[1] and last[0] in _ALIKE


def seen(parts: Sequence[Grid]) -> str:
    """What stands at the top of the file, for the message that refuses it."""
    grid = parts[0] if parts else None
    if grid is None:
        return "it has no cells."
    rows = [line for line in grid.lines(min(8, DEEPEST_HEADER)) if line][:2]
    shown = " / ".join(line if len(line) <= 160 else f"{line[:157]}..." for line in rows)
    how = " ".join(
        filter(
            None,
            (
                grid.encoding.upper(),
                {"\t": "tab-separated", ";": "with semicolons", ",": "with commas"}.get(grid.delimiter),
            ),
        )
    )
    return f"it begins with “{shown}”" + (f" ({how})." if how else ".")
