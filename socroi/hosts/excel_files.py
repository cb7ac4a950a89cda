"""What `make generate` makes for Excel, below the folder `addin` and beside the templates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from socroi.hosts import lite, server
from socroi.hosts.macro_edition import sheet_parts, write_macro_edition
from socroi.workbook.package.parts import open_package

if TYPE_CHECKING:
    from pathlib import Path


def generated_files() -> dict[str, bytes]:
    """Return the content of every generated file by its path below `addin`."""
    from socroi.hosts import vba_projects

    texts = {
        "lite/main.py": lite.main_py(),
        "lite/main_with_package.py": lite.WITH_PACKAGE,
        **{f"server/{name}": text for name, text in server.PROJECT.items()},
    }
    return {"excel/socroi.xlam": vba_projects.addin(), **{name: text.encode() for name, text in texts.items()}}


def macro_edition(book: Path) -> Path:
    """Write the `.xlsm` edition of a built template beside it, and return its path."""
    target = book.with_suffix(".xlsm")
    write_macro_edition(book, target, _project(len(sheet_parts(open_package(book)))))
    return target


@cache
def _project(sheets: int) -> bytes:
    from socroi.hosts import vba_projects

    return vba_projects.workbook_project(sheets)
