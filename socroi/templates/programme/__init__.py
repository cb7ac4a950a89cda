"""The template of the programme itself: how mature it is, what hours it saves, and whether customers recommend us."""

from __future__ import annotations

from typing import Final

from socroi.templates.contents import Contents
from socroi.templates.making import keys, writer
from socroi.templates.programme import answers, findings, hours, lists, maturity, spend, start
from socroi.templates.programme.example import example
from socroi.templates.programme.pages import PAGES
from socroi.templates.programme.start import CARDS

__all__ = ["CARDS", "NOTHING", "PAGES", "TABLES", "example", "write"]

NOTHING: Final = Contents()

TABLES: Final = {
    "Maturity": keys(maturity.MATURITY),
    "Tasks": keys(hours.TASKS),
    "Spend": keys(spend.SPEND),
    "Answers": keys(answers.ANSWERS),
    "Groups": ("group",),
}
"""The tables of the workbook, and the keys of their columns."""

write = writer(
    "programme",
    TABLES,
    {
        "start": start.draw,
        "maturity": maturity.draw,
        "hours": hours.draw,
        "spend": spend.draw,
        "answers": answers.draw,
        "findings": findings.draw,
        "lists": lists.draw,
    },
)
