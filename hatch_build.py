"""What a wheel holds besides the files of the repository: the VBA projects of the `.xlsm` editions.

`socroi new --edition xlsm` puts one into a workbook. They are made here, from the catalogue and the VBA of xlwings, so
that no binary file changes in the repository when a function does. A checkout makes them when they are asked for.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class VbaProjects(BuildHookInterface):  # type: ignore[type-arg, misc] - hatchling is there only while a wheel is built
    """Makes a project for each number of sheets that a template has, since each sheet has a module in it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them, unless the wheel only points to the checkout."""
        self.folder = Path(tempfile.mkdtemp(prefix="socroi-vba-"))
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, self.root)
        from socroi.hosts.vba_projects import workbook_project

        for count in sorted({sheets(path) for path in (root / "workbook_templates" / "en").glob("*.xlsx")}):
            made = self.folder / f"{count}.bin"
            made.write_bytes(workbook_project(count))
            build_data["force_include"][str(made)] = f"socroi/_data/vba/{made.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatch's
        """Throw away what is in the wheel now."""
        shutil.rmtree(self.folder, ignore_errors=True)


def sheets(book: Path) -> int:
    """Return the number of sheets of a workbook."""
    with zipfile.ZipFile(book) as package:
        return sum(name.startswith("xl/worksheets/sheet") for name in package.namelist())
