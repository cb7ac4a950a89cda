"""The form of a function's call, and the kinds of its arguments.

One letter stands for an argument, with `?` behind those that may be left out and `...` behind a group that repeats
(`?...`: perhaps not even once):

| kind | the body is handed |
|---|---|
| n | numbers, coerced, as an array |
| d | dates, coerced as numbers, counted in the 1900 system whatever the workbook's is |
| t | text codes, coerced, as an array |
| b | booleans, coerced, as an array |
| v | a `Block` of values as they are |
| r | the value itself, a reference unread (`Ref`, `Union`) or a `Block` |
| x | the cells of a range or an array, as a `Block` |
| a | the same, with operators inside the argument taking ranges whole (as SUMPRODUCT has it) |
| l | the node, to be evaluated when and if it is wanted |

Letters n, d, t, b and v are *lifted*: a range gives its cells (or, in a legacy formula, the one in line), and the
function is computed cell by cell over all of them at once. The body never sees an error in n, d, t and b: those cells
become the result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from socroi.engine.evaluation.values import Value
from socroi.records import record

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node

FunctionCall = Callable[["Evaluator", "Scope", Sequence["Node"]], Value]

SIGNATURES: Final[dict[str, Signature]] = {}
"""The kinds of each function's arguments, by its name, where it was declared with any."""


@record(frozen=True, slots=True)
class Signature:
    """The kinds of a function's arguments: `fixed`, then `repeated` over and over; `least` must be given."""

    fixed: str
    least: int
    repeated: str = ""

    def kinds(self, count: int) -> str:
        """Return one letter for each of `count` arguments."""
        kinds = self.fixed
        while len(kinds) < count and self.repeated:
            kinds += self.repeated
        return kinds[:count]

    def accepts(self, count: int) -> bool:
        """Whether the function can be called with that many arguments."""
        if count < self.least or (count > len(self.fixed) and not self.repeated):
            return False
        return not self.repeated or count <= len(self.fixed) or (count - len(self.fixed)) % len(self.repeated) == 0


def signature(kinds: str) -> Signature:
    """Read a declaration such as `"n n?"` or `"r v v..."` or `"x (xv)..."`."""
    fixed, least, repeated = "", 0, ""
    for word in kinds.split():
        if word.endswith("?..."):
            repeated = word[:-4].strip("()")
        elif word.endswith("..."):
            repeated = word[:-3].strip("()")
            fixed += repeated
            least = len(fixed)
        elif word.endswith("?"):
            fixed += word[:-1]
        else:
            fixed += word
            least = len(fixed)
    return Signature(fixed, least, repeated)
