"""What stands around and between the rows of an export, and in cells without a figure: by people and programs."""

import gzip
import zipfile
from datetime import date

import openpyxl
import pytest
from exporters import META, write

from socroi import sources
from socroi.errors import SourceError
from socroi.intake.files import files
from socroi.sources.dates import dates
from socroi.sources.numerals import numbers

HEAD = f"{META},Purchases,Purchases conversion value"
ROWS = ["2026-04-01,2026-04-01,Bikes,100,1000,10,2,200", "2026-04-02,2026-04-02,Bikes,50,500,5,1,100"]
SHOP = "Name,Financial Status,Currency,Taxes,Total,Created at,Lineitem name,Note Attributes,Refunded Amount"


@pytest.mark.parametrize(
    "below",
    [
        ["", "Report generated 2026-05-01 10:00"],
        ["Exported by Ana,,,,,,,"],
        ["", "Report generated,2026-05-01", "Currency,EUR"],
        ["-- end of report --", "Page 1 of 1"],
        ["Készült: 2026.05.01."],
        ["تاریخ گزارش: 2026-05-01"],
    ],
)
def test_lines_below_the_table_are_no_rows_and_are_said(tmp_path, below):
    found = sources.read(write(tmp_path, HEAD, *ROWS, *below))
    assert found.table["spend"].sum() == 150
    assert "a line below the table" in found.left_out[-1][1]


def test_a_figure_below_the_table_is_no_line_to_leave_out(tmp_path):
    with pytest.raises(SourceError, match="row 4 has 2 cells"):
        sources.read(write(tmp_path, HEAD, *ROWS, "Fees,12.50"))


def test_headings_that_are_repeated_are_no_row(tmp_path):
    assert sources.read(write(tmp_path, HEAD, ROWS[0], HEAD, ROWS[1])).table["spend"].sum() == 150


@pytest.mark.parametrize(
    "word", ["null", "NaN", "#N/A", "k. A.", "s/d", "nincs adat", "نامشخص", "(not set)", "undefined"]
)
def test_a_word_for_not_known_is_no_figure_and_no_error(word):
    assert str(numbers(["5", word], ".")) == "[5.0, nan]"


@pytest.mark.parametrize("bound", ["<5", "≤5", "> 1,000"])
def test_a_count_that_is_only_bounded_is_not_known_and_said(tmp_path, bound):
    found = sources.read(write(tmp_path, HEAD, ROWS[0], f'2026-04-02,2026-04-02,Bikes,50,"{bound}",5,1,100'))
    assert found.table["impressions"].sum() == 1000
    assert any("not known there" in note for note in found.notes)
    total = f"{found.path.read_text(encoding='utf-8-sig')},,Total,150,1000,15,3,300\n"
    found.path.write_text(total, encoding="utf-8-sig")
    assert sources.read(found.path).table["spend"].sum() == 150


@pytest.mark.parametrize(
    "text",
    [
        *("15 déc. 2025", "2025. december 15.", "15 de desembre de 2025", "۱۵ دسامبر ۲۰۲۵", "15 दिसंबर 2025"),
        *("15 Desemba 2025", "15-Dec-25", "46006", "46006.0"),
    ],
)
def test_a_day_as_people_write_it_is_read_in_an_export_too(text):
    assert dates([text], None)[0].isoformat()[:10] == "2025-12-15"


@pytest.mark.parametrize(("text", "why"), [("1405/01/14", "Persian calendar"), ("03/04/26", "two digits")])
def test_a_date_that_cannot_be_read_is_refused_with_what_it_is(text, why):
    with pytest.raises(Exception, match=why):
        dates([text], None)


def test_months_by_name_divide_the_window_of_a_report(tmp_path):
    head = "Month,Campaign name,Amount spent (EUR),Impressions,Reporting starts,Reporting ends"
    rows = ["March,Bikes,10,100,2026-03-01,2026-04-20", "April,Bikes,30,100,2026-03-01,2026-04-20"]
    table = sources.read(write(tmp_path, head, *rows)).table
    assert [f"{day:%m-%d}" for day in (*table["start"], *table["end"])] == ["03-01", "04-01", "03-31", "04-20"]
    with pytest.raises(SourceError, match="are not known"):
        sources.read(write(tmp_path, head.replace("Month", "Week"), *(f"1{row}" for row in rows)))


