"""SOCROI: what social media work returns.

Every worksheet function is an attribute of this module and is called as in a cell:

    >>> import socroi
    >>> socroi.SOCROI([1000, 500], [500])
    200.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.errors import Cancelled, CellError, SharedFileWarning, SocroiError, UncomputedWarning

if TYPE_CHECKING:
    from socroi.books.open_workbook import Workbook, values
    from socroi.books.open_workbook import open_workbook as open  # noqa: A004 - `socroi.open(path)` reads as what it does
    from socroi.books.recalculation import recalculate
    from socroi.books.what_if import what_if
    from socroi.definition.registry import formulas
    from socroi.engine.model.limits import Limits
    from socroi.gate.worksheet_functions import *  # noqa: F403 - every one of them is an attribute of this module
    from socroi.hosts.frozen import freeze
    from socroi.hosts.next_year import next_year
    from socroi.hosts.renewed import renew
    from socroi.intake.importing import import_exports
    from socroi.reports.page.report import report
    from socroi.review.checking import check
    from socroi.review.comparing import compare
    from socroi.review.explaining import explain
    from socroi.review.movements import bridge
    from socroi.sources.reading import read as read_export
    from socroi.sources.tables import fill_table as fill
    from socroi.templates.tables import read_template

__version__: Final = "0.1.0"
__all__ = [
    "Cancelled",
    "CellError",
    "Limits",
    "SharedFileWarning",
    "SocroiError",
    "UncomputedWarning",
    "Workbook",
    "__version__",
    "bridge",
    "check",
    "compare",
    "explain",
    "fill",
    "formulas",
    "freeze",
    "import_exports",
    "next_year",
    "open",
    "read_export",
    "read_template",
    "recalculate",
    "renew",
    "report",
    "values",
    "what_if",
]


_REVIEW: Final = {"bridge": "movements", "check": "checking", "compare": "comparing", "explain": "explaining"}
"""The module of `socroi.review` that has a function of this module."""


def _fetch(name: str) -> Any:
    """Import what is asked for when it is first asked for, so that `import socroi` costs next to nothing."""
    if name == "formulas":
        from socroi.definition.registry import formulas

        return formulas
    if name == "recalculate":
        from socroi.books.recalculation import recalculate

        return recalculate
    if name in ("Workbook", "open", "values"):
        from socroi.books import open_workbook

        return getattr(open_workbook, {"open": "open_workbook"}.get(name, name))
    if name == "Limits":
        from socroi.engine.model.limits import Limits

        return Limits
    if name == "fill":
        from socroi.sources.tables import fill_table

        return fill_table
    if name == "freeze":
        from socroi.hosts.frozen import freeze

        return freeze
    if name == "next_year":
        from socroi.hosts.next_year import next_year

        return next_year
    if name == "renew":
        from socroi.hosts.renewed import renew

        return renew
    if name in _REVIEW:
        from importlib import import_module

        return getattr(import_module(f"socroi.review.{_REVIEW[name]}"), name)
    if name == "import_exports":
        from socroi.intake.importing import import_exports

        return import_exports
    if name == "read_export":
        from socroi.sources.reading import read

        return read
    if name == "read_template":
        from socroi.templates.tables import read_template

        return read_template
    if name == "report":
        from socroi.reports.page.report import report

        return report
    if name == "what_if":
        from socroi.books.what_if import what_if

        return what_if
    if name.isupper():
        from socroi.gate.python import worksheet_function

        function = worksheet_function(name)
        if function is not None:
            globals()[name] = function
            return function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if not TYPE_CHECKING:  # a type checker that saw it would take any misspelled name for one of ours
    __getattr__ = _fetch


def __dir__() -> list[str]:
    from socroi.definition.registry import formulas

    return sorted([*__all__, *formulas()])
