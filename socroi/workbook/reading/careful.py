"""The careful way through a sheet: an XML parser, for whatever form the sheet is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

import numpy as np

from socroi.excel.limits import MAX_ROWS
from socroi.workbook.package.xml import digits, feed, flag_of
from socroi.workbook.reading.cells import (
    INLINE,
    RICH_E,
    TYPES,
    BadValueError,
    E,
    SheetCells,
    metadata_index,
    parse_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.workbook.reading.formulas import Formulas

_BATCH: Final = 50_000
_SEPARATOR: Final = "}"


class Walker:
    """Adds the cells of one sheet part to `cells` and its formulas to `formulas`.

    Attributes:
        hidden: the 0-based rows that are hidden.
        filtered: whether a filter of the sheet itself is set, be it an advanced one.
    """

    def __init__(self, part: str, where: str, cells: SheetCells, formulas: Formulas) -> None:
        self.hidden: list[int] = []
        self.filtered = False
        self.cells = cells
        self.formulas = formulas
        self._part = part
        self._where = where
        self._namespace = ""
        self._path: list[str] = []
        self._text: list[str] = []
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._formula: dict[str, str] | None = None
        self._formula_text = ""
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._empty_batch()

    def _empty_batch(self) -> None:
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._types: list[int] = []
        self._values: list[bytes | None] = []
        self._at: list[int] = []
        self._metadata: dict[int, int] = {}

    def read(self, pieces: Iterable[bytes]) -> None:
        """Parse the part.

        Raises:
            WorkbookError: it is not well-formed.
            UnsafeWorkbook: it declares a document type.
            BadValueError: a cell's content is not what its type says.
        """
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        feed(parser, pieces, self._part, self._where)
        self._flush()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(_SEPARATOR)
        if not self._path:
            self._namespace = namespace
        if namespace != self._namespace:
            name = f"{namespace}{_SEPARATOR}{name}"
        path = self._path
        path.append(name)
        depth = len(path)
        self._text.clear()
        if depth < 3 or path[1] != "sheetData" or path[2] != "row":
            if depth == 2 and name == "sheetPr":
                self.filtered |= flag_of(attributes.get("filterMode"))
            elif depth == 3 and name == "filterColumn" and path[1] == "autoFilter":
                self.filtered = True
            return
        if depth == 3:
            self._start_row(attributes)
        elif path[3] != "c":
            return
        elif depth == 4:
            self._start_cell(attributes)
        elif depth == 5 and name == "f":
            self._formula = attributes
        elif depth == 5 and name == "is":
            self._inline = []

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        if written is None:
            self._row += 1
        else:
            number = digits(written.strip())
            if number is None:
                shown = written if len(written) <= 40 else written[:40] + "..."
                raise BadValueError(None, None, f"a row has the number {shown!r}")
            self._row = number - 1
        if not 0 <= self._row < MAX_ROWS:
            raise BadValueError(None, None, f"the row {self._row + 1} lies outside the grid, which ends at {MAX_ROWS}")
        self._column = -1
        if flag_of(attributes.get("hidden")):
            self.hidden.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._formula = None
        self._formula_text = ""
        self._value = None
        self._inline = None

    def _end(self, _: str) -> None:
        path = self._path
        depth = len(path)
        name = path.pop()
        if depth == 4:
            if name == "c" and path[1] == "sheetData" and path[2] == "row":
                self._end_cell()
        elif depth == 5:
            if path[3] == "c" and path[2] == "row" and path[1] == "sheetData":
                if name == "v":
                    self._value = "".join(self._text)
                elif name == "f":
                    self._formula_text = "".join(self._text)
        elif depth > 5 and self._inline is not None and name == "t" and path[4] == "is" and "rPh" not in path:
            self._inline.append("".join(self._text))
        self._text.clear()

    def _end_cell(self) -> None:
        attributes = self._cell
        written = attributes.get("r")
        if written is None:
            row, column = self._row, self._column + 1
        else:
            row, column = parse_address(written)
            if row != self._row:
                raise BadValueError(row, column, f"stands in row {self._row + 1} of the file")
        self._column = column
        kind = TYPES.get(attributes.get("t", "n"))
        if kind is None:
            raise BadValueError(row, column, f"has the type {attributes['t']!r}, which no spreadsheet program writes")
        index = len(self._rows)
        if kind == E and "vm" in attributes:
            kind = RICH_E
            self._metadata[index] = metadata_index(attributes["vm"])
        value = self._value
        if kind == INLINE and self._inline is not None:
            value = "".join(self._inline)
        if self._formula is not None:
            self._at.append(index)
            text = self._formula_text
            if self._formula.keys() - {"xml:space"}:
                self.formulas.other(row, column, self._formula, text, metadata_index(attributes.get("cm", "0")))
            else:
                self.formulas.plain(row, column, text)
        elif value is None:
            self._metadata.pop(index, None)
            return
        self._rows.append(row)
        self._columns.append(column)
        self._types.append(kind)
        self._values.append(None if value is None else value.encode("utf-8", "surrogatepass"))
        if index >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self.cells.add(
            np.array(self._rows, np.int64),
            np.array(self._columns, np.int64),
            np.array(self._types, np.uint8),
            self._values,
            self._at,
            raw=False,
            value_metadata=self._metadata,
        )
        self._empty_batch()
