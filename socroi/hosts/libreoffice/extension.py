"""The extension file `socroi.oxt`: what LibreOffice installs by a double click.

It holds the catalogue and the gate themselves, which need Python's standard library alone.
"""

from __future__ import annotations

import ast
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import socroi
from socroi.definition.registry import formulas
from socroi.hosts.libreoffice.help import EXTENSION, configuration, translations
from socroi.hosts.libreoffice.interface import idl, type_library

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

IDENTIFIER: Final = "org.socroi.calc"
SERVICE: Final = "org.socroi.CalcAddIn"
OLDEST_LIBREOFFICE: Final = "7.4"
COMPONENT: Final = "socroi_component.py"

_PACKAGE: Final = Path(socroi.__file__).parent
_STARTS: Final = ("hosts/libreoffice/component.py", "catalogue/*.py")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

NAME: Final = "SOCROI"

_TYPES: Final = {
    "socroi.rdb": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
    COMPONENT: "application/vnd.sun.star.uno-component;type=Python",
}
"""What LibreOffice registers, in this order: the component needs the types."""


def generated_files() -> dict[str, bytes]:
    """Return what stands in `addin/libreoffice`, by file name: the extension, and its interface as IDL and library."""
    every = list(formulas().values())
    return {"socroi.oxt": _zipped(parts()), "socroi.idl": idl(every).encode(), "socroi.rdb": type_library(every)}


def parts() -> dict[str, bytes]:
    """Return the parts of the extension by their paths in it."""
    every, known = list(formulas().values()), translations()
    described = {"en": EXTENSION} | {code: texts[EXTENSION] for code, texts in known.items() if EXTENSION in texts}
    found = {
        "META-INF/manifest.xml": _manifest().encode(),
        "description.xml": _description(described).encode(),
        "socroi.rdb": type_library(every),
        "CalcAddIns.xcu": configuration(SERVICE, every, known).encode(),
        COMPONENT: (_PACKAGE / _STARTS[0]).read_bytes(),
    }
    found |= {f"description/{code}.txt": f"{text}\n".encode() for code, text in described.items()}
    for path in packed_modules():
        if path != _PACKAGE / _STARTS[0]:
            found[f"pythonpath/socroi/{path.relative_to(_PACKAGE).as_posix()}"] = path.read_bytes()
    return found


def packed_modules() -> list[Path]:
    """Return the files of our package that the component and the catalogue import, directly or through others."""
    waiting = [path for pattern in _STARTS for path in _PACKAGE.glob(pattern)]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            packages = (folder / "__init__.py" for folder in path.parents if _PACKAGE in (folder, *folder.parents))
            waiting += [*packages, *_imported(path)]
    return sorted(found)


def _imported(path: Path) -> Iterator[Path]:
    """Yield the files of our package that a module imports when it runs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node) for check in ast.walk(tree) if _is_for_types(check) for node in ast.walk(check)}
    # The package itself imports lazily what only a Python program asks of it.
    nodes = tree.body if path == _PACKAGE / "__init__.py" else ast.walk(tree)
    for node in nodes:
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _module(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from _module(node.module)
            for alias in node.names:
                yield from _module(f"{node.module}.{alias.name}")


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _module(name: str) -> Iterator[Path]:
    first, *others = name.split(".")
    if first == _PACKAGE.name:
        place = _PACKAGE.joinpath(*others)
        yield from (path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file())


def _manifest() -> str:
    entries = "\n".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in _TYPES.items()
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
{entries}
</manifest:manifest>
"""


def _description(languages: Collection[str]) -> str:
    names = "".join(f'<name lang="{code}">{NAME}</name>' for code in languages)
    texts = "".join(f'<src lang="{code}" xlink:href="description/{code}.txt"/>' for code in languages)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:lo="http://libreoffice.org/extensions/description/2011">
<identifier value="{IDENTIFIER}"/>
<version value="{socroi.__version__}"/>
<display-name>{names}</display-name>
<extension-description>{texts}</extension-description>
<dependencies>
<lo:LibreOffice-minimal-version value="{OLDEST_LIBREOFFICE}" lo:name="LibreOffice {OLDEST_LIBREOFFICE}"/>
</dependencies>
</description>
"""


def _zipped(found: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in found.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    return file.getvalue()
