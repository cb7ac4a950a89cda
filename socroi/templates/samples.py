"""Small CSV files of the form that `socroi fill` puts into the tables of each template, with English words."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.templates.locations import home

if TYPE_CHECKING:
    from pathlib import Path

    from socroi.templates.template import Template


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample file, the table that it is for, and the keys of its columns."""

    path: Path
    table: str
    columns: tuple[str, ...]


def samples(template: Template) -> list[Sample]:
    """Return the sample files of a template: `<template>_<table>.csv`, the keys of the columns in the first line."""
    found = []
    for table in template.tables:
        path = home() / "samples" / f"{template.name}_{table.lower()}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                found.append(Sample(path, table, tuple(next(csv.reader(file)))))
    return found
