"""FIELDVALUE: a field of a stock, a country or another data type, as the workbook has stored it.

`B7.Price` stands in a file as `_FV(B7,"Price")`. The service behind a data type is never asked. Source: Microsoft's
page of FIELDVALUE; MS-XLSX 2.3.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import function
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.formula.tree import Call
from socroi.engine.model.block import ERROR, NOT_COMPUTED, UNCOMPUTED, Block, mixed, pack, unpack
from socroi.engine.model.book import Evaluation
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.model.rich import UNREADABLE, RichValue
from socroi.errors import CellError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node

    Things = NDArray[np.object_]

SHORT: Final = "_FV"
NAMES: Final = f"FIELDVALUE {SHORT}"


@function(NAMES, "l l")
def _field_value(evaluator: Evaluator, scope: Scope, value: Node, name: Node) -> Value:
    found = _fields(evaluator, scope, value, name)
    kind, data = np.zeros(found.shape, np.uint8), np.zeros(found.shape)
    for place, thing in np.ndenumerate(found):
        plain = thing.basic if isinstance(thing, RichValue) else thing
        kind[place], data[place] = pack(plain, evaluator.strings)
    if (data[kind == ERROR] == UNCOMPUTED).any():
        evaluator.context.doubt = "it asks for a field of something that was not computed"
    return mixed(kind, data)


def _fields(evaluator: Evaluator, scope: Scope, value: Node, name: Node) -> Things:
    """Return the field of each cell that is asked for."""
    things, names = _things(evaluator, scope, value), _plain(evaluator, evaluator.block(name, scope))
    rows, columns = (max(things.shape[axis], names.shape[axis]) for axis in (1, 2))
    things, names = np.broadcast_arrays(_stretched(things, rows, columns), _stretched(names, rows, columns))
    found = np.empty(things.shape, np.object_)
    for place, thing in np.ndenumerate(things):
        found[place] = _field(thing, names[place])
    return found


def _things(evaluator: Evaluator, scope: Scope, node: Node) -> Things:
    """Return what the cells of an argument hold, values of data types as such."""
    if isinstance(node, Call) and node.name in NAMES.split() and len(node.arguments) == 2:
        return _fields(evaluator, scope, *node.arguments)
    value = evaluator.value(node, scope)
    if isinstance(value, Ref) and not scope.array:
        value = evaluator.intersect(value, scope)
    block = evaluator.cells(value)
    found = _plain(evaluator, block)
    if not isinstance(value, Ref) or value.external is not None or value.is_3d:
        return found
    held = {} if evaluator.book.rich_values is None else evaluator.book.rich_values(value.sheet)
    if not held:
        return found
    tops, lefts = (np.broadcast_to(side, (len(found),)) for side in (value.top, value.left))
    for place, thing in np.ndenumerate(found):
        row, column = int(tops[place[0]]) + place[1], int(lefts[place[0]]) + place[2]
        rich = held.get((row, column))
        # A cell that shows another value by now was overwritten.
        if rich is not None and isinstance(thing, CellError | type(rich.basic)) and thing == rich.basic:
            if evaluator.book.edited and _is_given_by_a_formula(evaluator, value.sheet, row, column):
                raise Uncomputable("which data type a formula gives is known only of the file as it was stored")
            found[place] = rich
    return found


def _plain(evaluator: Evaluator, block: Block) -> Things:
    found = np.empty(block.data.shape, np.object_)
    for place in np.ndindex(found.shape):
        found[place] = unpack(int(block.kind[place]), float(block.data[place]), evaluator.strings)
    return found


def _stretched(things: Things, rows: int, columns: int) -> Things:
    """Repeat one row or column; what several of them lack is #N/A."""
    found = np.full((len(things), rows, columns), CellError("#N/A"), np.object_)
    height, width = (whole if own == 1 else own for whole, own in zip((rows, columns), things.shape[1:], strict=True))
    found[:, :height, :width] = things
    return found


def _field(thing: object, name: object) -> object:
    if thing is NOT_COMPUTED or name is NOT_COMPUTED:
        return NOT_COMPUTED
    if isinstance(name, CellError):
        return name
    if not isinstance(thing, RichValue):
        if isinstance(thing, CellError) and thing != "#VALUE!":
            return thing
        raise Uncomputable("it asks for a field of a cell of which no data type is stored")
    if not isinstance(name, str):
        raise Uncomputable("the field that it asks for is not named by a text")
    value = thing.fields.get(name.casefold(), CellError("#FIELD!"))
    if value is UNREADABLE:
        raise Uncomputable(f"the field {name} holds a list, a picture or another value that is not read here")
    return value


def _is_given_by_a_formula(evaluator: Evaluator, sheet: int, row: int, column: int) -> bool:
    for region in evaluator.book.sheets[sheet].regions:
        height, width = (region.count, 1) if region.evaluation is Evaluation.LEGACY else region.extent
        if 0 <= row - region.row < height and 0 <= column - region.column < width:
            return True
    return False
