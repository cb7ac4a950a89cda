"""The blank end of whole columns and rows: left unread, unless the blanks make a difference.

`A:A` has 1,048,576 cells, and `SUM(A:A)` needs those that are used. `SUM((A:A="")*1)` needs them all. Which of the two
a formula is like is found out by computing it with one more blank row and column: what comes out the same does not
depend on how many follow. Only formulas of which that is not plain to see are computed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.traversal import children
from socroi.engine.formula.tree import Apply, Area, Call, Name
from socroi.excel.functions import is_built_in

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Block


def is_indifferent(tree: Node) -> bool:
    """Whether it is plain to see that blank cells behind its ranges make no difference to a formula: every range, and
    whatever may be one, is an argument of a function that does not mind.
    """
    stack = [(tree, False)]
    while stack:
        node, sheltered = stack.pop()
        name = node.name.upper() if isinstance(node, Call) else ""
        if isinstance(node, Area | Name | Apply) or has(name, Trait.REFERRING):
            if not sheltered:
                return False
        elif name and not is_built_in(name):
            return False
        stack.extend((child, has(name, Trait.INDIFFERENT)) for child in children(node))
    return True


def same(a: Block, b: Block) -> bool:
    """Whether two results are one: kinds and values, in arrays of one size."""
    if a.shape[1:] != b.shape[1:]:
        return False
    kinds, data = np.broadcast_arrays(a.kind, b.kind), np.broadcast_arrays(a.data, b.data)
    return bool((kinds[0] == kinds[1]).all() and (data[0] == data[1]).all())
