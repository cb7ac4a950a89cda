"""Which exporter a file is read by: the one that knows most of its headings; and what is said when none fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.definition.suggestion import closest
from socroi.errors import SourceError
from socroi.sources.grid import as_text
from socroi.sources.headings import DEEPEST_HEADER, exporters, header_key, headings
from socroi.sources.recognition import recognise
from socroi.sources.source import sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from socroi.sources.grid import Grid
    from socroi.sources.hints import Hints
    from socroi.sources.recognition import Recognised
    from socroi.sources.source import Claim, Source

    Found = tuple[Grid, Source, Claim]

_LEAD: Final = 3
"""By so many headings an exporter must know a file better than another that fits it too."""

_ALIKE: Final = frozenset({"link", "url", "address", "id", "name", "title", "text", "day", "date"})


def choose(path: Path, parts: Sequence[Grid], hints: Hints) -> Found:
    """Return the part of a file that is read, the exporter that reads it, and by what it is known.

    Raises:
        SourceError: no exporter fits, or several do.
    """
    found = [(grid, each, claim) for grid in parts for each in sources() if (claim := each.claim(grid)) is not None]
    if hints.source is not None:
        found = [each for each in found if each[1].name == hints.source]
    if not found:
        raise _unknown(path, parts, hints)
    found = _best(found)
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
    raise SourceError(
        f"it holds several tables of {found[0][1].title}: {', '.join(grid.part for grid, _, _ in found)}.",
        where=str(path),
        hint="Give one file for each.",
    )


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


def with_headings(parts: Sequence[Grid], hints: Hints) -> list[Grid]:
    """Return the parts with the headings that were named replaced by those that are known for their fields."""
    if not hints.columns:
        return list(parts)
    return [_renamed(grid, hints) for grid in parts]


def _renamed(grid: Grid, hints: Hints) -> Grid:
    names = [hints.source] if hints.source in exporters() else exporters()
    near = [(found, name) for name in names if name and (found := recognise(grid, headings(name))) is not None]
    if not near:
        return grid
    found, name = max(near, key=lambda each: len(each[0].known))
    row, fields = found.row, headings(name).fields
    meant = {header_key(heading): fields[field][0] for field, heading in hints.columns.items() if field in fields}
    new = [meant.get(header_key(cell), cell) if isinstance(cell, str) else cell for cell in grid.rows[row]]
    return grid.with_row(row, new)


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
        hint="Read are the exports of Meta Ads Manager, Google Ads, GA4, LinkedIn, X, TikTok, YouTube, Shopify and "
        "more: docs/exports.md lists all. Was it saved again or edited? Export it once more.",
    )


def _near(parts: Sequence[Grid], makers: Sequence[Source]) -> str:
    """Say what a file looks like, where one heading alone is missing; "" where it looks like nothing."""
    best: tuple[int, str] | None = None
    for grid in parts:
        for maker in makers:
            found = recognise(grid, headings(maker.name)) if maker.name in exporters() else None
            if found is None or len([field for field in found.missing if field]) != 1 or len(found.known) < 4:
                continue
            if "" in found.missing or 2 * len(found.known) < sum(map(bool, found.names)):
                continue
            if best is None or len(found.known) > best[0]:
                best = len(found.known), _missing(maker, found)
    return best[1] if best else ""


def _missing(maker: Source, found: Recognised) -> str:
    field = found.missing[0]
    wanted = headings(maker.name).fields[field]
    free = [name for place, name in enumerate(found.names) if name and place not in found.known]
    meant = next((name for name in free for each in wanted if _alike(name, each)), None)
    if meant is None:
        meant = next((near for each in wanted if (near := closest(each, free))), None)
    said = f"it looks like {maker.title}; “{wanted[0]}” is missing in row {found.row + 1}"
    if meant is None:
        return f"{said}. Export it again with that column."
    return f"{said}, there is “{meant}”. Use it? Say columns={{{field!r}: {meant!r}}} in Python."


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
