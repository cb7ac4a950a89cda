"""The engine's one value: a block of cells, lane by lane.

A column of formulas is one formula, so every sub-expression is computed for all of its cells at once. A `Block` has
three
axes: `lanes` (the cells of the region that is being computed), `rows` and `columns` (the array that one such cell
sees). A plain column of sums has shape (n, 1, 1); `$A$1:$A$9` seen by all lanes alike has shape (1, 9, 1) and is
never copied per lane; `B2:D2`, another row for every lane, has shape (n, 1, 3). Any axis of length 1 broadcasts.

A cell is a `kind` and a float64 `data`: the number itself, 0 or 1 for a boolean, the code of a text in `Strings`, the
index of an error in `socroi.errors.CELL_ERRORS`.
"""

from __future__ import annotations

from dataclasses import field
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.errors import CELL_ERRORS, CellError
from socroi.excel.limits import fits_cell
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from socroi.engine.model.budget import Budget

    Kinds = NDArray[np.uint8]
    Data = NDArray[np.float64]
    Mask = NDArray[np.bool_]

BLANK: Final = 0
NUMBER: Final = 1
TEXT: Final = 2
BOOLEAN: Final = 3
ERROR: Final = 4

ERROR_CODE: Final = {text: float(index) for index, text in enumerate(CELL_ERRORS)}
NULL, DIV0, VALUE, REF, NAME, NUM, NA = (ERROR_CODE[text] for text in CELL_ERRORS[:7])
SPILL, CALC = ERROR_CODE["#SPILL!"], ERROR_CODE["#CALC!"]
UNCOMPUTED: Final = 99.0
"""An error that Excel does not have: the cell could not be computed here. Nothing traps it; it reaches every
dependent."""

NOT_COMPUTED: Final = CellError("#UNKNOWN!", "it was not computed")
"""What Python code sees of an `UNCOMPUTED` cell: this very object, which becomes `UNCOMPUTED` again."""

Scalar = float | str | bool | CellError | None


class Strings:
    """The texts of a workbook, each kept once; a text in a block is its code here.

    Attributes:
        too_long: the codes of texts that no cell can hold.
        budget: takes the characters of new texts, while formulas are computed.
    """

    def __init__(self) -> None:
        self.too_long: list[float] = []
        self.budget: Budget | None = None
        self._texts: list[str] = []
        self._codes: dict[str, int] = {}
        self._fold_codes: dict[str, float] = {}
        self._derived: dict[str, tuple[Data, Mask]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, code: float) -> str:
        return self._texts[int(code)]

    def code(self, text: str) -> int:
        """Return the code of `text`, giving it one if it is new."""
        code = self._codes.get(text)
        if code is None:
            if self.budget is not None:
                self.budget.write(len(text))
            code = len(self._texts)
            self._texts.append(text)
            self._codes[text] = code
            if not fits_cell(text):
                self.too_long.append(float(code))
        return code

    def codes(self, texts: Iterable[str]) -> Data:
        """Return the codes of many texts, as block data."""
        known = self._codes
        return np.array([known[t] if t in known else self.code(t) for t in texts], dtype=np.float64)

    def texts(self, codes: Data) -> list[str]:
        """Return the texts of an array of codes, in the array's flat order."""
        every = self._texts
        return [every[code] for code in codes.astype(np.int64).ravel().tolist()]

    def derived(self, what: str, codes: Data, rule: Callable[[str], float]) -> Data:
        """Return `rule` of each text, computed once for each distinct text that is asked for; `what` names the rule."""
        values, known = self._derived.get(what, (np.zeros(0), np.zeros(0, np.bool_)))
        if len(known) < len(self._texts):
            room = max(len(self._texts), 2 * len(known)) - len(known)
            values = np.concatenate((values, np.zeros(room)))
            known = np.concatenate((known, np.zeros(room, np.bool_)))
            self._derived[what] = values, known
        places = codes.astype(np.int64)
        fresh = places[~known[places]]
        if fresh.size:
            fresh = fresh if fresh.size == 1 else distinct_values(fresh)
            values[fresh] = [rule(self._texts[place]) for place in fresh.tolist()]
            known[fresh] = True
        result: Data = values[places]
        return result

    def folded(self, codes: Data) -> Data:
        """Return codes that are equal where the texts are equal but for case, as Excel compares texts."""
        fold = self._fold_codes
        return self.derived("fold", codes, lambda text: fold.setdefault(text.casefold(), float(len(fold))))


