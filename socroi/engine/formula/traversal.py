"""Going through a formula's tree without recursion: a chain of ten thousand additions is ten thousand nodes deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.formula.tree import Apply, Binary, Call, Postfix, Unary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.formula.tree import Node


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below, from left to right; the literals of an array constant are part of it."""
    match node:
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.arguments
        case Unary() | Postfix():
            return (node.operand,)
        case Apply():
            return (node.function, *node.arguments)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, a parent before its children, these from left to right."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def depth(node: Node) -> int:
    """Return how many nodes lie inside each other at most; the left side of a binary node adds nothing.

    It is how deep a consumer recurses that follows left sides in a loop.
    """
    deepest = 1
    stack = [(node, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        if isinstance(node, Binary):
            stack.append((node.left, level))
            stack.append((node.right, level + 1))
        else:
            stack.extend((child, level + 1) for child in children(node))
    return deepest
