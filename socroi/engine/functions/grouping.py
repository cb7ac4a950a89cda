"""GROUPBY: rows with equal keys become one line each, with totals above or below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function
from socroi.engine.grouping.arguments import (
    GENERATED,
    HIDDEN,
    Table,
    below,
    beside,
    choice,
    data_rows,
    failed,
    field_headers,
    generated,
    headers,
    kept_rows,
    names_of,
    row_of,
    sort_order,
    tables_of,
    total_depth,
)
from socroi.engine.grouping.lines import ALL, GROUP, OUTER, axis, by_value, grouped
from socroi.engine.grouping.values import aggregations, functions_of
from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import CellError

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.grouping.lines import Axis
    from socroi.engine.grouping.values import Aggregation


@function("GROUPBY", "l l l l? l? l? l? l?")
def _group_by(evaluator: Evaluator, scope: Scope, rows: Node, values: Node, function: Node, *options: Node) -> Value:
    try:
        return _summary(evaluator, scope, rows, values, function, *options).block()
    except CellError as problem:
        return failed(problem, evaluator)


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
    called = functions_of(evaluator, scope, function_node)
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
    columns = aggregations(evaluator, scope, called, values)
    groups = grouped(keys, order, strings)
    if table and groups.mixed:
        raise Uncomputable("a key of several fields is spelled with capitals and without")
    if order.value >= 0:
        if len(called) > 1:
            raise Uncomputable("it sorts by one of several functions")
        nested = keys.columns > 1 and not table
        everything = np.zeros(keys.rows, np.int64)
        by = columns[order.value]
        leaves, outers = (by.of(of, int(of.max()) + 1, everything) for of in (groups.of, groups.outer))
        groups = by_value(groups, leaves, outers, strings, down=order.value_down, nested=nested)
    lines = axis(keys, groups, depth, strings)
    result = beside(lines.labels, *(_column(column, lines) for column in columns))
    if shown == GENERATED:
        head = row_of(generated("Row Field", keys.columns) + generated("Value", values.columns), strings)
    if shown != HIDDEN:
        names = [head.column(place) for place in range(keys.columns)]
        names += [head.column(keys.columns + place % values.columns) for place in range(len(columns))]
        result = below(names_of(beside(*names)), result)
    if len(called) > 1:
        names_row = [""] * keys.columns + [function.built_in for function in called]
        result = below(row_of(names_row, strings), result)
    return result


def _column(aggregation: Aggregation, lines: Axis) -> Table:
    everything = lines.members[ALL]
    result = Table(np.zeros((lines.lines, 1), np.uint8), np.zeros((lines.lines, 1)))
    for level in (GROUP, OUTER, ALL):
        here = lines.level == level
        if here.any():
            found = aggregation.of(lines.members[level], lines.counts[level], everything)
            result.kind[here], result.data[here] = found.kind[lines.place[here]], found.data[lines.place[here]]
    return result
