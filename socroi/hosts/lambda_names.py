"""Our functions as names inside a workbook, so that Excel 365 needs nothing installed: put in, or taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from socroi.definition.registry import formulas
from socroi.definition.twin import is_guarded
from socroi.errors import UsageError, WorkbookError
from socroi.hosts.descriptions import function_help
from socroi.hosts.lambdas import definition
from socroi.workbook.package.parts import open_package
from socroi.workbook.package.xml import unescape
from socroi.workbook.writing.rewriting import Rewriting

if TYPE_CHECKING:
    import os

    from socroi.workbook.package.parts import Package

_NAME: Final = re.compile(r"<((?:[\w.-]+:)?definedName)(\s[^<>]*)>([^<]*)</\1>")
_LIST: Final = re.compile(r"<((?:[\w.-]+:)?)definedNames\s*(?:/>|>(.*?)</\1definedNames>)", re.DOTALL)
_BEFORE: Final = re.compile(
    r"</?(?P<prefix>(?:[\w.-]+:)?)(?:sheets|functionGroups|externalReferences)\b[^<>]*>(?!.*</?(?P=prefix)"
    r"(?:sheets|functionGroups|externalReferences)\b)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Names:
    """What became of the names of one workbook.

    Attributes:
        added: functions that it did not have.
        renewed: functions that it had in another wording.
        kept: functions that it has already, just so.
        theirs: names of ours that stand for something else there, and were left alone: what each stands for.
        replaced: the same, where ours were put in their place.
        lacking: functions that plain Excel cannot say, which stay `#NAME?` without an add-in.
    """

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    kept: tuple[str, ...]
    theirs: dict[str, str]
    replaced: tuple[str, ...]
    lacking: tuple[str, ...]


def add_names(
    book: str | os.PathLike[str], target: str | os.PathLike[str] | None = None, *, replace: bool = False
) -> Names:
    """Give a workbook the LAMBDA name of every function that has a twin; every other part stays byte for byte.

    Args:
        book: an `.xlsx` or `.xlsm` file.
        target: where to write; the file itself where it is left out.
        replace: put ours in the place of names of theirs, too; of a table never.

    Raises:
        UsageError: the workbook has our functions by another way, which such a name would hide.
        WorkbookError: it cannot be read or written.
    """
    package = open_package(book)
    _refuse_other_editions(package)
    rewriting = Rewriting(package)
    known = {name: definition(formula) for name, formula in formulas().items() if formula.twin}
    outcome: dict[str, list[str]] = {"added": [], "renewed": [], "kept": [], "replaced": []}
    theirs: dict[str, str] = {}
    tables = _table_names(package)

    def change(text: str) -> str:
        present = {name.casefold(): (whole, body) for name, whole, body in _workbook_names(text)}
        fresh = []
        for name, body in known.items():
            whole, there = present.get(name.casefold(), ("", ""))
            if name.casefold() in tables:
                theirs[name] = "a table"
            elif not whole:
                outcome["added"].append(name)
                fresh.append(_element(name, body, text))
            elif there == body:
                outcome["kept"].append(name)
            elif is_ours(name, there) or replace:
                outcome["renewed" if is_ours(name, there) else "replaced"].append(name)
                text = text.replace(whole, _element(name, body, text))
            else:
                theirs[name] = f"={_as_typed(there)}"
        return _inserted(text, fresh, package)

    rewriting.edit(package.workbook, change)
    rewriting.save(target if target is not None else book)
    lacking = tuple(name for name in formulas() if name not in known)
    return Names(**{key: tuple(names) for key, names in outcome.items()}, theirs=theirs, lacking=lacking)


def take_names_out(book: str | os.PathLike[str], target: str | os.PathLike[str] | None = None) -> tuple[str, ...]:
    """Take our names out of a workbook again; every other part stays byte for byte.

    Args:
        book: an `.xlsx` or `.xlsm` file.
        target: where to write; the file itself where it is left out.

    Returns:
        The names that it had.

    Raises:
        WorkbookError: it cannot be read or written.
    """
    package = open_package(book)
    rewriting = Rewriting(package)
    gone: list[str] = []

    def change(text: str) -> str:
        gone.extend(name for name, _, body in _workbook_names(text) if is_ours(name, body))
        return remove_names(text)

    rewriting.edit(package.workbook, change)
    rewriting.save(target if target is not None else book)
    return tuple(gone)


def remove_names(text: str) -> str:
    """Return the text of a workbook part without the names that hold our functions."""
    for name, whole, body in _workbook_names(text):
        if is_ours(name, body):
            text = text.replace(whole, "")
    return _LIST.sub(lambda found: found[0] if (found[2] or "").strip() else "", text)


def is_ours(name: str, body: str) -> bool:
    """Whether a name holds one of our functions, in this wording or in an older one."""
    return name.upper() in formulas() and body.startswith("_xlfn.LAMBDA(") and is_guarded(body)


def _as_typed(body: str) -> str:
    """Return what a name stands for as its author reads it, without the prefixes of a file."""
    return re.sub(r"_xl(?:fn|pm|op|ws)\.", "", body)


def _table_names(package: Package) -> set[str]:
    """Return the names of the workbook's tables, which share one list with the names: Excel repairs a name twice."""
    tables = (
        package.read(member.name, "A table")
        for member in package.archive.members
        if re.fullmatch(r"xl/tables/[^/]+\.xml", member.name, re.IGNORECASE)
    )
    found = (re.search(rb"\sdisplayName\s*=\s*[\"']([^\"']+)", text) for text in tables)
    return {name[1].decode("utf-8", "replace").casefold() for name in found if name}


