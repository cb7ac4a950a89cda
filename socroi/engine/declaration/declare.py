"""How an Excel function is declared: its name, the kinds of its arguments, and a body that is handed them ready.

The kinds stand in `signatures.py`, what else can be said of a function in `traits.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from socroi.engine.arithmetic.number_checks import finite
from socroi.engine.declaration.reference_lists import over_references
from socroi.engine.declaration.signatures import SIGNATURES, FunctionCall, Signature, signature
from socroi.engine.declaration.traits import NONE, Trait, state
from socroi.engine.evaluation.coerce import (
    aligned,
    checked_numbers,
    errors_of,
    first_error,
    logicals_of,
    numbers_of,
    texts_of,
    with_errors,
)
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import (
    BOOLEAN,
    ERROR,
    NOT_COMPUTED,
    NUM,
    NUMBER,
    TEXT,
    UNCOMPUTED,
    VALUE,
    Block,
    booleans,
    error,
    mixed,
    pack,
    uncomputed,
    unpack,
)
from socroi.engine.model.interruptions import LaneSplit, Overrun, Uncomputable
from socroi.engine.printing.text_values import DoubtfulText
from socroi.errors import CellError
from socroi.excel.serials import DAYS_1904

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar

Wrapper = Callable[[FunctionCall], FunctionCall]

FUNCTIONS: dict[str, FunctionCall] = {}
"""Every Excel function that the engine computes itself, by its upper-case name."""

FAMILIES: dict[str, str] = {}
"""The module that declares a function, by its upper-case name."""


def function(
    names: str, kinds: str, traits: Trait = NONE, *, seen_first: Wrapper | None = None
) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Declare a function whose body is handed (evaluator, scope, *arguments); an argument left out is None.

    With the trait DATES it is handed `date_1904` too. Kinds n, t and b are not for this form: use `elementwise` or
    `per_cell`. `seen_first` wraps the function in one that
    answers calls of a special form by itself.
    """
    form = signature(kinds)

    def declare(body: Callable[..., Value]) -> Callable[..., Value]:
        def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
            _check(names, form, nodes)
            letters = form.kinds(len(nodes))
            given = [_argument(kind, node, evaluator, scope) for kind, node in zip(letters, nodes, strict=True)]
            if letters.count("v") > 1:
                lifted = [at for at, letter in enumerate(letters) if letter == "v"]
                for at, block in zip(lifted, aligned([given[at] for at in lifted]), strict=True):
                    given[at] = block
            extra = {"date_1904": evaluator.context.date_1904} if Trait.DATES in traits else {}
            return body(evaluator, scope, *given, *[None] * (len(form.fixed) - len(given)), **extra)

        register(names, call if seen_first is None else seen_first(call), body.__module__, traits, form)
        return body

    return declare


