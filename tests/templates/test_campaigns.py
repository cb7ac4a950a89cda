"""Return and cost by campaign, activity, creator and payment: expected values are sums done by hand."""

from datetime import date

import pytest
from every_template import Figures, filled
from four_step_case import read
from openpyxl.utils import get_column_letter

from socroi.sources.tables import fill_table
from socroi.templates import CostRow, ResultRow, TemplateData, build, find
from socroi.templates.origin import identify
from socroi.templates.texts import languages, load_texts
from socroi.workbook.reading.book import load

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
EACH = pytest.mark.parametrize("name", ["four_step", "kpi_scorecard"])
SOLD = {"month": JANUARY, "platform": "Facebook", "kpi": "Purchases", "quantity": 5, "revenue": 900}
ADS = {"month": JANUARY, "platform": "Facebook", "category": "Ads", "amount": 200}
ROWS = {
    "Results": [
        {**SOLD, "campaign": "Spring", "activity": "Content", "creator": "Ann", "paid": "paid"},
        {**SOLD, "quantity": 4, "revenue": 400, "campaign": "spring", "paid": "organic"},
        {**SOLD, "platform": "Instagram", "quantity": 2, "revenue": 100, "campaign": "Sale*", "paid": "paid"},
        {**SOLD, "platform": "Instagram", "quantity": 1, "revenue": 60},
    ],
    "Costs": [
        {**ADS, "campaign": "Spring", "activity": "Content", "paid": "paid"},
        {**ADS, "platform": "Instagram", "amount": 160, "campaign": "Sale on shoes", "paid": "paid"},
        {**ADS, "platform": "Shared by all", "category": "Staff time", "amount": 140},
    ],
}
"""Returned 900 + 400 + 100 + 60 = 1460 for 200 + 160 + 140 = 500."""


def lines(figures, key):
    """The lines of a block that have a name: return, cost and ROI by name."""
    columns = (figures[f"{key}_{which}"] for which in ("names", "return", "cost", "roi"))
    return {name: tuple(values) for name, *values in zip(*columns, strict=True) if name}


@EACH
def test_each_campaign_has_a_line_in_the_order_of_its_first_row_and_a_name_is_no_pattern(tmp_path, name):
    figures = filled(tmp_path / "a.xlsx", name, ROWS)
    assert lines(figures, "campaign") == {
        # Capitals do not make another campaign.
        "Spring": (1300, 200, pytest.approx((1300 - 200) * 100 / 200)),
        "Sale*": (100, None, None),
        "Sale on shoes": (None, 160, None),
    }
    assert figures.row("Campaigns", "Not said")[:3] == [60, 140, -80]
    assert figures.row("Campaigns", "Total")[:4] == [1460, 500, 960, pytest.approx(960 * 100 / 500)]


@EACH
@pytest.mark.parametrize(
    "settings", [{}, {"margin": 0.4}, {"count_to": FEBRUARY, "count_how": "that month alone"}], ids=str
)
def test_each_block_adds_up_to_the_headline_of_the_same_months_and_margin(tmp_path, name, settings):
    later = {
        **SOLD,
        "month": FEBRUARY,
        "campaign": "Summer",
        "paid": "organic",
        "creator": "Bea",
        "activity": "Insight",
    }
    tables = {
        "Results": [*ROWS["Results"], later],
        "Costs": [*ROWS["Costs"], {**ADS, "month": FEBRUARY, "campaign": "Summer", "amount": 50}],
    }
    figures = filled(tmp_path / "a.xlsx", name, tables, settings)
    # The block of boosts by platform stands between, with a total of its own.
    for key, nth, total_nth in (("campaign", 1, 1), ("paid", 2, 2), ("activity", 3, 4), ("creator", 4, 5)):
        total = figures.row("Campaigns", "Total", nth=total_nth)
        unsaid = figures.row("Campaigns", "Not said", nth=nth)
        for place, whole in enumerate(("return", "cost")):
            said = sum(filter(None, figures[f"{key}_{whole}"])) + (unsaid[place] or 0)
            assert said == pytest.approx(total[place]) == pytest.approx(figures[f"{whole}_total"])
        assert total[3] == pytest.approx(figures["roi_total"])


