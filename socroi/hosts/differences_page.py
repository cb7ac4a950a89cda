"""The known differences from Excel as a page to read, made from the engine's own list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.differences import COMPUTED_OTHERWISE, DECLINED, LEFT_UNCOMPUTED, NOT_COMPUTED, computed, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from socroi.engine.differences import Note

NOTE: Final = "<!-- Generated from socroi/engine/differences.py by `make generate`. Change that, not this page. -->\n"
INTRODUCTION: Final = """\
A cell that cannot be computed with certainty is *uncomputed*: it keeps the value that it had, so does every cell that
depends on it, and `socroi calc` lists it with the reason and ends with status 3. That is no difference in value. What
is computed and yet not as in Excel stands in a part of its own. If you meet a difference that is not here, it is an
error: please report it with the formula and what Excel shows.
"""


def differences_page() -> str:
    """Return the Markdown of `docs/differences.md`."""
    absent, names = missing(), computed()
    lines = [NOTE, "# Differences from Excel\n", INTRODUCTION]
    lines += ["## Computed otherwise\n", *_table(COMPUTED_OTHERWISE)]
    lines += ["\n## Left uncomputed\n", *_table(LEFT_UNCOMPUTED)]
    lines.append("\n## Functions that are not computed\n")
    for reason in (*NOT_COMPUTED, *DECLINED):
        still = sorted(reason.functions & absent) if reason in NOT_COMPUTED else sorted(reason.functions)
        if still:
            lines.append(f"- {reason.why} {', '.join(f'`{name}`' for name in still)}")
    lines.append(f"\n## Functions that are computed: {len(names)}\n")
    lines.append(", ".join(f"`{name}`" for name in names))
    return "\n".join(lines) + "\n"


def _table(notes: Iterable[Note]) -> Iterator[str]:
    yield "| about | Excel | here |"
    yield "|---|---|---|"
    for note in notes:
        yield f"| {note.about} | {_cell(note.excel)} | {_cell(note.here)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
