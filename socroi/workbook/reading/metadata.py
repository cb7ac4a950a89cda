"""Cell and value metadata: which cells spill, and which newer error stands behind a `#VALUE!`."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import UNCOMPUTED
from socroi.errors import CELL_ERRORS
from socroi.records import record
from socroi.workbook.package.xml import attribute, child, children, digits, flag, local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from socroi.workbook.package.parts import Package, Relationship

_DYNAMIC: Final = "XLDAPR"
_RICH: Final = "XLRICHVALUE"


@record(slots=True)
class Metadata:
    """What the `cm` and `vm` attributes of cells mean; both count from 1.

    Attributes:
        dynamic: the `cm` values of formulas that spill.
        errors: the code of the error that Excel shows, by `vm` value.
        rich: whether there are rich values: such errors, data types, pictures in cells.
    """

    dynamic: frozenset[int] = frozenset()
    errors: dict[int, float] = field(default_factory=dict)
    rich: bool = False


def read_metadata(package: Package, pointer: Relationship | None) -> Metadata:
    """Read the metadata part, where the workbook has one (MS-XLSX 2.2.3 and 2.3.6; ISO/IEC 29500-1 18.9)."""
    if pointer is None or package.member(pointer.part) is None:
        return Metadata()
    root = package.tree(pointer.part, "The cell metadata")
    types = [element.get("name", "") for element in _inside(root, "metadataTypes")]
    future = {element.get("name", ""): children(element, "bk") for element in children(root, "futureMetadata")}
    dynamic = frozenset(
        number for number, name, index in _records(root, "cellMetadata", types)
        if name == _DYNAMIC and index < len(future.get(_DYNAMIC, ())) and _is_dynamic(future[_DYNAMIC][index])
    )  # fmt: skip
    values = list(_records(root, "valueMetadata", types))
    errors: dict[int, float] = {}
    if any(name == _RICH for _, name, _ in values):
        rich = _rich_errors(package)
        for number, name, index in values:
            if name == _RICH and index < len(future.get(_RICH, ())):
                code = rich.get(_rich_index(future[_RICH][index]))
                if code is not None:
                    errors[number] = code
    return Metadata(dynamic, errors, rich=any(name == _RICH for _, name, _ in values))


def rich_indices(package: Package) -> dict[int, int]:
    """Return the index of the rich value that each `vm` value stands for."""
    pointers = package.relationships(package.workbook).values()
    part = next((p.part for p in pointers if p.kind == "sheetMetadata" and not p.external), "")
    if package.member(part) is None:
        return {}
    root = package.tree(part, "The cell metadata")
    types = [element.get("name", "") for element in _inside(root, "metadataTypes")]
    future = {element.get("name", ""): children(element, "bk") for element in children(root, "futureMetadata")}
    blocks = future.get(_RICH, [])
    return {
        number: _rich_index(blocks[index])
        for number, name, index in _records(root, "valueMetadata", types)
        if name == _RICH and index < len(blocks)
    }


def _inside(root: Element, name: str) -> list[Element]:
    found = child(root, name)
    return [] if found is None else list(found)


def _records(root: Element, name: str, types: list[str]) -> list[tuple[int, str, int]]:
    """Return (number of the block, type name, index into that type's metadata) of each record."""
    found = []
    for number, block in enumerate(_inside(root, name), 1):
        for each in children(block, "rc"):
            kind, index = _number(each.get("t")), _number(each.get("v"))
            if 0 < kind <= len(types):
                found.append((number, types[kind - 1], index))
    return found


def _number(text: str | None) -> int:
    return digits(text or "") or 0


def _is_dynamic(block: Element) -> bool:
    return any(local(e.tag) == "dynamicArrayProperties" and flag(e, "fDynamic") for e in block.iter())


def _rich_index(block: Element) -> int:
    return next((_number(attribute(e, "i")) for e in block.iter() if local(e.tag) == "rvb"), -1)


def _rich_errors(package: Package) -> dict[int, float]:
    """Return the error code of each rich value that is an error, by its index.

    Its `errorType` counts as `ERROR.TYPE` does, from 0: 8 is `#SPILL!`, 13 `#CALC!`.
    """
    pointers = package.relationships(package.workbook).values()
    parts = {pointer.kind: pointer.part for pointer in pointers if not pointer.external}
    values, structures = parts.get("rdRichValue", ""), parts.get("rdRichValueStructure", "")
    if package.member(values) is None or package.member(structures) is None:
        return {}
    shapes = [
        (element.get("t", ""), [key.get("n", "") for key in children(element, "k")])
        for element in children(package.tree(structures, "The rich value structures"), "s")
    ]
    found: dict[int, float] = {}
    for index, element in enumerate(children(package.tree(values, "The rich values"), "rv")):
        shape = _number(element.get("s"))
        if shape < len(shapes) and shapes[shape][0] == "_error" and "errorType" in shapes[shape][1]:
            fields = children(element, "v")
            at = shapes[shape][1].index("errorType")
            code = _number(fields[at].text) if at < len(fields) else len(CELL_ERRORS)
            # Such as #BUSY! and #PYTHON!, of which no number is published: what reads them is left.
            found[index] = float(code) if code < len(CELL_ERRORS) else UNCOMPUTED
    return found
