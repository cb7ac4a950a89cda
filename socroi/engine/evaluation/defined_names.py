"""The defined names of a workbook, each parsed when a formula first asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.formula.parser import parse
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call, Name
from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import FormulaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import DefinedName


class DefinedNames:
    """What the names of one workbook stand for."""

    def __init__(self, names: Iterable[DefinedName]) -> None:
        self._texts = {(name.name.casefold(), name.sheet): name.text for name in names}
        self._trees: dict[tuple[str, int | None], Node | None] = {}

    def tree(self, name: str, sheet: int) -> Node | None:
        """Return the tree of a name, relative to A1: the sheet's own first, then the workbook's.

        Raises:
            Uncomputable: its formula cannot be read.
        """
        for scope in (sheet, None):
            key = (name.casefold(), scope)
            if key in self._texts:
                if key not in self._trees:
                    try:
                        self._trees[key] = parse(self._texts[key])
                    except FormulaError as problem:
                        raise Uncomputable(f"the name {name} cannot be read: {problem.what}") from None
                return self._trees[key]
        return None

    def any_node(
        self, tree: Node | None, sheet: int, test: Callable[[Node], bool], followed: set[str] | None = None
    ) -> bool:
        """Whether a test holds of any node of a sheet's formula, or of the names that it goes through."""
        if tree is None:
            return False
        # Each name once: names that use others twice each would be looked through without an end.
        followed = set() if followed is None else followed
        for node in walk(tree):
            if test(node):
                return True
            name = node.name if isinstance(node, Name | Call) else None
            if name is not None and name.casefold() not in followed:
                followed.add(name.casefold())
                try:
                    target = self.tree(name, sheet)
                except Uncomputable:
                    continue
                if self.any_node(target, sheet, test, followed):
                    return True
        return False