def _workbook_names(text: str) -> list[tuple[str, str, str]]:
    """Return the names that hold for the whole workbook: each with its element and its text."""
    names = []
    for found in _NAME.finditer(text):
        attributes = dict(re.findall(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']", found[2]))
        if "localSheetId" not in attributes:
            names.append((attributes.get("name", ""), found[0], unescape(found[3])))
    return names


def _element(name: str, body: str, text: str) -> str:
    found = re.search(r"<((?:[\w.-]+:)?)workbook\b", text)
    prefix = found[1] if found else ""
    comment = escape(function_help(formulas()[name]), {'"': "&quot;"})
    return f'<{prefix}definedName name="{name}" comment="{comment}">{escape(body)}</{prefix}definedName>'


def _inserted(text: str, elements: list[str], package: Package) -> str:
    if not elements:
        return text
    found = _LIST.search(text)
    if found:
        inside = "".join((found[2] or "", *elements))
        return f"{text[: found.start()]}<{found[1]}definedNames>{inside}</{found[1]}definedNames>{text[found.end() :]}"
    place = _BEFORE.search(text)
    if place is None:
        raise WorkbookError("The workbook has no list of sheets.", where=package.where)
    prefix, at = place["prefix"], place.end()
    return f"{text[:at]}<{prefix}definedNames>{''.join(elements)}</{prefix}definedNames>{text[at:]}"


def _refuse_other_editions(package: Package) -> None:
    """Refuse a workbook that has a function of ours by xlwings Lite or in its own VBA: a name would hide it."""
    for member in package.archive.members:
        part = member.name.casefold()
        if part.startswith("xl/webextensions/") and part.endswith(".xml"):
            text = package.read(member.name, "A task pane")
            if any(f"_xldudf_{name}".encode() in text for name in formulas()):
                raise UsageError(
                    "The workbook has our functions by xlwings Lite, and a name would hide them.",
                    where=package.where,
                    hint="Use one of the two ways in one workbook.",
                )
        if part.endswith("vbaproject.bin") and "SocroiFunctions".encode("utf-16-le") in package.read(
            member.name, "The macros"
        ):
            raise UsageError(
                "The workbook has our functions in its own macros, and a name would hide them.",
                where=package.where,
                hint="Add the names to the .xlsx edition instead.",
            )
