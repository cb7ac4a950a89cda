"""GROUPBY: rows with equal keys become one line each, with totals above or below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.block import ERROR, Block, pack, uniform
from socroi.engine.functions.declare import function, given
from socroi.engine.functions.group_values import Aggregation, function_of
from socroi.engine.functions.groups import (
    ALL,
    GENERATED,
    GROUP,
    HIDDEN,
    OUTER,
    Table,
    axis,
    below,
    beside,
    by_value,
    choice,
    grouped,
    headers,
    kept_rows,
    names_of,
    row_of,
    sort_order,
    tables_of,
    total_depth,
)
from socroi.engine.values import Uncomputable, Value
from socroi.errors import CellError

if TYPE_CHECKING:
    from socroi.engine.evaluate import Evaluator
    from socroi.engine.functions.groups import Axis
    from socroi.engine.scope import Scope
    from socroi.engine.syntax import Node


@function("GROUPBY", "l l l l? l? l? l? l?")
def _group_by(evaluator: Evaluator, scope: Scope, rows: Node, values: Node, function: Node, *options: Node) -> Value:
    try:
        return _summary(evaluator, scope, rows, values, function, *options).block()
    except CellError as problem:
        return failed(problem, evaluator)


def failed(problem: CellError, evaluator: Evaluator) -> Block:
    """Return the one error that stands in the place of a whole result."""
    _, code = pack(problem, evaluator.strings)
    return uniform(ERROR, np.full((1, 1, 1), code))


def field_headers(evaluator: Evaluator, scope: Scope, node: Node | None) -> int | None:
    """Return what was asked of the headers, None where nothing was."""
    return choice(evaluator, scope, node, range(4), 0) if node is not None and given(node) else None


def _summary(
    evaluator: Evaluator,
    scope: Scope,
    row_fields: Node,
    values_node: Node,
    function_node: Node,
    header_node: Node | None,
    depth_node: Node | None,
    sort_node: Node | None,
    filter_node: Node | None,
    relationship: Node | None,
) -> Table:
    strings = evaluator.strings
    keys, values = tables_of(evaluator, scope, (row_fields, values_node))
    called = function_of(evaluator, scope, function_node)
    has_header, shown = headers(values, field_headers(evaluator, scope, header_node))
    table = keys.columns > 1 and choice(evaluator, scope, relationship, (0, 1), 0) == 1
    depth = total_depth(evaluator, scope, depth_node, keys.columns)
    if table and abs(depth) > 1:
        raise Uncomputable("it asks for subtotals of fields that are independent of each other")
    order = sort_order(evaluator, scope, sort_node, keys.columns, values.columns, table)
    keep = kept_rows(evaluator, scope, filter_node, keys.rows)
    head = beside(keys, values).take(slice(0, 1))
    places = data_rows(keep, keys.rows, has_header=has_header)
    keys, values = keys.take(places), values.take(places)
    aggregation = Aggregation(evaluator, scope, called, values)
    of, outer = grouped(keys, order, strings)
    everything = np.zeros(len(of), np.int64)
    if order.value >= 0:
        found = aggregation.of(order.value, of, int(of.max()) + 1, everything)
        of = by_value(of, found.kind[:, 0], found.data[:, 0], order, strings)
    lines = axis(keys, of, outer, depth, strings)
    result = beside(lines.labels, *(_column(aggregation, place, lines) for place in range(values.columns)))
    if shown == HIDDEN:
        return result
    if shown == GENERATED:
        names = [f"Row Field {place + 1}" for place in range(keys.columns)]
        names += [f"Value {place + 1}" for place in range(values.columns)]
        return below(row_of(names, strings), result)
    return below(names_of(head), result)


def data_rows(keep: np.ndarray | None, rows: int, *, has_header: bool) -> np.ndarray:
    """Return the places of the rows that are summed up."""
    kept = np.ones(rows, np.bool_) if keep is None else keep.copy()
    if has_header:
        kept[:1] = False
    places = np.flatnonzero(kept)
    if not len(places):
        raise Uncomputable("no row of data is left")
    return places


def _column(aggregation: Aggregation, place: int, lines: Axis) -> Table:
    everything = lines.members[ALL]
    result = Table(np.zeros((lines.lines, 1), np.uint8), np.zeros((lines.lines, 1)))
    for level in (GROUP, OUTER, ALL):
        here = lines.level == level
        if here.any():
            found = aggregation.of(place, lines.members[level], lines.counts[level], everything)
            result.kind[here], result.data[here] = found.kind[lines.place[here]], found.data[lines.place[here]]
    return result
