"""The template of the four steps: goals, values, costs, ROI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError
from socroi.templates import costs
from socroi.templates import lists as shared
from socroi.templates.canvas import Book
from socroi.templates.fill import SHARED, TemplateData
from socroi.templates.four_step import goals, lists, results, roi, start, values
from socroi.templates.four_step.example import example
from socroi.templates.four_step.setting import PAGES, Setting
from socroi.templates.four_step.start import CARDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from socroi.templates.texts import Texts

__all__ = ["CARDS", "NOTHING", "PAGES", "TABLES", "categories", "example", "platforms", "write"]

NOTHING: Final = TemplateData()

TABLES: Final = {
    "Platforms": ("platform",),
    "Categories": ("category",),
    "KpiValues": tuple(column.key for column in values.KPI_VALUES),
    "PayPerClick": tuple(column.key for column in values.PAY_PER_CLICK),
    "Estimates": tuple(column.key for column in values.ESTIMATES),
    "Results": tuple(column.key for column in results.RESULTS),
    "Costs": tuple(column.key for column in costs.COSTS),
}
"""The tables of the workbook, and the keys of their columns."""


def _costs(setting: Setting) -> None:
    rows = [
        {
            **{name: getattr(row, name) for name in row.__slots__},
            "platform": setting.word("word", row.platform),
            "category": setting.word("category", row.category),
        }
        for row in setting.data.costs
    ]
    costs.draw(setting.book, PAGES, rows)


_SHEETS: Final = {
    "start": start.draw,
    "goals": goals.draw,
    "values": values.draw,
    "results": results.draw,
    "costs": _costs,
    "roi": roi.draw,
    "lists": lists.draw,
}


def write(
    target: Any,
    texts: Texts,
    data: TemplateData,
    *,
    currency: str,
    first_month: date,
    names: Mapping[str, str],
    paper: str = "a4",
) -> None:
    """Write the workbook; the arguments are those of `socroi.templates.build`."""
    texts = texts.scoped("four_step")
    book = Book(target, texts, TABLES, names, paper=paper, example=data.example)
    setting = Setting(book, data, currency, first_month.replace(day=1), platforms(texts, data), categories(texts, data))
    for page in PAGES:
        _SHEETS[page](setting)
    book.close(title=texts["start.title"], subject=texts["start.subtitle"], company=data.company or "")


def platforms(texts: Texts, data: TemplateData) -> tuple[str, ...]:
    """Return the platforms to list: those of the data first, then the template's own as far as there is room."""
    given = [*(row.platform for row in data.results), *(row.platform for row in data.costs)]
    named = [platform for platform in given if platform and platform != SHARED]
    own = [texts[f"platform.{key}"] for key in shared.PLATFORMS]
    found = tuple(dict.fromkeys(named))
    if len(found) > shared.PLATFORM_ROOM:
        raise UsageError(
            f"the data names {len(found)} platforms, and the template has room for {shared.PLATFORM_ROOM}.",
            hint="Put the small ones together under one name.",
        )
    return (*found, *[name for name in own if name not in found][: max(0, len(own) - len(found))])


def categories(texts: Texts, data: TemplateData) -> tuple[str, ...]:
    """Return the cost categories to list: the template's own, then those that the data adds."""
    own = [texts[f"category.{key}"] for key in shared.CATEGORIES]
    named = [row.category for row in data.costs if row.category and row.category not in shared.CATEGORIES]
    return tuple(dict.fromkeys([*own, *named]))
