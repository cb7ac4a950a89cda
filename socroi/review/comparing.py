"""Two states of a workbook: which inputs changed, and how much of the change in a result each explains."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError
from socroi.review.bridge import CENT, Bridge, Part
from socroi.review.explaining import place_of
from socroi.review.inputs import Inputs, inputs_of, text_of
from socroi.review.mixed_states import Group, MixedStates, place_of_input, result_of, shapley
from socroi.review.rules.values import same
from socroi.review.subject import Subject
from socroi.review.wording import Wording

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from socroi.books.recalculation import Uncomputed
    from socroi.engine.model.block import Scalar
    from socroi.review.inputs import Key, Row, TypedTable

FEW: Final = 8
"""So many groups of changes are weighed in every order (256 calculations); more of them one after the other."""
SHAPLEY: Final = "Shapley"
SEQUENTIAL: Final = "sequential"


@dataclass(frozen=True, slots=True)
class Change:
    """One input that is another one now.

    Attributes:
        group: what it belongs to, such as `Results, Instagram`.
        what: the row or the cell.
        column: the heading of its figure; "" where a whole row came or went.
        before: the value before; after: the value after; None is a blank, or no such row.
    """

    group: str
    what: str
    column: str
    before: Scalar
    after: Scalar


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two books, and what each change does to a result.

    Attributes:
        old, new: the files.
        changes: every input that differs.
        bridge: how the groups of changes add up to the change of the result.
        method: `Shapley`, where each group's part is its mean effect over all orders in which they could have changed,
            or `sequential`, where they change one after the other in the order of the bridge.
        uncomputed: for each file the cells of it that could not be computed.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    bridge: Bridge
    method: str
    uncomputed: Mapping[str, list[Uncomputed]] = field(default_factory=dict)

    @property
    def table(self) -> pd.DataFrame:
        """The changed inputs as a table, a row for each."""
        import pandas as pd

        rows = [(each.group, each.what, each.column, each.before, each.after) for each in self.changes]
        return pd.DataFrame(rows, columns=["group", "what", "column", "before", "after"])


def compare(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    name: str = "roi_total",
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compare two states of a workbook.

    Rows of tables are known by their dates and texts, wherever they stand; other cells by their place. Every mixed
    state is computed by the workbook's own formulas; what is left over is that the formulas differ, and is told.

    Args:
        old: the workbook before.
        new: the workbook after.
        name: the result, a cell or a name for one.
        progress: called with (mixed states computed, states in all).

    Raises:
        SocroiError: a book cannot be read, or the result is no number in one of them.
    """
    before, after = Subject(old), Subject(new)
    ends = [_number(subject, name) for subject in (before, after)]
    inputs = inputs_of(before), inputs_of(after)
    groups, changes = _groups(after, *inputs)
    place = place_of(after, name)
    states = MixedStates(after, inputs, groups, result_of(before, after, place))
    states.progress = progress
    moves, method = _moves(groups, states)
    parts = [Part(group.label, amount) for group, amount in zip(groups, moves, strict=True)]
    title = after.heading(place) or name
    unit = "%" if "%" in after.format(place) else str(after.named.one("currency") or "")
    rest = ends[1] - ends[0] - fsum(part.amount for part in parts)
    if abs(rest) >= CENT / 10:
        parts.append(Part(Wording(after).say("part.formulas"), rest))
    way = Bridge(title, ends[0], ends[1], unit, tuple(parts))
    left = {subject.file: subject.uncomputed for subject in (before, after)}
    return Comparison(before.file, after.file, tuple(changes), way, method, left)


def _number(subject: Subject, name: str) -> float:
    value = subject.value(place_of(subject, name))
    if not isinstance(value, float) or isinstance(value, bool):
        shown = "blank" if value in (None, "") else f"{value}"
        raise UsageError(
            f"{name} is no number: it is {shown}.",
            where=subject.file,
            hint="“socroi check” says what stops it; name another result, such as return_total.",
        )
    return value


# What changed


def _groups(after: Subject, old: Inputs, new: Inputs) -> tuple[list[Group], list[Change]]:
    groups: dict[str, Group] = {}
    changes: list[Change] = []

    def into(label: str) -> Group:
        return groups.setdefault(label, Group(label))

    for name in dict.fromkeys([*old.tables, *new.tables]):
        one, other = old.tables.get(name), new.tables.get(name)
        if one is None or other is None or one.headings != other.headings:
            continue  # another layout: it is told with the formulas
        together = len(one.rows.keys() | other.rows.keys()) > other.room
        sheet = after.book.sheets[after.book.tables[name].sheet].name
        for key in dict.fromkeys([*one.rows, *other.rows]):
            was, now = one.rows.get(key), other.rows.get(key)
            if was is not None and now is not None and all(map(same, was, now)):
                continue
            label = sheet if together else _label(sheet, one, other, key)
            into(label).rows.append((name, key))
            what = other.labels.get(key) or one.labels.get(key) or label
            changes.extend(_row_changes(label, what, one.headings, was, now))
    for where in dict.fromkeys([*old.cells, *new.cells]):
        was_cell, now_cell = old.cells.get(where), new.cells.get(where)
        place = place_of_input(after, where)
        if same(was_cell, now_cell) or place is None or after.region(place) is not None:
            continue
        label = Wording(after).label(place)
        into(label).cells.append(where)
        changes.append(Change(label, after.where(place), "", was_cell, now_cell))
    return list(groups.values()), changes


def _label(sheet: str, one: TypedTable, other: TypedTable, key: Key) -> str:
    """What a changed row belongs to: its sheet, and the first text that names it, as it was typed."""
    wanted = text_of(key)
    row = other.rows.get(key) or one.rows.get(key) or ()
    typed = next((value for value in row if isinstance(value, str) and value.casefold() == wanted), "")
    return f"{sheet}, {typed}" if typed else sheet


def _row_changes(label: str, what: str, headings: Sequence[str], was: Row | None, now: Row | None) -> list[Change]:
    row = now if now is not None else was
    assert row is not None  # noqa: S101 - a key is that of a row in one of them
    if was is None or now is None:
        figures = [value for value in row if isinstance(value, float)]
        figure = figures[-1] if figures else None
        return [Change(label, what, "", None if was is None else figure, None if now is None else figure)]
    return [
        Change(label, what, heading, before, after)
        for heading, before, after in zip(headings, was, now, strict=True)
        if not same(before, after)
    ]


def _moves(groups: Sequence[Group], states: MixedStates) -> tuple[list[float], str]:
    """How far each group moves the result, and by which way of counting."""
    count = len(groups)
    states.expected = 1 << count if count <= FEW else count + 1
    if count <= FEW:
        shares = shapley(count, states.value)
        if shares is not None:
            return shares, SHAPLEY
    known = states.value(frozenset())
    found = []
    for at in range(count):
        value = states.value(frozenset(range(at + 1)))
        # A state without a result moves nothing: the next one that has a result takes its part with its own.
        found.append(0.0 if value is None or known is None else value - known)
        known = known if value is None else value
    return found, SEQUENTIAL
