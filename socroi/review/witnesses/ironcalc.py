"""IronCalc, which reads the workbook itself; it runs in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.review.witnesses.process import ask, by_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.engine.model.block import Scalar
    from socroi.review.subject import Place, Subject

_PROGRAM: Final = """
import json, sys
import ironcalc
path, names = json.load(sys.stdin)
model = ironcalc.load_from_xlsx(path, "en", "UTC", "en")
model.evaluate()
order = {sheet["name"]: place for place, sheet in enumerate(model.get_worksheets_properties())}
place_of = {order[name]: place for place, name in enumerate(names) if name in order}
cells = [
    [place_of[sheet], row - 1, column - 1, model.get_cell_value(sheet, row, column)]
    for sheet, row, column in model.get_all_cells()
    if sheet in place_of
]
json.dump(cells, sys.stdout)
"""


def compute(subject: Subject, only: frozenset[Place] | None = None) -> Mapping[Place, Scalar] | str:
    """Return what IronCalc computes for each cell, or why it could not; all of them, whatever is asked."""
    del only
    names = [sheet.name for sheet in subject.book.sheets]
    answer = ask(_PROGRAM, [str(Path(subject.file).resolve()), names])
    return answer if isinstance(answer, str) else by_place(answer)
