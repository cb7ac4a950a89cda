"""What `make generate` makes for Excel, below the folder `addin`."""

from __future__ import annotations

from socroi.hosts import excel_labs, lite, server


def generated_files() -> dict[str, bytes]:
    """Return the content of every generated file by its path below `addin`."""
    from socroi.hosts import vba_projects

    texts = {
        excel_labs.PLACE: excel_labs.module(),
        "lite/main.py": lite.main_py(),
        "lite/main_with_package.py": lite.WITH_PACKAGE,
        **{f"server/{name}": text for name, text in server.PROJECT.items()},
    }
    return {"excel/socroi.xlam": vba_projects.addin(), **{name: text.encode() for name, text in texts.items()}}
