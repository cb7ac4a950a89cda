"""The workbooks that people fill in, built from one layout and the texts of a language."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from io import BytesIO
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.suggestion import closest
from socroi.errors import UsageError
from socroi.templates.contents import Contents
from socroi.templates.fill import (
    SHARED,
    CostRow,
    EstimateRow,
    GoalRow,
    PayPerClickRow,
    ResultRow,
    TemplateData,
    ValueRow,
)
from socroi.templates.locations import home
from socroi.templates.texts import languages, load_texts
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from socroi.templates.template import Template

__all__ = [
    "SHARED",
    "Contents",
    "CostRow",
    "EstimateRow",
    "GoalRow",
    "PayPerClickRow",
    "ResultRow",
    "TemplateData",
    "TemplateInfo",
    "ValueRow",
    "build",
    "build_all",
    "catalogue",
    "find",
    "languages",
    "names",
    "shipped",
]

_EXAMPLE: Final = "_example"

FIRST_MONTH: Final = date(2026, 1, 1)
"""The first month of a workbook as shipped; whoever uses it types another."""


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template, in English.

    Args:
        name: what commands call it.
        title, summary: what its first sheet says above, and what it is about.
        audience: who it is for.
        question: what it asks and answers, in a few sentences.
        figures: the headline figures of its first sheet, each with what it means.
        sheets: the names of its sheets, each with what it holds.
        languages: the codes of those that it comes in.
    """

    name: str
    title: str
    summary: str
    audience: str
    question: str
    figures: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]


def catalogue() -> list[TemplateInfo]:
    """Return the templates that there are."""
    texts = load_texts("en")
    known = languages()
    found = []
    for template in map(find, names()):
        own = texts.scoped(template.name)
        figures = [f"start.card.{card.name}" for card in template.start.cards]
        found.append(
            TemplateInfo(
                template.name,
                own["start.title"],
                own["start.subtitle"],
                template.audience,
                own["start.what"],
                tuple((own[key], own[f"{key}.note"]) for key in figures),
                tuple((own[f"{page}.sheet"], own[f"{page}.subtitle"]) for page in template.pages),
                known,
            )
        )
    return found


def shipped(name: str = "four_step", language: str = "en", *, example: bool = False) -> Path:
    """Return the path of a built template, empty or as the filled-in example, as it came with the installation.

    Raises:
        UsageError: there is no such template, or not in this language.
    """
    _look_up(name)
    path = home() / language / f"{name}{_EXAMPLE if example else ''}.xlsx"
    if not path.is_file():
        built = sorted(other.parent.name for other in home().glob(f"*/{name}.xlsx"))
        raise UsageError(
            f"the template {name} is not there in the language {language!r}.",
            hint=f"Choose one of: {', '.join(built)}." if built else "Run `make generate`.",
        )
    return path


def build(
    name: str,
    language: str,
    target: Any,
    *,
    data: TemplateData | Contents | None = None,
    example: bool = False,
    currency: str = "EUR",
    start: date = FIRST_MONTH,
    paper: str = "a4",
    names: Mapping[str, str] | None = None,
) -> None:
    """Write a template, blank or filled.

    The same arguments give the same bytes. Formulas are written without their values:
    let `socroi.recalculate` put those in.

    Args:
        name: which template.
        language: the code of the language of its texts.
        target: the path to write, where the file appears at once and complete, or a binary file object.
        data: what to fill in: `Contents`, or `TemplateData` for `four_step`; nothing gives the blank template.
        example: fill in the template's own invented figures instead, and say so on every sheet.
        currency: the code of the currency that all money is in.
        start: any day of the first of the twelve months.
        paper: `a4` or `letter`.
        names: for each function of ours its LAMBDA text, `_xlfn.LAMBDA(...)`; those that the workbook calls become
            its names.

    Raises:
        UsageError: there is no such template or language, or the data does not fit in.
        WorkbookError: the file cannot be written; what was there is unchanged.
    """
    template = find(name)
    texts = load_texts(language)
    if example:
        data = template.example(texts.scoped(name), start)
    elif isinstance(data, TemplateData):
        data = data.contents(texts.scoped(name))
    is_path = isinstance(target, str | os.PathLike)
    made = BytesIO() if is_path else target
    template.write(
        made,
        texts,
        data or Contents(),
        currency=currency,
        first_month=start,
        names=names or {},
        paper=paper,
    )
    if is_path:
        put(target, made.getvalue())


def build_all(root: Path | None = None, *, names: Mapping[str, str] | None = None) -> list[Path]:
    """Build every template in every language, empty and as an example, below `root`, and return the paths.

    `root` is the folder `workbook_templates` when not given.
    """
    root = root or home()
    made = []
    for info in catalogue():
        for language in info.languages:
            for example in (False, True):
                path = root / language / f"{info.name}{_EXAMPLE if example else ''}.xlsx"
                path.parent.mkdir(parents=True, exist_ok=True)
                build(info.name, language, path, example=example, names=names)
                made.append(path)
    return made


def names() -> tuple[str, ...]:
    """Return the names of the templates, in the order that lists show them."""
    return tuple(sorted(_folders(), key=lambda name: (find(name).place, name)))


def find(name: str) -> Template:
    """Return a template by its name.

    Raises:
        UsageError: there is none.
    """
    _look_up(name)
    template: Template = import_module(f"{__name__}.{name}").TEMPLATE
    return template


def _folders() -> list[str]:
    """Return the folders beside this file: each is a template, and need not be listed anywhere."""
    return [found.name for found in iter_modules(__path__) if found.ispkg]


def _look_up(name: str) -> None:
    """Look a template up without loading it.

    Raises:
        UsageError: there is none.
    """
    if name not in _folders():
        raise UsageError(f"there is no template {name!r}.", hint=_meant(name, names()))


def _meant(typed: str, known: Sequence[str]) -> str:
    """Return a hint at the name that was meant, or at all there are."""
    name = typed.casefold().replace(" ", "_").replace("-", "_")
    near = next((one for one in known if name and name in one), None) or closest(name, known)
    return f"Did you mean {near}?" if near else f"Choose one of: {', '.join(known)}."