@record(slots=True)
class Block:
    """Cells of shape (lanes, rows, columns).

    Attributes:
        kind: BLANK, NUMBER, TEXT, BOOLEAN or ERROR for every cell.
        data: the cell's number, 0/1, text code or error code; 0 for a blank.
        uniform: the kind that every cell has, where that is known; None where kinds may be mixed.
        total: each lane's sum in order, and `quick_total`: in pairs, as numpy adds; `low` and `high`: the least and the
            greatest number. They are kept once somebody asked for them of a block of numbers.
        known: what else was asked of it and found out, by question: what the answer hangs on, and the answer.
    """

    kind: Kinds
    data: Data
    uniform: int | None = None
    total: Data | None = field(default=None, init=False, repr=False, compare=False)
    quick_total: Data | None = field(default=None, init=False, repr=False, compare=False)
    low: float | None = field(default=None, init=False, repr=False, compare=False)
    high: float | None = field(default=None, init=False, repr=False, compare=False)
    known: dict[str, tuple[bytes, Any]] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(lanes, rows, columns)."""
        lanes, rows, columns = self.data.shape
        return lanes, rows, columns

    @property
    def lanes(self) -> int:
        """How many lanes: 1 where all see the same."""
        return self.data.shape[0]

    @property
    def rows(self) -> int:
        """How many rows each lane sees."""
        return self.data.shape[1]

    @property
    def columns(self) -> int:
        """How many columns each lane sees."""
        return self.data.shape[2]

    @property
    def is_single(self) -> bool:
        """Whether each lane sees one cell only."""
        return self.data.shape[1] == 1 and self.data.shape[2] == 1

    def where(self, kind: int) -> Mask:
        """Return the mask of the cells of one kind."""
        if self.uniform is not None:
            return np.ndarray(self.data.shape, np.bool_, b"\1" if self.uniform == kind else b"\0", 0, (0, 0, 0))
        return self.kind == kind

    def has(self, kind: int) -> bool:
        """Whether any cell is of that kind."""
        if self.uniform is not None:
            return self.uniform == kind and self.data.size > 0
        return bool((self.kind == kind).any())

    def take_lanes(self, lanes: slice | Mask | NDArray[np.intp]) -> Block:
        """Return the block for some lanes only; a block that is the same for all lanes stays as it is."""
        if self.lanes == 1:
            return self
        return Block(self.kind[lanes], self.data[lanes], self.uniform)

    def scalar(self, strings: Strings, lane: int = 0, row: int = 0, column: int = 0) -> Scalar:
        """Return one cell as Python: None, float, str, bool or a CellError."""
        return unpack(int(self.kind[lane, row, column]), float(self.data[lane, row, column]), strings)


def unpack(kind: int, data: float, strings: Strings) -> Scalar:
    """Return one cell as Python: None, float, str, bool or a CellError."""
    if kind == NUMBER:
        return data
    if kind == TEXT:
        return strings[data]
    if kind == BOOLEAN:
        return data != 0
    if kind == ERROR:
        return NOT_COMPUTED if data == UNCOMPUTED else CellError(CELL_ERRORS[int(data)])
    return None


def pack(value: Scalar, strings: Strings) -> tuple[int, float]:
    """Return the kind and the data of a Python value; what is no finite number is #NUM!."""
    if value is None:
        return BLANK, 0.0
    if isinstance(value, bool):
        return BOOLEAN, float(value)
    if isinstance(value, str):
        return TEXT, float(strings.code(value))
    if isinstance(value, CellError):
        return ERROR, UNCOMPUTED if value is NOT_COMPUTED else ERROR_CODE[value.code]
    number = float(value)
    return (NUMBER, number) if isfinite(number) else (ERROR, NUM)


