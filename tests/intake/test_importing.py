"""One import after the other: identity, levels, windows, corrections, undo. The sums are made by hand beside them."""

import shutil
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from intake_files import CASES, META, ORDERS, money_of, rows_of

from socroi import fill, read_template
from socroi.books.named_cells import NamedCells
from socroi.errors import SocroiError, UsageError, WorkbookError
from socroi.excel.addresses import address
from socroi.intake.importing import commit, import_exports, plan_undo
from socroi.intake.questions import OpenQuestion
from socroi.review.checking import check
from socroi.templates.texts import load_texts
from socroi.workbook.reading.book import load

APRIL = ("2026-04", "Meta")


def day(number, spend, sold=1, money=100, who="Bikes"):
    return f"2026-04-{number:02}", f"2026-04-{number:02}", who, spend, sold, money


def cost(book):
    return money_of(book)[0].get(APRIL)


def test_the_same_file_again_leaves_every_byte_as_it_was(plan, meta):
    file = meta("a.csv", day(1, 100), day(2, 50))
    import_exports(plan, [file])
    before = plan.read_bytes()
    renamed = file.with_name("b.csv")
    shutil.copy(file, renamed)
    for again in ([file], [renamed], [file, renamed]):
        result = import_exports(plan, again)
        assert [each.state for each in result.files] == ["already there"]
        assert plan.read_bytes() == before


def test_a_later_export_corrects_a_day_and_says_by_how_much(plan, meta):
    import_exports(plan, [meta("a.csv", day(1, 100, 2, 200), day(2, 50, 1, 100))])
    result = import_exports(plan, [meta("b.csv", day(2, 60, 2, 190), day(3, 25))])
    brought = result.files[0].brought
    assert (brought.new, brought.corrected, brought.days, brought.spend, brought.revenue) == (1, 1, 1, 10.0, 90.0)
    assert money_of(plan) == ({APRIL: 185.0}, {APRIL: (5, 490.0)})


def test_of_two_exports_that_reach_as_far_the_one_saved_on_a_later_day_stands(plan, meta):
    late = meta("late.csv", day(1, 70), saved=datetime(2026, 5, 9, 12, tzinfo=UTC))
    early = meta("early.csv", day(1, 100), saved=datetime(2026, 5, 2, 12, tzinfo=UTC))
    import_exports(plan, [late])
    result = import_exports(plan, [early])
    assert cost(plan) == 70
    assert result.files[0].brought.older == 1


def test_the_day_of_an_export_can_be_said(plan, meta):
    import_exports(plan, [meta("a.csv", day(1, 100))], made="2026-05-02")
    import_exports(plan, [meta("b.csv", day(1, 70))], made="2026-05-01")
    assert cost(plan) == 100


def test_an_export_without_a_column_says_nothing_of_it(plan, meta, exports):
    import_exports(plan, [meta("a.csv", day(1, 100, 2, 200))])
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions"
    import_exports(plan, [exports("b.csv", head, "2026-04-01,2026-04-01,Bikes,90,1000")])
    assert money_of(plan) == ({APRIL: 90.0}, {APRIL: (2, 200.0)})


@pytest.mark.parametrize("first", ["meta_april.csv", "meta_april_ads_level.csv"])
def test_an_ad_and_its_campaign_are_not_added(plan, first):
    if not CASES.is_dir():
        pytest.skip("needs the collection of cases in ../shared")
    names = ["meta_april.csv", "meta_april_ads_level.csv"]
    names.sort(key=lambda name: name != first)
    for name in names:
        result = import_exports(plan, [CASES / name])
    assert money_of(plan) == ({APRIL: 150.0}, {APRIL: (3, 300.0)})
    assert any("show the same account" in remark for remark in result.remarks)


def test_a_window_and_its_days_are_not_added(plan, meta):
    days = meta("days.csv", *(day(n, 10) for n in range(1, 31)))
    month = meta("month.csv", ("2026-04-01", "2026-04-30", "Bikes", 300, 30, 3000))
    import_exports(plan, [month])
    assert cost(plan) == 300
    import_exports(plan, [days])
    assert cost(plan) == 300


def test_a_part_of_a_month_by_day_does_not_hide_the_whole_month(plan, meta):
    import_exports(plan, [meta("days.csv", day(20, 10), day(21, 10))])
    import_exports(plan, [meta("month.csv", ("2026-04-01", "2026-04-30", "Bikes", 300, 30, 3000))])
    assert cost(plan) == 300


