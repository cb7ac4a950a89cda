"""The catalogue's gatekeeper: `@formula` turns a documented function into a worksheet function, or refuses it.

Everything that a host, a test or the documentation needs is read from the function itself: its name, its annotations
and its docstring. An entry that is incomplete, ill-named or at odds with the rest of the catalogue is refused when it
is imported, with a sentence that says what to change.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import replace
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    ParamSpec,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from socroi.definition import twin
from socroi.definition.docstring import documented_examples, entries, errors, joined, sections, source
from socroi.definition.formula import Family, Formula, RefusedFormula
from socroi.definition.parameter import Parameter
from socroi.definition.spill import Spill
from socroi.definition.units import Holds, Kind, Shape, Single
from socroi.excel.addresses import is_reference
from socroi.excel.functions import is_built_in

if TYPE_CHECKING:
    from collections.abc import Callable


_P = ParamSpec("_P")
_R = TypeVar("_R")

SYNONYMS: Final = {
    "amounts": "amount", "benefit": "revenue", "budget": "spend", "channel": "platform", "costs": "cost",
    "count": "quantity", "dates": "date", "day": "date", "earnings": "revenue", "expense": "cost", "expenses": "cost",
    "gain": "revenue", "income": "revenue", "investment": "cost", "metric_value": "value", "network": "platform",
    "number": "quantity", "outlay": "cost", "path": "paths", "platforms": "platform", "price": "value",
    "profit_margin": "margin", "qty": "quantity", "quantities": "quantity", "returns": "revenue", "revenues": "revenue",
    "sales": "revenue", "significance": "confidence", "spending": "spend", "spent": "spend", "turnover": "revenue",
    "values_table": "values", "worth": "value",
}  # fmt: skip
"""Argument names that mean something we already have a word for: one concept has one name in the whole catalogue."""


_declared: dict[str, tuple[Callable[..., Any], str, str]] = {}
"""The body, the twin and the reason to be in no workbook of every worksheet function, by name."""

_formulas: dict[str, Formula] = {}
"""Those of them that somebody asked for: to read the text of all of them takes longer than a small workbook."""


def formula(*, twin: str = "", unplaced: str = "") -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Register a function of the catalogue as a worksheet function; the function itself is returned as it is.

    Args:
        twin: the same in plain Excel, as bare arithmetic over the argument names; guards are derived from the kinds.
        unplaced: why no cell of our workbooks calls it, in a sentence; left out where one does.
    """

    def register(body: Callable[_P, _R]) -> Callable[_P, _R]:
        name = body.__name__
        if name in _declared:
            modules = (each.__module__.rpartition(".")[2] for each in (_declared[name][0], body))
            raise RefusedFormula(f"{name} is defined twice, in {' and in '.join(modules)}.")
        _declared[name] = body, twin, unplaced
        return body

    return register


def formulas() -> dict[str, Formula]:
    """Return every worksheet function by name, ordered by family and then as its module defines them.

    Raises:
        RefusedFormula: one of them lacks something, and what.
    """
    _import_catalogue()
    ordered = sorted(map(_described, _declared), key=lambda entry: entry.family.order)
    return {entry.name: entry for entry in ordered}


def find(name: str) -> Formula | None:
    """Return the worksheet function of that name, None where there is none."""
    _import_catalogue()
    return _described(name) if name in _declared else None


def _described(name: str) -> Formula:
    if name not in _formulas:
        _formulas[name] = _describe(*_declared[name])
    return _formulas[name]


@cache
def _import_catalogue() -> None:
    from socroi import catalogue

    for module in pkgutil.iter_modules(catalogue.__path__):
        importlib.import_module(f"{catalogue.__name__}.{module.name}")


def _describe(body: Callable[..., Any], twin_text: str, unplaced: str) -> Formula:
    name = body.__name__
    _check_name(name)
    family = body.__globals__.get("FAMILY")
    if not isinstance(family, Family):
        raise RefusedFormula(
            f"{name} stands in {body.__module__}, which has no FAMILY = Family(order, title, question)."
        )
    summary, said = sections(name, inspect.getdoc(body) or "")
    hints = get_type_hints(body, include_extras=True)
    parameters = _parameters(name, body, hints, entries(name, "Args", said["Args"]))
    entry = Formula(
        name=name,
        body=body,
        module=body.__module__.rpartition(".")[2],
        family=family,
        summary=summary,
        parameters=parameters,
        returns=joined(said["Returns"]),
        errors=errors(name, said["Errors"]),
        source=source(name, said["Source"]),
        examples=documented_examples(name, said["Examples"], parameters),
        twin=twin_text,
        gives=_kind(hints.get("return")),
        many=_many(hints.get("return")),
        spills=_many(hints.get("return")) or any(p.shape is Shape.EACH for p in parameters),
        unplaced=unplaced,
    )
    _check_words(entry)
    if unplaced and not re.fullmatch(r"[A-Z].*[^.]\.", unplaced):
        raise RefusedFormula(f"{name} needs a sentence with its full stop for why it is unplaced, not {unplaced!r}.")
    if twin_text:
        _check_twin(entry)
    return entry