def elementwise(names: str, kinds: str, traits: Trait = NONE) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a lifted function whose body works on whole arrays.

    The body is handed one array (a `Block` for kind v) for each argument, None for one left out, shapes
    broadcastable; it returns an array of numbers or of booleans, or a `Block`. NaN and infinities in the result are
    #NUM!. With the traits TEXTS, DATES and CONTEXT it is handed `strings`, `date_1904` and `context` too.
    """
    form = signature(kinds)

    def declare(body: Callable[..., Any]) -> Callable[..., Any]:
        def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
            _check(names, form, nodes)
            letters = form.kinds(len(nodes))
            blocks = _lifted(letters, nodes, evaluator, scope)
            arguments, bad = [], None
            for letter, block in zip(letters, blocks, strict=True):
                argument, wrong = _coerced(letter, block, evaluator)
                arguments.append(argument)
                bad = first_error(bad, wrong)
            extra: dict[str, Any] = {"strings": evaluator.strings} if Trait.TEXTS in traits else {}
            if Trait.DATES in traits:
                extra["date_1904"] = evaluator.context.date_1904
            if Trait.CONTEXT in traits:
                extra["context"] = evaluator.context
            with np.errstate(all="ignore"):
                result = body(*arguments, *[None] * (len(form.fixed) - len(arguments)), **extra)
            if isinstance(result, Block):
                return with_errors(result, bad)
            return with_errors(booleans(result), bad) if result.dtype == np.bool_ else checked_numbers(result, bad)

        register(names, call, body.__module__, traits | Trait.LIFTED, form)
        return body

    return declare


def per_cell(names: str, kinds: str, traits: Trait = NONE) -> Callable[[Callable[..., Scalar]], Callable[..., Scalar]]:
    """Declare a lifted function whose body computes one cell from Python values; it runs once for each distinct input.

    The body is handed float (n), str (t), bool (b) or any cell value (v), None for an argument left out; it returns a
    cell value or raises CellError. With the trait DATES it is handed `date_1904` too.
    """
    form = signature(kinds)

    def declare(body: Callable[..., Scalar]) -> Callable[..., Scalar]:
        one = finite(body) if Trait.FINITE in traits else body

        def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
            _check(names, form, nodes)
            letters = form.kinds(len(nodes))
            blocks = _lifted(letters, nodes, evaluator, scope)
            dated = Trait.DATES in traits
            rule = partial(one, date_1904=evaluator.context.date_1904) if dated else one
            return map_cells(rule, letters, blocks, evaluator)

        register(names, call, body.__module__, traits | Trait.LIFTED, form)
        return body

    return declare


def map_cells(body: Callable[..., Scalar], letters: str, blocks: Sequence[Block], evaluator: Evaluator) -> Block:
    """Return `body` of every cell of some aligned blocks, computed once for each distinct input."""
    shape = np.broadcast_shapes(*(block.shape for block in blocks)) if blocks else (1, 1, 1)
    columns: list[list[Any]] = []
    bad: Bad = None
    for letter, block in zip(letters, blocks, strict=True):
        column, wrong = _column(letter, block, shape, evaluator)
        bad = first_error(bad, wrong)
        columns.append(column)
    # What is the same in all cells is no part of what tells them apart.
    varying = [at for at, column in enumerate(columns) if len(column) != 1]
    several = len(varying) != 1
    inputs = list(zip(*(columns[at] for at in varying), strict=True)) if several else columns[varying[0]]
    inputs = inputs if varying else [()]
    mixed_up = any(letter == "v" and _mixes(block) for letter, block in zip(letters, blocks, strict=True))
    keys = [_typed(each) for each in inputs] if mixed_up else inputs
    good = None if bad is None else np.flatnonzero(np.broadcast_to(bad, shape).ravel() < 0).tolist()
    if good is not None:
        keys, inputs = [keys[at] for at in good], [inputs[at] for at in good]
    row = [column[0] if len(column) == 1 else None for column in columns]
    kinds: dict[Any, int] = {}
    found: dict[Any, float] = {}
    for key, each in _first_of_each(keys, inputs):
        for at, cell in zip(varying, each if several else (each,), strict=True):
            row[at] = cell
        if "v" in letters and any(cell is NOT_COMPUTED for cell in row):
            kinds[key], found[key] = ERROR, UNCOMPUTED
        else:
            kinds[key], found[key] = _answer(body, row, evaluator)
    kind, data = np.zeros(prod(shape), np.uint8), np.zeros(prod(shape))
    places = slice(None) if good is None else good
    kind[places] = np.fromiter(map(kinds.__getitem__, keys), np.uint8, len(keys))
    data[places] = np.fromiter(map(found.__getitem__, keys), np.float64, len(keys))
    return with_errors(mixed(kind.reshape(shape), data.reshape(shape)), bad)


def _column(letter: str, block: Block, shape: tuple[int, ...], evaluator: Evaluator) -> tuple[list[Any], Bad]:
    """Return the cells of an argument, as many as `shape` has or one that stands for all, and what is wrong there."""
    strings, bad = evaluator.strings, None
    kind, data = block.kind, block.data
    if letter != "v":
        data, bad = _coerced(letter, block, evaluator)
    if block.data.size != 1:
        kind, data = np.broadcast_to(kind, shape), np.broadcast_to(data, shape)
    if letter == "t" or (letter == "v" and block.uniform == TEXT):
        return strings.texts(data), bad
    if letter != "v" or block.uniform == NUMBER:
        return data.ravel().tolist(), bad
    return [unpack(k, d, strings) for k, d in zip(kind.ravel().tolist(), data.ravel().tolist(), strict=True)], bad


def _mixes(block: Block) -> bool:
    """Whether a block holds numbers and booleans: True == 1 as a dictionary key, but not to a function of any value."""
    return block.has(BOOLEAN) and block.has(NUMBER)


def _typed(given: Any) -> Any:
    return tuple((type(cell), cell) for cell in given) if isinstance(given, tuple) else (type(given), given)


def _first_of_each(keys: list[Any], given: list[Any]) -> Iterable[tuple[Any, Any]]:
    """Return each distinct key with what was given first with it."""
    if keys is given:
        return ((key, key) for key in dict.fromkeys(keys))
    first: dict[Any, Any] = {}
    for key, each in zip(keys, given, strict=True):
        first.setdefault(key, each)
    return first.items()


def _answer(body: Callable[..., Scalar], row: list[Any], evaluator: Evaluator) -> tuple[int, float]:
    """Return kind and data of what a function gives for one cell."""
    try:
        return pack(body(*row), evaluator.strings)
    except Overrun:
        raise
    except (DoubtfulText, Uncomputable) as problem:
        evaluator.context.doubt = problem.why if isinstance(problem, DoubtfulText) else str(problem)
        return ERROR, UNCOMPUTED
    except CellError as problem:
        return pack(problem, evaluator.strings)
    except OverflowError:
        return ERROR, NUM


def register(names: str, call: FunctionCall, module: str, traits: Trait = NONE, form: Signature | None = None) -> None:
    """Make a function known under its names, with its traits, and by the module that declares it."""
    for name in names.split():
        if name in FUNCTIONS:
            raise ValueError(f"the function {name} is declared twice")
        whole = of_known_size(call) if Trait.ARRAY in traits else call
        FUNCTIONS[name] = over_references(name, whole) if Trait.LISTED in traits else whole
        FAMILIES[name] = module.rpartition(".")[2]
        state(name, traits)
        if form is not None:
            SIGNATURES[name] = form


def of_known_size(call: FunctionCall) -> FunctionCall:
    """Return a function that is not computed where one cell that was not stands for its array: how large that is hangs
    on it.
    """

    def checked(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        found = call(evaluator, scope, nodes)
        if isinstance(found, Block) and found.is_single and uncomputed(found):
            if found.lanes > 1:
                raise LaneSplit
            raise Uncomputable(evaluator.context.doubt or "how large it is hangs on what was not computed")
        return found

    return checked


def _check(names: str, form: Signature, nodes: Sequence[Node]) -> None:
    if not form.accepts(len(nodes)):
        raise Uncomputable(f"{names.split(maxsplit=1)[0]} cannot take {len(nodes)} arguments")


def _argument(kind: str, node: Node, evaluator: Evaluator, scope: Scope) -> Any:
    if kind == "l":
        return node
    if kind == "r":
        return evaluator.value(node, scope)
    if kind == "x":
        return evaluator.cells(evaluator.value(node, scope))
    if kind == "a":
        return evaluator.array(node, scope)
    return evaluator.block(node, scope)


def _lifted(letters: str, nodes: Sequence[Node], evaluator: Evaluator, scope: Scope) -> list[Block]:
    if not nodes:
        return []
    return aligned([evaluator.block(node, scope) for node in nodes])


def _coerced(letter: str, block: Block, evaluator: Evaluator) -> tuple[Any, Bad]:
    if letter == "d":
        data, bad = numbers_of(block, evaluator.context)
        # A day before the first one stays one.
        return (np.where(data < 0, data, data + DAYS_1904) if evaluator.context.date_1904 else data), bad
    if letter == "n":
        return numbers_of(block, evaluator.context)
    if letter == "t":
        return texts_of(block, evaluator.strings)
    if letter == "b":
        return logicals_of(block, evaluator.strings)
    return block, None


def given(node: Node | None) -> bool:
    """Whether an argument of kind l was written at all."""
    return node is not None and not isinstance(node, Missing)


def error_result(block: Block) -> Block | None:
    """Return the first error of a block for each lane as a single cell, None where it has none."""
    bad = errors_of(block)
    if bad is None:
        return None
    flat = bad.reshape(bad.shape[0], -1)
    first = flat[np.arange(len(flat)), (flat >= 0).argmax(axis=1)]
    return (
        error(VALUE)
        if (first < 0).any()
        else mixed(np.full((len(first), 1, 1), 4, np.uint8), first.astype(float).reshape(-1, 1, 1))
    )