def test_a_sign_of_another_currency_than_the_heading_says_is_refused(tmp_path):
    with pytest.raises(SourceError, match="stands beside its amounts"):
        sources.read(write(tmp_path, HEAD, ROWS[0].replace(",100,", ",$100,", 1)))


def test_a_refund_with_a_minus_is_taken_off_and_taxes_are_said(tmp_path):
    row = "#1,paid,EUR,20,120,2026-04-10,Cup,UTM source: fb,{}"
    for back in ("30", "-30"):
        found = sources.read(write(tmp_path, SHOP, row.format(back)))
        assert found.table["revenue"].tolist() == [90.0]
    assert any("taxes of 20" in note for note in found.notes)


def test_an_order_whose_sums_stand_on_each_of_its_rows_counts_once(tmp_path):
    rows = [f"#1,paid,EUR,20,120,2026-04-10,{item},UTM source: fb,0" for item in ("Cup", "Hat")]
    assert sources.read(write(tmp_path, SHOP, *rows)).table["revenue"].tolist() == [120.0]


@pytest.mark.parametrize(
    ("field", "heading"), [("followers", "Total followers"), ("spend", "Spend to date"), ("spend", "Gasto acumulado")]
)
def test_a_column_that_holds_a_sum_so_far_is_not_added_up(tmp_path, field, heading):
    chart = tmp_path / "own.toml"
    chart.write_text(f'title="x"\nplatform="X"\n[headings.own]\nday=["Day"]\n{field}=["{heading}"]\n', encoding="utf-8")
    rows = ["2026-04-01,1000", "2026-04-02,1010", "2026-04-03,1012"]
    with pytest.raises(SourceError, match="how much there is by then"):
        sources.read(write(tmp_path, f"Day,{heading}", *rows), map=chart)
    chart.write_text(chart.read_text(encoding="utf-8").replace(heading, "New"), encoding="utf-8")
    assert len(sources.read(write(tmp_path, "Day,New", *rows), map=chart).table) == 3


def test_a_gz_and_a_zip_in_a_zip_are_unpacked(tmp_path):
    text = "\n".join([HEAD, *ROWS])
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    assert sources.read(packed).table["spend"].sum() == 150
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("a.csv", text)
        inner.writestr("readme.txt", "hello")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.write(tmp_path / "inner.zip", "inner.zip")
    (tmp_path / "apart").mkdir()
    found = files([tmp_path / "outer.zip"], tmp_path / "apart", tmp_path / "book.xlsx")
    assert [file.shown for file in found] == ["outer.zip/inner.zip/a.csv"]


def test_of_sheets_that_are_the_same_one_is_read_and_hidden_rows_are_said(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Formatted Report"
    for row in [HEAD, *ROWS]:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row.split(",")])
    book.copy_worksheet(book.active).title = "Raw Data Report"
    book.active.row_dimensions[2].hidden = True
    book.save(tmp_path / "a.xlsx")
    found = sources.read(tmp_path / "a.xlsx")
    assert found.table["spend"].sum() == 150
    assert any("is the same" in note for note in found.notes)
    assert any("1 rows of the sheet are hidden" in note for note in found.notes)


