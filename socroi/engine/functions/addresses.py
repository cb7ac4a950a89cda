"""INDIRECT and ADDRESS: references out of texts, and texts out of references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function, given, map_cells
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import aligned, first_error, logicals_of, texts_of, with_errors
from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.formula.parser import parse
from socroi.engine.formula.tree import Area, Cell, Coordinate, Name, Postfix, SheetPrefix, Structured
from socroi.engine.model.block import REF, Block, error, mixed
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.errors import CellError, FormulaError
from socroi.excel.addresses import column_letters, quoted
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.patterns import pattern

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.formula.tree import Node

_PART = r"(?:R(?P<r{0}>\d+|\[-?\d+\])?)?(?:C(?P<c{0}>\d+|\[-?\d+\])?)?"
_R1C1 = pattern(rf"(?:(?P<prefix>.*)!)?(?P<first>{_PART.format(1)})(?::(?P<second>{_PART.format(2)}))?", re.IGNORECASE)


_IN_BOOK = pattern(r"\[[\w.]+\](.+)")

_CELL_TEXT = pattern(r"(\S(?:.*\S)?[A-Za-z$]|[A-Za-z$]+)([1-9][0-9]{0,6})")

_LEADING_ZEROS = pattern(r"(?<![\w.])(\$?[A-Za-z]{0,3}\$?)0+(?=\d+(?::|$))")
"""INDIRECT reads `A01` and `05:05`, which no formula may hold."""


@function("INDIRECT", "v l?", Trait.REFERRING | Trait.HIDING | Trait.LISTING)
def _indirect(evaluator: Evaluator, scope: Scope, text: Block, style: Node | None) -> Value:
    codes, bad = texts_of(text, evaluator.strings)
    a1, style_bad = np.ones((1, 1, 1), np.bool_), None
    if style is not None:
        # An empty argument counts as FALSE.
        a1, style_bad = logicals_of(evaluator.block(style, scope), evaluator.strings)
    if codes.shape[1:] != (1, 1) or a1.shape[1:] != (1, 1):
        raise Uncomputable("INDIRECT makes one reference of each text, not a list of references")
    bad = first_error(bad, style_bad)
    if (a1 != a1.flat[0]).any():
        raise LaneSplit
    failed = np.zeros(len(codes), np.bool_) if bad is None else np.broadcast_to(bad[:, 0, 0] >= 0, len(codes))
    if failed.all():
        return with_errors(error(REF), bad)
    if failed.any():
        raise LaneSplit
    distinct, inverse = np.unique(codes[:, 0, 0], return_inverse=True)
    texts = evaluator.strings.texts(distinct)
    style_is_a1 = bool(a1.flat[0])
    if len(codes) == 1:
        return _meant(evaluator, scope, texts[0], a1=style_is_a1)
    cells = _cells(evaluator, scope, texts) if style_is_a1 else None
    if cells is not None:
        return cells.take_lanes(inverse)
    order = np.argsort(inverse, kind="stable")
    lanes = np.split(order, np.flatnonzero(np.diff(inverse[order])) + 1)
    parts = [
        _meant(evaluator, scope, text, a1=style_is_a1, lanes=where) for text, where in zip(texts, lanes, strict=True)
    ]
    return _joined(parts, lanes, len(codes))


def _cells(evaluator: Evaluator, scope: Scope, texts: list[str]) -> Ref | None:
    """Return the cells that texts such as `Log!B17` mean, one lane for each, where they differ in rows at most: what
    stands before a row means the same before any other. None where they are not all of that form.
    """
    found = [_CELL_TEXT.fullmatch(text) for text in texts]
    heads: dict[str, Ref] = {}
    tops, lefts = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64)
    sheet = None
    for at, match in enumerate(found):
        if match is None:
            return None
        head, row = match[1], int(match[2])
        if head not in heads:
            try:
                node = parse(f"{head}1")
            except FormulaError:
                return None
            if not isinstance(node, Cell) or node.prefix.book is not None:
                return None
            ref = _meant(evaluator, scope, f"{head}1", a1=True)
            if not isinstance(ref, Ref) or sheet not in (None, ref.sheet):
                return None
            heads[head], sheet = ref, ref.sheet
        if row > MAX_ROWS:
            return None
        tops[at], lefts[at] = row - 1, heads[head].left[0]
    return None if sheet is None else Ref(sheet, tops, lefts, tops, lefts)


def _joined(parts: list[Value], lanes: list[np.ndarray], count: int) -> Value:
    """Return one reference for all lanes out of those of some lanes each."""
    refs = [part for part in parts if isinstance(part, Ref)]
    if len(refs) == len(parts):
        if any(ref.sheet != refs[0].sheet or ref.external is not None for ref in refs):
            raise LaneSplit
        sides = np.zeros((4, count), np.int64)
        for ref, where in zip(refs, lanes, strict=True):
            for side, values in enumerate((ref.top, ref.left, ref.bottom, ref.right)):
                sides[side, where] = values
        return Ref(refs[0].sheet, *sides)
    if refs:
        raise LaneSplit
    kind, data = np.zeros((count, 1, 1), np.uint8), np.zeros((count, 1, 1))
    for part, where in zip(parts, lanes, strict=True):
        if not isinstance(part, Block) or not part.is_single:
            raise LaneSplit
        kind[where], data[where] = part.kind, part.data
    return mixed(kind, data)


def _meant(evaluator: Evaluator, scope: Scope, text: str, *, a1: bool, lanes: NDArray[np.intp] | None = None) -> Value:
    """Return the reference that a text means to some lanes (None: all); #REF! where it means none."""
    if text != text.strip():
        raise Uncomputable("whether INDIRECT forgives the spaces around a reference is not known")
    try:
        sheet, mark, cells = text.rpartition("!")
        node = parse(sheet + mark + _LEADING_ZEROS.sub(r"\1", cells)) if a1 else _read_r1c1(text)
    except FormulaError:
        return error(REF)
    if node is None or text.lstrip().startswith("="):
        return error(REF)
    # Relative references of the A1 style are seen from A1, where the text was parsed.
    seen_from = Scope(scope.sheet, np.zeros(1, np.int64), 0, scope.array)
    if not a1 or not isinstance(node, Cell | Area | Postfix):
        rows = scope.rows if lanes is None or scope.lanes == 1 else scope.rows[lanes]
        seen_from = Scope(scope.sheet, rows, scope.column, scope.array)
    match node:
        case Cell(prefix=prefix) | Area(prefix=prefix) if prefix.book is not None:
            raise Uncomputable("INDIRECT into another workbook needs that workbook")
        case Name() if a1:
            return _named(evaluator, seen_from, node)
        case Cell() | Area() | Structured() | Postfix(operator="#", operand=Cell()):
            value = evaluator.value(node, seen_from)
            return value if isinstance(value, Ref) and not value.is_3d else error(REF)
        case _:
            return error(REF)


