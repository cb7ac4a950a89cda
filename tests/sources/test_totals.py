"""Sums were made by hand: 40.25 + 20 = 60.25, 4,000 + 2,000 = 6,000, 40 + 20 = 60."""

import random

import pandas as pd
import pytest
from exporters import META, meta, write

from socroi import sources
from socroi.errors import SourceError
from socroi.sources.headings import words
from socroi.sources.totals import certainty

ROWS = ("Bikes,40.25,4000,40", "Boats,20.00,2000,20")
LABELS = [
    "Total",
    "TOTAL",
    "Total:",
    "Gesamt",
    "Ge\xadsamt",
    "Totales",
    "Total général",
    "Totale",
    "Totaal",
    "Toplam",
    "Összesen",
    "合計",
    "全2件の結果",
    "Итого",
    "Total - all campaigns",
    "Total: Account",
    "Total of 2 results",
    "Results from 2 campaigns",
]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_with_the_sum_beside_it_is_left_out_in_every_language(tmp_path, label):
    export = sources.read(meta(tmp_path, *ROWS, f"{label},60.25,6000,60"))
    assert export.table["spend"].sum() == 60.25
    assert [row for row, _ in export.left_out] == [4]


@pytest.mark.parametrize("name", ["Total Recall", "Totals of love", "Summer", "Totalitarian", "Sumatra", "Gesamtkunst"])
def test_a_name_that_begins_like_a_label_is_a_name(name):
    assert certainty(name) == 0


def test_every_word_for_a_total_is_known_as_one():
    assert all(certainty(word) for each in words()["totals"].values() for word in each)


def test_a_row_that_is_the_sum_of_the_others_and_does_not_say_so_is_asked_about_by_its_row(tmp_path):
    path = meta(tmp_path, *ROWS, "Pedalos,60.25,6000,60")
    with pytest.raises(SourceError, match=r"row 4: this row may be a total.*60\.25.*totals=\[4\].*rows=\[4\]"):
        sources.read(path)
    assert sources.read(path, totals=[4]).table["spend"].sum() == 60.25
    assert sources.read(path, rows=[4]).table["spend"].sum() == 120.5


def test_a_row_that_is_the_sum_in_one_column_only_is_a_row(tmp_path):
    assert len(sources.read(meta(tmp_path, *ROWS, "Pedalos,60.25,7000,61")).table) == 3


def test_one_campaign_and_a_total_of_it_in_an_unknown_language_are_asked_about(tmp_path):
    with pytest.raises(SourceError, match="may be a total"):
        sources.read(meta(tmp_path, ROWS[0], "Lapapọ,40.25,4000,40"))


def test_days_that_are_alike_are_days(tmp_path):
    path = write(tmp_path, META, "2026-04-01,2026-04-01,A,10,100,1", "2026-04-02,2026-04-02,A,10,100,1")
    assert sources.read(path).table["spend"].sum() == 20


def test_months_and_weeks_that_are_alike_are_rows_of_their_own(tmp_path):
    months = "2026-03-01,2026-03-31,A,10,100,1", "2026-04-01,2026-04-30,A,10,100,1"
    assert sources.read(write(tmp_path, META, *months)).table["spend"].sum() == 20
    weeks = (
        "2026-03-01,2026-04-30,A,10,100,1,2026-03-30 - 2026-04-05",
        "2026-03-01,2026-04-30,A,10,100,1,2026-04-06 - 2026-04-12",
    )
    assert sources.read(write(tmp_path, f"{META},Week", *weeks)).table["spend"].sum() == 20


def test_a_row_over_all_days_that_is_the_sum_is_asked_about(tmp_path):
    days = "2026-04-01,2026-04-01,A,10,100,1", "2026-04-02,2026-04-02,A,20,200,2"
    with pytest.raises(SourceError, match=r"may be a total.*--total 4.*--row 4"):
        sources.read(write(tmp_path, META, *days, "2026-04-01,2026-04-02,Lapapọ,30,300,3"))


def test_a_campaign_called_total_that_is_no_sum_is_asked_about(tmp_path):
    path = meta(tmp_path, *ROWS, "Total,5,100,1")
    with pytest.raises(SourceError, match=r"row 4: this row may be a total.*“Total”"):
        sources.read(path)
    assert sources.read(path, rows=[4]).table["spend"].sum() == 65.25


def test_a_post_that_is_called_total_is_a_post(data, tmp_path):
    text = (data / "x_content.csv").read_text(encoding="utf-8").replace("Invented: a question", "Total")
    assert len(sources.read(write(tmp_path, text.rstrip())).table) == 2


