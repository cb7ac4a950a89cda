"""The months from one day to another, as formulas count them: by years and months of the two, and one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.formula.tree import Binary, Call, Number

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node


def months_between(node: Node) -> tuple[Node, Node] | None:
    """Return the first and the last day of `(YEAR(last)-YEAR(first))*12+MONTH(last)-MONTH(first)+1`, else None."""
    match node:
        case Binary(
            operator="+",
            left=Binary(
                operator="-",
                left=Binary(
                    operator="+",
                    left=Binary(
                        operator="*",
                        left=Binary(
                            operator="-",
                            left=Call(name="YEAR", arguments=(last,)),
                            right=Call(name="YEAR", arguments=(first,)),
                        ),
                        right=Number(value=12),
                    ),
                    right=Call(name="MONTH", arguments=(last_again,)),
                ),
                right=Call(name="MONTH", arguments=(first_again,)),
            ),
            right=Number(value=1),
        ) if (last, first) == (last_again, first_again):
            return first, last
        case _:
            return None
