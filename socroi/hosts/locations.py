"""Where the files that a user installs lie: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

from socroi.errors import UsageError

_PACKAGE = Path(__file__).resolve().parents[1]


def vba_project(sheets: int) -> Path | None:
    """Return the path of the VBA project of a workbook with so many sheets, which only a wheel brings along."""
    path = _PACKAGE / "_data" / "vba" / f"{sheets}.bin"
    return path if path.is_file() else None


def addin(*parts: str) -> Path:
    """Return the path of a file below the folder `addin`.

    Raises:
        UsageError: it is not there, which means that the installation is broken.
    """
    for home in (_PACKAGE / "_data" / "addin", _PACKAGE.parent / "addin"):
        path = home.joinpath(*parts)
        if path.exists():
            return path
    raise UsageError(
        f"{'/'.join(('addin', *parts))} is missing from this installation.",
        where=str(_PACKAGE),
        hint="Install SOCROI again.",
    )
