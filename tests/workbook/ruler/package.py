"""Rules about the package: parts, their types, and what points to them."""

import re
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
