"""Our functions as a module for Excel Labs, Microsoft's free add-in with an editor for named formulas.

Its Advanced formula environment takes a text of definitions, `NAME = LAMBDA(...);`, by paste or from an address, and
makes a name in the workbook of each. A comment before a definition becomes the description of its name.
"""

from __future__ import annotations

import re

from socroi.definition.registry import formulas
from socroi.hosts.descriptions import function_help
from socroi.hosts.lambdas import definition

PLACE = "excel_labs/socroi.txt"
"""Where the module lies below the folder `addin`."""
_HEAD = """\
// SOCROI: what social media work returns, as named formulas for Excel 365, 2024 and the web.
// In Excel Labs (Insert, Get Add-ins, "Excel Labs"): Advanced formula environment, Modules, Import from URL, or paste
// this text into the module Workbook; then Save. ROI is in percent; a blank cell means "not known yet".
// Functions that Excel cannot say as a formula are not in here: docs/functions.md tells which ones have another way.
"""


def as_typed(text: str) -> str:
    """Return a LAMBDA as a person types it: no prefixes of the file format, optional arguments in brackets."""
    text = text.replace("_xlfn.", "").replace("_xlws.", "").replace("_xleta.", "")
    return re.sub(r"_xlop\.(\w+)", r"[\1]", text).replace("_xlpm.", "")


def module() -> str:
    """Return the text of the module."""
    parts = [_HEAD]
    for formula in formulas().values():
        if formula.twin:
            said = function_help(formula).replace("*/", "* /")
            parts.append(f"/** {said} */\n{formula.name} = {as_typed(definition(formula))};\n")
    return "\n".join(parts)
