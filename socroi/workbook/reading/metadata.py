"""Cell and value metadata: which cells spill, and which newer error stands behind a `#VALUE!`."""

from __future__ import annotations

from array import array
from dataclasses import field
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import UNCOMPUTED
from socroi.errors import CELL_ERRORS
from socroi.records import record
from socroi.workbook.package.xml import attribute, children, digits, flag, local, pass_over

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
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
    blocks = _blocks(package, pointer.part)
    dynamic = frozenset(
        number for number, name, index in blocks.records("cellMetadata")
        if name == _DYNAMIC and blocks.at(_DYNAMIC, index) == _SPILLS
    )  # fmt: skip
    errors: dict[int, float] = {}
    rich = any(name == _RICH for _, name, _ in blocks.records("valueMetadata"))
    codes = _rich_errors(package) if rich else {}
    for number, name, index in blocks.records("valueMetadata") if codes else ():
        if name == _RICH and (code := codes.get(blocks.at(_RICH, index))) is not None:
            errors[number] = code
    return Metadata(dynamic, errors, rich=rich)


def rich_indices(package: Package, marks: Collection[int]) -> dict[int, int]:
    """Return the index of the rich value that each of some `vm` values stands for."""
    pointers = package.relationships(package.workbook).values()
    part = next((p.part for p in pointers if p.kind == "sheetMetadata" and not p.external), "")
    if package.member(part) is None:
        return {}
    blocks = _blocks(package, part)
    return {
        number: blocks.at(_RICH, index)
        for number, name, index in blocks.records("valueMetadata")
        if number in marks and name == _RICH and 0 <= index < len(blocks.future.get(_RICH, ()))
    }


_SPILLS: Final = -2
_NOTHING: Final = -1


class _Blocks:
    """The blocks of a metadata part, each as a number or two: there may be a million.

    Attributes:
        types: the names of the types, which count from 1.
        future: of each type what its blocks point to: the index of a rich value, or `_SPILLS`, or `_NOTHING`.
        kinds: of `cellMetadata` and `valueMetadata`: (number of the block, number of the type, index) of each record.
    """

    def __init__(self) -> None:
        self.types: list[str] = []
        self.future: dict[str, array[int]] = {}
        self.kinds: dict[str, array[int]] = {}
        self._parent: Element | None = None
        self._take: Callable[[Element], None] = self._nothing
        self._number = 0

    def take(self, block: Element, parent: Element) -> None:
        """Read what stands two levels below the root."""
        if parent is not self._parent:
            self._parent, self._number = parent, 0
            self._take = self._reader(local(parent.tag), parent.get("name", ""))
        self._number += 1
        self._take(block)

    def _reader(self, kind: str, name: str) -> Callable[[Element], None]:
        """Return what reads the children of an element; of two for one kind of cells the first counts."""
        if kind == "metadataTypes":
            return lambda block: self.types.append(block.get("name", ""))
        if kind == "futureMetadata":
            future = self.future[name] = array("q")
            return lambda block: future.append(_meant(block)) if local(block.tag) == "bk" else None
        if kind not in ("cellMetadata", "valueMetadata") or kind in self.kinds:
            return self._nothing
        records = self.kinds[kind] = array("q")

        def read(block: Element) -> None:
            for each in block:
                if local(each.tag) == "rc":
                    records.extend((self._number, _number(each.get("t")), _number(each.get("v"))))

        return read

    @staticmethod
    def _nothing(_: Element) -> None:
        """Pass over what is of no use."""

    def records(self, kind: str) -> Iterator[tuple[int, str, int]]:
        """Yield (number of the block, type name, index into that type's metadata) of each record."""
        found = iter(self.kinds.get(kind, ()))
        for number, type_, index in zip(found, found, found, strict=True):
            if 0 < type_ <= len(self.types):
                yield number, self.types[type_ - 1], index

    def at(self, name: str, index: int) -> int:
        """Return what a block of a type points to."""
        blocks = self.future.get(name, ())
        return blocks[index] if index < len(blocks) else _NOTHING


def _blocks(package: Package, part: str) -> _Blocks:
    def made(data: bytes) -> _Blocks:
        blocks = _Blocks()
        pass_over(data, part, package.where, 3, blocks.take)
        return blocks

    return package.made_of(part, "The cell metadata", "blocks", made)


def _number(text: str | None) -> int:
    return digits(text or "") or 0


def _meant(block: Element) -> int:
    """Return what a block of the metadata of a type points to."""
    for each in block.iter():
        if each.tag.endswith("rvb") and local(each.tag) == "rvb":
            return _number(attribute(each, "i"))
        if each.tag.endswith("dynamicArrayProperties") and flag(each, "fDynamic"):
            return _SPILLS
    return _NOTHING


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
    index = -1

    def take(element: Element, _: Element) -> None:
        if local(element.tag) != "rv":
            return
        nonlocal index
        index += 1
        shape = _number(element.get("s"))
        if shape < len(shapes) and shapes[shape][0] == "_error" and "errorType" in shapes[shape][1]:
            fields = children(element, "v")
            at = shapes[shape][1].index("errorType")
            code = _number(fields[at].text) if at < len(fields) else len(CELL_ERRORS)
            # Such as #BUSY! and #PYTHON!, of which no number is published: what reads them is left.
            found[index] = float(code) if code < len(CELL_ERRORS) else UNCOMPUTED

    pass_over(package.read(values, "The rich values"), values, package.where, 2, take)
    return found
