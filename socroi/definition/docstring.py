"""The fixed sections of a function's docstring, read; what is missing or at odds is refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.definition import examples
from socroi.definition.formula import RefusedFormula
from socroi.definition.literature import WORKS, cited
from socroi.errors import CELL_ERRORS

if TYPE_CHECKING:
    from socroi.definition.parameter import Parameter

SECTIONS: Final = ("Args", "Returns", "Errors", "Source", "Examples")


def sections(name: str, doc: str) -> tuple[str, dict[str, list[str]]]:
    """Return the summary and the lines of each section, in which every section must have something to say."""
    summary, _, rest = doc.partition("\n")
    if not summary.endswith("."):
        raise RefusedFormula(f"{name} needs a docstring whose first line is a sentence with its full stop.")
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in rest.splitlines():
        heading = line.removesuffix(":")
        if heading in SECTIONS and line != heading:
            lines = sections.setdefault(heading, [])
        elif line.strip():
            lines.append(line)
    for section in SECTIONS:
        if not sections.get(section):
            raise RefusedFormula(f"{name} has nothing under '{section}:' in its docstring.")
    if list(sections) != list(SECTIONS):
        raise RefusedFormula(f"{name} has its docstring's sections in another order than {', '.join(SECTIONS)}.")
    return summary, sections


def joined(lines: list[str]) -> str:
    """Return the text of a section's lines in one line."""
    return " ".join(line.strip() for line in lines)


def source(name: str, lines: list[str]) -> str:
    """Return what stands under Source, which has to cite works that there are."""
    source = joined(lines)
    if not cited(source):
        raise RefusedFormula(
            f"{name} cites no work under 'Source:'. Name one by its key in socroi/definition/literature.py, as in [S0]."
        )
    if unknown := [key for key in cited(source) if key not in WORKS]:
        raise RefusedFormula(
            f"{name} cites [{unknown[0]}], which is no key in socroi/definition/literature.py. Correct it or add it."
        )
    return source


def entries(name: str, section: str, lines: list[str]) -> dict[str, str]:
    """Return the entries `key: text` of a section; a line indented further goes on with the one before."""
    entries: dict[str, str] = {}
    key = ""
    margin = len(lines[0]) - len(lines[0].lstrip())
    for line in lines:
        if len(line) - len(line.lstrip()) > margin and key:
            entries[key] += " " + line.strip()
            continue
        key, colon, text = line.strip().partition(": ")
        if not colon:
            raise RefusedFormula(f"{name} has a line under '{section}:' that is not 'name: text': {line.strip()!r}.")
        entries[key] = text.strip()
    return entries


def errors(name: str, lines: list[str]) -> dict[str, str]:
    """Return when each cell error appears, by error."""
    errors = entries(name, "Errors", lines)
    for code in errors:
        if code not in CELL_ERRORS:
            raise RefusedFormula(f"{name} documents the error {code}, which no cell can show.")
    return errors


def documented_examples(name: str, lines: list[str], parameters: tuple[Parameter, ...]) -> tuple[examples.Example, ...]:
    """Return the examples, one of which shows an error."""
    try:
        found = tuple(examples.parse(line) for line in _continued(lines))
    except ValueError as problem:
        raise RefusedFormula(f"{name} has an example that cannot be read: {problem}.") from problem
    for example in found:
        if example.call.name != name:
            raise RefusedFormula(f"{name} has an example of another function: {example}.")
        if len(example.call.arguments) > len(parameters):
            raise RefusedFormula(f"{name} has an example with too many arguments: {example}.")
    if not any(example.is_error for example in found):
        raise RefusedFormula(f"{name} has no example that shows an error.")
    return found


def _continued(lines: list[str]) -> list[str]:
    """Return the examples of which each may go on over several lines."""
    joined: list[str] = []
    for line in map(str.strip, lines):
        if line.startswith("=") or not joined:
            joined.append(line)
        else:
            joined[-1] += f" {line}" if joined[-1].endswith("->") else line
    return joined
