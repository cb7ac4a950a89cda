"""Twelve books of one shop and more, each with a known mistake: it is found where it is, and nothing else is.

What a book without a planted mistake gives is the witness: every finding beyond that is the planted one's.
"""

from itertools import combinations
from pathlib import Path

import pytest

from socroi import Limits
from socroi.books.standing import standing_of
from socroi.engine.model.budget import usually
from socroi.review.checking import check
from socroi.review.movements import bridge
from socroi.review.rules.rule import rules
from socroi.review.subject import Subject

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "en" / "four_step_example.xlsx"


def found(path, **options):
    return {(finding.rule, finding.where) for finding in check(path, second=False, **options).findings}


def apart_from_open_checks(findings):
    return {(rule, where) for rule, where in findings if rule != "open-check"}


# In the four-step workbook of the shop


def labour(book, table):
    costs = table("Costs")
    for row in costs.where(Category="Staff time"):
        costs.clear(row, "Hours", "Pay per hour")
        costs[row, "Category"], costs[row, "Amount"] = "Ads", 567
    return "cost-without-labour", costs.cell(costs.first, "Category")


def worth(book, table):
    values = table("KpiValues")
    row = values.where(KPI="Leads")[0]
    values.clear(row, "Worth of one")
    return "kpi-without-worth", values.cell(row, "Worth of one")


def source(book, table):
    values = table("KpiValues")
    row = values.where(KPI="Link clicks")[0]
    values.clear(row, "Source")
    return "kpi-without-source", values.cell(row, "Source")


def claims(book, table):
    results = table("Results")
    rows = results.where(KPI="Purchases")
    for row in rows:
        results[row, "Source and window"] = f"{results[row, 'Platform']} Ads Manager, 7-day click"
    second = [row for row in rows if results[row, "Month"] == results[rows[0], "Month"]][1]
    return "platform-claims", results.cell(second, "Revenue traced")


def gap(book, table):
    results = table("Results")
    rows = results.where(Platform="YouTube")
    for heading in ("Month", "Platform", "KPI", "Quantity", "Direct or indirect", "Source and window"):
        results.clear(rows[4], heading)
    return "series-with-a-gap", results.cell(rows[5], "Month")


def zeros(book, table):
    results = table("Results")
    months = sorted({results[row, "Month"] for row in results if results[row, "Month"] is not None})
    rows = results.where(Month=months[-1])
    for row in rows:
        results[row, "Quantity"] = 0
        if results[row, "Revenue traced"] is not None:
            results[row, "Revenue traced"] = 0
    first, last = (results.cell(row, "Quantity") for row in (rows[0], rows[-1]))
    return "unknown-typed-as-zero", f"{first}:{last.rpartition('!')[2]}"


def text(book, table):
    costs = table("Costs")
    row = costs.where(Category="Ads")[3]
    costs[row, "Amount"] = "€ 109"
    return "text-for-number", costs.cell(row, "Amount")


def share(book, table):
    values = table("PayPerClick")
    row = values.where(Keyword="lindenhof bakery")[0]
    values[row, "Brand share"] = 80
    return "percent-typed-whole", values.cell(row, "Brand share")


def margin(book, table):
    book["margin"] = 3
    (cell,) = book.cells("margin")
    return "percent-typed-whole", cell


def half(book, table):
    costs = table("Costs")
    row = costs.where(Category="Staff time")[2]
    costs.clear(row, "Pay per hour")
    return "one-side-only", costs.cell(row, "Pay per hour")


def blank(book, table):
    costs = table("Costs")
    row = costs.where(Category="Ads")[2]
    costs.clear(row, "Amount")
    return "one-side-only", costs.cell(row, "Amount")


def cents(book, table):
    costs = table("Costs")
    row = costs.where(Category="Ads", Platform="Facebook")[2]
    costs[row, "Amount"] *= 100
    return "figure-out-of-line", costs.cell(row, "Amount")


def clock(book, table):
    costs = table("Costs")
    row = costs.where(Category="Staff time")[2]
    costs[row, "Hours"] /= 24
    return "figure-out-of-line", costs.cell(row, "Hours")