def test_what_is_wider_than_a_sheet_is_refused_before_thirty_exporters_look_at_it(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{at}" for at in range(20_000)) + "\n" + ",".join(["1"] * 20_000) + "\n")
    with pytest.raises(SourceError, match="20,000 columns; no export has more than 16,384"):
        sources.read(path)


def sheets(path, change, **tables):
    """Save a workbook of a sheet for each table, changed."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(book)
    book.save(path)
    return path


APRIL = [date(2026, 4, 1), date(2026, 4, 30), "Bikes", 100, 1000, 10, 2, 200]


def test_a_hidden_sheet_is_not_read_beside_one_that_is_seen_and_is_said(tmp_path):
    def hide(book):
        book["old"].sheet_state = "veryHidden"

    older = [date(2026, 3, 1), date(2026, 3, 31), "Bikes", 999, 1000, 10, 2, 200]
    path = sheets(tmp_path / "a.xlsx", hide, April=[HEAD.split(","), APRIL], old=[HEAD.split(","), older])
    found = sources.read(path)
    assert found.table["spend"].sum() == 100
    assert any("“old” is hidden, and is not read" in note for note in found.notes)
    assert sources.read(path, sheet="old").table["spend"].sum() == 999


def test_a_hidden_sheet_that_is_the_only_table_is_read_and_said(tmp_path):
    def hide(book):
        book["April"].sheet_state = "hidden"

    path = sheets(tmp_path / "a.xlsx", hide, Notes=[["hello"]], April=[HEAD.split(","), APRIL])
    found = sources.read(path)
    assert found.table["spend"].sum() == 100
    assert any("“April” is hidden, and is read" in note for note in found.notes)


def test_merged_names_and_days_are_those_of_each_row_and_a_merged_amount_counts_once(tmp_path):
    def merge(book):
        for area in ("A2:A3", "B2:B3", "C2:C3", "D2:D3"):
            book["April"].merge_cells(area)

    below = [None, None, None, None, 400, 6, 1, 60]
    found = sources.read(sheets(tmp_path / "a.xlsx", merge, April=[HEAD.split(","), APRIL, below])).table
    assert found["campaign"].tolist() == ["Bikes", "Bikes"]
    assert found["start"].dt.strftime("%Y-%m-%d").tolist() == ["2026-04-01", "2026-04-01"]
    assert found["spend"].sum() == 100
    assert found["revenue"].sum() == 260


def test_a_last_day_beyond_twelve_proves_the_order_of_the_first_days(tmp_path):
    # 4/1/2026 alone can be in January; 4/30/2026 beside it cannot be.
    found = sources.read(write(tmp_path, HEAD, "4/1/2026,4/30/2026,Bikes,100,1000,10,2,200")).table
    assert found["start"].dt.strftime("%Y-%m-%d").tolist() == ["2026-04-01"]


OWN = {
    "hu": ("Hónap,Platform,KPI,Mennyiség,Követett bevétel", "Vásárlások"),
    "ca": ("Mes,Plataforma,KPI,Quantitat,Ingressos atribuïts", "Compres"),
    "fa": ("ماه,پلتفرم,KPI,تعداد,درآمد", "خریدها"),
    "hi": ("महीना,प्लेटफ़ॉर्म,KPI,मात्रा,राजस्व", "ख़रीद"),
    "sw": ("Mwezi,Jukwaa,KPI,Idadi,Mapato", "Manunuzi"),
    "es": ("Mes,Plataforma,KPI,Cantidad,Ingresos", "Compras"),
    "de": ("Monat,Plattform,Kennzahl,Menge,Umsatz", "Käufe"),
    "fr": ("Mois,Plateforme,KPI,Quantité,Revenus", "Achats"),
    "pt": ("Mês,Plataforma,KPI,Quantidade,Receita", "Compras"),
    "it": ("Mese,Piattaforma,KPI,Quantità,Ricavi", "Acquisti"),
}


@pytest.mark.parametrize("language", OWN)
def test_a_list_of_results_is_read_under_headings_of_its_language(tmp_path, language):
    head, purchases = OWN[language]
    found = sources.read(write(tmp_path, head, f"2026-04,Instagram,{purchases},2,100", "2026-04,Facebook,x,5,"))
    assert found.source == "own_results"
    assert found.table["conversions"].sum() == 2
    assert found.table["revenue"].sum() == 100


def test_a_video_campaign_stands_under_youtube_in_an_account_of_another_language(tmp_path):
    head = "Kampagne,Tag,Kampagnentyp,Währungscode,Kosten,Impr.,Klicks"
    rows = ["A,2026-04-02,Video,EUR,10,100,1", "B,2026-04-02,Suchnetzwerk,EUR,20,100,1"]
    assert sources.read(write(tmp_path, head, *rows)).table["platform"].tolist() == ["YouTube", "Google Ads"]


SPANISH = "Mes;Plataforma;KPI;Cantidad;Ingresos"


def test_a_refund_in_brackets_counts_in_a_list_of_ones_own(tmp_path):
    path = write(
        tmp_path, SPANISH, "enero de 2026;Instagram;Compras;3;100,00 €", "enero de 2026;Instagram;Compras;1;(45,50) €"
    )
    assert sources.read(path).table["revenue"].tolist() == [100, -45.5]


def test_a_list_of_which_no_row_can_be_read_says_why(tmp_path):
    with pytest.raises(SourceError, match=r"row 2: no row can be read: “Ingresos” is 'ca. 40 €', and no number"):
        sources.read(write(tmp_path, SPANISH, "enero de 2026;Instagram;Compras;3;ca. 40 €"))
