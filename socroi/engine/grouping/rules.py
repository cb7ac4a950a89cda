"""What a function makes of the numbers of all groups at once; a function states its rule where it is declared.

A function without a rule is called for one group after another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.model.block import DIV0, NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from socroi.engine.model.block import Data, Kinds, Mask

    Places = NDArray[np.int64]
    Rule = Callable[[Data, Places, int], tuple[Data, NDArray[np.int8] | None]]
    """Numbers, the group of each and how many groups -> a number for each group, and the errors among them."""

RULES: Final[dict[str, Rule]] = {}
"""By the function's name."""

COUNTED: Final[dict[str, Callable[[Kinds], Mask]]] = {}
"""By the name of a function that counts: which of the cells, by their kinds."""


def by_group(names: str, rule: Rule) -> Callable[[Any], Any]:
    """Let functions have a rule; stands above the declaration."""
    RULES.update(dict.fromkeys(names.split(), rule))
    return lambda body: body


def _failing(where: NDArray[np.bool_], code: float) -> NDArray[np.int8]:
    return np.where(where, np.int8(code), np.int8(-1))


def summed(data: Data, groups: Places, count: int) -> tuple[Data, None]:
    """Return the sums."""
    return np.bincount(groups, weights=data, minlength=count).astype(np.float64), None


def summed_squares(data: Data, groups: Places, count: int) -> tuple[Data, None]:
    """Return the sums of squares."""
    return summed(data * data, groups, count)


def averaged(data: Data, groups: Places, count: int) -> tuple[Data, NDArray[np.int8]]:
    """Return the means; that of none is #DIV/0!."""
    many = np.bincount(groups, minlength=count)
    return summed(data, groups, count)[0] / np.maximum(many, 1), _failing(many == 0, DIV0)


def reduced(operation: np.ufunc) -> Rule:
    """Return the rule that goes through each group with an operation; of none it makes 0."""

    def rule(data: Data, groups: Places, count: int) -> tuple[Data, None]:
        result: Data = np.zeros(count)
        if data.size:
            order = np.argsort(groups, kind="stable")
            starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
            result[groups[order[starts]]] = operation.reduceat(data[order], starts)
        return result, None

    return rule


def middle(data: Data, groups: Places, count: int) -> tuple[Data, NDArray[np.int8]]:
    """Return the medians; that of none is #NUM!."""
    many = np.bincount(groups, minlength=count)
    ordered = np.append(data[np.lexsort((data, groups))], 0.0)
    start = np.cumsum(many) - many
    low, high = (start + np.maximum(half, 0) for half in ((many - 1) // 2, many // 2))
    lower, upper = ordered[low], ordered[np.minimum(high, len(data))]
    return np.where(lower == upper, lower, (lower + upper) / 2), _failing(many == 0, NUM)


def spread(*, sample: bool, root: bool) -> Rule:
    """Return the rule of a variance, or with `root` of a standard deviation."""

    def rule(data: Data, groups: Places, count: int) -> tuple[Data, NDArray[np.int8]]:
        many = np.bincount(groups, minlength=count)
        mean = summed(data, groups, count)[0] / np.maximum(many, 1)
        free = many - sample
        result = summed((data - mean[groups]) ** 2, groups, count)[0] / np.maximum(free, 1)
        return np.sqrt(result) if root else result, _failing(free < 1, DIV0)

    return rule