def _check_name(name: str) -> None:
    if is_reference(name):
        raise RefusedFormula(
            f"{name} is a cell address, so a sheet could never call it. Use letters only, more than three."
        )
    if not re.fullmatch(r"[A-Z]+", name):
        raise RefusedFormula(f"{name} is not a name in capital letters A to Z alone.")
    if is_built_in(name):
        raise RefusedFormula(f"{name} is a function of Excel's own. Give ours a name that begins with SOC.")
    if not name.startswith("SOC") and name != "KPIVALUE":
        raise RefusedFormula(f"{name} does not begin with SOC, so typing =SOC in a cell would not list it.")


def _parameters(
    name: str, body: Callable[..., Any], hints: dict[str, Any], docs: dict[str, str]
) -> tuple[Parameter, ...]:
    parameters: list[Parameter] = []
    for argument in inspect.signature(body).parameters.values():
        if argument.kind is not argument.POSITIONAL_OR_KEYWORD:
            raise RefusedFormula(f"{name} takes {argument}, and a cell can only pass plain arguments.")
        if argument.name not in docs:
            raise RefusedFormula(f"{name} says nothing of its argument {argument.name} under 'Args:'.")
        hint = hints.get(argument.name)
        kind, shape = _kind(hint), _shape(hint)
        if kind is None:
            raise RefusedFormula(f"{name} gives its argument {argument.name} no kind of socroi.definition.units.")
        required = argument.default is argument.empty
        default = None if required else argument.default
        single = Single.FOR_ALL if Single.FOR_ALL in _metadata(hint) else Single.A_ROW
        parameters.append(Parameter(argument.name, kind, shape, docs[argument.name], required, default, single))
    absent = [documented for documented in docs if documented not in {p.name for p in parameters}]
    if absent:
        raise RefusedFormula(f"{name} documents {absent[0]}, which is not among its arguments.")
    return tuple(parameters)


def _metadata(hint: Any) -> tuple[Any, ...]:
    """Return what an annotation says of itself, outermost first, through Annotated, lists and `| None`."""
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        options = get_args(inner) if get_origin(inner) is Literal else ()
        notes = [replace(note, choices=options) if isinstance(note, Kind) and options else note for note in notes]
        return (*reversed(notes), *_metadata(inner))
    return tuple(note for inner in get_args(hint) for note in _metadata(inner))


def _kind(hint: Any) -> Kind | None:
    return next((note for note in _metadata(hint) if isinstance(note, Kind)), None)


def _shape(hint: Any) -> Shape:
    return next((note for note in _metadata(hint) if isinstance(note, Shape)), Shape.ONE)


def _many(hint: Any) -> bool:
    return hint is Spill or get_origin(hint) is list or Spill in get_args(hint)


def _check_words(entry: Formula) -> None:
    """Refuse a synonym for a word of ours, and a word of ours with another meaning."""
    for parameter in entry.parameters:
        if parameter.name in SYNONYMS:
            raise RefusedFormula(
                f"{entry.name} calls an argument {parameter.name}; the catalogue's word is {SYNONYMS[parameter.name]}."
            )
        for other in _formulas.values():
            for known in other.parameters:
                if known.name == parameter.name and known.kind != parameter.kind:
                    raise RefusedFormula(
                        f"{entry.name} takes {parameter.name} as {parameter.kind.meaning}, and {other.name} as"
                        f" {known.kind.meaning}: one word has one meaning."
                    )


def _check_twin(entry: Formula) -> None:
    own = {parameter.name for parameter in entry.parameters}
    free, functions = twin.names(entry.twin)
    if unknown := sorted(free - own):
        raise RefusedFormula(f"{entry.name} has a twin that mentions {unknown[0]}, which is none of its arguments.")
    if unknown := sorted(name for name in functions if not is_built_in(name)):
        raise RefusedFormula(f"{entry.name} has a twin that calls {unknown[0]}, which Excel does not have.")
    for name in (*own, *twin.bound(entry.twin)):
        if is_reference(name):
            raise RefusedFormula(f"{entry.name} has a twin with the name {name}, which Excel reads as a cell address.")
    odd = [p.name for p in entry.parameters if p.kind.holds is Holds.DATE]
    if odd:
        raise RefusedFormula(f"{entry.name} has a twin and an argument {odd[0]} for which no guard is known.")
