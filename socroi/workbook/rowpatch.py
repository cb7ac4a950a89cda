"""Rows that are all alike, written whole: one template, the new values put in, everything else as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.block import BLANK, ERROR, NUMBER, TEXT
from socroi.workbook.rowshape import LEAST_SIZE, Shape, Value, model_shape
from socroi.workbook.spelling import TYPE, error_text, number_texts, retyped, value_element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from socroi.engine.block import Strings
    from socroi.workbook.results import ColumnResult
    from socroi.workbook.scan import Patterns


MOST_MISSES = 40
"""So often a chunk may turn out not to be alike before all are rewritten cell by cell."""


@dataclass(slots=True)
class RowWriter:
    """Rewrites chunks of one sheet by the shape of their rows.

    Attributes:
        marks: the `vm` values that stand for newer errors.
        applied: how many cells got a new value.
    """

    columns: Mapping[int, ColumnResult]
    strings: Strings
    marks: Mapping[float, int]
    applied: int = 0
    shape: Shape | None = None
    misses: int = 0

    def write(self, chunk: bytes, form: Patterns) -> bytes | None:
        """Return the new bytes of a chunk of whole rows that are all alike, None where they are not."""
        if len(chunk) < LEAST_SIZE or self.misses >= MOST_MISSES:
            return None
        for shape in (self.shape, None):
            self.shape = shape or model_shape(chunk, form)
            if self.shape is None:
                break
            new = self._write(chunk, form, self.shape)
            if new is not None:
                return new
        self.misses += 1
        return None

    def _write(self, chunk: bytes, form: Patterns, shape: Shape) -> bytes | None:
        found = shape.pattern.findall(chunk)
        if len(found) < 2 or not isinstance(found[0], tuple):
            return None
        groups: list[Sequence[bytes]] = [(), *zip(*found, strict=True)]
        if _length(shape, groups) != len(chunk):
            return None
        rows = shape.rows(groups[1:])
        if rows is None:
            return None
        pieces: list[bytes | int | None] = list(shape.pieces)
        applied = 0
        for value in shape.values:
            result = self.columns.get(value.column)
            if value.is_formula and result is not None:
                count = self._replace(pieces, groups, value, result, rows, form.prefix)
                if count is None:
                    return None
                applied += count
        self.applied += applied
        if not applied:
            return chunk
        template = b"".join(p.replace(b"%", b"%%") if isinstance(p, bytes) else b"%b" for p in pieces)
        fields = [groups[1 if piece is None else piece] for piece in pieces if not isinstance(piece, bytes)]
        return b"".join(map(template.__mod__, zip(*fields, strict=True)))

    def _replace(
        self,
        pieces: list[bytes | int | None],
        groups: list[Sequence[bytes]],
        value: Value,
        result: ColumnResult,
        rows: NDArray[np.int64],
        prefix: bytes,
    ) -> int | None:
        """Put a column's new values in; return how many, or None where the cells would no longer be alike."""
        at = np.minimum(np.searchsorted(result.rows, rows), len(result.rows) - 1)
        hit = result.rows[at] == rows
        if not hit.any():
            return 0
        kinds, data = result.kind[at[hit]], result.data[at[hit]]
        kind = int(kinds[0])
        if kind == BLANK or not (kinds == kind).all():
            return None
        blob = pieces[value.blob]
        if not isinstance(blob, bytes) or (
            kind == ERROR and any(code in self.marks for code in np.unique(data).tolist())
        ):
            return None
        typed = retyped(blob, TYPE[kind])
        if not hit.all() and (typed != blob or not value.group):
            return None
        pieces[value.blob] = typed
        texts = self._texts(kind, data, prefix)
        opening, closing = b"<%bv>" % prefix, b"</%bv>" % prefix
        if kind == TEXT:
            opening = closing = b""
        if not hit.all():
            before, after = pieces[value.opening], pieces[value.opening + 2]
            if not isinstance(before, bytes) or not isinstance(after, bytes):
                return None
            whole = [before + text + after for text in groups[value.group]]
            for index, text in zip(np.flatnonzero(hit).tolist(), texts, strict=True):
                whole[index] = opening + text + closing
            opening = closing = b""
            texts = whole
        pieces[value.opening : value.opening + 3] = [opening, len(groups), closing]
        groups.append(texts)
        return int(hit.sum())

    def _texts(self, kind: int, data: NDArray[np.float64], prefix: bytes) -> list[bytes]:
        if kind == NUMBER:
            return number_texts(data)
        known: dict[float, bytes] = {}
        for item in np.unique(data).tolist():
            if kind == TEXT:
                known[item] = value_element(kind, item, self.strings, prefix)
            else:
                known[item] = error_text(item) if kind == ERROR else b"%d" % item
        return [known[item] for item in data.tolist()]


def _length(shape: Shape, groups: list[Sequence[bytes]]) -> int:
    """Return how many bytes the matches cover."""
    total = 0
    count = len(groups[1])
    for piece in shape.pieces:
        if isinstance(piece, bytes):
            total += len(piece) * count
    numbers = shape.pieces.count(None)
    total += sum(map(len, groups[1])) * numbers
    return total + sum(sum(map(len, groups[piece])) for piece in shape.pieces if isinstance(piece, int))
