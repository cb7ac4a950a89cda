"""The workbooks that people fill in, built from one layout and the texts of a language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

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
from socroi.templates.places import home
from socroi.templates.texts import languages, load_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    "languages",
    "shipped",
]

TEMPLATES: Final = (
    "four_step", "kpi_scorecard", "hidden_returns", "audience_value", "programme", "attribution_and_tests",
)  # fmt: skip
"""The templates, in the order that lists show them."""

_AUDIENCES: Final = {
    "four_step": "Whoever answers for the whole: a small company, or a head of marketing who needs one ROI a year.",
    "kpi_scorecard": "Teams that report KPIs each month, and have to say which business goal each one serves.",
    "hidden_returns": "Organisations whose return hardly shows as sales: services, associations, public bodies.",
    "audience_value": "Companies with a list of customers, who wonder whether followers are the better ones.",
    "programme": "Managers who build up the work itself: processes, tools, people.",
    "attribution_and_tests": "Advertisers on several platforms, who can export paths or hold people out of a campaign.",
}
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
    for name in TEMPLATES:
        template = import_module(f"socroi.templates.{name}")
        own = texts.scoped(name)
        figures = [f"start.card.{card.name}" for card in template.CARDS]
        found.append(
            TemplateInfo(
                name,
                own["start.title"],
                own["start.subtitle"],
                _AUDIENCES[name],
                own["start.what"],
                tuple((own[key], own[f"{key}.note"]) for key in figures),
                tuple((own[f"{page}.sheet"], own[f"{page}.subtitle"]) for page in template.PAGES),
                known,
            )
        )
    return found


def shipped(name: str = "four_step", language: str = "en", *, example: bool = False) -> Path:
    """Return the path of a built template, empty or as the filled-in example, as it came with the installation.

    Raises:
        UsageError: there is no such template, or not in this language.
    """
    _find(name)
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
        target: the path to write, or a binary file object.
        data: what to fill in: `TemplateData` for `four_step`, `Contents` for the others; nothing gives the blank
            template.
        example: fill in the template's own invented figures instead, and say so on every sheet.
        currency: the code of the currency that all money is in.
        start: any day of the first of the twelve months.
        paper: `a4` or `letter`.
        names: for each function of ours its LAMBDA text, `_xlfn.LAMBDA(...)`; those that the workbook calls become
            its names.

    Raises:
        UsageError: there is no such template or language, or the data does not fit in.
    """
    _find(name)
    template = import_module(f"socroi.templates.{name}")
    texts = load_texts(language)
    if example:
        data = template.example(texts.scoped(name), start)
    template.write(
        str(target) if isinstance(target, Path) else target,
        texts,
        template.NOTHING if data is None else data,
        currency=currency,
        first_month=start,
        names=names or {},
        paper=paper,
    )


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


def _find(name: str) -> None:
    """Look a template up.

    Raises:
        UsageError: there is none.
    """
    if name not in TEMPLATES:
        raise UsageError(f"there is no template {name!r}.", hint=_meant(name, TEMPLATES))


def _meant(typed: str, known: Sequence[str]) -> str:
    """Return a hint at the name that was meant, or at all there are."""
    name = typed.casefold().replace(" ", "_").replace("-", "_")
    near = [one for one in known if name and name in one][:1] or get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Choose one of: {', '.join(known)}."
