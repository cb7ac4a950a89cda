"""Evaluation: a tree and a scope give a value for all lanes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from socroi.engine.evaluation import operators
from socroi.engine.evaluation.addressing import Addressing
from socroi.engine.evaluation.reading import MOST_SPARE, read
from socroi.engine.evaluation.values import OMITTED, Function, Omitted, Ref, Union, Value
from socroi.engine.formula.tree import (
    HERE,
    Apply,
    Area,
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    Error,
    Missing,
    Name,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from socroi.engine.model.block import (
    ERROR,
    ERROR_CODE,
    NAME,
    NULL,
    REF,
    UNCOMPUTED,
    VALUE,
    Block,
    constant,
    error,
    for_cells,
    from_rows,
    mixed,
    pack,
    uncomputed,
)
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.errors import CellError
from socroi.excel.addresses import address
from socroi.excel.limits import MAX_COLUMNS
from socroi.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.context import Context
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar, Strings
    from socroi.engine.model.book import Book

DEEPEST_CALL = 1000
"""How deep names and LAMBDA calls may nest here. Excel's own limit depends on its memory, so beyond ours nothing is
claimed."""


class Evaluator:
    """Computes trees over one workbook."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.book: Book = context.book
        self.strings: Strings = context.strings
        self._constants: dict[tuple[str, Scalar], Block] = {}
        self.addressing = Addressing(context.book)
        # Looked up: to match against one class after the other takes as long as a small sum.
        self._ways: dict[type[Any], Callable[[Any, Scope], Value]] = {
            Number: lambda node, _: self.literal(node.value),
            Text: lambda node, _: self.literal(node.value),
            Boolean: lambda node, _: self.literal(node.value),
            Error: lambda node, _: error(ERROR_CODE.get(node.code.upper(), VALUE)),
            Missing: lambda *_: self.literal(None),
            ArrayConstant: self._array_constant,
            Cell: self.addressing.reference,
            Area: self.addressing.reference,
            Name: self._name,
            Structured: self.addressing.structured,
            Call: self._call,
            Apply: self._apply,
            Unary: self._unary,
            Postfix: self._postfix,
            Binary: self._binary,
        }

    # Values of every sort

    def value(self, node: Node, scope: Scope) -> Value:
        """Return what a node is: a block, or a reference that has not been read."""
        way = self._ways.get(type(node))
        if way is None:
            raise TypeError(f"no such node: {node!r}")
        return way(node, scope)

    def _array_constant(self, node: ArrayConstant, scope: Scope) -> Block:  # noqa: ARG002 - all nodes are computed alike
        return from_rows(
            [[CellError(c.code) if isinstance(c, Error) else c.value for c in row] for row in node.rows], self.strings
        )

    def _apply(self, node: Apply, scope: Scope) -> Value:
        return self.apply(self.value(node.function, scope), [self._argument(a, scope) for a in node.arguments], scope)

    def formula(self, tree: Node, scope: Scope) -> Value:
        """Return the value of a whole formula."""
        return self._binary(tree, scope, last=True) if isinstance(tree, Binary) else self.value(tree, scope)

    def literal(self, value: Scalar) -> Block:
        """Return a constant block, made once."""
        key = (type(value).__name__, value)
        block = self._constants.get(key)
        if block is None:
            block = self._constants[key] = constant(value, self.strings)
        return block

    def block(self, node: Node, scope: Scope) -> Block:
        """Return a node as an operand or a value argument: a range gives its cells, or in a legacy formula the one in
        line.
        """
        return self.operand(self.value(node, scope), scope)

    def operand(self, value: Value, scope: Scope) -> Block:
        """Return a value as an operand: read whole under array evaluation, else by implicit intersection."""
        if isinstance(value, Ref) and not scope.array:
            value = self.intersect(value, scope)
        return self.cells(value)

    def cells(self, value: Value) -> Block:
        """Return all cells of a value."""
        if isinstance(value, Block):
            return value
        if isinstance(value, Ref):
            return self._read(value)
        if isinstance(value, Omitted):
            return self.literal(None)
        if isinstance(value, Function):
            return error(NAME if value.built_in else ERROR_CODE["#CALC!"])
        return error(VALUE)

    def array(self, node: Node, scope: Scope) -> Block:
        """Return all cells of a node whose operators take ranges whole, as SUMPRODUCT's arguments do."""
        return self.cells(self.value(node, scope.with_forced_array()))

    def intersect(self, ref: Ref, scope: Scope) -> Value:
        """Return the cell of a range that stands in the lane's own row or column, #VALUE! where there is none."""
        if ref.is_single:
            return ref
        if ref.is_3d:
            return error(VALUE)
        one_column, one_row = (ref.left == ref.right).all(), (ref.top == ref.bottom).all()
        if one_column:
            # Where INDEX gives some lanes a column and others a cell, that cell is taken wherever it stands.
            top = np.where(ref.top == ref.bottom, ref.top, scope.rows)
            inside = (top >= ref.top) & (top <= ref.bottom)
            return self._intersected(
                replace(ref, top=np.where(inside, top, ref.top), bottom=np.where(inside, top, ref.top)), inside
            )
        if one_row:
            left = np.where(ref.left == ref.right, ref.left, scope.column)
            inside = (left >= ref.left) & (left <= ref.right)
            column = np.where(inside, left, ref.left)
            return self._intersected(replace(ref, left=column, right=column), inside)
        if ((ref.left == ref.right) | (ref.top == ref.bottom)).any():
            raise LaneSplit
        return error(VALUE)

    def _intersected(self, ref: Ref, inside: np.ndarray) -> Value:
        if inside.all():
            return ref
        if not inside.any():
            return error(VALUE)
        block = self._read(ref)
        inside = inside.reshape(-1, 1, 1)
        return mixed(np.where(inside, block.kind, np.uint8(ERROR)), np.where(inside, block.data, VALUE))

    def _read(self, ref: Ref) -> Block:
        if ref.held is not None:
            return ref.held
        if not ref.inside_grid():
            return error(REF)
        if ref.is_3d:
            return error(VALUE)
        if ref.external is not None:
            block = read(ref, ref.external, max(1, ref.external.row_count), max(1, ref.external.column_count))
            if block.has(ERROR) and (block.data[block.kind == ERROR] == UNCOMPUTED).any():
                self.context.doubt = f"it reads formulas of {ref.external.name} that nobody has computed yet"
            return block
        self.context.require(ref)
        if self.book.sheets[ref.sheet].oversized:
            self._refuse_oversized(ref)
        spare = self.context.spare
        used_rows, used_columns = self.context.extents.used_rows + spare, MAX_COLUMNS
        if ref.bounds()[3] == MAX_COLUMNS - 1:
            used_columns = max(1, *(sheet.column_count for sheet in self.book.sheets)) + spare
        if spare > 1 and int(ref.height.max()) * int(ref.width.max()) > MOST_SPARE:
            raise Uncomputable("the blank cells of its ranges count, and there are too many of them")
        block = read(ref, self.book.sheets[ref.sheet], used_rows, used_columns)
        if int(ref.bottom[0]) - int(ref.top[0]) >= block.rows or int(ref.right[0]) - int(ref.left[0]) >= block.columns:
            self.context.trimmed = True
        return block

    def _refuse_oversized(self, ref: Ref) -> None:
        """Leave what reads a cell of an array that is too large to be computed."""
        first_row, first_column, last_row, last_column = ref.bounds()
        sheet = self.book.sheets[ref.sheet]
        for top, left, bottom, right in sheet.oversized:
            if first_row <= bottom and last_row >= top and first_column <= right and last_column >= left:
                raise Uncomputable(f"it depends on {address(top, left, sheet.name)}")

    def parts(self, value: Value) -> list[Value]:
        """Return the values that an aggregate sees in one argument: each area of a union, each sheet of a 3-D
        reference.
        """
        if isinstance(value, Union):
            return [piece for part in value.parts for piece in self.parts(part)]
        if isinstance(value, Ref) and value.is_3d:
            return [
                replace(value, sheet=index, last_sheet=-1)
                for index in range(value.sheet, value.last_sheet + 1)
                if self.book.sheets[index].is_worksheet
            ]
        return [value]

    # References

    def _name(self, node: Name, scope: Scope) -> Value:
        if node.prefix.sheet is None and node.prefix.book is None:
            local = scope.names.get(node.name.casefold())
            if local is not None:
                return local
        if node.prefix.book not in (None, "0"):
            return self.addressing.linked_name(node, scope)
        found = self.addressing.place(replace(node.prefix, book=None), scope)
        tree = None if found is None else self.context.names.tree(node.name, found[0])
        if tree is None:
            if node.prefix == HERE and self.context.function(node.name.upper()) is not None:
                return Function((), frozenset(), node, {}, node.name.upper())
            return error(NAME)
        if scope.depth > DEEPEST_CALL:
            raise Uncomputable(f"the name {node.name} refers to itself too often")
        self.context.budget.step()
        inner = replace(scope, names={}, depth=scope.depth + 1, array=True, forced=False)
        return self.value(tree, inner)

    # Operators

    def _unary(self, node: Unary, scope: Scope) -> Value:
        if node.operator == "@":
            value = self.value(node.operand, scope)
            if isinstance(value, Ref):
                return self.intersect(value, scope)
            block = self.cells(value)
            return block if block.is_single else mixed(block.kind[:, :1, :1], block.data[:, :1, :1])
        if node.operator == "+":
            return self.value(node.operand, scope)
        return operators.negate(self.block(node.operand, scope), self.context)

    def _postfix(self, node: Postfix, scope: Scope) -> Value:
        if node.operator == "%":
            return operators.percent(self.block(node.operand, scope), self.context)
        ref = self.value(node.operand, scope)
        if not isinstance(ref, Ref) or not ref.is_single:
            return error(REF)
        if ref.lanes > 1:
            raise LaneSplit
        self.context.require(ref)
        row, column = int(ref.top[0]), int(ref.left[0])
        extent = self.context.extents.spills.get((ref.sheet, row, column))
        if extent is None:
            if uncomputed(self._read(ref)):
                # One cell in its place would be taken for an array of that size.
                raise Uncomputable(f"it depends on {address(row, column, self.book.sheets[ref.sheet].name)}")
            return ref if ref.external is None and self.book.sheets[ref.sheet].has_formula(row, column) else error(REF)
        return replace(ref, bottom=ref.top + extent[0] - 1, right=ref.left + extent[1] - 1)

    def _binary(self, node: Binary, scope: Scope, *, last: bool = False) -> Value:
        if node.operator in (":", " ", ","):
            return self._combine(node, scope)
        # Long sums are left-deep trees: walk down the left spine instead of recursing along it.
        spine: list[Binary] = []
        left: Node = node
        while isinstance(left, Binary) and left.operator not in (":", " ", ","):
            spine.append(left)
            left = left.left
        result = self.block(left, scope)
        for step in reversed(spine):
            before = result
            result = self.operate(step.operator, before, self.block(step.right, scope))
        if last and node.operator in ("+", "-"):
            return operators.snapped(result, before, self.context)
        return result

    def operate(self, operator: str, left: Block, right: Block) -> Block:
        """Return `left operator right` for the operators on values."""
        if operator == "&":
            return for_cells(operators.concatenate(left, right, self.strings), self.strings)
        if operator in ("+", "-", "*", "/", "^"):
            return operators.arithmetic(operator, left, right, self.context)
        return operators.compare(operator, left, right, self.strings)

    def _combine(self, node: Binary, scope: Scope) -> Value:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        for side in (left, right):
            if isinstance(side, Block):
                if side.lanes > 1:
                    # Where one lane's INDEX finds nothing, the others' references have been read already.
                    raise LaneSplit
                return side if side.has(ERROR) else error(VALUE)
        lefts, rights = self._areas(left), self._areas(right)
        if not lefts or not rights:
            return error(VALUE)
        if node.operator == ",":
            return Union(lefts + rights)
        if node.operator == ":":
            a, b = lefts[0], rights[0]
            if a.sheet != b.sheet:
                return error(VALUE)
            sides = (np.minimum(a.top, b.top), np.minimum(a.left, b.left), np.maximum(a.bottom, b.bottom))
            return Ref(a.sheet, *sides, np.maximum(a.right, b.right), a.last_sheet, a.external)
        common = [met for a in lefts for b in rights if (met := _meeting(a, b)) is not None]
        if not common:
            return error(NULL)
        return common[0] if len(common) == 1 else Union(common)

    @staticmethod
    def _areas(value: Value) -> list[Ref]:
        if isinstance(value, Ref):
            return [value]
        return list(value.parts) if isinstance(value, Union) else []

    # Functions

    def _call(self, node: Call, scope: Scope) -> Value:
        memo = self.context.memo
        if memo is None:
            return self.call(node.name, node.arguments, scope)
        return memo(node.arguments, scope, lambda: self.call(node.name, node.arguments, scope))

    def call(self, name: str, arguments: Sequence[Node], scope: Scope) -> Value:
        """Return the value of a function call: LET and LAMBDA names first, then Excel's and our functions, then
        defined names.
        """
        budget = self.context.budget
        budget.left -= 1
        if budget.left < 0:
            budget.look()
        local = scope.names.get(name.casefold())
        # A name for a number, such as `value`, is no function and hides none.
        if local is not None and (isinstance(local, Function) or self.context.function(name) is None):
            return self.apply(local, [self._argument(a, scope) for a in arguments], scope)
        function = self.context.function(name)
        if function is not None:
            found = function(self, scope, arguments)
            return for_cells(found, self.strings) if isinstance(found, Block) else found
        if self.context.names.tree(name, scope.sheet) is not None:
            named = self._name(Name(name), scope)
            return self.apply(named, [self._argument(a, scope) for a in arguments], scope)
        raise Uncomputable(f"{name} is not a function that is known here")

    def _argument(self, node: Node, scope: Scope) -> Value:
        return OMITTED if isinstance(node, Missing) else self.value(node, scope)

    def apply(self, function: Value, arguments: Sequence[Value], scope: Scope) -> Value:
        """Return the value of a LAMBDA for its arguments; the body sees arrays whole."""
        self.context.budget.step()
        if isinstance(function, Block):
            return function if function.has(ERROR) else error(REF)
        if not isinstance(function, Function):
            return error(VALUE)
        if function.built_in:
            labels = [f"\0{place}" for place in range(len(arguments))]
            inner = replace(scope.bound(dict(zip(labels, arguments, strict=True))), depth=scope.depth + 1, array=True)
            return self.call(function.built_in, [Name(label) for label in labels], inner)
        needed = len(function.parameters) - len(function.optional)
        if not needed <= len(arguments) <= len(function.parameters):
            return error(VALUE)
        if scope.depth > DEEPEST_CALL:
            raise Uncomputable("a LAMBDA calls itself too often")
        given = [*arguments, *[OMITTED] * (len(function.parameters) - len(arguments))]
        names = {**function.names, **{p.casefold(): v for p, v in zip(function.parameters, given, strict=True)}}
        inner = replace(scope, names=names, depth=scope.depth + 1, array=True, forced=False)
        return self.value(function.body, inner)

    def packed(self, value: Scalar) -> tuple[int, float]:
        """Return kind and data of a Python value."""
        return pack(value, self.strings)


def _meeting(a: Ref, b: Ref) -> Ref | None:
    if a.sheet != b.sheet:
        return None
    top, bottom = np.maximum(a.top, b.top), np.minimum(a.bottom, b.bottom)
    left, right = np.maximum(a.left, b.left), np.minimum(a.right, b.right)
    return (
        None if (top > bottom).any() or (left > right).any() else Ref(a.sheet, top, left, bottom, right, -1, a.external)
    )
