"""Google Sheets: one file of Apps Script to paste, with the functions, their help and a menu."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Final

from socroi.definition.registry import formulas
from socroi.hosts.descriptions import argument_help, function_help
from socroi.hosts.javascript.library import SOURCE, not_yet, socroi_js
from socroi.sources.headings import words

if TYPE_CHECKING:
    from socroi.definition.formula import Formula

SCOPES: Final = (
    "https://www.googleapis.com/auth/spreadsheets.currentonly",
    "https://www.googleapis.com/auth/script.container.ui",
)
"""All that the script may touch: the spreadsheet it stands in, and its own windows in it."""


def sheets_files() -> dict[str, bytes]:
    """Return the content of both files by their names."""
    project = {"timeZone": "Etc/UTC", "exceptionLogging": "STACKDRIVER", "runtimeVersion": "V8", "oauthScopes": SCOPES}
    texts = {"Code.gs": code_gs(), "appsscript.json": json.dumps(project, indent=2) + "\n"}
    return {name: text.encode() for name, text in texts.items()}


def code_gs() -> str:
    """Return the script: the library, what stands between it and the sheet, and a documented function for each."""
    there = [formula for name, formula in formulas().items() if name not in not_yet()]
    listed = "".join(f"<dt><code>={each.signature}</code></dt><dd>{escape(each.summary)}</dd>" for each in there)
    start = (SOURCE / "hosts" / "google_sheets.js").read_text(encoding="utf-8")
    told = f"const FUNCTION_HELP = {json.dumps(listed, ensure_ascii=False)};\n"
    return "\n".join([socroi_js(), start, _words_of_totals(), told, *map(_function, there)])


def _words_of_totals() -> str:
    """Return the words by which a totals row is known, and the patterns of those that hold a count, for JavaScript."""
    known = words()
    lists = {"TOTAL_WORDS": known["totals"], "TOTAL_COUNTS": known["counted"]}
    texts = {name: sorted({text for each in listed.values() for text in each}) for name, listed in lists.items()}
    return "".join(f"const {name} = {json.dumps(each, ensure_ascii=False)};\n" for name, each in texts.items())


def _function(formula: Formula) -> str:
    names = ", ".join(p.name for p in formula.parameters)
    calls = [each.text.partition(" -> ")[0][1:] for each in formula.examples if not each.is_error]
    example = calls[0] if calls else formula.signature
    lines = ["/**", f" * {function_help(formula)}", " *", f" * Example: {example}", " *"]
    lines += [
        f" * @param {{range}} {p.name if p.required else f'[{p.name}]'} {argument_help(p)}" for p in formula.parameters
    ]
    lines += [" * @return What the cell shows.", " * @customfunction", " */"]
    body = f'function {formula.name}({names}) {{\n  return inSheets("{formula.name}", [{names}]);\n}}\n'
    return "\n".join([*lines, body])
