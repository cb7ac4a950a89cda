"""Expected values were read off the files by hand."""

import csv
from datetime import date
from math import isnan

import pandas as pd
import pytest

from socroi import sources
from socroi.errors import SourceError


def test_an_english_export_by_day_and_platform_becomes_one_row_for_each(data):
    export = sources.read(data / "meta_en_day_platform.csv")
    table = export.table
    assert export.source == "meta_ads"
    assert table["platform"].tolist() == ["Facebook", "Instagram", "Audience Network"]
    assert table["spend"].tolist() == [1010.0, 141.5, 100.0]
    assert table["revenue"].tolist() == [900.0, 800.0, 610.0]
    assert table["start"].dt.date.tolist() == [date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 2)]
    assert table["end"].tolist() == table["start"].tolist()


def test_the_currency_comes_from_the_header(data):
    assert sources.read(data / "meta_en_day_platform.csv").currency == "USD"


def test_a_totals_row_without_a_name_is_left_out_and_said(data):
    export = sources.read(data / "meta_en_day_platform.csv")
    assert "Left out row 2, a totals row." in export.notes
    assert export.table["spend"].sum() == 1251.5


def test_a_totals_row_that_is_not_the_sum_is_said_with_both_numbers(data, tmp_path):
    text = (data / "meta_en_day_platform.csv").read_text(encoding="utf-8-sig").replace("1,251.50", "1,300.00")
    (tmp_path / "ads.csv").write_text(text, encoding="utf-8-sig")
    notes = " ".join(sources.read(tmp_path / "ads.csv").notes)
    assert "Amount spent (USD) 1,300 against 1,251.5" in notes


def test_click_through_of_1_50_means_one_and_a_half_percent(data):
    rates = sources.read(data / "meta_en_day_platform.csv").table["click_rate"]
    assert rates.tolist() == pytest.approx([0.015, 0.02, 0.012])


def test_ids_stay_text_to_the_last_digit(data):
    assert sources.read(data / "meta_en_day_platform.csv").table["campaign_id"][0] == "120210000000012345"


def test_attribution_settings_and_the_window_are_kept(data):
    export = sources.read(data / "meta_en_day_platform.csv")
    assert export.attribution == ["7-day click or 1-day view", "1-day click"]
    assert export.window == (date(2026, 3, 1), date(2026, 3, 2))


def test_a_french_file_with_semicolons_spaces_and_decimal_commas_is_understood(data):
    table = sources.read(data / "meta_fr_semicolon.csv").table
    assert table["spend"].tolist() == [1234.56, 1002.0]
    assert table["impressions"].tolist() == [45012, 39887]
    assert table["start"].dt.date.tolist() == [date(2026, 8, 13), date(2026, 8, 14)]


def test_a_blank_is_not_known_and_never_zero(data):
    assert isnan(sources.read(data / "meta_fr_semicolon.csv").table["revenue"][1])


def test_1_234_is_twelve_hundred_where_its_column_or_file_proves_a_decimal_comma(data):
    table = sources.read(data / "meta_de.csv").table
    assert table["impressions"].tolist() == [12345, 1234]
    assert table["spend"].tolist() == [12.5, 1234.0]


def test_1_234_is_refused_where_nothing_proves_what_it_means(data):
    with pytest.raises(SourceError, match=r"“Importo speso \(EUR\)” has '1\.234'"):
        sources.read(data / "meta_it_ambiguous.csv")


@pytest.mark.parametrize(("decimal", "spend"), [(",", 1234.0), (".", 1.234)])
def test_the_caller_may_say_which_sign_is_the_decimal_one(data, decimal, spend):
    assert sources.read(data / "meta_it_ambiguous.csv", decimal=decimal).table["spend"].tolist() == [spend]


