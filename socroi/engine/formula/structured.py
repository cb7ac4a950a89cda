"""The square brackets of a structured reference: `[[#Headers],[First]:[Last]]`, `[@Col]`, `[Col]`."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from socroi.engine.formula.tree import Structured
from socroi.patterns import pattern

ITEMS: Final = {
    "#ALL": "#All",
    "#HEADERS": "#Headers",
    "#DATA": "#Data",
    "#TOTALS": "#Totals",
    "#THIS ROW": "#This Row",
}
"""How a file spells the parts of a table, in the order in which it lists them."""

_ELEMENT = pattern(r"\s*\[((?:[^\[\]']|'[\s\S])*)\]\s*")
_BARE_COLUMN = pattern(r"\s*((?:[^\[\],:#@']|'[\s\S])*?[^\s\[\],:#@'])\s*\Z")
_ESCAPED = pattern(r"'([\s\S])")
_TO_ESCAPE = pattern(r"[\[\]#'@]")
_FILE_TO_ESCAPE = pattern(r"[\[\]#']")
_FILE_NEEDS_BRACKETS = pattern(r"^\s|\s$|^$")
_NEEDS_BRACKETS = pattern(r"^\s|\s$|^$|[^\w .]|^[.]")


@lru_cache(maxsize=4096)
def read_structured(table: str | None, brackets: str) -> Structured:
    """Return the reference that brackets behind a table's name mean.

    Raises:
        ValueError: with a sentence, where the brackets mean nothing.
    """
    inner = brackets[1:-1]
    bare = inner.strip()
    items: set[str] = set()
    if bare.startswith("@"):
        items.add("#THIS ROW")
        bare = bare[1:].lstrip()
    elif bare.startswith("#"):
        return Structured(table, frozenset({_item(bare)}))
    if not bare:
        return Structured(table, frozenset(items))
    if not bare.startswith("["):
        column = _ESCAPED.sub(r"\1", bare)
        return Structured(table, frozenset(items), column)
    return _read_list(table, bare, items, brackets)


def _read_list(table: str | None, bare: str, items: set[str], brackets: str) -> Structured:
    columns: list[str] = []
    position = 0
    joined = False
    while True:
        element = _ELEMENT.match(bare, position)
        if element is None and items and not columns:
            # `[[#This Row],Amount]`, as XlsxWriter spells `[@Amount]`.
            element = _BARE_COLUMN.match(bare, position)
        if element is None:
            raise ValueError(f"{brackets} is no part of a table")
        position = element.end()
        if element[1].startswith("#"):
            if columns:
                raise ValueError(f"{brackets} names a part of the table behind a column")
            items.add(_item(element[1].strip()))
        elif len(columns) == joined:
            columns.append(_ESCAPED.sub(r"\1", element[1]))
        else:
            raise ValueError(f"{brackets} lists columns apart from each other")
        if position == len(bare):
            break
        mark = bare[position]
        position += 1
        joined = mark == ":"
        if mark not in ",:" or (joined and len(columns) != 1):
            raise ValueError(f"{brackets} is no part of a table")
    if joined and len(columns) != 2:
        raise ValueError(f"{brackets} is no part of a table")
    first = columns[0] if columns else None
    return Structured(table, frozenset(items), first, columns[1] if len(columns) > 1 else None)


def _item(written: str) -> str:
    key = " ".join(written.upper().split())
    if key not in ITEMS:
        raise ValueError(f"{written} is no part of a table ({', '.join(ITEMS.values())} are)")
    return key


def write_structured(node: Structured, *, for_file: bool) -> str:
    """Return the text of a structured reference.

    Args:
        node: the reference.
        for_file: write `[#This Row]` for `@` and odd characters in one pair of brackets, as Excel's files do.
    """
    table = node.table or ""
    items = [spelled for item, spelled in ITEMS.items() if item in node.items]
    columns = [_escaped(name, for_file=for_file) for name in (node.first, node.last) if name is not None]
    needs_brackets = _FILE_NEEDS_BRACKETS if for_file else _NEEDS_BRACKETS
    simple = len(columns) == 1 and needs_brackets.search(columns[0]) is None
    if items == ["#This Row"] and not for_file:
        return f"{table}[@{columns[0] if simple else _joined(columns)}]"
    if not items and len(columns) < 2:
        return f"{table}[{columns[0] if simple else _joined(columns)}]"
    if len(items) == 1 and not columns:
        return f"{table}[{items[0]}]"
    parts = [f"[{item}]" for item in items]
    if columns:
        parts.append(_joined(columns))
    return f"{table}[{','.join(parts)}]"


def _joined(columns: list[str]) -> str:
    return ":".join(f"[{name}]" for name in columns)


def _escaped(name: str, *, for_file: bool) -> str:
    if for_file and not name.startswith("@"):
        return _FILE_TO_ESCAPE.sub(r"'\g<0>", name)
    return _TO_ESCAPE.sub(r"'\g<0>", name)