def test_two_exports_over_a_lifetime_count_once(plan, meta):
    import_exports(plan, [meta("a.csv", ("2026-01-01", "2026-04-10", "Bikes", 500, 5, 900))])
    import_exports(plan, [meta("b.csv", ("2026-01-01", "2026-04-30", "Bikes", 600, 6, 990))])
    costs, sold = money_of(plan)
    assert sum(costs.values()) == 600
    assert sum(money for _, money in sold.values()) == 990


def test_days_that_are_there_stand_for_a_window_over_several_months(plan, meta):
    import_exports(plan, [meta("days.csv", *(day(n, 10) for n in range(1, 31)))])
    long = meta("long.csv", ("2026-03-30", "2026-05-01", "Bikes", 999, 9, 9999))
    result = import_exports(plan, [long])
    assert sum(money_of(plan)[0].values()) == 300
    assert any("spend 999.00" in remark for remark in result.remarks)


def test_a_window_that_reaches_further_than_the_finer_rows_keeps_the_total(plan, meta):
    import_exports(plan, [meta("a.csv", ("2026-01-01", "2026-01-31", "Bikes", 100, 1, 100))])
    import_exports(plan, [meta("b.csv", ("2026-01-01", "2026-02-28", "Bikes", 180, 2, 200))])
    assert sum(money_of(plan)[0].values()) == 180


def test_two_accounts_of_one_exporter_are_added(plan, meta):
    import_exports(plan, [meta("a.csv", day(1, 100))], account="North")
    import_exports(plan, [meta("b.csv", day(1, 70))], account="South")
    assert cost(plan) == 170


def test_a_posts_figures_are_those_of_its_latest_export(plan):
    if not CASES.is_dir():
        pytest.skip("needs the collection of cases in ../shared")
    import_exports(plan, [CASES / "instagram_posts_june.csv"])
    import_exports(plan, [CASES / "instagram_posts_may.csv"])
    from socroi.intake.book import read_book
    from socroi.intake.merging import standing

    book = read_book(plan)
    assert standing(book.data, book.imports)["impressions"].sum() == 1600


def test_a_campaign_without_an_id_that_was_renamed_counts_once(plan, meta):
    figures = [(1, 10.5), (2, 11.5), (3, 12.5)]
    import_exports(plan, [meta("a.csv", *(day(n, spend) for n, spend in figures))])
    result = import_exports(
        plan, [meta("b.csv", *(day(n, spend, who="Bikes 2026") for n, spend in figures), day(4, 1))]
    )
    assert cost(plan) == 35.5
    assert any("under an older name" in remark for remark in result.remarks)


def test_two_campaigns_of_equal_figures_are_two(plan, meta):
    import_exports(plan, [meta("a.csv", day(1, 10), day(2, 10), day(3, 10))])
    import_exports(plan, [meta("b.csv", *(day(n, 10, who="Boats") for n in (1, 2, 3, 4)))])
    assert cost(plan) == 70


@pytest.mark.parametrize("paid_first", [True, False])
def test_an_order_that_is_refunded_whole_later_counts_no_more(plan, exports, paid_first):
    line = "#1,a@example.com,{},2026-04-03,EUR,55,,,55,2026-04-03,1,Cup,55,UTM source: facebook,,{}"
    other = "#2,a@example.com,paid,2026-04-04,EUR,20,,,20,2026-04-04,1,Cup,20,UTM source: facebook,,0"
    paid = exports("a.csv", ORDERS, line.format("paid", 0), other, saved=datetime(2026, 5, 1, 12, tzinfo=UTC))
    void = exports("b.csv", ORDERS, line.format("refunded", 55), other, saved=datetime(2026, 5, 9, 12, tzinfo=UTC))
    for file in (paid, void) if paid_first else (void, paid):
        result = import_exports(plan, [file])
        assert result.files[0].rows == (2 if file == paid else 1)
    assert result.files[0].brought.corrected == (1 if paid_first else 0)
    assert money_of(plan)[1] == {("2026-04", "Facebook"): (1, 20)}


def test_a_list_kept_by_hand_counts_in_its_own_kpis_whatever_the_truth(plan, exports):
    import_exports(
        plan,
        [
            exports(
                "own.csv",
                "Month,Platform,KPI,Quantity,Revenue traced",
                "2026-04,Facebook,Purchases,2,90",
                "2026-04,LinkedIn,Demos,3,",
            ),
            exports("o.csv", ORDERS, "#2,,paid,2026-04-04,EUR,20,,,20,2026-04-04,1,Cup,20,UTM source: ig,,0"),
        ],
        currency="EUR",
    )
    found = {(row["platform"], row["kpi"]): (row["quantity"], row["revenue"]) for row in rows_of(plan, "Results")}
    assert found[("Facebook", "Purchases")] == (2, 90)
    assert found[("Instagram", "Purchases")] == (1, 20)
    assert found[("LinkedIn", "Demos")][0] == 3


