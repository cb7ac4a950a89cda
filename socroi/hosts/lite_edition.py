"""A template whose functions come from xlwings Lite, with the code in the workbook: experimental.

How Lite keeps its code in a workbook is documented nowhere; this writes it as real Lite workbooks have it. Nobody has
opened one yet that was made so. The certain way is to paste `main.py` into Lite's pane.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from uuid import uuid4
from xml.sax.saxutils import escape

from socroi.definition.registry import formulas
from socroi.errors import WorkbookError
from socroi.hosts.lambda_names import remove_names
from socroi.hosts.xlwings_version import XLWINGS
from socroi.workbook.package.parts import open_package
from socroi.workbook.writing.rewriting import CONTENT_TYPES, Rewriting

if TYPE_CHECKING:
    import os

PREFIX: Final = "_xldudf_"
"""What Excel stores before the name of a function of Lite."""
STORE: Final = "wa200008175"
"""The number of xlwings Lite in Excel's store."""

_OFFICE: Final = "http://schemas.microsoft.com/office"
_FORMULA: Final = re.compile(
    r"(<(?:[\w.-]+:)?(?:f|formula|calculatedColumnFormula|definedName)\b[^<>]*>)([^<]*)(?=</(?:[\w.-]+:)?)"
)
_PANES: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<wetp:taskpanes xmlns:wetp="{_OFFICE}/webextensions/'
    'taskpanes/2010/11"><wetp:taskpane dockstate="right" visibility="1" width="350" row="2"><wetp:webextensionref '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></wetp:taskpane>'
    "</wetp:taskpanes>"
)
_PANE_POINTER: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/'
    f'package/2006/relationships"><Relationship Id="rId1" Type="{_OFFICE}/2011/relationships/webextension" '
    'Target="webextension1.xml"/></Relationships>'
)


def write_lite_edition(book: str | os.PathLike[str], target: str | os.PathLike[str], main_py: str) -> None:
    """Write a template as a workbook for xlwings Lite, without the LAMBDA names of our functions.

    Args:
        book: an `.xlsx` template.
        target: the `.xlsx` file to write.
        main_py: the code, as it would be pasted into Lite.

    Raises:
        WorkbookError: the book has a task pane already, or cannot be read or written.
    """
    package = open_package(book)
    rewriting = Rewriting(package)
    if rewriting.has("xl/webextensions/taskpanes.xml"):
        raise WorkbookError("The workbook has a task pane already.", where=package.where)
    rewriting.edit(package.workbook, lambda text: _renamed(remove_names(text)))
    for member in package.archive.members:
        if re.fullmatch(r"xl/(worksheets|tables)/[^/]+\.xml", member.name):
            rewriting.edit(member.name, _renamed)
    rewriting.put("xl/webextensions/taskpanes.xml", _PANES)
    rewriting.put("xl/webextensions/_rels/taskpanes.xml.rels", _PANE_POINTER)
    rewriting.put("xl/webextensions/webextension1.xml", _pane(main_py))
    rewriting.edit(CONTENT_TYPES, lambda text: text.replace("</Types>", _types() + "</Types>"))
    pointer = f'<Relationship Id="rIdPanes" Type="{_OFFICE}/2011/relationships/webextensiontaskpanes" '
    rewriting.edit("_rels/.rels", lambda text: text.replace("</Relationships>",
        f'{pointer}Target="xl/webextensions/taskpanes.xml"/></Relationships>'))  # fmt: skip
    rewriting.save(target)


def _renamed(text: str) -> str:
    """Return a part in which every call of a function of ours has the name that Lite's functions have in a file."""
    names = re.compile(rf"(?<![\w.])({'|'.join(formulas())})(?=\()")
    return _FORMULA.sub(lambda found: found[1] + names.sub(rf"{PREFIX}\1", found[2]), text)


def _pane(main_py: str) -> str:
    properties = {
        "main.py": main_py,
        "requirements.txt": f"xlwings=={XLWINGS}  # required\n",
        "xlwingsWorkbookId": str(uuid4()),
        "xlwingsSettingsWorkbook": json.dumps({"startupBehavior": "taskpane"}),
    }
    written = "".join(
        f'<we:property name="{name}" value="{escape(json.dumps(value), {chr(34): "&quot;"})}"/>'
        for name, value in properties.items()
    )
    identities = ",".join(f"{PREFIX}{name}" for name in formulas())
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<we:webextension xmlns:we="{_OFFICE}/webextensions/'
        f'webextension/2010/11" id="{{{str(uuid4()).upper()}}}"><we:reference id="{STORE}" version="1.0.0.0" '
        f'store="en-US" storeType="OMEX"/><we:alternateReferences><we:reference id="{STORE.upper()}" version="1.0.0.0" '
        f'store="{STORE.upper()}" storeType="OMEX"/></we:alternateReferences><we:properties>{written}</we:properties>'
        '<we:bindings/><we:snapshot xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        '<we:extLst><a:ext xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'uri="{D87F86FE-615C-45B5-9D79-34F1136793EB}"><we:containsCustomFunctions/></a:ext>'
        '<a:ext xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'uri="{7C84B067-C214-45C3-A712-C9D94CD141B2}"><we:customFunctionIdList><we:customFunctionIds>'
        f"{identities}</we:customFunctionIds></we:customFunctionIdList></a:ext></we:extLst></we:webextension>"
    )


def _types() -> str:
    kinds = {"taskpanes": "webextensiontaskpanes", "webextension1": "webextension"}
    return "".join(
        f'<Override PartName="/xl/webextensions/{part}.xml" ContentType="application/vnd.ms-office.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
