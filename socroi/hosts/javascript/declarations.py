"""The catalogue's declarations as JavaScript: kinds, arguments, errors, and figures that stand in Python once."""

from __future__ import annotations

import importlib
import json
from math import inf
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.units import Single
from socroi.errors import CELL_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter
    from socroi.definition.units import Kind

_FACTS: Final = {
    "socroi.methods.journeys": ("SEPARATOR", "DEFAULTS"),
    "socroi.methods.looks": ("EXPECTED", "MOST_LOOKS", "SURE"),
    "socroi.methods.minimum": ("_ROUNDS", "_RESTARTS"),
    "socroi.methods.prewhitening": ("ROUNDING",),
    "socroi.methods.repeat_orders": ("_FURTHEST", "_ROUNDS", "_STEP", "_NOTHING"),
    "socroi.methods.resampling": ("MOST_ROWS", "PARTS"),
    "socroi.methods.response_curve": (
        *("FEWEST_ROWS", "FEWEST_LEVELS", "WIDEST", "MOST_TOLD", "MANY", "PARTS", "LARGEST", "_STEP", "_BENDS"),
    ),
    "socroi.methods.retention": ("_ALIKE", "_STEP", "_PARTS", "_SMALLEST", "_FARTHEST"),
    "socroi.methods.shrinkage": ("_FALL", "_SPREADS", "_MIDDLES"),
    "socroi.methods.shared_season": ("NEIGHBOURS", "MOST_SHARED", "MOST_BESIDE", "NOTHING"),
    "socroi.methods.skewness": ("ENOUGH", "MOST"),
    "socroi.methods.spend_plan": ("BEND_SPREAD", "CENTRE_SPREAD", "RETURN_SPREAD", "_GRID_STEP", "_EXACT", "_STEP"),
    "socroi.methods.permutation": ("_ALIKE",),
    "socroi.methods.pooling": ("APART", "_STEPS"),
    "socroi.methods.region_sales": ("MOST_PLACEMENTS",),
    "socroi.catalogue.attribution": ("MOST_STATES",),
    "socroi.catalogue.calibration": ("SERIALS", "NO_TEST"),
    "socroi.catalogue.experiment": ("FEWEST_BEFORE", "TIMES_BEFORE", "LEAST_FIT", "MOST_MEMORY", "LONGEST"),
    "socroi.catalogue.breakdown": ("_NO_NAME",),
    "socroi.catalogue.cohort": ("FEWEST_AGES", "FEWEST_CUSTOMERS", "DRAWS", "MANY", "SURVIVES", "NOT_YET"),
    "socroi.catalogue.evidence": (
        "FEWEST_PAIRS",
        "FEWEST_ROWS",
        "TAIL",
        "MIDDLE",
        "CHANCE",
        "NO_MORE_THAN_CHANCE",
        "ALIKE",
        "FEW_MAKE_MOST",
    ),
    "socroi.catalogue.holdout": ("UNFAIR", "NO_LIMIT", "_LIFTED", "_PRICED"),
    "socroi.catalogue.link": ("FIELDS", "PLATFORMS", "CLICK_IDS", "_OF_ADVERTISING", "_OF_PLACES", "_WORDS"),
    "socroi.catalogue.planning": ("SURE", "SURER", "DOUBT"),
    "socroi.catalogue.ranking": ("FEWEST", "FEWEST_AGAIN"),
    "socroi.catalogue.repeat": ("FEWEST_AGAIN", "FEWEST_WEEKS", "YEAR"),
    "socroi.catalogue.segment": ("FEWEST", "TOO_FEW", "NO_SPREAD", "SKEWED"),
    "socroi.catalogue.value": ("BENCHMARKS",),
    "socroi.catalogue.witness": ("FEWEST_ANSWERS", "MOST_ANSWERS", "CLAIMED"),
}
"""The figures and lists that stand in Python once and that the JavaScript beside it reads, by module."""


def declarations(formulas: Iterable[Formula]) -> str:
    """Return the constants CELL_ERRORS, constants, KINDS and FORMULAS as JavaScript."""
    formulas = list(formulas)
    kinds = {_key(p.kind): p.kind for formula in formulas for p in formula.parameters}
    facts = {
        module.rpartition(".")[2]: {name: _plain(getattr(importlib.import_module(module), name)) for name in names}
        for module, names in _FACTS.items()
    }
    tables = {
        "constants": "".join(f"  {key}: {literal(value)},\n" for key, value in facts.items()),
        "KINDS": "".join(f"  {literal(key)}: {_kind(kind)},\n" for key, kind in kinds.items()),
        "FORMULAS": "".join(f"  {formula.name}: {_entry(formula)},\n" for formula in formulas),
    }
    written = "".join(f"\nconst {name} = {{\n{lines}}};\n" for name, lines in tables.items())
    return f"const CELL_ERRORS = {literal(CELL_ERRORS)};\n{written}"


def literal(value: Any) -> str:
    """Return a value as JavaScript writes it."""
    if isinstance(value, float):
        if value in {inf, -inf}:
            return "Infinity" if value > 0 else "-Infinity"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)}: {literal(each)}" for key, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else value


def _key(kind: Kind) -> str:
    return f"{kind.noun}, {kind.limits()}" if kind.limited else kind.noun


def _kind(kind: Kind) -> str:
    shown: dict[str, Any] = {"noun": kind.noun, "holds": kind.holds.name}
    if kind.choices:
        shown["choices"] = kind.choices
    return literal(shown | {"low": kind.low, "high": kind.high, "open": kind.open, "limits": kind.limits()})


def _entry(formula: Formula) -> str:
    parameters = "".join(f"      {_parameter(p)},\n" for p in formula.parameters)
    return f"{{\n    parameters: [\n{parameters}    ],\n    errors: {literal(formula.errors)},\n  }}"


def _parameter(parameter: Parameter) -> str:
    parts = [
        f'name: "{parameter.name}"',
        f"kind: KINDS[{literal(_key(parameter.kind))}]",
        f'shape: "{parameter.shape.name}"',
        f"required: {literal(parameter.required)}",
        f"default: {literal(parameter.default)}",
    ]
    if parameter.single is Single.FOR_ALL:
        parts.append("forAll: true")
    return "{ " + ", ".join(parts) + " }"