def test_an_undone_import_leaves_what_the_others_say(plan, meta):
    import_exports(plan, [meta("a.csv", day(1, 100), day(2, 50))])
    whole = money_of(plan)
    import_exports(plan, [meta("b.csv", day(2, 60), day(3, 25))])
    assert cost(plan) == 185
    assert commit(plan_undo(plan, 2)).written
    assert money_of(plan) == whole
    with pytest.raises(UsageError, match="no import 2 that stands"):
        plan_undo(plan, 2)
    result = import_exports(plan, [meta("b.csv", day(2, 60), day(3, 25))])
    assert result.files[0].state == "new"
    assert cost(plan) == 185


def test_the_book_before_is_kept(plan, meta):
    before = plan.read_bytes()
    import_exports(plan, [meta("a.csv", day(1, 100))])
    assert plan.with_name("plan.xlsx~").read_bytes() == before


def test_rows_typed_by_hand_are_never_touched(plan, meta):
    import socroi

    hand = [{"month": date(2026, 4, 1), "platform": "LinkedIn", "kpi": "Leads", "quantity": 7.0, "source": "my list"}]
    socroi.fill(plan, hand, "Results")
    import_exports(plan, [meta("a.csv", day(1, 100)), meta("c.csv", ("2026-05-01", "2026-05-31", "Bikes", 40, 1, 80))])
    socroi.fill(plan, [hand[0] | {"quantity": 9.0, "month": date(2026, 6, 1)}], "Results")
    commit(plan_undo(plan, 1))
    import_exports(plan, [meta("d.csv", ("2026-06-01", "2026-06-30", "Bikes", 41, 2, 81))])
    typed = [row for row in rows_of(plan, "Results") if row["source"] == "my list"]
    assert [(row["month"].date(), row["quantity"]) for row in typed] == [(date(2026, 4, 1), 7), (date(2026, 6, 1), 9)]


@pytest.mark.parametrize("earlier", [" – ", " to "])
def test_what_a_person_adds_to_a_row_of_an_import_stays(plan, exports, earlier):
    import socroi

    head = (
        "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,"
        "Create Post,Video views,Media views"
    )
    import_exports(plan, [exports("x.csv", head, '"Sun, Apr 5, 2026",10,1,2,0,0,3,0,0,0,1,0,0,0')])
    book = socroi.open(plan)
    row = next(n for n in range(7, 20) if book[f"Results!D{n}"] == "New followers")
    book[f"Results!G{row}"] = "Indirect"
    source = book[f"Results!H{row}"]
    assert " – " in source
    book[f"Results!H{row}"] = source.replace(" – ", earlier)
    book.save()
    import_exports(plan, [exports("y.csv", head, '"Mon, Apr 6, 2026",10,1,2,0,0,4,0,0,0,1,0,0,0')])
    followers = [each for each in rows_of(plan, "Results") if each["kpi"] == "New followers"]
    assert [(each["quantity"], each["kind"]) for each in followers] == [(7, "Indirect")]


def test_money_in_another_currency_is_refused(plan, exports):
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions"
    file = exports("a.csv", head, "2026-04-01,2026-04-01,Bikes,90,1000")
    with pytest.raises(SocroiError, match="in USD, and those of the book are in EUR"):
        import_exports(plan, [file])


def test_a_refused_file_stops_the_others_unless_it_is_skipped(plan, meta, exports):
    files = [meta("a.csv", day(1, 100)), exports("b.csv", "nothing,known", "1,2")]
    before = plan.read_bytes()
    with pytest.raises(SocroiError, match=r"b\.csv: its format is not known"):
        import_exports(plan, files)
    assert plan.read_bytes() == before
    result = import_exports(plan, files, skip=True)
    assert [each.state for each in result.files] == ["new", "refused"]
    assert cost(plan) == 100


def test_a_zip_and_a_folder_are_the_files_in_them(plan, meta, tmp_path):
    files = [meta("a.csv", day(1, 100)), meta("b.csv", day(2, 50))]
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            archive.write(file, f"../{file.name}")
    result = import_exports(plan, [packed])
    assert {each.file for each in result.files} == {"packed.zip/../a.csv", "packed.zip/../b.csv"}
    assert cost(plan) == 150
    again = import_exports(plan, [files[0].parent])
    assert not again.changed


