"""The tables of ads in languages that nobody here could export in: the headings that other people's programs look for.

Witnesses: the columns that public scripts for Meta's and Google's own files name, read on 30 November 2026. The figures
are invented.
"""

import pytest
from exporters import write

from socroi import sources

META = {
    "hu": "Kampány neve,Nap,Elköltött összeg (HUF),Megjelenések,Hivatkozáskattintások,Vásárlások,"
    "Vásárlások konverziós értéke",
    "ko": "캠페인 이름,일,지출 금액 (KRW),노출,링크 클릭,구매,구매 전환값",
    "zh-TW": "行銷活動名稱,天數,花費金額 (TWD),曝光次數,連結點擊次數,購買次數,購買轉換值",
    "zh": "广告系列名称,报告开始日期,已花费金额 (USD),展示次数,链接点击量,购物次数,购物转化价值",
    "vi": "Tên chiến dịch,Ngày,Số tiền đã chi tiêu (VND),Lượt hiển thị,Lượt click vào liên kết,Lượt mua,"
    "Giá trị chuyển đổi từ lượt mua",
    "th": "ชื่อแคมเปญ,วัน,จำนวนเงินที่ใช้จ่ายไป (THB),อิมเพรสชัน,การคลิกลิงก์,การซื้อ,ค่าคอนเวอร์ชั่นการซื้อ",
    "ru": "Название кампании,День,Потраченная сумма (UZS),Показы,Клики по ссылке,Покупки на сайте,"
    "Ценность конверсии покупки с сайта",
}
GOOGLE = {
    "fr": "Campagne,Jour,Coût,Impr.,Clics,Conversions,Valeur conv.",
    "es": "Campaña,Día,Coste,Impr.,Clics,Conversiones,Valor de conv.",
    "it": "Campagna,Giorno,Costo,Impr.,Clic,Conversioni,Valore conv.",
    "pt": "Campanha,Dia,Custo,Impr.,Cliques,Conversões,Valor de conv.",
    "hu": "Kampány,Nap,Költség,Megjel.,Kattintások,Konverziók,Konverziós érték",
}
COUNTED = {"spend": 120.0, "impressions": 9000.0, "clicks": 85.0, "conversions": 4.0, "revenue": 640.0}


@pytest.mark.parametrize(
    ("source", "headings"),
    [*(("meta_ads", row) for row in META.values()), *(("google_ads", row) for row in GOOGLE.values())],
    ids=[*(f"meta_ads-{language}" for language in META), *(f"google_ads-{language}" for language in GOOGLE)],
)
def test_what_was_spent_and_what_it_returned_are_read_in_the_language_of_the_account(tmp_path, source, headings):
    export = sources.read(write(tmp_path, headings, "A,2026-10-01,120,9000,85,4,640"))
    assert export.source == source
    row = export.table.iloc[0]
    assert {name: row[name] for name in COUNTED} == COUNTED


def test_clicks_on_anything_are_no_clicks_on_the_link(tmp_path):
    rows = ("Kampány neve,Nap,Elköltött összeg (HUF),Kattintások (összes)", "A,2026-10-01,120,85")
    assert sources.read(write(tmp_path, *rows)).table["clicks"].isna().all()
