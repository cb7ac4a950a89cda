from datetime import date
from functools import cache

import pytest

from socroi import recalculate, templates
from socroi.reports.page.brand import Brand
from socroi.reports.page.content import page
from socroi.reports.page.facts import read_facts
from socroi.reports.page.words import Words
from socroi.templates import Contents


@cache
def facts_of(name, language="en", month=None):
    return read_facts(templates.shipped(name, language, example=True), month=month)


@pytest.fixture
def example_facts():
    """What a shipped example says, read once."""
    return facts_of


@pytest.fixture
def example_page():
    """The page about a shipped example; `into` is another language than the workbook's."""

    def make(name="four_step", language="en", *, month=None, brand=None, into=None):
        return page(facts_of(name, language, month), Words(into or language, language), brand or Brand())

    return make


@pytest.fixture
def filled(tmp_path):
    """A workbook four_step with rows of results and costs.

    A result is (month, platform, KPI, quantity, revenue), a cost (month, platform, amount); both may name a campaign,
    and a cost its category behind that.
    """

    def make(results, costs, *, start=date(2026, 1, 1), name="filled.xlsx", currency="EUR", settings=None, values=()):
        keys = ("month", "platform", "kpi", "quantity", "revenue", "campaign")
        rows = [dict(zip(keys, row, strict=False), kind="direct") for row in results]
        paid = ("month", "platform", "amount", "campaign", "category")
        spent = [{"category": "Ads"} | dict(zip(paid, row, strict=False)) for row in costs]
        worth = [{"kpi": "Purchases", "evidence": "Direct commerce"}, *values]
        tables = {"Results": rows, "Costs": spent, "KpiValues": worth}
        path = tmp_path / name
        templates.build("four_step", "en", path, data=Contents(tables, settings or {}), start=start, currency=currency)
        recalculate(path)
        return path

    return make


@pytest.fixture
def two_months(filled):
    """Two platforms in two months; all sums are done by hand in the tests."""
    june, july = date(2026, 6, 1), date(2026, 7, 1)
    return filled(
        [
            (june, "Facebook", "Purchases", 40, 800),
            (june, "X (Twitter)", "Purchases", 10, 100),
            (july, "Facebook", "Purchases", 50, 1000),
            (july, "X (Twitter)", "Purchases", 5, 50),
        ],
        [
            (june, "Facebook", 400), (june, "X (Twitter)", 200), (july, "Facebook", 400), (july, "X (Twitter)", 300),
        ],
    )  # fmt: skip
