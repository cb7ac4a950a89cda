"""Rows of a template that count twice, otherwise than they show, or not at all: each is named, and no right row is."""

from datetime import date

import openpyxl
import pytest

from socroi import recalculate
from socroi.review.checking import check
from socroi.templates import CostRow, ResultRow, TemplateData, ValueRow, build

RULES = ("counted-by-two", "figure-shown-otherwise", "typed-below", "typed-beside")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def sold(source, count=5, money=300, **more):
    return ResultRow(MAY, "Instagram", "Purchases", count, money, "direct", source, **more)


DATA = TemplateData(
    values=[ValueRow("Leads", 50, "test", "sales figures")],
    # Another month, another KPI, a campaign of its own, and figures that are not those of the other.
    results=[
        sold("Shopify"),
        ResultRow(JUNE, "Instagram", "Purchases", 5, 300, "direct", "GA4"),
        ResultRow(MAY, "Instagram", "Leads", 5, None, "direct", "HubSpot"),
        sold("GA4", campaign="Summer"),
        sold("GA4", 50, 3000),
    ],
    costs=[CostRow(MAY, "Instagram", "ads", amount=100), CostRow(MAY, "Instagram", "staff", hours=10, rate=20)],
)


def found(path):
    recalculate(path)
    return {each.rule: (each.where, each.sentence) for each in check(path, second=False).findings if each.rule in RULES}


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "right.xlsx"
    build("four_step", "en", path, data=DATA)
    return path


def test_of_right_rows_nothing_is_said(right):
    assert found(right) == {}


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_a_result_of_two_sources_a_worth_in_percent_and_a_cost_below_the_table_are_named(right, tmp_path):
    book = openpyxl.load_workbook(right)
    tables = {name: (sheet, ref) for sheet in book for name, ref in sheet.tables.items()}

    def cells(name):
        sheet, ref = tables[name]
        head, *rows = sheet[ref]
        return sheet, {cell.value: cell.column for cell in head}, rows[0][0].row, rows[-1][0].row

    sheet, at, top, _ = cells("Results")
    for key, value in {"Month": MAY, "Platform": "Instagram", "KPI": "Purchases", "Quantity": 5}.items():
        sheet.cell(top + 5, at[key]).value = value
    for key, value in {"Revenue traced": 310, "Direct or indirect": "Direct", "Source and window": "Meta Ads"}.items():
        sheet.cell(top + 5, at[key]).value = value
    sheet, at, top, _ = cells("KpiValues")
    sheet.cell(top, at["Worth of one"]).value = 0.5
    sheet.cell(top, at["Worth of one"]).number_format = "0%"
    sheet, at, _, bottom = cells("Costs")
    for row, name in ((bottom + 2, "Facebook"), (bottom + 4, "Total")):
        sheet.cell(row, at["Platform"]).value = name
        sheet.cell(row, at["Amount"]).value = 1000
    path = tmp_path / "wrong.xlsx"
    book.save(path)
    said = found(path)
    assert "“Meta Ads”" in said["counted-by-two"][1]
    assert "Purchases of Instagram in 2026-05" in said["counted-by-two"][1]
    assert "counts as 0.5" in said["figure-shown-otherwise"][1]
    assert "(1)" in said["typed-below"][1]


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_a_figure_beside_a_table_or_alone_below_it_is_named(right, tmp_path):
    """By table: columns right of its last one, and rows below its headings or, where that is 0, the second below it."""
    book = openpyxl.load_workbook(right)
    wanted = set()
    for name, (beside, down) in {"Results": (2, 4), "Costs": (-3, 0), "KpiValues": (-1, 0)}.items():
        sheet = next(sheet for sheet in book if name in sheet.tables)
        _, top, last, bottom = openpyxl.utils.range_boundaries(sheet.tables[name].ref)
        cell = sheet.cell(top + down if down else bottom + 2, last + beside)
        cell.value = 500
        wanted.add((f"{sheet.title}!{cell.coordinate}", name))
    path = tmp_path / "wrong.xlsx"
    book.save(path)
    recalculate(path)
    findings = [each for each in check(path, second=False).findings if each.rule == "typed-beside"]
    assert {
        (each.where, name) for each in findings for _, name in wanted if f"table {name} " in each.sentence
    } == wanted
    assert all("(1), the first is 500" in each.sentence for each in findings)


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_a_column_of_notes_and_a_calculation_of_ones_own_are_let_be(right, tmp_path):
    book = openpyxl.load_workbook(right)
    for name, formula in (("Results", None), ("Costs", "=1+1")):
        sheet = next(sheet for sheet in book if name in sheet.tables)
        _, top, last, _ = openpyxl.utils.range_boundaries(sheet.tables[name].ref)
        sheet.cell(top + 1, last + 1).value = 500
        if formula:
            sheet.cell(top + 1, last + 3).value = formula
        else:
            sheet.cell(top, last + 1).value = "My notes"
    path = tmp_path / "right.xlsx"
    book.save(path)
    assert found(path) == {}
