"""PIVOTBY: one line for each key of some columns, one column for each key of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.functions.declare import function
from socroi.engine.functions.group_values import Aggregation, function_of
from socroi.engine.functions.grouping import data_rows, failed, field_headers
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
    dense,
    first_places,
    grouped,
    headers,
    kept_rows,
    names_of,
    row_of,
    sort_order,
    tables_of,
    texts,
    total_depth,
)
from socroi.engine.syntax import Missing
from socroi.engine.values import Uncomputable, Value
from socroi.errors import CellError

if TYPE_CHECKING:
    from socroi.engine.block import Strings
    from socroi.engine.evaluate import Evaluator
    from socroi.engine.functions.groups import Axis
    from socroi.engine.scope import Scope
    from socroi.engine.syntax import Node

COLUMN_TOTAL, ROW_TOTAL, GRAND_TOTAL = 0, 1, 2
"""What a function's second argument sees: its column's rows, its row's, all."""

_LEVELS: Final = (GROUP, OUTER, ALL)


@function("PIVOTBY", "l l l l l? l? l? l? l? l? l?")
def _pivot_by(
    evaluator: Evaluator, scope: Scope, rows: Node, columns: Node, values: Node, function: Node, *options: Node
) -> Value:
    try:
        return _pivot(evaluator, scope, rows, columns, values, function, *options).block()
    except CellError as problem:
        return failed(problem, evaluator)


def _pivot(
    evaluator: Evaluator,
    scope: Scope,
    row_fields: Node,
    col_fields: Node,
    values_node: Node,
    function_node: Node,
    header_node: Node | None,
    row_depth_node: Node | None,
    row_sort_node: Node | None,
    col_depth_node: Node | None,
    col_sort_node: Node | None,
    filter_node: Node | None,
    relative_node: Node | None,
) -> Table:
    strings = evaluator.strings
    if isinstance(row_fields, Missing) or isinstance(col_fields, Missing):
        raise Uncomputable("it has fields in one direction only")
    row_keys, col_keys, values = tables_of(evaluator, scope, (row_fields, col_fields, values_node))
    called = function_of(evaluator, scope, function_node)
    option = field_headers(evaluator, scope, header_node)
    has_header, shown = headers(values, option)
    if (option is None and row_keys.columns + col_keys.columns + values.columns > 3) or (
        shown != HIDDEN and col_keys.columns + values.columns > 2
    ):
        raise Uncomputable("it shows headers of several fields, which Excel lays out by rules of its own")
    row_depth = total_depth(evaluator, scope, row_depth_node, row_keys.columns)
    row_order = sort_order(evaluator, scope, row_sort_node, row_keys.columns, values.columns, table=False)
    col_depth = total_depth(evaluator, scope, col_depth_node, col_keys.columns)
    col_order = sort_order(evaluator, scope, col_sort_node, col_keys.columns, values.columns, table=False)
    relative_to = choice(evaluator, scope, relative_node, range(5), COLUMN_TOTAL)
    if abs(col_depth) > 1:
        raise Uncomputable("it asks for subtotals of columns")
    if col_depth and values.columns > 1:
        raise Uncomputable("it asks for totals of several columns of values in each line")
    keep = kept_rows(evaluator, scope, filter_node, row_keys.rows)
    head = [part.take(slice(0, 1)) for part in (row_keys, col_keys, values)]
    places = data_rows(keep, row_keys.rows, has_header=has_header)
    row_keys, col_keys, values = (part.take(places) for part in (row_keys, col_keys, values))
    aggregation = Aggregation(evaluator, scope, called, values)
    if aggregation.of_two and relative_to > GRAND_TOTAL:
        raise Uncomputable("it relates its values to the totals of parents")
    axes = []
    for keys, order, depth in ((row_keys, row_order, row_depth), (col_keys, col_order, col_depth)):
        of, outer = grouped(keys, order, strings)
        if order.value >= 0:
            if aggregation.of_two:
                raise Uncomputable("it sorts by shares")
            found = aggregation.of(order.value, of, int(of.max()) + 1, np.zeros(len(of), np.int64))
            of = by_value(of, found.kind[:, 0], found.data[:, 0], order, strings)
        axes.append(axis(keys, of, outer, depth, strings))
    lines, across = axes
    grids = [_grid(aggregation, place, lines, across, relative_to, strings) for place in range(values.columns)]
    body = beside(lines.labels, _interleaved(grids))
    repeated = np.repeat(np.arange(across.lines), values.columns)
    titles = across.labels.take(repeated)
    corner = texts(col_keys.columns, row_keys.columns, "", strings)
    top = beside(corner, Table(titles.kind.T, titles.data.T))
    if shown == HIDDEN:
        return below(top, body)
    if shown == GENERATED:
        head = [
            row_of([f"{word} {place + 1}" for place in range(part.columns)], strings)
            for word, part in zip(("Row Field", "Column Field", "Value"), head, strict=True)
        ]
    row_names, col_names, value_names = (names_of(part) for part in head)
    width = across.lines
    above = beside(texts(1, row_keys.columns, "", strings), col_names, texts(1, width - 1, "", strings))
    return below(above, top, beside(row_names, *[value_names] * width), body)


def _grid(aggregation: Aggregation, place: int, lines: Axis, across: Axis, relative_to: int, strings: Strings) -> Table:
    """Return the values of one column of values, (lines, columns); an empty text where no row has both keys."""
    result = texts(lines.lines, across.lines, "", strings)
    everything = lines.members[ALL]
    for row_level in _LEVELS:
        rows_here = np.flatnonzero(lines.level == row_level)
        for col_level in _LEVELS:
            columns_here = np.flatnonzero(across.level == col_level)
            if not len(rows_here) or not len(columns_here):
                continue
            rows, columns = lines.members[row_level], across.members[col_level]
            cell_of, count = dense(rows * across.counts[col_level] + columns)
            whole = {COLUMN_TOTAL: columns, ROW_TOTAL: rows}.get(relative_to, everything)
            found = aggregation.of(place, cell_of, count, whole)
            first = first_places(cell_of, count)
            part = texts(lines.counts[row_level], across.counts[col_level], "", strings)
            part.kind[rows[first], columns[first]] = found.kind[:, 0]
            part.data[rows[first], columns[first]] = found.data[:, 0]
            inside = np.ix_(rows_here, columns_here)
            chosen = np.ix_(lines.place[rows_here], across.place[columns_here])
            result.kind[inside], result.data[inside] = part.kind[chosen], part.data[chosen]
    return result


def _interleaved(grids: list[Table]) -> Table:
    """Return grids of one shape with their first columns beside each other, then their second ones, and so on."""
    if len(grids) == 1:
        return grids[0]
    kind, data = np.stack([g.kind for g in grids], axis=2), np.stack([g.data for g in grids], axis=2)
    return Table(kind.reshape(len(kind), -1), data.reshape(len(data), -1))