def days(book, table):
    costs = table("Costs")
    row = costs.where(Category="Ads", Platform="Facebook")[2]
    costs[row, "Spread over months"] = 365
    return "figure-out-of-line", costs.cell(row, "Spread over months")


PLANTED = (labour, worth, source, claims, gap, zeros, text, share, margin, half, blank, cents, clock, days)


@pytest.mark.parametrize("plant", PLANTED, ids=[plant.__name__ for plant in PLANTED])
def test_a_mistake_in_the_four_step_workbook_is_found_in_its_cell_and_no_other(four_step, plant):
    planted = []
    path = four_step(lambda book, table: planted.append(plant(book, table)))
    assert apart_from_open_checks(found(path)) == set(planted)


@pytest.mark.parametrize("source", ["Google Analytics 4 report", "GA4, pixel of Meta off", "Shopify orders by UTM"])
def test_one_count_for_all_platforms_is_no_claim_of_each(four_step, source):
    def plant(book, table):
        results = table("Results")
        for row in results.where(KPI="Purchases"):
            results[row, "Source and window"] = source

    assert apart_from_open_checks(found(four_step(plant))) == set()


def test_months_that_the_book_does_not_count_are_no_gap(four_step):
    def plant(book, table):
        results = table("Results")
        # 1 July 2020, in the days of 1900
        results[results.first, "Month"] = 44013

    assert "series-with-a-gap" not in {rule for rule, _ in found(four_step(plant))}


def test_a_bridge_between_any_two_of_the_books_adds_up_to_the_cent(four_step):
    """The shop's book without a mistake, with each of those planted, and with two at once."""
    plants = [*((plant,) for plant in PLANTED), (labour, source)]
    books = [EXAMPLE]
    for place, several in enumerate(plants):

        def together(book, table, several=several):
            for plant in several:
                plant(book, table)

        books.append(four_step(together, f"{place}.xlsx"))
    subjects = [Subject(path) for path in books]
    # A book that stops its own figures has none that could be bridged.
    shown = [each for each in subjects if not any(check.stops for check in standing_of(each.book).open)]
    assert len(shown) >= 8
    for before, after in combinations(shown, 2):
        way = bridge(after, since=before).shown()
        assert round(way.start * 100) + sum(round(part.amount * 100) for part in way.parts) == round(way.end * 100)
        assert "everything else" not in {part.label for part in way.parts}


# In the shop's own workbook


def mean(sheet, months, looks):
    sheet.write_formula("F10", "=AVERAGE(F2:F9)", looks["percent"])
    return "mean-of-ratios", "Campaigns!F10"


def added_ratios(sheet, months, looks):
    sheet.write_formula("F10", "=SUM(F2:F9)", looks["percent"])
    return "ratios-added-up", "Campaigns!F10"


def short(sheet, months, looks):
    sheet.write_formula("C10", "=SUM(C2:C8)", looks["money"])
    return "range-stops-short", "Campaigns!C10"


def short_above(sheet, months, looks):
    months.write_formula("D11", "=SUM(D3:D10)")
    return "range-stops-short", "Months!D11"


def typed(sheet, months, looks):
    sheet.write_formula("D10", "=SUM(D2:D9)*1.19", looks["money"])
    return "number-in-formula", "Campaigns!D10"


def skips(sheet, months, looks):
    sheet.write_formula("D10", "=D2+D3+D4+D6+D7+D8+D9", looks["money"])
    return "total-skips-rows", "Campaigns!D10"


def currency(sheet, months, looks):
    dollars = looks["book"].add_format({"num_format": "[$$-409]#,##0.00"})
    sheet.write("C5", 511, dollars)
    return "currencies-mixed", "Campaigns!C5"


def overwritten(sheet, months, looks):
    sheet.write_number("F6", 0.61, looks["percent"])
    return "formula-overwritten", "Campaigns!F6"


def unlike(sheet, months, looks):
    sheet.write_formula("F6", "=(C6-D6)/D6", looks["percent"])
    return "formula-differs", "Campaigns!F6"


def unlike_in_a_row(sheet, months, looks):
    months.write_formula("C11", "=SUM(C2:C10)-B2")
    return "formula-differs", "Months!C11"


