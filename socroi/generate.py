"""`make generate`: everything in the repository that is made from something else in it.

    workbook_templates/<language>/*.xlsx   from socroi/templates and workbook_templates/texts
    docs/functions*.md                     from the catalogue
    docs/commands.md                       from the commands' own help
    docs/templates.md                      from the templates' texts; its pictures by `make pictures`
    docs/differences.md                    from the engine's functions and socroi/engine/differences.py
    workbook_templates/<language>/*.xlsm   from those, with the functions as macros
    addin/excel, addin/lite, addin/server  from the catalogue, socroi/hosts and the templates in the xlwings package
    addin/libreoffice/socroi.*             from the catalogue and socroi/hosts/libreoffice

A test generates it all into an empty folder and compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from socroi import recalculate, templates
from socroi.cli.pages import command_page
from socroi.hosts import excel_files
from socroi.hosts.differences_page import differences_page
from socroi.hosts.lambdas import definition
from socroi.hosts.libreoffice.extension import generated_files
from socroi.hosts.pages import function_pages
from socroi.hosts.templates_page import templates_page
from socroi.registry import formulas


def lambda_names() -> dict[str, str]:
    """Return the LAMBDA text of every function that has a twin, by the function's name."""
    return {name: definition(formula) for name, formula in formulas().items() if formula.twin}


def generate(root: Path) -> list[Path]:
    """Write every generated file below `root` and return their paths."""
    made = templates.build_all(root / "workbook_templates", names=lambda_names())
    for path in made:
        recalculate(path)
    made += [excel_files.macro_edition(path) for path in made if not path.stem.endswith("_example")]
    pages = {
        **function_pages(),
        "commands.md": command_page(),
        "differences.md": differences_page(),
        "templates.md": templates_page(),
    }
    (root / "docs").mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        path = root / "docs" / name
        path.write_text(text, encoding="utf-8", newline="\n")
        made.append(path)
    libreoffice = {f"libreoffice/{name}": content for name, content in generated_files().items()}
    for name, content in (excel_files.generated_files() | libreoffice).items():
        path = root / "addin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made.append(path)
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for made_path in generate(target):
        sys.stdout.write(f"{made_path.relative_to(target)}\n")
