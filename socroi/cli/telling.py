"""What every command says of cells that could not be computed and of where a workbook stands, and how it then ends."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from socroi.cli.console import complain, say, styled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.books.recalculation import Uncomputed
    from socroi.books.standing import OpenCheck, Standing
    from socroi.workbook.reading.links import LinkedFile

DONE: Final = 0
REFUSED: Final = 2
"""Exit status: a file or the request is wrong, and nothing was written."""
UNCOMPUTED: Final = 3
"""Exit status: done, and some cells could not be computed."""
SHOWN: Final = 20
"""Cells that are listed of one book before the rest is counted."""
CHECKS: Final = 3
"""Open checks that are named before the rest is counted."""


def tell_uncomputed(cells: Sequence[Uncomputed]) -> int:
    """Print a line for each cell of a file that was not computed, and return the exit status."""
    if not cells:
        return DONE
    say(styled(f"{count(sum(missing.cells for missing in cells), 'cell')} kept the old value:", fg="yellow"))
    for missing in cells[:SHOWN]:
        say(f"  {styled(missing.where, bold=True)}  ={_short(missing.formula)}  {missing.why}")
    if len(cells) > SHOWN:
        say(f"  and {sum(missing.cells for missing in cells[SHOWN:]):,} more.")
    return UNCOMPUTED


def tell_unknown(cells: Mapping[str, str]) -> int:
    """Say of each printed value that is not known why it could not be computed, and return the exit status.

    It goes to standard error: a program may read the values.
    """
    for place, why in list(cells.items())[:SHOWN]:
        complain(f"socroi: {place} could not be computed: {why}.")
    if len(cells) > SHOWN:
        complain(f"socroi: and {len(cells) - SHOWN:,} more.")
    return UNCOMPUTED if cells else DONE


def tell_left(cells: Sequence[Uncomputed], book: str) -> None:
    """Say on standard error that cells of a book were not computed, where figures of it are shown."""
    if cells:
        number = count(sum(missing.cells for missing in cells), "cell")
        first = f"{cells[0].where}: {cells[0].why}"
        complain(f"socroi: {book}: {number} could not be computed, the first {first}. “socroi calc” lists them.")


def tell_links(links: Sequence[LinkedFile], remembered: Sequence[str], book: str) -> None:
    """Say which linked workbooks were not read, and of which the values may be out of date, on standard error."""
    if not (links or remembered):
        return
    from socroi.workbook.reading.links import sentences

    for sentence in sentences(links, remembered):
        complain(f"socroi: {book}: {sentence}.")


def tell_standing(standing: Standing | None) -> None:
    """Print a line with the ROI of a workbook from a template and one with its open checks; of others nothing."""
    if standing is None:
        return
    months = f" ({standing.months} of 12 months)" if standing.months is not None and standing.roi is not None else ""
    say(f"{roi_of(standing)}{months}")
    if standing.open:
        more = len(standing.open) - CHECKS
        named = [_named(check) for check in standing.open[:CHECKS]] + ([f"and {more:,} more"] if more > 0 else [])
        say(f"{styled(_open(standing), fg='yellow')}: {'; '.join(named)}")
    elif standing.checks:
        say(f"{count(standing.checks, 'check')}, all fine")


def in_short(standing: Standing | None) -> str:
    """Return the same for the end of a line, where there are many books."""
    if standing is None:
        return ""
    return f" {roi_of(standing)}{f', {_open(standing)}' if standing.open else ''}."


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 cell`, `1,200 cells`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def roi_of(standing: Standing) -> str:
    """Return the headline of a workbook from a template, or why there is none."""
    figure = standing.why if standing.roi is None else f"{standing.roi:,.1f}%"
    return f"{isolated(standing.label)}: {figure}"


def _open(standing: Standing) -> str:
    return f"{count(len(standing.open), 'check')} {'is' if len(standing.open) == 1 else 'are'} open"


def _named(check: OpenCheck) -> str:
    found = f"{check.count:,.0f}" if isinstance(check.count, float) else str(check.count)
    return f"{isolated(check.text)}, {found} ({isolated(check.where)})"


def isolated(text: str) -> str:
    """Return a text from a workbook so that one from right to left does not turn the line around it."""
    turned = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if turned else text


def _short(formula: str) -> str:
    text = formula.removeprefix("=")
    return text if len(text) <= 100 else f"{text[:97]}..."
