"""Whether a formula has to be entered as an array formula: a plain one takes only one cell of a range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.formula.traversal import children
from socroi.engine.formula.tree import ArrayConstant, Binary, Call, Postfix, Unary

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.hosts.plain.references import References

_TAKE_RANGES_NAMES = """
    AND AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS CHOOSE COLUMN COLUMNS CORREL COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS
    DEVSQ FREQUENCY HLOOKUP INDEX INTERCEPT IRR LARGE LOOKUP MATCH MAX MEDIAN MIN MODE NPV OFFSET OR PEARSON
    PERCENTILE PRODUCT QUARTILE RANK ROW ROWS RSQ SLOPE SMALL STDEV STDEVP SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT
    SUMSQ TREND VAR VARP VLOOKUP XIRR XNPV
"""
_TAKE_RANGES: Final = frozenset(_TAKE_RANGES_NAMES.split())
"""Functions that take a whole range, in a plain formula too."""
_CHOOSING: Final = frozenset({"IF", "IFERROR"})
"""Functions that look at each cell of a range in an array formula alone, inside SUMPRODUCT as well."""


def needs_array_entry(node: Node, references: References) -> bool:
    """Whether a formula gives something else when it is entered as a plain one."""
    return _needs(node, references, within=False)


def _needs(node: Node, references: References, *, within: bool) -> bool:
    """Whether it is so for a part; `within` SUMPRODUCT ranges are computed row by row anyway."""
    match node:
        case Binary(operator=operator) if operator in {":", " ", ","}:
            return False
        case Binary() | Unary() | Postfix():
            if not within and any(_is_array(child, references) for child in children(node)):
                return True
        case Call(name=name, arguments=arguments):
            looked_at = arguments[:1] if name in _CHOOSING else arguments
            plain = name in _TAKE_RANGES or (within and name not in _CHOOSING)
            if not plain and any(_is_array(item, references) for item in looked_at):
                return True
            within = within or name == "SUMPRODUCT"
    return any(_needs(child, references, within=within) for child in children(node))


def _is_array(node: Node, references: References) -> bool:
    """Whether a value may have more than one cell; one of unknown size counts as such."""
    return not isinstance(node, ArrayConstant) and not references.is_one(node)