def _named(evaluator: Evaluator, scope: Scope, node: Name) -> Value:
    """Return what a name refers to; one that computes its reference (by OFFSET, say) gives #REF!."""
    if node.name.casefold() in evaluator.book.tables and node.prefix.sheet is None:
        value = evaluator.value(Structured(node.name), scope)
        return value if isinstance(value, Ref) else error(REF)
    place = evaluator.addressing.place(node.prefix, scope) if node.prefix.book is None else None
    tree = None if place is None else evaluator.context.names.tree(node.name, place[0])
    if not isinstance(tree, Cell | Area | Structured):
        return error(REF)
    value = evaluator.value(node, scope)
    return value if isinstance(value, Ref) else error(REF)


def _read_r1c1(text: str) -> Node | None:
    """Return the node of a text such as `R2C3`, `R[-1]C:R[1]C`, `'My sheet'!C5`; None where it is none."""
    match = _R1C1.fullmatch(text.strip())
    if match is None or not match["first"] or match["second"] == "":
        return None
    prefix = SheetPrefix()
    if match["prefix"] is not None:
        try:
            shown = parse(f"{match['prefix']}!A1")
        except FormulaError:
            return None
        if not isinstance(shown, Cell):
            return None
        prefix = shown.prefix
    corners = [(match["first"], match["r1"], match["c1"])]
    if match["second"] is not None:
        corners.append((match["second"], match["r2"], match["c2"]))
    tops = [_axis(whole, row, "R") for whole, row, _ in corners]
    lefts = [_axis(whole, column, "C") for whole, _, column in corners]
    if (None in tops and set(tops) != {None}) or (None in lefts and set(lefts) != {None}):
        return None
    if any(axis is not None and axis.absolute and not 0 <= axis.index < MAX_ROWS for axis in tops):
        return None
    if any(axis is not None and axis.absolute and not 0 <= axis.index < MAX_COLUMNS for axis in lefts):
        return None
    if len(corners) == 1 and tops[0] is not None and lefts[0] is not None:
        return Cell(tops[0], lefts[0], prefix)
    top, bottom = tops[0] or Coordinate(0, True), tops[-1] or Coordinate(MAX_ROWS - 1, True)
    left, right = lefts[0] or Coordinate(0, True), lefts[-1] or Coordinate(MAX_COLUMNS - 1, True)
    return Area(top, left, bottom, right, prefix)


