"""Values of Excel's data types, such as a stock or a country: a text to show, and fields with values of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.engine.model.block import Scalar

UNREADABLE: Final = object()
"""What stands for a field whose value is of a kind that is not read, such as a list or a picture."""


@record(frozen=True, slots=True)
class RichValue:
    """One value of a data type, as the file has stored it.

    Attributes:
        text: what its cell shows, None where that is not stored.
        basic: what formulas see that do not ask for a field: mostly #VALUE!.
        fields: by folded name; a value, another such value, or `UNREADABLE`.
    """

    text: str | None
    basic: Scalar
    fields: Mapping[str, object]