@EACH
def test_boost_roi_sets_the_paid_return_against_the_paid_cost_beside_the_organic_part(tmp_path, name):
    figures = filled(tmp_path / "a.xlsx", name, ROWS)
    assert figures["roi_paid"] == pytest.approx((1000 - 360) * 100 / 360)
    assert lines(figures, "paid")["organic"] == (400, None, None)
    facebook, instagram = (figures.row("Campaigns", platform) for platform in ("Facebook", "Instagram"))
    assert facebook[:4] == [900, 200, 350, 400]
    assert instagram[:3] == [100, 160, pytest.approx(-60 * 100 / 160)]


@EACH
def test_one_purchase_costs_the_platform_with_its_shared_cost_by_how_many_it_brought(tmp_path, name):
    figures = filled(tmp_path / "a.xlsx", name, ROWS)
    # The 140 of staff fall by return: 1300 to 160.
    assert figures.row("Campaigns", "Facebook", nth=2)[0] == pytest.approx((200 + 140 * 1300 / 1460) / 9)
    assert figures.row("Campaigns", "Instagram", nth=2)[0] == pytest.approx((160 + 140 * 160 / 1460) / 3)
    assert figures.row("Campaigns", "All platforms")[0] == pytest.approx(500 / 12)


@EACH
def test_blocks_stay_blank_and_all_else_is_as_before_where_nothing_is_said(tmp_path, name):
    plain = {
        table: [
            {key: row[key] for key in row if key not in {"campaign", "activity", "creator", "paid"}} for row in rows
        ]
        for table, rows in ROWS.items()
    }
    without, said = (filled(tmp_path / f"{number}.xlsx", name, tables) for number, tables in enumerate((plain, ROWS)))
    for shown in ("roi_total", "return_total", "cost_total", "platform_return", "platform_cost", "month_cost"):
        assert without[shown] == said[shown]
    for key in ("campaign", "activity", "creator", "paid"):
        assert lines(without, key) == {}
        assert set(without[f"{key}_return"]) <= {None, ""}
    assert [without.row("Campaigns", "Total", nth=nth)[:4] for nth in (1, 2, 4, 5)] == [[None] * 4] * 4


@EACH
def test_name_that_finds_no_line_stands_in_a_line_for_such_and_a_check_counts_it(tmp_path, name):
    many = [{**SOLD, "quantity": number, "revenue": 10, "campaign": f"No {number}"} for number in range(1, 15)]
    figures = filled(tmp_path / "a.xlsx", name, {"Results": many, "Costs": [ADS]})
    assert len(lines(figures, "campaign")) == 12
    assert figures.row("Campaigns", "Without a line of its own")[0] == 20
    assert figures.check("Rows whose campaign, activity, creator or payment has no line of its own") == (
        2,
        "▲ look here",
    )


@EACH
def test_paid_results_without_a_paid_cost_are_named(tmp_path, name):
    tables = {"Results": [{**SOLD, "paid": "paid"}], "Costs": [ADS]}
    figures = filled(tmp_path / "a.xlsx", name, tables)
    text = "Platforms with paid results but no cost that is marked as paid"
    assert figures.check(text) == (1, "▲ look here")
    assert figures["roi_paid"] is None


@EACH
def test_rows_that_differ_in_their_campaign_alone_do_not_stand_there_twice(tmp_path, name):
    tables = {
        "Results": [{**SOLD, "campaign": campaign} for campaign in ("One", "Two")],
        "Costs": [{**ADS, "campaign": campaign} for campaign in ("One", "Two")],
    }
    assert filled(tmp_path / "a.xlsx", name, tables).check("Rows that stand there twice") == (0, "✓ fine")


