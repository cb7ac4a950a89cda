"""The template of the programme itself: how mature it is, what hours it saves, and whether customers recommend us."""

from __future__ import annotations

from typing import Final

from socroi.templates.handed_on import HandedOn
from socroi.templates.programme import answers, findings, hours, maturity, spend
from socroi.templates.programme.example import example
from socroi.templates.programme.lists import LISTS
from socroi.templates.programme.start import START
from socroi.templates.template import Template

__all__ = ["TEMPLATE"]

TEMPLATE: Final = Template(
    name="programme",
    place=5,
    audience="Managers who build up the work itself: processes, tools, people.",
    start=START,
    tables={
        "Maturity": maturity.MATURITY,
        "Tasks": hours.TASKS,
        "Spend": spend.SPEND,
        "Answers": answers.ANSWERS,
    },
    sheets={
        "maturity": maturity.draw,
        "hours": hours.draw,
        "spend": spend.SHEET.draw,
        "answers": answers.SHEET.draw,
        "findings": findings.draw,
    },
    lists=LISTS,
    example=example,
    next_year=HandedOn(
        columns={
            "Maturity": ("area", "statement", "weight"),
            "Tasks": tuple(column.key for column in hours.TASKS if column.formula is None),
        },
        rest={"Spend": spend.paid_monthly},
    ),
)
