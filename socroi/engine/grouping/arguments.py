"""What GROUPBY and PIVOTBY are handed: their ranges, their options, their headers.

Source: Microsoft's help on GROUPBY and PIVOTBY; what the help leaves open is taken from results that Excel gave
(16.113, en-US, 2026), and where neither says it, the formula is left uncomputed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import given
from socroi.engine.declaration.whole_arrays import uncomputed
from socroi.engine.evaluation.coerce import logicals_of, numbers_of
from socroi.engine.evaluation.values import Ref
from socroi.engine.model.block import BLANK, ERROR, NUMBER, TEXT, Block, mixed, pack, uniform
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.errors import CELL_ERRORS, CellError
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Kinds, Strings

    Places = NDArray[np.int64]

HIDDEN, SHOWN, GENERATED = 0, 1, 2
"""What becomes of the headers."""


@record(slots=True)
class Table:
    """The cells of an argument: kind and data of shape (rows, columns)."""

    kind: Kinds
    data: Data

    @property
    def rows(self) -> int:
        """How many rows."""
        return int(self.data.shape[0])

    @property
    def columns(self) -> int:
        """How many columns."""
        return int(self.data.shape[1])

    def take(self, rows: Places | slice) -> Table:
        """Return some of the rows."""
        return Table(self.kind[rows], self.data[rows])

    def column(self, place: int) -> Table:
        """Return one column alone."""
        return Table(self.kind[:, place : place + 1], self.data[:, place : place + 1])

    def has(self, kind: int) -> bool:
        """Whether any cell is of that kind."""
        return bool((self.kind == kind).any())

    def block(self) -> Block:
        """Return the table as a block of one lane."""
        return mixed(self.kind[None], self.data[None])


def texts(rows: int, columns: int, text: str, strings: Strings) -> Table:
    """Return a table of one text."""
    return Table(np.full((rows, columns), TEXT, np.uint8), np.full((rows, columns), float(strings.code(text))))


def row_of(values: Sequence[str], strings: Strings) -> Table:
    """Return a table of one row of texts."""
    return Table(np.full((1, len(values)), TEXT, np.uint8), strings.codes(values).reshape(1, -1))


def beside(*tables: Table) -> Table:
    """Return tables of equal height side by side."""
    return Table(np.concatenate([t.kind for t in tables], axis=1), np.concatenate([t.data for t in tables], axis=1))


def below(*tables: Table) -> Table:
    """Return tables of equal width below each other."""
    return Table(np.concatenate([t.kind for t in tables]), np.concatenate([t.data for t in tables]))


# Arguments


def tables_of(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> list[Table]:
    """Return the cells of arguments that have to be equally long.

    Raises:
        CellError: #VALUE! where they are not; an argument's own error where it is nothing else.
    """
    if scope.lanes > 1:
        raise LaneSplit
    blocks, heights = [], set()
    for node in nodes:
        value = evaluator.value(node, scope.with_array())
        block = evaluator.cells(value)
        unknown = uncomputed(block)
        if unknown is not None or (isinstance(value, Block) and block.is_single and block.has(ERROR)):
            problem = (unknown or block).scalar(evaluator.strings)
            assert isinstance(problem, CellError)  # noqa: S101 - both are single errors
            raise problem
        blocks.append(block)
        if isinstance(value, Ref):
            heights.add(value.size()[0])
    if len(heights) > 1:
        raise CellError("#VALUE!")
    rows = {block.rows for block in blocks}
    if len(rows) > 1:
        if heights and max(heights) > min(rows):
            raise Uncomputable("one of its arguments is a whole column and another is not")
        raise CellError("#VALUE!")
    return [Table(np.broadcast_to(block.kind, block.shape)[0], block.data[0]) for block in blocks]


def choice(evaluator: Evaluator, scope: Scope, node: Node | None, allowed: Sequence[int], default: int) -> int:
    """Return an option.

    Raises:
        CellError: #VALUE! where it is none of those allowed.
    """
    if node is None or not given(node):
        return default
    numbers = choices(evaluator, scope, node)
    if len(numbers) != 1:
        raise Uncomputable("an option is given as an array")
    if numbers[0] not in allowed:
        raise CellError("#VALUE!")
    return numbers[0]


def choices(evaluator: Evaluator, scope: Scope, node: Node) -> list[int]:
    """Return the whole numbers of an option that may be an array."""
    block = evaluator.cells(evaluator.value(node, scope.with_array()))
    if block.has(BLANK):
        raise Uncomputable("an option is a blank cell")
    data, bad = numbers_of(block, evaluator.context)
    if bad is not None and (bad >= 0).any():
        code = int(bad[bad >= 0][0])
        if code >= len(CELL_ERRORS):
            raise Uncomputable("an option could not be computed")
        raise CellError(CELL_ERRORS[code])
    return [int(number) for number in np.trunc(data).ravel().tolist()]


def total_depth(evaluator: Evaluator, scope: Scope, node: Node | None, fields: int) -> int:
    """Return how deep totals go, negative where they stand before what they total: 0, 1, -1, 2 or -2."""
    if node is None or not given(node):
        return 1
    numbers = choices(evaluator, scope, node)
    if len(numbers) != 1:
        raise Uncomputable("an option is given as an array")
    if abs(numbers[0]) > min(fields, 2):
        raise Uncomputable("it asks for subtotals deeper than the first of several fields")
    return numbers[0]


def kept_rows(evaluator: Evaluator, scope: Scope, node: Node | None, rows: int) -> NDArray[np.bool_] | None:
    """Return which rows a filter keeps, header included; None without a filter.

    Raises:
        CellError: #VALUE! where the filter is not one column of as many rows.
    """
    if node is None or not given(node):
        return None
    block = evaluator.cells(evaluator.value(node, scope.with_array()))
    keep, bad = logicals_of(block, evaluator.strings)
    if bad is not None and (bad >= 0).any():
        raise Uncomputable("its filter holds errors or texts")
    if (block.rows, block.columns) == (rows - 1, 1):
        raise Uncomputable("its filter is one row short, as if it left the header out")
    if (block.rows, block.columns) != (rows, 1):
        raise CellError("#VALUE!")
    return np.broadcast_to(keep, block.shape)[0, :, 0]


# Headers


def headers(values: Table, option: int | None) -> tuple[bool, int]:
    """Return whether the first row is a header, and what becomes of it: HIDDEN, SHOWN or GENERATED.

    Args:
        values: what is aggregated, with the first row.
        option: field_headers, None where it was left out: then a text above numbers is a header, and it is hidden.

    Raises:
        CellError: #VALUE! where a text follows below a text above a number: Excel cannot tell either.
    """
    if option is not None:
        return option in (1, 3), {2: GENERATED, 3: SHOWN}.get(option, HIDDEN)
    texts_first, below_them = values.kind[0] == TEXT, values.kind[1:]
    if not texts_first[0]:
        if texts_first.any():
            raise Uncomputable("only some of its columns of values seem to have headers")
        return False, HIDDEN
    first = below_them[:, 0]
    if np.isin(first, (NUMBER, BLANK)).all() and (first == NUMBER).any():
        if (below_them[:, 1:] == TEXT).any():
            raise Uncomputable("only some of its columns of values seem to have headers")
        return True, HIDDEN
    if (first == TEXT).all():
        if values.columns > 1:
            raise Uncomputable("only some of its columns of values seem to have headers")
        return False, HIDDEN
    if first[0] == NUMBER and np.isin(first, (NUMBER, BLANK, TEXT)).all():
        raise CellError("#VALUE!")
    raise Uncomputable("it cannot be told whether its values have a header")


def names_of(header: Table) -> Table:
    """Return a header row that is going to be shown."""
    if header.has(BLANK):
        raise Uncomputable("a header that is shown is blank")
    return header


# Order


@record(slots=True)
class Order:
    """How the lines of an axis are sorted.

    Attributes:
        down: which of the key columns descend.
        value: the column of values that is sorted by instead, -1 for none, and whether that one descends.
    """

    down: tuple[bool, ...]
    value: int = -1
    value_down: bool = False


def sort_order(evaluator: Evaluator, scope: Scope, node: Node | None, fields: int, values: int, table: bool) -> Order:
    """Return the order that a sort_order asks for; `table`: the fields are independent of each other.

    Raises:
        CellError: #VALUE! for 0 and for columns that there are not.
    """
    ascending = (False,) * fields
    if node is None or not given(node):
        return Order(ascending)
    numbers = choices(evaluator, scope, node)
    if not numbers or not all(1 <= abs(number) <= fields + values for number in numbers):
        raise CellError("#VALUE!")
    places = [abs(number) - 1 for number in numbers]
    if len(numbers) == 1 and places[0] >= fields:
        if fields > 2 and not table:
            raise Uncomputable("it sorts more than two fields by a value")
        return Order(ascending, places[0] - fields, numbers[0] < 0)
    if places != sorted(set(places)) or places[-1] >= fields:
        raise Uncomputable("it sorts by several columns out of their order")
    if table and numbers != [*range(1, fields + 1)][: len(numbers)]:
        raise Uncomputable("it sorts fields that are independent of each other")
    return Order(tuple(-(place + 1) in numbers for place in range(fields)))


def failed(problem: CellError, evaluator: Evaluator) -> Block:
    """Return the one error that stands in the place of a whole result."""
    _, code = pack(problem, evaluator.strings)
    return uniform(ERROR, np.full((1, 1, 1), code))


def field_headers(evaluator: Evaluator, scope: Scope, node: Node | None) -> int | None:
    """Return what was asked of the headers, None where nothing was."""
    return choice(evaluator, scope, node, range(4), 0) if node is not None and given(node) else None


def generated(word: str, count: int) -> list[str]:
    """Return names for headers that there are not."""
    return [f"{word} {place + 1}" for place in range(count)]


def data_rows(keep: np.ndarray | None, rows: int, *, has_header: bool) -> np.ndarray:
    """Return the places of the rows that are summed up."""
    kept = np.ones(rows, np.bool_) if keep is None else keep.copy()
    if has_header:
        kept[:1] = False
    places = np.flatnonzero(kept)
    if not len(places):
        raise Uncomputable("no row of data is left")
    return places