@EACH
def test_kpi_in_use_without_a_source_is_counted_until_it_has_one(tmp_path, name):
    text = "KPIs in use of which the sheet Sources does not say what measures them"
    for sources, counted in (([], 1), ([{"kpi": "Purchases"}], 1), ([{"kpi": "Purchases", "measured": "Tills"}], 0)):
        figures = filled(tmp_path / "a.xlsx", name, {**ROWS, "Sources": sources})
        assert figures.check(text)[0] == counted


def test_keys_of_activity_and_payment_become_words_and_names_of_ones_own_stay(tmp_path):
    data = TemplateData(
        results=[ResultRow(JANUARY, "Facebook", "leads", 1, campaign="Paid", activity="care", paid="paid")],
        costs=[CostRow(JANUARY, "Facebook", "ads", amount=1, creator="Ann", paid="organic")],
    )
    build("four_step", "hu", tmp_path / "a.xlsx", data=data)
    book = read(tmp_path / "a.xlsx")
    assert [cell.value for cell in book["Eredmények"]["K7:N7"][0]] == ["Paid", "Ügyfélszolgálat", None, "fizetett"]
    assert [cell.value for cell in book["Költségek"]["N7:Q7"][0]] == [None, None, "Ann", "organikus"]


@pytest.mark.parametrize(
    ("name", "language"), [("kpi_scorecard", "en"), *(("four_step", language) for language in languages())]
)
def test_fill_takes_the_optional_columns_by_their_headings_in_every_language(tmp_path, name, language):
    texts = load_texts(language).scoped(name)
    heading = {
        key: texts[f"results.{key}"]
        for key in ("month", "platform", "kpi", "quantity", "revenue", "campaign", "activity", "creator", "paid")
    }
    row = {
        "month": JANUARY, "platform": "Facebook", "kpi": texts["kpi.purchases"], "quantity": 2, "revenue": 70,
        "campaign": "Spring", "activity": texts["activity.care"], "creator": "Ann", "paid": texts["payment.paid"],
    }  # fmt: skip
    path = tmp_path / "a.xlsx"
    build(name, language, path)
    fill_table(path, [{heading[key]: value for key, value in row.items()}])
    figures = Figures(path)
    assert lines(figures, "campaign") == {"Spring": (70, None, None)}
    assert lines(figures, "activity")[texts["activity.care"]] == (70, None, None)
    assert lines(figures, "creator") == {"Ann": (70, None, None)}
    assert lines(figures, "paid")[texts["payment.paid"]] == (70, None, None)


@pytest.mark.parametrize(("name", "language"), [("four_step", "fa"), ("kpi_scorecard", "en")])
def test_book_of_an_older_edition_is_known_and_still_fills(tmp_path, name, language):
    older = {
        table: tuple(column for column in columns if not column.added) for table, columns in find(name).tables.items()
    }
    path = tmp_path / "a.xlsx"
    build(name, language, path)
    book = read(path)
    for sheet in book:
        for table in list(sheet.tables.values()):
            columns = older.get(table.name)
            if columns == ():
                del sheet.tables[table.name]
            elif columns:
                left, right = table.ref.split(":")
                last = get_column_letter(1 + len(columns))
                table.ref = f"{left}:{last}{''.join(filter(str.isdigit, right))}"
                table.tableColumns = table.tableColumns[: len(columns)]
                if table.autoFilter:
                    table.autoFilter.ref = table.ref
    book.save(path)
    origin = identify(load(path))
    assert (origin.template, origin.language) == (name, language)
    assert origin.keys["Results"][-1] == "counted"
    assert "Sources" not in origin.keys
    fill_table(path, [{"month": JANUARY, "platform": "Facebook", "category": "Ads", "amount": 12}], table="Costs")
    assert Figures(path)["cost_total"] == 12
