"""How an Excel function is declared: its name, the kinds of its arguments, and a body that is handed them ready.

The kinds stand in `signatures.py`, what else can be said of a function in `traits.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
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
    ERROR,
    NOT_COMPUTED,
    NUM,
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
            given = [
                _argument(kind, node, evaluator, scope)
                for kind, node in zip(form.kinds(len(nodes)), nodes, strict=True)
            ]
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
    strings = evaluator.strings
    shape = np.broadcast_shapes(*(block.shape for block in blocks)) if blocks else (1, 1, 1)
    columns: list[list[Any]] = []
    bad: Bad = None
    for letter, block in zip(letters, blocks, strict=True):
        if letter == "v":
            kinds = np.broadcast_to(block.kind, shape).ravel().tolist()
            data = np.broadcast_to(block.data, shape).ravel().tolist()
            columns.append([unpack(k, d, strings) for k, d in zip(kinds, data, strict=True)])
            continue
        argument, wrong = _coerced(letter, block, evaluator)
        bad = first_error(bad, wrong)
        values = np.broadcast_to(argument, shape)
        columns.append(strings.texts(values) if letter == "t" else values.ravel().tolist())
    failed = np.broadcast_to(bad, shape).ravel() >= 0 if bad is not None else None
    known: dict[Any, tuple[int, float]] = {}
    kind, found = np.zeros(shape, np.uint8).ravel(), np.zeros(shape).ravel()
    rows = zip(*columns, strict=True) if columns else [()]
    for place, row in enumerate(rows):
        if failed is not None and failed[place]:
            continue
        # True == 1 == 1.0 as a dictionary key, but not to a function of any value.
        key = tuple((type(cell), cell) for cell in row) if "v" in letters else row
        answer = known.get(key)
        if answer is None and "v" in letters and any(cell is NOT_COMPUTED for cell in row):
            answer = known[key] = ERROR, UNCOMPUTED
        elif answer is None:
            try:
                answer = pack(body(*row), strings)
            except Overrun:
                raise
            except (DoubtfulText, Uncomputable) as problem:
                evaluator.context.doubt = problem.why if isinstance(problem, DoubtfulText) else str(problem)
                answer = ERROR, UNCOMPUTED
            except CellError as problem:
                answer = pack(problem, strings)
            except OverflowError:
                answer = ERROR, NUM
            known[key] = answer
        kind[place], found[place] = answer
    return with_errors(mixed(kind.reshape(shape), found.reshape(shape)), bad)


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
