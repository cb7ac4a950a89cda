"""Totals and subtotals in other words, in the middle, or with a day: what is spent is what the campaigns add up to."""

import pytest
from exporters import META, write

from socroi import sources
from socroi.errors import SourceError

HEAD = f"{META},Purchases,Purchases conversion value"
BIKES = ["2026-04-01,2026-04-01,Bikes,100,1000,10,2,200", "2026-04-02,2026-04-02,Bikes,50,500,5,1,100"]
HATS = ["2026-04-01,2026-04-01,Hats,40,400,6,1,60", "2026-04-02,2026-04-02,Hats,30,200,4,0,0"]
OF_BIKES, OF_HATS, OF_ALL = "150,1500,15,3,300", "70,600,10,1,60", "220,2100,25,4,360"
"""By hand: 100 + 50, 40 + 30, and both."""


def spent(tmp_path, *rows):
    return sources.read(write(tmp_path, HEAD, *rows)).table["spend"].sum()


WORDS = (
    *("Mindösszesen", "جمع کل", "कुल योग", "Jumla kuu", "Total for all campaigns", "Overall", "All", "Total du rapport"),
    *("— Total —", "** TOTAL **", "Account total", "Ukupno", "Suma total", "Σ", "a word that nobody knows"),
)


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("word", WORDS)
def test_a_row_without_a_day_that_is_the_sum_is_a_total_whatever_it_is_called(tmp_path, word, place):
    rows = [*BIKES, *HATS]
    rows.insert(place, f",,{word},{OF_ALL}")
    assert spent(tmp_path, *rows) == 220


@pytest.mark.parametrize("days", [",", "2026-04-01,2026-04-02"], ids=["without days", "with days"])
@pytest.mark.parametrize(
    "form",
    ["{} Total", "Total {}", "Subtotal: {}", "{} Ergebnis", "{} összesen", "Sous-total", "Zwischensumme {}", "جمع {}"],
)
def test_a_subtotal_of_each_campaign_is_left_out(tmp_path, form, days):
    parts = [f"{days},{form.format(name)},{sums}" for name, sums in (("Bikes", OF_BIKES), ("Hats", OF_HATS))]
    assert spent(tmp_path, *BIKES, parts[0], *HATS, parts[1]) == 220
    assert spent(tmp_path, parts[0], *BIKES, parts[1], *HATS) == 220
    assert spent(tmp_path, *BIKES, parts[0], *HATS, parts[1], f",,Grand Total,{OF_ALL}") == 220


def test_subtotals_of_days_without_a_name_are_left_out(tmp_path):
    first = "2026-04-01,2026-04-01,,140,1400,16,3,260"
    second = "2026-04-02,2026-04-02,,80,700,9,1,100"
    assert spent(tmp_path, BIKES[0], HATS[0], first, BIKES[1], HATS[1], second) == 220


@pytest.mark.parametrize("name", ["Total Comfort", "All inclusive", "Summer total look", "Subtotal art"])
def test_a_campaign_with_such_a_word_that_is_no_sum_is_a_campaign(tmp_path, name):
    rows = [*BIKES, f"2026-04-01,2026-04-01,{name},25,300,3,1,30", *HATS]
    assert spent(tmp_path, *rows) == 245
    assert spent(tmp_path, *rows, ",,Total,245,2400,28,5,390") == 245


def test_a_row_that_is_the_sum_of_those_above_it_and_says_nothing_is_asked_about(tmp_path):
    rows = [f"2026-04-01,2026-04-30,{name},{sums}" for name, sums in (
        ("A", "10,100,5,1,20"), ("B", "20,300,6,2,50"), ("North", "30,400,11,3,70"), ("C", "7,90,2,1,9"),
    )]  # fmt: skip
    with pytest.raises(SourceError, match="sum of the rows above it") as refused:
        spent(tmp_path, *rows)
    assert "row 4" in str(refused.value)
