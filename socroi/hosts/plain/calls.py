"""A call of one of our functions -> the tree that computes the same in plain Excel."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from socroi.definition.registry import formulas
from socroi.definition.twin import parts
from socroi.definition.units import Holds, Shape
from socroi.engine.formula.parser import parse
from socroi.engine.formula.traversal import children, walk
from socroi.engine.formula.tree import Binary, Boolean, Call, Error, Missing, Name, Number, Text
from socroi.hosts.plain.facts import Facts
from socroi.hosts.plain.folding import NOTHING, Folding, bare_condition
from socroi.hosts.plain.literals import settled
from socroi.hosts.plain.older_functions import RESOLVED, older, substituted, without_let, younger
from socroi.hosts.plain.unsayable import Unsayable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter
    from socroi.engine.formula.tree import Node
    from socroi.hosts.plain.references import References

_MOST_PARTS: Final = 100_000
"""Parts of a formula before it is made shorter, of which no formula of 8,192 characters is left."""
_TOGETHER: Final = frozenset({Shape.PAIRED, Shape.ALIGNED, Shape.EACH})
_TRAPPING_NAMES = """
    COUNT COUNTA COUNTIF COUNTIFS IFERROR ISERROR ISERR ISNA ISNUMBER ISTEXT INDEX