def _axis(whole: str, number: str | None, letter: str) -> Coordinate | None:
    """Return the row or column of one corner, None where the corner has none (`C5` is a whole column)."""
    if letter not in whole.upper():
        return None
    if number is None:
        return Coordinate(0, False)
    return Coordinate(int(number[1:-1]), False) if number.startswith("[") else Coordinate(int(number) - 1, True)


def _address(row: float, column: float, kind: float, a1: bool, sheet: str | None = None) -> str:
    r, c, how = int(row), int(column), int(kind)
    absolute_row, absolute_column = how in (1, 2), how in (1, 3)
    if how not in (1, 2, 3, 4):
        raise CellError("#VALUE!", "the kind of reference is 1, 2, 3 or 4")
    if a1:
        if not (1 <= r <= MAX_ROWS and 1 <= c <= MAX_COLUMNS):
            raise CellError("#VALUE!", "there is no such cell")
        shown = f"{'$' if absolute_column else ''}{column_letters(c - 1)}{'$' if absolute_row else ''}{r}"
    else:
        if (absolute_row and not 1 <= r <= MAX_ROWS) or (absolute_column and not 1 <= c <= MAX_COLUMNS):
            raise CellError("#VALUE!", "there is no such cell")
        shown = f"R{r if absolute_row else _relative(r)}C{c if absolute_column else _relative(c)}"
    if sheet is None:
        return shown
    return f"{_place(sheet) if sheet else ''}!{shown}"


def _place(sheet: str) -> str:
    """Return a sheet's name as a formula needs it, perhaps with a workbook before it: `[Book1]Sheet1`."""
    found = _IN_BOOK.fullmatch(sheet)
    return sheet if found and quoted(found[1]) == found[1] else quoted(sheet)


def _relative(distance: int) -> str:
    return f"[{distance}]" if distance else ""


@function("ADDRESS", "v v l? l? l?")
def _address_text(
    evaluator: Evaluator,
    scope: Scope,
    row: Block,
    column: Block,
    kind: Node | None,
    style: Node | None,
    sheet: Node | None,
) -> Value:
    # What is left empty is as if it were left out, unlike elsewhere; an empty text as a sheet's name is "!".
    how = evaluator.block(kind, scope) if kind is not None and given(kind) else evaluator.literal(1.0)
    a1 = evaluator.block(style, scope) if style is not None and given(style) else evaluator.literal(True)
    named = [evaluator.block(sheet, scope)] if sheet is not None and given(sheet) else []
    blocks = aligned([row, column, how, a1, *named])
    return map_cells(_address, "nnnbt"[: len(blocks)], blocks, evaluator)
