"""What Excel is told of our functions, and how it numbers its errors: the same for every route."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.excel.limits import LONGEST_DESCRIPTION

if TYPE_CHECKING:
    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter

CATEGORY: Final = "Social ROI"
ERROR_NUMBERS: Final = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
    "#GETTING_DATA": 2043, "#SPILL!": 2045, "#CONNECT!": 2046, "#BLOCKED!": 2047, "#UNKNOWN!": 2048, "#FIELD!": 2049,
    "#CALC!": 2050,
}  # fmt: skip
"""Excel's numbers of its errors (XlCVError)."""


def described(text: str) -> str:
    """Return a description within the length that Excel shows, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[: LONGEST_DESCRIPTION - 3].rpartition(" ")[0].rstrip(" ,;:.") + "..."


def argument_help(parameter: Parameter) -> str:
    """Return the help of an argument: what it is, and its unit or the texts to choose from."""
    choices = " or ".join(f'"{choice}"' for choice in parameter.kind.choices)
    return described(f"{parameter.doc} ({choices or parameter.kind.meaning})")


def function_help(formula: Formula) -> str:
    """Return the help of a function."""
    return described(formula.summary)