def whole(sheet, months, looks):
    sheet.write_number("E4", 42, looks["percent"])
    return "percent-typed-whole", "Campaigns!E4"


def hundredth(sheet, months, looks):
    sheet.write_number("E4", 0.0042, looks["percent"])
    return "percent-typed-whole", "Campaigns!E4"


def month(sheet, months, looks):
    from datetime import date

    for row in range(5, 10):
        months.write_datetime(row, 0, date(2026, row + 2, 1), looks["day"])
    return "month-left-out", "Months!A6"


def words(sheet, months, looks):
    months.write_string("B5", "1,204")
    return "text-for-number", "Months!B5"


def one_side(sheet, months, looks):
    sheet.write_blank("C5", None, looks["money"])
    sheet.write_formula("F10", "=(SUM(C2:C9)-SUM(D2:D9))/SUM(D2:D9)", looks["percent"])
    return "one-side-only", "Campaigns!C5"


def added(sheet, months, looks):
    ads = looks["book"].add_worksheet("Ads")
    ads.write_row(0, 0, ["Platform", "Impressions", "Amount spent", "Purchases"])
    for row, name in enumerate(("Facebook", "TikTok", "LinkedIn"), 1):
        ads.write_row(row, 0, [name, 9000 * row, 100 * row, 7 + row])
    ads.write(4, 0, "Total")
    for column in "BCD":
        ads.write_formula(f"{column}5", f"=SUM({column}2:{column}4)")
    return "claims-added-up", "Ads!D5"


def nobody(sheet, months, looks):
    costs = looks["book"].add_worksheet("Spending")
    costs.write_row(0, 0, ["What", "Cost"])
    for row, name in enumerate(("Ads", "Agency", "Tools"), 1):
        costs.write_row(row, 0, [name, 100 * row])
    return "cost-without-labour", "Spending!B2:B4"


def zero_month(sheet, months, looks):
    for column in range(1, 5):
        months.write_number(9, column, 0)
    return "month-of-zeros", "Months!A10"


def short_over_a_blank(sheet, months, looks):
    months.write_blank("B9", None, looks["money"])
    months.write_formula("B11", "=SUM(B2:B9)")
    return "range-stops-short", "Months!B11"


def formula_rows(sheet, months, looks):
    for row in range(2, 11):
        months.write_formula(f"F{row}", f"=B{row}+C{row}")
    months.write_formula("F11", "=SUM(F2:F4,F6:F10)")
    return "total-skips-rows", "Months!F11"


def error(sheet, months, looks):
    sheet.write_formula("H2", "=C2/H3")
    return "error-value", "Campaigns!H2"


OWN = (
    *(mean, added_ratios, short, short_above, typed, skips, currency, overwritten, unlike, unlike_in_a_row, whole),
    *(hundredth, month, words, one_side, added, nobody, error, zero_month, short_over_a_blank, formula_rows),
)


@pytest.mark.parametrize("plant", OWN, ids=[plant.__name__ for plant in OWN])
def test_a_mistake_in_a_workbook_of_ones_own_is_found_in_its_cell_and_no_other(own_book, plant):
    planted = []
    path = own_book(lambda *given: planted.append(plant(*given)))
    assert found(path) == set(planted)


# Formulas of the four-step workbook, changed by another program


def averaged(book, places):
    sheet, cell = places["roi_total"]
    book[sheet][cell] = "=AVERAGE(platform_roi)"
    return "mean-of-ratios", f"{sheet}!{cell}"


def cut_short(book, places):
    sheet, cell = places["return_total"]
    table = book["Results"].tables["Results"]
    column = next(index for index, each in enumerate(table.tableColumns) if each.name == "Counted")
    letter = chr(ord(table.ref[0]) + column)
    first = int(table.ref.partition(":")[0][1:]) + 1
    book[sheet][cell] = f"=SUM(Results!{letter}{first}:{letter}{first + 40})"
    return "range-stops-short", f"{sheet}!{cell}"


def taxed(book, places):
    sheet, cell = places["cost_total"]
    book[sheet][cell] = f"{book[sheet][cell].value}*1.19"
    return "number-in-formula", f"{sheet}!{cell}"


