"""Templates with our functions in them as names, so that a built workbook computes in Excel 365 like a shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi import templates

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from socroi.templates import TemplateData


def build(
    name: str, language: str, target: Path, *, currency: str, start: date, data: TemplateData | None = None
) -> None:
    """Write a template with the LAMBDA names of the 365 edition.

    Raises:
        UsageError: there is no such template or language, or the data does not fit in.
    """
    templates.build(name, language, target, data=data, currency=currency, start=start)
