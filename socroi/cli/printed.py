"""Figures as JSON, for programs: what a command prints with `--json`."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import click

from socroi.errors import CellError


def print_json(value: Any) -> None:
    """Print a value as JSON: an error of a cell as its text, what is no number as null."""
    click.echo(json.dumps(_plain(value), ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, CellError):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isinstance(value, bool):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value
