"""REGEXTEST, REGEXEXTRACT and REGEXREPLACE. Excel's expressions are PCRE2's; what Python reads otherwise is not
computed here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from socroi.engine.declaration.declare import function, per_cell
from socroi.engine.evaluation.coerce import errors_of, numbers_of, texts_of
from socroi.engine.model.block import Block, error, from_rows
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.search.regular_expressions import read
from socroi.errors import CellError

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value


@per_cell("REGEXTEST", "t t n?")
def _test(text: str, pattern: str, mode: float | None = None) -> bool:
    return read(text, pattern, mode).search(text) is not None


@per_cell("REGEXREPLACE", "t t t n? n?")
def _replace(
    text: str, pattern: str, replacement: str, occurrence: float | None = None, mode: float | None = None
) -> str:
    expression = read(text, pattern, mode)
    matches = list(expression.finditer(text))
    number = int(occurrence or 0)
    if number:
        place = number - 1 if number > 0 else len(matches) + number
        matches = matches[place : place + 1] if 0 <= place < len(matches) else []
    pieces, end = [], 0
    for match in matches:
        pieces += [text[end : match.start()], _filled(replacement, match)]
        end = match.end()
    return "".join((*pieces, text[end:]))


def _filled(replacement: str, match: re.Match[str]) -> str:
    """Return a replacement with `$1`, `${1}`, `${name}` and `$$` put in."""

    def put(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        group = found[1] or found[2]
        try:
            return match[int(group) if group.isdigit() else group] or ""
        except IndexError:
            raise CellError("#VALUE!", f"there is no group {group}") from None

    if "\\" in replacement:
        raise Uncomputable("its replacement holds a backslash, which is not computed here")
    return re.sub(r"\$\$|\$(\d+)|\$\{(\w+)\}", put, replacement)


@function("REGEXEXTRACT", "v v v? v?")
def _extract(
    evaluator: Evaluator, scope: Scope, text: Block, pattern: Block, form: Block | None, mode: Block | None
) -> Value:
    given = [block for block in (text, pattern, form, mode) if block is not None]
    if any(not block.is_single for block in given):
        raise Uncomputable("REGEXEXTRACT of several texts is not computed here")
    if any(block.lanes > 1 for block in given):
        raise LaneSplit
    for block in given:
        if errors_of(block) is not None:
            return block
    strings = evaluator.strings
    source, expression = (strings.texts(texts_of(block, strings)[0])[0] for block in (text, pattern))
    kind, sensitivity = (0.0 if b is None else float(numbers_of(b, evaluator.context)[0].flat[0]) for b in (form, mode))
    try:
        found = read(source, expression, sensitivity)
    except CellError as problem:
        return from_rows([[problem]], strings)
    match = found.search(source)
    if match is None:
        return from_rows([[CellError("#N/A")]], strings)
    if kind == 0:
        return from_rows([[match[0]]], strings)
    if kind == 1:
        return from_rows([[each[0] for each in found.finditer(source)]], strings)
    if kind == 2 and match.groups():
        return from_rows([[group or "" for group in match.groups()]], strings)
    return from_rows([[match[0]]], strings) if kind == 2 else error(evaluator.packed(CellError("#VALUE!"))[1])
