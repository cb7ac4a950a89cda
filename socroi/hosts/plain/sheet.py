"""Formulas put into the cells of a sheet's part, and notes beside cells; all else stays byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from socroi.excel.addresses import area_of
from socroi.excel.limits import LONGEST_NOTE, LONGEST_NOTE_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.hosts.plain.formula import Plain

_CELL: Final = re.compile(
    r"<(?P<prefix>(?:[\w.-]+:)?)c(?P<attributes>\s[^<>]*?)(?:/>|>(?P<inside>.*?)</(?P=prefix)c>)", re.DOTALL
)
_FORMULA: Final = re.compile(r"<(?:[\w.-]+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:[\w.-]+:)?f>)")
_ADDRESS: Final = re.compile(r'\sr\s*=\s*["\']([A-Z]+[0-9]+)["\']')
_METADATA: Final = re.compile(r'\s+cm\s*=\s*["\'][^"\']*["\']')
_LISTED: Final = re.compile(r"<((?:[\w.-]+:)?)dataValidations\b([^<>]*)>")
_TAKEN: Final = re.compile(r"<(?:[\w.-]+:)?dataValidation\s[^<>]*?sqref\s*=\s*[\"']([^\"']*)[\"']")
_COUNT: Final = re.compile(r'(\bcount\s*=\s*["\'])(\d+)')
_BEHIND: Final = re.compile(
    r"<(?P<prefix>(?:[\w.-]+:)?)(?:hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|"
    r"customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|picture|oleObjects|"
    r"controls|webPublishItems|tableParts|extLst)\b|</(?P<end>(?:[\w.-]+:)?)worksheet>"
)
"""What may stand behind the notes of a sheet, in the order of its schema."""


def addresses(text: str) -> set[str]:
    """Return the addresses of the cells that a sheet's part has."""
    return {found[1] for cell in _CELL.finditer(text) if (found := _ADDRESS.search(cell["attributes"]))}


def with_formulas(text: str, formulas: Mapping[str, Plain | None]) -> str:
    """Return a sheet's text with other formulas in some of its cells; None leaves the value alone."""

    def changed(cell: re.Match[str]) -> str:
        address = _ADDRESS.search(cell["attributes"])
        if address is None or address[1] not in formulas:
            return cell[0]
        return _cell(cell, formulas[address[1]], address[1])

    return _CELL.sub(changed, text)


def _cell(cell: re.Match[str], formula: Plain | None, address: str) -> str:
    prefix, attributes, inside = cell["prefix"], _METADATA.sub("", cell["attributes"]), cell["inside"] or ""
    value = _FORMULA.sub("", inside)
    if formula is None:
        if re.fullmatch(rf"\s*(?:<{prefix}v\s*/>|<{prefix}v\b[^<>]*></{prefix}v>)?\s*", value):
            bare = re.sub(r'\s+t\s*=\s*["\']str["\']', "", attributes)
            return f"<{prefix}c{bare}/>"
        return f"<{prefix}c{attributes}>{value}</{prefix}c>"
    entered = f' t="array" ref="{address}"' if formula.array else ""
    if not value.strip() and not re.search(r"\st\s*=", attributes):
        attributes, value = f'{attributes} t="str"', f"<{prefix}v></{prefix}v>"
    written = f"<{prefix}f{entered}>{escape(formula.text)}</{prefix}f>"
    return f"<{prefix}c{attributes}>{written}{value}</{prefix}c>"


def with_notes(text: str, notes: Mapping[str, str], title: str) -> str:
    """Return a sheet's text with notes that show beside cells when these are selected.

    Args:
        text: that of a worksheet's part.
        notes: for each rectangle, such as `B2:D9`, its note; one that has a rule or a note already gets none.
        title: stands above each of them.
    """
    taken = [area_of(area) for found in _TAKEN.finditer(text) for area in found[1].split() if _is_area(area)]
    free = {area: note for area, note in notes.items() if not any(_meet(area_of(area), other) for other in taken)}
    if not free:
        return text
    place = _LISTED.search(text)
    behind = _BEHIND.search(text, text.find("sheetData"))
    prefix = place[1] if place else ((behind["prefix"] or behind["end"] or "") if behind else "")
    written = "".join(_note(prefix, area, note, title) for area, note in free.items())
    if place is None:
        if behind is None:
            return text
        at = behind.start()
        listed = f'<{prefix}dataValidations count="{len(free)}">{written}</{prefix}dataValidations>'
        return f"{text[:at]}{listed}{text[at:]}"
    counted = _COUNT.sub(lambda found: f"{found[1]}{int(found[2]) + len(free)}", place[0])
    return f"{text[: place.start()]}{counted}{written}{text[place.end() :]}"


def _note(prefix: str, area: str, note: str, title: str) -> str:
    quotes = {'"': "&quot;"}
    words = escape(note[:LONGEST_NOTE], quotes)
    above = escape(title[:LONGEST_NOTE_TITLE], quotes)
    return (
        f'<{prefix}dataValidation allowBlank="1" showInputMessage="1" promptTitle="{above}" prompt="{words}" '
        f'sqref="{area}"/>'
    )


def _is_area(text: str) -> bool:
    return re.fullmatch(r"\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?", text) is not None


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
