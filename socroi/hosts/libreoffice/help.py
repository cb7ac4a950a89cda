"""What Calc shows of the functions while one types, and in the function wizard: CalcAddIns.xcu.

English comes from the catalogue's own docstrings. The other languages stand in `workbook_templates/texts/*.po`, by the
English text; a text that is not translated, or was changed since, is shown in English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from socroi.hosts.libreoffice.interface import argument_name, method_name
from socroi.templates.texts import SOURCE, help_entries, languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter

EXTENSION: Final = "Functions for the return on investment of social media."
"""What the extension is, in the extension manager."""
CATEGORY: Final = "Add-In"
"""Calc's own category for add-ins; the ones that it does not know are shown there as well."""

_OPENING: Final = (
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" oor:package="org.openoffice.Office">'
)

Translations = dict[str, dict[str, str]]
"""By language, what each English text is there."""


def translations() -> Translations:
    """Return what is translated, by language."""
    found: Translations = {}
    for code in languages():
        if code != SOURCE:
            entries = [entry for entry in help_entries(code) if entry.translation and not entry.fuzzy]
            found[code] = {entry.source: entry.translation for entry in entries}
    return found


def english_texts(formulas: Iterable[Formula]) -> dict[str, str]:
    """Return every English text of the help, with the place that needs it first."""
    found = {EXTENSION: "extension"}
    for formula in formulas:
        found.setdefault(formula.summary, formula.name)
        for parameter in formula.parameters:
            for text in _texts(parameter):
                found.setdefault(text, f"{formula.name}.{parameter.name}")
    return found


def _texts(parameter: Parameter) -> Iterator[str]:
    """Yield what an argument means, and its unit where it is no choice among texts."""
    yield parameter.doc
    if not parameter.kind.choices:
        yield parameter.kind.meaning


def argument_help(parameter: Parameter, known: Mapping[str, str]) -> str:
    """Return the help of an argument in the language of the known texts: its meaning, then its unit in brackets."""
    meaning, *unit = (known.get(text, text) for text in _texts(parameter))
    return f"{meaning} ({unit[0]})" if unit else meaning


def configuration(service: str, formulas: Iterable[Formula], known: Translations) -> str:
    """Return CalcAddIns.xcu.

    Args:
        service: the name of the component's service.
        formulas: the functions.
        known: the translations, by language.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _OPENING,
        '<node oor:name="AddInInfo">',
        f'<node oor:name="{service}" oor:op="replace">',
        '<node oor:name="AddInFunctions">',
        *(line for formula in formulas for line in _function(formula, known)),
        "</node>",
        "</node>",
        "</node>",
        "</oor:component-data>",
        "",
    ]
    return "\n".join(lines)


def _function(formula: Formula, known: Translations) -> Iterator[str]:
    yield f'<node oor:name="{method_name(formula)}" oor:op="replace">'
    yield _property("DisplayName", formula.name)
    yield _property("Description", formula.summary, {code: texts.get(formula.summary) for code, texts in known.items()})
    yield f'<prop oor:name="Category"><value>{CATEGORY}</value></prop>'
    # From LibreOffice 25.2 on, an .xlsx with this name opens and is saved with it.
    yield _property("CompatibilityName", formula.name)
    yield '<node oor:name="Parameters">'
    for parameter in formula.parameters:
        helped = {code: argument_help(parameter, texts) for code, texts in known.items()}
        yield f'<node oor:name="{argument_name(parameter)}" oor:op="replace">'
        yield _property("DisplayName", parameter.name)
        yield _property("Description", argument_help(parameter, {}), helped)
        yield "</node>"
    yield "</node>"
    yield "</node>"


def _property(name: str, english: str, translated: Mapping[str, str | None] | None = None) -> str:
    values = [("en-US", english)]
    values += [(code, text) for code, text in (translated or {}).items() if text and text != english]
    return f'<prop oor:name="{name}">{"".join(map(_value, values))}</prop>'


def _value(value: tuple[str, str]) -> str:
    code, text = value
    return f'<value xml:lang="{code}">{escape(text)}</value>'