"""
_TRAPPING: Final = frozenset(_TRAPPING_NAMES.split())
"""Functions that may give a value although an argument holds an error."""


def plain_call(name: str, arguments: tuple[Node, ...], references: References, facts: Facts) -> Node:
    """Return what a call computes, with the guards that are still needed where it stands.

    Args:
        name: a function of ours.
        arguments: those of the call, plain already.
        references: what they are in their book.
        facts: what the formula around the call has found out.

    Raises:
        Unsayable: plain Excel cannot say it.
    """
    formula = formulas()[name]
    if references.is_theirs(name):
        raise Unsayable(name, "is a formula of the workbook's own there, under that name")
    if not formula.twin:
        raise Unsayable(name, "has no plain formula")
    if len(arguments) > len(formula.parameters):
        raise Unsayable(name, "is called with too many arguments")
    given: dict[str, Node] = {
        parameter.name: argument
        for parameter, argument in zip(formula.parameters, arguments, strict=False)
        if not isinstance(argument, Missing)
    }
    if any(parameter.required and parameter.name not in given for parameter in formula.parameters):
        raise Unsayable(name, "is called with too few arguments")
    refuse_unlike(name, arguments, references)
    if looks_up_each(name, arguments, references):
        raise Unsayable(name, "looks up several cells inside another formula")
    return _guarded(formula, given, references, facts)


def refuse_unlike(name: str, arguments: tuple[Node, ...], references: References) -> None:
    """Stop where ranges that go together are surely of unlike lengths: ours gives an error, a plain formula may not.

    Raises:
        Unsayable: they are.
    """
    pairs = zip(formulas()[name].parameters, arguments, strict=False)
    together = [argument for parameter, argument in pairs if parameter.shape in _TOGETHER]
    for counts in (map(references.rows, together), map(references.columns, together)):
        if len({count.value for count in counts if isinstance(count, Number) and count.value > 1}) > 1:
            raise Unsayable(name, "is given ranges of unlike lengths")


def looks_up_each(name: str, arguments: tuple[Node, ...], references: References) -> bool:
    """Whether a call looks up each cell of a range: MATCH, which stands for XMATCH there, looks up one."""
    formula = formulas()[name]
    if "XMATCH(" not in formula.twin:
        return False
    pairs = zip(formula.parameters, arguments, strict=False)
    return any(p.shape is Shape.EACH and not references.is_one(argument) for p, argument in pairs)


def _guarded(formula: Formula, given: dict[str, Node], references: References, facts: Facts) -> Node:
    literals = tuple((name, value) for name, value in given.items() if isinstance(value, Number | Text | Boolean))
    errors, refusals, body = _twin(formula.name, tuple(given), literals)
    values = {key.casefold(): value for key, value in given.items()}
    _refuse_growth(formula.name, (body, *errors, *(each for _, found in refusals for each in found)), values)
    before = Folding(references, facts)
    present = [parameter for parameter in formula.parameters if parameter.name in given]
    # Behind the guards every single cell that has to be a number is one.
    numbers = frozenset(given[p.name] for p in present if _must_be_a_number(p, given[p.name], references))
    behind = Folding(references, facts | Facts(numbers))
    found = behind.fold(substituted(body, values))
    for code, conditions in reversed(refusals):
        folding = behind if code == "#NUM!" else before
        kept: Node = NOTHING
        for condition in conditions:
            folded = bare_condition(folding.fold(substituted(condition, values)))
            kept = folding.fold(Binary("+", kept, folded)) if kept != NOTHING else folded
        if isinstance(kept, Number | Boolean):
            found = Error(code) if kept.value else found
        else:
            found = Call("IF", (kept, Error(code), found))
    unseen: Node = NOTHING
    for parameter, error in zip([p for p in present if p.shape is not Shape.GRID], errors, strict=True):
        argument = given[parameter.name]
        if isinstance(argument, Number | Text | Boolean) or facts.is_number(argument) or shows(found, argument):
            continue
        folded = before.fold(substituted(error, values))
        unseen = folded if unseen == NOTHING else Binary("+", unseen, folded)
    if unseen == NOTHING:
        return found
    return Call("IF", (Binary("*", NOTHING, unseen), NOTHING, found))


def _refuse_growth(name: str, trees: Iterable[Node], values: Mapping[str, Node]) -> None:
    """Stop before calls inside calls become a formula that no Excel would take: each level multiplies the one below.

    Raises:
        Unsayable: they would.
    """
    sizes = {key: _size(value) for key, value in values.items()}
    for tree in trees:
        names = (node.name.casefold() for node in walk(tree) if isinstance(node, Name))
        if sum(sizes.get(each, 1) for each in names) > _MOST_PARTS:
            raise Unsayable(name, f"would be a formula of more than {_MOST_PARTS:,} parts")


def _size(node: Node) -> int:
    """Return how many parts a tree has, or one more than are too many."""
    return sum(1 for _ in islice(walk(node), _MOST_PARTS + 1))


@lru_cache(maxsize=256)
def _twin(
    name: str, given: tuple[str, ...], literals: tuple[tuple[str, Node], ...]
) -> tuple[tuple[Node, ...], tuple[tuple[str, tuple[Node, ...]], ...], Node]:
    """Return the trees of a twin and its guards over the arguments that are given, of which some are literals.

    Raises:
        Unsayable: a function is left in it that is younger than Excel 2010.
    """
    formula = formulas()[name]
    found = parts(formula.twin, formula.parameters, given)
    body = parse(found.body)
    if _lacking(body):
        try:
            body = older(settled(body, {key.casefold(): value for key, value in literals}))
        except Unsayable as problem:
            raise Unsayable(name, problem.why) from problem
        if lacking := _lacking(body):
            raise Unsayable(name, f"needs {lacking[0]}, which is younger than Excel 2010")
    else:
        body = older(without_let(body))
    refusals = tuple((code, tuple(map(_older_tree, conditions))) for code, conditions in found.refusals)
    return tuple(map(_older_tree, found.errors)), refusals, body


def _lacking(body: Node) -> list[str]:
    """Return the functions of a twin that no function of Excel 2010 stands for."""
    return sorted(younger(older(body)) - RESOLVED)


def _older_tree(text: str) -> Node:
    return older(without_let(parse(text)))


def _must_be_a_number(parameter: Parameter, argument: Node, references: References) -> bool:
    is_number = parameter.kind.holds is Holds.NUMBER and parameter.shape is not Shape.GRID
    return is_number and parameter.required and references.is_one(argument)


def shows(node: Node, argument: Node) -> bool:
    """Whether an error in an argument is sure to be one in the value of a tree."""
    if node == argument or isinstance(node, Error):
        return True
    if isinstance(node, Call) and node.name in _TRAPPING:
        return False
    if isinstance(node, Call) and node.name == "IF":
        condition, *branches = node.arguments
        return shows(condition, argument) or (len(branches) > 1 and all(shows(branch, argument) for branch in branches))
    return any(shows(child, argument) for child in children(node))
