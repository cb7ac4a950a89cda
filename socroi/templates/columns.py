"""The columns of a template's table, and the rules for what may be typed into a cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

RULES: Final[dict[str, dict[str, Any]]] = {
    "amount": {"validate": "decimal", "criteria": ">=", "value": 0},
    "rate": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "date": {
        "validate": "date",
        "criteria": "between",
        "minimum": date(2000, 1, 1),
        "maximum": date(2099, 12, 31),
    },
    "months": {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 120},
    "half": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 0.5},
    "above": {"validate": "decimal", "criteria": ">", "value": 0},
    "whole": {"validate": "integer", "criteria": ">=", "value": 0},
    "ten": {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 10},
    "five": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 5},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        key: names the column in formulas; its heading is the text `<table>.<key>`, its note `<table>.<key>.prompt`.
        look: the parts of its cell format after `input` or `computed`.
        formula: what a row computes, in plain Excel: a table may hold no array formula, which a call of ours would
            be. A column without one is for input.
        choices: the defined name behind its drop-down.
        rule: one of the keys of `RULES`, such as `amount`: what may be typed.
        free: whether other texts than those of the drop-down may be typed too.
        added: whether workbooks of an older edition lack it.
    """

    key: str
    look: tuple[str, ...] = ()
    formula: str | None = None
    choices: str | None = None
    rule: str | None = None
    free: bool = False
    added: bool = False