@pytest.mark.parametrize("name", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_book_that_is_open_in_a_program_is_left_alone(plan, meta, name):
    plan.with_name(name).write_text("somebody")
    with pytest.raises(WorkbookError, match="It is open in"):
        import_exports(plan, [meta("a.csv", day(1, 100))])
    assert import_exports(plan, [meta("a.csv", day(1, 100))], force=True).written


def test_what_is_said_once_is_not_asked_again(plan, exports):
    head = [
        "# Traffic",
        "# Start date: 20260401",
        "# End date: 20260430",
        "Session source / medium,Sessions,Key events,Total revenue",
    ]
    with pytest.raises(OpenQuestion, match="--currency EUR") as asked:
        import_exports(plan, [exports("a.csv", *head, "facebook / paid_social,5,1,50")])
    assert asked.value.question.kind == "currency"
    import_exports(plan, [exports("a.csv", *head, "facebook / paid_social,5,1,50")], currency="EUR")
    assert 'currency = "EUR"' in plan.with_name("plan.socroi.toml").read_text()
    import_exports(plan, [exports("b.csv", *head, "facebook / paid_social,6,2,70")])
    assert money_of(plan)[1] == {("2026-04", "Facebook"): (2, 70)}


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_platform_that_nobody_knows_is_asked_for_and_no_text_is_a_formula(plan, exports):
    head = "Reporting starts,Reporting ends,Campaign name,Platform,Amount spent (EUR),Impressions"
    file = exports("a.csv", head, '2026-04-01,2026-04-01,"=1+1","=cmd|x",90,1000')
    with pytest.raises(OpenQuestion, match="nothing here knows a platform “=cmd"):
        import_exports(plan, [file])
    import_exports(plan, [file], platforms={"=cmd|x": "Facebook"})
    assert money_of(plan)[0] == {("2026-04", "Facebook"): 90}
    sheet = openpyxl.load_workbook(plan)["Data"]
    texts = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(texts) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)


def test_a_platform_of_ours_joins_the_list_of_the_book(plan, exports):
    head = [
        "# Traffic",
        "# Start date: 20260401",
        "# End date: 20260430",
        "Session source / medium,Sessions,Key events,Total revenue",
    ]
    import_exports(plan, [exports("a.csv", *head, "reddit.com / social,5,1,50")], currency="EUR")
    assert "Reddit" in {row["platform"] for row in rows_of(plan, "Platforms")}


def test_search_ads_are_shown_and_not_counted(plan):
    if not CASES.is_dir():
        pytest.skip("needs the collection of cases in ../shared")
    result = import_exports(plan, [CASES / "google_keywords_total_in_keyword.csv"])
    assert money_of(plan) == ({}, {})
    assert any("Google Ads is no social medium" in remark and "50.00" in remark for remark in result.remarks)


def test_a_book_of_another_kind_is_refused_with_what_to_do(tmp_path, meta):
    from socroi import templates

    book = tmp_path / "hidden.xlsx"
    book.write_bytes(templates.shipped("hidden_returns").read_bytes())
    with pytest.raises(UsageError, match="socroi new four_step"):
        import_exports(book, [meta("a.csv", day(1, 100))])


@pytest.mark.parametrize(("template", "language"), [("kpi_scorecard", "en"), ("four_step", "fa"), ("four_step", "hu")])
def test_the_other_template_and_other_languages_take_imports_too(tmp_path, meta, template, language):
    from socroi import templates

    book = tmp_path / "plan.xlsx"
    book.write_bytes(templates.shipped(template, language).read_bytes())
    result = import_exports(book, [meta("a.csv", day(1, 100))])
    assert not result.report.uncomputed
    result = import_exports(book, [meta("b.csv", day(1, 110), day(2, 50))])
    assert not result.report.uncomputed
    assert [row["amount"] for row in rows_of(book, "Costs")] == [160]
    assert len(rows_of(book, "Results")) == 1


@pytest.mark.parametrize("suffix", ["parquet", "csv.gz"])
def test_rows_too_many_for_a_sheet_stand_in_a_file_beside_the_book(plan, meta, monkeypatch, suffix):
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    else:
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("socroi.intake.beside.MOST", 2)
    result = import_exports(plan, [meta("a.csv", day(1, 100), day(2, 50), day(3, 5))])
    beside = plan.with_name(result.kept)
    assert beside.is_file()
    assert beside.name.endswith(suffix)
    import_exports(plan, [meta("b.csv", day(3, 7), day(4, 1))])
    assert cost(plan) == 158
    beside.unlink()
    shutil.copy(plan.with_name("plan.xlsx~"), plan)
    with pytest.raises(WorkbookError, match="is not beside it"):
        import_exports(plan, [meta("c.csv", day(5, 7))])


