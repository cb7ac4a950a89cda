"""One run of one engine: seconds and memory of the whole process, and whether its answer is right."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.ledger import RETURN_CELL, ROI_CELL

ROOT: Final = Path(__file__).resolve().parents[1]
TOLERANCE: Final = 1e-9
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RECALCULATE_ALWAYS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
"""Without it LibreOffice shows the values that it finds in the file, and its time is that of a copy."""


@dataclass(slots=True)
class Run:
    """What one run took.

    Attributes:
        seconds: of the whole process by the clock, and `cpu` on all cores together.
        peak: the most memory that one process of it held, in MiB.
        steps: seconds inside the process, imports left out, where they are known.
        problem: why there is no time: it failed, took too long, or its answer is wrong.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0
    steps: dict[str, float] = field(default_factory=dict)
    problem: str = ""

    @property
    def inside(self) -> float | None:
        """Seconds inside the process."""
        return sum(self.steps.values()) if self.steps else None


def measured(command: list[str], limit: float, folder: Path) -> tuple[Run, str]:
    """Run a command; return what it took and what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    printed, complaints = folder / "stdout", folder / "stderr"
    begun = time.perf_counter()
    with printed.open("wb") as out, complaints.open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment, cwd=folder, start_new_session=True)
    usage, status, late = None, 0, False
    while usage is None:
        done, status, found = os.wait4(process.pid, os.WNOHANG)
        if done:
            usage = found
        elif time.perf_counter() - begun > limit and not late:
            late = True
            os.killpg(process.pid, signal.SIGKILL)
        else:
            time.sleep(0.002)
    run = Run(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    process.returncode = os.waitstatus_to_exitcode(status)
    if late:
        run.problem = f"more than {limit:.0f} s"
    elif process.returncode:
        lines = complaints.read_text(errors="replace").strip().splitlines() or ["no word"]
        run.problem = f"failed: {lines[-1][:120]}"
    return run, printed.read_text(errors="replace")


def run_engine(name: str, source: Path, truth: dict[str, float], limit: float, node_folder: Path | None) -> Run:
    """Run one engine over one ledger and check its answer."""
    with tempfile.TemporaryDirectory(prefix="socroi-bench-") as temporary:
        folder = Path(temporary)
        target = folder / "out" / source.name
        target.parent.mkdir()
        run, printed = measured(whole_command(name, source, target, folder, node_folder), limit, folder)
        if run.problem:
            return run
        said = {}
        if name not in ("libreoffice", "socroi_process"):
            said = json.loads(printed.strip().splitlines()[-1])
        run.steps = said.get("steps", {})
        if said.get("unchecked"):
            return run
        cells = said.get("cells") or {cell: stored(target, "Totals", cell) for cell in truth}
        wrong = [cell for cell, value in truth.items() if not _same(cells.get(cell), value)]
        if wrong:
            run.problem = f"wrong: {wrong[0]} is {cells.get(wrong[0])}, not {truth[wrong[0]]:.6f}"
        return run


def whole_command(name: str, source: Path, target: Path, folder: Path, node_folder: Path | None) -> list[str]:
    """Return the command that computes a workbook in a process of its own."""
    if name == "libreoffice":
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE_ALWAYS)
        return [
            shutil.which("soffice") or "soffice",
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(target.parent),
            str(source),
        ]
    if name == "hyperformula":
        script = Path(__file__).with_name("hyperformula.mjs")
        limit = "--max-old-space-size=4096"
        arrays = source.with_suffix(".json")
        return ["node", limit, str(script), str(node_folder), str(arrays), RETURN_CELL, ROI_CELL]
    if name == "socroi_process":  # as it is typed; there is nothing to time inside
        return [sys.executable, "-m", "socroi", "calc", str(source), "-o", str(target)]
    return [sys.executable, "-m", "benchmarks.engines", name, str(source), str(target)]


def _same(found: object, true: float) -> bool:
    return isinstance(found, int | float) and abs(found - true) <= TOLERANCE * abs(true)


def stored(path: Path, sheet: str, cell: str) -> float | str | None:
    """Return the value that a workbook stores for a cell, read with the standard library alone."""
    with zipfile.ZipFile(path) as package:
        book = ET.fromstring(package.read("xl/workbook.xml"))
        pointer = next(s.get(_RELATION) for s in book.iter() if s.tag.endswith("}sheet") and s.get("name") == sheet)
        relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        part = next(r.get("Target", "") for r in relations if r.get("Id") == pointer)
        part = part.lstrip("/") if part.startswith("/") else posixpath.normpath(f"xl/{part}")
        for element in ET.fromstring(package.read(part)).iter():
            if element.tag.endswith("}c") and element.get("r") == cell:
                text = next((child.text for child in element if child.tag.endswith("}v")), None)
                return float(text) if text and re.fullmatch(r"[-+.\dEe]+", text) else text
    return None
