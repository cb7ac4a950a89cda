"""FILTERXML: the texts that a path finds in a piece of XML, as far as the standard library reads such paths."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from socroi.engine.declaration.declare import function
from socroi.engine.evaluation.coerce import errors_of, texts_of
from socroi.engine.model.block import Block, Scalar, from_rows
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.printing.text_values import DoubtfulText, certain_number
from socroi.errors import CellError
from socroi.patterns import pattern

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value

_STEP: Final = pattern(r"(//|/)(@?[A-Za-z_][\w.-]*|\*)((?:\[[^\[\]]*\])*)")
_CONDITION: Final = pattern(
    r"\[(?:(?P<place>\d+)|(?P<last>last\(\))|position\(\) *(?P<operator><=|>=|!=|<|>|=) *(?P<limit>\d+)|"
    r"(?P<of>\.|@[\w.-]+|[A-Za-z_][\w.-]*) *= *(?P<quote>['\"])(?P<text>[^'\"]*)(?P=quote))\]"
)
_COMPARED: Final = {
    "=": float.__eq__, "!=": float.__ne__, "<": float.__lt__, ">": float.__gt__, "<=": float.__le__, ">=": float.__ge__
}  # fmt: skip


@lru_cache(maxsize=64)
def _tree(text: str) -> ET.Element:
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise Uncomputable("XML that declares entities is not read")
    try:
        # Without a declaration there are no entities to blow up.
        return ET.fromstring(text)  # noqa: S314
    except ET.ParseError:
        raise CellError("#VALUE!", "the XML is not well-formed") from None


def found(text: str, path: str) -> list[str]:
    """Return the texts that a path finds, in the order of the document.

    Raises:
        CellError: `#VALUE!` for XML that is none, and where nothing is found.
        Uncomputable: the path uses more than steps, places and comparisons with a text.
    """
    steps = list(_STEP.finditer(path))
    if not steps or "".join(step[0] for step in steps) != path:
        raise Uncomputable("its path is not understood here")
    top = ET.Element("")
    top.append(_tree(text))
    nodes, texts = [top], None
    for step in steps:
        if texts is not None:
            raise Uncomputable("its path goes on behind an attribute")
        deep, name, conditions = step[1] == "//", step[2], step[3]
        if name.startswith("@"):
            if conditions:
                raise Uncomputable("its path is not understood here")
            owners = [each for node in nodes for each in (node.iter() if deep else [node])]
            texts = [owner.attrib[name[1:]] for owner in owners if name[1:] in owner.attrib]
        else:
            nodes = _stepped(nodes, name, conditions, deep=deep)
    texts = ["".join(node.itertext()) for node in nodes] if texts is None else texts
    if not texts:
        raise CellError("#VALUE!", "the path finds nothing")
    return texts


def _stepped(nodes: list[ET.Element], name: str, conditions: str, *, deep: bool) -> list[ET.Element]:
    parents = [each for node in nodes for each in (node.iter() if deep else [node])]
    result: dict[int, ET.Element] = {}
    for parent in parents:
        children = [child for child in parent if name in ("*", child.tag)]
        for condition in re.findall(r"\[[^\[\]]*\]", conditions):
            children = _held(children, condition)
        result.update((id(child), child) for child in children)
    return list(result.values())


def _held(nodes: list[ET.Element], condition: str) -> list[ET.Element]:
    read = _CONDITION.fullmatch(condition)
    if read is None:
        raise Uncomputable("its path is not understood here")
    if read["last"]:
        return nodes[-1:]
    if read["text"] is not None:
        return [node for node in nodes if read["text"] in _values(node, read["of"])]
    compared = _COMPARED[read["operator"] or "="]
    limit = float(read["limit"] or read["place"])
    return [node for place, node in enumerate(nodes, 1) if compared(float(place), limit)]


def _values(node: ET.Element, of: str) -> list[str]:
    if of == ".":
        return ["".join(node.itertext())]
    if of.startswith("@"):
        return [node.attrib[of[1:]]] if of[1:] in node.attrib else []
    return ["".join(child.itertext()) for child in node if child.tag == of]


def _typed(text: str) -> Scalar:
    """Return a text as Excel shows it in a cell: as a number where it is one."""
    text = text.strip()
    try:
        number = certain_number(text)
    except DoubtfulText as doubt:
        raise Uncomputable(doubt.why) from None
    return text if number is None else number


@function("FILTERXML", "v v")
def _filter(evaluator: Evaluator, scope: Scope, xml: Block, path: Block) -> Value:
    if not (xml.is_single and path.is_single) or xml.lanes > 1 or path.lanes > 1:
        raise LaneSplit
    for block in (xml, path):
        if errors_of(block) is not None:
            return block
    strings = evaluator.strings
    source, wanted = (strings.texts(texts_of(block, strings)[0])[0] for block in (xml, path))
    try:
        return from_rows([[_typed(text)] for text in found(source, wanted)], strings)
    except CellError as problem:
        return from_rows([[problem]], strings)
