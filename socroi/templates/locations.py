"""Where the built workbooks and their texts lie: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

from socroi.errors import UsageError

_PACKAGE = Path(__file__).resolve().parents[1]


def home() -> Path:
    """Return the folder `workbook_templates`: the wheel's own copy, or the checkout's.

    Raises:
        UsageError: neither is there, which means that the installation is broken.
    """
    for place in (_PACKAGE / "_data" / "workbook_templates", _PACKAGE.parent / "workbook_templates"):
        if place.is_dir():
            return place
    raise UsageError(
        "the folder workbook_templates is missing from this installation.",
        where=str(_PACKAGE),
        hint="Install SOCROI again.",
    )
