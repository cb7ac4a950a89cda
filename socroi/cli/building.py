"""Templates as the command line builds them: our functions are in them as names, so that Excel 365 computes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi import templates
from socroi.hosts.lambdas import definition
from socroi.registry import formulas

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from socroi.templates import TemplateData


def build(
    name: str, language: str, target: Path, *, currency: str, start: date, data: TemplateData | None = None
) -> None:
    """Write a template, blank or filled, with the LAMBDA name of each of our functions that it calls.

    Raises:
        UsageError: there is no such template or language, or the data does not fit in.
    """
    names = {each.name: definition(each) for each in formulas().values() if each.twin}
    templates.build(name, language, target, data=data, currency=currency, start=start, names=names)
