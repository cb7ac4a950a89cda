"""Everything that SOCROI can refuse, in one tree.

    Exception
    ├── CellError      a cell has no value: `#DIV/0!` and its kin, with a sentence that says why
    └── SocroiError    a file or a command failed: what, where, what to do
        ├── WorkbookError   a workbook cannot be read or written
        │   └── UnsafeWorkbook   it was refused before harm: a zip bomb, an entity bomb, a password
        ├── FormulaError    a formula cannot be parsed
        ├── Cancelled       a calculation was stopped from outside; nothing was written
        ├── SourceError     an export file is not understood
        │   └── MisfitError      cells of it are not what their columns hold; nothing was written
        └── UsageError      the request itself is wrong: an unknown template, a folder where a file is wanted

Warning:
    ├── UncomputedWarning   a value was read that hangs on a formula which is not understood
    └── SharedFileWarning   a file was written that has other names, which keep what it held before

Anything else that escapes is a bug and is not caught. Only the gate turns an exception into the value of a cell.
"""

from __future__ import annotations

from typing import Final

CELL_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
                      "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#CALC!")  # fmt: skip
"""The error values of a cell, as the file format spells them, from the oldest to the youngest."""


class CellError(Exception):
    """A cell has no value, and says why.

    It is an exception inside a function, and a *value* outside: what `socroi.SOCROI(...)` hands back prints as
    `#DIV/0!` and compares equal to that text.

    Args:
        code: one of `CELL_ERRORS`.
        why: one sentence, for the person at the sheet.
        hint: what to do about it, where there is something to do.
    """

    def __init__(self, code: str, why: str = "", hint: str = "") -> None:
        if code not in CELL_ERRORS:
            raise ValueError(f"{code!r} is not a cell error")
        super().__init__(code, why, hint)
        self.code = code
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"<{self.code}: {self.message}>" if self.message else f"<{self.code}>"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CellError):
            return self.code == other.code
        return self.code == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.code)

    @property
    def message(self) -> str:
        """The sentence and the hint, in one line."""
        return " ".join(part for part in (self.why, self.hint) if part)


class SocroiError(Exception):
    """A file or a command failed; the command line prints it in one line and ends with `status`.

    Args:
        what: one sentence that says what is wrong.
        where: the place, as `file`, `file!sheet` or `file!sheet!cell`.
        hint: what to do.
    """

    status: int = 2

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f" {self.hint}" if self.hint else "")


class WorkbookError(SocroiError):
    """A workbook cannot be read or written."""


class UnsafeWorkbook(WorkbookError):
    """A workbook was refused before it could do harm, or because it is locked."""


class FormulaError(SocroiError):
    """A formula cannot be parsed."""


class Cancelled(SocroiError):
    """A calculation was stopped from outside. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("The calculation was cancelled; nothing was written.")


class SourceError(SocroiError):
    """An export file is not understood."""


class MisfitError(SourceError):
    """Cells of a file are not what their columns hold. Nothing was written.

    Args:
        cells: one error for each cell, in the order of the rows; the first of them speaks for all.
    """

    status = 3

    def __init__(self, cells: list[SourceError]) -> None:
        first = cells[0]
        super().__init__(first.what, where=first.where, hint=first.hint)
        self.cells = cells

    def __str__(self) -> str:
        more = len(self.cells) - 1
        return super().__str__() + (f" And {more:,} more cell{'s' * (more > 1)} of it." if more else "")


class UsageError(SocroiError):
    """The request itself is wrong."""


class UncomputedWarning(UserWarning):
    """A value that was read could not be computed, and reads as the error `#UNKNOWN!`. Told once for each workbook."""


class SharedFileWarning(UserWarning):
    """A file was written that has other names (hard links), which keep what it held before."""


class NoValueWarning(UserWarning):
    """A figure of a frame has no value and is NaN, for the reason that a cell would show. Told once for each call."""