def sources_of(path):
    rows = read_template(path, keys=True)["Sources"]
    return [tuple(row) for row in rows[["kpi", "measured", "claim"]].dropna(how="all").itertuples(index=False)]


SAID = ("Purchases", "The platform's own count", "The platform")


def test_what_measures_a_kpi_is_said_on_the_sheet_sources_and_not_asked_for(plan, meta):
    import_exports(plan, [meta("a.csv", day(1, 100))])
    assert SAID in sources_of(plan)
    import_exports(plan, [meta("b.csv", day(2, 50))])
    assert sources_of(plan).count(SAID) == 1
    sentences = [each.sentence for each in check(plan, second=False).findings if each.rule == "open-check"]
    assert not [text for text in sentences if load_texts("en")["check.unsourced"] in text]
    commit(plan_undo(plan, 1))
    commit(plan_undo(plan, 2))
    assert sources_of(plan) == []


def test_what_a_person_typed_on_the_sheet_sources_stays_and_is_not_repeated(plan, meta):
    data = plan.with_name("sources.csv")
    data.write_text("kpi,measured\nPurchases,UTM tags in the links\n", encoding="utf-8")
    fill(plan, data, "Sources")
    import_exports(plan, [meta("a.csv", day(1, 100))])
    assert [row[:2] for row in sources_of(plan) if row[0] == "Purchases"] == [("Purchases", "UTM tags in the links")]


def test_money_in_another_currency_says_where_the_book_names_its_own(plan, exports):
    file = exports("m.csv", META.replace("EUR", "HUF"), "2026-04-01,2026-04-30,Bikes,100,1000,10,2,200")
    where = NamedCells(load(plan).book).area("currency")
    refused = import_exports(plan, [file], dry_run=True).refused[0]
    assert "its amounts are in HUF, and those of the book are in EUR" in refused.error
    assert f"type HUF into Start!{address(where.top, where.left)}." in refused.error


LINKEDIN = (
    "Campaign Performance Report (in UTC)",
    '"Report Start: 4/1/2026, Report End: 4/30/2026"',
    "",
    "Start Date (in UTC),Account Name,Currency,Campaign Name,Total Spent,Impressions,Clicks,Conversions,"  # noqa: ISC004
    "Total Conversion Value,Leads",
)


def results_of(book):
    return {row["kpi"]: (row["quantity"], row["revenue"]) for row in rows_of(book, "Results")}


def test_leads_of_a_campaign_without_a_value_count_although_the_platform_writes_0_of_revenue(plan, exports):
    rows = ("4/1/2026,Acme,EUR,Demos,1000,20000,100,0,0.00,7", "4/2/2026,Acme,EUR,Demos,500,10000,50,0,0.00,2")
    import_exports(plan, [exports("l.csv", *LINKEDIN, *rows)])
    found = results_of(plan)
    assert found["Leads"][0] == 9
    assert found["Link clicks"][0] == 150
    assert "Purchases" not in found


def test_sales_of_which_nobody_said_what_they_are_worth_are_no_sales_for_nothing(plan, exports):
    head = "Campaign,Campaign type,Impr.,Currency code,Cost,Clicks,Conversions,Conv. value"
    lines = ("Campaign report", '"April 1, 2026 - April 30, 2026"', head, "YT,Video,1000,EUR,100.00,50,4.50,0.00")
    result = import_exports(plan, [exports("g.csv", *lines)])
    assert results_of(plan)["Purchases"] == (4.5, None)
    assert not result.remarks


def test_leads_that_are_not_added_beside_sales_are_said(plan, exports):
    row = "4/1/2026,Acme,EUR,Demos,1000,20000,100,4,1200.00,9"
    result = import_exports(plan, [exports("l.csv", *LINKEDIN, row)])
    assert set(results_of(plan)) == {"Purchases"}
    assert "its leads (9) are not added, as sales may come of them" in " ".join(result.remarks)


def test_rows_with_a_first_day_and_no_last_one_belong_to_no_month_and_are_told(plan, exports):
    file = exports(
        "linkedin.csv",
        "Start Date (in UTC),Account Name,Currency,Campaign Name,Total Spent,Impressions,Clicks,Leads",
        "1/5/2026,Acme,EUR,Launch,310.50,12000,120,9",
        "2/3/2026,Acme,EUR,Launch,289.00,11000,110,7",
    )
    plan_made = import_exports(plan, [file])
    assert [each.state for each in plan_made.files] == ["new"]
    assert any("the first day of each row and not the last" in note for note in plan_made.files[0].notes)
    assert rows_of(plan, "Costs") == []