def dollars(book, places):
    values = book["Costs"]
    row = next(row for row in range(7, 60) if values.cell(row, 4).value == "Training")
    column = next(cell.column for cell in values[6] if cell.value == "Amount")
    values.cell(row, column).number_format = "[$$-409]#,##0"
    return "currencies-mixed", f"Costs!{values.cell(row, column).coordinate}"


CHANGED = (averaged, cut_short, taxed, dollars)


@pytest.mark.parametrize("plant", CHANGED, ids=[plant.__name__ for plant in CHANGED])
def test_a_mistake_in_a_formula_of_the_four_step_workbook_is_found(tmp_path, plant):
    import warnings

    import openpyxl

    import socroi

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl leaves out what is drawn
        book = openpyxl.load_workbook(EXAMPLE)
    places = {name: (text.strip("'"), cell.replace("$", "")) for name, (text, cell) in destinations(book).items()}
    planted = plant(book, places)
    book.save(tmp_path / "changed.xlsx")
    socroi.recalculate(tmp_path / "changed.xlsx")
    assert apart_from_open_checks(found(tmp_path / "changed.xlsx")) == {planted}


def destinations(book):
    return {
        name: next(iter(book.defined_names[name].destinations)) for name in ("roi_total", "return_total", "cost_total")
    }


def test_a_workbook_without_a_mistake_has_no_finding(own_book):
    assert found(own_book()) == set()


def test_a_value_that_was_not_computed_since_something_changed_is_stale(own_book, tmp_path):
    import openpyxl

    path = own_book()
    book = openpyxl.load_workbook(path)
    assert book["Campaigns"]["C10"].value == "=SUM(C2:C9)"
    # As another program writes it: the sum has a value, and an old one.
    from zipfile import ZipFile

    stale = tmp_path / "stale.xlsx"
    with ZipFile(path) as old, ZipFile(stale, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"<v>4236</v>", b"<v>4000</v>") if name.endswith("sheet1.xml") else data)
    assert ("stale-value", "Campaigns!C10") in found(stale)
    assert {rule for rule, _ in found(stale)} == {"stale-value"}


def test_a_workbook_that_was_never_computed_says_so_once(own_book, tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(own_book())
    book.save(tmp_path / "never.xlsx")
    findings = check(tmp_path / "never.xlsx", second=False).findings
    assert [finding.rule for finding in findings] == ["stale-value"]
    assert "never computed" in findings[0].sentence


def test_a_cell_that_could_not_be_computed_is_told_of_and_an_open_check_is_not_made_of_it(four_step):
    """The limit stands for a memory that is refused: a check of the workbook that was not counted was called open."""
    path = four_step(lambda *_: None, "limited.xlsx")
    with usually(Limits(cells=200)):
        findings = check(path, second=False).findings
    left = [each for each in findings if each.rule == "not-computed"]
    assert left
    assert {each.severity for each in left} == {"note"}
    assert all("could not be computed" in each.sentence and "more than 200 cells" in each.sentence for each in left)
    assert not [each for each in findings if "#UNKNOWN!" in each.sentence]


def test_every_rule_has_a_book_here_in_which_it_finds_something(four_step, own_book):
    named = {plant.__name__ for plant in (*PLANTED, *OWN)}
    assert len(named) >= 12
    planted = set()
    for place, plant in enumerate(OWN):
        own_book(lambda *given, plant=plant: planted.add(plant(*given)[0]), f"{place}.xlsx", computed=False)
    for place, plant in enumerate(PLANTED):
        four_step(lambda book, table, plant=plant: planted.add(plant(book, table)[0]), f"four{place}.xlsx")
    # These are tested by themselves: an old value is no cell that is written, a check is the workbook's own, and the
    # books here are of today's edition; rows that a program adds to a template are those of test_rows_of_a_template.
    others = {
        "stale-value",
        "not-computed",
        "open-check",
        "older-edition",
        "counted-by-two",
        "figure-shown-otherwise",
        "typed-below",
        "typed-beside",
    }
    assert planted | others == set(rules())
