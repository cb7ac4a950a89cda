"""Exports that a spreadsheet program has saved again, in the code page of its country. The rows were made by hand."""

import pytest

from socroi import sources
from socroi.sources.code_pages import code_page

POLISH = (
    "Nazwa kampanii;Dzień;Wydana kwota (PLN);Wyświetlenia;Kliknięcia linku;Zakupy;Wartość konwersji zakupu\n"
    "Łódź;2026-10-01;12,50;1000;20;2;99,90\n"
)
HUNGARIAN = (
    "Kampány neve;Nap;Elköltött összeg (HUF);Megjelenések;Vásárlások;Vásárlások konverziós értéke\n"
    "Őszi hűség;2026-10-01;12345;1000;2;9990\n"
)
RUSSIAN = "Название кампании;День;Потраченная сумма (RUB);Показы\nОсень;2026-10-01;12345;1000\n"
TURKISH = "Kampanya Adı;Gün;Harcanan Tutar (TRY);Gösterim\nGüz şöleni;2026-10-01;12345;1000\n"
FRENCH = "Nom de la campagne;Jour;Montant dépensé (EUR);Impressions\nÉté à Nîmes;2026-10-01;12,50;1000\n"
KOREAN = "캠페인 이름,일,지출 금액 (KRW),노출\n가을,2026-10-01,120,9000\n"


@pytest.mark.parametrize(
    ("text", "page", "campaign", "spend"),
    [
        (POLISH, "cp1250", "Łódź", 12.5),
        (POLISH, "cp852", "Łódź", 12.5),
        (HUNGARIAN, "cp1250", "Őszi hűség", 12345),
        (HUNGARIAN, "cp852", "Őszi hűség", 12345),
        (HUNGARIAN, "mac_latin2", "Őszi hűség", 12345),
        (RUSSIAN, "cp1251", "Осень", 12345),
        (RUSSIAN, "cp866", "Осень", 12345),
        (TURKISH, "cp1254", "Güz şöleni", 12345),
        (FRENCH, "cp1252", "Été à Nîmes", 12.5),
        (FRENCH, "mac_roman", "Été à Nîmes", 12.5),
        (KOREAN, "cp949", "가을", 120),
    ],
)
def test_the_headings_tell_the_code_page_in_which_a_program_saved_the_file(tmp_path, text, page, campaign, spend):
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(page))
    export = sources.read(path)
    assert export.source == "meta_ads"
    assert export.table[["campaign", "spend"]].iloc[0].tolist() == [campaign, spend]
    assert export.table["start"].notna().all()
    assert any("by its headings" in note for note in export.notes)


def test_where_no_heading_tells_the_text_is_read_as_ever_and_doubted(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("Campaign name;Day;Amount spent (EUR);Impressions\nÉté;2026-10-01;12,50;1000\n".encode("cp1252"))
    export = sources.read(path)
    assert export.table["campaign"].tolist() == ["Été"]
    assert any("which no heading proves" in note for note in export.notes)


def test_a_sign_that_is_cut_in_two_at_the_end_of_the_beginning_does_not_matter():
    rows = "가을,2026-10-01,120,9000\n" * 4000
    for more in ("", "x", "xx"):
        assert code_page((KOREAN + more + "\n" + rows).encode("cp949")) == ("cp949", True)
