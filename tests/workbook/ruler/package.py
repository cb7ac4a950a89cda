"""Rules about the package: parts, their types, and what points to them."""

import re
import zipfile
from datetime import datetime
from xml.etree import ElementTree as ET

from ruler.opened import RELATION, rule, twice


@rule
def part_twice(book):
    yield from twice([name.casefold() for name in book.names])


@rule
def part_is_no_xml(book):
    for name, data in book.parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                ET.fromstring(data)  # noqa: S314 - of a workbook that a test made
            except ET.ParseError as problem:
                yield f"{name}: {problem}"


@rule
def part_without_a_type(book):
    defaults, overrides = _types(book)
    for name in book.names:
        if name.endswith("/") or name == "[Content_Types].xml":
            continue
        if f"/{name}".casefold() not in overrides and name.rpartition(".")[2].casefold() not in defaults:
            yield name


@rule
def type_of_a_missing_part(book):
    there = {f"/{name}".casefold() for name in book.names}
    yield from (name for name in _types(book)[1] if name not in there)


@rule
def type_of_the_workbook_does_not_suit_its_macros(book):
    kind = _types(book)[1].get("/xl/workbook.xml", "")
    if ("macroEnabled" in kind or "addin" in kind) != ("xl/vbaProject.bin" in book.names):
        yield kind


def _types(book):
    root = book.tree("[Content_Types].xml")
    defaults, overrides = set(), {}
    for element in [] if root is None else root:
        if element.tag.endswith("}Default"):
            defaults.add(element.get("Extension").casefold())
        else:
            overrides[element.get("PartName").casefold()] = element.get("ContentType")
    return defaults, {**overrides, "/xl/workbook.xml": overrides.get("/xl/workbook.xml", "")}


def _sources(book):
    """The parts that have relationships, the package itself among them."""
    for name in book.names:
        match = re.fullmatch(r"((?:.*/)?)_rels/(.*)\.rels", name)
        if match:
            yield match[1] + match[2], name


@rule
def relationship_to_a_missing_part(book):
    for source, name in _sources(book):
        yield from (
            f"{name}: {target}"
            for _, target, _ in book.relations(source).values()
            if target is not None and target not in book.parts
        )


@rule
def relationship_identifier_twice(book):
    for _, name in _sources(book):
        root = book.tree(name)
        yield from (f"{name}: {each}" for each in twice([element.get("Id") for element in root]))


@rule
def relationship_identifier_without_a_relationship(book):
    for name in book.names:
        root = book.tree(name) if name.endswith(".xml") and name.startswith("xl/") else None
        known = book.relations(name)
        for element in [] if root is None else root.iter():
            asked = {element.get(f"{RELATION}{key}") for key in ("id", "embed", "link")} - {None, ""}
            yield from (f"{name}: {each}" for each in asked - known.keys())


_CONTENT = {
    "worksheet": "spreadsheetml.worksheet+xml", "table": "spreadsheetml.table+xml", "drawing": "drawing+xml",
    "chart": "drawingml.chart+xml", "styles": "spreadsheetml.styles+xml", "theme": "theme+xml",
    "sharedStrings": "spreadsheetml.sharedStrings+xml", "sheetMetadata": "spreadsheetml.sheetMetadata+xml",
    "calcChain": "spreadsheetml.calcChain+xml", "vbaProject": "office.vbaProject",
    "core-properties": "package.core-properties+xml", "extended-properties": "extended-properties+xml",
}  # fmt: skip
"""How the content type of a part ends, by the last word of the relationship that leads to it."""


@rule
def part_is_of_another_type_than_its_relationship(book):
    types = _types(book)[1]
    for source, _ in _sources(book):
        for kind, target, _ in book.relations(source).values():
            told = types.get(f"/{target}".casefold())
            if kind in _CONTENT and told and not told.endswith(_CONTENT[kind]):
                yield f"{target}: {told}"


@rule
def part_is_packed_as_excel_cannot_unpack(book):
    """Stored and deflated are the two ways of ECMA-376 part 2."""
    yield from (name for name, how in book.packed.items() if how not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@rule
def part_name_is_none(book):
    yield from (name for name in book.names if "\\" in name or name.startswith("/") or "//" in name)


@rule
def prefix_to_ignore_is_not_declared(book):
    for name, data in book.parts.items():
        head = re.search(rb"<[^?!][^>]*>", data) if name.endswith(".xml") else None
        found = re.search(rb'\bIgnorable="([^"]*)"', head[0]) if head else None
        for prefix in found[1].split() if found else ():
            if b"xmlns:" + prefix + b"=" not in head[0]:
                yield f"{name}: {prefix.decode()}"


@rule
def extension_has_no_address(book):
    for name in book.names:
        root = book.tree(name) if name.endswith(".xml") and name.startswith("xl/") else None
        for each in [] if root is None else root.iter():
            if each.tag.endswith("}ext") and each.tag.startswith("{http://schemas.openxmlformats.org/spreadsheetml"):
                uri = each.get("uri", "")
                if not re.fullmatch(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}", uri):
                    yield f"{name}: {uri!r}"


@rule
def properties_twice(book):
    kinds = [kind for kind, _, _ in book.relations("").values()]
    yield from (kind for kind in twice(kinds) if kind in {"core-properties", "extended-properties"})


@rule
def date_of_the_document_is_none(book):
    root = book.tree("docProps/core.xml")
    for each in [] if root is None else root:
        if each.tag in {"{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified"}:
            try:
                datetime.fromisoformat(each.text or "")
            except ValueError:
                yield f"{each.text!r}"
