"""The registry as pages to read: one for each family of functions, an index, and the works that they cite."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from socroi.definition.literature import WORKS
from socroi.definition.registry import formulas
from socroi.definition.units import Holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter

NOTE = "<!-- Generated from the catalogue by `make generate`. Change the function's docstring, not this page. -->\n"


PREFACE = """# The functions

Every name begins with SOC, so that typing `=SOC` in a cell lists them; KPIVALUE is the one exception. Money is in the
sheet's own currency, rates are fractions (25% is 0.25), ROI is in percent.

Rules that hold for all of them:

- In a range, blanks, texts and booleans are skipped, as SUM does; typed directly, they must be numbers.
- A blank means "not known yet": where a number is needed and there is none at all, the result is `#N/A`.
- An error inside an argument is the result. Text for a number, or ranges that differ in size: `#VALUE!`.
- A divisor of zero: `#DIV/0!`. A number outside its limits, such as 25 for 25%: `#NUM!`.
- An unknown KPI, model, unit or column name: `#N/A`.

Where the definitions come from is listed in [the literature](literature.md).
"""

LITERATURE: Final = """# The literature

The works that the functions cite, by their keys. S0 to S4 are the five articles that describe the method; the other
keys are the first author and the year. What is not known of a work is said to be unknown. [All functions](functions.md)
"""


def function_pages() -> dict[str, str]:
    """Return the Markdown of every page by its file name: `functions.md`, `functions-roi.md`, `literature.md` ..."""
    every = list(formulas().values())
    families = [(module, list(group)) for module, group in groupby(every, key=lambda formula: formula.module)]
    pages = {f"functions-{module}.md": _family(group) for module, group in families}
    pages["functions.md"] = _index(families)
    pages["literature.md"] = _literature(every)
    return pages


def _index(families: Iterable[tuple[str, list[Formula]]]) -> str:
    lines = [NOTE, PREFACE]
    for module, group in families:
        family = group[0].family
        lines += [f"## [{family.title}](functions-{module}.md)\n", f"{family.question}\n"]
        lines += ["| function | what it gives | without an add-in in Excel 365 |", "|---|---|---|"]
        lines += [
            f"| [`{each.signature}`](functions-{module}.md#{each.name.lower()}) | {each.summary} | "
            f"{'yes' if each.twin else 'no'} |"
            for each in group
        ]
        lines.append("")
    return "\n".join(lines)


def _family(group: list[Formula]) -> str:
    family = group[0].family
    lines = [NOTE, f"# {family.title}\n", f"{family.question} [All functions](functions.md)\n"]
    for each in group:
        lines += [f"## {each.name}\n", f"`={each.signature}`\n", f"{each.summary}\n"]
        if each.parameters:
            lines += ["| argument | meaning | takes |", "|---|---|---|"]
            lines += [f"| `{p.name}` | {p.doc} | {takes(p)} |" for p in each.parameters]
            lines.append("")
        lines.append(f"**Returns** {each.returns}\n")
        lines += [
            "| error | when |",
            "|---|---|",
            *(f"| `{code}` | {when} |" for code, when in each.errors.items()),
            "",
        ]
        lines += ["```", *map(str, each.examples), "```\n"]
        if each.twin:
            lines += ["The same in plain Excel:\n", "```", f"={each.twin}", "```\n"]
        if each.unplaced:
            lines.append(f"**In no workbook of ours** {each.unplaced}\n")
        linked = re.sub("|".join(map(re.escape, (f"[{key}]" for key in each.works))), _linked, each.source)
        lines += [f"**Source** {linked}\n", *(f"- {key}: {work.reference}" for key, work in each.works.items()), ""]
    return "\n".join(lines)


def _linked(citation: re.Match[str]) -> str:
    return f"{citation[0]}(literature.md#{citation[0].strip('[]').lower()})"


def _literature(every: Iterable[Formula]) -> str:
    lines = [NOTE, LITERATURE]
    for key, work in WORKS.items():
        citing = ", ".join(f"[{f.name}](functions-{f.module}.md#{f.name.lower()})" for f in every if key in f.works)
        lines += [f"## {key}\n", f"{work.reference}\n", f"Cited by {citing}.\n"]
    return "\n".join(lines)


def takes(parameter: Parameter) -> str:
    """Return unit, limits, shape and default of an argument, in words."""
    parts = [parameter.kind.meaning, parameter.shape.value]
    if parameter.kind.holds is Holds.CHOICE:
        parts[0] = " or ".join(f'"{choice}"' for choice in parameter.kind.choices)
    if not parameter.required and parameter.default is not None:
        default = parameter.default
        parts.append(f"left out: {default:g}" if isinstance(default, float) else f"left out: {default}")
    return "; ".join(parts)
