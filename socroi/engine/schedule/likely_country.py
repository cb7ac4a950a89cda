"""What hangs on the country, in a workbook that an Excel in another language saved, while nobody has said the country.

`A1&" km"` is 1.5 km in the US, and 1,5 km in Germany; `VALUE(A1&"")` is the same number in both. Which of the two a
formula is like is found out by computing it with the settings of the likely country as well: what comes out the same is
certain, and the rest is left.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.model.block import ERROR, UNCOMPUTED, mixed
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.printing.countries import current_country, within
from socroi.engine.printing.settings_of_others import current_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socroi.engine.evaluation.context import Context
    from socroi.engine.model.block import Block


def certain(compute: Callable[[], Block], context: Context) -> Block:
    """Return what `compute` comes to; where that hangs on the country, which nobody has said, `UNCOMPUTED`.

    Raises:
        Uncomputable: the likely country's result has another size, or is not known.
    """
    settings = current_settings()
    if settings is None or current_country() is not None:
        return compute()
    outer, settings.noted = settings.noted, False
    try:
        block = compute()
        tag = settings.likely() if settings.noted else ""
    finally:
        settings.noted = outer
    return _beside(block, compute, context, tag) if tag else block


def _beside(block: Block, compute: Callable[[], Block], context: Context, tag: str) -> Block:
    """Return a result as far as that with the settings of another country is the same."""
    why = f"it depends on the country, and an Excel in another language saved the workbook: say which (--locale {tag})"
    try:
        with within(tag), _apart(context):
            other = compute()
    except LaneSplit:
        raise
    except Uncomputable:
        raise Uncomputable(why) from None
    if block.data.shape[1:] != other.data.shape[1:]:
        raise Uncomputable(why)
    kinds, values = np.broadcast_arrays(block.kind, other.kind), np.broadcast_arrays(block.data, other.data)
    unlike = (kinds[0] != kinds[1]) | (values[0] != values[1])
    if not unlike.any():
        return block
    context.doubt = why
    return mixed(np.where(unlike, np.uint8(ERROR), kinds[0]), np.where(unlike, UNCOMPUTED, values[0]))


@contextmanager
def _apart(context: Context) -> Iterator[None]:
    """Keep nothing of what is computed, and use nothing that was kept."""
    memo, notes = context.memo, context.notes
    context.memo, context.notes = None, {}
    try:
        yield
    finally:
        context.memo, context.notes = memo, notes
