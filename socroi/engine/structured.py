"""The square brackets of a structured reference: `[[#Headers],[First]:[Last]]`, `[@Col]`, `[Col]`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from socroi.engine.syntax import Structured

ITEMS: Final = {
    "#ALL": "#All",
    "#HEADERS": "#Headers",
    "#DATA": "#Data",
    "#TOTALS": "#Totals",
    "#THIS ROW": "#This Row",
}
"""How a file spells the parts of a table, in the order in which it lists them."""

_ELEMENT = re.compile(r"\s*\[((?:[^\[\]']|'[\s\S])*)\]\s*")
_ESCAPED = re.compile(r"'([\s\S])")
_TO_ESCAPE = re.compile(r"[\[\]#'@]")
_NEEDS_BRACKETS = re.compile(r"^\s|\s$|^$|[^\w .]|^[.]")


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


def write_structured(node: Structured, *, this_row_in_full: bool) -> str:
    """Return the text of a structured reference; `@` is written `[#This Row]` where a file wants it in full."""
    table = node.table or ""
    items = [spelled for item, spelled in ITEMS.items() if item in node.items]
    columns = [_TO_ESCAPE.sub(r"'\g<0>", name) for name in (node.first, node.last) if name is not None]
    if items == ["#This Row"] and not this_row_in_full:
        if len(columns) == 1 and _NEEDS_BRACKETS.search(columns[0]) is None:
            return f"{table}[@{columns[0]}]"
        return f"{table}[@{':'.join(f'[{name}]' for name in columns)}]"
    if not items and len(columns) < 2:
        if columns and _NEEDS_BRACKETS.search(columns[0]) is not None:
            return f"{table}[[{columns[0]}]]"
        return f"{table}[{''.join(columns)}]"
    if len(items) == 1 and not columns:
        return f"{table}[{items[0]}]"
    parts = [f"[{item}]" for item in items]
    if columns:
        parts.append(":".join(f"[{name}]" for name in columns))
    return f"{table}[{','.join(parts)}]"