_BYTES: Final = tuple(bytes((kind,)) for kind in range(5))
"""What the kinds of a uniform block are a view of: one byte that stands for all cells."""


def uniform(kind: int, data: Data) -> Block:
    """Return a block in which every cell has one kind. `data` has three axes."""
    return Block(np.ndarray(data.shape, np.uint8, _BYTES[kind], 0, (0, 0, 0)), data, kind)


def numbers(data: Data) -> Block:
    """Return a block of numbers; infinities and NaN become #NUM!."""
    finite = np.isfinite(data)
    if finite.all():
        return uniform(NUMBER, data)
    return mixed(np.where(finite, np.uint8(NUMBER), np.uint8(ERROR)), np.where(finite, data, NUM))


def booleans(data: Mask) -> Block:
    """Return a block of booleans."""
    return uniform(BOOLEAN, data.astype(np.float64))


def mixed(kind: Kinds, data: Data) -> Block:
    """Return a block of any kinds; `kind` and `data` have one shape."""
    return Block(kind, data)


def constant(value: Scalar, strings: Strings) -> Block:
    """Return a block of one cell that is the same for every lane."""
    kind, data = pack(value, strings)
    return uniform(kind, np.full((1, 1, 1), data))


def error(code: float, shape: tuple[int, int, int] = (1, 1, 1)) -> Block:
    """Return a block of one error."""
    return uniform(ERROR, np.full(shape, code))


def for_cells(block: Block, strings: Strings) -> Block:
    """Return a block with #VALUE! for every text that no cell can hold."""
    if not strings.too_long or not block.has(TEXT):
        return block
    wrong = block.where(TEXT) & np.isin(block.data, strings.too_long)
    if not wrong.any():
        return block
    return mixed(np.where(wrong, np.uint8(ERROR), block.kind), np.where(wrong, VALUE, block.data))


def uncomputed(block: Block) -> bool:
    """Whether a block holds a cell that was not computed."""
    return bool((block.where(ERROR) & (block.data == UNCOMPUTED)).any())


def from_rows(rows: Sequence[Sequence[Scalar]], strings: Strings) -> Block:
    """Return a block of one lane from rows of Python values, all rows of one length."""
    cells = [[pack(value, strings) for value in row] for row in rows]
    kind = np.array([[k for k, _ in row] for row in cells], dtype=np.uint8)
    data = np.array([[d for _, d in row] for row in cells], dtype=np.float64)
    return mixed(kind[None], data[None])


def to_column(block: Block, strings: Strings, lane: int = 0) -> list[Scalar]:
    """Return one lane of a block of one column as Python values, each different text and error made once."""
    kinds, data = block.kind[lane, :, 0], block.data[lane, :, 0]
    values: list[Scalar] = data.tolist()
    others = np.flatnonzero(kinds != NUMBER)
    known: dict[tuple[int, float], Scalar] = {}
    for at, kind, datum in zip(others.tolist(), kinds[others].tolist(), data[others].tolist(), strict=True):
        key = kind, datum
        if key not in known:
            known[key] = unpack(kind, datum, strings)
        values[at] = known[key]
    return values


def to_rows(block: Block, strings: Strings, lane: int = 0) -> list[list[Scalar]]:
    """Return one lane of a block as rows of Python values."""
    kinds, data = block.kind[lane].tolist(), block.data[lane].tolist()
    return [[unpack(k, d, strings) for k, d in zip(ks, ds, strict=True)] for ks, ds in zip(kinds, data, strict=True)]
