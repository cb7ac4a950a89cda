"""The package `formulas`, one formula at a time: it is given what the formula reads, and says what comes of it.

So a cell differs for its own sake and never because one before it does, and a book of which it cannot read a part is
recomputed in all others. References are named anew, so that tables and names, which it does not know, are plain ranges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.engine.formula.text import render
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import (
    Apply,
    Area,
    ArrayConstant,
    Binary,
    Call,
    Cell,
    Coordinate,
    Name,
    Postfix,
    Structured,
    Unary,
)
from socroi.engine.model.book import Evaluation
from socroi.errors import CellError
from socroi.review.subject import Place
from socroi.review.witnesses.process import ask, by_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.precedents import Rectangle
    from socroi.review.subject import Subject

_PLACED: Final = frozenset(
    (
        *("ROW", "ROWS", "COLUMN", "COLUMNS", "OFFSET", "INDIRECT", "CELL", "ADDRESS", "SHEET", "SHEETS", "SUBTOTAL"),
        *("AGGREGATE", "FORMULATEXT", "ISFORMULA", "LET", "LAMBDA", "NOW", "TODAY", "RAND", "RANDBETWEEN"),
        "HYPERLINK",
    )
)
"""Functions that ask where a cell lies, or of which other cells it is one: under new names they would say otherwise."""
_MOST: Final = 20_000
"""Cells that one formula may read, to be asked of it."""

_PROGRAM: Final = """
import json, sys, warnings
warnings.simplefilter("ignore")
import numpy as np
import formulas
import schedula
from formulas.tokens.operand import Error
EMPTY, ERRORS = schedula.EMPTY, Error.errors
parser = formulas.Parser()
answers = []
compiled = {}
for sheet, row, column, text, given in json.load(sys.stdin):
    try:
        if text not in compiled:
            compiled[text] = parser.ast(text)[1].compile()
        function = compiled[text]
        arguments = []
        for name in function.inputs:
            rows = given[name]
            block = np.empty((len(rows), len(rows[0])), object)
            for down, line in enumerate(rows):
                for right, cell in enumerate(line):
                    block[down, right] = EMPTY if cell is None else ERRORS.get(cell, cell)
            arguments.append(block)
        result = np.asarray(function(*arguments), object).ravel()
        if len(result) != 1:
            continue
        value = result[0]
        if isinstance(value, (bool, np.bool_)):
            value = bool(value)
        elif isinstance(value, (int, float, np.integer, np.floating)):
            value = float(value)
        elif value is EMPTY or value is None:
            value = None
        else:
            value = str(value)
        answers.append([sheet, row, column, value])
    except Exception:
        continue
json.dump(answers, sys.stdout)
"""


def compute(subject: Subject, only: frozenset[Place] | None = None) -> Mapping[Place, Scalar] | str:
    """Return what the package computes for each cell that it understands, or why it could not.

    Of a run of one formula three cells are asked; with `only` every one of these, and no other.
    """
    questions = []
    for region in subject.regions():
        tree = subject.tree(region)
        if tree is None or region.evaluation is not Evaluation.LEGACY or not _is_askable(tree):
            continue
        for offset in _offsets(region, only):
            question = _question(subject, region, tree, offset)
            if question is not None:
                questions.append(question)
    answer = ask(_PROGRAM, questions)
    return answer if isinstance(answer, str) else by_place(answer)


def _offsets(region: Region, only: frozenset[Place] | None) -> list[int]:
    if only is None:
        return sorted({0, region.count // 2, region.count - 1})
    rows = range(region.count)
    return [row for row in rows if Place(region.sheet, region.row + row, region.column) in only]


def _is_askable(tree: Node) -> bool:
    for node in walk(tree):
        if isinstance(node, Apply | ArrayConstant) or (isinstance(node, Postfix) and node.operator == "#"):
            return False
        if isinstance(node, Binary) and node.operator in {":", " ", ","}:
            return False
        if isinstance(node, Call) and (node.name in _PLACED or node.name.startswith("SOC")):
            return False
        if isinstance(node, Unary) and node.operator == "@":
            return False
    return True


def _question(subject: Subject, region: Region, tree: Node, offset: int) -> list[Any] | None:
    """One formula with its references named anew, and what they hold; None where that cannot be said."""
    place = Place(region.sheet, region.row + offset, region.column)
    given: dict[str, list[list[Any]]] = {}
    named: dict[Rectangle, Node] = {}
    room = [0, 0]

    def renamed(node: Node) -> Node | None:
        area = subject.rectangle(node, place)
        if area is None:
            return None
        height, width = area.bottom - area.top + 1, area.right - area.left + 1
        room[1] += height * width
        if room[1] > _MOST:
            return None
        if area not in named:
            # Each a block of its own, one beside the other with a free column between.
            named[area] = _block(room[0], height, width)
            room[0] += width + 1
            given[render(named[area])] = [
                [_plain(subject.value(Place(area.sheet, row, column))) for column in range(area.left, area.right + 1)]
                for row in range(area.top, area.bottom + 1)
            ]
        return named[area]

    text = _rewritten(tree, renamed)
    return None if text is None else [*place, f"={render(text)}", given]


def _block(left: int, height: int, width: int) -> Node:
    first = Coordinate(0, False), Coordinate(left, False)
    if height == width == 1:
        return Cell(*first)
    return Area(*first, Coordinate(height - 1, False), Coordinate(left + width - 1, False))


def _plain(value: Scalar) -> Any:
    return str(value) if isinstance(value, CellError) else value


def _rewritten(node: Node, renamed: Any) -> Node | None:
    """The formula with each reference in it named anew; None where one has no cells."""
    match node:
        case Cell() | Area() | Structured() | Name():
            found: Node | None = renamed(node)
            return found
        case Unary(operator=operator, operand=operand):
            inner = _rewritten(operand, renamed)
            return None if inner is None else Unary(operator, inner)
        case Postfix(operator=operator, operand=operand):
            inner = _rewritten(operand, renamed)
            return None if inner is None else Postfix(operator, inner)
        case Binary(operator=operator, left=left, right=right):
            one, other = _rewritten(left, renamed), _rewritten(right, renamed)
            return None if one is None or other is None else Binary(operator, one, other)
        case Call(name=name, arguments=arguments):
            parts = [_rewritten(each, renamed) for each in arguments]
            return None if None in parts else Call(name, tuple(part for part in parts if part is not None))
        case _:
            return node