def test_the_same_export_as_xlsx_gives_the_same_table(data, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    with (data / "meta_en_day_platform.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([_typed(cell) for cell in row])
    book.save(tmp_path / "ads.xlsx")
    expected = sources.read(data / "meta_en_day_platform.csv").table
    pd.testing.assert_frame_equal(sources.read(tmp_path / "ads.xlsx").table, expected)


def _typed(cell):
    """Numbers as numbers, as Ads Manager's xlsx has them; ids stay text."""
    try:
        number = float(cell.replace(",", ""))
    except ValueError:
        return cell or None
    return cell if len(cell) > 15 else number


def test_of_two_rows_without_a_name_the_one_that_is_the_sum_is_the_total(data, tmp_path):
    text = (data / "meta_en_day_platform.csv").read_text(encoding="utf-8-sig").replace("Invented: Spring,", ",", 1)
    (tmp_path / "ads.csv").write_text(text, encoding="utf-8-sig")
    # 1,010.00 + 141.50 + 100.00, as its first row says.
    assert sources.read(tmp_path / "ads.csv").table["spend"].tolist() == [1010.0, 141.5, 100.0]


def test_a_file_that_was_cut_off_is_refused_at_its_row(data, tmp_path):
    text = (data / "meta_en_day_platform.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "ads.csv").write_text(text[: text.rindex(",1-day click")], encoding="utf-8-sig")
    with pytest.raises(SourceError, match="row 5 has 6 cells where the header has 16"):
        sources.read(tmp_path / "ads.csv")


def test_text_in_a_column_of_money_is_refused_with_its_row(data, tmp_path):
    text = (data / "meta_en_day_platform.csv").read_text(encoding="utf-8-sig").replace("141.50", "lots")
    (tmp_path / "ads.csv").write_text(text, encoding="utf-8-sig")
    with pytest.raises(SourceError, match="row 4: “Amount spent \\(USD\\)” is 'lots'"):
        sources.read(tmp_path / "ads.csv")


def test_results_that_are_purchases_are_conversions_where_there_is_no_column_of_them(tmp_path):
    rows = [
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Results,Result indicator",
        "2026-01-01,2026-01-31,Invented: shop,10.00,4,actions:offsite_conversion.fb_pixel_purchase",
        "2026-01-01,2026-01-31,Invented: form,20.00,9,actions:onsite_conversion.lead_grouped",
        "2026-01-01,2026-01-31,Invented: reach,30.00,5000,reach",
    ]
    (tmp_path / "ads.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    table = sources.read(tmp_path / "ads.csv").table
    assert table["conversions"].dropna().to_dict() == {0: 4}
    assert table["leads"].dropna().to_dict() == {1: 9}


def test_months_as_a_breakdown_give_the_window_of_each_row(tmp_path):
    rows = [
        "Reporting starts,Reporting ends,Campaign name,Month,Amount spent (EUR)",
        "2026-01-01,2026-02-28,Invented,2026-01-01 - 2026-01-31,10.00",
        "2026-01-01,2026-02-28,Invented,2026-02-01 - 2026-02-28,12.00",
    ]
    (tmp_path / "ads.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    table = sources.read(tmp_path / "ads.csv").table
    assert table["start"].dt.date.tolist() == [date(2026, 1, 1), date(2026, 2, 1)]
    assert table["end"].dt.date.tolist() == [date(2026, 1, 31), date(2026, 2, 28)]


def test_days_and_months_that_cannot_be_told_apart_are_refused_until_said(tmp_path):
    rows = [
        "Início dos relatórios,Término dos relatórios,Nome da campanha,Valor usado (BRL)",
        "06/01/2026,12/01/2026,Inventada,10",
    ]
    (tmp_path / "ads.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    with pytest.raises(SourceError, match="day or the month first"):
        sources.read(tmp_path / "ads.csv")
    table = sources.read(tmp_path / "ads.csv", date_order="dmy").table
    assert table["start"].dt.date.tolist() == [date(2026, 1, 6)]


def test_two_currencies_in_one_file_are_refused(tmp_path):
    rows = ["Reporting starts,Campaign name,Amount spent (EUR),Amount spent (USD)", "2026-01-01,Invented,1,2"]
    (tmp_path / "ads.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    with pytest.raises(SourceError, match="more than one column for spend"):
        sources.read(tmp_path / "ads.csv")


def test_ids_that_excel_cut_to_fifteen_digits_are_dropped_and_said(data, tmp_path):
    text = (data / "meta_en_day_platform.csv").read_text(encoding="utf-8-sig")
    text = text.replace("120210000000012345", "120210000000012000").replace("120210000000067890", "120210000000067000")
    (tmp_path / "ads.csv").write_text(text, encoding="utf-8-sig")
    export = sources.read(tmp_path / "ads.csv")
    assert export.table["campaign_id"].isna().all()
    assert any("ruined 3 of 3 ids" in note for note in export.notes)


def test_the_public_fixture_reads_with_its_currency_and_attribution(samples):
    export = sources.read(samples / "meta_ads_campaign_fixture.csv")
    assert export.table["spend"].tolist() == [164.4, 25.6]
    assert export.table["click_rate"].tolist() == pytest.approx([0.026, 0.025])
    assert export.currency == "EGP"
    assert export.table["campaign"][0] == "Campaign, with comma"
    assert export.table["conversions"].dropna().tolist() == [11]
