"""The engines, each run in a process of its own: `python -m benchmarks.engines NAME IN OUT`.

Prints one line of JSON: the seconds inside, imports left out, by step; and, where the engine writes no file, the two
cells that are checked.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.ledger import RETURN_CELL, ROI_CELL

if TYPE_CHECKING:
    from collections.abc import Callable

Result = dict[str, Any]


class Clock:
    """Seconds by step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._last = time.perf_counter()

    def step(self, name: str) -> None:
        """Name what was done since the step before."""
        now = time.perf_counter()
        self.steps[name] = now - self._last
        self._last = now


def socroi(source: Path, target: Path) -> Result:
    """Ours: read, compute, write, one after the other as `socroi calc` does."""
    from socroi.engine.calculation import Calculation
    from socroi.workbook.reading.book import load
    from socroi.workbook.writing.changes import gather
    from socroi.workbook.writing.saving import save

    clock = Clock()
    loaded = load(source)
    clock.step("load")
    Calculation(loaded.book).run()
    clock.step("compute")
    save(loaded, gather(loaded), target)
    clock.step("save")
    return {"steps": clock.steps}


def floor(source: Path, target: Path) -> Result:
    """No engine at all: every part of the file decompressed and compressed again, as fast as can be."""
    try:
        from isal import isal_zlib as deflate
    except ImportError:
        import zlib as deflate  # type: ignore[no-redef]
    clock = Clock()
    with zipfile.ZipFile(source) as package, source.open("rb") as given, target.open("wb") as out:
        for info in package.infolist():
            given.seek(info.header_offset + 26)
            name, extra = struct.unpack("<2H", given.read(4))
            given.seek(name + extra, os.SEEK_CUR)
            data = given.read(info.compress_size)
            if info.compress_type == zipfile.ZIP_DEFLATED:
                data = deflate.decompress(data, -15)
            squeeze = deflate.compressobj(1, deflate.DEFLATED, -15)
            out.write(squeeze.compress(data) + squeeze.flush())
    clock.step("inflate + deflate")
    return {"steps": clock.steps, "unchecked": True}


def formualizer(source: Path, target: Path) -> Result:
    """Its whole-workbook recalculation, which writes the file anew."""
    import formualizer as peer

    clock = Clock()
    peer.recalculate_file(str(source), str(target))
    clock.step("all")
    return {"steps": clock.steps}


def formualizer_cache(source: Path, target: Path) -> Result:
    """Its recalculation that keeps the package and replaces cached values, as ours does."""
    import formualizer as peer

    clock = Clock()
    peer.recalculate_xlsx_file(str(source), str(target))
    clock.step("all")
    return {"steps": clock.steps}


def ironcalc(source: Path, target: Path) -> Result:
    """Load, evaluate, save."""
    import ironcalc as peer

    clock = Clock()
    model = peer.load_from_xlsx(str(source), "en", "UTC", "en")
    clock.step("load")
    model.evaluate()
    clock.step("compute")
    model.save_to_xlsx(str(target))
    clock.step("save")
    return {"steps": clock.steps}


def formulas(source: Path, _target: Path) -> Result:
    """Load, compile, compute; it writes no workbook here, as it would write each book of a model anew."""
    import formulas as peer

    clock = Clock()
    model = peer.ExcelModel().loads(str(source)).finish()
    clock.step("load")
    solution = model.calculate()
    clock.step("compute")
    cells = {key.rsplit("!", 1)[-1]: value for key, value in solution.items() if "TOTALS" in str(key).upper()}
    return {
        "steps": clock.steps,
        "cells": {cell: float(cells[cell].value[0, 0]) for cell in (RETURN_CELL, ROI_CELL)},
    }


def pycel(source: Path, _target: Path) -> Result:
    """Compile and evaluate every formula; it writes no workbook."""
    from pycel import ExcelCompiler

    clock = Clock()
    model = ExcelCompiler(filename=str(source))
    clock.step("load")
    last = model.excel.workbook["Ledger"].max_row
    for column in "EFGH":
        model.evaluate(f"Ledger!{column}2:{column}{last}")
    for cell in (RETURN_CELL, ROI_CELL):
        model.evaluate(f"Totals!{cell}")
    model.recalculate()  # until then it answers with the values that the file holds
    cells = {cell: float(model.evaluate(f"Totals!{cell}")) for cell in (RETURN_CELL, ROI_CELL)}
    clock.step("compute")
    return {"steps": clock.steps, "cells": cells}


ENGINES: dict[str, Callable[[Path, Path], Result]] = {
    each.__name__: each for each in (socroi, floor, formualizer, formualizer_cache, ironcalc, formulas, pycel)
}


if __name__ == "__main__":
    name, given, made = sys.argv[1:]
    print(json.dumps(ENGINES[name](Path(given), Path(made))))