def test_a_total_that_is_larger_than_the_rows_shown_is_left_out_and_said(tmp_path):
    export = sources.read(meta(tmp_path, *ROWS, "Total: Account,71.25,8000,70"))
    assert export.table["spend"].sum() == 60.25
    assert any("Amount spent (EUR) 71.25 against 60.25" in note for note in export.notes)


def test_two_columns_of_one_name_are_one_where_they_hold_the_same(tmp_path):
    rows = ["Campaign,Currency code,Impr.,Clicks,Cost,Currency code", "A,EUR,100,1,2.00,EUR"]
    assert sources.read(write(tmp_path, "Campaign report", "All time", *rows)).currency == "EUR"


@pytest.mark.parametrize("seed", range(20))
def test_a_file_with_its_total_and_one_without_read_the_same(tmp_path, seed):
    draw = random.Random(seed)
    figures = [
        (draw.randint(100, 99999), draw.randint(1000, 9999), draw.randint(1, 99)) for _ in range(draw.randint(1, 9))
    ]
    rows = [
        f"Campaign {place},{cents / 100:.2f},{shown},{clicks}" for place, (cents, shown, clicks) in enumerate(figures)
    ]
    cents, shown, clicks = map(sum, zip(*figures, strict=True))
    total = f"{draw.choice([*LABELS, ''])},{cents / 100:.2f},{shown},{clicks}"
    without = sources.read(meta(tmp_path, *rows))
    place = draw.choice([0, len(rows)])
    with_it = sources.read(meta(tmp_path, *rows[:place], total, *rows[place:]))
    pd.testing.assert_frame_equal(without.table, with_it.table)
    assert len(with_it.left_out) == 1


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["meta_en_day_platform", "x_content", "youtube_table_data", "meta_fr_semicolon"])
def test_the_order_of_the_columns_does_not_matter(data, tmp_path, name, seed):
    import csv

    path = data / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter=";" if "semicolon" in name else ","))
    order = list(range(len(rows[0])))
    random.Random(seed).shuffle(order)
    with (tmp_path / "shuffled.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, delimiter=";" if "semicolon" in name else ",").writerows(
            [[row[i] for i in order] for row in rows]
        )
    pd.testing.assert_frame_equal(sources.read(path).table, sources.read(tmp_path / "shuffled.csv").table)


SPLIT = META.replace("Campaign name", "Campaign name,Platform")


def test_a_row_without_a_platform_above_those_that_divide_it_is_a_subtotal(tmp_path):
    rows = ("A,,30,300,3", "A,facebook,10,100,1", "A,instagram,20,200,2", "B,,5,50,1", "B,facebook,5,50,1")
    export = sources.read(meta(tmp_path, *rows, header=SPLIT))
    assert export.table["spend"].tolist() == [10, 20, 5]
    assert [row for row, _ in export.left_out] == [2, 5]


def test_a_row_without_a_platform_that_is_larger_than_its_parts_is_asked_about(tmp_path):
    with pytest.raises(SourceError, match=r"row 2: .* it has no “Platform”, and is larger"):
        sources.read(meta(tmp_path, "A,,31,300,3", "A,facebook,10,100,1", "A,instagram,20,200,2", header=SPLIT))


def test_a_row_without_a_platform_that_nothing_divides_is_a_row(tmp_path):
    export = sources.read(meta(tmp_path, "A,,30,300,3", "B,facebook,10,100,1", "C,facebook,7,90,1", header=SPLIT))
    assert export.table["spend"].sum() == 47


def test_a_campaign_above_its_ad_sets_is_a_subtotal(tmp_path):
    header = META.replace("Campaign name", "Campaign name,Ad set name")
    export = sources.read(meta(tmp_path, "A,,30,300,3", "A,x,10,100,1", "A,y,20,200,2", header=header))
    assert (export.level, export.table["spend"].sum()) == ("ad set", 30)


def test_days_of_analytics_of_which_one_is_the_sum_of_the_others_are_days(tmp_path):
    head = ("# Start date: 20260101", "# End date: 20260131", "Date,Session source / medium,Sessions,Total revenue")
    rows = (f"2026010{day},facebook / cpc,{day * 10},{day * 5}" for day in (1, 2, 3))
    assert sources.read(write(tmp_path, *head, *rows, encoding="utf-8")).table["visits"].sum() == 60


def test_a_post_that_is_called_total_is_a_post_whatever_its_figures(data, tmp_path):
    lines = (data / "x_content.csv").read_text(encoding="utf-8").splitlines()
    again = (
        lines[1]
        .replace("Invented: we open on Monday, come by", "Total")
        .replace("1891927361234567890", "1891927361234567891")
    )
    assert len(sources.read(write(tmp_path, *lines[:2], again)).table) == 2
