"""What a workbook looks for in what was typed, and the formulas that count it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER: Final = '">-1E+99"'
"""The criterion of COUNTIFS that counts numbers alone: an unknown is empty text there."""

BELOW: Final = 5000
"""How far down the sheets are searched for rows typed below a table."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is looked for.

    Args:
        key: its text is `check.<key>`.
        count: the formula that counts what is amiss; empty text means that there is nothing to say yet.
        page: the sheet to look at.
        stops: whether a figure would be wrong: then no ROI is shown until it is put right.
        always: whether it looks even before anything is typed in the tables.
    """

    key: str
    count: str
    page: str
    stops: bool = False
    always: bool = False


def known(values: str, *criteria: str) -> str:
    """Return the sum of a table's column over the rows that meet the criteria; blank while not one number is known."""
    given = ",".join(criteria)
    return f'IF(COUNTIFS({values},{NUMBER},{given})=0,"",SUMIFS({values},{given}))'


def texts_for_numbers(*columns: str) -> str:
    """Count the cells that hold something else where a number or a date belongs: mostly text."""
    return "+".join(f"COUNTA({column})-COUNT({column})" for column in columns)


def out_of_bounds(shares: Sequence[str] = (), amounts: Sequence[str] = ()) -> str:
    """Count shares outside of 0 to 1, such as 25 typed for 25%, and amounts below zero."""
    over = [_numbers(column, ">1") for column in shares]
    return "+".join([*over, *(_numbers(column, "<0") for column in (*shares, *amounts))])


def _numbers(column: str, bound: str) -> str:
    """Count the numbers of a column, or of cells that have a name, beyond a bound."""
    # Not every program takes the name of a single cell in COUNTIF. A number comes before every text.
    return f'COUNTIF({column},"{bound}")' if "[" in column else f'SUMPRODUCT(({column}<"")*({column}{bound}))'


def repeated(table: str, *keys: str, figure: str) -> str:
    """Count the rows that have a figure and are alike in all of `keys` with another such row."""
    # A blank is alike with a blank only as a text: as it is, a criterion takes it for zero.
    pairs = ",".join(f'{table}[{key}],{table}[{key}]&""' for key in keys)
    return f'SUMPRODUCT(({table}[{figure}]<>"")*(COUNTIFS({pairs})>1))'


def without(table: str, key: str, *figures: str) -> str:
    """Count the rows that have one of the figures, but nothing under `key`."""
    filled = "+".join(f'({table}[{figure}]<>"")' for figure in figures)
    # 0+ makes a number of a single condition: Excel sorts TRUE and FALSE alike above every number.
    return f'SUMPRODUCT(({table}[{key}]="")*((0+{filled})>0))'


def twice(names: str) -> str:
    """Count the rows whose name, in a column of a table, another row has too."""
    return f'SUMPRODUCT(({names}<>"")*(COUNTIF({names},{names})>1))'


def unformed(table: str, computed: str, *typed: str) -> str:
    """Count the rows in which something is typed, but that lack the formulas of their table.

    LibreOffice leaves the computed columns of a row blank that is inserted in the middle of a table.
    """
    filled = "+".join(f'({table}[{key}]<>"")' for key in typed)
    return f"SUMPRODUCT((({filled})>0)*ISBLANK({table}[{computed}]))"


def one_sided(table: str, one: str, other: str, unless: str | None = None) -> str:
    """Count the rows that hold one of two figures which belong together without the other, and none in `unless`.

    Such a row would stand on one side of a calculation over both columns.
    """
    either = f"(ISNUMBER({table}[{one}])+ISNUMBER({table}[{other}])=1)"
    free = f"NOT(ISNUMBER({table}[{unless}]))" if unless else "1"
    return f"SUMPRODUCT({either}*{free})"


def below(page: str, head: int, table: str, key: str, column: str = "B") -> str:
    """Count what was typed in a column of a sheet below its table, whose headings stand in the row `head`."""
    return f"COUNTA({page}!{column}{head + 1}:{column}{BELOW})-COUNTA({table}[{key}])"
