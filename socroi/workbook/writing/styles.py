"""Cell styles added to a workbook: an existing one with another number format, or marked as a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.patterns import pattern
from socroi.workbook.reading.number_formats import styles_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.workbook.writing.rewriting import Rewriting

DAY: Final = 14
"""The built-in format of a day, which each program shows as its user writes days."""
MOMENT: Final = 22
TIME: Final = 20
DURATION: Final = 46

_STYLES: Final = pattern(r"(<(?P<p>(?:[\w.-]+:)?)cellXfs\b[^>]*>)(?P<body>.*?)(?P<end></(?P=p)cellXfs>)", re.DOTALL)
_STYLE: Final = pattern(r"<(?P<p>(?:[\w.-]+:)?)xf\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>.*?</(?P=p)xf>)", re.DOTALL)


def with_number_format(rewriting: Rewriting, style: int, number_format: int) -> int | None:
    """Add a cell style: one that is there, with a built-in number format; return its index.

    None where the workbook has no such style to begin with.
    """
    return _added(rewriting, style, {"numFmtId": str(number_format), "applyNumberFormat": "1"})


def with_quote_prefix(rewriting: Rewriting, style: int) -> int | None:
    """Add a cell style: one that is there, marked so that what begins with = + - @ is a text, also once it was edited.

    None where the workbook has no such style to begin with.
    """
    return _added(rewriting, style, {"quotePrefix": "1"})


def _added(rewriting: Rewriting, style: int, attributes: Mapping[str, str]) -> int | None:
    part = styles_part(rewriting.package)
    if part is None:
        return None
    text = rewriting.text(part)
    found = _STYLES.search(text)
    styles = [] if found is None else [each[0] for each in _STYLE.finditer(found["body"])]
    if found is None or style >= len(styles):
        return None
    made = styles[style]
    for name, value in attributes.items():
        made = _with(made, name, value)
    if made in styles:
        return styles.index(made)
    head = _with(found[1], "count", str(len(styles) + 1))
    rewriting.put(part, text[: found.start()] + head + found["body"] + made + found["end"] + text[found.end() :])
    return len(styles)


def _with(element: str, name: str, value: str) -> str:
    """Return an element with an attribute of its start tag set."""
    end = element.index(">")
    tag, rest = element[:end], element[end:]
    if tag.endswith("/"):
        tag, rest = tag[:-1].rstrip(), "/" + rest
    made, times = re.subn(rf"(\s{name}\s*=\s*)(?:\"[^\"]*\"|'[^']*')", rf'\g<1>"{value}"', tag)
    return (made if times else f'{tag} {name}="{value}"') + rest
