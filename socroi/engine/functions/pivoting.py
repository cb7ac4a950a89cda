"""PIVOTBY: one line for each key of some columns, one column for each key of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import function
from socroi.engine.formula.tree import Missing
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
    texts,
    total_depth,
)
from socroi.engine.grouping.lines import ALL, GROUP, OUTER, axis, by_value, dense, first_places, grouped
from socroi.engine.grouping.values import aggregations, functions_of
from socroi.engine.model.block import TEXT
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import CellError

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.grouping.arguments import Order, Places
    from socroi.engine.grouping.lines import Axis
    from socroi.engine.grouping.values import Aggregation
    from socroi.engine.model.block import Strings

COLUMN_TOTAL, ROW_TOTAL, GRAND_TOTAL, PARENT_COLUMN, PARENT_ROW = range(5)
"""What a function's second argument sees: all rows of data in the value's column, in its line, all, those in its line
and in the column that its column is a part of, those in its column and in the line that its line is a part of.
"""

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
    called = functions_of(evaluator, scope, function_node)
    option = field_headers(evaluator, scope, header_node)
    has_header, shown = headers(values, option)
    if option is None and row_keys.columns + col_keys.columns > 2:
        raise Uncomputable("it has several fields, and nothing says whether to show their headers")
    if shown != HIDDEN and (values.columns > 1 or (shown == GENERATED and col_keys.columns > 1)):
        raise Uncomputable("it shows headers of several columns of values or of generated ones")
    row_depth = total_depth(evaluator, scope, row_depth_node, row_keys.columns)
    row_order = sort_order(evaluator, scope, row_sort_node, row_keys.columns, values.columns, table=False)
    col_depth = total_depth(evaluator, scope, col_depth_node, col_keys.columns)
    col_order = sort_order(evaluator, scope, col_sort_node, col_keys.columns, values.columns, table=False)
    relative_to = choice(evaluator, scope, relative_node, range(5), COLUMN_TOTAL)
    if col_depth and values.columns > 1 and len(called) == 1:
        raise Uncomputable("it totals several columns of values by one function, which Excel puts in wrong columns")
    keep = kept_rows(evaluator, scope, filter_node, row_keys.rows)
    head = [part.take(slice(0, 1)) for part in (row_keys, col_keys, values)]
    places = data_rows(keep, row_keys.rows, has_header=has_header)
    row_keys, col_keys, values = (part.take(places) for part in (row_keys, col_keys, values))
    columns = aggregations(evaluator, scope, called, values)
    lines = _axis(row_keys, row_order, row_depth, columns, strings, totals=bool(col_depth), levels=True)
    across = _axis(col_keys, col_order, col_depth, columns, strings, totals=bool(row_depth), levels=abs(col_depth) > 1)
    grids = [_grid(column, lines, across, relative_to, strings) for column in columns]
    body = beside(lines.labels, _interleaved(grids))
    titles = across.labels.take(np.repeat(np.arange(across.lines), len(columns)))
    empty = texts(col_keys.columns, row_keys.columns, "", strings)
    top = beside(empty, Table(titles.kind.T, titles.data.T))
    if len(called) > 1:
        names = [""] * row_keys.columns + [function.built_in for function in called] * across.lines
        top = below(top, row_of(names, strings))
    if shown == HIDDEN:
        return below(top, body)
    if shown == GENERATED:
        words = ("Row Field", "Column Field", "Value")
        head = [row_of(generated(word, part.columns), strings) for word, part in zip(words, head, strict=True)]
    row_names, col_names, value_names = (names_of(part) for part in head)
    width = titles.rows
    left, right = texts(1, row_keys.columns, "", strings), texts(1, width - 1, "", strings)
    above = beside(left, _one_name(col_names, strings), right)
    return below(above, top, beside(row_names, *[value_names] * width), body)


def _one_name(names: Table, strings: Strings) -> Table:
    """Return the names of the fields across the top as one text."""
    if names.columns == 1:
        return names
    if (names.kind != TEXT).any():
        raise Uncomputable("a header of several fields is no text")
    return row_of([", ".join(strings.texts(names.data))], strings)


def _axis(
    keys: Table,
    order: Order,
    depth: int,
    columns: list[Aggregation],
    strings: Strings,
    *,
    totals: bool,
    levels: bool,
) -> Axis:
    """Return the lines along one edge.

    Excel sorts by values only where the other edge shows totals to sort by, and the groups of the first field only
    where they have totals of their own (down the side, always).
    """
    groups = grouped(keys, order, strings)
    if order.value >= 0:
        if len(columns) > 1 or columns[0].of_two:
            raise Uncomputable("it sorts by one of several functions or columns of values, or by shares")
        if not totals:
            raise Uncomputable("it sorts by totals that it does not show")
        everything = np.zeros(keys.rows, np.int64)
        by = columns[order.value]
        leaves, outers = (by.of(of, int(of.max()) + 1, everything) for of in (groups.of, groups.outer))
        groups = by_value(
            groups, leaves, outers if levels else None, strings, down=order.value_down, nested=keys.columns > 1
        )
    return axis(keys, groups, depth, strings)


def _grid(aggregation: Aggregation, lines: Axis, across: Axis, relative_to: int, strings: Strings) -> Table:
    """Return the values of one function, (lines, columns); an empty text where no row has both keys."""
    # As many cells as both edges have lines, however few rows there are.
    current().room(1, lines.lines, across.lines)
    result = texts(lines.lines, across.lines, "", strings)
    for row_level in _LEVELS:
        rows_here = np.flatnonzero(lines.level == row_level)
        for col_level in _LEVELS:
            columns_here = np.flatnonzero(across.level == col_level)
            if not len(rows_here) or not len(columns_here):
                continue
            rows, columns = lines.members[row_level], across.members[col_level]
            cell_of, count = dense(rows * across.counts[col_level] + columns)
            found = aggregation.of(cell_of, count, _whole(lines, across, row_level, col_level, relative_to))
            first = first_places(cell_of, count)
            part = texts(lines.counts[row_level], across.counts[col_level], "", strings)
            part.kind[rows[first], columns[first]] = found.kind[:, 0]
            part.data[rows[first], columns[first]] = found.data[:, 0]
            inside = np.ix_(rows_here, columns_here)
            chosen = np.ix_(lines.place[rows_here], across.place[columns_here])
            result.kind[inside], result.data[inside] = part.kind[chosen], part.data[chosen]
    return result


def _whole(lines: Axis, across: Axis, row_level: int, col_level: int, relative_to: int) -> Places:
    """Return for each row of data what the value that it is in is related to."""
    rows, columns = lines.members[row_level], across.members[col_level]
    if relative_to == COLUMN_TOTAL:
        return columns
    if relative_to == ROW_TOTAL:
        return rows
    if relative_to == GRAND_TOTAL:
        return lines.members[ALL]
    if relative_to == PARENT_COLUMN:
        columns = across.members[_parent(across, col_level)]
    else:
        rows = lines.members[_parent(lines, row_level)]
    whole, _ = dense(rows * (int(columns.max()) + 1) + columns)
    return whole


def _parent(edge: Axis, level: int) -> int:
    if edge.labels.columns > 2:
        raise Uncomputable("it relates its values to the totals of parents of more than two fields")
    return OUTER if level == GROUP and edge.labels.columns > 1 else ALL


def _interleaved(grids: list[Table]) -> Table:
    """Return grids of one shape with their first columns beside each other, then their second ones, and so on."""
    if len(grids) == 1:
        return grids[0]
    kind, data = np.stack([g.kind for g in grids], axis=2), np.stack([g.data for g in grids], axis=2)
    return Table(kind.reshape(len(kind), -1), data.reshape(len(data), -1))
