"""What a number must be: where it is not, the cell is #NUM!."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Callable


def require(good: bool) -> None:
    """Raise #NUM! where a condition does not hold."""
    if not good:
        raise CellError("#NUM!")


def checked(body: Callable[[], float]) -> float:
    """Return a number, #NUM! where it is none or the arithmetic overflows."""
    try:
        value = body()
    except (OverflowError, ZeroDivisionError, ValueError):
        raise CellError("#NUM!") from None
    require(math.isfinite(value))
    return value


def finite(body: Callable[..., Any]) -> Callable[..., Any]:
    """Return a body whose result is checked in this way."""

    def one(*arguments: Any, **more: Any) -> Any:
        return checked(lambda: body(*arguments, **more))

    return one
