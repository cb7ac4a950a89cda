"""A row below the headings that says units, cells that were merged, and a share where money stands; summed by hand."""

import pytest

import socroi
from socroi.errors import SourceError

HEAD = "Campaign name,Day,Amount spent (EUR),Link clicks\n"
ROWS = "A,2026-03-01,100.50,20\nB,2026-03-02,50,10\n"


@pytest.fixture
def read(tmp_path):
    """`read(text)`: the export of a file with this text."""

    def call(text):
        path = tmp_path / "export.csv"
        path.write_text(text, encoding="utf-8")
        return socroi.read_export(path)

    return call


@pytest.mark.parametrize("units", [",,€,#\n", "(text),(date),(EUR),(count)\n", "\nunit,YYYY-MM-DD,EUR,n\n", ",,,db\n"])
def test_row_of_units_is_left_out_and_told(read, units):
    export = read(HEAD + units + ROWS)
    assert (export.table["spend"].sum(), export.table["clicks"].sum(), export.currency) == (150.5, 30, "EUR")
    assert [why for _, why in export.left_out] == ["the units of the columns"]
    assert any(note.startswith("Left out row") and "the units of the columns" in note for note in export.notes)


def test_units_name_the_currency_where_the_heading_does_not(read):
    export = read("Campaign name,By Day,Cost,Impressions,Clicks (destination)\n,,KES,#,#\nA,2026-03-01,100,900,7\n")
    assert export.currency == "KES"
    with pytest.raises(SourceError, match="“Amount spent \\(EUR\\)” is in USD by the units below the headings"):
        read(HEAD + ",,USD,#\n" + ROWS)


@pytest.mark.parametrize("units", [",,k€,#\n", ",,Tsd. EUR,#\n", ",,€ 000,#\n"])
def test_thousands_are_no_unit_that_is_passed_over(read, units):
    with pytest.raises(SourceError, match="row 2"):
        read(HEAD + units + ROWS)


def test_campaign_of_which_nothing_is_known_is_no_row_of_units(read):
    export = read(HEAD + "Text,2026-02-28,,\n" + ROWS)
    assert export.table["campaign"].tolist() == ["Text", "A", "B"]


def test_share_is_no_amount_of_money(read):
    with pytest.raises(SourceError, match="row 2: “Amount spent \\(EUR\\)” is '50%', where a number is expected"):
        read(HEAD + "A,2026-03-01,50%,20\nB,2026-03-02,10,0\n")


def test_name_of_merged_cells_is_asked_for_and_not_filled_down(read):
    with pytest.raises(SourceError, match="of merged cells the first alone has what they say"):
        read(HEAD + "A,2026-03-01,100,20\n,2026-03-02,50,10\n,2026-03-03,25,5\nB,2026-03-01,10,2\n")


def test_rows_without_a_day_are_named(read):
    export = read(HEAD + "A,2026-03-01,100,20\nB,,50,10\nA,2026-03-02,10,2\nB,,20,3\n")
    assert any(note.startswith("Rows 3, 5 have no day") for note in export.notes)
    assert export.table["start"].isna().sum() == 2


def test_total_in_the_middle_that_is_the_sum_of_the_rows_above_differs_from_nothing(read):
    export = read(HEAD + "A,2026-03-01,100,20\nB,2026-03-01,50,10\nTotal,,150,30\nA,2026-03-02,10,2\n")
    assert export.table["spend"].sum() == 160
    assert "Left out row 4, a totals row." in export.notes


def test_tiktok_in_spanish_and_meta_in_portuguese_are_read(read):
    export = read(
        "Nombre de la campaña,Por día,Coste,Moneda,Impresiones,Clics (destino),Conversiones\n"
        "A,2026-03-01,12.50,EUR,1000,30,2\nA,2026-03-02,10.00,EUR,900,25,1\n"
        "Total de 2 resultados,-,22.50,EUR,1900,55,3\n"
    )
    assert (export.source, export.table["spend"].sum(), export.table["conversions"].sum()) == ("tiktok_ads", 22.5, 3)
    export = read(
        "Nome da campanha;Dia;Montante gasto (EUR);Impressões;Cliques na ligação\nA;2026-03-01;12,50;1000;30\n"
    )
    assert (export.source, export.table["spend"].sum(), export.table["clicks"].sum()) == ("meta_ads", 12.5, 30)
